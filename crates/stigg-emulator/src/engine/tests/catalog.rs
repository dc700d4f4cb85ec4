//! What the other tests do not see of the catalogue.

use super::*;

#[test]
fn a_coupon_that_was_made_is_like_one_of_the_catalogue() {
    let world = World::rich();
    let create = "mutation($input: CreateCouponInput!) { createOneCoupon(input: $input) { refId type createdAt } }";
    let coupon = |input: Json| world.send(create, json!({ "input": input })).1;
    let five = json!({ "refId": "spring", "name": "Spring", "amountsOff": [{ "amount": 2.5, "currency": "EUR" }] });
    let made = coupon(five.clone());
    assert_eq!(
        made["data"]["createOneCoupon"],
        json!({ "refId": "spring", "type": "FIXED", "createdAt": "2026-01-31T10:00:00.000Z" })
    );
    let data = world.run(
        "mutation { updateOneCustomer(input: { refId: \"rich\", couponRefId: \"spring\" }) {
           coupon { amountsOff { amount currency } }
         } }",
        json!({}),
    );
    assert_eq!(
        data["updateOneCustomer"]["coupon"],
        json!({ "amountsOff": [{ "amount": 2.5, "currency": "EUR" }] })
    );
    let listed = world.run("{ coupons { totalCount edges { node { refId } } } }", json!({}));
    assert_eq!(listed["coupons"]["totalCount"], 3);
    assert_eq!(listed["coupons"]["edges"][2]["node"]["refId"], "spring");

    let code = |input: Json| coupon(input)["errors"][0]["extensions"]["code"].clone();
    assert_eq!(code(five), "DuplicatedEntityNotAllowed");
    let but = |more: Json| {
        let mut input = json!({ "refId": "other", "name": "Other" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        code(input)
    };
    for bad in [
        json!({}),
        json!({ "percentOff": 0 }),
        json!({ "percentOff": 101 }),
        json!({ "percentOff": 10, "amountsOff": [{ "amount": 1 }] }),
        json!({ "amountsOff": [{ "amount": -1 }] }),
        json!({ "percentOff": 10, "type": "FIXED" }),
        json!({ "percentOff": 10, "durationInMonths": 1.5 }),
        json!({ "percentOff": 10, "refId": "no id" }),
    ] {
        assert_eq!(but(bad.clone()), "BadUserInput", "{bad}");
    }
    for unsupported in [
        json!({ "discountValue": 10, "type": "PERCENTAGE" }),
        json!({ "amountsOff": [{ "amount": 1 }, { "amount": 1, "currency": "EUR" }] }),
    ] {
        assert_eq!(but(unsupported.clone()), "UnsupportedParameter", "{unsupported}");
    }
}

#[test]
fn a_mock_paywall_shows_the_plans_of_the_catalogue() {
    let world = World::rich();
    let data = world.run(
        "{ mockPaywall(input: { productId: \"app\", billingCountryCode: \"DE\" }) { plans {
             refId product { refId } basePlan { displayName } prices { price { amount currency } feature { refId } }
             entitlements { isGranted feature { refId } } inheritedEntitlements { usageLimit feature { refId } }
           } } }",
        json!({}),
    );
    assert_eq!(
        data["mockPaywall"]["plans"][1],
        json!({
            "refId": "team", "product": { "refId": "app" }, "basePlan": { "displayName": "free" },
            "prices": [{ "price": { "amount": 9.0, "currency": "EUR" }, "feature": null }],
            "entitlements": [
                { "isGranted": true, "feature": { "refId": "sso" } },
                { "isGranted": true, "feature": { "refId": "bytes" } },
                { "isGranted": true, "feature": { "refId": "regions" } },
            ],
            "inheritedEntitlements": [{ "usageLimit": 1.0, "feature": { "refId": "seats" } }],
        })
    );
    let (_, body) = world.send(
        "{ mockPaywall(input: { productId: \"app\", offerId: \"o\" }) { plans { refId } } }",
        json!({}),
    );
    assert_eq!(body["errors"][0]["extensions"]["code"], "UnsupportedParameter");
}

#[test]
fn coupons_are_filtered_and_products_listed() {
    let world = World::rich();
    let data = world.run(
        "{ coupons(filter: { status: { eq: ACTIVE }, type: { eq: FIXED } }, paging: { first: 25 }) {
             edges { node { refId amountsOff { amount currency } } }
           }
           products(paging: { first: 20 }) { edges { node { refId productSettings { downgradePlan { refId } } } } } }",
        json!({}),
    );
    assert_eq!(
        data,
        json!({
            "coupons": { "edges": [{ "node": { "refId": "five", "amountsOff": [{ "amount": 5.0, "currency": "USD" }] } }] },
            "products": { "edges": [{ "node": { "refId": "app", "productSettings": { "downgradePlan": { "refId": "free" } } } }] },
        })
    );
}

#[test]
fn the_paywall_shows_the_prices_of_the_country() {
    let world = World::rich();
    let document = "query($input: GetPaywallInput!) {
        paywall(input: $input) { currency { code symbol } plans { refId prices { billingCountryCode price { amount currency } } }
        paywallCalculatedPricePoints { amount currency billingCountryCode additionalChargesMayApply } }
    }";
    let prices = |input: Json| {
        let paywall = world.run(document, json!({ "input": input }))["paywall"].take();
        let plans = paywall["plans"].as_array().unwrap();
        assert_eq!(
            plans
                .iter()
                .map(|plan| plan["refId"].as_str().unwrap())
                .collect::<Vec<_>>(),
            ["free", "team"]
        );
        plans[1]["prices"].as_array().unwrap().len()
    };
    assert_eq!(prices(json!({})), 3);
    assert_eq!(prices(json!({ "billingCountryCode": "DE" })), 1);
    assert_eq!(prices(json!({ "billingCountryCode": "FR" })), 3);
    assert_eq!(prices(json!({ "fetchAllCountriesPrices": true })), 4);
    let paywall = world.run(document, json!({ "input": {} }))["paywall"].take();
    assert_eq!(paywall["currency"], json!({ "code": "USD", "symbol": "$" }));
    assert_eq!(
        paywall["paywallCalculatedPricePoints"],
        // 10, and 2 seats at 4 with 1 on top of their tier.
        json!([{ "amount": 19.0, "currency": "USD", "billingCountryCode": null, "additionalChargesMayApply": true }])
    );
    let (_, body) = world.send(document, json!({ "input": { "productId": "none" } }));
    assert_eq!(body["errors"][0]["extensions"]["code"], "ProductNotFoundError");
}
