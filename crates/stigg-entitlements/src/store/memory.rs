//! The store in the memory of the process.

mod writer;

use std::collections::HashSet;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use foldhash::fast::RandomState;
use papaya::{Guard, HashMap, LocalGuard, ResizeMode};

use self::writer::Writer;
use super::snapshot;
use crate::merge::{merge, merge_asked_at, supersede, with_credit_balance, with_usage_update};
use crate::{CachedEntity, CreditBalance, EntityKey, EntityKeyRef, UsageUpdate};

/// Entities in memory, up to a number of bytes.
///
/// Reads take no lock, wait for nobody and allocate nothing. Writes merge: what is newer wins, whatever the order of arrival
/// (see [`merge`](crate::merge)). Nothing expires by time; whether an entity is still good is for the reader to judge. When
/// the store is full, what nobody asks for makes room, and what was asked for only once goes before what is asked for
/// again and again.
///
/// Entities share what is equal in them: a thousand customers on one plan hold its features once.
pub struct MemoryStore {
    map: Map,
    /// Held from the reading of an entry to the writing of what it was merged into.
    writer: Mutex<Writer>,
    capacity: u64,
    weight: AtomicU64,
    evictions: AtomicU64,
}

type Map = HashMap<EntityKey, Entry, RandomState>;

/// An entity in its place. What every check reads stands first.
#[derive(Debug)]
#[repr(C)]
struct Entry {
    /// When somebody last asked for it, in whole seconds of the monotonic clock.
    last_used: AtomicU64,
    /// Whether somebody has asked for it since it was last looked at for eviction.
    visited: AtomicBool,
    /// Its number in the order of eviction.
    number: u32,
    entity: CachedEntity,
    /// What it takes alone, in bytes.
    weight: usize,
}

impl Entry {
    /// Notes that it is asked for. Nothing is written that is so already, or threads would wait for each other.
    #[inline]
    fn touch(&self, now: Duration) {
        if !self.visited.load(Ordering::Relaxed) {
            self.visited.store(true, Ordering::Relaxed);
        }
        if self.last_used.load(Ordering::Relaxed) != now.as_secs() {
            self.last_used.store(now.as_secs(), Ordering::Relaxed);
        }
    }
}

/// What became of a state that nobody asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Pushed {
    /// Nothing is known about the entity, and nothing is by it.
    Unknown,
    /// It is what is known now. It may have been before.
    Applied,
    /// It seems to be older than what is known. Only usage was taken over, if it was counted later. If an entitlement has
    /// been taken away the newer one may seem so: whoever has to be sure asks.
    Refused,
}

impl MemoryStore {
    /// A store that holds entities of up to this many bytes. With 0 it holds none.
    pub fn new(max_bytes: u64) -> Self {
        Self {
            map: HashMap::builder()
                .hasher(RandomState::default())
                .resize_mode(ResizeMode::Blocking)
                .build(),
            writer: Mutex::new(Writer::new()),
            capacity: max_bytes,
            weight: AtomicU64::new(0),
            evictions: AtomicU64::new(0),
        }
    }

    /// Reads what is known about an entity, in place. `None` if nothing is. Counts as a use of it.
    ///
    /// `read` should be short: as long as it runs, no memory is freed that other entries no longer need.
    #[inline]
    pub fn with<R>(
        &self,
        key: EntityKeyRef<'_>,
        now_monotonic: Duration,
        read: impl FnOnce(&CachedEntity) -> R,
    ) -> Option<R> {
        let guard = self.map.guard();
        let entry = self.map.get(&key, &guard)?;
        entry.touch(now_monotonic);
        Some(read(&entry.entity))
    }

    /// What is known about an entity. Allocates, and does not count as a use of it.
    pub fn get(&self, key: EntityKeyRef<'_>) -> Option<Arc<CachedEntity>> {
        let guard = self.map.guard();
        let entry = self.map.get(&key, &guard)?;
        Some(Arc::new(entry.entity.clone()))
    }

    /// Whether anything is known about an entity. Does not count as a use of it.
    pub fn contains(&self, key: EntityKeyRef<'_>) -> bool {
        self.map.contains_key(&key, &self.map.guard())
    }

    /// Merges a state into what is known, and returns what is known now.
    ///
    /// An entity that is heavier than the whole store is returned all the same, but neither it nor what was known before
    /// is kept.
    pub fn put(&self, key: EntityKey, entity: CachedEntity) -> Arc<CachedEntity> {
        self.write(key, entity, merge)
    }

    /// Puts a state in place of what is known, and returns what is known now: for a state that was asked for because what
    /// was known is known to be wrong. Only usage that was counted later is kept.
    ///
    /// [`put`](Self::put) would refuse it if it is the older one by its entitlements, as when the newest of them was taken
    /// away. If what is known was heard after the state was asked for ([`Stamp::heard_at`](crate::Stamp::heard_at)), it is not
    /// what was known to be wrong: then this is the same as `put`.
    pub fn supersede(&self, key: EntityKey, entity: CachedEntity) -> Arc<CachedEntity> {
        let asked_at = entity.stamp().heard_at;
        self.supersede_asked_at(key, entity, asked_at)
    }

