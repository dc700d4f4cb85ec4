//! The invoice for the next billing period. What has happened until then is tried out on a copy of the state.

use jiff::Timestamp;

use super::State;
use super::previews::Amounts;
use super::pricing::{self, AppliedCoupon, Paid, round};
use super::subscriptions::Subscription;
use crate::catalog::model::{FeatureKind, Price};
use crate::error::{ApiError, Code};
use crate::wire::{BillingCadence, BillingModel, Meter, PricingType, SubscriptionStatus};

/// The next invoice of a subscription, in full units of the currency.
#[derive(Debug)]
pub(crate) struct NextInvoice {
    pub(crate) currency: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) total: Amounts,
    pub(crate) coupon: Option<AppliedCoupon>,
    /// When the subscription starts.
    pub(crate) start: Timestamp,
}

#[derive(Debug)]
pub(crate) struct Line {
    /// The package that the price belongs to, and its place there.
    pub(crate) package: String,
    pub(crate) position: usize,
    pub(crate) price: Price,
    pub(crate) is_addon: bool,
    pub(crate) quantity: f64,
    pub(crate) amount: f64,
    pub(crate) period: (Timestamp, Timestamp),
}

impl State {
    /// The next invoice of a subscription: the prices of the next period in advance, and the usage of this one until now.
    pub(crate) fn next_invoice(&self, operation: &str, id: &str) -> Result<NextInvoice, ApiError> {
        let index = self.find_subscription(id)?;
        let subscription = self.subscription_at(index);
        if subscription.has_ended() {
            return Err(ApiError::new(
                Code::SubscriptionAlreadyCanceledOrExpired,
                format!("Subscription {id} is {}", subscription.status.as_str()),
            ));
        }
        if self.plan_of(subscription).package.pricing == PricingType::Custom {
            return Err(ApiError::unsupported(operation, "the price of a custom plan"));
        }
        let due = match subscription.status {
            SubscriptionStatus::NotStarted => Some(subscription.start),
            SubscriptionStatus::PaymentPending => Some(self.now),
            _ => subscription.billing_period_at(self.now).map(|(_, end)| end),
        };
        let first = self.prices_of(subscription);
        let (Some(due), Some(first)) = (due, first.first()) else {
            return Err(ApiError::new(
                Code::SubscriptionDoesNotHaveBillingPeriod,
                format!("Subscription {id} is not billed"),
            ));
        };
        let currency = first.price.currency.clone();
        let mut lines = self.usage_lines(subscription);

        let mut then = self.clone();
        then.advance(due);
        if then.subscription_at(index).status == SubscriptionStatus::PaymentPending {
            then.begin(index);
        }
        let payer = then.successor_of(index);
        if let Some(payer) = payer {
            let is_first = subscription.status != SubscriptionStatus::Active;
            lines.extend(then.advance_lines(payer, due, is_first));
            if lines.iter().any(|line| line.price.currency != currency) {
                return Err(ApiError::unsupported(operation, "a change of the currency"));
            }
        }
        let payer = payer.unwrap_or(subscription);
        let before_discount = round(lines.iter().map(|line| line.amount).sum());
        let coupon = then.coupon_of(payer);
        Ok(NextInvoice {
            total: Amounts {
                before_discount,
                after_discount: pricing::discounted(before_discount, &currency, coupon.as_ref()),
            },
            currency,
            lines,
            coupon,
            start: payer.start,
        })
    }

    /// The subscription that is paid for, be it this one or the one that took its place; none when nothing goes on.
    fn successor_of(&self, index: usize) -> Option<&Subscription> {
        let of = self.subscription_at(index);
        if of.status == SubscriptionStatus::Active {
            return Some(of);
        }
        let product = &self.plan_of(of).package.product;
        let live = self.live_subscriptions_of(&of.customer).into_iter();
        live.map(|index| self.subscription_at(index)).find(|other| {
            other.status == SubscriptionStatus::Active
                && self.plan_of(other).package.product == *product
                && other.resource == of.resource
        })
    }

    /// What is paid in advance for the period that begins at a time. Once-only prices are on the first invoice.
    fn advance_lines(&self, subscription: &Subscription, at: Timestamp, is_first: bool) -> Vec<Line> {
        let Some(period) = subscription.billing_period_at(at) else {
            return Vec::new();
        };
        let prices = self.prices_of(subscription).into_iter();
        prices
            .filter(|paid| paid.price.model != BillingModel::UsageBased)
            .filter(|paid| is_first || paid.price.cadence == BillingCadence::Recurring)
            .map(|paid| line(&paid, paid.quantity, period))
            .collect()
    }

    /// What the usage of this period has come to until now.
    fn usage_lines(&self, subscription: &Subscription) -> Vec<Line> {
        if subscription.status != SubscriptionStatus::Active {
            return Vec::new();
        }
        let Some(period) = subscription.billing_period_at(self.now) else {
            return Vec::new();
        };
        let prices = self.prices_of(subscription).into_iter();
        prices
            .filter(|paid| paid.price.model == BillingModel::UsageBased)
            .filter_map(|paid| {
                let feature = self.catalog.features.get(paid.price.feature.as_ref()?)?;
                // A level stays from one period to the next; what is counted begins again.
                let is_level = matches!(feature.kind, FeatureKind::Number(Meter::Fluctuating));
                let since = (!is_level).then_some(period.0);
                let (customer, resource) = (&subscription.customer, subscription.resource.as_deref());
                let (usage, _) = self.usage_of(feature, customer, resource, since);
                Some(line(&paid, usage, period))
            })
            .collect()
    }
}

fn line(paid: &Paid<'_>, quantity: f64, period: (Timestamp, Timestamp)) -> Line {
    Line {
        package: paid.package.id.clone(),
        position: paid.position,
        price: paid.price.clone(),
        is_addon: paid.is_addon,
        quantity,
        amount: round(pricing::amount(paid.price, quantity)),
        period,
    }
}
