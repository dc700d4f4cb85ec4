//! Whatever the order in which news about one key arrive, the newest stay.

use super::*;

/// What may happen to a key. Numbers are seconds: when it was so, and when it was asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Event {
    Fetched(i64),
    Reloaded(i64),
    Pushed(i64),
    Counted(i64),
    Outdated(u64),
    Evicted,
}

const EVENTS: [Event; 8] = [
    Event::Fetched(10),
    Event::Fetched(REVOKED_AT),
    Event::Reloaded(28),
    Event::Pushed(20),
    Event::Counted(25),
    Event::Counted(35),
    Event::Outdated(15),
    Event::Evicted,
];

/// When the entitlement that tells the version is taken away.
const REVOKED_AT: i64 = 30;

fn version_at(at: i64) -> Timestamp {
    second(if at < REVOKED_AT { at } else { 5 })
}

fn told(at: i64, source: Source) -> CachedEntity {
    let more = json!({"usageLimit": at, "entitlementUpdatedAt": version_at(at), "usageUpdatedAt": second(at),
        "currentUsage": at});
    let heard_at = Duration::from_secs(at.unsigned_abs());
    let stamp = stamp(source, second(at)).heard(heard_at, at.unsigned_abs());
    CachedEntity::new(state(&[feature("f", "NUMBER/Incremental", more)]), stamp)
}

fn happen(store: &MemoryStore, event: Event) {
    match event {
        Event::Fetched(at) => {
            store.put(key("a").to_key(), told(at, Source::Api));
        }
        Event::Reloaded(at) => {
            store.supersede(key("a").to_key(), told(at, Source::Api));
        }
        Event::Pushed(at) => {
            store.put_if_known(key("a"), told(at, Source::Push));
        }
        Event::Counted(at) => {
            store.update_usage(key("a"), &usage(at));
        }
        Event::Outdated(at) => store.outdate(key("a"), Duration::from_secs(at)),
        Event::Evicted => {
            store.remove(key("a"));
        }
    }
}

/// What has to be known in the end: the newest of all that arrived since something was known.
fn check_end(store: &MemoryStore, order: &[Event]) {
    let mut states: Vec<i64> = Vec::new();
    let mut usages: Vec<i64> = Vec::new();
    let mut outdated = 0;
    for event in order {
        match event {
            Event::Fetched(at) | Event::Reloaded(at) => states.push(*at),
            Event::Pushed(at) if !states.is_empty() => states.push(*at),
            Event::Counted(at) if !states.is_empty() => usages.push(*at),
            Event::Outdated(at) if !states.is_empty() => outdated = *at,
            Event::Evicted => {
                states.clear();
                usages.clear();
                outdated = 0;
            }
            _ => {}
        }
    }
    usages.extend(&states);
    let entity = store.get(key("a"));
    let Some(newest) = states.iter().max() else {
        assert!(entity.is_none(), "{order:?}");
        return;
    };
    let entity = entity.unwrap_or_else(|| panic!("something is known after {order:?}"));
    let feature = entity.feature("f").unwrap();
    assert_eq!(entity.updated_at(), Some(version_at(*newest)), "{order:?}");
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let limit = *newest as f64;
    assert_eq!(feature.usage_limit, Some(limit), "{order:?}");
    assert_eq!(
        feature.usage_updated_at,
        usages.iter().max().map(|at| second(*at)),
        "{order:?}"
    );
    let confirmed = newest.unsigned_abs();
    assert_eq!(
        entity.known_at().as_secs_f64().round().to_bits(),
        limit.to_bits(),
        "{order:?}"
    );
    assert_eq!(entity.is_outdated(), confirmed < outdated, "{order:?}");
    let confirmed = if confirmed >= outdated { confirmed } else { 0 };
    assert_eq!(
        (entity.heard_at().as_secs(), entity.epoch()),
        (confirmed, confirmed),
        "{order:?}"
    );
}

/// All orders of up to so many of the events.
fn try_all(order: &mut Vec<Event>, most: usize, count: &mut usize) {
    let store = MemoryStore::new(PLENTY);
    for event in order.iter() {
        happen(&store, *event);
    }
    check_end(&store, order);
    *count += 1;
    if order.len() == most {
        return;
    }
    for event in EVENTS {
        if !order.contains(&event) {
            order.push(event);
            try_all(order, most, count);
            order.pop();
        }
    }
}

#[test]
fn r12_in_every_order_of_arrival_the_newest_stays() {
    let mut count = 0;
    try_all(&mut Vec::new(), 6, &mut count);
    assert_eq!(count, 1 + 8 + 56 + 336 + 1680 + 6720 + 20160);
}

/// A state in which every feature tells the version.
fn wide(version: i64) -> CachedEntity {
    let features: Vec<_> = (0..20)
        .map(|i| {
            let more = json!({"usageLimit": version, "currentUsage": version, "entitlementUpdatedAt": second(version),
                "usageUpdatedAt": second(version)});
            feature(&format!("f{i}"), "NUMBER/Incremental", more)
        })
        .collect();
    CachedEntity::new(state(&features), stamp(Source::Push, second(version)))
}

#[test]
fn r12_nobody_sees_half_an_entry_and_the_newest_stays() {
    const VERSIONS: i64 = 1_000;
    let entities: Vec<_> = (0..16).map(wide).collect();
    // So little room that entries are evicted all the time.
    let store = MemoryStore::new(PLENTY);
    for id in ["a", "b", "c"] {
        store.put(key(id).to_key(), wide(0));
    }
    let store = MemoryStore::new(store.weight());
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(Relaxed) {
                    for id in ["a", "b", "c", "d"] {
                        store.with(key(id), Duration::ZERO, |entity| {
                            let limits = entity.to_state();
                            let told: HashSet<_> = limits
                                .entitlements
                                .iter()
                                .map(|entitlement| match entitlement {
                                    stigg_models::EntitlementState::Feature(feature) => {
                                        (feature.usage_limit.unwrap().to_bits(), feature.current_usage.to_bits())
                                    }
                                    other => panic!("{other:?}"),
                                })
                                .collect();
                            assert_eq!((told.len(), entity.len()), (1, 20));
                        });
                    }
                }
            });
        }
        let _done = Done(&done);
        thread::scope(|scope| {
            for writer in 0..2 {
                let (store, entities) = (&store, &entities);
                scope.spawn(move || {
                    for version in 0..VERSIONS {
                        for (i, id) in ["a", "b", "c", "d"].into_iter().enumerate() {
                            let jitter = usize::try_from(version * 7 + writer * 3).unwrap() + i;
                            store.put(key(id).to_key(), entities[jitter % entities.len()].clone());
                            assert!(store.weight() <= store.capacity());
                        }
                    }
                });
            }
        });
    });
    assert!(store.evictions() > 0);
    for id in ["a", "b", "c", "d"] {
        store.put(key(id).to_key(), wide(100));
        store.put(key(id).to_key(), wide(99));
        assert_eq!(store.get(key(id)).unwrap().updated_at(), Some(second(100)));
    }
}
