use std::sync::Barrier;

use serde_json::json;

use super::*;
use crate::fixtures::{feature, second, stamp, state};
use crate::{EntitlementReference, Source};

const PLENTY: u64 = 16 << 20;

fn key(customer: &str) -> EntityKeyRef<'_> {
    EntityKeyRef::new(customer, None)
}

/// A state of a version, of which the limit tells it too.
fn version(time: i64) -> CachedEntity {
    let more = json!({"usageLimit": time, "entitlementUpdatedAt": second(time), "usageUpdatedAt": second(0)});
    CachedEntity::new(
        state(&[feature("f", "NUMBER/Incremental", more)]),
        stamp(Source::Push, second(time)),
    )
}

/// A state of about this many bytes.
fn heavy(bytes: usize) -> CachedEntity {
    let more = json!({"enumValues": ["x".repeat(bytes)], "entitlementUpdatedAt": second(1)});
    CachedEntity::new(state(&[feature("f", "ENUM", more)]), stamp(Source::Push, second(1)))
}

fn usage(time: i64) -> UsageUpdate<'static> {
    UsageUpdate {
        reference: EntitlementReference::Feature("f"),
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        current_usage: time as f64,
        usage_period_start: None,
        usage_period_end: None,
        updated_at: second(time),
    }
}

fn limit(entity: &CachedEntity) -> Option<f64> {
    entity.feature("f").unwrap().usage_limit
}

#[test]
fn what_was_put_is_found_by_its_key_alone() {
    let store = MemoryStore::new(PLENTY);
    store.put(EntityKey::new("a", Some("b")), version(1));
    assert!(store.get(EntityKeyRef::new("a", Some("b"))).is_some());
    for other in [
        key("a"),
        key("a:b"),
        EntityKeyRef::new("a", Some("c")),
        EntityKeyRef::new("b", Some("b")),
    ] {
        assert!(store.get(other).is_none(), "{other:?}");
    }
    store.put(EntityKey::new("a", Some("")), version(2));
    assert_eq!(limit(&store.get(key("a")).unwrap()), Some(2.0));
    assert_eq!(store.len(), 2);
}

#[test]
fn put_returns_what_is_known_then() {
    let store = MemoryStore::new(PLENTY);
    assert_eq!(limit(&store.put(key("a").to_key(), version(2))), Some(2.0));
    let older = store.put(key("a").to_key(), version(1));
    assert_eq!(limit(&older), Some(2.0));
    assert!(Arc::ptr_eq(&older, &store.get(key("a")).unwrap()));
}

#[test]
fn usage_is_updated_only_of_what_is_known_and_only_forwards() {
    let store = MemoryStore::new(PLENTY);
    assert!(!store.update_usage(key("a"), &usage(5)));
    store.put(key("a").to_key(), version(1));
    assert!(store.update_usage(key("a"), &usage(5)));
    assert!(store.update_usage(key("a"), &usage(5)));
    assert!(!store.update_usage(key("a"), &usage(4)));
    let unknown = UsageUpdate {
        reference: EntitlementReference::Credit("f"),
        ..usage(9)
    };
    assert!(!store.update_usage(key("a"), &unknown));
    assert!(!store.update_usage(key("b"), &usage(9)));
    assert_eq!(
        store.get(key("a")).unwrap().feature("f").unwrap().usage_updated_at,
        Some(second(5))
    );
    assert_eq!(store.len(), 1, "nothing grows by news about what is not known");
}

#[test]
fn what_is_removed_or_cleared_is_gone() {
    let store = MemoryStore::new(PLENTY);
    for customer in ["a", "b", "c"] {
        store.put(key(customer).to_key(), version(1));
    }
    assert!(store.remove(key("a")));
    assert!(!store.remove(key("a")));
    assert!(store.get(key("a")).is_none());
    let mut keys = store.keys();
    keys.sort_by(|one, other| one.customer_id().cmp(other.customer_id()));
    assert_eq!(keys, [key("b").to_key(), key("c").to_key()]);
    store.clear();
    assert!(store.is_empty());
    assert_eq!(store.weight(), 0);
}

#[test]
fn p7_a_full_store_stays_within_its_bytes() {
    let store = MemoryStore::new(PLENTY);
    for i in 0..4_000 {
        store.put(EntityKey::new(format!("customer-{i}"), None::<&str>), heavy(10_000));
        assert!(store.weight() <= store.capacity());
    }
    assert!(store.capacity() <= PLENTY + 64);
    assert!(store.weight() >= PLENTY * 9 / 10, "{store:?} makes use of its room");
    assert!(store.len() < 2_000);
}

