//! Credits, and features that are paid for with them.

use stigg_models::AccessDeniedReason::{InsufficientCredits, RequestedUsageExceedingLimit, Revoked};

use super::*;
use crate::evaluate_credit;
use crate::fixtures::{credit, entity};

#[track_caller]
fn check_credit(more: Value, expected: Option<AccessDeniedReason>) {
    let answer = evaluate_credit(&entity(&[credit("c", more)]), "c", None);
    assert_eq!(answer.access_denied_reason, expected);
    assert_eq!(answer.has_access, expected.is_none());
    assert!(!answer.is_fallback);
}

#[test]
fn credits_are_granted_while_some_are_left() {
    check_credit(json!({"usageLimit": 10, "currentUsage": 9.5}), GRANTED);
    check_credit(json!({"usageLimit": 10, "currentUsage": 10}), Some(InsufficientCredits));
    check_credit(json!({"usageLimit": 10, "currentUsage": 12}), Some(InsufficientCredits));
    check_credit(
        json!({"usageLimit": null, "currentUsage": 0}),
        Some(InsufficientCredits),
    );
    check_credit(json!({}), Some(InsufficientCredits));
}

/// Checks a request for credits of which ten were granted.
#[track_caller]
fn check_request(current_usage: f64, requested: f64, expected: Option<AccessDeniedReason>) {
    let entity = entity(&[credit("c", json!({"usageLimit": 10, "currentUsage": current_usage}))]);
    let answer = evaluate_credit(&entity, "c", Some(requested));
    assert_eq!(answer.access_denied_reason, expected);
    assert_eq!(answer.has_access, expected.is_none());
}

#[test]
fn requested_credits_are_granted_if_there_are_as_many() {
    check_request(4.0, 6.0, GRANTED);
    check_request(4.0, 6.5, Some(InsufficientCredits));
    check_request(10.0, 0.5, Some(InsufficientCredits));
    // Asking for none is the same as not asking.
    check_request(9.5, 0.0, GRANTED);
    check_request(10.0, 0.0, Some(InsufficientCredits));
    // What is given back counts.
    check_request(11.0, -2.0, GRANTED);
    check_request(11.0, -1.0, Some(InsufficientCredits));
    check_request(0.0, f64::NAN, Some(InsufficientCredits));
    check_request(0.0, f64::INFINITY, Some(InsufficientCredits));
}

#[test]
fn a_request_beyond_the_balance_is_granted_by_a_soft_limit_and_does_not_help_against_a_reason() {
    let soft = credit("c", json!({"usageLimit": 1, "hasSoftLimit": true}));
    assert!(evaluate_credit(&entity(&[soft]), "c", Some(5.0)).has_access);
    let revoked = credit("c", json!({"usageLimit": 10, "accessDeniedReason": "Revoked"}));
    let answer = evaluate_credit(&entity(&[revoked]), "c", Some(1.0));
    assert_eq!(answer.access_denied_reason, Some(Revoked));
}

#[test]
fn a_soft_limit_grants_beyond_the_balance() {
    check_credit(
        json!({"usageLimit": 10, "currentUsage": 12, "hasSoftLimit": true}),
        GRANTED,
    );
    let more = json!({"usageLimit": 10, "currentUsage": 12, "hasSoftLimit": true, "accessDeniedReason": "InsufficientCredits"});
    check_credit(more, GRANTED);
}

#[test]
fn a_reason_on_the_credits_comes_first() {
    check_credit(
        json!({"usageLimit": 10, "hasSoftLimit": true, "accessDeniedReason": "Revoked"}),
        Some(Revoked),
    );
    check_credit(
        json!({"usageLimit": 10, "accessDeniedReason": "InsufficientCredits"}),
        Some(InsufficientCredits),
    );
}

#[test]
fn the_answer_tells_the_balance() {
    let more =
        json!({"usageLimit": 10, "currentUsage": 12, "hasSoftLimit": true, "usagePeriodEnd": "2025-07-01T00:00:00Z"});
    let answer = evaluate_credit(&entity(&[credit("c", more)]), "c", None);
    assert_eq!(answer.current_balance().to_bits(), (-2.0_f64).to_bits());
    assert!(answer.has_soft_limit);
    assert_eq!(answer.usage_period_end, Some(at("2025-07-01T00:00:00Z")));
    assert_eq!(answer.currency.currency_id, "c");
}

