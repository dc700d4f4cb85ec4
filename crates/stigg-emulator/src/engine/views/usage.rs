//! Reported usage.

use crate::engine::object::Object;
use crate::entitlements::Entitlements;
use crate::ids;
use crate::state::State;
use crate::state::usage::{Measurement, UsageKey};

/// A measurement with the usage that it led to.
pub(in crate::engine) fn measurement(state: &State, key: &UsageKey, measurement: &Measurement) -> Object {
    let (customer, resource) = (key.customer.as_str(), key.resource.as_deref());
    let entitled = match state.entitlements(customer, resource) {
        Entitlements::Granted(all) => all.into_iter().find(|found| found.feature.id == key.feature),
        Entitlements::Denied(_) => None,
    };
    let period = entitled.as_ref().and_then(|found| found.usage_period);
    let usage = entitled.and_then(|found| found.usage).or_else(|| {
        // Without an entitlement usage is counted all the same.
        let feature = state.catalog.features.get(&key.feature)?;
        Some(state.usage_of(feature, customer, resource, None).0)
    });
    Object::new("UsageMeasurementWithCurrentUsage")
        .with("id", measurement.id)
        .with("environmentId", ids::environment_id())
        .with("customerId", &key.customer)
        .with("resourceId", key.resource.as_ref())
        .with("featureId", &key.feature)
        .with("value", measurement.value)
        .with("currentUsage", usage)
        .with("timestamp", measurement.at)
        .with("createdAt", measurement.reported_at)
        .with("usagePeriodStart", period.map(|period| period.start))
        .with("usagePeriodEnd", period.map(|period| period.end))
        .with("nextResetDate", period.map(|period| period.end))
}
