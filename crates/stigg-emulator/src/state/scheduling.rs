//! Changes that wait for the end of a billing period.

use jiff::Timestamp;

use super::State;
use super::pricing;
use super::provisioning::Provision;
use super::subscriptions::Subscription;
use crate::calendar::{self, Unit};
use crate::catalog::model::{DowngradeTime, Plan};
use crate::error::{ApiError, Code};
use crate::wire::{PricingType, ScheduleStrategy, SubscriptionStatus};

/// A change of plan that waits.
#[derive(Debug, Clone)]
pub(crate) struct Scheduled {
    pub(crate) at: Timestamp,
    pub(crate) created_at: Timestamp,
    pub(crate) direction: Direction,
    pub(crate) request: Box<Provision>,
}

/// Where a change of plan leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Upgrade,
    Downgrade,
    Neither,
}

impl State {
    /// The subscription that waits for its change to the plan of the request, when the request or the product asks for
    /// waiting; none when the change is to be made now.
    pub(super) fn to_be_scheduled(&self, request: &Provision) -> Result<Option<(usize, Scheduled)>, ApiError> {
        let Some(plan) = self.catalog.plans.get(&request.plan) else {
            return Ok(None);
        };
        let Some(product) = self.catalog.products.get(&plan.package.product) else {
            return Ok(None);
        };
        let current = self
            .live_subscriptions_of(&request.customer)
            .into_iter()
            .find(|&index| {
                let other = &self.subscriptions[index];
                other.status == SubscriptionStatus::Active
                    && self.plan_of(other).package.product == product.id
                    && (!product.multiple_subscriptions || other.resource == request.resource)
            });
        let Some(index) = current else { return Ok(None) };
        let current = &self.subscriptions[index];
        let direction = self.direction(self.plan_of(current), plan);
        let by_default = match product.downgrade_time {
            DowngradeTime::EndOfBillingPeriod if direction == Direction::Downgrade => {
                ScheduleStrategy::EndOfBillingPeriod
            }
            _ => ScheduleStrategy::Immediate,
        };
        let asked = request.schedule.unwrap_or(by_default);
        let Some(at) = self.execution_time(current, asked) else {
            if request.schedule.is_some() && asked != ScheduleStrategy::Immediate {
                return Err(ApiError::new(
                    Code::SubscriptionDoesNotHaveBillingPeriod,
                    format!("Subscription {} has no billing period to wait for", current.id),
                ));
            }
            return Ok(None);
        };
        let request = Provision {
            schedule: None,
            start: None,
            ..request.clone()
        };
        Ok(Some((
            index,
            Scheduled {
                at,
                created_at: self.now,
                direction,
                request: Box::new(request),
            },
        )))
    }

    fn execution_time(&self, subscription: &Subscription, strategy: ScheduleStrategy) -> Option<Timestamp> {
        match strategy {
            ScheduleStrategy::Immediate => None,
            ScheduleStrategy::EndOfBillingPeriod => subscription.billing_period_at(self.now).map(|(_, end)| end),
            ScheduleStrategy::EndOfBillingMonth => {
                subscription.billing_period?;
                Some(calendar::period(subscription.billing_anchor, Unit::Month, self.now).1)
            }
        }
    }

    pub(super) fn schedule(&mut self, index: usize, scheduled: Scheduled) {
        self.change(index, |subscription| subscription.scheduled = Some(scheduled));
    }

    pub(super) fn run_scheduled(&mut self, index: usize, scheduled: Scheduled) {
        if self.subscribe(*scheduled.request).is_err() {
            // What it asked for is no longer possible: the subscription stays as it is.
            self.change(index, |_| {});
        }
    }

    /// Takes back what waits; false when nothing did.
    pub(crate) fn cancel_schedule(&mut self, index: usize) -> bool {
        let waited = self.subscriptions[index].scheduled.is_some();
        if waited {
            self.change(index, |subscription| subscription.scheduled = None);
        }
        waited
    }

    /// Whether the way from one plan to the other leads up or down: first by what is built on what, then by kind, then by
    /// the starting price of paid plans and the order of custom ones.
    pub(crate) fn direction(&self, from: &Plan, to: &Plan) -> Direction {
        let is_above = |upper: &Plan, lower: &Plan| {
            upper.package.id != lower.package.id
                && self
                    .catalog
                    .plan_chain(upper)
                    .iter()
                    .any(|plan| plan.package.id == lower.package.id)
        };
        if is_above(to, from) {
            return Direction::Upgrade;
        }
        if is_above(from, to) {
            return Direction::Downgrade;
        }
        let rank = |plan: &Plan| match plan.package.pricing {
            PricingType::Free => 0,
            PricingType::Paid => 1,
            PricingType::Custom => 2,
        };
        let order = rank(to).cmp(&rank(from)).then_with(|| match to.package.pricing {
            PricingType::Free => std::cmp::Ordering::Equal,
            PricingType::Paid => {
                pricing::starting_price(&to.package).total_cmp(&pricing::starting_price(&from.package))
            }
            PricingType::Custom => {
                let position = |plan: &Plan| {
                    self.catalog
                        .plans
                        .iter()
                        .position(|other| other.package.id == plan.package.id)
                };
                position(to).cmp(&position(from))
            }
        });
        match order {
            std::cmp::Ordering::Greater => Direction::Upgrade,
            std::cmp::Ordering::Less => Direction::Downgrade,
            std::cmp::Ordering::Equal => Direction::Neither,
        }
    }
}
