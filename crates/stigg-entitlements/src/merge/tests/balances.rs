//! News about balances of credits.

use super::*;
use crate::evaluate_metered;
use crate::fixtures::second;

fn backed(id: &str, more: Value) -> Value {
    let rate = json!({"hasUnlimitedUsage": true, "creditRate": {"amount": 2, "currencyId": "c"}});
    feature(id, "NUMBER/Incremental", crate::fixtures::with(rate, more))
}

fn wallet(limit: i64, usage: i64) -> Value {
    credit("c", json!({"usageLimit": limit, "currentUsage": usage}))
}

fn balance(granted: f64, consumed: f64, updated_at: i64) -> CreditBalance<'static> {
    CreditBalance::new("c", granted, consumed, second(updated_at))
}

#[track_caller]
fn check_wallet(entity: &CachedEntity, granted: f64, consumed: f64) {
    let wallet = entity.credit("c").unwrap();
    assert_eq!((wallet.usage_limit, wallet.current_usage), (Some(granted), consumed));
}

#[track_caller]
fn check_reason(entity: &CachedEntity, id: &str, expected: Option<&str>) {
    let answer = evaluate_metered(entity, id, None, second(2_000)).unwrap();
    assert_eq!(
        answer
            .access_denied_reason
            .as_ref()
            .map(stigg_models::AccessDeniedReason::as_str),
        expected
    );
}

#[test]
fn a_balance_sets_limit_usage_and_expiry_of_the_credits() {
    let cached = entity(&[wallet(10, 10), backed("f", json!({}))], Api, 1000);
    check_reason(&cached, "f", Some("InsufficientCredits"));
    let news = balance(20.0, 12.0, 1001).with_valid_until(Some(second(3_000)));
    let updated = with_credit_balance(&cached, &news).unwrap();
    check_wallet(&updated, 20.0, 12.0);
    check_reason(&updated, "f", None);
    assert_eq!(updated.valid_until(), Some(second(3_000)));
    assert_eq!(updated.credit("c").unwrap().usage_updated_at, Some(second(1001)));
    let again = with_credit_balance(&updated, &balance(20.0, 20.0, 1002)).unwrap();
    check_reason(&again, "f", Some("InsufficientCredits"));
    assert_eq!(again.valid_until(), None);
}

#[test]
fn a_balance_withdraws_the_reason_that_there_was_none() {
    let told = credit(
        "c",
        json!({"usageLimit": 10, "currentUsage": 10, "accessDeniedReason": "InsufficientCredits"}),
    );
    let updated = with_credit_balance(&entity(&[told], Api, 1000), &balance(11.0, 10.0, 1001)).unwrap();
    assert_eq!(updated.credit("c").unwrap().access_denied_reason, None);
}

#[test]
fn an_older_balance_is_refused() {
    let cached = entity(&[wallet(10, 1)], Api, 1000);
    assert!(with_credit_balance(&cached, &balance(20.0, 2.0, 939)).is_none());
    let updated = with_credit_balance(&cached, &balance(20.0, 2.0, 1005)).unwrap();
    assert!(with_credit_balance(&updated, &balance(30.0, 3.0, 1004)).is_none());
    check_wallet(
        &with_credit_balance(&updated, &balance(30.0, 3.0, 1005)).unwrap(),
        30.0,
        3.0,
    );
}

#[test]
fn a_limit_is_news_even_if_newer_usage_is_known() {
    let cached = entity(&[wallet(10, 1)], Api, 1000);
    let counted = UsageUpdate {
        reference: EntitlementReference::Credit("c"),
        ..update(5.0, 1010)
    };
    let counted = with_usage_update(&cached, &counted).unwrap();
    check_wallet(
        &with_credit_balance(&counted, &balance(20.0, 2.0, 1005)).unwrap(),
        20.0,
        5.0,
    );
}

#[test]
fn without_credits_of_its_own_the_features_go_by_the_balance() {
    let more = json!({"accessDeniedReason": "Revoked"});
    let other = feature(
        "g",
        "NUMBER/Incremental",
        json!({"creditRate": {"amount": 1, "currencyId": "d"}}),
    );
    let cached = entity(&[backed("f", json!({})), backed("revoked", more), other], Api, 1000);
    let news = balance(5.0, 5.0, 1001).with_valid_until(Some(second(5_000)));
    let empty = with_credit_balance(&cached, &news).unwrap();
    check_reason(&empty, "f", Some("InsufficientCredits"));
    check_reason(&empty, "revoked", Some("Revoked"));
    check_reason(&empty, "g", None);
    assert_eq!(empty.feature("f").unwrap().valid_until, Some(second(5_000)));
    assert_eq!(empty.feature("g").unwrap().valid_until, None);
    assert_eq!(empty.valid_until(), Some(second(5_000)));
    assert!(
        with_credit_balance(&empty, &balance(9.0, 5.0, 1000)).is_none(),
        "it is older"
    );
    let full = with_credit_balance(&empty, &balance(9.0, 5.0, 1002)).unwrap();
    check_reason(&full, "f", None);
    check_reason(&full, "revoked", Some("Revoked"));
    assert_eq!(full.valid_until(), None);
}

#[test]
fn a_balance_that_concerns_nothing_is_dropped() {
    let cached = entity(&[feature("f", "BOOLEAN", json!({}))], Api, 1000);
    assert!(with_credit_balance(&cached, &balance(1.0, 0.0, 1001)).is_none());
}

#[test]
fn a_read_that_began_before_a_balance_was_told_does_not_roll_it_back() {
    for entitlements in [
        vec![wallet(10, 10), backed("f", json!({}))],
        vec![backed("f", json!({"accessDeniedReason": "InsufficientCredits"}))],
    ] {
        let state = |fetched_at| entity(&entitlements, Api, fetched_at);
        let told = with_credit_balance(&state(1000), &balance(20.0, 10.0, 1001)).unwrap();
        check_reason(&told, "f", None);
        for fetched_at in [999, 1000, 1001, 1030] {
            check_reason(&merge(&told, state(fetched_at)), "f", None);
            check_reason(&supersede(&told, state(fetched_at), Duration::ZERO), "f", None);
        }
        // What the state says is known to be newer by then.
        check_reason(&merge(&told, state(1062)), "f", Some("InsufficientCredits"));
        check_reason(
            &supersede(&told, state(1062), Duration::ZERO),
            "f",
            Some("InsufficientCredits"),
        );
    }
}
