//! Subscriptions and time, as clients see them.

use std::time::Duration;

use serde_json::{Value, json};
use stigg_emulator::{Catalog, Emulator};

use crate::support::{PROVISION_CUSTOMER, STATE, World};

const PROVISION: &str = "
    mutation ProvisionSubscription($input: ProvisionSubscriptionInput!) {
        provisionSubscription: provisionSubscriptionV2(input: $input) {
            id status isScheduled checkoutUrl
            subscription { ...S }
            entitlementsV2 { ... on FeatureEntitlement { feature { refId } usageLimit } }
        }
    }
    fragment S on CustomerSubscription {
        refId status cancelReason trialEndDate effectiveEndDate cancellationDate plan { refId } addons { quantity addon { refId } }
    }";

const GET: &str = "
    query GetSubscription($id: String!) {
        getSubscription(input: { subscriptionId: $id }) {
            refId status cancelReason effectiveEndDate cancellationDate addons { quantity addon { refId } } additionalMetaData
        }
    }";

const DAY: Duration = Duration::from_secs(24 * 3600);

async fn provision(world: &World, id: &str, plan: &str) -> Value {
    let input = json!({ "customerId": "c", "planId": plan, "billingPeriod": "MONTHLY", "refId": id });
    world.run(PROVISION, json!({ "input": input })).await["provisionSubscription"].take()
}

#[tokio::test]
async fn a_trial_begins_and_ends() {
    let world = World::new().await;
    world.customer("c", "plan-free").await;
    let result = provision(&world, "trial", "plan-pro").await;
    assert_eq!(result["status"], "SUCCESS");
    assert_eq!(result["subscription"]["status"], "IN_TRIAL");
    assert_eq!(result["subscription"]["trialEndDate"], "2026-02-14T10:00:00.000Z");
    assert_eq!(result["entitlementsV2"][0]["feature"]["refId"], "single-sign-on");
    world.clock.advance(14 * DAY);
    let data = world.run(GET, json!({ "id": "trial" })).await;
    assert_eq!(data["getSubscription"]["status"], "EXPIRED");
    assert_eq!(data["getSubscription"]["cancelReason"], "TrialEnded");
    // The free plan was there all the time.
    let data = world.run(STATE, json!({ "query": { "customerId": "c" } })).await;
    assert_eq!(
        data["entitlementsState"]["entitlementsV2"][0]["feature"]["refId"],
        "projects"
    );
}

#[tokio::test]
async fn a_subscription_is_updated_and_cancelled() {
    let world = World::new().await;
    world.customer("c", "plan-free").await;
    provision(&world, "s", "plan-pro").await;
    let update = "mutation($input: UpdateSubscriptionInput!) {
        updateSubscription: updateOneSubscription(input: $input) { addons { quantity addon { refId } } additionalMetaData cancellationDate }
    }";
    let input = json!({
        "refId": "s",
        "addons": [{ "addonId": "addon-extra-calls", "quantity": 3 }],
        "additionalMetaData": { "team": "blue" },
        "cancellationDate": "2026-02-05T00:00:00Z",
    });
    let data = world.run(update, json!({ "input": input })).await;
    assert_eq!(
        data["updateSubscription"],
        json!({
            "addons": [{ "quantity": 3.0, "addon": { "refId": "addon-extra-calls" } }],
            "additionalMetaData": { "team": "blue" },
            "cancellationDate": "2026-02-05T00:00:00.000Z",
        })
    );
    let data = world.run(update, json!({ "input": { "refId": "s" } })).await;
    assert_eq!(
        data["updateSubscription"]["cancellationDate"],
        "2026-02-05T00:00:00.000Z"
    );
    let data = world
        .run(update, json!({ "input": { "refId": "s", "cancellationDate": null } }))
        .await;
    assert_eq!(data["updateSubscription"]["cancellationDate"], Value::Null);
    assert_eq!(data["updateSubscription"]["addons"][0]["quantity"], 3.0);

    let cancel = "mutation($input: SubscriptionCancellationInput!) {
        cancelSubscription(input: $input) { status cancelReason effectiveEndDate customer { refId } }
    }";
    let data = world
        .run(cancel, json!({ "input": { "subscriptionRefId": "s" } }))
        .await;
    assert_eq!(
        data["cancelSubscription"],
        json!({
            "status": "CANCELED", "cancelReason": "Immediate", "effectiveEndDate": "2026-01-31T10:00:00.000Z",
            "customer": { "refId": "c" },
        })
    );
    let again = json!({ "input": { "subscriptionRefId": "s" } });
    assert_eq!(
        world.refused(cancel, again).await,
        "SubscriptionAlreadyCanceledOrExpired"
    );
    let past = json!({ "input": { "refId": "s", "cancellationDate": "2020-01-01T00:00:00Z" } });
    assert_eq!(
        world.refused(update, past).await,
        "SubscriptionAlreadyCanceledOrExpired"
    );
}

