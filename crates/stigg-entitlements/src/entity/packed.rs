//! Entities in a snapshot.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};
use stigg_models::{EntitlementState, EntitlementsState, EntitlementsStateAccessDeniedReason, Timestamp};

use super::balance::KnownBalance;
use super::slot::Slot;
use super::terms::Terms;
use super::{CachedEntity, Heard, Source, Stamp};
use crate::micros::{Micros, OptionalMicros};
use crate::store::Tables;

/// An entity of which most is in tables.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PackedEntity {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<EntitlementsStateAccessDeniedReason>,
    source: PackedSource,
    fetched_at: Time,
    refreshed_at: Time,
    /// Whether it was heard and is not outdated: then as old as it was refreshed.
    is_heard: bool,
    slots: Vec<PackedSlot>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    balances: Vec<PackedBalance>,
}

/// The place of a time in the table, plus one; zero for none.
type Time = usize;

/// The place of the terms, limit, usage, and times: the end and the start of the period, the anchor, valid until, usage as of,
/// updated at. What is not a number is `null`.
#[derive(Debug, Serialize, Deserialize)]
struct PackedSlot(usize, Option<f64>, Option<f64>, [Time; 6]);

#[derive(Debug, Serialize, Deserialize)]
struct PackedBalance {
    currency_id: String,
    as_of: Time,
    has_credits: bool,
    valid_until: Time,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum PackedSource {
    Edge,
    Api,
    Push,
}

/// Fills tables.
pub(crate) struct Packer<'a> {
    tables: &'a mut Tables,
    terms: HashMap<*const Terms, usize, RandomState>,
    times: HashMap<i64, Time, RandomState>,
}

impl<'a> Packer<'a> {
    pub(crate) fn new(tables: &'a mut Tables) -> Self {
        Self {
            tables,
            terms: HashMap::default(),
            times: HashMap::default(),
        }
    }

    pub(crate) fn pack(&mut self, entity: &CachedEntity) -> PackedEntity {
        PackedEntity {
            reason: entity.access_denied_reason.clone(),
            source: match entity.stamp.source {
                Source::Edge => PackedSource::Edge,
                Source::Api => PackedSource::Api,
                Source::Push => PackedSource::Push,
            },
            fetched_at: self.time(Micros::from(entity.stamp.fetched_at).into()),
            refreshed_at: self.time(Micros::from(entity.refreshed_at).into()),
            is_heard: entity.heard_at() > Duration::ZERO,
            slots: entity.slots.iter().map(|slot| self.slot(slot)).collect(),
            balances: entity
                .balances
                .iter()
                .flat_map(|balances| balances.iter())
                .map(|balance| PackedBalance {
                    currency_id: balance.currency_id.clone().into(),
                    as_of: self.time(balance.as_of.into()),
                    has_credits: balance.has_credits,
                    valid_until: self.time(balance.valid_until),
                })
                .collect(),
        }
    }

    fn slot(&mut self, slot: &Slot) -> PackedSlot {
        let tables = &mut *self.tables;
        // Equal ones are the same, in one store.
        let terms = *self.terms.entry(Arc::as_ptr(&slot.terms)).or_insert_with(|| {
            tables.terms.push(slot.terms.to_state());
            tables.terms.len() - 1
        });
        let times = [
            slot.period_end,
            slot.period_start,
            slot.anchor,
            slot.valid_until,
            slot.used_as_of,
            slot.updated_at,
        ];
        PackedSlot(
            terms,
            slot.limit.get(),
            Some(slot.used),
            times.map(|time| self.time(time)),
        )
    }

    fn time(&mut self, time: OptionalMicros) -> Time {
        let Some(time) = time.get() else { return 0 };
        let table = &mut self.tables.times;
        *self.times.entry(time.get()).or_insert_with(|| {
            table.push(time.get());
            table.len()
        })
    }
}

impl PackedEntity {
    /// The entity, as old as it is by the wall clock, and not confirmed. `None` if it refers to what is not in the tables.
    pub(crate) fn unpack(self, tables: &Tables, now: Timestamp, now_monotonic: Duration) -> Option<CachedEntity> {
        let time = |place: Time| tables.time(place)?.timestamp();
        let source = match self.source {
            PackedSource::Edge => Source::Edge,
            PackedSource::Api => Source::Api,
            PackedSource::Push => Source::Push,
        };
        let slots: Vec<Slot> = self
            .slots
            .iter()
            .map(|slot| slot.unpack(tables))
            .collect::<Option<_>>()?;
        let mut state = EntitlementsState::new(slots.iter().map(Slot::to_state).collect());
        state.access_denied_reason = self.reason;
        let mut entity = CachedEntity::new(state, Stamp::new(time(self.fetched_at)?, source));
        if entity.slots.len() != slots.len() {
            return None;
        }
        for (own, slot) in entity.slots_mut().iter_mut().zip(&slots) {
            own.anchor = slot.anchor;
        }
        entity.refreshed_at = time(self.refreshed_at)?;
        let monotonic = |time: Timestamp| {
            if time <= now {
                now_monotonic.saturating_sub(now.saturating_duration_since(time))
            } else {
                Duration::ZERO
            }
        };
        if self.is_heard {
            entity.stamp.heard_at = monotonic(entity.stamp.fetched_at);
            entity.heard = Heard::new(monotonic(entity.refreshed_at), 0);
        }
        let balances = self.balances.into_iter().map(|balance| {
            Some(KnownBalance {
                currency_id: balance.currency_id.into(),
                as_of: tables.time(balance.as_of)?.get()?,
                has_credits: balance.has_credits,
                valid_until: tables.time(balance.valid_until)?,
            })
        });
        let balances: Arc<[_]> = balances.collect::<Option<_>>()?;
        entity.balances = Some(balances).filter(|balances| !balances.is_empty());
        Some(entity)
    }
}

impl PackedSlot {
    fn unpack(&self, tables: &Tables) -> Option<Slot> {
        let Self(terms, limit, used, times) = self;
        let times = times.map(|time| tables.time(time));
        let [period_end, period_start, anchor, valid_until, used_as_of, updated_at] = times;
        let mut slot = match tables.terms.get(*terms)?.clone() {
            EntitlementState::Feature(state) => Slot::of_feature(state),
            EntitlementState::Credit(state) => Slot::of_credit(state),
            _ => return None,
        };
        slot.limit = (*limit).into();
        slot.used = used.unwrap_or(f64::NAN);
        slot.period_end = period_end?;
        slot.period_start = period_start?;
        slot.anchor = anchor?;
        slot.valid_until = valid_until?;
        slot.used_as_of = used_as_of?;
        slot.updated_at = updated_at?;
        Some(slot)
    }
}

impl Tables {
    /// The time at a place. `None` if there is no such place, or what is there is no time.
    fn time(&self, place: Time) -> Option<OptionalMicros> {
        match place.checked_sub(1) {
            None => Some(OptionalMicros::NONE),
            Some(place) => Micros::new(*self.times.get(place)?).map(OptionalMicros::from),
        }
    }
}
