//! Checks of credits.

use std::sync::Arc;

use stigg_models::{AccessDeniedReason, CreditEntitlement, CreditEntitlementState, EntitlementCurrency};

use crate::CachedEntity;

/// Checks credits of a currency: access is granted if there are as many left as are requested, by default any, or with a
/// soft limit.
///
/// Without such an entitlement the answer is an allocated one, without access and without credits.
pub fn evaluate_credit(entity: &CachedEntity, currency_id: &str, requested_usage: Option<f64>) -> CreditEntitlement {
    match entity.credit(currency_id) {
        Some(state) => answer(state, requested_usage),
        None => missing(entity, currency_id),
    }
}

pub(super) fn answer(state: &CreditEntitlementState, requested_usage: Option<f64>) -> CreditEntitlement {
    let denied = match &state.access_denied_reason {
        None | Some(AccessDeniedReason::InsufficientCredits) => {
            is_short_of(state, requested_usage.unwrap_or(0.0)).then_some(AccessDeniedReason::InsufficientCredits)
        }
        reason => reason.clone(),
    };
    let mut answer = CreditEntitlement::new(Arc::clone(&state.currency));
    answer.has_access = denied.is_none();
    answer.access_denied_reason = denied;
    answer.usage_limit = state.usage_limit.unwrap_or(0.0);
    answer.current_usage = state.current_usage;
    answer.has_soft_limit = state.has_soft_limit;
    answer.usage_period_end = state.usage_period_end;
    answer
}

fn missing(entity: &CachedEntity, currency_id: &str) -> CreditEntitlement {
    let mut answer = CreditEntitlement::new(EntitlementCurrency::new(currency_id));
    answer.access_denied_reason = Some(entity.missing_credit_reason());
    answer
}

/// Whether no credits may be consumed for want of them.
pub(super) fn is_exhausted(state: &CreditEntitlementState) -> bool {
    is_short_of(state, 0.0)
}

/// Whether so many credits may not be consumed for want of them. Whoever asks for none wants to know of one more.
fn is_short_of(state: &CreditEntitlementState, requested: f64) -> bool {
    let left = state.usage_limit.unwrap_or(0.0) - state.current_usage - requested;
    let suffices = left > 0.0 || requested > 0.0 && left >= 0.0;
    let has_credits = suffices && state.access_denied_reason != Some(AccessDeniedReason::InsufficientCredits);
    !has_credits && !state.has_soft_limit
}
