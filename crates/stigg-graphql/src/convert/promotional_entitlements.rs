//! Promotional entitlements.

use stigg_models::{
    GrantPromotionalEntitlementInput, GrantPromotionalEntitlementsGroupInput, GrantPromotionalEntitlementsInput,
    PromotionalEntitlement, RevokePromotionalEntitlementInput, RevokePromotionalEntitlementsGroupInput,
    UnlinkPromotionalEntitlementsGroupInput,
};

use super::catalog::feature;
use crate::generated::{fragments as wire, inputs};

pub(crate) fn promotional_entitlements(wire: Vec<wire::PromotionalEntitlement>) -> Vec<PromotionalEntitlement> {
    wire.into_iter().map(promotional_entitlement).collect()
}

fn promotional_entitlement(wire: wire::PromotionalEntitlement) -> PromotionalEntitlement {
    let mut entitlement = PromotionalEntitlement::new(feature(wire.feature), wire.status);
    entitlement.usage_limit = wire.usage_limit.unwrap_or_default();
    entitlement.has_unlimited_usage = wire.has_unlimited_usage;
    entitlement.has_soft_limit = wire.has_soft_limit;
    entitlement.reset_period = wire.reset_period;
    entitlement.expires_at = wire.end_date;
    entitlement.has_expiration_date = wire.end_date.is_some();
    entitlement.is_visible = wire.is_visible;
    entitlement
}

impl From<GrantPromotionalEntitlementsInput> for inputs::GrantPromotionalEntitlementsInput {
    fn from(request: GrantPromotionalEntitlementsInput) -> Self {
        Self {
            customer_id: request.customer_id,
            promotional_entitlements: grants(request.promotional_entitlements),
        }
    }
}

impl From<GrantPromotionalEntitlementsGroupInput> for inputs::GrantPromotionalEntitlementsGroupInput {
    fn from(request: GrantPromotionalEntitlementsGroupInput) -> Self {
        Self {
            customer_id: request.customer_id,
            feature_group_id: request.feature_group_id,
            promotional_entitlements: grants(request.promotional_entitlements),
        }
    }
}

impl From<RevokePromotionalEntitlementInput> for inputs::RevokePromotionalEntitlementInput {
    fn from(request: RevokePromotionalEntitlementInput) -> Self {
        Self {
            customer_id: request.customer_id,
            feature_id: request.feature_id,
        }
    }
}

impl From<RevokePromotionalEntitlementsGroupInput> for inputs::RevokePromotionalEntitlementsGroupInput {
    fn from(request: RevokePromotionalEntitlementsGroupInput) -> Self {
        Self {
            customer_id: request.customer_id,
            feature_group_id: request.feature_group_id,
        }
    }
}

impl From<UnlinkPromotionalEntitlementsGroupInput> for inputs::UnlinkPromotionalEntitlementsGroupInput {
    fn from(request: UnlinkPromotionalEntitlementsGroupInput) -> Self {
        Self {
            customer_id: request.customer_id,
            feature_group_id: request.feature_group_id,
        }
    }
}

fn grants(grants: Vec<GrantPromotionalEntitlementInput>) -> Vec<inputs::GrantPromotionalEntitlementInput> {
    grants.into_iter().map(Into::into).collect()
}

impl From<GrantPromotionalEntitlementInput> for inputs::GrantPromotionalEntitlementInput {
    fn from(grant: GrantPromotionalEntitlementInput) -> Self {
        Self {
            feature_id: grant.feature_id,
            period: grant.period,
            custom_end_date: grant.custom_end_date,
            usage_limit: grant.usage_limit,
            has_unlimited_usage: grant.has_unlimited_usage,
            has_soft_limit: grant.has_soft_limit,
            is_visible: grant.is_visible,
            enum_values: grant.enum_values,
            reset_period: grant.reset_period,
            monthly_reset_period_configuration: grant.monthly_reset_period_configuration.map(Into::into),
            weekly_reset_period_configuration: grant.weekly_reset_period_configuration.map(Into::into),
            yearly_reset_period_configuration: grant.yearly_reset_period_configuration.map(Into::into),
        }
    }
}
