//! What happens to subscriptions as time passes, and how they end.

use jiff::Timestamp;

use super::State;
use super::provisioning::Provision;
use crate::catalog::model::UsageReset;
use crate::wire::{CancelReason, SubscriptionStatus, TrialEndBehavior};

impl State {
    /// Brings the state to `now`: everything that was due happens, each thing at its own time, in order. A clock that was
    /// put back undoes nothing.
    pub(crate) fn advance(&mut self, now: Timestamp) {
        while let Some(&(due, index)) = self.agenda.first() {
            if due > now {
                break;
            }
            self.agenda.pop_first();
            if self.subscriptions[index].next_due() == Some(due) {
                // What was due in the past of a clock that went back happens now.
                self.now = due.max(self.subscriptions[index].created_at);
                self.happen(index);
            }
        }
        // Credits and subscriptions have nothing to do with each other, so one may run ahead of the other.
        self.advance_credits(now);
        self.now = now;
    }

    fn happen(&mut self, index: usize) {
        let subscription = &self.subscriptions[index];
        let now = self.now;
        let is_due = |time: Option<Timestamp>| time.is_some_and(|time| time <= now);
        if is_due(subscription.cancellation_date) {
            self.end(index, CancelReason::ScheduledCancellation);
            self.follow_up(index);
        } else if is_due(subscription.end_date) {
            self.end(index, CancelReason::Expired);
            self.follow_up(index);
        } else if subscription.status == SubscriptionStatus::NotStarted {
            self.begin(index);
        } else if subscription.status == SubscriptionStatus::InTrial {
            match subscription.trial.map(|trial| trial.behavior) {
                Some(TrialEndBehavior::CancelSubscription) => {
                    self.end(index, CancelReason::TrialEnded);
                    self.follow_up(index);
                }
                Some(TrialEndBehavior::ConvertToPaid) | None => self.activate(index),
            }
        } else if let Some(scheduled) = self.subscriptions[index].scheduled.take() {
            self.run_scheduled(index, scheduled);
        }
    }

    /// A subscription starts: into its trial, or at once; a back-dated one may have its trial behind it.
    pub(super) fn begin(&mut self, index: usize) {
        let trial = self.subscriptions[index].trial;
        let is_over = trial.is_some_and(|trial| trial.end <= self.now);
        if is_over && trial.is_some_and(|trial| trial.behavior == TrialEndBehavior::CancelSubscription) {
            self.end(index, CancelReason::TrialEnded);
            self.follow_up(index);
        } else if trial.is_some() && !is_over {
            let (customer, plan) = {
                let subscription = &self.subscriptions[index];
                (subscription.customer.clone(), subscription.plan.clone())
            };
            self.replace_others(index, true);
            self.change(index, |subscription| subscription.status = SubscriptionStatus::InTrial);
            if let Some(customer) = self.customers.get_mut(&customer)
                && !customer.trialed_plans.contains(&plan)
            {
                customer.trialed_plans.push(plan);
            }
        } else {
            self.activate(index);
        }
    }

    /// A subscription becomes `ACTIVE`: new, after its trial, or once it is paid.
    pub(super) fn activate(&mut self, index: usize) {
        self.replace_others(index, false);
        let now = self.now;
        let was_in_trial = self.subscriptions[index].status == SubscriptionStatus::InTrial;
        self.change(index, |subscription| {
            subscription.status = SubscriptionStatus::Active;
            subscription.was_active = true;
            if was_in_trial {
                subscription.billing_anchor = now;
            }
        });
    }

    /// Ends the subscriptions that make room for this one: the same product, the same kind (trial or not), and the same
    /// resource where a product may be subscribed to several times. A trial of the same plan makes room too.
    fn replace_others(&mut self, index: usize, as_trial: bool) {
        for (other, reason) in self.rivals(index, as_trial) {
            self.inherit(index, other);
            self.end(other, reason);
        }
    }

