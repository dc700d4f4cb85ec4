//! What the other tests do not see of subscriptions.

use super::*;

#[test]
fn what_a_preview_would_not_follow_is_refused() {
    let world = World::rich();
    let refused = |more: &str| {
        let input = format!("{{ customerId: \"rich\", planId: \"free\", {more} }}");
        let document = format!("mutation {{ previewSubscription(input: {input}) {{ isPlanDowngrade }} }}");
        let (_, body) = world.send(&document, json!({}));
        assert_eq!(
            body["errors"][0]["extensions"]["code"], "UnsupportedParameter",
            "{more}"
        );
        body["errors"][0]["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        refused("billingInformation: { prorationBehavior: NONE }"),
        "previewSubscription: a prorationBehavior other than INVOICE_IMMEDIATELY is not implemented by the emulator"
    );
    refused("appliedCoupon: { discount: { percentOff: 10, durationInMonths: 2 } }");
    refused("appliedCoupon: { couponId: \"tenth\", configuration: { startDate: \"2030-01-01\" } }");
    refused("promotionCode: \"SPRING\"");
}

#[test]
fn a_subscription_that_is_delegated_is_shown_with_the_one_who_pays() {
    let world = World::rich();
    world.run(
        "mutation { provisionCustomer(input: { refId: \"new\" }) { customer { id } } }",
        json!({}),
    );
    let delegation = "(input: { subscriptionId: \"rich-team\", destinationCustomerId: \"new\" })";
    let field = "delegateSubscriptionToCustomer";
    let delegated = select_everything(&world, "mutation", field, delegation, "CustomerSubscription");
    assert_eq!(delegated["customer"]["refId"], "new");
    assert_eq!(delegated["payingCustomer"]["refId"], "rich");
}

#[test]
fn parts_of_an_input_that_cannot_be_followed_are_refused() {
    let world = World::rich();
    let document = "mutation($input: ProvisionSubscriptionInput!) { provisionSubscriptionV2(input: $input) { id } }";
    for part in [
        json!({ "budget": { "limit": 1, "hasSoftLimit": false } }),
        json!({ "minimumSpend": { "minimum": { "amount": 1 } } }),
        json!({ "priceOverrides": [{ "baseCharge": true }] }),
        json!({ "promotionCode": "X" }),
        json!({ "charges": [{ "id": "c", "quantity": 1, "type": "CREDIT" }] }),
        json!({ "entitlements": [{ "credit": { "amount": 1, "cadence": "MONTH", "customCurrencyId": "c" } }] }),
    ] {
        let mut input = json!({ "customerId": "rich", "planId": "free" });
        input.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
        let (_, body) = world.send(document, json!({ "input": input }));
        assert_eq!(
            body["errors"][0]["extensions"]["code"], "UnsupportedParameter",
            "{part} {body:#}"
        );
    }
}

#[test]
fn subscriptions_are_filtered_sorted_and_paged() {
    let world = World::rich();
    for n in 1..=3 {
        let provision = format!(
            "mutation {{ provisionCustomer(input: {{ refId: \"c{n}\", subscriptionParams: {{ planId: \"free\", refId: \"s{n}\" }} }}) {{ customer {{ id }} }} }}"
        );
        world.run(&provision, json!({}));
    }
    let document =
        "query($filter: SubscriptionQueryFilter, $paging: CursorPaging, $sorting: [SubscriptionQuerySort!]) {
        subscriptions(filter: $filter, paging: $paging, sorting: $sorting) {
            totalCount pageInfo { hasNextPage endCursor } edges { node { subscriptionId } }
        }
    }";
    let list = |variables: Json| {
        let found = world.run(document, variables)["subscriptions"].take();
        let ids: Vec<String> = found["edges"]
            .as_array()
            .unwrap()
            .iter()
            .map(|edge| edge["node"]["subscriptionId"].as_str().unwrap().to_owned())
            .collect();
        (ids, found)
    };
    assert_eq!(list(json!({})).0, ["rich-team", "s1", "s2", "s3"]);
    assert_eq!(list(json!({ "filter": { "customerId": { "eq": "c2" } } })).0, ["s2"]);
    assert_eq!(
        list(json!({ "filter": { "resourceId": { "eq": "site" } } })).0,
        ["rich-team"]
    );
    assert_eq!(
        list(json!({ "filter": { "resource": { "resourceId": { "eq": "site" } } } })).0,
        ["rich-team"]
    );
    assert_eq!(
        list(json!({ "filter": { "status": { "in": ["EXPIRED"] } } })).0,
        [] as [&str; 0]
    );
    assert_eq!(
        list(json!({ "filter": { "plan": { "refId": { "eq": "team" } } } })).0,
        ["rich-team"]
    );
    let sorted = list(json!({ "sorting": [{ "field": "customerId", "direction": "ASC" }] })).0;
    assert_eq!(sorted, ["s1", "s2", "s3", "rich-team"]);
    let (ids, page) = list(json!({ "paging": { "first": 3 } }));
    assert_eq!(ids, ["rich-team", "s1", "s2"]);
    assert_eq!(
        (&page["totalCount"], &page["pageInfo"]["hasNextPage"]),
        (&json!(4), &json!(true))
    );
    let (ids, page) = list(json!({ "paging": { "first": 3, "after": page["pageInfo"]["endCursor"] } }));
    assert_eq!(ids, ["s3"]);
    assert_eq!(page["pageInfo"]["hasNextPage"], json!(false));
}
