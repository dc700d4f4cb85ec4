//! Changing and cancelling a subscription that exists.

use jiff::Timestamp;

use super::State;
use super::customers::Patch;
use super::provisioning::{CouponChoice, Provision, check_period, check_quantities};
use super::subscriptions::SubscribedAddon;
use crate::catalog::model::{Metadata, PackageEntitlement};
use crate::error::{ApiError, Code};
use crate::wire::{
    BillingCycleAnchor, BillingPeriod, CancelReason, CancellationAction, CancellationTime, PricingType,
    SubscriptionStatus,
};

/// A change; what is absent stays.
#[derive(Debug, Clone, Default)]
pub(crate) struct Update {
    /// The whole new list of add-ons.
    pub(crate) addons: Option<Vec<(String, Option<f64>)>>,
    pub(crate) quantities: Vec<(String, f64)>,
    pub(crate) unit_quantity: Option<f64>,
    pub(crate) billing_period: Option<BillingPeriod>,
    pub(crate) billing_cycle_anchor: Option<BillingCycleAnchor>,
    pub(crate) cancellation_date: Patch<Timestamp>,
    pub(crate) trial_end: Option<Timestamp>,
    pub(crate) coupon: Option<CouponChoice>,
    pub(crate) entitlements: Vec<PackageEntitlement>,
    pub(crate) metadata: Option<Metadata>,
    pub(crate) salesforce_id: Option<String>,
}

/// How a subscription is cancelled; what is absent is as the product says.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cancellation {
    pub(crate) time: Option<CancellationTime>,
    pub(crate) end_date: Option<Timestamp>,
    pub(crate) action: Option<CancellationAction>,
}

impl State {
    pub(crate) fn update_subscription(&mut self, id: &str, update: Update) -> Result<usize, ApiError> {
        let index = self.find_subscription(id)?;
        self.check_not_ended(index)?;
        let now = self.now;
        let subscription = &self.subscriptions[index];
        let plan = self.plan_of(subscription);

        let period = update.billing_period.or(subscription.billing_period);
        if update.billing_period.is_some() {
            check_period(plan, period)?;
        }
        let addons = match &update.addons {
            Some(addons) => Some(self.check_addons(plan, addons, period)?),
            None => None,
        };
        let known = subscription
            .quantities
            .iter()
            .filter(|(feature, _)| update.quantities.iter().all(|(changed, _)| changed != *feature));
        let mut wanted: Vec<(String, f64)> = known.map(|(feature, quantity)| (feature.clone(), *quantity)).collect();
        if let (Some(quantity), [only]) = (update.unit_quantity, wanted.as_mut_slice()) {
            only.1 = quantity;
        }
        wanted.extend(update.quantities.iter().cloned());
        let asked = Provision {
            quantities: wanted,
            billing_period: period,
            ..Provision::default()
        };
        let quantities = check_quantities(plan, &asked)?;
        for entitlement in &update.entitlements {
            if !self.catalog.features.contains(&entitlement.feature) {
                return Err(ApiError::feature_not_found(&entitlement.feature));
            }
        }
        let coupon = self.choose_coupon(update.coupon.as_ref())?;
        if let Patch::Set(date) = update.cancellation_date {
            check_cancellation_date(date, now, subscription.start)?;
        }
        if let Some(end) = update.trial_end {
            if subscription.status != SubscriptionStatus::InTrial {
                return Err(ApiError::new(
                    Code::InvalidSubscriptionStatus,
                    format!("Subscription {id} is not in a trial"),
                ));
            }
            if end <= now {
                return Err(ApiError::new(
                    Code::InvalidArgumentError,
                    "The trial must end in the future",
                ));
            }
        }

        let replaces_schedule = addons.is_some()
            || !update.quantities.is_empty()
            || update.unit_quantity.is_some()
            || update.billing_period.is_some();
        self.change(index, |subscription| {
            if replaces_schedule {
                subscription.scheduled = None;
            }
            if let Some(addons) = addons {
                let kept = std::mem::take(&mut subscription.addons);
                subscription.addons = addons
                    .into_iter()
                    .map(|(addon, quantity)| match kept.iter().find(|old| old.addon == addon) {
                        Some(old) if old.quantity.total_cmp(&quantity).is_eq() => old.clone(),
                        old => SubscribedAddon {
                            created_at: old.map_or(now, |old| old.created_at),
                            updated_at: now,
                            addon,
                            quantity,
                        },
                    })
                    .collect();
            }
            subscription.quantities = quantities;
            if subscription.billing_period != period {
                subscription.billing_period = period;
                subscription.billing_anchor = now;
            }
            if update.billing_cycle_anchor == Some(BillingCycleAnchor::Now) {
                subscription.billing_anchor = now;
            }
            match update.cancellation_date {
                Patch::Leave => {}
                Patch::Clear => subscription.cancellation_date = None,
                Patch::Set(date) => {
                    subscription.cancellation_date = Some(date);
                    if let Some(trial) = &mut subscription.trial
                        && subscription.status == SubscriptionStatus::InTrial
                    {
                        trial.end = trial.end.max(date);
                    }
                }
            }
            if let (Some(end), Some(trial)) = (update.trial_end, &mut subscription.trial) {
                // Extending a trial takes back its cancellation.
                if end > trial.end {
                    subscription.cancellation_date = None;
                }
                trial.end = end;
            }
            if coupon.is_some() {
                subscription.coupon = coupon;
            }
            for entitlement in update.entitlements {
                subscription
                    .entitlements
                    .retain(|known| known.feature != entitlement.feature);
                subscription.entitlements.push(entitlement);
            }
            if update.metadata.is_some() {
                subscription.metadata = update.metadata;
            }
            if update.salesforce_id.is_some() {
                subscription.salesforce_id = update.salesforce_id;
            }
        });
        Ok(index)
    }

