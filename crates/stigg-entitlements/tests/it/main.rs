//! What only a whole process can show: allocations and memory.
//!
//! These tests count with a global allocator, hence a binary of their own.

mod allocations;
mod memory;

use serde_json::{Value, json};
use stigg_entitlements::{CachedEntity, Source, Stamp};
use stigg_models::Timestamp;

fn now() -> Timestamp {
    "2025-06-15T12:00:00Z".parse().expect("a time")
}

fn feature(id: &str, more: Value) -> Value {
    let mut entitlement = json!({"type": "FEATURE", "feature": {"id": id, "displayName": format!("The feature {id}"), "units": "call",
        "unitsPlural": "calls"}});
    merge(&mut entitlement, more);
    entitlement
}

fn merge(value: &mut Value, more: Value) {
    match (value, more) {
        (Value::Object(members), Value::Object(more)) => {
            for (key, more) in more {
                merge(members.entry(key).or_insert(Value::Null), more);
            }
        }
        (value, more) => *value = more,
    }
}

fn metered(id: &str, more: Value) -> Value {
    let mut metered = json!({"feature": {"featureType": "NUMBER", "meterType": "Incremental"}, "usageLimit": 100, "currentUsage": 10,
        "resetPeriod": "MONTH", "usagePeriodAnchor": "2024-01-31T00:00:00Z", "usagePeriodStart": "2025-05-31T00:00:00Z",
        "usagePeriodEnd": "2025-06-30T00:00:00Z", "entitlementUpdatedAt": "2025-06-01T00:00:00Z",
        "usageUpdatedAt": "2025-06-02T00:00:00Z"});
    merge(&mut metered, more);
    feature(id, metered)
}

/// One entitlement of each kind, `count` times.
fn entity(count: usize) -> CachedEntity {
    let mut entitlements = Vec::new();
    for i in 0..count {
        entitlements.extend([
            feature(&format!("boolean-{i}"), json!({"feature": {"featureType": "BOOLEAN"}})),
            feature(
                &format!("numeric-{i}"),
                json!({"feature": {"featureType": "NUMBER", "meterType": "None"}, "usageLimit": 5}),
            ),
            metered(&format!("metered-{i}"), json!({})),
            metered(&format!("over-{i}"), json!({"usagePeriodEnd": "2025-05-31T00:00:00Z"})),
            metered(
                &format!("backed-{i}"),
                json!({"hasUnlimitedUsage": true, "creditRate": {"amount": 2, "currencyId": format!("credits-{i}")}}),
            ),
            feature(
                &format!("enum-{i}"),
                json!({"feature": {"featureType": "ENUM"}, "enumValues": ["red", "green", "blue"]}),
            ),
            json!({"type": "CREDIT", "currency": {"currencyId": format!("credits-{i}"), "displayName": "Credits",
                "additionalMetaData": {"color": "gold", "sizes": [1, 2, 3]}}, "usageLimit": 100, "currentUsage": 10}),
        ]);
    }
    let state = serde_json::from_value(json!({ "entitlements": entitlements })).expect("a state");
    CachedEntity::new(state, Stamp::new(now(), Source::Api))
}
