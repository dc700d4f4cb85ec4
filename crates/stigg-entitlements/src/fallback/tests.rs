#![expect(clippy::needless_pass_by_value, reason = "tables read better without borrows")]

use serde::Serialize;
use serde_json::{Value, json};

use super::*;
use crate::fixtures::json_of;

fn offline() -> Cause {
    Cause::new(CauseKind::Offline)
}

fn mismatch() -> Cause {
    Cause::new(CauseKind::FeatureTypeMismatch)
}

fn fallback(json: Value) -> EntitlementFallback {
    serde_json::from_value(json).unwrap()
}

#[track_caller]
fn check(answer: impl Serialize, expected: Value) {
    assert_eq!(json_of(&answer), json_of(&expected));
}

#[test]
fn without_a_fallback_the_built_in_one_denies() {
    check(
        boolean_fallback(None, offline()),
        json!({"type": "BOOLEAN", "isFallback": true, "hasAccess": false, "accessDeniedReason": "Unknown"}),
    );
    check(
        numeric_fallback(None, offline()),
        json!({"type": "NUMERIC", "isFallback": true, "hasAccess": false, "accessDeniedReason": "Unknown", "isUnlimited": false}),
    );
    check(
        metered_fallback(None, offline()),
        json!({"type": "METERED", "isFallback": true, "hasAccess": false, "accessDeniedReason": "Unknown", "isUnlimited": false,
            "hasSoftLimit": false, "currentUsage": 0, "requestedUsage": 1}),
    );
    check(
        enum_fallback(None, offline()),
        json!({"type": "ENUM", "isFallback": true, "hasAccess": false, "accessDeniedReason": "Unknown", "enumValues": []}),
    );
    check(
        credit_fallback("credits", None, offline()),
        json!({"isFallback": true, "hasAccess": false, "accessDeniedReason": "Unknown", "currency": {"currencyId": "credits"},
            "usageLimit": 0, "currentUsage": 0, "hasSoftLimit": false}),
    );
}

#[test]
fn what_a_fallback_sets_is_laid_over_and_the_rest_is_ignored() {
    let all =
        fallback(json!({"hasAccess": true, "value": 3, "usageLimit": 10, "isUnlimited": true, "enumValues": ["x"]}));
    check(
        boolean_fallback(Some(&all), offline()),
        json!({"type": "BOOLEAN", "isFallback": true, "hasAccess": true, "accessDeniedReason": "Unknown"}),
    );
    check(
        numeric_fallback(Some(&all), offline()),
        json!({"type": "NUMERIC", "isFallback": true, "hasAccess": true, "accessDeniedReason": "Unknown", "isUnlimited": true, "value": 3}),
    );
    check(
        metered_fallback(Some(&all), offline()),
        json!({"type": "METERED", "isFallback": true, "hasAccess": true, "accessDeniedReason": "Unknown", "isUnlimited": true,
            "hasSoftLimit": false, "usageLimit": 10, "currentUsage": 0, "requestedUsage": 1}),
    );
    check(
        enum_fallback(Some(&all), offline()),
        json!({"type": "ENUM", "isFallback": true, "hasAccess": true, "accessDeniedReason": "Unknown", "enumValues": ["x"]}),
    );
    let credits = CreditEntitlementFallback::new(true)
        .with_usage_limit(100)
        .with_current_usage(7);
    check(
        credit_fallback("credits", Some(&credits), offline()),
        json!({"isFallback": true, "hasAccess": true, "accessDeniedReason": "Unknown", "currency": {"currencyId": "credits"},
            "usageLimit": 100, "currentUsage": 7, "hasSoftLimit": false}),
    );
}

#[test]
fn a_mismatch_of_types_is_told_as_the_reason() {
    let granted = EntitlementFallback::granted();
    let answer = numeric_fallback(Some(&granted), mismatch());
    assert!(answer.has_access);
    let expected = Some(AccessDeniedReason::FeatureTypeMismatch);
    assert_eq!(answer.access_denied_reason, expected);
    assert_eq!(boolean_fallback(None, mismatch()).access_denied_reason, expected);
    assert_eq!(metered_fallback(None, mismatch()).access_denied_reason, expected);
    assert_eq!(enum_fallback(None, mismatch()).access_denied_reason, expected);
}

