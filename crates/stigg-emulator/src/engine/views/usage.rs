//! Reported usage.

use jiff::Timestamp;

use crate::engine::object::Object;
use crate::entitlements::Entitlements;
use crate::ids;
use crate::state::State;
use crate::state::history::{History, Point, Series};
use crate::state::usage::{Measurement, UsageKey};
use crate::wire::UsageMarkerType;

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

/// How usage went over time, in the older form: one list, and groups beside it.
pub(in crate::engine) fn history(history: &History, (start, end): (Timestamp, Timestamp)) -> Object {
    Object::new("UsageHistory")
        .with("startDate", start)
        .with("endDate", end)
        .with("markers", markers(&history.markers))
        .with("usageMeasurements", measurements(&history.total))
        .with("groups", history.groups.iter().map(group).collect::<Vec<_>>())
}

fn group(series: &Series) -> Object {
    Object::new("GroupUsageHistory")
        .with("groupInfo", tags(series, "GroupInfo"))
        .with("usageMeasurements", measurements(series))
}

fn measurements(series: &Series) -> Vec<Object> {
    let measurement = |point: &Point| {
        Object::new("UsageMeasurementPoint")
            .with("date", point.at)
            .with("value", point.value)
            .with("isResetPoint", point.is_reset)
    };
    series.points.iter().map(measurement).collect()
}

/// How usage went over time.
pub(in crate::engine) fn history_v2(resets: &[(Timestamp, UsageMarkerType)], all: &[Series]) -> Object {
    Object::new("UsageHistoryV2")
        .with("markers", markers(resets))
        .with("series", all.iter().map(series).collect::<Vec<_>>())
}

fn series(series: &Series) -> Object {
    let point = |point: &Point| {
        Object::new("UsageHistoryPoint")
            .with("timestamp", point.at)
            .with("value", point.value)
            .with("isResetPoint", point.is_reset)
    };
    Object::new("UsageHistorySeries")
        .with("tags", tags(series, "UsageHistorySeriesTag"))
        .with("points", series.points.iter().map(point).collect::<Vec<_>>())
}

fn tags(series: &Series, type_name: &'static str) -> Vec<Object> {
    let tag = |(key, value): &(String, String)| Object::new(type_name).with("key", key).with("value", value);
    series.tags.iter().map(tag).collect()
}

fn markers(resets: &[(Timestamp, UsageMarkerType)]) -> Vec<Object> {
    let marker = |&(at, reason): &(Timestamp, UsageMarkerType)| {
        Object::new("UsageMarker").with("type", reason).with("timestamp", at)
    };
    resets.iter().map(marker).collect()
}
