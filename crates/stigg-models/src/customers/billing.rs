//! What the billing provider knows about a customer.

use serde::{Deserialize, Serialize};

use crate::validation::{optional_each, text};
use crate::with_methods::with_methods;
use crate::{Currency, InvalidRequest, Metadata};

/// What to tell the billing provider about a customer.
///
/// Stigg passes it on and does not keep it. Giving any of it makes the customer known to the billing provider, even
/// without a paid subscription.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BillingInfo {
    /// The name on invoices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_name: Option<String>,
    /// The address on invoices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<Address>,
    /// Where goods go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<Address>,
    /// The currency that the customer pays in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The time zone of dates on invoices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// The language of invoices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The tax ids of the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_ids: Option<Vec<TaxExempt>>,
    /// Further fields on invoices, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_custom_fields: Option<Metadata>,
    /// The billing provider's id of the payment method to charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method_id: Option<String>,
    /// Key-value pairs to keep on the customer at the billing provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// Stigg's id of the billing integration, if there is more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration_id: Option<String>,
}

impl BillingInfo {
    /// Tells nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidRequest> {
        optional_each("taxIds", self.tax_ids.as_deref(), TaxExempt::validate)
    }
}

with_methods! {
    BillingInfo {
        /// The name on invoices.
        with_customer_name => customer_name: String,
        /// The address on invoices.
        with_billing_address => billing_address: Address,
        /// Where goods go.
        with_shipping_address => shipping_address: Address,
        /// The currency that the customer pays in.
        with_currency => currency: Currency,
        /// The time zone of dates on invoices.
        with_timezone => timezone: String,
        /// The language of invoices.
        with_language => language: String,
        /// The tax ids of the customer.
        with_tax_ids => tax_ids: Vec<TaxExempt>,
        /// Further fields on invoices, by name.
        with_invoice_custom_fields => invoice_custom_fields: Metadata,
        /// The billing provider's id of the payment method to charge.
        with_payment_method_id => payment_method_id: String,
        /// Key-value pairs to keep on the customer at the billing provider.
        with_metadata => metadata: Metadata,
        /// Stigg's id of the billing integration.
        with_integration_id => integration_id: String,
    }
}

/// The address of a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Address {
    /// The first line: street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_line1: Option<String>,
    /// The second line: floor, suite and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    /// The city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The state or region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The country, as ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
}

impl Address {
    /// An address of which nothing is known yet.
    pub fn new() -> Self {
        Self::default()
    }
}

with_methods! {
    Address {
        /// The first line: street and number.
        with_address_line1 => address_line1: String,
        /// The second line: floor, suite and the like.
        with_address_line2 => address_line2: String,
        /// The city.
        with_city => city: String,
        /// The postal code.
        with_postal_code => postal_code: String,
        /// The state or region.
        with_state => state: String,
        /// The country, as ISO 3166-1 alpha-2.
        with_country => country: String,
        /// The phone number.
        with_phone_number => phone_number: String,
    }
}

/// A tax id of a customer, such as a VAT number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TaxExempt {
    /// The kind of tax id, in the billing provider's words, such as `eu_vat`.
    #[serde(rename = "type")]
    pub tax_type: String,
    /// The tax id.
    pub value: String,
}

impl TaxExempt {
    /// A tax id of some kind, such as `eu_vat`.
    pub fn new(tax_type: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            tax_type: tax_type.into(),
            value: value.into(),
        }
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidRequest> {
        text("type", &self.tax_type)?;
        text("value", &self.value)
    }
}
