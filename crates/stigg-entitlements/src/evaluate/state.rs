//! All entitlements at once.

use stigg_models::{CustomerEntitlementsResultV2, Entitlement, EntitlementV2, Timestamp};

use super::credit::Credit;
use super::decision::Feature;
use super::feature::{FeatureRequest, answer, missing_boolean};
use crate::CachedEntity;
use crate::entity::{Slot, Terms};
use crate::micros::Micros;

/// Evaluates every entitlement, without a request. Allocates the list.
///
/// An entitlement without a feature is answered as a boolean one, without access and without a feature.
pub fn evaluate_state(entity: &CachedEntity, now: Timestamp) -> CustomerEntitlementsResultV2 {
    let request = FeatureRequest::default();
    let now = Micros::from(now);
    let evaluate = |slot: &Slot| match &*slot.terms {
        Terms::Feature(_) => EntitlementV2::Feature(match Feature::new(entity, slot) {
            Some(feature) => answer(feature, &request, now),
            None => Entitlement::Boolean(missing_boolean(entity)),
        }),
        Terms::Credit(terms) => EntitlementV2::Credit(Credit::new(slot, terms).answer(None)),
    };
    let mut result = CustomerEntitlementsResultV2::default();
    result.entitlements = entity.slots().iter().map(evaluate).collect();
    result.access_denied_reason = entity.access_denied_reason().cloned();
    result
}
