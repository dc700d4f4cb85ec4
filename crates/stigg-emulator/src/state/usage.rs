//! Usage that callers report.

use std::collections::HashMap;

use jiff::Timestamp;
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
}

/// What a caller reports.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) key: UsageKey,
    pub(crate) value: f64,
    pub(crate) behavior: UsageUpdateBehavior,
    pub(crate) at: Option<Timestamp>,
    pub(crate) idempotency_key: Option<String>,
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
        let feature = self
            .catalog
            .features
            .get(&report.key.feature)
            .ok_or_else(|| ApiError::feature_not_found(&report.key.feature))?;
        if !feature.is_metered() {
            return Err(ApiError::new(
                Code::MeteringNotAvailableForFeatureType,
                format!("Feature {} is not metered", feature.id),
            ));
        }
        if feature.events.is_some() {
            return Err(ApiError::new(
                Code::CannotReportUsageForEntitlementWithMeterError,
                format!("The usage of feature {} is counted from events", feature.id),
            ));
        }
        Ok(())
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
        };
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
        let (raw, reported_at) = if let Some(meter) = &feature.events {
            self.events.measure(meter, customer, resource, since, self.now)
        } else {
            let key = UsageKey {
                customer: customer.to_owned(),
                resource: resource.map(str::to_owned),
                feature: feature.id.clone(),
            };
            self.usage.total(&key, since, self.now)
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
}

impl UsageLog {
    fn total(&self, key: &UsageKey, since: Option<Timestamp>, until: Timestamp) -> (f64, Option<Timestamp>) {
        let log = self.measurements.get(key).map(Vec::as_slice).unwrap_or_default();
        let mut usage: f64 = 0.0;
        let mut reported_at = None;
        for measurement in log {
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
