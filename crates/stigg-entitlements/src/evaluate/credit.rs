//! Checks of credits.

use std::sync::Arc;

use stigg_models::{AccessDeniedReason, CreditEntitlement, EntitlementCurrency, Timestamp};

use crate::entity::{CreditTerms, Slot, Terms};
use crate::{CachedEntity, EntitlementReference};

/// An entitlement to credits, or a wallet.
#[derive(Clone, Copy)]
pub(super) struct Credit<'a> {
    slot: &'a Slot,
    terms: &'a CreditTerms,
}

/// Checks credits of a currency: access is granted if there are as many left as are requested, by default any, or with a
/// soft limit.
///
/// Without such an entitlement the answer is an allocated one, without access and without credits.
pub fn evaluate_credit(entity: &CachedEntity, currency_id: &str, requested_usage: Option<f64>) -> CreditEntitlement {
    match Credit::of(entity, currency_id) {
        Some(credit) => credit.answer(requested_usage),
        None => missing(entity, currency_id),
    }
}

fn missing(entity: &CachedEntity, currency_id: &str) -> CreditEntitlement {
    let mut answer = CreditEntitlement::new(EntitlementCurrency::new(currency_id));
    answer.access_denied_reason = Some(entity.missing_credit_reason());
    answer
}

impl<'a> Credit<'a> {
    #[inline]
    pub(super) fn of(entity: &'a CachedEntity, currency_id: &str) -> Option<Self> {
        let slot = entity.slot(EntitlementReference::Credit(currency_id))?;
        match &*slot.terms {
            Terms::Credit(terms) => Some(Self { slot, terms }),
            Terms::Feature(_) => None,
        }
    }

    pub(super) fn new(slot: &'a Slot, terms: &'a CreditTerms) -> Self {
        Self { slot, terms }
    }

    pub(super) fn answer(self, requested_usage: Option<f64>) -> CreditEntitlement {
        let denied = match &self.terms.state.access_denied_reason {
            None | Some(AccessDeniedReason::InsufficientCredits) => self
                .is_short_of(requested_usage.unwrap_or(0.0))
                .then_some(AccessDeniedReason::InsufficientCredits),
            reason => reason.clone(),
        };
        let mut answer = CreditEntitlement::new(Arc::clone(self.terms.currencies.own()));
        answer.has_access = denied.is_none();
        answer.access_denied_reason = denied;
        answer.usage_limit = self.slot.limit.get().unwrap_or(0.0);
        answer.current_usage = self.slot.used;
        answer.has_soft_limit = self.has_soft_limit();
        answer.usage_period_end = self.slot.period_end.get().map(Timestamp::from);
        answer
    }

    pub(super) fn has_soft_limit(self) -> bool {
        self.terms.state.has_soft_limit
    }

    /// Whether no credits may be consumed for want of them.
    pub(super) fn is_exhausted(self) -> bool {
        self.is_short_of(0.0)
    }

    /// Whether so many credits may not be consumed for want of them. Whoever asks for none wants to know of one more.
    fn is_short_of(self, requested: f64) -> bool {
        let left = self.slot.limit.get().unwrap_or(0.0) - self.slot.used - requested;
        let suffices = left > 0.0 || requested > 0.0 && left >= 0.0;
        let has_credits =
            suffices && self.terms.state.access_denied_reason != Some(AccessDeniedReason::InsufficientCredits);
        !has_credits && !self.has_soft_limit()
    }
}
