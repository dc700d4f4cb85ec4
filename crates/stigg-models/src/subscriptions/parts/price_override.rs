//! Prices that differ from those of the catalogue.

use serde::{Deserialize, Serialize};

use crate::validation::{id, nested, optional_each, optional_id, optional_quantity, quantity};
use crate::with_methods::with_methods;
use crate::{CreditGrantCadence, InvalidRequest, MoneyInput, Quantity};

/// A price of a subscription that differs from the one of the catalogue.
///
/// It replaces the price of the base charge, of a feature, of an add-on (or of a feature of it), or of credits.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PriceOverrideInput {
    /// Your id of the add-on whose price it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addon_id: Option<String>,
    /// Your id of the feature whose price it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_id: Option<String>,
    /// Your id of the credit currency whose price it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_id: Option<String>,
    /// Whether it is the price of the base charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_charge: Option<bool>,
    /// The price: per billing period for a charge, per unit for a feature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<MoneyInput>,
    /// The price by quantity, from the lowest tier to the highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tiers: Option<Vec<PriceTierInput>>,
    /// How many units are sold together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block_size: Option<f64>,
    /// The price in credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_rate: Option<CreditRateInput>,
    /// When bought credits are granted within a billing period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_grant_cadence: Option<CreditGrantCadence>,
}

impl PriceOverrideInput {
    /// Another price of the base charge.
    pub fn base_charge(price: impl Into<MoneyInput>) -> Self {
        Self {
            base_charge: Some(true),
            price: Some(price.into()),
            ..Self::default()
        }
    }

    /// Another price of a feature; say which with [`with_price`](Self::with_price), [`with_tiers`](Self::with_tiers) or
    /// [`with_credit_rate`](Self::with_credit_rate).
    pub fn feature(feature_id: impl Into<String>) -> Self {
        Self {
            feature_id: Some(feature_id.into()),
            ..Self::default()
        }
    }

    /// Another price of an add-on; say which with [`with_price`](Self::with_price) or [`with_tiers`](Self::with_tiers).
    pub fn addon(addon_id: impl Into<String>) -> Self {
        Self {
            addon_id: Some(addon_id.into()),
            ..Self::default()
        }
    }

    /// Another price of credits of a currency; say which with [`with_price`](Self::with_price).
    pub fn credits(currency_id: impl Into<String>) -> Self {
        Self {
            currency_id: Some(currency_id.into()),
            ..Self::default()
        }
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidRequest> {
        optional_id("addonId", self.addon_id.as_deref())?;
        optional_id("featureId", self.feature_id.as_deref())?;
        optional_id("currencyId", self.currency_id.as_deref())?;
        optional_each("tiers", self.tiers.as_deref(), |tier| {
            optional_quantity("upTo", tier.up_to)
        })?;
        optional_quantity("blockSize", self.block_size)?;
        nested("creditRate", self.credit_rate.as_ref(), CreditRateInput::validate)
    }
}

with_methods! {
    PriceOverrideInput {
        /// The feature whose price it is; with an add-on, the price of the feature in that add-on.
        with_feature_id => feature_id: String,
        /// The price: per billing period for a charge, per unit for a feature.
        with_price => price: MoneyInput,
        /// The price by quantity, from the lowest tier to the highest.
        with_tiers => tiers: Vec<PriceTierInput>,
        /// How many units are sold together.
        with_block_size => block_size: Quantity,
        /// The price in credits.
        with_credit_rate => credit_rate: CreditRateInput,
        /// When bought credits are granted within a billing period.
        with_credit_grant_cadence => credit_grant_cadence: CreditGrantCadence,
    }
}

/// The price of the units up to some quantity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PriceTierInput {
    /// The last unit of the tier; absent in the last tier, which has no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to: Option<f64>,
    /// The price of each unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<MoneyInput>,
    /// The price of the tier as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flat_price: Option<MoneyInput>,
}

impl PriceTierInput {
    /// The tier up to a quantity, that unit included.
    pub fn up_to(quantity: impl Into<Quantity>) -> Self {
        Self {
            up_to: Some(quantity.into().as_f64()),
            ..Self::default()
        }
    }

    /// The last tier, which has no end.
    pub fn open() -> Self {
        Self::default()
    }
}

with_methods! {
    PriceTierInput {
        /// The price of each unit.
        with_unit_price => unit_price: MoneyInput,
        /// The price of the tier as a whole.
        with_flat_price => flat_price: MoneyInput,
    }
}

/// A price in credits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditRateInput {
    /// Credits per unit.
    pub amount: f64,
    /// Your id of the credit currency.
    pub currency_id: String,
    /// Stigg's internal id of the credit currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_currency_id: Option<String>,
    /// A formula for the credits of one event, instead of a fixed amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_formula: Option<String>,
}

impl CreditRateInput {
    /// So many credits of a currency per unit.
    pub fn new(amount: impl Into<Quantity>, currency_id: impl Into<String>) -> Self {
        Self {
            amount: amount.into().as_f64(),
            currency_id: currency_id.into(),
            custom_currency_id: None,
            cost_formula: None,
        }
    }

    fn validate(&self) -> Result<(), InvalidRequest> {
        quantity("amount", self.amount)?;
        id("currencyId", &self.currency_id)
    }
}

with_methods! {
    CreditRateInput {
        /// Stigg's internal id of the credit currency.
        with_custom_currency_id => custom_currency_id: String,
        /// A formula for the credits of one event.
        with_cost_formula => cost_formula: String,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Currency;

    #[test]
    fn an_override_travels_as_in_the_official_sdk() {
        #[track_caller]
        fn check(price: &PriceOverrideInput, json: serde_json::Value) {
            assert!(price.validate().is_ok());
            assert_eq!(serde_json::to_value(price).unwrap(), json);
            assert_eq!(serde_json::from_value::<PriceOverrideInput>(json).unwrap(), *price);
        }
        let money = MoneyInput::new(5, Currency::Eur);
        check(
            &PriceOverrideInput::addon("addon-support")
                .with_feature_id("seats")
                .with_tiers([
                    PriceTierInput::up_to(10).with_unit_price(money.clone()),
                    PriceTierInput::open().with_flat_price(money.clone()),
                ]),
            json!({
                "addonId": "addon-support", "featureId": "seats",
                "tiers": [
                    {"upTo": 10.0, "unitPrice": {"amount": 5, "currency": "EUR"}},
                    {"flatPrice": {"amount": 5, "currency": "EUR"}},
                ],
            }),
        );
        check(
            &PriceOverrideInput::credits("tokens")
                .with_price(money)
                .with_block_size(100)
                .with_credit_grant_cadence(CreditGrantCadence::Monthly),
            json!({
                "currencyId": "tokens", "price": {"amount": 5, "currency": "EUR"}, "blockSize": 100.0,
                "creditGrantCadence": "MONTHLY",
            }),
        );
        check(
            &PriceOverrideInput::feature("seats").with_credit_rate(
                CreditRateInput::new(0.5, "tokens")
                    .with_custom_currency_id("0b8f")
                    .with_cost_formula("tokens * 2"),
            ),
            json!({
                "featureId": "seats",
                "creditRate": {
                    "amount": 0.5, "currencyId": "tokens", "customCurrencyId": "0b8f", "costFormula": "tokens * 2",
                },
            }),
        );
    }
}
