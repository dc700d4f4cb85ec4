//! When usage of a feature began again from zero, over all the subscriptions of a customer.

use jiff::{SignedDuration, Timestamp};

use super::{Grant, usage_period};
use crate::catalog::model::Feature;
use crate::state::State;
use crate::state::subscriptions::Subscription;
use crate::wire::UsageMarkerType;

/// A time over which usage is counted from one and the same moment. It lasts until the next one begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) from: Timestamp,
    /// Usage before this does not count; none: all usage does.
    pub(crate) since: Option<Timestamp>,
    /// Why usage begins again with it, if it does.
    pub(crate) marker: Option<UsageMarkerType>,
}

impl State {
    /// The stretches between two times, oldest first. The first begins with `from`; there is always one.
    pub(crate) fn stretches(
        &self,
        feature: &Feature,
        customer: &str,
        resource: Option<&str>,
        (from, until): (Timestamp, Timestamp),
    ) -> Vec<Stretch> {
        let lives = self.lives(customer, resource);
        let mut turns: Vec<Timestamp> = lives
            .iter()
            .flat_map(|life| [Some(life.start), life.end])
            .flatten()
            .filter(|&turn| turn <= until)
            .collect();
        turns.push(Timestamp::MIN);
        turns.sort_unstable();
        turns.dedup();

        let mut stretches: Vec<Stretch> = Vec::new();
        let mut was_counted = false;
        for (index, &turn) in turns.iter().enumerate() {
            let ends = turns.get(index + 1).copied().unwrap_or(Timestamp::MAX);
            let grant = self.grant_at(feature, &lives, turn);
            if ends > from {
                let first = turn.max(from);
                let follows = was_counted || self.usage_before(feature, customer, resource, turn) != 0.0;
                for stretch in within(grant.as_ref(), first, ends, until) {
                    let known = stretches.last().is_some_and(|last| last.since == stretch.since);
                    let begins_again = match stretch.marker {
                        Some(UsageMarkerType::SubscriptionChangeReset) => follows,
                        other => other.is_some(),
                    };
                    if stretches.is_empty() || !known || begins_again {
                        let marker = stretch.marker.filter(|_| begins_again);
                        stretches.push(Stretch { marker, ..stretch });
                    }
                }
            }
            was_counted |= grant.is_some();
        }
        stretches
    }

    /// When which subscriptions gave access, of those that count.
    fn lives(&self, customer: &str, resource: Option<&str>) -> Vec<Life> {
        let found = self.subscriptions_of(customer).into_iter();
        found
            .filter(|&index| self.counts_for(index, resource))
            .map(|index| (index, self.subscription_at(index)))
            .filter(|(_, subscription)| has_lived(subscription))
            .map(|(index, subscription)| Life {
                index,
                start: subscription.start,
                end: subscription.ended_at,
            })
            .collect()
    }

    /// What the subscriptions that lived at a time gave of a feature.
    fn grant_at(&self, feature: &Feature, lives: &[Life], time: Timestamp) -> Option<Grant> {
        let sources: Vec<usize> = lives
            .iter()
            .filter(|life| life.start <= time && life.end.is_none_or(|end| end > time))
            .map(|life| life.index)
            .collect();
        self.grants(&sources, &[]).remove(feature.id.as_str())
    }

    /// All usage before a time.
    fn usage_before(&self, feature: &Feature, customer: &str, resource: Option<&str>, time: Timestamp) -> f64 {
        let until = time.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(time);
        let usage = self.usage_between(feature, customer, resource, (None, until), &|_| true);
        usage.0
    }
}

/// When a subscription gave access.
struct Life {
    index: usize,
    start: Timestamp,
    end: Option<Timestamp>,
}

fn has_lived(subscription: &Subscription) -> bool {
    subscription.is_live() || subscription.was_active || (subscription.has_ended() && subscription.trial.is_some())
}

/// The stretches that a grant makes of the time from `first` on, before `ends` and up to `until`.
fn within(grant: Option<&Grant>, first: Timestamp, ends: Timestamp, until: Timestamp) -> Vec<Stretch> {
    let Some((grant, reset)) = grant.and_then(|grant| Some((grant, grant.reset?))) else {
        let (since, marker) = (None, None);
        let from = first;
        return vec![Stretch { from, since, marker }];
    };
    let mut stretches = Vec::new();
    let mut from = first;
    loop {
        let period = usage_period(reset, grant.anchor, from);
        let since = period.start.max(grant.anchor);
        let marker = (since == from).then_some(if since == grant.anchor {
            UsageMarkerType::SubscriptionChangeReset
        } else {
            UsageMarkerType::PeriodicReset
        });
        stretches.push(Stretch {
            from,
            since: Some(since),
            marker,
        });
        // A period without length would never end: the calendar is at its end.
        if period.end <= from || period.end >= ends || period.end > until {
            return stretches;
        }
        from = period.end;
    }
}
