//! All entitlements at once.

use stigg_models::{CustomerEntitlementsResultV2, Entitlement, EntitlementV2, Timestamp};

use super::credit;
use super::decision::decide_on;
use super::feature::{FeatureRequest, answer, missing_boolean};
use crate::CachedEntity;
use crate::entity::CachedEntitlement;

/// Evaluates every entitlement, without a request. Allocates the list.
///
/// An entitlement without a feature is answered as a boolean one, without access and without a feature.
pub fn evaluate_state(entity: &CachedEntity, now: Timestamp) -> CustomerEntitlementsResultV2 {
    let request = FeatureRequest::default();
    let evaluate = |entitlement: &CachedEntitlement| match entitlement {
        CachedEntitlement::Feature(state) => EntitlementV2::Feature(match decide_on(entity, state, &request, now) {
            Some(decision) => answer(decision, &request),
            None => Entitlement::Boolean(missing_boolean(entity)),
        }),
        CachedEntitlement::Credit(state) => EntitlementV2::Credit(credit::answer(state, None)),
    };
    let mut result = CustomerEntitlementsResultV2::default();
    result.entitlements = entity.entitlements().map(evaluate).collect();
    result.access_denied_reason = entity.access_denied_reason().cloned();
    result
}
