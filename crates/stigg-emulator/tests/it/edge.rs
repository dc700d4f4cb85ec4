//! The read endpoints of the Edge.

use serde_json::{Value, json};
use stigg_emulator::Emulator;

use crate::support::{World, http};

#[tokio::test]
async fn the_entitlements_state_is_that_of_the_api() {
    let world = World::new().await;
    world.customer("c", "plan-free").await;
    let (status, body) = world.edge("/v1/c/c/entitlements-state.json").await;
    assert_eq!(status, 200);
    let state = &body["data"]["entitlementsState"];
    assert_eq!(state["accessDeniedReason"], Value::Null);
    assert_eq!(state["entitlements"].as_array().unwrap().len(), 5);
    assert_eq!(
        state["entitlementsV2"][2],
        json!({
            "__typename": "FeatureEntitlement",
            "accessDeniedReason": null,
            "isGranted": true,
            "creditRate": null,
            "currentUsage": 0.0,
            "entitlementUpdatedAt": "2026-01-31T10:00:00.000Z",
            "enumValues": null,
            "feature": {
                "__typename": "EntitlementFeature",
                "refId": "api-calls",
                "displayName": "API calls",
                "description": null,
                "featureType": "NUMBER",
                "featureUnits": "call",
                "featureUnitsPlural": "calls",
                "meterType": "Incremental",
                "unitTransformation": null,
            },
            "hasSoftLimit": false,
            "hasUnlimitedUsage": false,
            "resetPeriod": "MONTH",
            "resetPeriodConfiguration": {
                "__typename": "MonthlyResetPeriodConfig", "monthlyAccordingTo": "SubscriptionStart",
            },
            "usageLimit": 100.0,
            "usagePeriodAnchor": "2026-01-31T10:00:00.000Z",
            "usagePeriodEnd": "2026-02-28T10:00:00.000Z",
            "usagePeriodStart": "2026-01-31T10:00:00.000Z",
            "usageUpdatedAt": null,
            "validUntil": "2026-02-28T10:00:00.000Z",
        })
    );
    let (_, body) = world.edge("/v1/c/nobody/entitlements-state.json").await;
    assert_eq!(
        body["data"]["entitlementsState"]["accessDeniedReason"],
        "CustomerNotFound"
    );
}

#[tokio::test]
async fn the_older_read_has_the_flat_list() {
    let world = World::new().await;
    world.customer("c", "plan-free").await;
    let (_, body) = world.edge("/v1/c/c/entitlements.json?resourceId=").await;
    assert_eq!(body["data"]["entitlements"][1]["feature"]["refId"], "seats");
}

#[tokio::test]
async fn ids_in_paths_are_decoded() {
    let world = World::new().await;
    world.customer("ada@example.com", "plan-free").await;
    let (_, body) = world.edge("/v1/c/ada%40example.com/entitlements-state.json").await;
    assert_eq!(body["data"]["entitlementsState"]["accessDeniedReason"], Value::Null);
    // A customer of this name cannot be made, and is not mistaken for another path.
    let (status, body) = world.edge("/v1/c/a%2Fb%3Fc/entitlements-state.json").await;
    assert_eq!(
        (status, &body["data"]["entitlementsState"]["accessDeniedReason"]),
        (200, &json!("CustomerNotFound"))
    );
    let recorded = world.emulator.requests();
    let ids: Vec<_> = recorded
        .iter()
        .filter(|request| request.is_edge())
        .map(|request| request.customer_id.as_deref())
        .collect();
    assert_eq!(ids, [Some("ada@example.com"), Some("a/b?c")]);
}