    pub(crate) fn cancel_subscription(&mut self, id: &str, how: Cancellation) -> Result<usize, ApiError> {
        let index = self.find_subscription(id)?;
        self.check_not_ended(index)?;
        let now = self.now;
        let subscription = &self.subscriptions[index];
        let plan = self.plan_of(subscription);
        let by_product = self
            .catalog
            .products
            .get(&plan.package.product)
            .map(|product| product.cancellation_time);
        let time = how.time.or(by_product).unwrap_or(CancellationTime::Immediate);
        let date = match time {
            CancellationTime::Immediate => None,
            CancellationTime::SpecificDate => {
                let date = how.end_date.ok_or_else(|| {
                    ApiError::new(Code::InvalidCancellationDate, "endDate is required to cancel on a date")
                })?;
                check_cancellation_date(date, now, subscription.start)?;
                Some(date)
            }
            CancellationTime::EndOfBillingPeriod => {
                let period = subscription.billing_period_at(now);
                match (plan.package.pricing, period) {
                    (PricingType::Free, None) => None,
                    (PricingType::Custom, _) | (_, None) => {
                        return Err(ApiError::new(
                            Code::SubscriptionDoesNotHaveBillingPeriod,
                            format!("Subscription {id} has no billing period to wait for"),
                        ));
                    }
                    (_, Some((_, end))) => Some(end),
                }
            }
        };
        match date {
            None => {
                self.end(index, CancelReason::Immediate);
                if how.action != Some(CancellationAction::RevokeEntitlements) {
                    self.follow_up(index);
                }
            }
            Some(date) => self.change(index, |subscription| {
                subscription.cancellation_date = Some(date);
                if let Some(trial) = &mut subscription.trial
                    && subscription.status == SubscriptionStatus::InTrial
                {
                    trial.end = trial.end.max(date);
                }
            }),
        }
        Ok(index)
    }

    pub(super) fn check_not_ended(&self, index: usize) -> Result<(), ApiError> {
        let subscription = &self.subscriptions[index];
        if subscription.has_ended() {
            return Err(ApiError::new(
                Code::SubscriptionAlreadyCanceledOrExpired,
                format!("Subscription {} is {}", subscription.id, subscription.status.as_str()),
            ));
        }
        Ok(())
    }
}

fn check_cancellation_date(date: Timestamp, now: Timestamp, start: Timestamp) -> Result<(), ApiError> {
    if date <= now || date <= start {
        return Err(ApiError::new(
            Code::InvalidCancellationDate,
            "The cancellation date must be in the future and after the start date",
        ));
    }
    Ok(())
}
