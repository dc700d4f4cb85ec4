//! How usage went over time.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::State;
use crate::catalog::model::Feature;
use crate::entitlements::Stretch;
use crate::wire::UsageMarkerType;

/// What is asked for.
#[derive(Debug, Clone)]
pub(crate) struct HistoryQuery<'a> {
    pub(crate) feature: &'a Feature,
    pub(crate) customer: &'a str,
    pub(crate) resource: Option<&'a str>,
    pub(crate) from: Timestamp,
    /// Not after the present.
    pub(crate) until: Timestamp,
    /// Names of dimensions; a series is made for each combination of their values.
    pub(crate) group_by: &'a [String],
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct History {
    pub(crate) markers: Vec<(Timestamp, UsageMarkerType)>,
    /// All usage.
    pub(crate) total: Series,
    /// The same by dimensions; none when it is not grouped.
    pub(crate) groups: Vec<Series>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Series {
    pub(crate) tags: Tags,
    pub(crate) points: Vec<Point>,
}

/// Names and values of dimensions.
pub(crate) type Tags = Vec<(String, String)>;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) at: Timestamp,
    /// The usage in the period so far.
    pub(crate) value: f64,
    /// Whether usage began again here.
    pub(crate) is_reset: bool,
}

impl State {
    /// A point for each time at which usage was reported or began again, and one at the beginning unless nothing was used
    /// until then.
    pub(crate) fn usage_history(&self, query: &HistoryQuery<'_>) -> History {
        let HistoryQuery {
            feature,
            customer,
            resource,
            from,
            until,
            ..
        } = *query;
        if until < from {
            return History::default();
        }
        let stretches = self.stretches(feature, customer, resource, (from, until));
        let markers = stretches
            .iter()
            .filter_map(|stretch| Some((stretch.from, stretch.marker?)))
            .collect();
        let mut records = self.usage_records(feature, customer, resource);
        let counted_from = stretches.first().and_then(|stretch| stretch.since);
        records.retain(|(at, _)| *at <= until && counted_from.is_none_or(|since| *at >= since));
        let all: Vec<Timestamp> = records.iter().map(|(at, _)| *at).collect();
        let total = self.series(query, &stretches, Tags::new(), &all, &|_| true);

        let combinations: BTreeSet<Tags> = match query.group_by {
            [] => BTreeSet::new(),
            names => records.iter().map(|(_, dimensions)| tags(names, dimensions)).collect(),
        };
        let groups = combinations.into_iter().map(|combination| {
            let counts = |dimensions: &Map<String, Value>| tags(query.group_by, dimensions) == combination;
            let times: Vec<Timestamp> = records
                .iter()
                .filter(|(_, dimensions)| counts(dimensions))
                .map(|(at, _)| *at)
                .collect();
            self.series(query, &stretches, combination.clone(), &times, &counts)
        });
        let groups = groups.collect();
        History { markers, total, groups }
    }

    fn series(
        &self,
        query: &HistoryQuery<'_>,
        stretches: &[Stretch],
        tags: Tags,
        times: &[Timestamp],
        counts: &dyn Fn(&Map<String, Value>) -> bool,
    ) -> Series {
        let resets: BTreeSet<Timestamp> = stretches
            .iter()
            .filter(|stretch| stretch.marker.is_some())
            .map(|stretch| stretch.from)
            .collect();
        let reported = times.iter().copied().filter(|&at| at >= query.from);
        let told: BTreeSet<Timestamp> = reported.chain(resets.iter().copied()).collect();
        let point = |at: Timestamp| {
            let index = stretches.partition_point(|stretch| stretch.from <= at);
            let since = stretches[index - 1].since;
            let usage = self.usage_between(query.feature, query.customer, query.resource, (since, at), counts);
            Point {
                at,
                value: usage.0,
                is_reset: resets.contains(&at),
            }
        };
        let beginning = (!told.contains(&query.from))
            .then(|| point(query.from))
            .filter(|point| point.value != 0.0);
        Series {
            tags,
            points: beginning.into_iter().chain(told.iter().copied().map(point)).collect(),
        }
    }
}

/// The values of these dimensions. One that usage does not have is left out.
fn tags(names: &[String], dimensions: &Map<String, Value>) -> Tags {
    let mut tags = Tags::new();
    for name in names {
        let value = match dimensions.get(name) {
            None | Some(Value::Null) => continue,
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        if tags.iter().all(|(known, _)| known != name) {
            tags.push((name.clone(), value));
        }
    }
    tags
}
