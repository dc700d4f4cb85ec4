//! All entitlements at once.

use stigg_models::{BooleanEntitlement, CustomerEntitlementsResultV2, Entitlement, EntitlementV2, Timestamp};

use super::credit::Credit;
use super::decision::Feature;
use super::feature::{FeatureRequest, empty, fill, miss_boolean};
use crate::CachedEntity;
use crate::entity::Terms;
use crate::micros::Micros;

/// Evaluates every entitlement, without a request. Allocates the list.
///
/// An entitlement without a feature is answered as a boolean one, without access and without a feature.
pub fn evaluate_state(entity: &CachedEntity, now: Timestamp) -> CustomerEntitlementsResultV2 {
    let request = FeatureRequest::default();
    let now = Micros::from(now);
    let mut result = CustomerEntitlementsResultV2::default();
    result.access_denied_reason = entity.access_denied_reason().cloned();
    let answers = &mut result.entitlements;
    answers.reserve_exact(entity.len());
    for slot in entity.slots().iter() {
        if let Terms::Credit(terms) = &*slot.terms {
            answers.push(EntitlementV2::Credit(Credit::new(slot, terms).answer(None)));
        } else if let Some(feature) = Feature::new(entity, slot) {
            answers.push(EntitlementV2::Feature(empty(feature)));
            if let Some(EntitlementV2::Feature(answer)) = answers.last_mut() {
                fill(answer, feature, &request, now);
            }
        } else {
            let mut answer = BooleanEntitlement::default();
            miss_boolean(&mut answer, entity);
            answers.push(EntitlementV2::Feature(Entitlement::Boolean(answer)));
        }
    }
    result
}