#[test]
fn p7_entities_that_grow_make_room_as_well() {
    let store = MemoryStore::new(PLENTY);
    let keys: Vec<_> = (0..4_000)
        .map(|i| EntityKey::new(format!("customer-{i}"), None::<&str>))
        .collect();
    for key in &keys {
        store.put(key.clone(), version(1));
    }
    assert_eq!(store.len(), keys.len(), "all of them fit while they are small");
    for key in &keys {
        store.put(key.clone(), heavy(10_000));
        assert!(store.weight() <= store.capacity());
    }
}

#[test]
fn p7_an_entity_that_is_too_heavy_is_served_and_not_kept_and_neither_is_the_one_before_it() {
    let store = MemoryStore::new(PLENTY);
    store.put(key("a").to_key(), version(1));
    let too_heavy = usize::try_from(PLENTY).unwrap();
    let served = store.put(key("a").to_key(), heavy(too_heavy));
    assert!(served.feature("f").unwrap().enum_values[0].len() == too_heavy);
    assert!(store.get(key("a")).is_none());
    assert_eq!(store.weight(), 0);
}

#[test]
fn an_entity_of_half_a_mebibyte_is_kept_whatever_the_number_of_processors() {
    for max_bytes in [1 << 20, PLENTY, 1 << 30] {
        let store = MemoryStore::new(max_bytes);
        store.put(key("a").to_key(), heavy(512 << 10));
        assert!(store.get(key("a")).is_some(), "{store:?}");
    }
}

#[test]
fn a_store_of_no_bytes_keeps_nothing_and_serves_all_the_same() {
    let store = MemoryStore::new(0);
    assert_eq!(limit(&store.put(key("a").to_key(), version(1))), Some(1.0));
    assert!(store.get(key("a")).is_none());
    assert_eq!(store.capacity(), 0);
    MemoryStore::new(u64::MAX).put(key("a").to_key(), version(1));
}

#[test]
fn what_is_read_again_and_again_outlives_what_is_not() {
    let store = MemoryStore::new(PLENTY);
    store.put(key("hot").to_key(), version(1));
    for i in 0..10_000 {
        store.put(EntityKey::new(format!("cold-{i}"), None::<&str>), heavy(10_000));
        assert!(store.get(key("hot")).is_some());
    }
}

#[test]
fn r12_of_racing_writes_the_newest_stays() {
    const THREADS: i64 = 8;
    const WRITES: i64 = 20_000;
    let store = MemoryStore::new(PLENTY);
    let customers = ["a", "b"];
    for customer in customers {
        store.put(key(customer).to_key(), version(0));
    }
    let start = Barrier::new(usize::try_from(2 * THREADS).unwrap());
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let (store, start) = (&store, &start);
            scope.spawn(move || {
                start.wait();
                for i in 0..WRITES / THREADS {
                    // Every thread runs through the same times, each in another order.
                    let time = 1 + (i * 7919 + thread * 1021) % (WRITES / THREADS);
                    for customer in customers {
                        let now = store.put(key(customer).to_key(), version(time));
                        assert!(now.updated_at() >= Some(second(time)));
                    }
                }
            });
            scope.spawn(move || {
                start.wait();
                for i in 0..WRITES / THREADS {
                    let time = 1 + (i * 7907 + thread * 1031) % (WRITES / THREADS);
                    for customer in customers {
                        store.update_usage(key(customer), &usage(time));
                        let now = store.get(key(customer)).unwrap();
                        assert!(now.feature("f").unwrap().usage_updated_at >= Some(second(time)));
                    }
                }
            });
        }
    });
    let newest = second(WRITES / THREADS);
    for customer in customers {
        let entity = store.get(key(customer)).unwrap();
        assert_eq!(entity.updated_at(), Some(newest));
        assert_eq!(entity.feature("f").unwrap().usage_updated_at, Some(newest));
    }
    assert_eq!(store.len(), customers.len());
}

#[test]
fn writes_that_race_with_clearing_bring_nothing_old_back() {
    let store = MemoryStore::new(PLENTY);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for time in 1..5_000 {
                    // An update alone must never bring an entity back.
                    store.update_usage(key("a"), &usage(time));
                }
            });
        }
        scope.spawn(|| {
            for time in 1..500 {
                store.put(key("a").to_key(), version(time));
                store.clear();
                assert!(store.get(key("a")).is_none(), "only this thread puts");
            }
        });
    });
    assert!(store.is_empty());
}