/// Checks a feature that is paid for with credits, next to a wallet.
#[track_caller]
fn check_backed(feature_more: Value, wallet: Option<Value>, asked: Asked, expected: Option<AccessDeniedReason>) {
    let rate = json!({"creditRate": {"amount": 2.5, "currencyId": "c"}});
    let backed = feature("NUMBER/Incremental", crate::fixtures::with(rate, feature_more));
    let mut entitlements = vec![backed];
    entitlements.extend(wallet.map(|more| credit("c", more)));
    let answer = ask(&entity(&entitlements), "f", &asked, NOW);
    assert_eq!(answer.access_denied_reason(), expected.as_ref());
}

#[test]
fn an_exhausted_wallet_denies_the_features_that_it_pays_for() {
    let unlimited = || json!({"hasUnlimitedUsage": true});
    let empty = || Some(json!({"usageLimit": 10, "currentUsage": 10}));
    let full = || Some(json!({"usageLimit": 10, "currentUsage": 9}));
    check_backed(unlimited(), full(), Asked::usage(1.0), GRANTED);
    check_backed(unlimited(), empty(), Asked::nothing(), Some(InsufficientCredits));
    let soft = Some(json!({"usageLimit": 10, "currentUsage": 10, "hasSoftLimit": true}));
    check_backed(unlimited(), soft, Asked::usage(1.0), GRANTED);
    let told = Some(json!({"usageLimit": 10, "currentUsage": 9, "accessDeniedReason": "InsufficientCredits"}));
    check_backed(unlimited(), told, Asked::nothing(), Some(InsufficientCredits));
}

#[test]
fn the_wallet_knows_better_than_a_reason_on_the_feature() {
    let told = || json!({"hasUnlimitedUsage": true, "accessDeniedReason": "InsufficientCredits"});
    check_backed(told(), Some(json!({"usageLimit": 10})), Asked::nothing(), GRANTED);
    check_backed(told(), Some(json!({"hasSoftLimit": true})), Asked::nothing(), GRANTED);
    check_backed(told(), None, Asked::nothing(), Some(InsufficientCredits));
    let other = json!({"hasUnlimitedUsage": true, "accessDeniedReason": "Revoked"});
    check_backed(other, Some(json!({"usageLimit": 10})), Asked::nothing(), Some(Revoked));
}

#[test]
fn a_feature_that_is_paid_for_with_credits_keeps_its_own_limit() {
    let limited = || json!({"usageLimit": 5, "currentUsage": 5});
    check_backed(
        limited(),
        Some(json!({"usageLimit": 10})),
        Asked::usage(1.0),
        Some(RequestedUsageExceedingLimit),
    );
    check_backed(limited(), Some(json!({"usageLimit": 10})), Asked::nothing(), GRANTED);
    check_backed(limited(), None, Asked::usage(1.0), Some(RequestedUsageExceedingLimit));
}

#[test]
fn the_soft_limit_of_the_wallet_is_that_of_the_feature() {
    let backed = feature(
        "NUMBER/Incremental",
        json!({"usageLimit": 5, "currentUsage": 5, "creditRate": {"amount": 1, "currencyId": "c"}}),
    );
    let entity = entity(&[backed, credit("c", json!({"hasSoftLimit": true}))]);
    let answer = evaluate_metered(&entity, "f", Some(1.0), at(NOW)).unwrap();
    assert!(answer.has_access && answer.has_soft_limit);
}

#[test]
fn a_wallet_of_another_currency_does_not_matter() {
    let backed = feature(
        "NUMBER/Incremental",
        json!({"hasUnlimitedUsage": true, "creditRate": {"amount": 1, "currencyId": "c"}}),
    );
    let entity = entity(&[backed, credit("other", json!({}))]);
    assert!(ask(&entity, "f", &Asked::usage(1.0), NOW).has_access());
}
