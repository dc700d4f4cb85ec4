//! What a subscription costs, as a customer portal shows it.

use serde::{Deserialize, Serialize};

use crate::{BillingModel, BillingPeriod, CreditRate, Money, PricingType};

/// What a subscription costs in short: its first price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalPricing {
    /// Free, paid or custom.
    pub pricing_type: PricingType,
    /// How often it is charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_period: Option<BillingPeriod>,
    /// What it is charged for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_model: Option<BillingModel>,
    /// How many units were bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_quantity: Option<i64>,
    /// What the usage of this period is going to cost as it looks now, in full units of the currency of the
    /// [price](Self::price): 12.5 is $12.50. Stigg does not document the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_based_estimated_bill: Option<f64>,
    /// The price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// The price in credits, where it is paid for with them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_rate: Option<CreditRate>,
    /// The feature that is charged for; absent: the base charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<CustomerPortalFeature>,
}

impl CustomerPortalPricing {
    /// A subscription of a kind, without a price.
    pub fn new(pricing_type: PricingType) -> Self {
        Self {
            pricing_type,
            billing_period: None,
            billing_model: None,
            unit_quantity: None,
            usage_based_estimated_bill: None,
            price: None,
            credit_rate: None,
            feature: None,
        }
    }
}

/// One of the prices of a subscription.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalPrice {
    /// How often it is charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_period: Option<BillingPeriod>,
    /// What it is charged for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_model: Option<BillingModel>,
    /// How many units are sold together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block_size: Option<f64>,
    /// The price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// The price in credits, where it is paid for with them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_rate: Option<CreditRate>,
    /// The feature that is charged for; absent: the base charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<CustomerPortalFeature>,
}

impl CustomerPortalPrice {
    /// A price of which nothing is known yet.
    pub fn new() -> Self {
        Self::default()
    }
}

/// The feature that is charged for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalFeature {
    /// Stigg's internal id of the feature; absent in [`CustomerPortalPricing`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Your id of the feature; absent in [`CustomerPortalPricing`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_id: Option<String>,
    /// The name that people see.
    pub display_name: String,
    /// The unit of the feature in the singular.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_units: Option<String>,
    /// The unit of the feature in the plural.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_units_plural: Option<String>,
}

impl CustomerPortalFeature {
    /// A feature of which only the name is known.
    pub fn new(display_name: impl Into<String>) -> Self {
        Self {
            id: None,
            ref_id: None,
            display_name: display_name.into(),
            feature_units: None,
            feature_units_plural: None,
        }
    }
}

/// What a subscription costs in a billing period altogether.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalTotalPrice {
    /// Before coupons.
    pub sub_total: Money,
    /// After coupons.
    pub total: Money,
    /// The part of the add-ons.
    pub addons_total: Money,
}

impl CustomerPortalTotalPrice {
    /// A total before and after coupons, and the part of the add-ons.
    pub fn new(sub_total: Money, total: Money, addons_total: Money) -> Self {
        Self {
            sub_total,
            total,
            addons_total,
        }
    }
}
