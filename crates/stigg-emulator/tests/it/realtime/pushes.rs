//! What is pushed when something happens.

use std::time::Duration;

use serde_json::{Value, json};
use stigg_emulator::{Catalog, Emulator, MigrationType};

use super::client::{Client, ENTITLEMENTS, USAGE, until};
use crate::support::{REPORT_USAGE, World};

const DEMO: &str = "customer-demo";

async fn report(world: &World, value: u32) {
    world
        .run(
            REPORT_USAGE,
            json!({ "input": { "customerId": DEMO, "featureId": "api-calls", "value": value } }),
        )
        .await;
}

async fn listening(world: &World) -> Client {
    let mut client = Client::connect(&world.emulator).await;
    client.subscribe(&world.emulator, "e", ENTITLEMENTS).await;
    client.subscribe(&world.emulator, "u", USAGE).await;
    client
}

fn features(event: &Value) -> Vec<&str> {
    let all = event["entitlements"].as_array().unwrap();
    all.iter()
        .filter_map(|found| found["feature"]["refId"].as_str())
        .collect()
}

#[tokio::test]
async fn a_new_customer_is_told_with_all_its_entitlements() {
    let world = World::new().await;
    let mut client = listening(&world).await;
    world.customer("customer-new", "plan-free").await;
    let event = client.event("e", "entitlementsUpdatedV2").await;
    assert_eq!(event["customerId"], "customer-new");
    assert_eq!(event["accessDeniedReason"], Value::Null);
    assert_eq!(
        features(&event),
        ["projects", "seats", "api-calls", "tokens", "regions"]
    );
    client.quiet().await;
}

#[tokio::test]
async fn what_happens_while_nobody_listens_is_not_told_later() {
    let world = World::new().await;
    listening(&world).await.close().await;
    until(|| world.emulator.sockets().count() == 0).await;
    report(&world, 1).await;
    world.customer("customer-new", "plan-free").await;
    world.clock.advance(Duration::from_secs(28 * 24 * 3600));
    let mut client = listening(&world).await;
    client.quiet().await;
    report(&world, 2).await;
    let event = client.event("u", "usageUpdatedV2").await;
    assert_eq!(event["usage"]["currentUsage"], 2.0);
    client.quiet().await;
}

#[tokio::test]
async fn reads_are_not_told() {
    let world = World::new().await;
    let mut client = listening(&world).await;
    world
        .run(crate::support::STATE, json!({ "query": { "customerId": DEMO } }))
        .await;
    world.edge("/v1/paywall.json").await;
    client.quiet().await;
}

#[tokio::test]
async fn usage_alone_is_told_as_usage_in_order() {
    let world = World::new().await;
    let mut client = listening(&world).await;
    for n in 1..=3 {
        report(&world, n).await;
    }
    for total in [1.0, 3.0, 6.0] {
        let event = client.event("u", "usageUpdatedV2").await;
        assert_eq!(event["customerId"], DEMO);
        assert_eq!(event["resourceId"], Value::Null);
        assert_eq!(
            event["entitlementReference"],
            json!({ "type": "FEATURE", "id": "api-calls" })
        );
        assert_eq!(event["usage"]["currentUsage"], total);
        assert_eq!(event["usage"]["usageUpdatedAt"], "2026-01-31T10:00:00.000Z");
        assert_eq!(event["usage"]["usagePeriodStart"], "2026-01-31T10:00:00.000Z");
        assert_eq!(event["usage"]["usagePeriodEnd"], "2026-02-28T10:00:00.000Z");
    }
    client.quiet().await;
}

