//! News about usage.

use stigg_models::{EntitlementFeature, FeatureEntitlementState, FeatureType, MeterType, Timestamp};

use crate::current_period;

/// What an entitlement is to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EntitlementReference<'a> {
    /// A feature, by its id.
    Feature(&'a str),
    /// Credits, by the id of the currency.
    Credit(&'a str),
}

/// The usage of a feature or of credits, as told by a realtime event or by the answer to a report.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct UsageUpdate<'a> {
    /// Whose usage.
    pub reference: EntitlementReference<'a>,
    /// Units used in the period, or credits consumed in total.
    pub current_usage: f64,
    /// The start of the usage period. Of no meaning for credits. If neither start nor end of a feature's period is told, it is
    /// the one that contains [`updated_at`](Self::updated_at).
    pub usage_period_start: Option<Timestamp>,
    /// The end of the usage period; for credits, when recurring ones are granted again.
    pub usage_period_end: Option<Timestamp>,
    /// When this was the usage; the newest wins.
    pub updated_at: Timestamp,
}

impl<'a> UsageUpdate<'a> {
    /// Usage at a time, without a period.
    pub fn new(reference: EntitlementReference<'a>, current_usage: f64, updated_at: Timestamp) -> Self {
        Self {
            reference,
            current_usage,
            usage_period_start: None,
            usage_period_end: None,
            updated_at,
        }
    }

    /// The usage period; for credits only the end counts.
    #[must_use]
    pub fn with_period(mut self, start: Option<Timestamp>, end: Option<Timestamp>) -> Self {
        (self.usage_period_start, self.usage_period_end) = (start, end);
        self
    }
}

/// Whether usage of a feature counts against its limit. It does without a meter too, unless there is expressly none.
pub(crate) fn is_measured(feature: &EntitlementFeature) -> bool {
    feature.feature_type == Some(FeatureType::Number) && feature.meter_type != Some(MeterType::None)
}

/// The usage of the period that contains some time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct CurrentUsage {
    pub(crate) used: f64,
    pub(crate) period_start: Option<Timestamp>,
    pub(crate) period_end: Option<Timestamp>,
}

impl CurrentUsage {
    /// The usage at a time. When the known period is over there is none yet, and the period is the one that contains the
    /// time, if it can be told.
    pub(crate) fn at(state: &FeatureEntitlementState, now: Timestamp) -> Self {
        let is_over = state.usage_period_end.is_some_and(|end| end < now);
        if !is_over || !state.feature.as_deref().is_some_and(is_measured) {
            return Self {
                used: state.current_usage,
                period_start: state.usage_period_start,
                period_end: state.usage_period_end,
            };
        }
        let period = match (&state.reset_period, state.usage_period_anchor) {
            (Some(reset), Some(anchor)) => current_period(reset, anchor, now),
            _ => None,
        };
        Self {
            used: 0.0,
            period_start: period.map(|period| period.start),
            period_end: period.map(|period| period.end),
        }
    }
}
