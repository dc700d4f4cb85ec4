//! The entitlements of a customer.

mod check_requested;

mod decided;

use std::sync::Arc;

use serde_json::json;
use stigg_models::{
    CreditEntitlementState, CreditRate, EntitlementCurrency, EntitlementFeature, EntitlementState, EntitlementsState,
    FeatureEntitlementState, FeatureType, MeterType, ResetPeriodConfiguration, UnitTransformation,
};
use tracing::{debug, warn};

pub(crate) use self::decided::{entitlement, entitlement_v2};
use super::{Result, Unfit};
use crate::generated::fragments as wire;
use crate::lenient::UnknownMember;

pub(crate) fn entitlements_state(wire: wire::EntitlementsState) -> EntitlementsState {
    let state = EntitlementsState::new(entitlements(wire.entitlements_v2.unwrap_or_default()));
    match wire.access_denied_reason {
        Some(reason) => state.with_access_denied_reason(reason),
        None => state,
    }
}

/// The entitlements that can be read. One that cannot must not cost the customer the others.
pub(super) fn entitlements(wire: Vec<wire::Entitlement>) -> Vec<EntitlementState> {
    let mut unreadable = Unreadable::default();
    // Nearly always all of them can be read.
    let mut entitlements = Vec::with_capacity(wire.len());
    entitlements.extend(wire.into_iter().filter_map(|member| match member {
        wire::Entitlement::FeatureEntitlement(member) => Some(EntitlementState::Feature(feature(*member))),
        wire::Entitlement::CreditEntitlement(member) => Some(EntitlementState::Credit(credit(*member))),
        wire::Entitlement::Unknown(member) => unreadable.sort(member).then_some(EntitlementState::Unknown),
    }));
    unreadable.log("an entitlement");
    entitlements
}

/// The entitlements, if all of them can be read. Of a type from tomorrow they may be.
pub(super) fn all_entitlements(wire: Vec<wire::Entitlement>) -> Result<Vec<EntitlementState>> {
    wire.into_iter()
        .map(|member| match member {
            wire::Entitlement::FeatureEntitlement(member) => Ok(EntitlementState::Feature(feature(*member))),
            wire::Entitlement::CreditEntitlement(member) => Ok(EntitlementState::Credit(credit(*member))),
            wire::Entitlement::Unknown(UnknownMember {
                type_name,
                error: Some(error),
            }) => Err(Unfit(format!("an entitlement of the type `{type_name}`: {error}"))),
            wire::Entitlement::Unknown(_) => Ok(EntitlementState::Unknown),
        })
        .collect()
}

/// The members of a list that could not be read, for one line in the log.
#[derive(Default)]
pub(super) struct Unreadable {
    count: usize,
    first: Option<UnknownMember>,
}

impl Unreadable {
    /// Whether the member is of a type from tomorrow, which is nothing to worry about. One of a type that is known, but
    /// cannot be read, is counted.
    pub(super) fn sort(&mut self, member: UnknownMember) -> bool {
        if member.error.is_none() {
            debug!(
                type_name = member.type_name,
                "a member of a type that this version does not know"
            );
            return true;
        }
        self.count += 1;
        self.first.get_or_insert(member);
        false
    }

    /// Says once what was left out.
    pub(super) fn log(&self, what: &'static str) {
        if let Some(first) = &self.first {
            let (count, type_name, error) = (self.count, &first.type_name, first.error.as_deref());
            warn!(count, type_name, error, "left out {what} that could not be read");
        }
    }
}

fn feature(wire: wire::FeatureEntitlement) -> FeatureEntitlementState {
    let mut state = FeatureEntitlementState::default();
    state.feature = wire.feature;
    state.access_denied_reason = wire.access_denied_reason;
    state.usage_limit = wire.usage_limit;
    state.has_unlimited_usage = wire.has_unlimited_usage;
    state.has_soft_limit = wire.has_soft_limit.unwrap_or_default();
    state.current_usage = wire.current_usage.unwrap_or_default();
    state.enum_values = enum_values(wire.enum_values);
    state.reset_period = wire.reset_period;
    state.usage_period_anchor = wire.usage_period_anchor;
    state.usage_period_start = wire.usage_period_start;
    state.usage_period_end = wire.usage_period_end;
    state.credit_rate = wire.credit_rate.map(credit_rate);
    state.valid_until = wire.valid_until;
    state.entitlement_updated_at = wire.entitlement_updated_at;
    state.usage_updated_at = wire.usage_updated_at;
    state
}

