//! The paywall: the plans to offer, and how to show them.

use serde::{Deserialize, Serialize};

use super::{FeatureReference, PaywallConfiguration, Plan};
use crate::{BillingPeriod, Currency, Customer, CustomerResource, Decimal, FullSubscription, serde_ext};

/// The plans to offer, how to show them, and what the customer has already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Paywall {
    /// The plans, in the order to show them.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub plans: Vec<Plan>,
    /// How the paywall looks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<PaywallConfiguration>,
    /// The customer that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Customer>,
    /// The resource that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<CustomerResource>,
    /// The active subscriptions of the customer or the resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_subscriptions: Option<Vec<FullSubscription>>,
    /// The currency to show prices in.
    pub currency: PaywallCurrency,
    /// The prices to show for the plans, as Stigg has calculated them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paywall_calculated_price_points: Option<Vec<PaywallCalculatedPricePoint>>,
}

impl Paywall {
    /// A paywall with these plans.
    pub fn new(plans: Vec<Plan>, currency: PaywallCurrency) -> Self {
        Self {
            plans,
            configuration: None,
            customer: None,
            resource: None,
            active_subscriptions: None,
            currency,
            paywall_calculated_price_points: None,
        }
    }
}

/// The currency to show prices in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PaywallCurrency {
    /// The currency.
    pub code: Currency,
    /// Its symbol, such as `$`.
    pub symbol: String,
}

impl PaywallCurrency {
    /// A currency with its symbol.
    pub fn new(code: Currency, symbol: impl Into<String>) -> Self {
        Self {
            code,
            symbol: symbol.into(),
        }
    }
}

/// The price to show for a plan, as Stigg has calculated it from the plan's prices.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PaywallCalculatedPricePoint {
    /// Your id of the plan.
    pub plan_id: String,
    /// The period that the price is for.
    pub billing_period: BillingPeriod,
    /// The amount per period, as it travels. Stigg's API describes it as counted in the smallest unit of the currency
    /// (cents), unlike every other amount.
    #[serde(with = "serde_ext::decimal")]
    pub amount: Decimal,
    /// The currency.
    pub currency: Currency,
    /// Whether the plan may cost more than this, for instance by usage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_charges_may_apply: Option<bool>,
    /// The country that the price is for, as ISO 3166-1 alpha-2; absent: the default price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_country_code: Option<String>,
    /// The feature that the price is for, if it is the price of a unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<FeatureReference>,
}

impl PaywallCalculatedPricePoint {
    /// The price of a plan.
    pub fn new(plan_id: impl Into<String>, billing_period: BillingPeriod, amount: Decimal, currency: Currency) -> Self {
        Self {
            plan_id: plan_id.into(),
            billing_period,
            amount,
            currency,
            additional_charges_may_apply: None,
            billing_country_code: None,
            feature: None,
        }
    }
}
