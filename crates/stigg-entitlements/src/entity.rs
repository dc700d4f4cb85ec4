//! What is known about one customer, or one of its resources: the unit of the cache.

mod index;
mod usage;
mod weight;

use std::sync::Arc;

use stigg_models::{
    AccessDeniedReason, CreditEntitlementState, EntitlementState, EntitlementsState,
    EntitlementsStateAccessDeniedReason, FeatureEntitlementState, Timestamp,
};

use self::index::{Index, IndexBuilder};
pub(crate) use self::usage::Usage;
use crate::evaluate::FeatureKind;
use crate::{EDGE_LAG, EntitlementReference};

/// Where a state came from, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stamp {
    /// When the state was asked for, or when it arrived if nobody asked. A state is at least as new as what
    /// [`Source::Api`] knew then.
    pub fetched_at: Timestamp,
    /// Who told it.
    pub source: Source,
}

impl Stamp {
    /// Asked for at a time, and told by somebody.
    pub fn new(fetched_at: Timestamp, source: Source) -> Self {
        Self { fetched_at, source }
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
/// Features and credits are found by their id in constant time. A change of usage makes a new snapshot that shares
/// everything else with the old one, so that whoever evaluates the old one is not disturbed.
#[derive(Clone, Debug)]
pub struct CachedEntity {
    slots: Vec<Slot>,
    index: Index,
    access_denied_reason: Option<EntitlementsStateAccessDeniedReason>,
    /// The same reason, ready for the answer to a check.
    denied: Option<AccessDeniedReason>,
    updated_at: Option<Timestamp>,
    valid_until: Option<Timestamp>,
    stamp: Stamp,
    refreshed_at: Timestamp,
    weight: u64,
}

/// One entitlement of a [`CachedEntity`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CachedEntitlement {
    /// To a feature, or to nothing at all: see [`FeatureEntitlementState::feature`].
    Feature(Arc<FeatureEntitlementState>),
    /// To credits.
    Credit(Arc<CreditEntitlementState>),
}

/// An entitlement and the time that its usage is from.
#[derive(Clone, Debug)]
struct Slot {
    entitlement: CachedEntitlement,
    usage_as_of: Timestamp,
}

impl CachedEntity {
    /// A snapshot of what Stigg told.
    ///
    /// The order is that of the state. Of several entitlements to the same feature or currency the last one counts, in the
    /// place of the first one. Entitlements of a kind that this version of the SDK does not know are left out.
    pub fn new(state: EntitlementsState, stamp: Stamp) -> Self {
        let updated_at = updated_at(&state.entitlements, stamp.fetched_at);
        let mut slots: Vec<Slot> = Vec::with_capacity(state.entitlements.len());
        let mut index = IndexBuilder::new(state.entitlements.len());
        let mut nothing = None;
        for entitlement in state.entitlements {
            let slot = match entitlement {
                EntitlementState::Feature(feature) => Slot::feature(feature, stamp),
                EntitlementState::Credit(credit) => Slot::credit(credit, stamp),
                _ => continue,
            };
            let place = slots.len();
            let first = match slot.entitlement.reference() {
                Some(reference) => index.add(reference, place),
                None => nothing.replace(nothing.unwrap_or(place)),
            };
            match first {
                Some(first) => slots[first] = slot,
                None => slots.push(slot),
            }
        }
        slots.shrink_to_fit();
        let mut entity = Self {
            valid_until: slots.iter().filter_map(|slot| slot.entitlement.valid_until()).min(),
            slots,
            index: index.build(),
            denied: state
                .access_denied_reason
                .as_ref()
                .map(|reason| AccessDeniedReason::from(reason.as_str())),
            access_denied_reason: state.access_denied_reason,
            updated_at,
            stamp,
            refreshed_at: stamp.fetched_at,
            weight: 0,
        };
        entity.weight = weight::of(&entity);
        entity
    }

    /// The entitlement to a feature.
    pub fn feature(&self, feature_id: &str) -> Option<&Arc<FeatureEntitlementState>> {
        match &self.slots[self.index.find(EntitlementReference::Feature(feature_id))?].entitlement {
            CachedEntitlement::Feature(feature) => Some(feature),
            CachedEntitlement::Credit(_) => None,
        }
    }

    /// The entitlement to credits of a currency.
    pub fn credit(&self, currency_id: &str) -> Option<&Arc<CreditEntitlementState>> {
        match &self.slots[self.index.find(EntitlementReference::Credit(currency_id))?].entitlement {
            CachedEntitlement::Credit(credit) => Some(credit),
            CachedEntitlement::Feature(_) => None,
        }
    }

