//! Prices of plans and add-ons.

use serde::{Deserialize, Serialize};

use super::PriceCustomCurrency;
use crate::{BillingCadence, BillingModel, BillingPeriod, CreditRate, Currency, Decimal, Money, TiersMode, serde_ext};

/// What a plan, an add-on or a subscription costs: one of its prices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Price {
    /// What is charged: a flat fee, units, usage, credits or a minimum spend.
    pub pricing_model: BillingModel,
    /// The period that the price is for.
    pub billing_period: BillingPeriod,
    /// Whether the price is charged once or every period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_cadence: Option<BillingCadence>,
    /// The id of the price at the billing provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_id: Option<String>,
    /// The amount per period, or per unit or block of it, in full units of [`currency`](Self::currency); absent for tiered
    /// prices.
    #[serde(
        default,
        with = "serde_ext::decimal::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub amount: Option<Decimal>,
    /// The currency of the amount or of the tiers.
    pub currency: Currency,
    /// The tiers of a tiered price, from the lowest to the highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tiers: Option<Vec<PriceTier>>,
    /// How the tiers add up; absent for prices without tiers. In JSON, `isTieredPrice` goes with it.
    #[serde(flatten, with = "tiering")]
    pub tiers_mode: Option<TiersMode>,
    /// How many units have to be bought at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_unit_quantity: Option<f64>,
    /// How many units can be bought at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_unit_quantity: Option<f64>,
    /// The country that the price is for, as ISO 3166-1 alpha-2; absent: the default price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_country_code: Option<String>,
    /// How many units a block has, if the price is per block.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block_size: Option<f64>,
    /// What a unit costs in credits, if it is paid for with credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_rate: Option<CreditRate>,
    /// The feature that is charged; absent: the price is for the whole plan or add-on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<PriceFeature>,
    /// Stigg's internal id of the credit currency that this price buys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_up_custom_currency_id: Option<String>,
    /// The credit currency that the price is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_currency: Option<PriceCustomCurrency>,
}

impl Price {
    /// A price without an amount and without tiers.
    pub fn new(pricing_model: BillingModel, billing_period: BillingPeriod, currency: Currency) -> Self {
        Self {
            pricing_model,
            billing_period,
            billing_cadence: None,
            billing_id: None,
            amount: None,
            currency,
            tiers: None,
            tiers_mode: None,
            min_unit_quantity: None,
            max_unit_quantity: None,
            billing_country_code: None,
            block_size: None,
            credit_rate: None,
            feature: None,
            top_up_custom_currency_id: None,
            custom_currency: None,
        }
    }

    /// Whether the price depends on the quantity by tiers, so that there is no single amount.
    pub fn is_tiered(&self) -> bool {
        self.tiers_mode.is_some()
    }
}

/// What usage of a feature beyond its limit costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OveragePrice {
    /// What is charged: units or usage.
    pub pricing_model: BillingModel,
    /// The period that the price is for.
    pub billing_period: BillingPeriod,
    /// The id of the price at the billing provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_id: Option<String>,
    /// The amount per unit, in full units of [`currency`](Self::currency); absent for tiered prices.
    #[serde(
        default,
        with = "serde_ext::decimal::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub amount: Option<Decimal>,
    /// The currency of the amount or of the tiers.
    pub currency: Currency,
    /// The tiers of a tiered price, from the lowest to the highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tiers: Option<Vec<PriceTier>>,
    /// How the tiers add up; absent for prices without tiers. In JSON, `isTieredPrice` goes with it.
    #[serde(flatten, with = "tiering")]
    pub tiers_mode: Option<TiersMode>,
    /// The country that the price is for, as ISO 3166-1 alpha-2; absent: the default price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_country_code: Option<String>,
    /// The feature that is charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<PriceFeature>,
}

impl OveragePrice {
    /// A price without an amount and without tiers.
    pub fn new(pricing_model: BillingModel, billing_period: BillingPeriod, currency: Currency) -> Self {
        Self {
            pricing_model,
            billing_period,
            billing_id: None,
            amount: None,
            currency,
            tiers: None,
            tiers_mode: None,
            billing_country_code: None,
            feature: None,
        }
    }

    /// Whether the price depends on the quantity by tiers, so that there is no single amount.
    pub fn is_tiered(&self) -> bool {
        self.tiers_mode.is_some()
    }
}

/// One tier of a tiered price. It begins where the one before it ends.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PriceTier {
    /// The last unit of the tier; absent: the tier has no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to: Option<f64>,
    /// The price of each unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Money>,
    /// The price of reaching the tier, whatever the number of units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flat_price: Option<Money>,
}

/// The feature that a price charges.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PriceFeature {
    /// Your id of the feature.
    pub feature_id: String,
    /// The name that people see.
    pub display_name: String,
    /// The unit of the feature in the singular.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<String>,
    /// The unit of the feature in the plural.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units_plural: Option<String>,
    /// What the feature is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How many units the subscription has bought; absent in plans and add-ons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_quantity: Option<f64>,
}

impl PriceFeature {
    /// A feature without units.
    pub fn new(feature_id: impl Into<String>, display_name: impl Into<String>) -> Self {
        Self {
            feature_id: feature_id.into(),
            display_name: display_name.into(),
            units: None,
            units_plural: None,
            description: None,
            unit_quantity: None,
        }
    }
}

/// `tiersMode` together with `isTieredPrice`, which only says whether there is one: written, never read, so that the two
/// cannot contradict each other.
mod tiering {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::TiersMode;

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Tiering {
        #[serde(skip_serializing_if = "Option::is_none")]
        tiers_mode: Option<TiersMode>,
        #[serde(skip_deserializing)]
        is_tiered_price: bool,
    }

    #[expect(clippy::ref_option, reason = "serde passes the field by reference")]
    pub(super) fn serialize<S: Serializer>(mode: &Option<TiersMode>, serializer: S) -> Result<S::Ok, S::Error> {
        let tiering = Tiering {
            tiers_mode: mode.clone(),
            is_tiered_price: mode.is_some(),
        };
        tiering.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<TiersMode>, D::Error> {
        Ok(Tiering::deserialize(deserializer)?.tiers_mode)
    }
}
