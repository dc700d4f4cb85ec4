//! The store in the memory of the process.

use std::collections::HashSet;
use std::fmt;
use std::hash::BuildHasher;
use std::mem::size_of;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};

use stigg_models::Timestamp;

use crate::merge::{merge, with_later_usage, with_usage_update};
use crate::{CachedEntity, EntityKey, EntityKeyRef, UsageUpdate};

/// The least size of a shard, in bytes. An entity that is heavier than its shard cannot be kept.
const SHARD_BYTES: u64 = 1 << 20;
/// About what an entity weighs. The cache derives from it how many keys it remembers that it had to give up.
const TYPICAL_ENTITY_BYTES: u64 = 4 << 10;
/// What the cache itself needs per entry: its slot, its place in the hash table, and the share of what is unused.
const ENTRY_BYTES: u64 = 96;

/// Entities in memory, up to a number of bytes.
///
/// Reads never wait for a load and allocate nothing. Writes merge: what is newer wins, whatever the order of arrival (see
/// [`merge`](crate::merge)). Nothing expires by time; whether an entity is still good is for the reader to judge. When the
/// store is full, what has been read least makes room.
///
/// The bytes are divided among shards, at most four per processor and of one mebibyte at least. An entity that is heavier
/// than its shard is not kept, and neither is what was kept for its key before.
pub struct MemoryStore {
    cache: Cache<EntityKey, Arc<CachedEntity>, ByBytes>,
    /// One per shard, held from the reading of an entry to the writing of what it was merged into. `quick_cache` could do
    /// the same under its own lock, but then does not make room when the merged value is heavier.
    writers: Box<[Mutex<()>]>,
}

#[derive(Clone, Copy, Debug)]
struct ByBytes;

impl Weighter<EntityKey, Arc<CachedEntity>> for ByBytes {
    fn weight(&self, key: &EntityKey, entity: &Arc<CachedEntity>) -> u64 {
        let ids = key.customer_id().len() + key.resource_id().map_or(0, str::len);
        ENTRY_BYTES + (size_of::<EntityKey>() + ids) as u64 + entity.weight()
    }
}

impl MemoryStore {
    /// A store that holds entities of up to this many bytes, as counted by [`CachedEntity::weight`]. With 0 it holds none.
    #[expect(clippy::missing_panics_doc, reason = "both capacities are given")]
    pub fn new(max_bytes: u64) -> Self {
        let processors = thread::available_parallelism().map_or(1, usize::from);
        let most = usize::try_from(max_bytes / SHARD_BYTES).unwrap_or(usize::MAX).max(1);
        let shards = (processors * 4).next_power_of_two().min(1 << most.ilog2());
        let entities = usize::try_from(max_bytes / TYPICAL_ENTITY_BYTES).unwrap_or(usize::MAX);
        let options = OptionsBuilder::new()
            .shards(shards)
            .weight_capacity(max_bytes)
            .estimated_items_capacity(entities)
            .build()
            .expect("both capacities are given");
        let cache = Cache::with_options(
            options,
            ByBytes,
            DefaultHashBuilder::default(),
            DefaultLifecycle::default(),
        );
        let writers = (0..cache.num_shards()).map(|_| Mutex::default()).collect();
        Self { cache, writers }
    }

    /// What is known about an entity.
    pub fn get(&self, key: EntityKeyRef<'_>) -> Option<Arc<CachedEntity>> {
        self.cache.get(&key)
    }

    /// Merges a state into what is known, and returns what is known now.
    pub fn put(&self, key: EntityKey, entity: CachedEntity) -> Arc<CachedEntity> {
        self.write(key, entity, merge)
    }

    /// Puts a state in place of what is known, and returns what is known now: for a state that was asked for because what
    /// was known is known to be wrong. Only usage that was counted later is kept.
    ///
    /// [`put`](Self::put) would refuse it if it is the older one by its entitlements, as when the newest of them was taken
    /// away.
    pub fn supersede(&self, key: EntityKey, entity: CachedEntity) -> Arc<CachedEntity> {
        self.write(key, entity, with_later_usage)
    }

