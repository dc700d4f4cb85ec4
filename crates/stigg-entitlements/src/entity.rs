//! What is known about one customer, or one of its resources: the unit of the cache.

mod balance;
mod heard;
mod index;
mod membership;
mod packed;
mod slot;
mod terms;
mod usage;
pub(crate) mod weight;

use std::sync::Arc;
use std::time::Duration;

use stigg_models::{
    AccessDeniedReason, CreditEntitlementState, EntitlementState, EntitlementsState,
    EntitlementsStateAccessDeniedReason, FeatureEntitlementState, Timestamp,
};

use self::balance::KnownBalance;
pub(crate) use self::heard::Heard;
pub(crate) use self::index::Index;
use self::index::IndexBuilder;
pub(crate) use self::packed::{PackedEntity, Packer};
pub(crate) use self::slot::Slot;
pub(crate) use self::terms::{CreditTerms, FeatureTerms, Terms};
pub(crate) use self::usage::Usage;
use crate::micros::{Micros, OptionalMicros};
use crate::{EDGE_LAG, EntitlementReference};

/// Where a state came from, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stamp {
    /// When the state was asked for, or when it arrived if nobody asked, by the wall clock: to compare it with times that Stigg
    /// tells. A state is at least as new as what [`Source::Api`] knew then.
    pub fetched_at: Timestamp,
    /// Who told it.
    pub source: Source,
    /// The same moment by [`Clock::monotonic`](crate::Clock::monotonic): to tell how old the state is, and which of two was asked
    /// for later. Zero if nobody said.
    pub heard_at: Duration,
    /// The epoch in which it was told, from 1; 0 confirms nothing. What an epoch is, the user of the cache decides: for
    /// example a connection over which changes are pushed.
    pub epoch: u64,
}

impl Stamp {
    /// Asked for at a time, and told by somebody.
    pub fn new(fetched_at: Timestamp, source: Source) -> Self {
        Self {
            fetched_at,
            source,
            heard_at: Duration::ZERO,
            epoch: 0,
        }
    }

    /// The same moment by the monotonic clock, and the epoch.
    #[must_use]
    pub fn heard(mut self, heard_at: Duration, epoch: u64) -> Self {
        (self.heard_at, self.epoch) = (heard_at, epoch);
        self
    }
}

/// Who told a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// Stigg's Edge, which may be some seconds behind.
    Edge,
    /// Stigg's API: a read, or the answer to a change.
    Api,
    /// A realtime event.
    Push,
}

/// An immutable snapshot of the entitlements of a customer, or of one of its resources.
///
/// Features and credits are found by their id in constant time. Cheap to clone. Times are held in microseconds; what is finer
/// is rounded down.
// In this order, so that what every check reads stands together: memory that was not used lately is slow.
#[derive(Clone, Debug)]
#[repr(C)]
pub struct CachedEntity {
    slots: Arc<[Slot]>,
    index: Arc<Index>,
    valid_until: OptionalMicros,
    heard: Heard,
    access_denied_reason: Option<EntitlementsStateAccessDeniedReason>,
    /// The same reason, ready for the answer to a check.
    denied: Option<AccessDeniedReason>,
    updated_at: OptionalMicros,
    stamp: Stamp,
    refreshed_at: Timestamp,
    balances: Option<Arc<[KnownBalance]>>,
}

impl CachedEntity {
    /// A snapshot of what Stigg told.
    ///
    /// The order is that of the state. Of several entitlements to the same feature or currency the last one counts, in the
    /// place of the first one. Entitlements of a kind that this version of the SDK does not know are left out.
    pub fn new(state: EntitlementsState, stamp: Stamp) -> Self {
        let updated_at = updated_at(&state.entitlements, stamp.fetched_at);
        let mut slots: Vec<Slot> = Vec::with_capacity(state.entitlements.len());
        let ids = state.entitlements.iter().map(|entitlement| id(entitlement).len()).sum();
        let mut index = IndexBuilder::new(state.entitlements.len(), ids);
        let mut nothing = None;
        for entitlement in state.entitlements {
            let slot = match entitlement {
                EntitlementState::Feature(feature) => Slot::of_feature(feature),
                EntitlementState::Credit(credit) => Slot::of_credit(credit),
                _ => continue,
            };
            let place = slots.len();
            let first = match slot.terms.reference() {
                Some(reference) => index.add(reference, place),
                None => nothing.replace(nothing.unwrap_or(place)),
            };
            match first {
                Some(first) => slots[first] = slot,
                None => slots.push(slot),
            }
        }
        let mut entity = Self {
            slots: slots.into(),
            index: Arc::new(index.build()),
            valid_until: OptionalMicros::NONE,
            heard: Heard::new(stamp.heard_at, stamp.epoch),
            denied: state
                .access_denied_reason
                .as_ref()
                .map(|reason| AccessDeniedReason::from(reason.as_str())),
            access_denied_reason: state.access_denied_reason,
            updated_at: updated_at.into(),
            stamp,
            refreshed_at: stamp.fetched_at,
            balances: None,
        };
        entity.valid_until = entity.first_to_expire();
        entity
    }

