//! The fields of the answers.

use super::*;
use crate::fixtures::{credit, denied_entity, entity, json_of};

const FEATURE: &str = r#"{"id": "f", "displayName": "Feature", "description": "One of them", "units": "call", "unitsPlural": "calls",
    "unitTransformation": {"divide": 10.0, "round": "UP"}}"#;

/// An entitlement to a feature with everything that a feature can have.
fn rich(feature_type: &str, more: Value) -> Value {
    let mut entitlement = feature(feature_type, more);
    let types = entitlement["feature"].clone();
    entitlement["feature"] = crate::fixtures::with(serde_json::from_str(FEATURE).unwrap(), types);
    entitlement
}

#[track_caller]
fn check_answer(entitlement: Value, asked: &Asked, expected: Value) {
    let metered = entitlement["feature"]["meterType"]
        .as_str()
        .is_some_and(|meter| meter != "None");
    let feature = crate::fixtures::with(entitlement["feature"].clone(), json!({"isMetered": metered}));
    let expected = crate::fixtures::with(json!({"isFallback": false, "feature": feature}), expected);
    assert_eq!(
        json_of(&ask(&entity(&[entitlement]), "f", asked, NOW)),
        json_of(&expected)
    );
}

#[test]
fn a_boolean_answer() {
    check_answer(
        rich("BOOLEAN", json!({"usageLimit": 3})),
        &Asked::usage(2.0),
        json!({"type": "BOOLEAN", "hasAccess": true}),
    );
    check_answer(
        rich("BOOLEAN", json!({"accessDeniedReason": "BudgetExceeded"})),
        &Asked::nothing(),
        json!({"type": "BOOLEAN", "hasAccess": false, "accessDeniedReason": "BudgetExceeded"}),
    );
}

#[test]
fn a_numeric_answer() {
    check_answer(
        rich(
            "NUMBER/None",
            json!({"usageLimit": 3.5, "hasUnlimitedUsage": true, "hasSoftLimit": true}),
        ),
        &Asked::nothing(),
        json!({"type": "NUMERIC", "hasAccess": true, "isUnlimited": true, "value": 3.5}),
    );
    check_answer(
        rich("NUMBER", json!({})),
        &Asked::usage(1.0),
        json!({"type": "NUMERIC", "hasAccess": false, "accessDeniedReason": "RequestedUsageExceedingLimit", "isUnlimited": false}),
    );
}

#[test]
fn a_metered_answer() {
    check_answer(
        rich(
            "NUMBER/Fluctuating",
            json!({"usageLimit": 10, "currentUsage": 4, "hasSoftLimit": true, "resetPeriod": "MONTH",
                "usagePeriodAnchor": "2025-01-01T00:00:00Z", "usagePeriodStart": "2025-06-01T00:00:00Z",
                "usagePeriodEnd": "2025-07-01T00:00:00Z"}),
        ),
        &Asked::usage(2.5),
        json!({"type": "METERED", "hasAccess": true, "isUnlimited": false, "hasSoftLimit": true, "usageLimit": 10, "currentUsage": 4,
            "requestedUsage": 2.5, "resetPeriod": "MONTH", "usagePeriodAnchor": "2025-01-01T00:00:00.000Z",
            "usagePeriodStart": "2025-06-01T00:00:00.000Z", "usagePeriodEnd": "2025-07-01T00:00:00.000Z",
            "nextResetDate": "2025-07-01T00:00:00.000Z"}),
    );
    check_answer(
        rich("NUMBER/Incremental", json!({"hasUnlimitedUsage": true})),
        &Asked::nothing(),
        json!({"type": "METERED", "hasAccess": true, "isUnlimited": true, "hasSoftLimit": false, "currentUsage": 0, "requestedUsage": 0}),
    );
}

#[test]
fn an_enum_answer() {
    check_answer(
        rich("ENUM", json!({"enumValues": ["a", "b"]})),
        &Asked::nothing(),
        json!({"type": "ENUM", "hasAccess": true, "enumValues": ["a", "b"]}),
    );
    check_answer(
        rich("ENUM", json!({"enumValues": ["a", "b"]})),
        &Asked::values(&[]),
        json!({"type": "ENUM", "hasAccess": true, "enumValues": ["a", "b"], "requestedValues": []}),
    );
    check_answer(
        rich("ENUM", json!({})),
        &Asked::values(&["z"]),
        json!({"type": "ENUM", "hasAccess": false, "accessDeniedReason": "RequestedValuesMismatch", "enumValues": [],
            "requestedValues": ["z"]}),
    );
}

#[test]
fn the_list_answers_everything_in_order_and_tells_the_reason_of_the_entity() {
    let entity = denied_entity(
        "NoActiveSubscription",
        &[
            credit("c", json!({"usageLimit": 2, "currentUsage": 1})),
            crate::fixtures::feature("b", "BOOLEAN", json!({})),
            json!({"type": "FEATURE"}),
            crate::fixtures::feature("e", "ENUM", json!({"enumValues": ["x"]})),
            crate::fixtures::feature("?", "COLOR", json!({})),
        ],
    );
    let feature = |id: &str, feature_type: &str| json!({"id": id, "featureType": feature_type, "units": "", "unitsPlural": "", "isMetered": false});
    let expected = json!({
        "accessDeniedReason": "NoActiveSubscription",
        "entitlements": [
            {"hasAccess": true, "isFallback": false, "currency": {"currencyId": "c"}, "usageLimit": 2, "currentUsage": 1, "hasSoftLimit": false},
            {"type": "BOOLEAN", "hasAccess": true, "isFallback": false, "feature": feature("b", "BOOLEAN")},
            {"type": "BOOLEAN", "hasAccess": false, "isFallback": false, "accessDeniedReason": "NoActiveSubscription"},
            {"type": "ENUM", "hasAccess": true, "isFallback": false, "feature": feature("e", "ENUM"), "enumValues": ["x"]},
            {"hasAccess": false, "isFallback": false, "accessDeniedReason": "Unknown", "feature": feature("?", "COLOR")},
        ],
    });
    assert_eq!(json_of(&evaluate_state(&entity, at(NOW))), json_of(&expected));
}

#[test]
fn an_empty_list_is_an_answer() {
    let result = evaluate_state(&denied_entity("CustomerNotFound", &[]), at(NOW));
    assert_eq!(
        json_of(&result),
        json!({"entitlements": [], "accessDeniedReason": "CustomerNotFound"})
    );
}
