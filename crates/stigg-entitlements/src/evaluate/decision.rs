//! Whether a feature may be used.

use std::sync::Arc;

use stigg_models::{AccessDeniedReason, EntitlementFeature, FeatureEntitlementState, Timestamp};

use super::credit;
use super::feature::FeatureRequest;
use super::kind::FeatureKind;
use crate::CachedEntity;
use crate::usage::{CurrentUsage, is_measured};

/// What decides, and what the answer repeats.
pub(super) struct Decision<'a> {
    pub(super) state: &'a FeatureEntitlementState,
    pub(super) feature: &'a Arc<EntitlementFeature>,
    pub(super) kind: FeatureKind,
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
    now: Timestamp,
) -> Option<Decision<'a>> {
    decide_on(entity, entity.feature(feature_id)?, request, now)
}

/// Decides on an entitlement of the entity. `None` if it is to nothing.
pub(super) fn decide_on<'a>(
    entity: &'a CachedEntity,
    state: &'a FeatureEntitlementState,
    request: &FeatureRequest<'_>,
    now: Timestamp,
) -> Option<Decision<'a>> {
    let feature = state.feature.as_ref()?;
    // A feature that is paid for with credits hangs on the wallet of the same entity.
    let wallet = state
        .credit_rate
        .as_ref()
        .and_then(|rate| entity.credit(&rate.currency_id));
    let mut decision = Decision {
        state,
        feature,
        kind: FeatureKind::of(feature),
        usage: CurrentUsage::at(state, now),
        has_soft_limit: state.has_soft_limit || wallet.is_some_and(|wallet| wallet.has_soft_limit),
        denied: None,
    };
    decision.denied = match &state.access_denied_reason {
        // The wallet is newer than what was said about it.
        Some(AccessDeniedReason::InsufficientCredits) if wallet.is_some() => None,
        reason => reason.clone(),
    }
    .or_else(|| {
        wallet.and_then(|wallet| credit::is_exhausted(wallet).then_some(AccessDeniedReason::InsufficientCredits))
    })
    .or_else(|| decision.denied_by_kind(request));
    Some(decision)
}

impl Decision<'_> {
    fn denied_by_kind(&self, request: &FeatureRequest<'_>) -> Option<AccessDeniedReason> {
        let (granted, reason) = match self.kind {
            FeatureKind::Boolean => return None,
            FeatureKind::Enum => (
                request
                    .requested_values
                    .iter()
                    .flat_map(|values| values.iter())
                    .all(|value| self.state.enum_values.contains(value)),
                AccessDeniedReason::RequestedValuesMismatch,
            ),
            FeatureKind::Numeric | FeatureKind::Metered => (
                !is_measured(self.feature)
                    || self.state.has_unlimited_usage
                    || self.has_soft_limit
                    || self.usage.used + request.requested_usage.unwrap_or(0.0)
                        <= self.state.usage_limit.unwrap_or(0.0),
                AccessDeniedReason::RequestedUsageExceedingLimit,
            ),
            FeatureKind::Unknown => (false, AccessDeniedReason::Unknown),
        };
        (!granted).then_some(reason)
    }
}
