//! Subscriptions: what is told, in any selection.

use std::sync::{Arc, Mutex};

use super::*;
use crate::engine::subscriptions::{MigrationType, Prepared, Query};

/// What a subscription was told.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<Json>>>);

impl Heard {
    /// What came since the last time.
    fn take(&self) -> Vec<Json> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    #[track_caller]
    fn one(&self) -> Json {
        let all = self.take();
        assert_eq!(all.len(), 1, "{all:#?}");
        assert_eq!(all[0].get("errors"), None, "{:#}", all[0]);
        all[0]["data"].clone()
    }
}

impl World {
    #[track_caller]
    fn prepared(&self, query: &str, variables: &Json) -> Arc<Query> {
        let request = serde_json::from_value(json!({ "query": query, "variables": variables })).unwrap();
        match self.engine.prepare(&request) {
            Prepared::Subscription(query) => query,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    pub(super) fn listen(&self, query: &str) {
        self.engine.listen(self.prepared(query, &json!({})), |_| ());
    }

    #[track_caller]
    fn hear(&self, query: &str) -> Heard {
        self.hear_with(query, &json!({}))
    }

    #[track_caller]
    fn hear_with(&self, query: &str, variables: &Json) -> Heard {
        let heard = Heard::default();
        let log = heard.clone();
        self.engine.listen(self.prepared(query, variables), move |payload| {
            log.0.lock().unwrap().push(serde_json::from_str(payload).unwrap());
        });
        heard
    }

    #[track_caller]
    fn hear_everything(&self, field: &str, type_name: &str) -> Heard {
        self.hear(&format!(
            "subscription {{ {field} {} }}",
            everything_of(type_name, &mut Vec::new())
        ))
    }
}

const REPORT: &str = "mutation { reportUsage(input: { customerId: \"rich\", resourceId: \"site\", featureId: \"bytes\", value: 2000 }) { id } }";

#[test]
fn every_event_is_valid_in_every_field() {
    let world = World::rich();
    let v1 = world.hear_everything("entitlementsUpdated", "EntitlementsUpdated");
    let v2 = world.hear_everything("entitlementsUpdatedV2", "EntitlementsUpdatedV2");
    let usage_v1 = world.hear_everything("usageUpdated", "UsageUpdated");
    let usage_v2 = world.hear_everything("usageUpdatedV2", "UsageUpdatedV2");
    let balance = world.hear_everything("creditBalanceUpdated", "CreditBalanceUpdated");
    let published = world.hear_everything("packagePublished", "PackagePublished");

    world.run(REPORT, json!({}));
    let usage = usage_v1.one()["usageUpdated"].clone();
    assert_eq!(usage["usage"]["currentUsage"], 2.0);
    assert_eq!(usage["usage"]["usagePeriodStart"], json!(1_769_385_600_000.0));
    assert_eq!(usage["usage"]["nextResetDate"], usage["usage"]["usagePeriodEnd"]);
    assert_eq!(usage["entitlement"]["currentUsage"], 2.0);
    assert_eq!(usage["entitlement"]["resourceId"], "site");
    let usage = usage_v2.one()["usageUpdatedV2"].clone();
    assert_eq!(usage["resourceId"], "site");
    assert_eq!(usage["usage"]["usagePeriodStart"], "2026-01-26T00:00:00.000Z");
    assert_eq!(v1.take(), [] as [Json; 0]);

    let grant = "mutation { createCreditGrant(input: { customerId: \"rich\", currencyId: \"tokens\", amount: 5,
        displayName: \"G\", grantType: PROMOTIONAL, expireAt: \"2026-03-01T00:00:00Z\" }) { id } }";
    world.run(grant, json!({}));
    let told = v2.one()["entitlementsUpdatedV2"].clone();
    assert_eq!(told["accessDeniedReason"], "NoActiveSubscription");
    assert_eq!(told["entitlements"][0]["CreditEntitlement_usageLimit"], 105.0);
    assert_eq!(v1.one()["entitlementsUpdated"]["entitlements"], json!([]));
    let told = balance.one()["creditBalanceUpdated"].clone();
    assert_eq!(
        (&told["currentBalance"], &told["validUntil"]),
        (&json!(105.0), &json!(1_772_323_200_000.0))
    );

    let consume = "mutation { consumeCredits(input: { customerId: \"rich\", currencyId: \"tokens\", amount: 5,
        idempotencyKey: \"k\" }) { amount } }";
    world.run(consume, json!({}));
    let usage = usage_v2.one()["usageUpdatedV2"].clone();
    assert_eq!(usage["entitlementReference"]["type"], "CREDIT");
    assert_eq!(usage["usage"]["currentUsage"], 5.0);
    assert_eq!(balance.one()["creditBalanceUpdated"]["totalConsumed"], 5.0);
    assert_eq!(usage_v1.take(), [] as [Json; 0]);

    assert!(world.engine.publish_package("more", MigrationType::NewCustomers));
    assert_eq!(published.one()["packagePublished"]["packageType"], "Addon");
    assert!(!world.engine.publish_package("nothing", MigrationType::NewCustomers));

    world
        .engine
        .clock()
        .advance(std::time::Duration::from_secs(7 * 24 * 3600));
    world.engine.refresh();
    assert_eq!(v2.one()["entitlementsUpdatedV2"]["resourceId"], "site");
    assert_eq!(v1.one()["entitlementsUpdated"]["entitlements"][0]["customerId"], "rich");
}

#[test]
fn selections_have_aliases_fragments_variables_and_type_names() {
    let world = World::rich();
    let heard = world.hear_with(
        "subscription S($plain: Boolean!) {
            ... on Subscription { it: usageUpdatedV2 { ...Whole @skip(if: $plain) who: customerId __typename } }
        }
        fragment Whole on UsageUpdatedV2 { usage { ...Usage } }
        fragment Usage on UsageV2 { n: currentUsage }",
        &json!({ "plain": false }),
    );
    let plain = world.hear_with(
        "subscription S($plain: Boolean!) { usageUpdatedV2 { customerId @include(if: $plain) resourceId } }",
        &json!({ "plain": false }),
    );
    world.run(REPORT, json!({}));
    assert_eq!(
        heard.one(),
        json!({ "it": { "usage": { "n": 2.0 }, "who": "rich", "__typename": "UsageUpdatedV2" } })
    );
    assert_eq!(plain.one(), json!({ "usageUpdatedV2": { "resourceId": "site" } }));
}

#[test]
fn whoever_asks_the_same_with_other_variables_is_told_otherwise() {
    let world = World::rich();
    let query = "subscription S($with: Boolean!) { usageUpdatedV2 { customerId @include(if: $with) resourceId } }";
    let with = world.hear_with(query, &json!({ "with": true }));
    let same = world.hear_with(query, &json!({ "with": true }));
    let without = world.hear_with(query, &json!({ "with": false }));
    world.run(REPORT, json!({}));
    assert_eq!(
        with.one(),
        json!({ "usageUpdatedV2": { "customerId": "rich", "resourceId": "site" } })
    );
    assert_eq!(
        same.one(),
        json!({ "usageUpdatedV2": { "customerId": "rich", "resourceId": "site" } })
    );
    assert_eq!(without.one(), json!({ "usageUpdatedV2": { "resourceId": "site" } }));
}

#[test]
fn whoever_ended_is_told_nothing_and_whoever_comes_back_only_what_is_new() {
    let world = World::rich();
    let heard = Heard::default();
    let query = "subscription { usageUpdatedV2 { usage { currentUsage } } }";
    let log = heard.clone();
    let id = world.engine.listen(world.prepared(query, &json!({})), move |payload| {
        log.0.lock().unwrap().push(serde_json::from_str(payload).unwrap());
    });
    world.engine.unlisten(id);
    world.engine.unlisten(id);
    world.run(REPORT, json!({}));
    assert_eq!(heard.take(), [] as [Json; 0]);
    let again = world.hear(query);
    world.run("{ __typename }", json!({}));
    assert_eq!(again.take(), [] as [Json; 0]);
    world.run(REPORT, json!({}));
    assert_eq!(again.one()["usageUpdatedV2"]["usage"]["currentUsage"], 4.0);
}

#[test]
fn what_is_refused_or_only_previewed_is_not_told() {
    let world = World::rich();
    let heard = world.hear("subscription { entitlementsUpdatedV2 { customerId } }");
    let (_, body) = world.send(
        "mutation { provisionCustomer(input: { refId: \"rich\" }) { customer { refId } } }",
        json!({}),
    );
    assert!(body["errors"].is_array());
    world.run(
        "mutation { estimateSubscriptionUpdate(input: { subscriptionId: \"rich-team\", addons: [] }) {
            subscription { total { amount } }
        } }",
        json!({}),
    );
    assert_eq!(heard.take(), [] as [Json; 0]);
}

