//! Usage that callers report.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::State;
use crate::catalog::model::Feature;
use crate::error::{ApiError, Code};
use crate::wire::UsageUpdateBehavior;

/// Whose usage it is, and of what.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct UsageKey {
    pub(crate) customer: String,
    pub(crate) resource: Option<String>,
    pub(crate) feature: String,
}

/// One report.
#[derive(Debug, Clone)]
pub(crate) struct Measurement {
    pub(crate) id: Uuid,
    /// When the usage happened.
    pub(crate) at: Timestamp,
    /// When it was reported.
    pub(crate) reported_at: Timestamp,
    pub(crate) value: f64,
    pub(crate) behavior: UsageUpdateBehavior,
    pub(crate) dimensions: Map<String, Value>,
}

/// What a caller reports.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) key: UsageKey,
    pub(crate) value: f64,
    pub(crate) behavior: UsageUpdateBehavior,
    pub(crate) at: Option<Timestamp>,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) dimensions: Map<String, Value>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct UsageLog {
    /// In order of the time when the usage happened, reports of one instant in the order of their arrival.
    measurements: HashMap<UsageKey, Vec<Measurement>>,
    by_idempotency_key: HashMap<(UsageKey, String), Measurement>,
}

impl State {
    /// Checks that usage of the feature can be reported for the customer.
    pub(crate) fn check_report(&self, report: &Report) -> Result<(), ApiError> {
        self.customer(&report.key.customer)?;
        let feature = self.metered_feature(&report.key.feature)?;
        if feature.events.is_some() {
            return Err(ApiError::new(
                Code::CannotReportUsageForEntitlementWithMeterError,
                format!("The usage of feature {} is counted from events", feature.id),
            ));
        }
        Ok(())
    }

    /// The feature, if there is usage of it.
    pub(crate) fn metered_feature(&self, id: &str) -> Result<&Feature, ApiError> {
        let feature = self
            .catalog
            .features
            .get(id)
            .ok_or_else(|| ApiError::feature_not_found(id))?;
        if !feature.is_metered() {
            return Err(ApiError::new(
                Code::MeteringNotAvailableForFeatureType,
                format!("Feature {id} is not metered"),
            ));
        }
        Ok(feature)
    }

    /// Takes a report. One with an idempotency key that was used before for the same thing changes nothing and answers
    /// what was answered then.
    pub(crate) fn report_usage(&mut self, report: Report) -> Result<Measurement, ApiError> {
        self.check_report(&report)?;
        let idempotency = report.idempotency_key.map(|key| (report.key.clone(), key));
        if let Some(known) = idempotency
            .as_ref()
            .and_then(|key| self.usage.by_idempotency_key.get(key))
        {
            return Ok(known.clone());
        }
        let measurement = Measurement {
            id: self.ids.uuid(),
            at: report.at.unwrap_or(self.now),
            reported_at: self.now,
            value: report.value,
            behavior: report.behavior,
            dimensions: report.dimensions,
        };
        self.touch_usage(&report.key.customer, report.key.resource.as_deref());
        let log = self.usage.measurements.entry(report.key).or_default();
        let position = log.partition_point(|known| known.at <= measurement.at);
        log.insert(position, measurement.clone());
        if let Some(key) = idempotency {
            self.usage.by_idempotency_key.insert(key, measurement.clone());
        }
        Ok(measurement)
    }

    /// The usage of a feature since a time (or ever) until now, and when the last part of it was reported.
    pub(crate) fn usage_of(
        &self,
        feature: &Feature,
        customer: &str,
        resource: Option<&str>,
        since: Option<Timestamp>,
    ) -> (f64, Option<Timestamp>) {
        self.usage_between(feature, customer, resource, (since, self.now), &|_| true)
    }

    /// The usage of a feature since a time (or ever) until another, as far as its dimensions count, and when the last
    /// part of it was reported.
    pub(crate) fn usage_between(
        &self,
        feature: &Feature,
        customer: &str,
        resource: Option<&str>,
        span: (Option<Timestamp>, Timestamp),
        counts: &dyn Fn(&Map<String, Value>) -> bool,
    ) -> (f64, Option<Timestamp>) {
        let (raw, reported_at) = match &feature.events {
            Some(meter) => self.events.measure(meter, customer, resource, span, counts),
            None => self.usage.total(&key(feature, customer, resource), span, counts),
        };
        let usage = match &feature.transform {
            Some(transform) => {
                let divided = raw / transform.divide;
                match transform.round {
                    crate::wire::Rounding::Up => divided.ceil(),
                    crate::wire::Rounding::Down => divided.floor(),
                }
            }
            None => raw,
        };
        (usage, reported_at)
    }

    /// When something was reported that counts for a feature, and its dimensions; oldest first.
    pub(super) fn usage_records(
        &self,
        feature: &Feature,
        customer: &str,
        resource: Option<&str>,
    ) -> Vec<(Timestamp, &Map<String, Value>)> {
        if let Some(meter) = &feature.events {
            return self.events.records(meter, customer, resource);
        }
        let log = self.usage.measurements.get(&key(feature, customer, resource));
        let measurements = log.into_iter().flatten();
        measurements
            .map(|measurement| (measurement.at, &measurement.dimensions))
            .collect()
    }
}

fn key(feature: &Feature, customer: &str, resource: Option<&str>) -> UsageKey {
    UsageKey {
        customer: customer.to_owned(),
        resource: resource.map(str::to_owned),
        feature: feature.id.clone(),
    }
}

impl UsageLog {
    /// The customers and resources that usage was reported of.
    pub(super) fn owners(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let keys = self.measurements.keys();
        keys.map(|key| (key.customer.as_str(), key.resource.as_deref()))
    }

    fn total(
        &self,
        key: &UsageKey,
        (since, until): (Option<Timestamp>, Timestamp),
        counts: &dyn Fn(&Map<String, Value>) -> bool,
    ) -> (f64, Option<Timestamp>) {
        let log = self.measurements.get(key).map(Vec::as_slice).unwrap_or_default();
        let mut usage: f64 = 0.0;
        let mut reported_at = None;
        for measurement in log.iter().filter(|measurement| counts(&measurement.dimensions)) {
            reported_at = reported_at.max(Some(measurement.reported_at));
            if since.is_some_and(|since| measurement.at < since) || measurement.at > until {
                continue;
            }
            usage = match measurement.behavior {
                UsageUpdateBehavior::Delta => usage + measurement.value,
                UsageUpdateBehavior::Set => measurement.value,
            }
            .max(0.0);
        }
        (usage, reported_at)
    }
}
