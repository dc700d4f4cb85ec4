//! What the other tests do not see of credits.

use super::*;

#[test]
fn whole_objects_of_credits_are_valid_in_every_field() {
    let world = World::rich();
    let whole = |operation: &str, field: &str, input: &str, type_name: &str| {
        select_everything(&world, operation, field, &format!("(input: {{ {input} }})"), type_name)
    };
    let pool = "customerId: \"rich\", currencyId: \"tokens\"";
    let grant = format!(
        "{pool}, resourceId: \"site\", displayName: \"G\", amount: 10, grantType: PAID, comment: \"C\", priority: 2,
         cost: {{ amount: 5, currency: EUR }}, expireAt: \"2026-03-01T00:00:00Z\", additionalMetaData: {{ k: \"v\" }},
         billingInformation: {{ isInvoicePaid: true }}"
    );
    let granted = whole("mutation", "createCreditGrant", &grant, "CreditGrant");
    assert_eq!(
        granted["cost"],
        json!({ "__typename": "Money", "amount": 5.0, "currency": "EUR" })
    );
    let consume = format!("{pool}, resourceId: \"site\", amount: 4, idempotencyKey: \"k\"");
    let consumed = whole("mutation", "consumeCredits", &consume, "CreditConsumptionResponse");
    assert_eq!(
        (&consumed["credit"]["usageLimit"], &consumed["credit"]["currentUsage"]),
        (&json!(10.0), &json!(4.0))
    );
    assert_eq!(
        whole("query", "creditGrants", pool, "CreditGrantConnection")["totalCount"],
        2
    );
    assert_eq!(
        whole("query", "creditsLedger", pool, "CreditLedgerConnection")["totalCount"],
        3
    );
    let usage = whole("query", "creditUsage", pool, "CreditUsage");
    assert_eq!(usage["series"][0]["totalCredits"], json!(4.0));
    let balances = whole("query", "creditBalanceSummary", pool, "CreditBalanceSummary");
    assert_eq!(balances["balances"][0]["currency"]["symbol"], "T");
    assert_eq!(balances["balances"][1]["validUntil"], json!(1_772_323_200_000.0));
    let void = format!("id: {}", granted["grantId"]);
    assert_eq!(
        whole("mutation", "voidCreditGrant", &void, "CreditGrant")["status"],
        "VOIDED"
    );
    whole("query", "getAutoRechargeSettings", pool, "AutoRechargeSettingsDTO");
    let save = format!("{pool}, isEnabled: true, maxSpendLimit: 50");
    let saved = whole("mutation", "saveAutoRechargeSettings", &save, "AutoRechargeSettingsDTO");
    assert_eq!(saved["maxSpendLimit"], json!(50.0));
    let check = "(query: { customerId: \"rich\", currencyId: \"tokens\" })";
    let entitlement = select_everything(&world, "query", "entitlementV2", check, "EntitlementUnion");
    assert_eq!(entitlement["CreditEntitlement_usageLimit"], json!(100.0));
}

#[test]
fn credits_need_no_subscription_and_are_judged_by_what_is_left() {
    let world = World::rich();
    world.run(
        "mutation { provisionCustomer(input: { refId: \"c\" }) { customer { id } } }",
        json!({}),
    );
    let state = || {
        world.run(
            "{ entitlementsState(query: { customerId: \"c\" }) {
                accessDeniedReason entitlementsV2 { ... on CreditEntitlement { isGranted accessDeniedReason currentUsage } }
            } }",
            json!({}),
        )["entitlementsState"]
            .take()
    };
    assert_eq!(
        state(),
        json!({ "accessDeniedReason": "NoActiveSubscription", "entitlementsV2": [] })
    );
    let check = |requested: f64| {
        let document = "query($query: GetEntitlementV2Input!) {
            entitlementV2(query: $query) { ... on CreditEntitlement { isGranted accessDeniedReason } }
        }";
        let query = json!({
            "customerId": "c", "currencyId": "tokens", "options": { "requestedUsage": requested },
        });
        let found = world.run(document, json!({ "query": query }))["entitlementV2"].take();
        found["accessDeniedReason"].as_str().map(str::to_owned)
    };
    assert_eq!(check(1.0).as_deref(), Some("NoActiveSubscription"));
    world.run(
        "mutation { createCreditGrant(input: {
            customerId: \"c\", currencyId: \"tokens\", displayName: \"G\", amount: 10, grantType: PROMOTIONAL
        }) { grantId } }",
        json!({}),
    );
    assert_eq!(
        (check(10.0), check(11.0).as_deref()),
        (None, Some("InsufficientCredits"))
    );
    let consume = "mutation { consumeCreditsAsync(input: { consumptions: [
        { customerId: \"c\", currencyId: \"tokens\", amount: 4, idempotencyKey: \"1\" }
        { customerId: \"c\", currencyId: \"tokens\", amount: 6, idempotencyKey: \"2\" }
        { customerId: \"c\", currencyId: \"tokens\", amount: 6, idempotencyKey: \"2\" }
    ] }) }";
    assert_eq!(world.run(consume, json!({})), json!({ "consumeCreditsAsync": null }));
    assert_eq!(
        state(),
        json!({
            "accessDeniedReason": "NoActiveSubscription",
            "entitlementsV2": [{ "isGranted": false, "accessDeniedReason": "InsufficientCredits", "currentUsage": 10.0 }],
        })
    );
    let (_, body) = world.send(
        "{ entitlementV2(query: { customerId: \"c\", currencyId: \"shells\" }) { __typename } }",
        json!({}),
    );
    assert_eq!(body["errors"][0]["extensions"]["code"], "CustomCurrencyNotFound");
}