    fn write(
        &self,
        key: EntityKey,
        entity: CachedEntity,
        merge: impl FnOnce(&CachedEntity, CachedEntity) -> CachedEntity,
    ) -> Arc<CachedEntity> {
        let _writer = self.writer(key.as_ref());
        let entity = Arc::new(match self.cache.peek(&key) {
            Some(cached) => merge(&cached, entity),
            None => entity,
        });
        self.cache.insert(key, Arc::clone(&entity));
        entity
    }

    /// Takes over news about usage. `false` if the entity or the entitlement is not known, or newer usage of it is.
    pub fn update_usage(&self, key: EntityKeyRef<'_>, update: &UsageUpdate<'_>) -> bool {
        let _writer = self.writer(key);
        self.cache
            .peek(&key)
            .and_then(|cached| with_usage_update(&cached, update))
            .is_some_and(|entity| self.cache.replace(key.to_key(), Arc::new(entity), true).is_ok())
    }

    /// Says that what is known about a customer and its resources is wrong, though nothing better is known: it is kept, as
    /// if it had never been [refreshed](CachedEntity::refreshed_at). Looks at every entry.
    pub fn outdate_customer(&self, customer_id: &str) {
        self.outdate_where(|id| id == customer_id);
    }

    /// Says the same of several customers. Looks at every entry, and only once.
    pub fn outdate_customers<S: BuildHasher>(&self, customer_ids: &HashSet<&str, S>) {
        self.outdate_where(|id| customer_ids.contains(id));
    }

    fn outdate_where(&self, is_concerned: impl Fn(&str) -> bool) {
        let all = self.cache.iter().map(|(key, _)| key);
        let keys: Vec<EntityKey> = all.filter(|key| is_concerned(key.customer_id())).collect();
        for key in keys {
            let _writer = self.writer(key.as_ref());
            if let Some(cached) = self.cache.peek(&key) {
                let mut entity = CachedEntity::clone(&cached);
                entity.set_refreshed_at(Timestamp::MIN);
                // One that has just been evicted need not come back.
                let _ = self.cache.replace(key, Arc::new(entity), true);
            }
        }
    }

    /// Forgets an entity. `false` if it was not known.
    pub fn remove(&self, key: EntityKeyRef<'_>) -> bool {
        let _writer = self.writer(key);
        self.cache.remove(&key).is_some()
    }

    /// Forgets everything.
    pub fn clear(&self) {
        // With all writers waiting, none of them can bring back what it read before.
        let _writers: Vec<_> = self.writers.iter().map(lock).collect();
        self.cache.clear();
    }

    /// The keys of all entities at the moment, in no order.
    pub fn keys(&self) -> Vec<EntityKey> {
        self.cache.iter().map(|(key, _)| key).collect()
    }

    /// How many entities are known.
    pub fn len(&self) -> usize {
        self.cache.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.cache.is_empty()
    }

    /// How many bytes are in use.
    pub fn weight(&self) -> u64 {
        self.cache.weight()
    }

    /// How many bytes may be in use: what was asked for, rounded up to fill the shards.
    pub fn capacity(&self) -> u64 {
        self.cache.capacity()
    }

    fn writer(&self, key: EntityKeyRef<'_>) -> MutexGuard<'_, ()> {
        lock(&self.writers[self.cache.shard_index(&key)])
    }
}

/// The mutexes guard an order of steps and no data: a panic leaves nothing half done behind.
fn lock(mutex: &Mutex<()>) -> MutexGuard<'_, ()> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore")
            .field("len", &self.len())
            .field("weight", &self.weight())
            .field("capacity", &self.capacity())
            .finish()
    }
}

#[cfg(test)]
mod tests;