    /// The entitlement to a feature, as Stigg would tell it now. Makes a copy; a check does not need one.
    pub fn feature(&self, feature_id: &str) -> Option<FeatureEntitlementState> {
        match self.slot(EntitlementReference::Feature(feature_id))?.to_state() {
            EntitlementState::Feature(feature) => Some(feature),
            _ => None,
        }
    }

    /// The entitlement to credits of a currency, as Stigg would tell it now. Makes a copy; a check does not need one.
    pub fn credit(&self, currency_id: &str) -> Option<CreditEntitlementState> {
        match self.slot(EntitlementReference::Credit(currency_id))?.to_state() {
            EntitlementState::Credit(credit) => Some(credit),
            _ => None,
        }
    }

    /// Whether there is an entitlement to credits of a currency. Allocates nothing.
    pub fn has_credit(&self, currency_id: &str) -> bool {
        self.index.find(EntitlementReference::Credit(currency_id)).is_some()
    }

    /// How many entitlements there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are no entitlements.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Why there are no entitlements, or why those that are missing are missing.
    pub fn access_denied_reason(&self) -> Option<&EntitlementsStateAccessDeniedReason> {
        self.access_denied_reason.as_ref()
    }

    /// Why access to a feature is denied to which there is no entitlement.
    pub fn missing_feature_reason(&self) -> AccessDeniedReason {
        self.denied
            .clone()
            .unwrap_or(AccessDeniedReason::NoFeatureEntitlementInSubscription)
    }

    /// Why access to credits is denied to which there is no entitlement.
    pub fn missing_credit_reason(&self) -> AccessDeniedReason {
        self.denied.clone().unwrap_or(AccessDeniedReason::EntitlementNotFound)
    }

    /// The version of the entitlements: that of the first one that has one, as in Stigg's other SDKs, else when they were
    /// fetched. `None` without entitlements: an empty list tells no time.
    pub fn updated_at(&self) -> Option<Timestamp> {
        self.updated_at.timestamp()
    }

    /// Where the entitlements came from, and when.
    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// When Stigg was last heard about this entity, by the wall clock as it was set then. Later than the
    /// [`stamp`](Self::stamp) if what was heard last was not newer than what was known. For ages see
    /// [`heard_at`](Self::heard_at).
    pub fn refreshed_at(&self) -> Timestamp {
        self.refreshed_at
    }

    /// When Stigg was last asked or heard about this entity, by [`Clock::monotonic`](crate::Clock::monotonic). Zero if nobody
    /// said, and if it has been [outdated](crate::MemoryStore::outdate) and not asked for since.
    pub fn heard_at(&self) -> Duration {
        self.heard.at()
    }

    /// When Stigg was last asked or heard about this entity, by the same clock, whether it has been
    /// [outdated](crate::MemoryStore::outdate) since or not: to tell how old the knowledge is. Zero if nobody said.
    pub fn known_at(&self) -> Duration {
        self.heard.known_at()
    }

    /// Whether what is known is known to be wrong: it has been [outdated](crate::MemoryStore::outdate), and nothing came since
    /// that was asked for later.
    pub fn is_outdated(&self) -> bool {
        self.heard.is_outdated()
    }

    /// The epoch in which the entity was confirmed last; 0 if it has not been, or is outdated.
    pub fn epoch(&self) -> u64 {
        self.heard.epoch()
    }

    /// When the entity was outdated last, by [`Clock::monotonic`](crate::Clock::monotonic); zero for never. What was asked for
    /// before does not confirm it.
    pub fn outdated_at(&self) -> Duration {
        self.heard.outdated_at()
    }

    /// When the first of the entitlements has to be asked for again; `None` if none ever has to.
    pub fn valid_until(&self) -> Option<Timestamp> {
        self.valid_until.timestamp()
    }