    /// The same for a state that is as old as its stamp says, but was asked for before that, by the monotonic clock: the
    /// answer to a change is from when the change had been made, and other news may have come in since it was sent. What
    /// was heard after `asked_at` is replaced only if it is the older one.
    pub fn supersede_asked_at(&self, key: EntityKey, entity: CachedEntity, asked_at: Duration) -> Arc<CachedEntity> {
        self.write(key, entity, |cached, entity| supersede(cached, entity, asked_at))
    }

    /// Merges a state into what is known, if anything is: for news that nobody asked for. What became of it.
    pub fn put_if_known(&self, key: EntityKeyRef<'_>, entity: CachedEntity) -> Pushed {
        let asked_at = entity.stamp().heard_at;
        let mut pushed = Pushed::Unknown;
        self.change(key, |cached| {
            let (entity, is_known) = merge_asked_at(cached, entity, asked_at);
            pushed = if is_known { Pushed::Applied } else { Pushed::Refused };
            Some(entity)
        });
        pushed
    }

    /// Takes over news about usage. `false` if the entity or the entitlement is not known, or newer usage of it is.
    pub fn update_usage(&self, key: EntityKeyRef<'_>, update: &UsageUpdate<'_>) -> bool {
        self.change(key, |cached| with_usage_update(cached, update))
    }

    /// Takes over news about a balance of credits: limit, usage and expiry of the entitlement to them. Without such an
    /// entitlement, the features that are paid for with the currency are denied for want of credits, or no longer are, and
    /// expire with the balance. `false` if it concerns nothing that is known, or newer is known.
    pub fn update_credit_balance(&self, key: EntityKeyRef<'_>, balance: &CreditBalance<'_>) -> bool {
        self.change(key, |cached| with_credit_balance(cached, balance))
    }

    /// Says that what is known about an entity is wrong, though nothing better is known: it is kept, but nobody has
    /// [confirmed](CachedEntity::heard_at) it, until a state arrives that is asked for from now on.
    pub fn outdate(&self, key: EntityKeyRef<'_>, now_monotonic: Duration) {
        self.change(key, |cached| {
            let mut entity = cached.clone();
            entity.heard_mut().outdate(now_monotonic);
            Some(entity)
        });
    }

    /// Says the same of a customer and all its resources.
    pub fn outdate_customer(&self, customer_id: &str, now_monotonic: Duration) {
        let resources = self.lock().resources_of(customer_id);
        self.outdate(EntityKeyRef::new(customer_id, None), now_monotonic);
        for key in resources {
            self.outdate(key.as_ref(), now_monotonic);
        }
    }

    /// Says the same of several customers.
    pub fn outdate_customers<S: BuildHasher>(&self, customer_ids: &HashSet<&str, S>, now_monotonic: Duration) {
        for customer_id in customer_ids {
            self.outdate_customer(customer_id, now_monotonic);
        }
    }

    /// Forgets an entity. `false` if it was not known.
    pub fn remove(&self, key: EntityKeyRef<'_>) -> bool {
        let mut writer = self.lock();
        let guard = self.map.guard();
        let was_known = self.forget(&mut writer, key, &guard);
        self.finish(&writer, &guard);
        was_known
    }

    /// Forgets everything.
    pub fn clear(&self) {
        let mut writer = self.lock();
        let guard = self.map.guard();
        self.map.clear(&guard);
        *writer = Writer::new();
        self.finish(&writer, &guard);
    }

    /// The keys of all entities at the moment, in no order.
    pub fn keys(&self) -> Vec<EntityKey> {
        let guard = self.map.guard();
        self.map.keys(&guard).cloned().collect()
    }

    /// The keys of the entities that have been used last, the last one first: at most so many, of those that have been used
    /// since a time, by the monotonic clock, and are wanted. Looks at every entry.
    pub fn most_recently_used(
        &self,
        limit: usize,
        since: Duration,
        wants: impl Fn(&CachedEntity) -> bool,
    ) -> Vec<EntityKey> {
        let guard = self.map.guard();
        let since = since.as_secs();
        let mut found: Vec<_> = self
            .map
            .iter(&guard)
            .filter(|(_, entry)| entry.last_used.load(Ordering::Relaxed) >= since && wants(&entry.entity))
            .map(|(key, entry)| (entry.last_used.load(Ordering::Relaxed), key))
            .collect();
        if limit < found.len() {
            found.select_nth_unstable_by_key(limit, |(last_used, _)| std::cmp::Reverse(*last_used));
            found.truncate(limit);
        }
        found.sort_by_key(|(last_used, _)| std::cmp::Reverse(*last_used));
        found.into_iter().map(|(_, key)| key.clone()).collect()
    }

