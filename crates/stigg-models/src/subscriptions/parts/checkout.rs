//! The hosted checkout.

use serde::{Deserialize, Serialize};

use crate::InvalidRequest;
use crate::validation::text;
use crate::with_methods::with_methods;

/// How the hosted checkout page behaves, for the case that the customer has to pay first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckoutOptions {
    /// Where the customer goes after paying.
    pub success_url: String,
    /// Where the customer goes after giving up.
    pub cancel_url: String,
    /// Whether the customer can enter promotion codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_promo_codes: Option<bool>,
    /// Whether the customer can enter a tax id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_tax_id_collection: Option<bool>,
    /// Whether the customer has to enter a billing address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collect_billing_address: Option<bool>,
    /// Whether the customer has to enter a phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collect_phone_number: Option<bool>,
    /// Your own reference, kept on the checkout session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference_id: Option<String>,
}

impl CheckoutOptions {
    /// A checkout that leads back to these pages.
    pub fn new(success_url: impl Into<String>, cancel_url: impl Into<String>) -> Self {
        Self {
            success_url: success_url.into(),
            cancel_url: cancel_url.into(),
            allow_promo_codes: None,
            allow_tax_id_collection: None,
            collect_billing_address: None,
            collect_phone_number: None,
            reference_id: None,
        }
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidRequest> {
        text("successUrl", &self.success_url)?;
        text("cancelUrl", &self.cancel_url)
    }
}

with_methods! {
    CheckoutOptions {
        /// Whether the customer can enter promotion codes.
        with_allow_promo_codes => allow_promo_codes: bool,
        /// Whether the customer can enter a tax id.
        with_allow_tax_id_collection => allow_tax_id_collection: bool,
        /// Whether the customer has to enter a billing address.
        with_collect_billing_address => collect_billing_address: bool,
        /// Whether the customer has to enter a phone number.
        with_collect_phone_number => collect_phone_number: bool,
        /// Your own reference, kept on the checkout session.
        with_reference_id => reference_id: String,
    }
}
