//! Telling Stigg that an entitlement was checked.

use stigg_models::{EntitlementCheckRequested, EntitlementCheckResult};

use crate::generated::inputs;

impl From<EntitlementCheckRequested> for inputs::EntitlementCheckRequested {
    fn from(request: EntitlementCheckRequested) -> Self {
        Self {
            customer_id: request.customer_id,
            entitlement_check_result: request.entitlement_check_result.into(),
            feature_id: request.feature_id,
            requested_usage: request.requested_usage,
            requested_values: request.requested_values,
            resource_id: request.resource_id,
        }
    }
}

impl From<EntitlementCheckResult> for inputs::EntitlementCheckResult {
    fn from(result: EntitlementCheckResult) -> Self {
        Self {
            access_denied_reason: result.access_denied_reason,
            current_usage: result.current_usage,
            enum_values: result.enum_values,
            has_access: result.has_access,
            has_soft_limit: result.has_soft_limit,
            has_unlimited_usage: result.has_unlimited_usage,
            monthly_reset_period_configuration: result.monthly_reset_period_configuration.map(Into::into),
            next_reset_date: result.next_reset_date,
            requested_usage: result.requested_usage,
            requested_values: result.requested_values,
            reset_period: result.reset_period,
            usage_limit: result.usage_limit,
            weekly_reset_period_configuration: result.weekly_reset_period_configuration.map(Into::into),
            yearly_reset_period_configuration: result.yearly_reset_period_configuration.map(Into::into),
        }
    }
}
