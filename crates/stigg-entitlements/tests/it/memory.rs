//! The weight of an entity is about the memory that it takes.

use std::sync::Arc;

use allocation_counter::measure;
use serde_json::json;
use stigg_entitlements::{CachedEntity, EntityKey, MemoryStore, Source, Stamp};

use crate::{entity, feature, now};

/// What the allocator keeps beside each block.
const BLOCK: i64 = 16;

#[track_caller]
#[expect(clippy::cast_precision_loss, reason = "a ratio of some megabytes")]
fn check_about(weight: u64, bytes: i64) {
    let ratio = weight as f64 / bytes as f64;
    assert!(
        (0.95..1.15).contains(&ratio),
        "weighs {weight}, takes {bytes}: {ratio:.3}"
    );
}

#[test]
fn an_entity_weighs_about_what_it_takes() {
    for count in [1, 3, 10, 30] {
        let mut kept = None;
        let taken = measure(|| kept = Some(Arc::new(entity(count))));
        check_about(
            kept.expect("made").weight(),
            taken.bytes_current + BLOCK * taken.count_current,
        );
    }
}

/// Fills a store beyond its size.
#[track_caller]
fn check_store(max_bytes: u64, entities: usize, entity: impl Fn(usize) -> CachedEntity) {
    let mut kept = None;
    let taken = measure(|| {
        let store = MemoryStore::new(max_bytes);
        for i in 0..entities {
            store.put(EntityKey::new(format!("customer-{i}"), None::<&str>), entity(i));
        }
        kept = Some(store);
    });
    let store = kept.expect("made");
    let bytes = taken.bytes_current + BLOCK * taken.count_current;
    assert!(store.len() < entities, "the store is full");
    check_about(store.weight(), bytes);
    assert!(
        bytes <= i64::try_from(max_bytes * 11 / 10).expect("small"),
        "takes {bytes}"
    );
}

#[test]
fn a_store_weighs_about_what_it_takes_and_takes_no_more_than_it_may() {
    let same = entity(3);
    check_store(4 << 20, 4_000, |_| same.clone());
}

#[test]
fn so_does_one_of_entities_that_share_nothing() {
    check_store(4 << 20, 1_000, |i| {
        let feature = feature(&format!("feature-{i}"), json!({"feature": {"featureType": "BOOLEAN"}}));
        let credit = json!({"type": "CREDIT", "currency": {"currencyId": format!("credits-{i}"),
            "description": "x".repeat(4_000 / std::thread::available_parallelism().map_or(1, usize::from).min(8))}});
        let state = serde_json::from_value(json!({ "entitlements": [feature, credit] })).expect("a state");
        CachedEntity::new(state, Stamp::new(now(), Source::Api))
    });
}