#[tokio::test]
async fn the_first_subscription_is_what_the_product_begins_with() {
    let catalog = |start: &str| {
        Catalog::from_json(&format!(
            r#"{{
                "features": [{{ "id": "f", "type": "boolean" }}, {{ "id": "seats", "type": "number", "meter": "fluctuating" }}],
                "products": [{{ "id": "p", "start": {start}, "plans": [
                    {{ "id": "free", "pricing": "free" }},
                    {{ "id": "pro", "pricing": "paid", "trial": {{ "duration": 7, "units": "day" }},
                       "prices": [{{ "period": "monthly", "feature": "seats", "amount": 3, "minUnits": 2 }}],
                       "entitlements": {{ "f": true }} }}
                ] }}]
            }}"#
        ))
        .unwrap()
    };
    let decided = async |start: &str, plan: &str| {
        let world = World::with(catalog(start)).await;
        let params = json!({
            "planId": plan, "billingPeriod": "MONTHLY",
            "billableFeatures": if plan == "pro" { json!([{ "featureId": "seats", "quantity": 4 }]) } else { json!([]) },
        });
        let input = json!({ "refId": "c", "subscriptionParams": params });
        let data = world.run(PROVISION_CUSTOMER, json!({ "input": input })).await["provisionCustomer"].take();
        format!(
            "{} {} {}",
            data["subscriptionDecisionStrategy"].as_str().unwrap(),
            data["subscription"]["plan"]["refId"].as_str().unwrap(),
            data["subscription"]["status"].as_str().unwrap(),
        )
    };
    assert_eq!(
        decided(r#""planSelection""#, "free").await,
        "REQUESTED_PLAN free ACTIVE"
    );
    assert_eq!(
        decided(r#""planSelection""#, "pro").await,
        "REQUESTED_PLAN pro IN_TRIAL"
    );
    assert_eq!(
        decided(r#"{ "freePlan": "free" }"#, "pro").await,
        "PREDEFINED_FREE_PLAN free ACTIVE"
    );
    assert_eq!(
        decided(r#"{ "trialPeriod": "pro" }"#, "free").await,
        "PREDEFINED_TRIAL_PLAN pro IN_TRIAL"
    );
    assert_eq!(
        decided(r#"{ "trialPeriod": "pro" }"#, "pro").await,
        "PREDEFINED_TRIAL_PLAN pro IN_TRIAL"
    );
}

#[tokio::test]
async fn a_customer_is_not_made_when_its_subscription_is_impossible() {
    let world = World::new().await;
    let input = json!({ "refId": "c", "subscriptionParams": { "planId": "plan-none" } });
    assert_eq!(
        world.refused(PROVISION_CUSTOMER, json!({ "input": input })).await,
        "PlanNotFound"
    );
    let input = json!({ "refId": "c", "subscriptionParams": { "planId": "plan-pro" } });
    assert_eq!(
        world.refused(PROVISION_CUSTOMER, json!({ "input": input })).await,
        "BillingPeriodMissingError"
    );
    world
        .run(PROVISION_CUSTOMER, json!({ "input": { "refId": "c" } }))
        .await;
    let again = json!({ "input": { "refId": "c" } });
    assert_eq!(
        world.refused(PROVISION_CUSTOMER, again).await,
        "DuplicatedEntityNotAllowed"
    );
    let two = json!({ "input": { "refId": "a", "customerId": "b" } });
    assert_eq!(
        world.refused(PROVISION_CUSTOMER, two).await,
        "EntityIdDifferentFromRefIdError"
    );
}

#[tokio::test]
async fn active_subscriptions_hold_trials_and_not_what_has_ended() {
    let world = World::new().await;
    world.customer("c", "plan-free").await;
    provision(&world, "trial", "plan-pro").await;
    let document =
        "query($input: GetActiveSubscriptionsInput!) { getActiveSubscriptions(input: $input) { plan { refId } } }";
    let plans = async || {
        let data = world.run(document, json!({ "input": { "customerId": "c" } })).await;
        let found = data["getActiveSubscriptions"].as_array().unwrap().clone();
        found
            .iter()
            .map(|one| one["plan"]["refId"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(plans().await, ["plan-free", "plan-pro"]);
    world.clock.advance(15 * DAY);
    assert_eq!(plans().await, ["plan-free"]);
    let nobody = json!({ "input": { "customerId": "nobody" } });
    assert_eq!(world.refused(document, nobody).await, "CustomerNotFound");
}

#[tokio::test]
async fn applying_and_creating_make_subscriptions_too() {
    let world = World::new().await;
    world
        .run(PROVISION_CUSTOMER, json!({ "input": { "refId": "c" } }))
        .await;
    let apply = "mutation($input: ApplySubscriptionInput!) { applySubscription(input: $input) { subscription { plan { refId } } } }";
    let data = world
        .run(apply, json!({ "input": { "customerId": "c", "planId": "plan-free" } }))
        .await;
    assert_eq!(data["applySubscription"]["subscription"]["plan"]["refId"], "plan-free");
    let create = "mutation($subscription: SubscriptionInput!) { createSubscription(subscription: $subscription) { status wasInTrial } }";
    let input = json!({
        "customerId": "c", "planId": "plan-pro", "billingPeriod": "ANNUALLY",
        "isOverridingTrialConfig": true, "isTrial": false,
    });
    let data = world.run(create, json!({ "subscription": input })).await;
    assert_eq!(
        data["createSubscription"],
        json!({ "status": "ACTIVE", "wasInTrial": false })
    );
}

#[tokio::test]
async fn the_running_clock_can_be_moved() {
    let emulator = Emulator::builder().start().await.unwrap();
    let before = emulator.now();
    emulator.advance(10 * DAY);
    let distance = emulator.now().duration_since(before).unwrap();
    assert!(distance >= 10 * DAY);
    emulator.set_now(std::time::UNIX_EPOCH + DAY).unwrap();
    assert!(emulator.now() >= std::time::UNIX_EPOCH + DAY);
    assert!(emulator.now() < std::time::UNIX_EPOCH + 2 * DAY);
}