#[test]
fn what_comes_over_a_socket_is_sorted() {
    let world = World::rich();
    let prepare = |query: &str, variables: Json| {
        let request = serde_json::from_value(json!({ "query": query, "variables": variables })).unwrap();
        world.engine.prepare(&request)
    };
    assert!(matches!(prepare("{ __typename }", json!({})), Prepared::Other));
    assert!(matches!(prepare(REPORT, json!({})), Prepared::Other));
    let query = "subscription { usageUpdatedV2 { customerId } }";
    match prepare(query, json!({})) {
        Prepared::Subscription(query) => assert_eq!(query.field, "usageUpdatedV2"),
        other => panic!("{other:?}"),
    }
    for query in [
        "subscription {",
        "subscription { oops }",
        "subscription { __typename }",
        "subscription { usageUpdatedV2 { customerId } usageUpdated { usage { customerId } } }",
        "subscription S($a: Int!) { usageUpdatedV2 { customerId @include(if: $a) } }",
    ] {
        match prepare(query, json!({})) {
            Prepared::Invalid(errors) => {
                let errors: Json = serde_json::from_str(&errors).unwrap();
                assert!(errors[0]["message"].is_string() && errors[0]["extensions"]["code"].is_string());
            }
            other => panic!("{other:?}"),
        }
    }
}
