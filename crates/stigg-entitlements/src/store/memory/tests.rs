mod interleavings;

use std::sync::Barrier;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;

use serde_json::json;
use stigg_models::Timestamp;

use super::*;
use crate::fixtures::{feature, second, stamp, state};
use crate::{EntitlementReference, Pushed, Source};

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

/// A state of about this many bytes, equal to no other one.
fn unshared(bytes: usize) -> CachedEntity {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Relaxed);
    heavy_with(&format!("{number}{}", "x".repeat(bytes / stripes())))
}

/// How often a store keeps what many threads need at the same time.
fn stripes() -> usize {
    thread::available_parallelism()
        .map_or(1, usize::from)
        .next_power_of_two()
        .min(8)
}

/// A state of at least this many bytes.
fn heavy(bytes: usize) -> CachedEntity {
    heavy_with(&"x".repeat(bytes))
}

fn heavy_with(text: &str) -> CachedEntity {
    let more = json!({"enumValues": [text], "entitlementUpdatedAt": second(1)});
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
    assert_eq!(older.to_state(), store.get(key("a")).unwrap().to_state());
}

#[test]
fn what_supersedes_may_be_older_but_keeps_later_usage() {
    let store = MemoryStore::new(PLENTY);
    store.put(key("a").to_key(), version(2));
    assert!(store.update_usage(key("a"), &usage(5)));
    let now = store.supersede(key("a").to_key(), version(1));
    assert_eq!(limit(&now), Some(1.0));
    assert!((now.feature("f").unwrap().current_usage - 5.0).abs() < f64::EPSILON);
    assert_eq!(now.to_state(), store.get(key("a")).unwrap().to_state());
}

/// Of a version, asked for at some second.
fn heard(time: i64, heard_at: u64) -> CachedEntity {
    heard_from(Source::Edge, time, heard_at)
}

fn heard_from(source: Source, time: i64, heard_at: u64) -> CachedEntity {
    let state = version(time).to_state();
    let stamp = stamp(source, second(heard_at.cast_signed())).heard(Duration::from_secs(heard_at), heard_at);
    CachedEntity::new(state, stamp)
}

#[test]
fn r12_of_two_reloads_the_one_that_was_asked_for_later_stays_whichever_lands_last() {
    let store = MemoryStore::new(PLENTY);
    store.put(key("a").to_key(), heard_from(Source::Api, 3, 5));
    store.supersede(key("a").to_key(), heard_from(Source::Api, 1, 20));
    let now = store.supersede(key("a").to_key(), heard_from(Source::Api, 2, 10));
    assert_eq!(limit(&now), Some(1.0));
    check_heard(&store, key("a"), 20);
    // The answer to a change that was sent before the later reload was asked for, and after it.
    let answer = || heard_from(Source::Api, 0, 30);
    let now = store.supersede_asked_at(key("a").to_key(), answer(), Duration::from_secs(19));
    assert_eq!(limit(&now), Some(1.0));
    let now = store.supersede_asked_at(key("a").to_key(), answer(), Duration::from_secs(20));
    assert_eq!(limit(&now), Some(0.0));
    check_heard(&store, key("a"), 30);
}

#[track_caller]
fn check_heard(store: &MemoryStore, key: EntityKeyRef<'_>, expected: u64) {
    let entity = store.get(key).unwrap();
    assert_eq!(
        (entity.heard_at(), entity.epoch()),
        (Duration::from_secs(expected), expected)
    );
}

#[test]
fn what_is_outdated_is_kept_until_a_state_comes_that_was_asked_for_later() {
    let store = MemoryStore::new(PLENTY);
    for resource in [None, Some("site")] {
        store.put(EntityKey::new("a", resource), heard(2, 5));
    }
    store.put(key("b").to_key(), heard(2, 5));
    store.outdate_customer("a", Duration::from_secs(10));
    let site = EntityKeyRef::new("a", Some("site"));
    check_heard(&store, key("a"), 0);
    check_heard(&store, site, 0);
    check_heard(&store, key("b"), 5);
    // On its way already when it was outdated.
    store.put(key("a").to_key(), heard(3, 9));
    assert_eq!(
        limit(&store.get(key("a")).unwrap()),
        Some(3.0),
        "it is newer all the same"
    );
    check_heard(&store, key("a"), 0);
    assert_eq!(
        store.put_if_known(key("a"), heard_from(Source::Push, 2, 11)),
        Pushed::Refused
    );
    check_heard(&store, key("a"), 0);
    assert_eq!(store.get(key("a")).unwrap().known_at(), Duration::from_secs(9));
    store.put(key("a").to_key(), heard_from(Source::Api, 2, 11));
    check_heard(&store, key("a"), 11);
    assert_eq!(limit(&store.get(key("a")).unwrap()), Some(2.0));
    store.supersede(site.to_key(), heard(1, 8));
    check_heard(&store, site, 0);
    store.supersede(site.to_key(), heard(1, 10));
    check_heard(&store, site, 10);
    // An earlier outdating, noted late, changes nothing about what was asked for since.
    store.outdate(site, Duration::from_secs(9));
    check_heard(&store, site, 10);
    assert_eq!(store.get(site).unwrap().outdated_at(), Duration::from_secs(10));
}

