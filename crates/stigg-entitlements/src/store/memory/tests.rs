use std::collections::HashSet;
use std::sync::Barrier;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use serde_json::json;
use stigg_models::Timestamp;

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
fn what_supersedes_may_be_older_but_keeps_later_usage() {
    let store = MemoryStore::new(PLENTY);
    store.put(key("a").to_key(), version(2));
    assert!(store.update_usage(key("a"), &usage(5)));
    let now = store.supersede(key("a").to_key(), version(1));
    assert_eq!(limit(&now), Some(1.0));
    assert!((now.feature("f").unwrap().current_usage - 5.0).abs() < f64::EPSILON);
    assert!(Arc::ptr_eq(&now, &store.get(key("a")).unwrap()));
}

#[test]
fn what_is_outdated_is_kept_until_somebody_is_heard() {
    let store = MemoryStore::new(PLENTY);
    for resource in [None, Some("site")] {
        store.put(EntityKey::new("a", resource), version(2));
    }
    store.put(key("b").to_key(), version(2));
    store.outdate_customer("a");
    let heard = |key| store.get(key).unwrap().refreshed_at();
    assert_eq!(heard(key("a")), Timestamp::MIN);
    assert_eq!(heard(EntityKeyRef::new("a", Some("site"))), Timestamp::MIN);
    assert_eq!(heard(key("b")), second(2));
    store.put(key("a").to_key(), version(3));
    assert_eq!(heard(key("a")), second(3));
}

#[test]
fn several_customers_are_outdated_at_once() {
    let store = MemoryStore::new(PLENTY);
    for id in ["a", "b", "c"] {
        store.put(key(id).to_key(), version(2));
    }
    store.outdate_customers(&HashSet::from(["a", "c", "nobody"]));
    let heard = |id| store.get(key(id)).unwrap().refreshed_at();
    assert_eq!(
        [heard("a"), heard("b"), heard("c")],
        [Timestamp::MIN, second(2), Timestamp::MIN]
    );
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

/// The version of the entity and of its usage.
fn versions(entity: &CachedEntity) -> (Option<Timestamp>, Option<Timestamp>) {
    (entity.updated_at(), entity.feature("f").unwrap().usage_updated_at)
}

#[test]
fn r12_of_racing_writes_the_newest_stays() {
    const WRITERS: i64 = 4;
    const WRITES: i64 = 20_000;
    let store = MemoryStore::new(PLENTY);
    store.put(key("a").to_key(), version(0));
    let start = Barrier::new(usize::try_from(2 * WRITERS).unwrap());
    // Whatever others do meanwhile, nobody sees time go back.
    let watch = |seen: &mut (Option<Timestamp>, Option<Timestamp>)| {
        let (entitlements, usage) = versions(&store.get(key("a")).unwrap());
        assert!(entitlements >= seen.0 && usage >= seen.1);
        *seen = (entitlements, usage);
    };
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (store, start) = (&store, &start);
            scope.spawn(move || {
                start.wait();
                let mut seen = (None, None);
                for i in 0..WRITES {
                    // Times go on, and every writer is a little ahead of or behind the others.
                    store.put(key("a").to_key(), version(i + (i * 7 + writer) % 5));
                    watch(&mut seen);
                }
            });
            scope.spawn(move || {
                start.wait();
                let mut seen = (None, None);
                for i in 0..WRITES {
                    store.update_usage(key("a"), &usage(i + (i * 7 + writer) % 5));
                    watch(&mut seen);
                }
            });
        }
    });
    let newest = (WRITES - 5..WRITES)
        .flat_map(|i| (0..WRITERS).map(move |writer| i + (i * 7 + writer) % 5))
        .max()
        .map(second);
    assert_eq!(versions(&store.get(key("a")).unwrap()), (newest, newest));
}

/// Says so when it goes, also by a panic, so that nobody runs on for ever.
struct Done<'a>(&'a AtomicBool);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}

#[test]
fn writes_that_race_with_clearing_bring_nothing_old_back() {
    let store = MemoryStore::new(PLENTY);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(Relaxed) {
                    // Merges into what is there, and an update of usage alone must never bring anything back.
                    store.put(key("a").to_key(), version(1));
                    store.update_usage(key("a"), &usage(5));
                    store.update_usage(key("b"), &usage(5));
                }
            });
        }
        let _done = Done(&done);
        for time in 2..5_000 {
            store.put(key("a").to_key(), version(time));
            store.put(key("b").to_key(), version(time));
            store.clear();
            if let Some(entity) = store.get(key("a")) {
                assert_eq!(entity.updated_at(), Some(second(1)), "nothing newer has been put since");
            }
            assert!(store.get(key("b")).is_none(), "nobody else puts it");
        }
    });
}
