//! The decision for each kind of feature.

use serde_json::json;
use stigg_models::AccessDeniedReason::{
    InsufficientCredits, RequestedUsageExceedingLimit, RequestedValuesMismatch, Unknown,
};

use super::*;

const METERED: [&str; 3] = ["NUMBER/Incremental", "NUMBER/Fluctuating", "NUMBER"];

#[test]
fn a_boolean_feature_is_always_granted() {
    check(feature("BOOLEAN", json!({})), Asked::nothing(), GRANTED);
    check(
        feature("BOOLEAN", json!({"usageLimit": 0, "currentUsage": 5})),
        Asked::nothing(),
        GRANTED,
    );
}

#[test]
fn an_enum_feature_is_granted_if_it_has_every_requested_value() {
    let ab = || feature("ENUM", json!({"enumValues": ["a", "b"]}));
    check(ab(), Asked::nothing(), GRANTED);
    check(ab(), Asked::values(&[]), GRANTED);
    check(ab(), Asked::values(&["b"]), GRANTED);
    check(ab(), Asked::values(&["b", "a", "b"]), GRANTED);
    check(ab(), Asked::values(&["a", "z"]), Some(RequestedValuesMismatch));
    check(ab(), Asked::values(&["A"]), Some(RequestedValuesMismatch));
    check(feature("ENUM", json!({})), Asked::nothing(), GRANTED);
    check(
        feature("ENUM", json!({})),
        Asked::values(&["a"]),
        Some(RequestedValuesMismatch),
    );
    check(
        feature("ENUM", json!({"hasUnlimitedUsage": true, "hasSoftLimit": true})),
        Asked::values(&["a"]),
        Some(RequestedValuesMismatch),
    );
}

#[test]
fn a_number_without_metering_is_always_granted() {
    for limit in [json!(null), json!(0), json!(-1), json!(5)] {
        check(
            feature("NUMBER/None", json!({"usageLimit": limit, "currentUsage": 9})),
            Asked::usage(6.0),
            GRANTED,
        );
    }
}

#[track_caller]
fn check_usage(limit: Value, usage: f64, asked: Asked, expected: Option<AccessDeniedReason>) {
    for feature_type in METERED {
        let entitlement = feature(feature_type, json!({"usageLimit": limit, "currentUsage": usage}));
        check(entitlement, asked.clone(), expected.clone());
    }
}

#[test]
fn a_measured_number_is_granted_while_what_is_requested_fits() {
    check_usage(json!(10), 0.0, Asked::nothing(), GRANTED);
    check_usage(json!(10), 10.0, Asked::nothing(), GRANTED);
    check_usage(json!(10), 10.0, Asked::usage(0.0), GRANTED);
    check_usage(json!(10), 9.0, Asked::usage(1.0), GRANTED);
    check_usage(json!(10), 10.0, Asked::usage(1.0), Some(RequestedUsageExceedingLimit));
    check_usage(json!(10), 11.0, Asked::nothing(), Some(RequestedUsageExceedingLimit));
}

#[test]
fn negative_requests_are_added_as_they_are() {
    check_usage(json!(10), 11.0, Asked::usage(-2.0), GRANTED);
    check_usage(json!(10), 13.0, Asked::usage(-2.0), Some(RequestedUsageExceedingLimit));
}

#[test]
fn no_limit_value_is_a_limit_of_zero() {
    check_usage(json!(null), 0.0, Asked::usage(0.0), GRANTED);
    check_usage(json!(null), 0.0, Asked::usage(1.0), Some(RequestedUsageExceedingLimit));
    check_usage(json!(0), 0.0, Asked::nothing(), GRANTED);
}

#[test]
fn numbers_are_added_in_binary() {
    check_usage(json!(0.3), 0.1, Asked::usage(0.2), Some(RequestedUsageExceedingLimit));
    check_usage(json!(0.5), 0.25, Asked::usage(0.25), GRANTED);
}

#[test]
fn unlimited_and_soft_limits_grant_any_usage() {
    for feature_type in METERED {
        for more in [json!({"hasUnlimitedUsage": true}), json!({"hasSoftLimit": true})] {
            let more = crate::fixtures::with(json!({"usageLimit": 5, "currentUsage": 50}), more);
            check(feature(feature_type, more.clone()), Asked::usage(1e300), GRANTED);
            let entity = crate::fixtures::entity(&[feature(feature_type, more)]);
            let answer = serde_json::to_value(ask(&entity, "f", &Asked::nothing(), NOW)).unwrap();
            let limit = answer.get("usageLimit").or(answer.get("value"));
            assert_eq!(limit, Some(&json!(5.0)), "the limit is still told");
        }
    }
}

#[test]
fn a_reason_on_the_entitlement_comes_before_everything_else() {
    let more = json!({"accessDeniedReason": "InsufficientCredits", "hasSoftLimit": true, "hasUnlimitedUsage": true,
        "usageLimit": 9, "enumValues": ["a"]});
    for feature_type in [
        "BOOLEAN",
        "ENUM",
        "NUMBER",
        "NUMBER/None",
        "NUMBER/Incremental",
        "NUMBER/Fluctuating",
        "COLOR",
    ] {
        check(
            feature(feature_type, more.clone()),
            Asked::nothing(),
            Some(InsufficientCredits),
        );
    }
    for reason in AccessDeniedReason::ALL {
        check(
            feature("BOOLEAN", json!({"accessDeniedReason": reason})),
            Asked::nothing(),
            Some(reason.clone()),
        );
    }
    let new_reason = AccessDeniedReason::from("SubscriptionOnTheMoon");
    check(
        feature("BOOLEAN", json!({"accessDeniedReason": new_reason})),
        Asked::nothing(),
        Some(new_reason),
    );
}

#[test]
fn a_feature_of_an_unknown_type_is_denied() {
    check(
        feature("COLOR", json!({"hasUnlimitedUsage": true})),
        Asked::nothing(),
        Some(Unknown),
    );
    let without_type = json!({"type": "FEATURE", "feature": {"id": "f"}});
    check(without_type, Asked::nothing(), Some(Unknown));
}

#[test]
fn a_number_with_an_unknown_meter_is_metered() {
    check(
        feature("NUMBER/Telepathic", json!({"usageLimit": 5})),
        Asked::usage(5.0),
        GRANTED,
    );
    check(
        feature("NUMBER/Telepathic", json!({"usageLimit": 5})),
        Asked::usage(6.0),
        Some(RequestedUsageExceedingLimit),
    );
}
