//! What a change would cost. It is made on a copy of the state, and what the subscription costs before and after is
//! compared: so a preview is refused where the change would be, and comes out as the change does.

use jiff::Timestamp;

use super::State;
use super::pricing::{AppliedCoupon, Total, round};
use super::provisioning::Provision;
use super::scheduling::Direction;
use super::subscriptions::Subscription;
use super::updating::Update;
use crate::error::ApiError;
use crate::wire::{BillingCadence, PricingType, SubscriptionStatus};

/// What a change would cost, in full units of the currency.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Preview {
    pub(crate) currency: String,
    pub(crate) at_once: Amounts,
    /// Each billing period; none when nothing is billed by period.
    pub(crate) recurring: Option<Amounts>,
    pub(crate) proration: Option<Proration>,
    pub(crate) coupon: Option<AppliedCoupon>,
    /// When the subscription starts.
    pub(crate) start: Timestamp,
    pub(crate) period: Option<(Timestamp, Timestamp)>,
    pub(crate) is_downgrade: bool,
    pub(crate) is_scheduled: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Amounts {
    pub(crate) before_discount: f64,
    pub(crate) after_discount: f64,
}

/// What the rest of a billing period gives back and charges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Proration {
    pub(crate) at: Timestamp,
    pub(crate) credit: f64,
    pub(crate) debit: f64,
}

impl Proration {
    pub(crate) fn net(self) -> f64 {
        round(self.debit - self.credit)
    }
}

impl State {
    /// What it would cost to give a customer a plan.
    pub(crate) fn preview(&self, operation: &str, request: Provision) -> Result<Preview, ApiError> {
        self.check_subscribe(&request)?;
        let mut after = self.clone();
        let current = self.current_of(&request);
        let is_downgrade = |new: &Subscription| {
            current.is_some_and(|old| self.direction(self.plan_of(old), self.plan_of(new)) == Direction::Downgrade)
        };
        if let Some((index, scheduled)) = self.to_be_scheduled(&request)? {
            // Nothing is charged before its time.
            let (at, id) = (scheduled.at, self.subscription_at(index).id.clone());
            after.schedule(index, scheduled);
            after.advance(at);
            let Some(new) = after.current_of(&request).filter(|new| new.plan == request.plan) else {
                return Err(ApiError::unsupported(
                    operation,
                    &format!("a change that subscription {id} does not live to see"),
                ));
            };
            return Ok(Preview {
                period: new.billing_period_at(at),
                is_downgrade: is_downgrade(new),
                is_scheduled: true,
                ..after.costs(operation, new)?
            });
        }
        let is_backdated = request.start.is_some_and(|start| start < self.now);
        let index = after.subscribe(request)?;
        if after.subscription_at(index).status == SubscriptionStatus::PaymentPending {
            after.begin(index);
        }
        let new = after.subscription_at(index);
        let preview = Preview {
            is_downgrade: is_downgrade(new),
            ..after.costs(operation, new)?
        };
        if new.status != SubscriptionStatus::Active || is_backdated {
            // A trial and a start in the future cost nothing yet, and a start in the past is billed from the next period on.
            return Ok(preview);
        }
        let replaced = current.filter(|old| {
            after
                .find_subscription(&old.id)
                .is_ok_and(|old| after.has_ended_at(old))
        });
        self.charged(operation, replaced, &after, new, preview)
    }

    /// What it would cost to change a subscription.
    pub(crate) fn preview_update(&self, operation: &str, id: &str, update: Update) -> Result<Preview, ApiError> {
        let mut after = self.clone();
        let index = after.update_subscription(id, update)?;
        let (old, new) = (self.subscription_at(index), after.subscription_at(index));
        let preview = Preview {
            is_scheduled: new.scheduled.is_some(),
            ..after.costs(operation, new)?
        };
        match new.status {
            SubscriptionStatus::Active => self.charged(operation, Some(old), &after, new, preview),
            SubscriptionStatus::PaymentPending => self.charged(operation, None, &after, new, preview),
            _ => Ok(preview),
        }
    }