    /// All entities in a snapshot, those that were used last at the end: an import that is too large forgets its beginning.
    pub(super) fn exported(&self) -> Vec<u8> {
        let guard = self.map.guard();
        let mut entries: Vec<_> = self
            .map
            .iter(&guard)
            .map(|(key, entry)| (entry.last_used.load(Ordering::Relaxed), key, &entry.entity))
            .collect();
        entries.sort_by_key(|(last_used, ..)| *last_used);
        snapshot::write(entries.into_iter().map(|(_, key, entity)| (key, entity)))
    }

    /// How many entities are known.
    pub fn len(&self) -> usize {
        self.map.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    /// How many bytes are in use.
    pub fn weight(&self) -> u64 {
        self.weight.load(Ordering::Relaxed)
    }

    /// How many bytes may be in use.
    pub fn capacity(&self) -> u64 {
        self.capacity
    }

    /// How many entities have had to make room for others so far.
    pub fn evictions(&self) -> u64 {
        self.evictions.load(Ordering::Relaxed)
    }

    fn write(
        &self,
        key: EntityKey,
        entity: CachedEntity,
        merge: impl FnOnce(&CachedEntity, CachedEntity) -> CachedEntity,
    ) -> Arc<CachedEntity> {
        let mut writer = self.lock();
        let guard = self.map.guard();
        let known = self.map.get(&key, &guard);
        let entity = match known {
            Some(known) => merge(&known.entity, entity),
            None => entity,
        };
        let entity = self.keep(&mut writer, key, entity, known, &guard);
        self.finish(&writer, &guard);
        Arc::new(entity)
    }

    /// Puts a changed entity in place of what is known. `false` if nothing is, or if it is not changed.
    fn change(&self, key: EntityKeyRef<'_>, change: impl FnOnce(&CachedEntity) -> Option<CachedEntity>) -> bool {
        let mut writer = self.lock();
        let guard = self.map.guard();
        let Some((key, known)) = self.map.get_key_value(&key, &guard) else {
            return false;
        };
        let Some(entity) = change(&known.entity) else {
            return false;
        };
        self.keep(&mut writer, key.clone(), entity, Some(known), &guard);
        self.finish(&writer, &guard);
        true
    }

    /// Puts an entity into the map, if it fits, and returns it as it is there.
    fn keep(
        &self,
        writer: &mut Writer,
        key: EntityKey,
        mut entity: CachedEntity,
        known: Option<&Entry>,
        guard: &LocalGuard<'_>,
    ) -> CachedEntity {
        let weight = writer::weight_of(&key, &entity);
        writer.add(&mut entity, weight);
        if let Some(known) = known {
            writer.subtract(&known.entity, known.weight);
        }
        // What fits beside others would fit alone, and need not be weighed.
        let is_too_heavy = writer.weight() > self.capacity && (weight as u64).max(entity.weight()) > self.capacity;
        while writer.weight() > self.capacity {
            if is_too_heavy || !self.evict(writer, &key, guard) {
                // It is added and what was known is not: the number and the entry of the latter are left to take away.
                writer.subtract(&entity, weight);
                if let Some(known) = known {
                    writer.drop_key(&key, known.number);
                    self.map.remove(&key, guard);
                }
                return entity;
            }
        }
        let entry = match known {
            Some(known) => Entry {
                entity: entity.clone(),
                visited: AtomicBool::new(known.visited.load(Ordering::Relaxed)),
                last_used: AtomicU64::new(known.last_used.load(Ordering::Relaxed)),
                number: known.number,
                weight,
            },
            None => Entry {
                entity: entity.clone(),
                visited: AtomicBool::new(false),
                // Whoever asked Stigg for it wanted to use it.
                last_used: AtomicU64::new(entity.heard_at().as_secs()),
                number: writer.add_key(&key),
                weight,
            },
        };
        self.map.insert(key, entry, guard);
        entity
    }

    /// Lets some entity make room, but for that of one key. `false` if there is no other.
    fn evict(&self, writer: &mut Writer, except: &EntityKey, guard: &LocalGuard<'_>) -> bool {
        let take_visited = |key: &EntityKey| {
            key == except
                || self
                    .map
                    .get(key, guard)
                    .is_some_and(|entry| entry.visited.swap(false, Ordering::Relaxed))
        };
        match writer.victim(take_visited) {
            Some(victim) if victim != *except => {
                self.evictions.fetch_add(1, Ordering::Relaxed);
                self.forget(writer, victim.as_ref(), guard)
            }
            _ => false,
        }
    }

    fn forget(&self, writer: &mut Writer, key: EntityKeyRef<'_>, guard: &LocalGuard<'_>) -> bool {
        let Some((key, entry)) = self.map.remove_entry(&key, guard) else {
            return false;
        };
        writer.drop_key(key, entry.number);
        writer.subtract(&entry.entity, entry.weight);
        true
    }

    /// Tells the weight, and lets go of what has been replaced as soon as nobody reads it any more. Without this, the map
    /// would collect some dozens of them per thread first.
    fn finish(&self, writer: &Writer, guard: &LocalGuard<'_>) {
        self.weight.store(writer.weight(), Ordering::Relaxed);
        guard.flush();
    }

    fn lock(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore")
            .field("len", &self.len())
            .field("weight", &self.weight())
            .field("capacity", &self.capacity())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
