//! What is bought besides the plan: add-ons, units of features, credits.

use serde::{Deserialize, Serialize};

use crate::validation::{id, quantity};
use crate::with_methods::with_methods;
use crate::{ChargeType, InvalidRequest, Quantity};

/// An add-on to buy with a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionAddonInput {
    /// Your id of the add-on.
    pub addon_id: String,
    /// How many of it; absent: Stigg decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
}

impl SubscriptionAddonInput {
    /// An add-on, without saying how many.
    pub fn new(addon_id: impl Into<String>) -> Self {
        Self {
            addon_id: addon_id.into(),
            quantity: None,
        }
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidRequest> {
        id("addonId", &self.addon_id)?;
        match self.quantity {
            Some(quantity) if quantity < 0 => Err(InvalidRequest::new(
                "quantity",
                format!("is {quantity}; it cannot be negative"),
            )),
            _ => Ok(()),
        }
    }
}

with_methods! {
    SubscriptionAddonInput {
        /// How many of it.
        with_quantity => quantity: i64,
    }
}

/// Units of a feature that is paid for by the unit, such as seats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BillableFeature {
    /// Your id of the feature.
    pub feature_id: String,
    /// How many units of it.
    pub quantity: f64,
}

impl BillableFeature {
    /// Units of a feature.
    pub fn new(feature_id: impl Into<String>, quantity: impl Into<Quantity>) -> Self {
        Self {
            feature_id: feature_id.into(),
            quantity: quantity.into().as_f64(),
        }
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidRequest> {
        id("featureId", &self.feature_id)?;
        quantity("quantity", self.quantity)
    }
}

/// Units of a feature, or credits, that are paid for by the unit. Does what [`BillableFeature`] does, and credits as well.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Charge {
    /// Your id of the feature or of the credit currency.
    pub id: String,
    /// How many units or credits.
    pub quantity: f64,
    /// What the id names.
    #[serde(rename = "type")]
    pub charge_type: ChargeType,
}

impl Charge {
    /// Units of a feature.
    pub fn feature(feature_id: impl Into<String>, quantity: impl Into<Quantity>) -> Self {
        Self {
            id: feature_id.into(),
            quantity: quantity.into().as_f64(),
            charge_type: ChargeType::Feature,
        }
    }

    /// Credits of a currency.
    pub fn credit(currency_id: impl Into<String>, quantity: impl Into<Quantity>) -> Self {
        Self {
            id: currency_id.into(),
            quantity: quantity.into().as_f64(),
            charge_type: ChargeType::Credit,
        }
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidRequest> {
        id("id", &self.id)?;
        quantity("quantity", self.quantity)
    }
}

/// Writes the methods that add one thing at a time to what a request buys.
macro_rules! purchase_methods {
    ($request:ident) => {
        impl $request {
            /// Adds an add-on, and how many of it.
            #[must_use]
            pub fn with_addon(mut self, addon_id: impl Into<String>, quantity: impl Into<i64>) -> Self {
                self.addons
                    .get_or_insert_default()
                    .push($crate::SubscriptionAddonInput::new(addon_id).with_quantity(quantity));
                self
            }

            /// Adds units of a feature that is paid for by the unit.
            #[must_use]
            pub fn with_billable_feature(
                mut self,
                feature_id: impl Into<String>,
                quantity: impl Into<$crate::Quantity>,
            ) -> Self {
                self.billable_features
                    .get_or_insert_default()
                    .push($crate::BillableFeature::new(feature_id, quantity));
                self
            }

            /// Adds units of a feature, or credits, that are paid for by the unit.
            #[must_use]
            pub fn with_charge(mut self, charge: $crate::Charge) -> Self {
                self.charges.get_or_insert_default().push(charge);
                self
            }
        }
    };
}

pub(crate) use purchase_methods;