#[test]
fn several_customers_are_outdated_at_once_with_their_resources() {
    let store = MemoryStore::new(PLENTY);
    for id in ["a", "b", "c"] {
        for resource in [None, Some("x"), Some("y")] {
            store.put(EntityKey::new(id, resource), heard(2, 5));
        }
    }
    assert!(store.remove(EntityKeyRef::new("a", Some("x"))));
    store.outdate_customers(&HashSet::from(["a", "c", "nobody"]), Duration::from_secs(7));
    for (id, expected) in [("a", 0), ("b", 5), ("c", 0)] {
        check_heard(&store, EntityKeyRef::new(id, Some("y")), expected);
        check_heard(&store, key(id), expected);
    }
    assert_eq!(store.len(), 8, "nothing comes into being by it");
}

#[test]
fn r11_news_about_who_is_not_known_is_ignored() {
    let store = MemoryStore::new(PLENTY);
    for i in 0..1_000 {
        let id = format!("customer-{i}");
        assert_eq!(store.put_if_known(key(&id), version(i)), Pushed::Unknown);
        assert!(!store.update_usage(key(&id), &usage(i)));
        assert!(!store.update_credit_balance(key(&id), &CreditBalance::new("c", 1.0, 1.0, second(i))));
        store.outdate_customer(&id, Duration::from_secs(1));
    }
    assert!(store.is_empty());
    assert_eq!(store.weight(), 0);
    store.put(key("a").to_key(), version(5));
    assert_eq!(store.put_if_known(key("a"), version(4)), Pushed::Refused);
    assert_eq!(
        store.put_if_known(key("a"), version(5)),
        Pushed::Applied,
        "it is no news"
    );
    assert_eq!(limit(&store.get(key("a")).unwrap()), Some(5.0));
    assert_eq!(store.put_if_known(key("a"), version(6)), Pushed::Applied);
    assert_eq!(limit(&store.get(key("a")).unwrap()), Some(6.0));
}

