//! What Stigg tells unasked.

use stigg_models::{
    CreditBalanceUpdated, EntitlementCurrency, EntitlementReference, EntitlementState, EntitlementType,
    EntitlementUsage, EntitlementsUpdated, FeatureEntitlementState, PackagePublished, UsageUpdated,
};
use stigg_transport::RealtimeEvent;
use tracing::debug;

use super::entitlements::{all_entitlements, enum_values};
use super::values::present;
use super::{Result, Unfit};
use crate::generated::fragments as wire;

/// An event; `None` if it is about something from tomorrow that nobody here can have asked for.
type Event = Result<Option<RealtimeEvent>>;

pub(crate) fn entitlements_updated(wire: wire::PushedEntitlements) -> Event {
    let entitlements = all_entitlements(wire.entitlements.unwrap_or_default())?;
    let mut event = EntitlementsUpdated::new(named(wire.customer_id)?, entitlements);
    event.resource_id = present(wire.resource_id);
    event.access_denied_reason = wire.access_denied_reason;
    Ok(Some(RealtimeEvent::EntitlementsUpdated(event)))
}

pub(crate) fn flat_entitlements_updated(wire: wire::PushedFlatEntitlements) -> Event {
    let entitlements = wire.entitlements.unwrap_or_default().into_iter();
    let entitlements = entitlements.map(|wire| EntitlementState::Feature(flat(wire))).collect();
    let mut event = EntitlementsUpdated::new(named(wire.customer_id)?, entitlements);
    event.resource_id = present(wire.resource_id);
    Ok(Some(RealtimeEvent::EntitlementsUpdated(event)))
}

fn flat(wire: wire::PushedFlatEntitlement) -> FeatureEntitlementState {
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
    state.valid_until = wire.valid_until;
    state
}

pub(crate) fn usage_updated(wire: wire::PushedUsage) -> Event {
    let id = wire.entitlement_reference.id;
    let reference = match wire.entitlement_reference.r#type {
        EntitlementType::Feature => EntitlementReference::Feature(id),
        EntitlementType::Credit => EntitlementReference::Credit(id),
        other => {
            debug!(
                kind = other.as_str(),
                "usage of something that this version does not know"
            );
            return Ok(None);
        }
    };
    let mut usage = EntitlementUsage::new(wire.usage.current_usage);
    usage.usage_period_start = wire.usage.usage_period_start;
    usage.usage_period_end = wire.usage.usage_period_end;
    usage.usage_updated_at = wire.usage.usage_updated_at;
    let mut event = UsageUpdated::new(named(wire.customer_id)?, reference, usage);
    event.resource_id = present(wire.resource_id);
    Ok(Some(RealtimeEvent::UsageUpdated(event)))
}

/// The older form does not tell as of when.
pub(crate) fn flat_usage_updated(wire: wire::PushedFlatUsage) -> Event {
    let wire = wire.usage;
    let mut usage = EntitlementUsage::new(wire.current_usage);
    usage.usage_period_start = wire.usage_period_start;
    usage.usage_period_end = wire.usage_period_end;
    let reference = EntitlementReference::Feature(wire.feature_id);
    let mut event = UsageUpdated::new(named(wire.customer_id)?, reference, usage);
    event.resource_id = present(wire.resource_id);
    Ok(Some(RealtimeEvent::UsageUpdated(event)))
}

pub(crate) fn credit_balance_updated(wire: wire::PushedCreditBalance) -> Event {
    let mut currency = EntitlementCurrency::new(wire.currency.currency_id);
    currency.display_name = Some(wire.currency.display_name);
    if let Some(units) = wire.currency.units {
        currency.unit_singular = units.singular;
        currency.unit_plural = units.plural;
    }
    let customer_id = named(wire.customer_id)?;
    let mut event = CreditBalanceUpdated::new(customer_id, currency, wire.total_granted, wire.total_consumed);
    event.resource_id = present(wire.resource_id);
    event.currency_id = wire.currency_id;
    event.current_balance = wire.current_balance;
    event.valid_until = wire.valid_until;
    Ok(Some(RealtimeEvent::CreditBalanceUpdated(event)))
}

/// Fails for no package; it has the shape of the others.
#[expect(clippy::unnecessary_wraps, reason = "all events are read alike")]
pub(crate) fn package_published(wire: wire::PublishedPackage) -> Event {
    let mut event = PackagePublished::new(wire.package_ref_id, wire.migration_type);
    event.account_id = wire.account_id;
    event.environment_id = wire.environment_id;
    event.package_type = wire.package_type;
    event.package_version = wire.package_version;
    Ok(Some(RealtimeEvent::PackagePublished(event)))
}

/// Nobody's entitlements are of no use.
fn named(customer_id: String) -> Result<String> {
    if customer_id.is_empty() {
        return Err(Unfit("the customer id is empty".to_owned()));
    }
    Ok(customer_id)
}
