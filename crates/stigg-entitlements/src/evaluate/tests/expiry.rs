//! Whether to ask again.

use stigg_models::Timestamp;

use super::*;
use crate::fixtures::{credit, entity};
use crate::{CachedEntity, has_any_expired_since, has_credit_expired_since, has_feature_expired_since};

fn is_feature_expired(entity: &CachedEntity, feature_id: &str, now: Timestamp) -> bool {
    has_feature_expired_since(entity, feature_id, Timestamp::MIN, now)
}

fn is_credit_expired(entity: &CachedEntity, currency_id: &str, now: Timestamp) -> bool {
    has_credit_expired_since(entity, currency_id, Timestamp::MIN, now)
}

fn is_any_expired(entity: &CachedEntity, now: Timestamp) -> bool {
    has_any_expired_since(entity, Timestamp::MIN, now)
}

fn valid_until(time: Value) -> Value {
    json!({ "validUntil": time })
}

#[track_caller]
fn check_expired(time: Value, expected: bool) {
    let entity = entity(&[
        feature("BOOLEAN", valid_until(time.clone())),
        credit("c", valid_until(time)),
    ]);
    assert_eq!(is_feature_expired(&entity, "f", at(NOW)), expected);
    assert_eq!(is_credit_expired(&entity, "c", at(NOW)), expected);
    assert_eq!(is_any_expired(&entity, at(NOW)), expected);
}

#[test]
fn an_entitlement_has_expired_from_the_moment_that_it_names() {
    check_expired(json!("2025-06-15T11:59:59.999Z"), true);
    check_expired(json!(NOW), true);
    check_expired(json!("2025-06-15T12:00:00.001Z"), false);
    check_expired(json!(null), false);
    check_expired(json!(0), false);
}

#[test]
fn only_what_is_asked_for_counts() {
    let entity = entity(&[
        feature("BOOLEAN", json!({})),
        crate::fixtures::feature("old", "BOOLEAN", valid_until(json!("2020-01-01T00:00:00Z"))),
    ]);
    assert!(!is_feature_expired(&entity, "f", at(NOW)));
    assert!(is_feature_expired(&entity, "old", at(NOW)));
    assert!(!is_feature_expired(&entity, "missing", at(NOW)));
    assert!(!is_credit_expired(&entity, "missing", at(NOW)));
    assert!(is_any_expired(&entity, at(NOW)));
}

#[test]
fn a_feature_expires_with_the_wallet_that_pays_for_it() {
    let backed = feature(
        "NUMBER/Incremental",
        json!({"creditRate": {"amount": 1, "currencyId": "c"}}),
    );
    let wallet = credit("c", valid_until(json!("2020-01-01T00:00:00Z")));
    assert!(is_feature_expired(&entity(&[backed.clone(), wallet]), "f", at(NOW)));
    assert!(!is_feature_expired(&entity(&[backed]), "f", at(NOW)));
}

#[test]
fn what_had_expired_already_does_not_hide_what_has_expired_since() {
    let (long_ago, since) = ("2020-01-01T00:00:00Z", at("2025-06-15T11:00:00Z"));
    let backed = feature(
        "NUMBER/Incremental",
        json!({"creditRate": {"amount": 1, "currencyId": "c"}, "validUntil": long_ago}),
    );
    let old = credit("old", valid_until(json!(long_ago)));
    let known = |wallet: &str| entity(&[backed.clone(), credit("c", valid_until(json!(wallet))), old.clone()]);
    for (wallet, expected) in [
        (long_ago, false),
        ("2025-06-15T11:00:00Z", false),
        ("2025-06-15T11:00:00.001Z", true),
        (NOW, true),
        ("2025-06-15T12:00:00.001Z", false),
    ] {
        let known = known(wallet);
        assert_eq!(
            has_feature_expired_since(&known, "f", since, at(NOW)),
            expected,
            "{wallet}"
        );
        assert_eq!(
            has_credit_expired_since(&known, "c", since, at(NOW)),
            expected,
            "{wallet}"
        );
        assert!(!has_credit_expired_since(&known, "old", since, at(NOW)), "{wallet}");
        assert_eq!(has_any_expired_since(&known, since, at(NOW)), expected, "{wallet}");
        assert!(!has_any_expired_since(&known, at(NOW), since), "the clock was set back");
    }
}

#[test]
fn an_expired_entitlement_still_decides() {
    check(
        feature("BOOLEAN", valid_until(json!("2020-01-01T00:00:00Z"))),
        Asked::nothing(),
        GRANTED,
    );
}