#[test]
fn those_used_last_come_first() {
    let store = MemoryStore::new(PLENTY);
    for id in ["a", "b", "c", "d"] {
        store.put(key(id).to_key(), version(1));
    }
    store.put(key("e").to_key(), heard(7, 1));
    for (second, id) in [(10, "b"), (20, "d"), (5, "a"), (30, "b")] {
        assert!(
            store
                .with(key(id), Duration::from_secs(second), CachedEntity::len)
                .is_some()
        );
    }
    assert!(store.get(key("c")).is_some(), "which is no use of it");
    let ids = |limit, wants: fn(&CachedEntity) -> bool| {
        let keys = store.most_recently_used(limit, Duration::ZERO, wants);
        keys.iter().map(|key| key.customer_id().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(9, |_| true), ["b", "d", "a", "e", "c"]);
    assert_eq!(ids(2, |_| true), ["b", "d"]);
    assert_eq!(ids(0, |_| true), [] as [&str; 0]);
    assert_eq!(ids(9, |entity| entity.epoch() > 0), ["e"]);
    store.put(key("a").to_key(), version(2));
    assert_eq!(ids(3, |_| true), ["b", "d", "a"], "a write is no use either");
}

#[test]
fn equal_parts_are_held_once() {
    let store = MemoryStore::new(PLENTY);
    let long = "x".repeat(10_000);
    let entity = |usage: i64| {
        let more = json!({"usageLimit": usage, "currentUsage": usage, "enumValues": [long]});
        CachedEntity::new(state(&[feature("f", "ENUM", more)]), stamp(Source::Api, second(usage)))
    };
    let first = {
        store.put(key("0").to_key(), entity(0));
        store.weight()
    };
    for i in 1..100 {
        store.put(EntityKey::new(i.to_string(), None::<&str>), entity(i));
    }
    let each = (store.weight() - first) / 99;
    assert!(each < 1_000, "{each} bytes each");
    for i in 0..100 {
        let id = i.to_string();
        assert_eq!(store.get(key(&id)).unwrap().to_state(), entity(i).to_state());
        assert!(store.remove(key(&id)));
    }
    assert_eq!(store.weight(), 0, "nobody uses any of it any more");
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
        store.put(EntityKey::new(format!("customer-{i}"), None::<&str>), unshared(10_000));
        assert!(store.weight() <= store.capacity());
    }
    assert_eq!(store.capacity(), PLENTY);
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
        store.put(key.clone(), unshared(10_000));
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
fn p7_an_entity_of_nearly_the_whole_store_is_kept_and_one_that_leaves_no_room_for_itself_is_not() {
    let store = MemoryStore::new(1 << 20);
    store.put(key("a").to_key(), unshared(8_000));
    store.put(key("b").to_key(), unshared((1 << 20) - 8_000));
    assert!(store.get(key("a")).is_none());
    assert!(store.get(key("b")).is_some(), "{store:?}");
    // Fits if it is not copied for several threads, and is not kept since it is.
    let served = store.put(key("b").to_key(), heavy((1 << 20) - 4_000));
    assert_eq!(served.feature("f").unwrap().enum_values[0].len(), (1 << 20) - 4_000);
    if stripes() > 1 {
        assert!(store.is_empty());
        assert_eq!(store.weight(), 0);
    }
}

#[test]
fn a_store_of_no_bytes_keeps_nothing_and_serves_all_the_same() {
    let store = MemoryStore::new(0);
    assert_eq!(limit(&store.put(key("a").to_key(), version(1))), Some(1.0));
    assert!(store.get(key("a")).is_none());
    assert_eq!((store.capacity(), store.weight()), (0, 0));
    MemoryStore::new(u64::MAX).put(key("a").to_key(), version(1));
}

/// Asks for an entity as a check does.
fn check(store: &MemoryStore, id: &str) -> bool {
    store.with(key(id), Duration::ZERO, |_| ()).is_some()
}

#[test]
fn what_is_read_again_and_again_outlives_what_is_not() {
    let store = MemoryStore::new(PLENTY);
    store.put(key("hot").to_key(), version(1));
    for i in 0..4_000 {
        store.put(EntityKey::new(format!("cold-{i}"), None::<&str>), unshared(10_000));
        assert!(check(&store, "hot"));
    }
}

#[test]
fn p7_a_flood_of_what_is_used_once_does_not_drive_out_what_is_used_often() {
    let store = MemoryStore::new(PLENTY);
    let hot: Vec<_> = (0..500).map(|i| format!("hot-{i}")).collect();
    for id in &hot {
        store.put(key(id).to_key(), unshared(10_000));
        assert!(check(&store, id));
    }
    for i in 0..20_000 {
        // Each is put because somebody asked, and nobody asks again.
        store.put(EntityKey::new(format!("once-{i}"), None::<&str>), unshared(10_000));
        if i % 4 == 0 {
            assert!(check(&store, &hot[i / 4 % hot.len()]), "at {i}");
        }
    }
    let kept = hot.iter().filter(|id| check(&store, id)).count();
    assert_eq!(kept, hot.len());
    assert!(store.evictions() > 15_000);
}

#[test]
fn p7_those_that_take_the_place_of_the_hot_ones_get_it() {
    let store = MemoryStore::new(PLENTY);
    for generation in 0..5 {
        let ids: Vec<_> = (0..1_000).map(|i| format!("{generation}-{i}")).collect();
        for _ in 0..20 {
            for id in &ids {
                if !check(&store, id) {
                    store.put(key(id).to_key(), unshared(10_000));
                }
            }
        }
        let kept = ids.iter().filter(|id| check(&store, id)).count();
        assert!(kept > 900, "{kept} of generation {generation}");
    }
}

/// The version of the entity and of its usage.
fn versions(entity: &CachedEntity) -> (Option<Timestamp>, Option<Timestamp>) {
    (entity.updated_at(), entity.feature("f").unwrap().usage_updated_at)
}

#[test]
fn r12_of_racing_writes_the_newest_stays() {
    const WRITERS: i64 = 4;
    const WRITES: i64 = 5_000;
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
