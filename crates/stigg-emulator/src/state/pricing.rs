//! What a subscription costs for one billing period.

use super::State;
use super::subscriptions::Subscription;
use crate::catalog::model::{Charge, Discount, Package, Price, Tier};
use crate::wire::{BillingModel, BillingPeriod, TiersMode};

/// A discount that lies on a subscription.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AppliedCoupon {
    /// The coupon of the catalogue; none for an ad-hoc discount.
    pub(crate) coupon: Option<String>,
    pub(crate) discount: Discount,
}

/// The price of a subscription for one period, in full units of the currency.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Total {
    pub(crate) currency: String,
    /// The part of the add-ons, before the discount.
    pub(crate) addons: f64,
    pub(crate) before_discount: f64,
    pub(crate) after_discount: f64,
}

/// A price that a subscription pays, and how many units of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paid<'a> {
    pub(crate) price: &'a Price,
    /// The package it belongs to, and its place there.
    pub(crate) package: &'a Package,
    pub(crate) position: usize,
    pub(crate) quantity: f64,
    pub(crate) is_addon: bool,
}

impl State {
    /// The prices that a subscription pays.
    pub(crate) fn prices_of<'a>(&'a self, subscription: &Subscription) -> Vec<Paid<'a>> {
        let Some(period) = subscription.billing_period else {
            return Vec::new();
        };
        let country = subscription.billing_country.as_deref();
        let Some(plan) = self.catalog.plans.get(&subscription.plan) else {
            return Vec::new();
        };
        let mut paid = Vec::new();
        for (position, price) in in_force(&plan.package, period, country) {
            let quantity = price
                .feature
                .as_ref()
                .and_then(|feature| subscription.quantities.get(feature))
                .copied();
            let quantity = quantity.unwrap_or(1.0);
            paid.push(Paid {
                price,
                package: &plan.package,
                position,
                quantity,
                is_addon: false,
            });
        }
        for subscribed in &subscription.addons {
            let Some(addon) = self.catalog.addons.get(&subscribed.addon) else {
                continue;
            };
            for (position, price) in in_force(&addon.package, period, country) {
                let quantity = subscribed.quantity;
                paid.push(Paid {
                    price,
                    package: &addon.package,
                    position,
                    quantity,
                    is_addon: true,
                });
            }
        }
        paid
    }

    /// The total of a subscription; none when it costs nothing by its kind.
    pub(crate) fn total_of(&self, subscription: &Subscription) -> Option<Total> {
        self.total_where(subscription, |_| true)
    }

    /// The total of some of the prices of a subscription.
    pub(super) fn total_where(&self, subscription: &Subscription, counts: impl Fn(&Price) -> bool) -> Option<Total> {
        let prices = self.prices_of(subscription);
        let currency = prices.first()?.price.currency.clone();
        let sum = |only_addons: bool| {
            let parts = prices.iter().filter(|paid| paid.is_addon || !only_addons);
            let parts = parts.filter(|paid| counts(paid.price));
            // Usage is charged when it is known, not in advance.
            let parts = parts.filter(|paid| paid.price.model != BillingModel::UsageBased);
            round(parts.map(|paid| amount(paid.price, paid.quantity)).sum())
        };
        let before_discount = sum(false);
        let coupon = self.coupon_of(subscription);
        Some(Total {
            addons: sum(true),
            before_discount,
            after_discount: discounted(before_discount, &currency, coupon.as_ref()),
            currency,
        })
    }

    /// The discount that a subscription has: its own, or else that of who pays.
    pub(crate) fn coupon_of(&self, subscription: &Subscription) -> Option<AppliedCoupon> {
        let payer = subscription.paying_customer.as_ref().unwrap_or(&subscription.customer);
        subscription.coupon.clone().or_else(|| self.customer_coupon(payer))
    }
}

/// What is left of an amount after the discount.
pub(super) fn discounted(amount: f64, currency: &str, coupon: Option<&AppliedCoupon>) -> f64 {
    let off = match coupon.map(|coupon| &coupon.discount) {
        Some(Discount::Percent(percent)) => amount * percent / 100.0,
        Some(Discount::Amount(off, of)) if of == currency => *off,
        Some(Discount::Amount(..)) | None => 0.0,
    };
    round((amount - off).max(0.0))
}

/// The prices of a package for a period, for the country where it has such, else the default ones.
pub(crate) fn in_force<'a>(
    package: &'a Package,
    period: BillingPeriod,
    country: Option<&str>,
) -> Vec<(usize, &'a Price)> {
    let of_period = || {
        package
            .prices
            .iter()
            .enumerate()
            .filter(|(_, price)| price.period == period)
    };
    let mut found: Vec<_> = of_period()
        .filter(|(_, price)| country.is_some() && price.country.as_deref() == country)
        .collect();
    if found.is_empty() {
        found = of_period().filter(|(_, price)| price.country.is_none()).collect();
    }
    found
}

/// What the cheapest way into a package costs a month: the measure for upgrade and downgrade.
pub(crate) fn starting_price(package: &Package) -> f64 {
    let of_period = |period, months: f64| {
        let prices = in_force(package, period, None);
        let total: f64 = prices
            .iter()
            .filter(|(_, price)| price.model != BillingModel::UsageBased)
            .map(|(_, price)| amount(price, price.min_units.unwrap_or(1.0)))
            .sum();
        (!prices.is_empty()).then_some(total / months)
    };
    [
        of_period(BillingPeriod::Monthly, 1.0),
        of_period(BillingPeriod::Annually, 12.0),
    ]
    .into_iter()
    .flatten()
    .reduce(f64::min)
    .unwrap_or(0.0)
}

/// What so many units cost.
pub(crate) fn amount(price: &Price, units: f64) -> f64 {
    let units = price.block_size.map_or(units, |size| (units / size).ceil());
    match &price.charge {
        Charge::Amount(amount) => amount * units,
        Charge::Tiers(TiersMode::Volume, tiers) => {
            let tier = tiers
                .iter()
                .find(|tier| tier.up_to.is_none_or(|up_to| units <= up_to))
                .or(tiers.last());
            tier.map_or(0.0, |tier| tier_amount(tier, units))
        }
        Charge::Tiers(TiersMode::Graduated, tiers) => {
            let mut below = 0.0;
            let mut sum = 0.0;
            for tier in tiers {
                if units <= below {
                    break;
                }
                let upper = tier.up_to.unwrap_or(f64::INFINITY).min(units);
                sum += tier_amount(tier, upper - below);
                below = upper;
            }
            sum
        }
    }
}

fn tier_amount(tier: &Tier, units: f64) -> f64 {
    tier.unit_price.unwrap_or(0.0) * units + tier.flat_price.unwrap_or(0.0)
}

/// Rounds to two digits.
pub(super) fn round(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}
