//! What was consumed over time.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::is_asked_for;
use crate::calendar::{self, Unit};
use crate::error::{ApiError, Code};
use crate::state::State;
use crate::wire::UsageTimeRange;

/// What a caller wants to know.
#[derive(Debug, Clone)]
pub(crate) struct UsageQuery {
    pub(crate) customer: String,
    pub(crate) currency: Option<String>,
    pub(crate) resource: Option<String>,
    pub(crate) range: UsageTimeRange,
    pub(crate) start: Option<Timestamp>,
    pub(crate) end: Option<Timestamp>,
    pub(crate) group_by: Vec<String>,
}

/// What was consumed of one currency, for one combination of values.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Series {
    pub(crate) currency: String,
    values: Vec<Value>,
    pub(crate) total: f64,
    /// The beginning of an hour or a day, and what was consumed in it.
    pub(crate) points: Vec<(Timestamp, f64)>,
}

/// Ranges up to this length are told by the hour, longer ones by the day.
const BY_THE_HOUR: SignedDuration = SignedDuration::from_hours(48);

/// How many dimensions can be grouped by.
const MAX_DIMENSIONS: usize = 3;

impl State {
    /// What a customer has consumed, in the order of the first consumption of each series.
    pub(crate) fn credit_usage(&self, query: &UsageQuery) -> Result<Vec<Series>, ApiError> {
        self.check_pool(&query.customer, query.currency.as_deref())?;
        if query.group_by.len() > MAX_DIMENSIONS {
            return Err(ApiError::new(
                Code::InvalidArgumentError,
                format!("Usage is grouped by at most {MAX_DIMENSIONS} dimensions"),
            ));
        }
        let end = query.end.unwrap_or(self.now);
        let start = query.start.unwrap_or_else(|| match query.range {
            UsageTimeRange::Day => calendar::add(end, Unit::Day, -1),
            UsageTimeRange::Week => calendar::add(end, Unit::Week, -1),
            UsageTimeRange::Month => calendar::add(end, Unit::Month, -1),
            UsageTimeRange::Year => calendar::add(end, Unit::Year, -1),
        });
        let step = if end.duration_since(start) <= BY_THE_HOUR {
            Unit::Hour
        } else {
            Unit::Day
        };
        let mut found: Vec<Series> = Vec::new();
        for consumed in &self.credits.consumptions {
            let (currency, resource) = (query.currency.as_deref(), query.resource.as_deref());
            let is_in_range = (start..=end).contains(&consumed.at);
            if !is_in_range || !is_asked_for(&consumed.pool, &query.customer, currency, resource) {
                continue;
            }
            let values = query.group_by.iter();
            let values: Vec<Value> = values
                .map(|name| consumed.dimensions.get(name).cloned().unwrap_or_default())
                .collect();
            let same = |series: &Series| series.currency == consumed.pool.currency && series.values == values;
            let place = found.iter().position(same).unwrap_or(found.len());
            if place == found.len() {
                found.push(Series {
                    currency: consumed.pool.currency.clone(),
                    values,
                    total: 0.0,
                    points: Vec::new(),
                });
            }
            let series = &mut found[place];
            series.total += consumed.amount;
            let (moment, _) = calendar::period(Timestamp::UNIX_EPOCH, step, consumed.at);
            match series.points.iter_mut().find(|(known, _)| *known == moment) {
                Some((_, value)) => *value += consumed.amount,
                None => series.points.push((moment, consumed.amount)),
            }
        }
        for series in &mut found {
            series.points.sort_by_key(|(moment, _)| *moment);
        }
        Ok(found)
    }
}
