//! What a customer, or a resource of a customer, is entitled to: where it comes from and how several sources are merged.

mod merge;
mod sources;
mod timeline;

#[cfg(test)]
mod tests;

use jiff::Timestamp;

pub(crate) use self::merge::Grant;
pub(crate) use self::timeline::Stretch;
use crate::calendar::{self, Unit};
use crate::catalog::model::{Feature, FeatureKind, Reset};
use crate::state::State;
use crate::wire::{DeniedReason, Meter, MonthlyAccordingTo, WeeklyAccordingTo};

/// An entitlement as the server answers it.
#[derive(Debug, Clone)]
pub(crate) struct Entitlement<'a> {
    pub(crate) feature: &'a Feature,
    pub(crate) grant: Grant,
    /// Usage in the current period; none for a feature that is not metered.
    pub(crate) usage: Option<f64>,
    pub(crate) usage_updated_at: Option<Timestamp>,
    pub(crate) usage_period: Option<UsagePeriod>,
    /// When it must be computed again.
    pub(crate) valid_until: Option<Timestamp>,
}

/// The period that usage is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UsagePeriod {
    pub(crate) reset: Reset,
    pub(crate) anchor: Timestamp,
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
}

/// Everything about one customer or resource.
#[derive(Debug)]
pub(crate) enum Entitlements<'a> {
    Granted(Vec<Entitlement<'a>>),
    Denied(DeniedReason),
}

/// What is asked of a single entitlement.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    pub(crate) usage: Option<f64>,
    pub(crate) values: Vec<String>,
}

impl Entitlement<'_> {
    /// Why access is denied whatever is asked; the limit is not judged here, since usage changes faster than this answer.
    pub(crate) fn standing_denial(&self) -> Option<DeniedReason> {
        (!self.grant.granted).then_some(DeniedReason::Revoked)
    }

    /// Why the request is denied, if it is.
    pub(crate) fn denial(&self, request: &Request) -> Option<DeniedReason> {
        if let Some(reason) = self.standing_denial() {
            return Some(reason);
        }
        match &self.feature.kind {
            FeatureKind::Boolean | FeatureKind::Number(Meter::None) => None,
            FeatureKind::Enum(_) => {
                let fits = request.values.iter().all(|value| self.grant.values.contains(value));
                (!fits).then_some(DeniedReason::RequestedValuesMismatch)
            }
            FeatureKind::Number(Meter::Incremental | Meter::Fluctuating) => {
                let wanted = self.usage.unwrap_or(0.0) + request.usage.unwrap_or(0.0);
                let fits = self.grant.unlimited || self.grant.soft_limit || wanted <= self.grant.limit.unwrap_or(0.0);
                (!fits).then_some(DeniedReason::RequestedUsageExceedingLimit)
            }
        }
    }
}

