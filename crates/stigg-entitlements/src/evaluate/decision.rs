//! Whether a feature may be used.

use std::sync::Arc;

use stigg_models::{AccessDeniedReason, EntitlementFeature};

use super::credit::Credit;
use super::feature::FeatureRequest;
use super::kind::FeatureKind;
use crate::entity::{FeatureTerms, Slot, Terms};
use crate::micros::Micros;
use crate::usage::CurrentUsage;
use crate::{CachedEntity, EntitlementReference};

/// What decides, and what the answer repeats.
pub(super) struct Decision<'a> {
    pub(super) slot: &'a Slot,
    pub(super) terms: &'a FeatureTerms,
    pub(super) feature: &'a Arc<EntitlementFeature>,
    /// The usage of the period that contains the time of the check.
    pub(super) usage: CurrentUsage,
    pub(super) has_soft_limit: bool,
    /// Why access is denied; `None` when it is granted.
    pub(super) denied: Option<AccessDeniedReason>,
}

/// Decides. `None` if there is no such entitlement.
pub(super) fn decide<'a>(
    entity: &'a CachedEntity,
    feature_id: &str,
    request: &FeatureRequest<'_>,
    now: Micros,
) -> Option<Decision<'a>> {
    let slot = entity.slot(EntitlementReference::Feature(feature_id))?;
    match &*slot.terms {
        Terms::Feature(terms) => decide_on(entity, slot, terms, request, now),
        Terms::Credit(_) => None,
    }
}

/// Decides on an entitlement of the entity. `None` if it is to nothing.
pub(super) fn decide_on<'a>(
    entity: &'a CachedEntity,
    slot: &'a Slot,
    terms: &'a FeatureTerms,
    request: &FeatureRequest<'_>,
    now: Micros,
) -> Option<Decision<'a>> {
    let feature = terms.features.as_ref()?.own();
    let state = &terms.state;
    // A feature that is paid for with credits hangs on the wallet of the same entity.
    let wallet = state
        .credit_rate
        .as_ref()
        .and_then(|rate| Credit::of(entity, &rate.currency_id));
    let mut decision = Decision {
        slot,
        terms,
        feature,
        usage: CurrentUsage::at(slot, terms, now),
        has_soft_limit: state.has_soft_limit || wallet.is_some_and(Credit::has_soft_limit),
        denied: None,
    };
    decision.denied = match &state.access_denied_reason {
        // The wallet is newer than what was said about it.
        Some(AccessDeniedReason::InsufficientCredits) if wallet.is_some() => None,
        reason => reason.clone(),
    }
    .or_else(|| {
        wallet
            .is_some_and(Credit::is_exhausted)
            .then_some(AccessDeniedReason::InsufficientCredits)
    })
    .or_else(|| decision.denied_by_kind(request));
    Some(decision)
}

impl Decision<'_> {
    pub(super) fn kind(&self) -> FeatureKind {
        self.terms.kind
    }

    fn denied_by_kind(&self, request: &FeatureRequest<'_>) -> Option<AccessDeniedReason> {
        let (granted, reason) = match self.kind() {
            FeatureKind::Boolean => return None,
            FeatureKind::Enum => (
                request
                    .requested_values
                    .iter()
                    .flat_map(|values| values.iter())
                    .all(|value| self.terms.state.enum_values.contains(value)),
                AccessDeniedReason::RequestedValuesMismatch,
            ),
            FeatureKind::Numeric | FeatureKind::Metered => (
                !self.terms.is_measured
                    || self.terms.state.has_unlimited_usage
                    || self.has_soft_limit
                    || self.usage.used + request.requested_usage.unwrap_or(0.0) <= self.slot.limit.get().unwrap_or(0.0),
                AccessDeniedReason::RequestedUsageExceedingLimit,
            ),
            FeatureKind::Unknown => (false, AccessDeniedReason::Unknown),
        };
        (!granted).then_some(reason)
    }
}