#[test]
fn a_fallback_tells_its_cause() {
    let cause = Cause::with_detail(CauseKind::RequestFailed, "the line is dead");
    assert_eq!(
        boolean_fallback(None, cause.clone()).origin,
        Origin::Fallback(cause.clone())
    );
    assert_eq!(
        numeric_fallback(None, cause.clone()).origin,
        Origin::Fallback(cause.clone())
    );
    assert_eq!(
        metered_fallback(None, cause.clone()).origin,
        Origin::Fallback(cause.clone())
    );
    assert_eq!(
        enum_fallback(None, cause.clone()).origin,
        Origin::Fallback(cause.clone())
    );
    assert_eq!(
        credit_fallback("c", None, cause.clone()).origin,
        Origin::Fallback(cause.clone())
    );
    assert_eq!(state_fallback([], [], cause.clone()).origin, Origin::Fallback(cause));
}

#[track_caller]
fn check_kind(request: &FeatureRequest<'_>, fallback: Option<&EntitlementFallback>, expected: &str) {
    let answer = serde_json::to_value(feature_fallback(request, fallback, offline())).unwrap();
    assert_eq!(answer["type"], expected);
}

#[test]
fn the_kind_of_an_unknown_feature_is_told_by_the_request_then_by_the_fallback() {
    let values: Arc<[String]> = Arc::default();
    let nothing = FeatureRequest::default();
    let usage = FeatureRequest {
        requested_usage: Some(0.0),
        ..nothing
    };
    let choice = FeatureRequest {
        requested_values: Some(&values),
        ..nothing
    };
    let value = EntitlementFallback::granted().with_value(0);
    check_kind(&usage, Some(&value), "METERED");
    check_kind(&choice, Some(&value), "ENUM");
    check_kind(&nothing, Some(&value), "NUMERIC");
    check_kind(
        &nothing,
        Some(&EntitlementFallback::granted().with_usage_limit(1)),
        "BOOLEAN",
    );
    check_kind(&nothing, None, "BOOLEAN");
}

#[test]
fn all_configured_fallbacks_are_listed_features_first() {
    let plain = fallback(json!({"hasAccess": true}));
    let value = fallback(json!({"hasAccess": false, "value": 3}));
    let limit = fallback(json!({"hasAccess": true, "usageLimit": 10, "isUnlimited": false}));
    let choice = fallback(json!({"hasAccess": true, "enumValues": ["x", "y"]}));
    let unlimited = fallback(json!({"hasAccess": true, "isUnlimited": true}));
    let credits = CreditEntitlementFallback::new(true).with_usage_limit(9);
    let state = state_fallback(
        [
            ("a", &plain),
            ("b", &value),
            ("c", &limit),
            ("d", &choice),
            ("e", &unlimited),
        ],
        [("f", &credits)],
        offline(),
    );
    let common = |id: &str, more: Value| {
        let common = json!({"isFallback": true, "accessDeniedReason": "Unknown", "feature": {"id": id, "units": "", "unitsPlural": "", "isMetered": false}});
        crate::fixtures::with(common, more)
    };
    check(
        state,
        json!({"entitlements": [
            common("a", json!({"type": "BOOLEAN", "hasAccess": true})),
            common("b", json!({"type": "NUMERIC", "hasAccess": false, "isUnlimited": false, "value": 3})),
            common("c", json!({"type": "METERED", "hasAccess": true, "isUnlimited": false, "hasSoftLimit": false, "usageLimit": 10,
                "currentUsage": 0, "requestedUsage": 1})),
            common("d", json!({"type": "ENUM", "hasAccess": true, "enumValues": ["x", "y"]})),
            common("e", json!({"type": "NUMERIC", "hasAccess": true, "isUnlimited": true})),
            {"isFallback": true, "accessDeniedReason": "Unknown", "hasAccess": true, "currency": {"currencyId": "f"}, "usageLimit": 9,
                "currentUsage": 0, "hasSoftLimit": false},
        ]}),
    );
}