    /// All entitlements, in the order that Stigg told them.
    pub fn entitlements(&self) -> impl ExactSizeIterator<Item = &CachedEntitlement> {
        self.slots.iter().map(|slot| &slot.entitlement)
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
        self.updated_at
    }

    /// Where the entitlements came from, and when.
    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// When Stigg was last heard about this entity. Later than the [`stamp`](Self::stamp) if what was heard last was not
    /// newer than what was known; [`Timestamp::MIN`] if it is known to be
    /// [outdated](crate::MemoryStore::outdate_customer).
    pub fn refreshed_at(&self) -> Timestamp {
        self.refreshed_at
    }

    /// When the first of the entitlements has to be asked for again; `None` if none ever has to.
    pub fn valid_until(&self) -> Option<Timestamp> {
        self.valid_until
    }

    /// How much memory the entity takes, in bytes.
    ///
    /// Counted, not measured: the heap blocks of the entity with their usual overhead. What the entity shares with others,
    /// such as an older snapshot of itself, is counted in full.
    pub fn weight(&self) -> u64 {
        self.weight
    }

    /// The state as Stigg would tell it now: with the usage that is known.
    pub fn to_state(&self) -> EntitlementsState {
        let mut state = EntitlementsState::new(
            self.entitlements()
                .map(|entitlement| match entitlement {
                    CachedEntitlement::Feature(feature) => {
                        EntitlementState::Feature(FeatureEntitlementState::clone(feature))
                    }
                    CachedEntitlement::Credit(credit) => {
                        EntitlementState::Credit(CreditEntitlementState::clone(credit))
                    }
                })
                .collect(),
        );
        state.access_denied_reason.clone_from(&self.access_denied_reason);
        state
    }

    pub(crate) fn set_refreshed_at(&mut self, time: Timestamp) {
        self.refreshed_at = time;
    }

    /// The usage of every entitlement that can be referred to.
    pub(crate) fn usages(&self) -> impl Iterator<Item = (EntitlementReference<'_>, Usage)> {
        self.slots
            .iter()
            .filter_map(|slot| Some((slot.entitlement.reference()?, slot.usage())))
    }

    pub(crate) fn usage(&self, reference: EntitlementReference<'_>) -> Option<Usage> {
        Some(self.slots[self.index.find(reference)?].usage())
    }

    pub(crate) fn set_usage(&mut self, reference: EntitlementReference<'_>, usage: Usage) {
        if let Some(slot) = self.index.find(reference) {
            self.slots[slot].set_usage(usage);
        }
    }
}

impl Slot {
    fn feature(mut state: FeatureEntitlementState, stamp: Stamp) -> Self {
        if let Some(feature) = &mut state.feature {
            // Whoever made the state may not have derived it; answers repeat it.
            let is_metered = FeatureKind::of(feature) == FeatureKind::Metered;
            if feature.is_metered != is_metered {
                Arc::make_mut(feature).is_metered = is_metered;
            }
        }
        Self {
            usage_as_of: usage_as_of(state.usage_updated_at, stamp),
            entitlement: CachedEntitlement::Feature(Arc::new(state)),
        }
    }

    fn credit(state: CreditEntitlementState, stamp: Stamp) -> Self {
        Self {
            usage_as_of: usage_as_of(state.usage_updated_at, stamp),
            entitlement: CachedEntitlement::Credit(Arc::new(state)),
        }
    }
}

impl CachedEntitlement {
    /// What the entitlement is to; `None` for one to nothing.
    pub fn reference(&self) -> Option<EntitlementReference<'_>> {
        match self {
            Self::Feature(state) => Some(EntitlementReference::Feature(&state.feature.as_ref()?.id)),
            Self::Credit(state) => Some(EntitlementReference::Credit(&state.currency.currency_id)),
        }
    }

    /// When the entitlement has to be asked for again. Zero on the wire means never.
    pub fn valid_until(&self) -> Option<Timestamp> {
        match self {
            Self::Feature(state) => state.valid_until,
            Self::Credit(state) => state.valid_until,
        }
        .filter(|time| *time != Timestamp::UNIX_EPOCH)
    }
}

/// The time that usage without a time is from: what was read then was at least as new as this.
fn usage_as_of(updated_at: Option<Timestamp>, stamp: Stamp) -> Timestamp {
    updated_at.unwrap_or_else(|| stamp.fetched_at.saturating_sub(EDGE_LAG))
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