#[tokio::test]
async fn active_subscriptions_by_resource() {
    let world = World::new().await;
    world.customer("c", "plan-free").await;
    let document = "mutation($input: ProvisionSubscriptionInput!) { provisionSubscriptionV2(input: $input) { id } }";
    let input = json!({
        "customerId": "c", "planId": "plan-pro", "billingPeriod": "MONTHLY", "resourceId": "site 1", "refId": "s",
        "addons": [{ "addonId": "addon-extra-calls", "quantity": 2 }],
    });
    // Ids have no spaces.
    assert_eq!(world.refused(document, json!({ "input": input })).await, "BadUserInput");
    let mut input = input;
    input["resourceId"] = "site-1".into();
    world.run(document, json!({ "input": input })).await;

    let ids = async |query: &str| {
        let (_, body) = world.edge(&format!("/v1/c/c/subscriptions.json{query}")).await;
        let found = body["data"]["getActiveSubscriptions"]
            .as_array()
            .cloned()
            .unwrap_or_else(|| panic!("{body:#}"));
        found
            .iter()
            .map(|one| one["plan"]["planId"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids("").await, ["plan-free"]);
    assert_eq!(ids("?resourceId=site-1").await, ["plan-pro"]);
    assert_eq!(ids("?resourceIds=site-1&resourceIds=other").await, ["plan-pro"]);
    let (status, body) = world.edge("/v1/c/c/subscriptions.json?resourceId=other").await;
    assert_eq!(status, 200);
    assert_eq!(body["errors"][0]["extensions"]["code"], "CustomerResourceNotFound");

    let (_, body) = world.edge("/v1/c/c/subscriptions.json?resourceId=site-1").await;
    let one = &body["data"]["getActiveSubscriptions"][0];
    assert_eq!(one["subscriptionId"], "s");
    assert_eq!(one["status"], "IN_TRIAL");
    assert_eq!(one["trialEndDate"], "2026-02-14T10:00:00.000Z");
    assert_eq!(one["addons"][0]["addon"]["addonId"], "addon-extra-calls");
    assert_eq!(
        one["totalPrice"]["total"],
        json!({ "__typename": "Money", "amount": 36.0, "currency": "USD" })
    );
    assert_eq!(one["customer"]["customerId"], "c");
}

#[tokio::test]
async fn paywalls_of_all_and_of_one_product() {
    let world = World::new().await;
    let plans = async |path: &str| {
        let (_, body) = world.edge(path).await;
        let plans = body["data"]["paywall"]["plans"]
            .as_array()
            .cloned()
            .unwrap_or_else(|| panic!("{body:#}"));
        plans
            .iter()
            .map(|plan| plan["refId"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let all = ["plan-free", "plan-pro", "plan-enterprise"];
    assert_eq!(plans("/v1/paywall.json?fetchAllCountriesPrices=undefined").await, all);
    assert_eq!(
        plans("/v1/p/product-oracle/paywall.json?includeHiddenPlans=true&billingCountryCode=DE").await,
        all
    );
    let (status, body) = world.edge("/v1/p/none/paywall.json").await;
    assert_eq!(status, 200);
    assert_eq!(body["errors"][0]["extensions"]["code"], "ProductNotFoundError");
    let (_, body) = world.edge("/v1/paywall.json").await;
    let pro = &body["data"]["paywall"]["plans"][1];
    assert_eq!(pro["basePlan"]["refId"], "plan-free");
    assert_eq!(
        pro["prices"][0]["price"],
        json!({ "__typename": "Money", "amount": 20.0, "currency": "USD" })
    );
    assert_eq!(pro["compatibleAddons"][0]["refId"], "addon-extra-calls");
    assert_eq!(pro["defaultTrialConfig"]["duration"], 14.0);
}

#[tokio::test]
async fn the_configuration_of_the_sdk() {
    let world = World::new().await;
    let (status, body) = world.edge("/v1/config/server-sdk-configuration.json").await;
    assert_eq!(status, 200);
    let configuration = json!({
        "__typename": "SdkConfiguration", "sentryDsn": null, "isWidgetWatermarkEnabled": false, "showWatermark": false,
    });
    assert_eq!(body, json!({ "data": { "sdkConfiguration": configuration } }));
}

#[tokio::test]
async fn the_edge_may_have_a_port_of_its_own() {
    let emulator = Emulator::builder().edge_port(0).start().await.unwrap();
    assert_ne!(emulator.api_url(), emulator.edge_url());
    for base in [emulator.api_url(), emulator.edge_url()] {
        let url = format!("{base}/v1/paywall.json");
        let response = http()
            .get(url)
            .header("X-API-KEY", emulator.api_key())
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 200);
    }
}
