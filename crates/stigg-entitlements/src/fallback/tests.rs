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
fn check_kind(
    request: &FeatureRequest<'_>,
    own: Option<&EntitlementFallback>,
    configured: Option<&EntitlementFallback>,
    expected: Value,
) {
    let answer = feature_fallback(request, own, configured, offline());
    let common = json!({"isFallback": true, "accessDeniedReason": "Unknown"});
    check(&answer, crate::fixtures::with(common, expected));
    let reread: Entitlement = serde_json::from_value(serde_json::to_value(&answer).unwrap()).unwrap();
    check(reread, serde_json::to_value(&answer).unwrap());
}

#[test]
fn the_kind_of_an_unknown_feature_is_told_by_the_request_then_by_the_checks_own_fallback() {
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
    let metered = json!({"type": "METERED", "hasAccess": true, "isUnlimited": false, "hasSoftLimit": false,
        "currentUsage": 0, "requestedUsage": 1});
    check_kind(&usage, Some(&value), None, metered.clone());
    check_kind(&usage, None, Some(&value), metered);
    check_kind(
        &choice,
        Some(&value),
        None,
        json!({"type": "ENUM", "hasAccess": true, "enumValues": []}),
    );
    check_kind(
        &nothing,
        Some(&value),
        None,
        json!({"type": "NUMERIC", "hasAccess": true, "isUnlimited": false, "value": 0}),
    );
    check_kind(&nothing, None, None, json!({"type": "BOOLEAN", "hasAccess": false}));
}

#[test]
fn what_a_boolean_fallback_does_not_have_is_kept() {
    let nothing = FeatureRequest::default();
    let limit = fallback(json!({"hasAccess": true, "usageLimit": 1, "currentUsage": 1}));
    let value = fallback(json!({"hasAccess": true, "value": 2}));
    let choice = fallback(json!({"hasAccess": true, "enumValues": ["x"]}));
    let guess = |more: Value| crate::fixtures::with(json!({"type": "BOOLEAN", "hasAccess": true}), more);
    check_kind(
        &nothing,
        Some(&limit),
        None,
        guess(json!({"usageLimit": 1, "currentUsage": 1})),
    );
    check_kind(&nothing, None, Some(&value), guess(json!({"value": 2})));
    check_kind(&nothing, None, Some(&choice), guess(json!({"enumValues": ["x"]})));
    // Never both merged.
    check_kind(
        &nothing,
        Some(&choice),
        Some(&limit),
        guess(json!({"enumValues": ["x"]})),
    );
}

#[test]
fn a_configured_fallback_that_grants_leaves_no_reason_in_the_newer_check() {
    let nothing = FeatureRequest::default();
    let (granted, denied) = (EntitlementFallback::granted(), EntitlementFallback::denied());
    let reason_of = |own: Option<&EntitlementFallback>, configured: Option<&EntitlementFallback>| {
        feature_fallback_v2(&nothing, own, configured, offline())
            .access_denied_reason()
            .cloned()
    };
    assert_eq!(reason_of(None, Some(&granted)), None);
    let unknown = Some(AccessDeniedReason::Unknown);
    assert_eq!(reason_of(None, Some(&denied)), unknown);
    assert_eq!(reason_of(Some(&granted), Some(&granted)), unknown);
    assert_eq!(reason_of(None, None), unknown);
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
        let common = json!({"isFallback": true, "accessDeniedReason": "Unknown", "feature": {"id": id}});
        crate::fixtures::with(common, more)
    };
    check(
        state,
        json!({"entitlements": [
            common("a", json!({"hasAccess": true})),
            common("b", json!({"hasAccess": false, "value": 3})),
            common("c", json!({"hasAccess": true, "isUnlimited": false, "usageLimit": 10})),
            common("d", json!({"hasAccess": true, "enumValues": ["x", "y"]})),
            common("e", json!({"hasAccess": true, "isUnlimited": true})),
            {"isFallback": true, "accessDeniedReason": "Unknown", "hasAccess": true, "currency": {"currencyId": "f"}, "usageLimit": 9,
                "currentUsage": 0, "hasSoftLimit": false},
        ]}),
    );
}