impl State {
    /// The entitlements of a customer, or of one of its resources, in the order of the catalogue's features.
    pub(crate) fn entitlements(&self, customer: &str, resource: Option<&str>) -> Entitlements<'_> {
        // An empty id is what some callers send for "none".
        let resource = resource.filter(|resource| !resource.is_empty());
        match self.any_customer(customer) {
            None => return Entitlements::Denied(DeniedReason::CustomerNotFound),
            Some(found) if found.archived_at.is_some() => {
                return Entitlements::Denied(DeniedReason::CustomerIsArchived);
            }
            Some(_) => {}
        }
        let changed_at = self.entitlements_changed_at(customer);
        let sources = self.sources(customer, resource);
        let promotions = self.promotions(customer);
        if sources.is_empty() && promotions.is_empty() {
            return Entitlements::Denied(DeniedReason::NoActiveSubscription);
        }
        let ends = sources
            .iter()
            .filter_map(|&index| self.subscription_at(index).effective_end())
            .chain(promotions.iter().filter_map(|promotion| promotion.end))
            .min();
        let granted = self.grants(&sources, &promotions);
        let mut periods = Periods::default();
        let features = self.catalog.features.iter();
        let entitlements = features.filter_map(|feature| {
            let mut grant = granted.get(feature.id.as_str())?.clone();
            grant.updated_at = grant.updated_at.max(changed_at);
            Some(self.entitlement(feature, grant, (customer, resource), ends, &mut periods))
        });
        Entitlements::Granted(entitlements.collect())
    }

    /// When what the customer is entitled to last changed: also an entitlement that is gone is a change of what is left.
    fn entitlements_changed_at(&self, customer: &str) -> Timestamp {
        let found = self.any_customer(customer);
        let ended = found
            .into_iter()
            .flat_map(|customer| &customer.promotions)
            .filter_map(|promotion| promotion.end)
            .filter(|end| *end <= self.now);
        let changed = found.map(|customer| customer.entitlements_changed_at);
        ended.chain(changed).max().unwrap_or(self.since)
    }

    /// Why whoever has some entitlements has no more of them.
    pub(crate) fn denial_beside(&self, customer: &str, resource: Option<&str>) -> Option<DeniedReason> {
        let resource = resource.filter(|resource| !resource.is_empty());
        let has_none = self.sources(customer, resource).is_empty();
        has_none.then_some(DeniedReason::NoActiveSubscription)
    }

    fn entitlement<'a>(
        &self,
        feature: &'a Feature,
        grant: Grant,
        (customer, resource): (&str, Option<&str>),
        ends: Option<Timestamp>,
        periods: &mut Periods,
    ) -> Entitlement<'a> {
        let usage_period = grant
            .reset
            .filter(|_| feature.is_metered())
            .map(|reset| periods.get(reset, grant.anchor, self.now));
        let (usage, usage_updated_at) = if feature.is_metered() {
            // With a reset period a new subscription begins a new count; without one usage goes on for ever.
            let since = usage_period.map(|period| period.start.max(grant.anchor));
            let (usage, updated_at) = self.usage_of(feature, customer, resource, since);
            (Some(usage), updated_at)
        } else {
            (None, None)
        };
        let valid_until = [usage_period.map(|period| period.end), ends]
            .into_iter()
            .flatten()
            .min();
        Entitlement {
            feature,
            grant,
            usage,
            usage_updated_at,
            usage_period,
            valid_until,
        }
    }
}

/// The usage periods of one answer. Most features share one, and the calendar is slow.
#[derive(Debug, Default)]
struct Periods {
    known: Vec<(Reset, Timestamp, UsagePeriod)>,
}

impl Periods {
    fn get(&mut self, reset: Reset, anchor: Timestamp, now: Timestamp) -> UsagePeriod {
        let mut known = self.known.iter();
        if let Some((.., period)) = known.find(|(known, of, _)| (*known, *of) == (reset, anchor)) {
            return *period;
        }
        let period = usage_period(reset, anchor, now);
        self.known.push((reset, anchor, period));
        period
    }
}

fn usage_period(reset: Reset, anchor: Timestamp, now: Timestamp) -> UsagePeriod {
    use jiff::civil::Weekday;
    let weekday = |according_to| match according_to {
        WeeklyAccordingTo::SubscriptionStart => None,
        WeeklyAccordingTo::EverySunday => Some(Weekday::Sunday),
        WeeklyAccordingTo::EveryMonday => Some(Weekday::Monday),
        WeeklyAccordingTo::EveryTuesday => Some(Weekday::Tuesday),
        WeeklyAccordingTo::EveryWednesday => Some(Weekday::Wednesday),
        WeeklyAccordingTo::EveryThursday => Some(Weekday::Thursday),
        WeeklyAccordingTo::EveryFriday => Some(Weekday::Friday),
        WeeklyAccordingTo::EverySaturday => Some(Weekday::Saturday),
    };
    let (unit, anchor) = match reset {
        Reset::Hour => (Unit::Hour, anchor),
        Reset::Day => (Unit::Day, anchor),
        Reset::Week(according_to) => (
            Unit::Week,
            weekday(according_to).map_or(anchor, |day| calendar::start_of_weekday(anchor, day)),
        ),
        Reset::Month(MonthlyAccordingTo::SubscriptionStart) => (Unit::Month, anchor),
        Reset::Month(MonthlyAccordingTo::StartOfTheMonth) => (Unit::Month, calendar::start_of_month(anchor)),
        Reset::Year(_) => (Unit::Year, anchor),
    };
    let (start, end) = calendar::period(anchor, unit, now);
    UsagePeriod {
        reset,
        anchor,
        start,
        end,
    }
}
