//! What subscriptions are told: the types `…Updated`, and `PackagePublished`.

use jiff::Timestamp;

use super::credits;
use super::entitlements::{Form, view, whole};
use crate::engine::object::Object;
use crate::engine::subscriptions::MigrationType;
use crate::entitlements::{Entitlement, Entitlements};
use crate::ids;
use crate::state::State;

/// The type `EntitlementsUpdated`.
pub(in crate::engine) fn entitlements(state: &State, customer: &str, resource: Option<&str>) -> Object {
    let whole = whole(state, customer, resource);
    owned(Object::new("EntitlementsUpdated"), customer, resource)
        .with("accessDeniedReason", whole.denied)
        .with("entitlements", whole.v1)
}

/// The type `EntitlementsUpdatedV2`.
pub(in crate::engine) fn entitlements_v2(state: &State, customer: &str, resource: Option<&str>) -> Object {
    let whole = whole(state, customer, resource);
    owned(Object::new("EntitlementsUpdatedV2"), customer, resource)
        .with("accessDeniedReason", whole.denied)
        .with("entitlements", whole.v2)
}

/// The type `UsageUpdated`; none when the feature is not entitled to any more.
pub(in crate::engine) fn usage(state: &State, customer: &str, resource: Option<&str>, feature: &str) -> Option<Object> {
    let found = entitlement(state, customer, resource, feature)?;
    let period = found.usage_period;
    let end = period.map(|period| millis(period.end));
    let usage = owned(Object::new("UsageMeasurementUpdated"), customer, resource)
        .with("featureId", feature)
        .with("currentUsage", found.usage.unwrap_or(0.0))
        .with("usagePeriodStart", period.map(|period| millis(period.start)))
        .with("usagePeriodEnd", end)
        .with("nextResetDate", end);
    let form = Form::V1 { customer, resource };
    let object = Object::new("UsageUpdated").with("usage", usage);
    Some(object.with("entitlement", view(&found, form, None)))
}

/// The type `UsageUpdatedV2` for a feature; none when the feature is not entitled to any more.
pub(in crate::engine) fn usage_v2(
    state: &State,
    customer: &str,
    resource: Option<&str>,
    feature: &str,
) -> Option<Object> {
    let found = entitlement(state, customer, resource, feature)?;
    let period = found.usage_period;
    let usage = Object::new("UsageV2")
        .with("currentUsage", found.usage.unwrap_or(0.0))
        .with("usagePeriodStart", period.map(|period| period.start))
        .with("usagePeriodEnd", period.map(|period| period.end))
        .with("usageUpdatedAt", found.usage_updated_at.unwrap_or(state.now));
    Some(referring(customer, resource, ("FEATURE", feature), usage))
}

/// The type `UsageUpdatedV2` for credits; none when there are no such credits.
pub(in crate::engine) fn credit_usage(
    state: &State,
    customer: &str,
    resource: Option<&str>,
    currency: &str,
) -> Option<Object> {
    let pools = state.pools_of(customer, resource);
    let pool = pools.into_iter().find(|pool| pool.currency == currency)?;
    let balance = state.balance(pool)?;
    let usage = Object::new("UsageV2")
        .with("currentUsage", balance.consumed)
        .with("usageUpdatedAt", balance.changed_at);
    Some(referring(customer, resource, ("CREDIT", currency), usage))
}

/// The type `CreditBalanceUpdated`; none when there are no such credits.
pub(in crate::engine) fn credit_balance(
    state: &State,
    customer: &str,
    resource: Option<&str>,
    currency: &str,
) -> Option<Object> {
    let pools = state.pools_of(customer, resource);
    let pool = pools.into_iter().find(|pool| pool.currency == currency)?;
    let object = credits::with_balance(Object::new("CreditBalanceUpdated"), state, pool)?;
    Some(environment(object))
}

/// The type `PackagePublished`; none for a package that the catalogue does not have.
pub(in crate::engine) fn package_published(state: &State, package: &str, migration: MigrationType) -> Option<Object> {
    let kind = if state.catalog.plans.contains(package) {
        "Plan"
    } else if state.catalog.addons.contains(package) {
        "Addon"
    } else {
        return None;
    };
    let object = environment(Object::new("PackagePublished"))
        .with("packageType", kind)
        .with("packageRefId", package)
        // A catalogue has one version of each.
        .with("packageVersion", 1)
        .with("migrationType", migration.as_str());
    Some(object)
}

fn entitlement<'a>(state: &'a State, customer: &str, resource: Option<&str>, feature: &str) -> Option<Entitlement<'a>> {
    match state.entitlements(customer, resource) {
        Entitlements::Granted(all) => all.into_iter().find(|found| found.feature.id == feature),
        Entitlements::Denied(_) => None,
    }
}

fn referring(customer: &str, resource: Option<&str>, (kind, id): (&'static str, &str), usage: Object) -> Object {
    let reference = Object::new("EntitlementReference").with("type", kind).with("id", id);
    owned(Object::new("UsageUpdatedV2"), customer, resource)
        .with("entitlementReference", reference)
        .with("usage", usage)
}

fn owned(object: Object, customer: &str, resource: Option<&str>) -> Object {
    environment(object)
        .with("customerId", customer)
        .with("resourceId", resource)
}

fn environment(object: Object) -> Object {
    object
        .with("accountId", ids::account_id())
        .with("environmentId", ids::environment_id())
}

#[expect(clippy::cast_precision_loss, reason = "the older types have times as floating point")]
fn millis(time: Timestamp) -> f64 {
    time.as_millisecond() as f64
}