#[tokio::test]
async fn credits_are_told_as_they_are_granted_and_consumed() {
    const GRANT: &str = "mutation M($input: CreditGrantInput!) { createCreditGrant(input: $input) { grantId } }";
    const CONSUME: &str = "mutation M($input: ConsumeCreditInput!) { consumeCredits(input: $input) { amount } }";
    const BALANCE: &str = "subscription {
        creditBalanceUpdated { customerId currencyId currency { symbol } currentBalance totalGranted totalConsumed validUntil }
    }";
    let world = World::new().await;
    world.customer("customer-new", "plan-free").await;
    let mut client = listening(&world).await;
    client.subscribe(&world.emulator, "b", BALANCE).await;
    let grant = json!({
        "customerId": "customer-new", "currencyId": "credits", "amount": 10, "displayName": "Gift",
        "grantType": "PROMOTIONAL", "expireAt": "2026-02-28T10:00:00Z",
    });
    world.run(GRANT, json!({ "input": grant })).await;
    let event = client.event("e", "entitlementsUpdatedV2").await;
    let credits = event["entitlements"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&credits["usageLimit"], &credits["credits"]),
        (&json!(10.0), &json!(0.0))
    );
    let event = client.event("b", "creditBalanceUpdated").await;
    assert_eq!(event["currentBalance"], 10.0);
    assert_eq!(event["currency"]["symbol"], "C");
    assert_eq!(event["validUntil"], 1_772_272_800_000.0);

    let consume = json!({ "customerId": "customer-new", "currencyId": "credits", "amount": 4, "idempotencyKey": "k" });
    world.run(CONSUME, json!({ "input": consume })).await;
    let event = client.event("u", "usageUpdatedV2").await;
    assert_eq!(
        event["entitlementReference"],
        json!({ "type": "CREDIT", "id": "credits" })
    );
    assert_eq!(event["usage"]["currentUsage"], 4.0);
    let event = client.event("b", "creditBalanceUpdated").await;
    assert_eq!(
        (&event["currentBalance"], &event["totalConsumed"]),
        (&json!(6.0), &json!(4.0))
    );
    // The same once more changes nothing.
    world.run(CONSUME, json!({ "input": consume })).await;
    client.quiet().await;
}

#[tokio::test]
async fn an_end_is_told_with_the_reason() {
    const CANCEL: &str =
        "mutation M($input: SubscriptionCancellationInput!) { cancelSubscription(input: $input) { status } }";
    const ARCHIVE: &str = "mutation M($input: ArchiveCustomerInput!) { archiveCustomer(input: $input) { refId } }";
    let world = World::new().await;
    let data = world
        .run(
            crate::support::PROVISION_CUSTOMER,
            json!({ "input": { "refId": "customer-new", "subscriptionParams": { "planId": "plan-free" } } }),
        )
        .await;
    let id = data["provisionCustomer"]["subscription"]["refId"].clone();
    let mut client = listening(&world).await;
    let input = json!({ "subscriptionRefId": id, "subscriptionCancellationTime": "IMMEDIATE" });
    world.run(CANCEL, json!({ "input": input })).await;
    let event = client.event("e", "entitlementsUpdatedV2").await;
    assert_eq!(event["customerId"], "customer-new");
    assert_eq!(event["accessDeniedReason"], "NoActiveSubscription");
    assert_eq!(event["entitlements"], json!([]));
    world
        .run(ARCHIVE, json!({ "input": { "customerId": "customer-new" } }))
        .await;
    let event = client.event("e", "entitlementsUpdatedV2").await;
    assert_eq!(event["accessDeniedReason"], "CustomerIsArchived");
    client.quiet().await;
}

#[tokio::test]
async fn time_is_told_when_either_clock_is_moved() {
    let world = World::new().await;
    report(&world, 5).await;
    let mut client = listening(&world).await;
    // The test's own handle on the clock.
    world.clock.advance(Duration::from_secs(28 * 24 * 3600));
    let event = client.event("e", "entitlementsUpdatedV2").await;
    assert_eq!(event["customerId"], DEMO);
    let calls = event["entitlements"].as_array().unwrap().iter();
    let mut calls = calls.filter(|found| found["feature"]["refId"] == "api-calls");
    assert_eq!(calls.next().unwrap()["currentUsage"], 0.0);
    // The emulator's.
    world.emulator.advance(Duration::from_secs(31 * 24 * 3600));
    let event = client.event("e", "entitlementsUpdatedV2").await;
    assert_eq!(event["customerId"], DEMO);
    world.emulator.set_now(world.clock.now()).unwrap();
    client.quiet().await;
}

