//! Documents as clients send them.

use serde_json::{Value, json};

use crate::support::{PROVISION_CUSTOMER, REPORT_USAGE, STATE, World};

#[tokio::test]
async fn a_customer_is_provisioned_and_has_entitlements() {
    let world = World::new().await;
    let input = json!({
        "refId": "customer-1", "name": "One", "subscriptionParams": { "planId": "plan-free", "refId": "sub-1" }
    });
    let data = world.run(PROVISION_CUSTOMER, json!({ "input": input })).await;
    assert_eq!(
        data["provisionCustomer"],
        json!({
            "customer": { "refId": "customer-1", "name": "One" },
            "subscriptionDecisionStrategy": "REQUESTED_PLAN",
            "subscription": { "refId": "sub-1", "status": "ACTIVE", "plan": { "refId": "plan-free" } },
            "entitlementsV2": [
                { "__typename": "FeatureEntitlement", "feature": { "refId": "projects" }, "usageLimit": 1.0 },
                { "__typename": "FeatureEntitlement", "feature": { "refId": "seats" }, "usageLimit": 2.0 },
                { "__typename": "FeatureEntitlement", "feature": { "refId": "api-calls" }, "usageLimit": 100.0 },
                { "__typename": "FeatureEntitlement", "feature": { "refId": "tokens" }, "usageLimit": 10000.0 },
                { "__typename": "FeatureEntitlement", "feature": { "refId": "regions" }, "usageLimit": null },
            ],
        })
    );
    let data = world
        .run(STATE, json!({ "query": { "customerId": "customer-1" } }))
        .await;
    assert_eq!(data["entitlementsState"]["accessDeniedReason"], Value::Null);
    assert_eq!(
        data["entitlementsState"]["entitlementsV2"][2],
        json!({
            "__typename": "FeatureEntitlement",
            "feature": { "refId": "api-calls" },
            "usageLimit": 100.0,
            "currentUsage": 0.0,
            "isGranted": true,
            "hasUnlimitedUsage": false,
            "usagePeriodEnd": "2026-02-28T10:00:00.000Z",
            "validUntil": "2026-02-28T10:00:00.000Z",
        })
    );
}

