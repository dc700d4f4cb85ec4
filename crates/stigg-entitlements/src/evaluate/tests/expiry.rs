//! Whether to ask again.

use super::*;
use crate::fixtures::{credit, entity};
use crate::{is_any_expired, is_credit_expired, is_feature_expired};

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
fn an_expired_entitlement_still_decides() {
    check(
        feature("BOOLEAN", valid_until(json!("2020-01-01T00:00:00Z"))),
        Asked::nothing(),
        GRANTED,
    );
}