#[tokio::test]
async fn time_is_told_as_it_passes_on_the_machines_clock() {
    const GRANT: &str = "mutation M($input: GrantPromotionalEntitlementsInput!) {
        grantPromotionalEntitlements(input: $input) { id }
    }";
    let emulator = Emulator::builder().catalog(Catalog::sample()).start().await.unwrap();
    emulator
        .set_now("2026-01-31T10:00:00Z".parse::<jiff::Timestamp>().unwrap())
        .unwrap();
    let http = crate::support::http();
    let mut client = Client::connect(&emulator).await;
    client.subscribe(&emulator, "e", ENTITLEMENTS).await;
    let promotion = json!({
        "featureId": "single-sign-on", "period": "CUSTOM", "customEndDate": "2026-01-31T11:00:00Z",
    });
    let input = json!({ "customerId": DEMO, "promotionalEntitlements": [promotion] });
    let request = http
        .post(format!("{}/graphql", emulator.api_url()))
        .header("X-API-KEY", emulator.api_key())
        .json(&json!({ "query": GRANT, "variables": { "input": input } }));
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer.get("errors"), None, "{answer:#}");
    client.event("e", "entitlementsUpdatedV2").await;
    // An hour less a moment: the rest passes by itself.
    emulator
        .set_now("2026-01-31T10:59:59.900Z".parse::<jiff::Timestamp>().unwrap())
        .unwrap();
    let event = client.event("e", "entitlementsUpdatedV2").await;
    assert_eq!(event["customerId"], DEMO);
    let then: jiff::Timestamp = "2026-01-31T11:00:00Z".parse().unwrap();
    assert!(emulator.now() >= std::time::SystemTime::from(then));
    emulator.shutdown().await;
}

#[tokio::test]
async fn a_payment_is_told() {
    let catalog = r#"{
        "billingIntegration": true,
        "features": [{ "id": "sso", "type": "boolean" }],
        "products": [{ "id": "app", "plans": [
            { "id": "pro", "pricing": "paid", "prices": [{ "period": "monthly", "amount": 9 }], "entitlements": { "sso": true } }
        ] }]
    }"#;
    let world = World::with(Catalog::from_json(catalog).unwrap()).await;
    let data = world
        .run(
            crate::support::PROVISION_CUSTOMER,
            json!({ "input": { "refId": "c", "subscriptionParams": { "planId": "pro", "billingPeriod": "MONTHLY" } } }),
        )
        .await;
    let id = data["provisionCustomer"]["subscription"]["refId"].as_str().unwrap();
    let mut client = listening(&world).await;
    world.emulator.pay(id).unwrap();
    let event = client.event("e", "entitlementsUpdatedV2").await;
    assert_eq!((&event["customerId"], features(&event)), (&json!("c"), vec!["sso"]));
}

#[tokio::test]
async fn a_package_is_published() {
    const PUBLISHED: &str = "subscription OnPackagePublished {
        packagePublished { packageType packageRefId packageVersion migrationType }
    }";
    let world = World::new().await;
    let mut client = Client::connect(&world.emulator).await;
    client.subscribe(&world.emulator, "p", PUBLISHED).await;
    let emulator = &world.emulator;
    emulator
        .publish_package("plan-free", MigrationType::AllCustomers)
        .unwrap();
    emulator
        .publish_package("addon-asia", MigrationType::NewCustomers)
        .unwrap();
    let unknown = emulator
        .publish_package("nothing", MigrationType::NewCustomers)
        .unwrap_err();
    assert_eq!(unknown.to_string(), "the catalogue has no plan or add-on \"nothing\"");
    let published = |kind, id, migration| json!({ "packageType": kind, "packageRefId": id, "packageVersion": 1, "migrationType": migration });
    assert_eq!(
        client.event("p", "packagePublished").await,
        published("Plan", "plan-free", "ALL_CUSTOMERS")
    );
    assert_eq!(
        client.event("p", "packagePublished").await,
        published("Addon", "addon-asia", "NEW_CUSTOMERS")
    );
}

#[tokio::test]
async fn everybody_who_listens_is_told() {
    let world = World::new().await;
    let mut first = listening(&world).await;
    let mut second = listening(&world).await;
    second
        .subscribe(
            &world.emulator,
            "other",
            "subscription { it: usageUpdatedV2 { who: customerId } }",
        )
        .await;
    report(&world, 2).await;
    assert_eq!(first.event("u", "usageUpdatedV2").await["usage"]["currentUsage"], 2.0);
    assert_eq!(second.event("u", "usageUpdatedV2").await["usage"]["currentUsage"], 2.0);
    assert_eq!(second.event("other", "it").await, json!({ "who": DEMO }));
}