#[tokio::test]
async fn a_customer_without_a_subscription_has_none() {
    let world = World::new().await;
    let data = world
        .run(PROVISION_CUSTOMER, json!({ "input": { "refId": "customer-1" } }))
        .await;
    assert_eq!(
        data["provisionCustomer"]["subscriptionDecisionStrategy"],
        "SKIPPED_SUBSCRIPTION_CREATION"
    );
    assert_eq!(data["provisionCustomer"]["subscription"], Value::Null);
    assert_eq!(data["provisionCustomer"]["entitlementsV2"], Value::Null);
    let reason = async |id: &str| {
        let data = world.run(STATE, json!({ "query": { "customerId": id } })).await;
        assert_eq!(data["entitlementsState"]["entitlementsV2"], json!([]));
        data["entitlementsState"]["accessDeniedReason"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(reason("customer-1").await, "NoActiveSubscription");
    assert_eq!(reason("customer-2").await, "CustomerNotFound");
    world
        .run(
            "mutation { archiveCustomer(input: { customerId: \"customer-1\" }) { refId } }",
            json!({}),
        )
        .await;
    assert_eq!(reason("customer-1").await, "CustomerIsArchived");
}

#[tokio::test]
async fn usage_is_reported_and_seen() {
    let world = World::new().await;
    world.customer("c", "plan-free").await;
    let input = json!({ "customerId": "c", "featureId": "api-calls", "value": 3, "idempotencyKey": "k" });
    let first = world.run(REPORT_USAGE, json!({ "input": input })).await;
    let again = world.run(REPORT_USAGE, json!({ "input": input })).await;
    assert_eq!(first, again);
    assert_eq!(first["reportUsage"]["currentUsage"], 3.0);
    assert_eq!(first["reportUsage"]["usagePeriodStart"], "2026-01-31T10:00:00.000Z");
    let data = world.run(STATE, json!({ "query": { "customerId": "c" } })).await;
    assert_eq!(data["entitlementsState"]["entitlementsV2"][2]["currentUsage"], 3.0);
}

#[tokio::test]
async fn bulk_usage_is_taken_as_a_whole() {
    let world = World::new().await;
    world.customer("c", "plan-free").await;
    let document = "mutation($input: ReportUsageBulkInput!) { reportUsageBulk(input: $input) { currentUsage } }";
    let usage = |feature: &str| json!({ "customerId": "c", "featureId": feature, "value": 2 });
    let good = json!({ "input": { "usages": [usage("api-calls"), usage("seats"), usage("api-calls")] } });
    let data = world.run(document, good).await;
    assert_eq!(
        data["reportUsageBulk"],
        json!([{ "currentUsage": 2.0 }, { "currentUsage": 2.0 }, { "currentUsage": 4.0 }])
    );
    let bad = json!({ "input": { "usages": [usage("api-calls"), usage("none")] } });
    assert_eq!(world.refused(document, bad).await, "FeatureNotFound");
    let many = json!({ "input": { "usages": vec![usage("api-calls"); 101] } });
    assert_eq!(world.refused(document, many).await, "BadUserInput");
    let data = world.run(STATE, json!({ "query": { "customerId": "c" } })).await;
    assert_eq!(data["entitlementsState"]["entitlementsV2"][2]["currentUsage"], 4.0);
}

#[tokio::test]
async fn events_become_usage() {
    let world = World::new().await;
    world.customer("c", "plan-free").await;
    let document = "mutation($events: UsageEventsReportInput!) { reportEvent(events: $events) }";
    let event = |key: &str, dimensions: Value| json!({ "customerId": "c", "eventName": "prompt-answered", "idempotencyKey": key, "dimensions": dimensions });
    let events = json!([
        event("1", json!({ "tokens": 1200 })),
        event("1", json!({ "tokens": 1200 })),
        event("2", json!({ "tokens": 300, "cached": true })),
        event("3", json!({ "tokens": 0.5, "cached": false })),
    ]);
    let data = world
        .run(document, json!({ "events": { "usageEvents": events } }))
        .await;
    assert_eq!(data["reportEvent"], Value::Null);
    let data = world.run(STATE, json!({ "query": { "customerId": "c" } })).await;
    assert_eq!(data["entitlementsState"]["entitlementsV2"][3]["currentUsage"], 1200.5);
}

#[tokio::test]
async fn single_checks_are_decided_by_the_server() {
    let world = World::new().await;
    world.customer("c", "plan-free").await;
    let v1 = "query($query: FetchEntitlementQuery!) {
        entitlement(query: $query) { isGranted accessDeniedReason usageLimit feature { refId } requestedUsage customerId }
    }";
    let v2 = "query($query: GetEntitlementV2Input!) {
        entitlementV2(query: $query) { __typename ... on FeatureEntitlement { isGranted accessDeniedReason enumValues } }
    }";
    let query = |customer: &str, feature: &str, options: Value| json!({ "query": { "customerId": customer, "featureId": feature, "options": options } });
    let data = world
        .run(v1, query("c", "api-calls", json!({ "requestedUsage": 101 })))
        .await;
    assert_eq!(
        data["entitlement"],
        json!({
            "isGranted": false, "accessDeniedReason": "RequestedUsageExceedingLimit", "usageLimit": 100.0,
            "feature": { "refId": "api-calls" }, "requestedUsage": 101.0, "customerId": "c",
        })
    );
    let data = world
        .run(v1, query("c", "api-calls", json!({ "requestedUsage": 100 })))
        .await;
    assert_eq!(data["entitlement"]["isGranted"], true);
    let reason = async |customer: &str, feature: &str| {
        let data = world.run(v1, query(customer, feature, Value::Null)).await;
        data["entitlement"]["accessDeniedReason"].as_str().unwrap().to_owned()
    };
    assert_eq!(reason("nobody", "api-calls").await, "CustomerNotFound");
    assert_eq!(reason("c", "none").await, "FeatureNotFound");
    assert_eq!(
        reason("c", "single-sign-on").await,
        "NoFeatureEntitlementInSubscription"
    );
    let data = world
        .run(v2, query("c", "regions", json!({ "requestedValues": ["us"] })))
        .await;
    assert_eq!(
        data["entitlementV2"],
        json!({
            "__typename": "FeatureEntitlement", "isGranted": false,
            "accessDeniedReason": "RequestedValuesMismatch", "enumValues": ["eu"],
        })
    );
    let credit = json!({ "query": { "customerId": "c", "currencyId": "coins" } });
    assert_eq!(world.refused(v2, credit).await, "CustomCurrencyNotFound");
    assert_eq!(
        world.refused(v2, json!({ "query": { "customerId": "c" } })).await,
        "BadUserInput"
    );
}

