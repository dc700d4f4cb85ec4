//! What a subscription costs.

use serde::{Deserialize, Serialize};

use crate::{BillingModel, BillingPeriod, Currency, Decimal, Money, PriceFeature, PriceTier, TiersMode, serde_ext};

/// What a subscription costs in a billing period altogether.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionTotalPrice {
    /// Before coupons.
    pub sub_total: Money,
    /// After coupons.
    pub total: Money,
}

impl SubscriptionTotalPrice {
    /// A total before and after coupons.
    pub fn new(sub_total: Money, total: Money) -> Self {
        Self { sub_total, total }
    }
}

/// The first price of a subscription together with the total. It says little about subscriptions with several prices: use
/// their `prices` and `total_price`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionPrice {
    /// What the first price is charged for.
    pub pricing_model: BillingModel,
    /// How often it is charged.
    pub billing_period: BillingPeriod,
    /// The total after coupons, in full units of the currency.
    #[serde(with = "serde_ext::decimal")]
    pub amount: Decimal,
    /// The total before coupons, in full units of the currency.
    #[serde(with = "serde_ext::decimal")]
    pub gross_amount: Decimal,
    /// The currency of the first price.
    pub currency: Currency,
    /// How the tiers of the first price add up, if it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tiers_mode: Option<TiersMode>,
    /// The tiers of the first price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tiers: Option<Vec<PriceTier>>,
    /// The feature that the first price is for, and how many units were bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<PriceFeature>,
}

impl SubscriptionPrice {
    /// A price without tiers, and without a feature that it is for.
    pub fn new(
        pricing_model: BillingModel,
        billing_period: BillingPeriod,
        amount: Decimal,
        gross_amount: Decimal,
        currency: Currency,
    ) -> Self {
        Self {
            pricing_model,
            billing_period,
            amount,
            gross_amount,
            currency,
            tiers_mode: None,
            tiers: None,
            feature: None,
        }
    }
}
