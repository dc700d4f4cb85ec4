//! A warm check allocates nothing.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use allocation_counter::measure;
use stigg_entitlements::{
    CachedEntity, EntityKey, EntityKeyRef, FeatureRequest, MemoryStore, evaluate_boolean, evaluate_credit,
    evaluate_enum, evaluate_feature, evaluate_metered, evaluate_numeric, has_any_expired_since,
    has_feature_expired_since,
};
use stigg_models::Timestamp;

use crate::{entity, now};

/// Counts the allocations of a lookup and a check of what was found.
#[track_caller]
fn check<T>(resource_id: Option<&str>, evaluate: impl Fn(&CachedEntity) -> T) {
    let store = MemoryStore::new(64 << 20);
    store.put(EntityKey::new("customer-42", resource_id), entity(10));
    let allocations = measure(|| {
        for _ in 0..100 {
            let key = EntityKeyRef::new(black_box("customer-42"), black_box(resource_id));
            black_box(store.with(key, Duration::from_secs(1), &evaluate).expect("it was put"));
        }
    });
    assert_eq!(allocations.count_total, 0);
}

#[test]
fn the_counter_counts() {
    assert_eq!(measure(|| drop(black_box(Box::new(1)))).count_total, 1);
}

#[test]
fn a_boolean_check_allocates_nothing() {
    check(None, |entity| {
        evaluate_boolean(entity, "boolean-3", now())
            .expect("boolean")
            .has_access
    });
    check(Some("resource-1"), |entity| {
        evaluate_boolean(entity, "boolean-3", now()).expect("boolean").feature
    });
    check(None, |entity| {
        evaluate_boolean(entity, "missing", now()).expect("boolean")
    });
}

#[test]
fn a_numeric_check_allocates_nothing() {
    check(None, |entity| {
        evaluate_numeric(entity, "numeric-3", now()).expect("numeric")
    });
    check(None, |entity| {
        evaluate_numeric(entity, "missing", now()).expect("numeric")
    });
}

#[test]
fn a_metered_check_allocates_nothing() {
    check(None, |entity| {
        evaluate_metered(entity, "metered-3", Some(1.0), now()).expect("metered")
    });
    check(None, |entity| {
        evaluate_metered(entity, "metered-3", Some(1000.0), now()).expect("metered")
    });
    check(None, |entity| {
        evaluate_metered(entity, "missing", None, now()).expect("metered")
    });
}

#[test]
fn a_metered_check_after_the_period_allocates_nothing() {
    check(None, |entity| {
        let answer = evaluate_metered(entity, "over-3", Some(95.0), now()).expect("metered");
        assert!(answer.has_access, "the new period has begun");
        answer
    });
}

#[test]
fn a_check_of_a_feature_that_credits_pay_for_allocates_nothing() {
    check(None, |entity| {
        evaluate_metered(entity, "backed-3", Some(1.0), now()).expect("metered")
    });
}

#[test]
fn an_enum_check_allocates_nothing() {
    let values: Arc<[String]> = ["red".to_owned(), "blue".to_owned()].into();
    check(None, |entity| {
        evaluate_enum(entity, "enum-3", Some(&values), now()).expect("enum")
    });
    check(None, |entity| {
        evaluate_enum(entity, "missing", None, now()).expect("enum")
    });
}

#[test]
fn a_credit_check_allocates_nothing() {
    check(None, |entity| evaluate_credit(entity, "credits-3", None));
    check(None, |entity| evaluate_credit(entity, "credits-3", Some(5.0)));
}

#[test]
fn a_check_of_whatever_kind_allocates_nothing() {
    for feature_id in ["boolean-3", "numeric-3", "metered-3", "enum-3", "missing"] {
        check(None, |entity| {
            evaluate_feature(entity, feature_id, &FeatureRequest::default(), now())
        });
    }
}

#[test]
fn asking_whether_to_ask_again_allocates_nothing() {
    check(None, |entity| {
        has_any_expired_since(entity, Timestamp::UNIX_EPOCH, now())
            || has_feature_expired_since(entity, "backed-3", Timestamp::UNIX_EPOCH, now())
    });
}

#[test]
fn a_miss_allocates_nothing() {
    let store = MemoryStore::new(64 << 20);
    let allocations = measure(|| {
        let key = EntityKeyRef::new(black_box("nobody"), Some("r"));
        assert!(store.with(key, Duration::ZERO, |_| ()).is_none());
    });
    assert_eq!(allocations.count_total, 0);
}
