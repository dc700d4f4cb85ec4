//! Checks of credits.

use std::sync::Arc;

use stigg_models::{AccessDeniedReason, CreditEntitlement, CreditEntitlementState, EntitlementCurrency};

use crate::CachedEntity;

/// Checks credits of a currency: access is granted as long as there are some left, or with a soft limit.
///
/// Without such an entitlement the answer is an allocated one, without access and without credits.
pub fn evaluate_credit(entity: &CachedEntity, currency_id: &str) -> CreditEntitlement {
    match entity.credit(currency_id) {
        Some(state) => answer(state),
        None => missing(entity, currency_id),
    }
}

pub(super) fn answer(state: &CreditEntitlementState) -> CreditEntitlement {
    let denied = match &state.access_denied_reason {
        None | Some(AccessDeniedReason::InsufficientCredits) => {
            is_exhausted(state).then_some(AccessDeniedReason::InsufficientCredits)
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
    let balance = state.usage_limit.unwrap_or(0.0) - state.current_usage;
    let has_credits = balance > 0.0 && state.access_denied_reason != Some(AccessDeniedReason::InsufficientCredits);
    !has_credits && !state.has_soft_limit
}
