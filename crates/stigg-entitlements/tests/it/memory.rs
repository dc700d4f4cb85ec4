//! The weight of an entity is about the memory that it takes.

use std::sync::Arc;

use allocation_counter::measure;
use stigg_entitlements::{EntityKey, MemoryStore};

use crate::entity;

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

#[test]
fn a_store_weighs_about_what_it_takes_and_takes_no_more_than_it_may() {
    let max_bytes = 8 << 20;
    let mut kept = None;
    let taken = measure(|| {
        let store = MemoryStore::new(max_bytes);
        for i in 0..4_000 {
            store.put(EntityKey::new(format!("customer-{i}"), None::<&str>), entity(1));
        }
        kept = Some(store);
    });
    let store = kept.expect("made");
    let bytes = taken.bytes_current + BLOCK * taken.count_current;
    assert!(store.len() < 4_000, "the store is full");
    check_about(store.weight(), bytes);
    assert!(
        bytes <= i64::try_from(max_bytes * 11 / 10).expect("small"),
        "takes {bytes}"
    );
}
