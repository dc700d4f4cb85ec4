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

/// The entitlement to a feature, with what it hangs on. Only borrows, so that nothing is moved about during a check.
#[derive(Clone, Copy)]
pub(super) struct Feature<'a> {
    entity: &'a CachedEntity,
    pub(super) slot: &'a Slot,
    pub(super) terms: &'a FeatureTerms,
    pub(super) about: &'a Arc<EntitlementFeature>,
}

impl<'a> Feature<'a> {
    /// `None` if there is no such entitlement.
    #[inline]
    pub(super) fn find(entity: &'a CachedEntity, feature_id: &str) -> Option<Self> {
        Self::new(entity, entity.slot(EntitlementReference::Feature(feature_id))?)
    }

    /// An entitlement of the entity; `None` if it is to nothing, or to credits.
    #[inline]
    pub(super) fn new(entity: &'a CachedEntity, slot: &'a Slot) -> Option<Self> {
        let Terms::Feature(terms) = &*slot.terms else {
            return None;
        };
        let about = terms.features.as_ref()?.own();
        Some(Self {
            entity,
            slot,
            terms,
            about,
        })
    }

    #[inline]
    pub(super) fn kind(self) -> FeatureKind {
        self.terms.kind
    }

    /// The usage of the period that contains a time.
    #[inline]
    pub(super) fn usage(self, now: Micros) -> CurrentUsage {
        CurrentUsage::at(self.slot, self.terms, now)
    }

    /// The credits that the feature is paid for with, if it is, and if the entity has an entitlement to them.
    #[inline]
    pub(super) fn wallet(self) -> Option<Credit<'a>> {
        let rate = self.terms.state.credit_rate.as_ref()?;
        Credit::of(self.entity, &rate.currency_id)
    }

    #[inline]
    pub(super) fn has_soft_limit(self, wallet: Option<Credit<'_>>) -> bool {
        self.terms.state.has_soft_limit || wallet.is_some_and(Credit::has_soft_limit)
    }

    /// Why access is denied; `None` when it is granted.
    #[inline]
    pub(super) fn denied(
        self,
        used: f64,
        wallet: Option<Credit<'_>>,
        request: &FeatureRequest<'_>,
    ) -> Option<AccessDeniedReason> {
        match &self.terms.state.access_denied_reason {
            None => {}
            // The wallet is newer than what was said about it.
            Some(AccessDeniedReason::InsufficientCredits) if wallet.is_some() => {}
            Some(reason) => return Some(reason.clone()),
        }
        if wallet.is_some_and(Credit::is_exhausted) {
            return Some(AccessDeniedReason::InsufficientCredits);
        }
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
                    || self.has_soft_limit(wallet)
                    || used + request.requested_usage.unwrap_or(0.0) <= self.slot.limit.get().unwrap_or(0.0),
                AccessDeniedReason::RequestedUsageExceedingLimit,
            ),
            FeatureKind::Unknown => (false, AccessDeniedReason::Unknown),
        };
        (!granted).then_some(reason)
    }
}
