//! Paying before there is a subscription.

use serde_json::{Value, json};
use stigg_emulator::Catalog;

use crate::support::{PROVISION_CUSTOMER, World};

const PROVISION: &str = "mutation($input: ProvisionSubscriptionInput!) {
    provisionSubscriptionV2(input: $input) { id status checkoutUrl checkoutBillingId subscription { status } entitlementsV2 { __typename } }
}";

async fn world() -> World {
    let catalog = r#"{
        "billingIntegration": true,
        "features": [{ "id": "f", "type": "boolean" }],
        "products": [{ "id": "p", "plans": [{
            "id": "pro", "pricing": "paid", "prices": [{ "period": "monthly", "amount": 3 }], "entitlements": { "f": true }
        }] }]
    }"#;
    let world = World::with(Catalog::from_json(catalog).unwrap()).await;
    world
        .run(PROVISION_CUSTOMER, json!({ "input": { "refId": "c" } }))
        .await;
    world
}

async fn provision(world: &World) -> Value {
    let options = json!({ "successUrl": "https://example.com/yes", "cancelUrl": "https://example.com/no" });
    let input = json!({ "customerId": "c", "planId": "pro", "billingPeriod": "MONTHLY", "checkoutOptions": options });
    world.run(PROVISION, json!({ "input": input })).await["provisionSubscriptionV2"].take()
}

async fn status(world: &World, id: &str) -> String {
    let document = "query($id: String!) { getSubscription(input: { subscriptionId: $id }) { status customer { hasPaymentMethod } } }";
    let data = world.run(document, json!({ "id": id })).await;
    assert_eq!(data["getSubscription"]["customer"]["hasPaymentMethod"], true);
    data["getSubscription"]["status"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_test_pays() {
    let world = world().await;
    let result = provision(&world).await;
    assert_eq!(result["status"], "PAYMENT_REQUIRED");
    assert_eq!(result["subscription"], Value::Null);
    assert_eq!(result["entitlementsV2"], Value::Null);
    let id = result["id"].as_str().unwrap();
    assert_eq!(world.emulator.pay(id).unwrap(), id);
    assert_eq!(status(&world, id).await, "ACTIVE");
    assert!(world.emulator.pay("none").unwrap_err().to_string().contains("none"));
    // Who can pay is not asked again.
    assert_eq!(provision(&world).await["status"], "SUCCESS");
}

#[tokio::test]
async fn a_person_pays() {
    let world = world().await;
    let result = provision(&world).await;
    let url = result["checkoutUrl"].as_str().unwrap();
    let page = world.http.get(url).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().contains("Checkout of pro"));
    let paid = world.http.post(url).send().await.unwrap();
    assert_eq!(paid.status(), 200);
    let body: Value = paid.json().await.unwrap();
    assert_eq!(status(&world, body["subscriptionId"].as_str().unwrap()).await, "ACTIVE");
    assert_eq!(world.http.get(url).send().await.unwrap().status(), 404);
    assert_eq!(world.http.post(url).send().await.unwrap().status(), 409);
    let unknown = format!("{}/emulator/pay/none", world.emulator.api_url());
    assert_eq!(world.http.post(unknown).send().await.unwrap().status(), 404);
}
