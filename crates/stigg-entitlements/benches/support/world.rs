//! Customers as they might be: on one of three plans, with fifty features each, and usage of their own.

use std::time::Duration;

use serde_json::{Value, json};
use stigg_entitlements::{CachedEntity, EntityKey, MemoryStore, Source, Stamp};
use stigg_models::{EntitlementsState, Timestamp};

/// How many entitlements a customer has.
pub(crate) const FEATURES: usize = 50;

/// The time of all checks.
pub(crate) fn now() -> Timestamp {
    "2025-06-15T12:00:00Z".parse().expect("a time")
}

/// The same by the monotonic clock.
pub(crate) const NOW_MONOTONIC: Duration = Duration::from_secs(1 << 32);

const AREAS: [&str; 10] = [
    "api",
    "storage",
    "reports",
    "dashboards",
    "exports",
    "webhooks",
    "integrations",
    "members",
    "projects",
    "automation",
];
const WHATS: [&str; 5] = ["requests", "seats", "history-days", "runs", "sso"];

/// The id of a feature, such as `feature-reports-runs`.
pub(crate) fn feature_id(feature: usize) -> String {
    format!("feature-{}-{}", AREAS[feature % 10], WHATS[feature / 10 % 5])
}

/// The id of a customer, such as `customer-7b2f000000000017`.
pub(crate) fn customer_id(customer: usize) -> String {
    format!("customer-{:016x}", customer as u64 * 0x9e37_79b9_7f4a_7c15)
}

/// What Stigg tells about a customer. Three features of five are metered.
pub(crate) fn state(customer: usize) -> EntitlementsState {
    let plan = customer % 3;
    let entitlements: Vec<Value> = (0..FEATURES)
        .map(|feature| entitlement(customer, plan, feature))
        .collect();
    serde_json::from_value(json!({ "entitlements": entitlements })).expect("a state")
}

fn entitlement(customer: usize, plan: usize, feature: usize) -> Value {
    let id = feature_id(feature);
    let kind = match feature / 10 {
        4 => json!({"featureType": "BOOLEAN"}),
        2 => json!({"featureType": "NUMBER", "meterType": "None"}),
        _ => json!({"featureType": "NUMBER", "meterType": "Incremental"}),
    };
    let mut about = json!({"id": id, "displayName": format!("The feature {id}"), "units": "unit", "unitsPlural": "units",
        "description": "What it is good for, in a sentence or two."});
    about
        .as_object_mut()
        .expect("an object")
        .extend(kind.as_object().expect("an object").clone());
    let mut entitlement = json!({"type": "FEATURE", "feature": about, "entitlementUpdatedAt": "2025-06-01T00:00:00Z"});
    let more = match feature / 10 {
        4 => json!({}),
        2 => json!({"usageLimit": 30 * (plan + 1)}),
        _ => json!({"usageLimit": 1000 * (plan + 1), "currentUsage": customer % 900, "resetPeriod": "MONTH",
            "usagePeriodAnchor": "2024-01-31T09:30:00Z", "usagePeriodStart": "2025-05-31T09:30:00Z",
            "usagePeriodEnd": "2025-06-30T09:30:00Z", "usageUpdatedAt": "2025-06-14T00:00:00Z"}),
    };
    let members = entitlement.as_object_mut().expect("an object");
    members.extend(more.as_object().expect("an object").clone());
    entitlement
}

/// The same as it is held.
pub(crate) fn entity(customer: usize) -> CachedEntity {
    CachedEntity::new(state(customer), Stamp::new(now(), Source::Api).heard(NOW_MONOTONIC, 1))
}

/// Puts a number of customers into a store.
pub(crate) fn fill(store: &MemoryStore, customers: impl IntoIterator<Item = usize>) {
    for customer in customers {
        store.put(EntityKey::new(customer_id(customer), None::<&str>), entity(customer));
    }
}
