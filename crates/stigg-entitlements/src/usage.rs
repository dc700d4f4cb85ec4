//! News about usage.

use stigg_models::{EntitlementFeature, FeatureType, MeterType, Timestamp};

use crate::entity::{FeatureTerms, Slot};
use crate::micros::{Micros, OptionalMicros};

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

/// The balance of credits, as told by a realtime event.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct CreditBalance<'a> {
    /// The id of the currency.
    pub currency_id: &'a str,
    /// Credits granted in total.
    pub total_granted: f64,
    /// Credits consumed in total.
    pub total_consumed: f64,
    /// When the credits have to be asked for again; `None` if they never have to.
    pub valid_until: Option<Timestamp>,
    /// When this was the balance; the newest wins.
    pub updated_at: Timestamp,
}

impl<'a> CreditBalance<'a> {
    /// A balance at a time that never has to be asked for again.
    pub fn new(currency_id: &'a str, total_granted: f64, total_consumed: f64, updated_at: Timestamp) -> Self {
        Self {
            currency_id,
            total_granted,
            total_consumed,
            valid_until: None,
            updated_at,
        }
    }

    /// When the credits have to be asked for again.
    #[must_use]
    pub fn with_valid_until(mut self, valid_until: Option<Timestamp>) -> Self {
        self.valid_until = valid_until;
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
    pub(crate) period_start: OptionalMicros,
    pub(crate) period_end: OptionalMicros,
}

impl CurrentUsage {
    /// The usage at a time. When the known period is over there is none yet, and the period is the one that contains the
    /// time, if it can be told.
    #[inline]
    pub(crate) fn at(slot: &Slot, terms: &FeatureTerms, now: Micros) -> Self {
        let is_over = slot.period_end.get().is_some_and(|end| end < now);
        if !is_over || !terms.is_measured {
            return Self {
                used: slot.used,
                period_start: slot.period_start,
                period_end: slot.period_end,
            };
        }
        let period = match (terms.cycle, slot.anchor()) {
            (Some(cycle), Some(anchor)) => cycle.period(anchor, now),
            _ => None,
        };
        Self {
            used: 0.0,
            period_start: period.map(|(start, _)| start).into(),
            period_end: period.map(|(_, end)| end).into(),
        }
    }
}
