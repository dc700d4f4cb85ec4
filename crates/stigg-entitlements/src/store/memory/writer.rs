//! What only writers need to know about the entries.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::Entry;
use crate::entity::weight::{self, block};
use crate::store::pools::Pools;
use crate::store::sieve::Sieve;
use crate::{CachedEntity, EntityKey};

/// What a place in the table of the map takes: a pointer and a byte, with those that are free.
const PLACE: usize = 18;
/// What the list of a customer's resources takes for each.
const RESOURCE: usize = 96;

#[derive(Debug)]
pub(super) struct Writer {
    pools: Pools,
    order: Sieve,
    /// The keys of resources, by their customer.
    resources: HashMap<Arc<str>, Vec<EntityKey>, RandomState>,
    /// Of all entries, without what they share.
    entries_weight: usize,
}

/// What the entry of an entity takes alone.
pub(super) fn weight_of(key: &EntityKey, entity: &CachedEntity) -> usize {
    // Text that is shared begins with two counters.
    let text = |text: &str| block(16 + text.len());
    let ids = text(key.customer_id()) + key.resource_id().map_or(0, |id| text(id) + RESOURCE);
    // The list of nodes grows by doubling.
    let node = Sieve::NODE_BYTES * 3 / 2;
    block(size_of::<(EntityKey, Entry)>()) + ids + node + PLACE + weight::own(entity)
}

impl Writer {
    pub(super) fn new() -> Self {
        Self {
            pools: Pools::new(),
            order: Sieve::new(),
            resources: HashMap::default(),
            entries_weight: 0,
        }
    }

    pub(super) fn weight(&self) -> u64 {
        (self.entries_weight + self.pools.weight()) as u64
    }

    /// Counts an entity that is about to come, and lets it share what it can.
    pub(super) fn add(&mut self, entity: &mut CachedEntity, weight: usize) {
        self.pools.acquire(entity);
        self.entries_weight += weight;
    }

    /// Stops counting an entity.
    pub(super) fn subtract(&mut self, entity: &CachedEntity, weight: usize) {
        self.pools.release(entity);
        self.entries_weight -= weight;
    }

    /// Notes the key of an entity that was not known, and returns its number.
    pub(super) fn add_key(&mut self, key: &EntityKey) -> u32 {
        if key.resource_id().is_some() {
            let customer_id = Arc::clone(key.shared_customer_id());
            self.resources.entry(customer_id).or_default().push(key.clone());
        }
        self.order.add(key.clone())
    }

    /// Forgets the key of an entity.
    pub(super) fn drop_key(&mut self, key: &EntityKey, number: u32) {
        self.order.remove(number);
        if key.resource_id().is_some()
            && let Some(keys) = self.resources.get_mut(key.customer_id())
        {
            keys.retain(|other| other != key);
            if keys.is_empty() {
                self.resources.remove(key.customer_id());
            }
        }
    }

    /// The keys of the resources of a customer that are known.
    pub(super) fn resources_of(&self, customer_id: &str) -> Vec<EntityKey> {
        self.resources.get(customer_id).cloned().unwrap_or_default()
    }

    pub(super) fn victim(&mut self, take_visited: impl FnMut(&EntityKey) -> bool) -> Option<EntityKey> {
        self.order.victim(take_visited)
    }
}
