//! The feature or the credit currency that an entitlement is about.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{FeatureType, MeterType, UnitTransformationRound, serde_ext};

/// The feature of an entitlement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EntitlementFeature {
    /// Your id of the feature.
    pub id: String,
    /// The name that people see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What the feature is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Boolean, number or enum; absent in a fallback, where only the id is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_type: Option<FeatureType>,
    /// How usage is measured, for numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meter_type: Option<MeterType>,
    /// The unit of the feature in the singular; empty if it has none.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub units: String,
    /// The unit of the feature in the plural; empty if it has none.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub units_plural: String,
    /// Whether usage of the feature is measured: a number with an incremental or fluctuating meter.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub is_metered: bool,
    /// How raw usage is turned into the unit of the feature, if at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_transformation: Option<UnitTransformation>,
}

impl EntitlementFeature {
    /// A feature of which only the id is known.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            ..Self::default()
        }
    }
}

/// How raw usage becomes the unit of a feature: divided, then rounded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnitTransformation {
    /// The divisor, in raw units per unit of the feature.
    pub divide: f64,
    /// The direction of rounding.
    pub round: UnitTransformationRound,
}

impl UnitTransformation {
    /// Divides by `divide` and rounds.
    pub fn new(divide: f64, round: UnitTransformationRound) -> Self {
        Self { divide, round }
    }
}

/// What one unit of usage costs in credits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditRate {
    /// Credits per unit.
    pub amount: f64,
    /// Your id of the credit currency; empty if the source does not tell.
    #[serde(
        default,
        deserialize_with = "serde_ext::null_as_default",
        skip_serializing_if = "String::is_empty"
    )]
    pub currency_id: String,
    /// Stigg's internal id of the credit currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_currency_id: Option<String>,
}

impl CreditRate {
    /// A price in credits of a currency.
    pub fn new(amount: f64, currency_id: impl Into<String>) -> Self {
        Self {
            amount,
            currency_id: currency_id.into(),
            custom_currency_id: None,
        }
    }
}

/// The credit currency of an entitlement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EntitlementCurrency {
    /// Your id of the currency.
    pub currency_id: String,
    /// The name that people see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What the currency is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its unit in the singular.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_singular: Option<String>,
    /// Its unit in the plural.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_plural: Option<String>,
    /// What you keep on the currency, as it travels.
    #[serde(rename = "additionalMetaData", skip_serializing_if = "Option::is_none")]
    pub additional_meta_data: Option<Value>,
}

impl EntitlementCurrency {
    /// A currency of which only the id is known.
    pub fn new(currency_id: impl Into<String>) -> Self {
        Self {
            currency_id: currency_id.into(),
            ..Self::default()
        }
    }
}