    /// How much memory the entity takes, in bytes, if it shares nothing with others. In a [`MemoryStore`](crate::MemoryStore)
    /// most of it is shared.
    ///
    /// Counted, not measured: the heap blocks of the entity with their usual overhead. Looks at every entitlement.
    pub fn weight(&self) -> u64 {
        weight::whole(self) as u64
    }

    /// The state as Stigg would tell it now: with the usage that is known.
    pub fn to_state(&self) -> EntitlementsState {
        let mut state = EntitlementsState::new(self.slots.iter().map(Slot::to_state).collect());
        state.access_denied_reason.clone_from(&self.access_denied_reason);
        state
    }

    pub(crate) fn slots(&self) -> &Arc<[Slot]> {
        &self.slots
    }

    /// For who puts equal terms in place of terms.
    pub(crate) fn slots_mut(&mut self) -> &mut [Slot] {
        Arc::make_mut(&mut self.slots)
    }

    pub(crate) fn index(&self) -> &Arc<Index> {
        &self.index
    }

    /// For who puts an equal index in place of the index.
    pub(crate) fn index_mut(&mut self) -> &mut Arc<Index> {
        &mut self.index
    }

    #[inline]
    pub(crate) fn slot(&self, reference: EntitlementReference<'_>) -> Option<&Slot> {
        Some(&self.slots[self.index.find(reference)?])
    }

    pub(crate) fn expires_at(&self) -> Option<Micros> {
        self.valid_until.get()
    }

    pub(crate) fn version(&self) -> Option<Micros> {
        self.updated_at.get()
    }

    pub(crate) fn heard(&self) -> Heard {
        self.heard
    }

    pub(crate) fn heard_mut(&mut self) -> &mut Heard {
        &mut self.heard
    }

    pub(crate) fn set_refreshed_at(&mut self, time: Timestamp) {
        self.refreshed_at = time;
    }

    pub(crate) fn usage(&self, reference: EntitlementReference<'_>) -> Option<Usage> {
        Some(self.slot(reference)?.usage(self.as_of()))
    }

    pub(crate) fn set_usage(&mut self, reference: EntitlementReference<'_>, usage: Usage) {
        if let Some(place) = self.index.find(reference) {
            Arc::make_mut(&mut self.slots)[place].set_usage(usage);
        }
    }

    /// Takes over the usage that is known of another state of the same entity, where it is newer.
    pub(crate) fn take_later_usage(&mut self, other: &Self) {
        let (own_as_of, other_as_of) = (self.as_of(), other.as_of());
        let same_places = self.index == other.index;
        for (place, slot) in other.slots.iter().enumerate() {
            let Some(reference) = slot.terms.reference() else {
                continue;
            };
            let place = if same_places {
                Some(place)
            } else {
                self.index.find(reference)
            };
            let Some(place) = place else { continue };
            let (own, usage) = (self.slots[place].usage(own_as_of), slot.usage(other_as_of));
            if usage.compare_age(&own).is_gt() && usage != own {
                Arc::make_mut(&mut self.slots)[place].set_usage(usage);
            }
        }
    }

    /// The time that usage without a time is from: it was at least as new as this.
    ///
    /// By Stigg's clock, where it told one: usage that is told later goes by it, and the clock here may be ahead of it, even by
    /// a year.
    fn as_of(&self) -> Micros {
        let read = Micros::from(self.stamp.fetched_at).saturating_sub(EDGE_LAG);
        self.updated_at.get().map_or(read, |told| told.min(read))
    }

    fn first_to_expire(&self) -> OptionalMicros {
        self.slots.iter().filter_map(Slot::expires_at).min().into()
    }
}

/// What an entitlement is to; empty for one to nothing.
fn id(entitlement: &EntitlementState) -> &str {
    match entitlement {
        EntitlementState::Feature(feature) => feature.feature.as_ref().map_or("", |feature| &feature.id),
        EntitlementState::Credit(credit) => &credit.currency.currency_id,
        _ => "",
    }
}

fn updated_at(entitlements: &[EntitlementState], fetched_at: Timestamp) -> Option<Timestamp> {
    if entitlements.is_empty() {
        return None;
    }
    let first = entitlements.iter().find_map(|entitlement| match entitlement {
        EntitlementState::Feature(feature) => feature.entitlement_updated_at,
        EntitlementState::Credit(credit) => credit.entitlement_updated_at,
        _ => None,
    });
    Some(first.unwrap_or(fetched_at))
}

#[cfg(test)]
mod tests;
