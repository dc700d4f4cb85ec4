//! Raw events, and the usage that meters make of them.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::State;
use crate::catalog::model::{Aggregation, Condition, EventFilter, EventMeter, Operation};

/// Something that happened, as a caller reports it.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) customer: String,
    pub(crate) resource: Option<String>,
    pub(crate) idempotency_key: String,
    pub(crate) at: Option<Timestamp>,
    pub(crate) dimensions: Map<String, Value>,
}

#[derive(Debug, Clone)]
struct Stored {
    name: String,
    at: Timestamp,
    reported_at: Timestamp,
    dimensions: Map<String, Value>,
}

type Owner = (String, Option<String>);
type Identity = (Option<Timestamp>, String, Option<String>, String, String);

#[derive(Debug, Clone, Default)]
pub(super) struct EventLog {
    events: HashMap<Owner, Vec<Stored>>,
    known: HashSet<Identity>,
}

impl State {
    /// Takes an event; one that was taken before is dropped.
    ///
    /// The same event is one with the same time, customer, resource, name and idempotency key.
    pub(crate) fn report_event(&mut self, event: Event) {
        let identity = (
            event.at,
            event.customer.clone(),
            event.resource.clone(),
            event.name.clone(),
            event.idempotency_key,
        );
        if !self.events.known.insert(identity) {
            return;
        }
        let stored = Stored {
            name: event.name,
            at: event.at.unwrap_or(self.now),
            reported_at: self.now,
            dimensions: event.dimensions,
        };
        self.touch_usage(&event.customer, event.resource.as_deref());
        self.events
            .events
            .entry((event.customer, event.resource))
            .or_default()
            .push(stored);
    }
}

impl EventLog {
    /// The customers and resources that events were reported of.
    pub(super) fn owners(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let owners = self.events.keys();
        owners.map(|(customer, resource)| (customer.as_str(), resource.as_deref()))
    }

    pub(super) fn measure(
        &self,
        meter: &EventMeter,
        customer: &str,
        resource: Option<&str>,
        (since, until): (Option<Timestamp>, Timestamp),
        counts: &dyn Fn(&Map<String, Value>) -> bool,
    ) -> (f64, Option<Timestamp>) {
        let mut matching = self.matching(meter, customer, resource);
        matching.retain(|event| counts(&event.dimensions));
        let reported_at = matching.iter().map(|event| event.reported_at).max();
        let in_period = |event: &&Stored| since.is_none_or(|since| event.at >= since) && event.at <= until;
        let usage = aggregate(meter, matching.into_iter().filter(in_period));
        (usage, reported_at)
    }

    /// When something happened that a meter counts, and its dimensions; oldest first.
    pub(super) fn records(
        &self,
        meter: &EventMeter,
        customer: &str,
        resource: Option<&str>,
    ) -> Vec<(Timestamp, &Map<String, Value>)> {
        let mut matching = self.matching(meter, customer, resource);
        matching.sort_by_key(|event| event.at);
        matching
            .into_iter()
            .map(|event| (event.at, &event.dimensions))
            .collect()
    }

    fn matching(&self, meter: &EventMeter, customer: &str, resource: Option<&str>) -> Vec<&Stored> {
        let owner = (customer.to_owned(), resource.map(str::to_owned));
        let events = self.events.get(&owner).map(Vec::as_slice).unwrap_or_default();
        events
            .iter()
            .filter(|event| meter.filters.iter().any(|filter| passes(filter, event)))
            .collect()
    }
}

#[expect(clippy::cast_precision_loss, reason = "no one reports 2^53 events to an emulator")]
fn aggregate<'a>(meter: &EventMeter, events: impl Iterator<Item = &'a Stored>) -> f64 {
    let Some(field) = meter.field.as_deref() else {
        return events.count() as f64;
    };
    if meter.aggregation == Aggregation::Unique {
        let values: HashSet<String> = events
            .filter_map(|event| value_of(event, field))
            .map(ToString::to_string)
            .collect();
        return values.len() as f64;
    }
    let numbers: Vec<f64> = events.filter_map(|event| value_of(event, field)?.as_f64()).collect();
    match meter.aggregation {
        Aggregation::Count => numbers.len() as f64,
        Aggregation::Sum | Aggregation::Unique => numbers.iter().fold(0.0, |sum, number| sum + number).max(0.0),
        Aggregation::Max => numbers.iter().copied().fold(0.0, f64::max),
        Aggregation::Min => numbers.iter().copied().reduce(f64::min).unwrap_or(0.0).max(0.0),
        Aggregation::Avg if numbers.is_empty() => 0.0,
        Aggregation::Avg => (numbers.iter().sum::<f64>() / numbers.len() as f64).max(0.0),
    }
}

fn passes(filter: &EventFilter, event: &Stored) -> bool {
    event.name == filter.event && filter.conditions.iter().all(|condition| holds(condition, event))
}

fn value_of<'a>(event: &'a Stored, field: &str) -> Option<&'a Value> {
    event.dimensions.get(field).filter(|value| !value.is_null())
}

fn holds(condition: &Condition, event: &Stored) -> bool {
    let found = value_of(event, &condition.field);
    let wanted = condition.values.first();
    let number = |test: fn(f64, f64) -> bool| match (found.and_then(Value::as_f64), wanted.and_then(Value::as_f64)) {
        (Some(found), Some(wanted)) => test(found, wanted),
        _ => false,
    };
    let text = |test: fn(&str, &str) -> bool| match (found.and_then(Value::as_str), wanted.and_then(Value::as_str)) {
        (Some(found), Some(wanted)) => test(found, wanted),
        _ => false,
    };
    let is_one_of = || found.is_some_and(|found| condition.values.iter().any(|value| same(found, value)));
    match condition.operation {
        Operation::Equals | Operation::In => is_one_of(),
        Operation::NotEquals => !is_one_of(),
        Operation::GreaterThan => number(|found, wanted| found > wanted),
        Operation::GreaterThanOrEqual => number(|found, wanted| found >= wanted),
        Operation::LessThan => number(|found, wanted| found < wanted),
        Operation::LessThanOrEqual => number(|found, wanted| found <= wanted),
        Operation::Contains => text(|found, wanted| found.contains(wanted)),
        Operation::StartsWith => text(|found, wanted| found.starts_with(wanted)),
        Operation::EndsWith => text(|found, wanted| found.ends_with(wanted)),
        Operation::IsNull => found.is_none(),
        Operation::IsNotNull => found.is_some(),
    }
}

/// Equal, with numbers compared by value: `2` is `2.0`.
fn same(left: &Value, right: &Value) -> bool {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.total_cmp(&right).is_eq(),
        _ => left == right,
    }
}
