//! Subscriptions: what they are, and how they are found.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::State;
use super::pricing::AppliedCoupon;
use super::scheduling::Scheduled;
use crate::calendar::{self, Unit};
use crate::catalog::model::{Metadata, PackageEntitlement, Plan};
use crate::error::ApiError;
use crate::wire::{BillingPeriod, CancelReason, PaymentCollectionMethod, SubscriptionStatus, TrialEndBehavior};

#[derive(Debug, Clone)]
pub(crate) struct Subscription {
    pub(crate) id: String,
    pub(crate) uuid: Uuid,
    pub(crate) customer: String,
    pub(crate) paying_customer: Option<String>,
    pub(crate) resource: Option<String>,
    pub(crate) plan: String,
    pub(crate) addons: Vec<SubscribedAddon>,
    /// Units bought in advance, by feature.
    pub(crate) quantities: BTreeMap<String, f64>,
    pub(crate) billing_period: Option<BillingPeriod>,
    pub(crate) billing_country: Option<String>,
    pub(crate) billing_id: Option<String>,
    pub(crate) salesforce_id: Option<String>,
    pub(crate) crm_id: Option<String>,
    pub(crate) collection_method: PaymentCollectionMethod,
    pub(crate) coupon: Option<AppliedCoupon>,
    /// Values of this subscription alone, above those of the plan.
    pub(crate) entitlements: Vec<PackageEntitlement>,
    pub(crate) metadata: Option<Metadata>,
    pub(crate) status: SubscriptionStatus,
    pub(crate) start: Timestamp,
    pub(crate) end_date: Option<Timestamp>,
    pub(crate) trial: Option<TrialRun>,
    pub(crate) cancellation_date: Option<Timestamp>,
    pub(crate) cancel_reason: Option<CancelReason>,
    pub(crate) ended_at: Option<Timestamp>,
    /// Whether it was ever `ACTIVE`.
    pub(crate) was_active: bool,
    pub(crate) scheduled: Option<Scheduled>,
    /// Whether it goes on with the billing cycle of the subscription that it replaces.
    pub(crate) keeps_billing_cycle: bool,
    /// Billing periods are counted from here.
    pub(crate) billing_anchor: Timestamp,
    /// Usage periods are counted from here, and usage before it does not count.
    pub(crate) usage_anchor: Timestamp,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SubscribedAddon {
    pub(crate) addon: String,
    pub(crate) quantity: f64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// The trial that a subscription is in or was in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TrialRun {
    pub(crate) end: Timestamp,
    pub(crate) behavior: TrialEndBehavior,
}

impl Subscription {
    /// Whether it gives access.
    pub(crate) fn is_live(&self) -> bool {
        matches!(self.status, SubscriptionStatus::Active | SubscriptionStatus::InTrial)
    }

    /// Whether it is over for good.
    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.status, SubscriptionStatus::Canceled | SubscriptionStatus::Expired)
    }

    /// When access ends, as far as is known: the earliest of end date, cancellation and trial end; past for an ended one.
    pub(crate) fn effective_end(&self) -> Option<Timestamp> {
        if let Some(ended) = self.ended_at {
            return Some(ended);
        }
        let trial_end = match self.trial {
            Some(trial) if self.status == SubscriptionStatus::InTrial => Some(trial.end),
            _ => None,
        };
        [self.end_date, self.cancellation_date, trial_end]
            .into_iter()
            .flatten()
            .min()
    }

    /// When something will happen to it by itself.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        let when = match self.status {
            SubscriptionStatus::NotStarted => Some(self.start),
            SubscriptionStatus::Active => self.scheduled.as_ref().map(|scheduled| scheduled.at),
            SubscriptionStatus::InTrial | SubscriptionStatus::PaymentPending => None,
            SubscriptionStatus::Canceled | SubscriptionStatus::Expired => return None,
        };
        [when, self.effective_end()].into_iter().flatten().min()
    }

    /// The billing period around `now`; none where nothing is billed by period.
    pub(crate) fn billing_period_at(&self, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
        if self.status == SubscriptionStatus::InTrial {
            return self.trial.map(|trial| (self.start, trial.end));
        }
        let now = self.ended_at.unwrap_or(now).max(self.billing_anchor);
        let unit = match self.billing_period? {
            BillingPeriod::Monthly => Unit::Month,
            BillingPeriod::Annually => Unit::Year,
        };
        Some(calendar::period(self.billing_anchor, unit, now))
    }
}

impl State {
    pub(crate) fn subscription_at(&self, index: usize) -> &Subscription {
        &self.subscriptions[index]
    }

    pub(crate) fn all_subscriptions(&self) -> impl DoubleEndedIterator<Item = (usize, &Subscription)> {
        self.subscriptions.iter().enumerate()
    }

    pub(crate) fn find_subscription(&self, id: &str) -> Result<usize, ApiError> {
        self.subscription_by_id
            .get(id)
            .copied()
            .ok_or_else(|| ApiError::subscription_not_found(id))
    }

    /// The subscriptions of a customer in any status, oldest first.
    pub(crate) fn subscriptions_of(&self, customer: &str) -> Vec<usize> {
        self.subscriptions_by_customer
            .get(customer)
            .cloned()
            .unwrap_or_default()
    }

    /// The subscriptions of a customer that give access, oldest first.
    pub(crate) fn live_subscriptions_of(&self, customer: &str) -> Vec<usize> {
        let mut found = self.subscriptions_of(customer);
        found.retain(|&index| self.subscriptions[index].is_live());
        found
    }

    /// The plan of a subscription: catalogues do not lose plans.
    pub(crate) fn plan_of(&self, subscription: &Subscription) -> &Plan {
        self.catalog
            .plans
            .get(&subscription.plan)
            .expect("a subscription is only made to a plan of the catalogue")
    }

    pub(super) fn insert_subscription(&mut self, subscription: Subscription) -> usize {
        let index = self.subscriptions.len();
        self.subscription_by_id.insert(subscription.id.clone(), index);
        self.subscriptions_by_customer
            .entry(subscription.customer.clone())
            .or_default()
            .push(index);
        self.touch_entitlements(&subscription.customer);
        self.subscriptions.push(subscription);
        self.touch(index);
        index
    }

    /// Changes a subscription and puts what follows on the agenda.
    pub(super) fn change(&mut self, index: usize, change: impl FnOnce(&mut Subscription)) {
        let now = self.now;
        let subscription = &mut self.subscriptions[index];
        let previous = subscription.customer.clone();
        change(subscription);
        subscription.updated_at = now;
        let customer = subscription.customer.clone();
        self.touch(index);
        if customer != previous {
            self.touch_entitlements(&previous);
        }
        self.touch_entitlements(&customer);
    }

    fn touch(&mut self, index: usize) {
        if let Some(due) = self.subscriptions[index].next_due() {
            self.agenda.insert((due, index));
        }
    }
}