    /// The subscriptions that make room for this one, and why.
    pub(super) fn rivals(&self, index: usize, as_trial: bool) -> Vec<(usize, CancelReason)> {
        let subscription = &self.subscriptions[index];
        let plan = self.plan_of(subscription);
        let product = plan.package.product.clone();
        let multiple = self
            .catalog
            .products
            .get(&product)
            .is_some_and(|product| product.multiple_subscriptions);
        let mut rivals = Vec::new();
        for other in self.live_subscriptions_of(&subscription.customer) {
            let (this, that) = (&self.subscriptions[index], &self.subscriptions[other]);
            if other == index
                || self.plan_of(that).package.product != product
                || (multiple && this.resource != that.resource)
            {
                continue;
            }
            let that_is_trial = that.status == SubscriptionStatus::InTrial;
            if as_trial == that_is_trial {
                rivals.push((other, CancelReason::UpgradeOrDowngrade));
            } else if that_is_trial && this.plan == that.plan {
                rivals.push((other, CancelReason::TrialConverted));
            }
        }
        rivals
    }

    /// A subscription takes the place of another: what goes on of the old one's billing cycle and usage periods.
    fn inherit(&mut self, new: usize, old: usize) {
        let (this, that) = (&self.subscriptions[new], &self.subscriptions[old]);
        let product = &self.plan_of(this).package.product;
        let rule = self
            .catalog
            .products
            .get(product)
            .map(|product| product.usage_reset)
            .unwrap_or_default();
        let same_period = this.billing_period == that.billing_period;
        let keeps_usage = match rule {
            UsageReset::Always => false,
            UsageReset::Never => true,
            UsageReset::BillingPeriodChange => same_period,
        };
        let keeps_cycle = this.keeps_billing_cycle
            && same_period
            && this.billing_period.is_some()
            && that.status == SubscriptionStatus::Active;
        let (billing_anchor, usage_anchor) = (that.billing_anchor, that.usage_anchor);
        self.change(new, |subscription| {
            if keeps_usage {
                subscription.usage_anchor = usage_anchor;
            }
            if keeps_cycle {
                subscription.billing_anchor = billing_anchor;
            }
        });
    }

    /// Ends a subscription now.
    pub(super) fn end(&mut self, index: usize, reason: CancelReason) {
        let now = self.now;
        self.change(index, |subscription| {
            subscription.status = match reason {
                CancelReason::Expired | CancelReason::TrialEnded => SubscriptionStatus::Expired,
                _ => SubscriptionStatus::Canceled,
            };
            if !matches!(reason, CancelReason::Expired | CancelReason::TrialEnded) {
                subscription.cancellation_date.get_or_insert(now);
            }
            subscription.cancel_reason = Some(reason);
            subscription.ended_at = Some(now);
            subscription.scheduled = None;
        });
    }

    /// After an end: the subscription to the plan that the product prescribes, unless there is one already.
    pub(super) fn follow_up(&mut self, index: usize) {
        let subscription = &self.subscriptions[index];
        let (customer, resource) = (subscription.customer.clone(), subscription.resource.clone());
        let product = self.plan_of(subscription).package.product.clone();
        let Some(product) = self.catalog.products.get(&product) else {
            return;
        };
        let Some(plan) = product.downgrade_plan.clone() else {
            return;
        };
        if plan == subscription.plan {
            return;
        }
        let covered = self.live_subscriptions_of(&customer).into_iter().any(|other| {
            let other = &self.subscriptions[other];
            self.plan_of(other).package.product == product.id
                && (!product.multiple_subscriptions || other.resource == resource)
        });
        if !covered {
            let request = Provision {
                customer,
                resource,
                plan,
                ..Provision::default()
            };
            // A free plan of the catalogue asks for nothing, so this is not refused; and if it were, nobody waits.
            let _ = self.subscribe(request);
        }
    }
}