#[tokio::test]
async fn the_flat_list_has_times_as_numbers() {
    let world = World::new().await;
    world.customer("c", "plan-free").await;
    let document = "query($query: FetchEntitlementsQuery!) {
        entitlements: cachedEntitlements(query: $query) {
            feature { refId meterType } validUntil nextResetDate
            resetPeriodConfiguration { __typename ... on MonthlyResetPeriodConfig { monthlyAccordingTo } }
        }
    }";
    let data = world.run(document, json!({ "query": { "customerId": "c" } })).await;
    assert_eq!(
        data["entitlements"][2],
        json!({
            "feature": { "refId": "api-calls", "meterType": "Incremental" },
            "validUntil": 1_772_272_800_000.0,
            "nextResetDate": "2026-02-28T10:00:00.000Z",
            "resetPeriodConfiguration": {
                "__typename": "MonthlyResetPeriodConfig", "monthlyAccordingTo": "SubscriptionStart",
            },
        })
    );
    let nobody = json!({ "query": { "customerId": "nobody" } });
    assert_eq!(world.run(document, nobody).await["entitlements"], json!([]));
}

#[tokio::test]
async fn what_does_not_fit_the_schema_is_a_400_with_locations() {
    let world = World::new().await;
    for (document, variables, code) in [
        ("{ oops", json!({}), "GRAPHQL_PARSE_FAILED"),
        ("{ oops }", json!({}), "GRAPHQL_VALIDATION_FAILED"),
        (STATE, json!({}), "BAD_USER_INPUT"),
        (
            STATE,
            json!({ "query": { "customerId": "c", "moon": 1 } }),
            "BAD_USER_INPUT",
        ),
    ] {
        let (status, body) = world.send(document, variables).await;
        assert_eq!(status, 400, "{body:#}");
        assert_eq!(body["errors"][0]["extensions"]["code"], code, "{body:#}");
        assert_eq!(body.get("data"), None);
    }
    let (_, body) = world.send("{\n  oops\n}", json!({})).await;
    assert_eq!(body["errors"][0]["locations"], json!([{ "line": 2, "column": 3 }]));
}

#[tokio::test]
async fn a_body_that_is_no_request_is_a_400() {
    let world = World::new().await;
    let response = world
        .http
        .post(format!("{}/graphql", world.emulator.api_url()))
        .header("x-api-key", world.emulator.api_key())
        .body("{}")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 400);
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["errors"][0]["extensions"]["code"], "BadUserInput");
}

#[tokio::test]
async fn what_is_not_implemented_says_so() {
    let world = World::new().await;
    let document = "mutation($input: PaymentSessionInput!) { createPaymentSession(input: $input) { token } }";
    let input = json!({ "customerId": "customer", "planId": "plan" });
    let (status, body) = world.send(document, json!({ "input": input })).await;
    assert_eq!(status, 200);
    assert_eq!(
        body["errors"][0]["message"],
        "createPaymentSession is not implemented by the emulator"
    );
    assert_eq!(body["errors"][0]["extensions"]["code"], "UnsupportedParameter");
}
