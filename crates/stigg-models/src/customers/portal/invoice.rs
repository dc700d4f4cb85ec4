//! What the next invoice of a subscription is going to say, as a customer portal shows it.

use serde::{Deserialize, Serialize};

use crate::{Money, Timestamp, serde_ext};

/// The next invoice of a subscription, as far as it can be foreseen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalInvoice {
    /// The sum.
    pub total: Money,
    /// What is left to pay of it.
    pub amount_due: Money,
    /// Its lines.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub lines: Vec<CustomerPortalInvoiceLine>,
}

impl CustomerPortalInvoice {
    /// An invoice without lines.
    pub fn new(total: Money, amount_due: Money) -> Self {
        Self {
            total,
            amount_due,
            lines: Vec::new(),
        }
    }
}

/// A line of the next invoice.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalInvoiceLine {
    /// How many units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// The time that it is for.
    pub period: CustomerPortalInvoicePeriod,
    /// The price that it follows from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<CustomerPortalInvoicePrice>,
}

impl CustomerPortalInvoiceLine {
    /// A line for a time.
    pub fn new(period: CustomerPortalInvoicePeriod) -> Self {
        Self {
            quantity: None,
            period,
            price: None,
        }
    }
}

/// The time that a line of an invoice is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalInvoicePeriod {
    /// When it begins.
    pub start: Timestamp,
    /// The first moment after it.
    pub end: Timestamp,
}

impl CustomerPortalInvoicePeriod {
    /// From a time to another.
    pub fn new(start: Timestamp, end: Timestamp) -> Self {
        Self { start, end }
    }
}

/// The price that a line of an invoice follows from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalInvoicePrice {
    /// The feature that it is for; absent: the base charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<CustomerPortalInvoiceFeature>,
}

impl CustomerPortalInvoicePrice {
    /// The price of a feature, by your id, or the base charge.
    pub fn new(feature_id: Option<String>) -> Self {
        Self {
            feature: feature_id.map(CustomerPortalInvoiceFeature::new),
        }
    }
}

/// The feature that a line of an invoice is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalInvoiceFeature {
    /// Your id of the feature.
    pub ref_id: String,
}

impl CustomerPortalInvoiceFeature {
    /// The feature with your id.
    pub fn new(ref_id: impl Into<String>) -> Self {
        Self { ref_id: ref_id.into() }
    }
}