    /// The subscription that is paid for and that another one to the plan of the request would replace.
    fn current_of(&self, request: &Provision) -> Option<&Subscription> {
        let product = &self.catalog.plans.get(&request.plan)?.package.product;
        let multiple = self.catalog.products.get(product)?.multiple_subscriptions;
        let live = self.live_subscriptions_of(&request.customer).into_iter();
        live.map(|index| self.subscription_at(index)).find(|other| {
            other.status == SubscriptionStatus::Active
                && self.plan_of(other).package.product == *product
                && (!multiple || other.resource == request.resource)
        })
    }

    fn has_ended_at(&self, index: usize) -> bool {
        self.subscription_at(index).has_ended()
    }

    /// What a subscription costs each period, and nothing at once.
    fn costs(&self, operation: &str, subscription: &Subscription) -> Result<Preview, ApiError> {
        if self.plan_of(subscription).package.pricing == PricingType::Custom {
            return Err(ApiError::unsupported(operation, "the price of a custom plan"));
        }
        let total = self.total_where(subscription, |price| price.cadence == BillingCadence::Recurring);
        let currency = total.as_ref().map(|total| total.currency.clone());
        Ok(Preview {
            currency: currency.unwrap_or_else(|| self.currency_of(&subscription.customer)),
            at_once: Amounts::default(),
            recurring: total.as_ref().map(amounts),
            proration: None,
            coupon: self.coupon_of(subscription),
            start: subscription.start,
            period: subscription.billing_period_at(self.now),
            is_downgrade: false,
            is_scheduled: false,
        })
    }

    /// The currency of who has nothing to pay.
    fn currency_of(&self, customer: &str) -> String {
        let customer = self.any_customer(customer);
        let billed = customer.and_then(|customer| customer.profile.billing_currency.clone());
        billed.unwrap_or_else(|| "USD".to_owned())
    }

    /// Adds what is charged at once when the new subscription takes the place of the old one. `self` is the state before.
    fn charged(
        &self,
        operation: &str,
        old: Option<&Subscription>,
        after: &Self,
        new: &Subscription,
        preview: Preview,
    ) -> Result<Preview, ApiError> {
        let charged = after.total_of(new);
        let paid = old.and_then(|old| Some((old, self.total_of(old)?)));
        let Some((old, paid)) = paid else {
            return Ok(Preview {
                at_once: charged.as_ref().map(amounts).unwrap_or_default(),
                ..preview
            });
        };
        let is_once = |state: &Self, of: &Subscription| {
            let mut prices = state.prices_of(of).into_iter();
            prices.any(|paid| paid.price.cadence == BillingCadence::OneOff)
        };
        if is_once(self, old) || is_once(after, new) {
            return Err(ApiError::unsupported(
                operation,
                "the proration of prices that are paid once",
            ));
        }
        if charged
            .as_ref()
            .is_some_and(|charged| charged.currency != paid.currency)
        {
            return Err(ApiError::unsupported(operation, "a change of the currency"));
        }
        let charged = charged.as_ref().map(amounts).unwrap_or_default();
        let left_of = |of: &Subscription| {
            of.billing_period_at(self.now)
                .map_or(0.0, |period| left(period, self.now))
        };
        let credit = round(paid.after_discount * left_of(old));
        let share = left_of(new);
        let debit = round(charged.after_discount * share);
        let proration = Proration {
            at: self.now,
            credit,
            debit,
        };
        Ok(Preview {
            at_once: Amounts {
                before_discount: round(round(charged.before_discount * share) - credit),
                after_discount: proration.net(),
            },
            proration: Some(proration),
            // A free plan has no currency of its own.
            currency: paid.currency,
            ..preview
        })
    }
}

fn amounts(total: &Total) -> Amounts {
    Amounts {
        before_discount: total.before_discount,
        after_discount: total.after_discount,
    }
}

/// The part of a period that is left.
fn left((start, end): (Timestamp, Timestamp), now: Timestamp) -> f64 {
    let length = (end - start).total(jiff::Unit::Millisecond);
    let rest = (end - now).total(jiff::Unit::Millisecond);
    match (rest, length) {
        (Ok(rest), Ok(length)) if length > 0.0 => (rest / length).clamp(0.0, 1.0),
        _ => 0.0,
    }
}
