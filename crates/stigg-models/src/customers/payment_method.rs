//! The payment method of a customer.

use serde::{Deserialize, Serialize};

use crate::PaymentMethodType;

/// The default payment method of a customer at the billing provider.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PaymentMethodDetails {
    /// The month in which it expires: 1 to 12.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_month: Option<i64>,
    /// The year in which it expires, with four digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_year: Option<i64>,
    /// The last four digits of its number.
    #[serde(rename = "last4Digits", skip_serializing_if = "Option::is_none")]
    pub last4_digits: Option<String>,
    /// Card, bank account and the like.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub payment_method_type: Option<PaymentMethodType>,
}

impl PaymentMethodDetails {
    /// A payment method of which nothing is known.
    pub fn new() -> Self {
        Self::default()
    }
}
