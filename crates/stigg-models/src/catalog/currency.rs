//! Credit currencies as the catalogue knows them.

use serde::{Deserialize, Serialize};

/// A credit currency: what an amount of credits is counted in, such as tokens.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomCurrency {
    /// Your id of the currency.
    pub currency_id: String,
    /// The name that people see.
    pub display_name: String,
    /// Its symbol.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub symbol: Option<String>,
    /// What one and many of it are called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<CustomCurrencyUnits>,
}

impl CustomCurrency {
    /// A currency without symbol and units.
    pub fn new(currency_id: impl Into<String>, display_name: impl Into<String>) -> Self {
        Self {
            currency_id: currency_id.into(),
            display_name: display_name.into(),
            symbol: None,
            units: None,
        }
    }
}

/// What one and many of a credit currency are called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomCurrencyUnits {
    /// The unit in the singular.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub singular: Option<String>,
    /// The unit in the plural.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plural: Option<String>,
}

/// The credit currency that a price is about. Stigg does not tell its id here.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PriceCustomCurrency {
    /// The name that people see.
    pub display_name: String,
    /// What one and many of it are called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<CustomCurrencyUnits>,
}

impl PriceCustomCurrency {
    /// A currency without units.
    pub fn new(display_name: impl Into<String>) -> Self {
        Self {
            display_name: display_name.into(),
            units: None,
        }
    }
}