pub(crate) fn entitlement_feature(wire: wire::EntitlementFeature) -> EntitlementFeature {
    let mut feature = EntitlementFeature::new(wire.ref_id);
    feature.is_metered = is_metered(&wire.feature_type, wire.meter_type.as_ref());
    feature.display_name = Some(wire.display_name);
    feature.description = wire.description;
    feature.feature_type = Some(wire.feature_type);
    feature.meter_type = wire.meter_type;
    feature.units = wire.feature_units.unwrap_or_default();
    feature.units_plural = wire.feature_units_plural.unwrap_or_default();
    feature.unit_transformation = wire
        .unit_transformation
        .map(|unit| UnitTransformation::new(unit.divide, unit.round));
    feature
}

/// The values of an enum; nothing is allocated where there are none.
pub(super) fn enum_values(wire: Option<Vec<String>>) -> Arc<[String]> {
    match wire {
        Some(values) if !values.is_empty() => values.into(),
        _ => Arc::default(),
    }
}

/// From where usage periods are counted; `None` if it cannot be read.
pub(super) fn reset_period_configuration(wire: wire::ResetPeriodConfiguration) -> Option<ResetPeriodConfiguration> {
    use wire::ResetPeriodConfiguration as Wire;
    Some(match wire {
        Wire::MonthlyResetPeriodConfig(wire) => ResetPeriodConfiguration::Monthly {
            according_to: wire.monthly_according_to?,
        },
        Wire::WeeklyResetPeriodConfig(wire) => ResetPeriodConfiguration::Weekly {
            according_to: wire.weekly_according_to?,
        },
        Wire::YearlyResetPeriodConfig(wire) => ResetPeriodConfiguration::Yearly {
            according_to: wire.yearly_according_to?,
        },
        // Of a type that the documents do not name, nothing but the name comes.
        Wire::Unknown(member) if member.error.is_none() => {
            ResetPeriodConfiguration::Unknown(json!({ "__typename": member.type_name }))
        }
        Wire::Unknown(_) => return None,
    })
}

/// Whether usage of a feature is measured.
pub(super) fn is_metered(feature_type: &FeatureType, meter_type: Option<&MeterType>) -> bool {
    *feature_type == FeatureType::Number && matches!(meter_type, Some(MeterType::Incremental | MeterType::Fluctuating))
}

pub(super) fn credit_rate(wire: wire::CreditRate) -> CreditRate {
    let mut rate = CreditRate::new(wire.amount, wire.currency_id);
    rate.custom_currency_id = wire.custom_currency_id;
    rate
}

fn credit(wire: wire::CreditEntitlement) -> CreditEntitlementState {
    let mut state = CreditEntitlementState::new(currency(wire.currency));
    state.access_denied_reason = wire.access_denied_reason;
    state.usage_limit = wire.usage_limit;
    state.current_usage = wire.current_usage.unwrap_or_default();
    state.has_soft_limit = wire.has_soft_limit.unwrap_or_default();
    state.usage_period_end = wire.usage_period_end;
    state.valid_until = wire.valid_until;
    state.entitlement_updated_at = wire.entitlement_updated_at;
    state.usage_updated_at = wire.usage_updated_at;
    state
}

fn currency(wire: wire::EntitlementCurrency) -> EntitlementCurrency {
    let mut currency = EntitlementCurrency::new(wire.currency_id);
    currency.display_name = Some(wire.display_name);
    currency.description = wire.description;
    currency.unit_singular = wire.unit_singular;
    currency.unit_plural = wire.unit_plural;
    currency.additional_meta_data = wire.additional_meta_data;
    currency
}

#[cfg(test)]
mod tests;
