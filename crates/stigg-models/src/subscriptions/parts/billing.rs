//! How a subscription is billed.

use serde::{Deserialize, Serialize};

use crate::validation::{optional_each, optional_id, optional_quantity};
use crate::with_methods::{with_lists_of_text, with_methods};
use crate::{InvalidRequest, Metadata, Quantity, SubscriptionProrationBehavior, TaxExempt};

/// How a subscription is billed: taxes, invoices, the address. It goes to the billing provider.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionBillingInfo {
    /// The billing provider's ids of the tax rates to apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_rate_ids: Option<Vec<String>>,
    /// The tax to apply, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_percentage: Option<f64>,
    /// The tax ids of the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_ids: Option<Vec<TaxExempt>>,
    /// The address on the invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<BillingAddress>,
    /// Key-value pairs to keep on the subscription at the billing provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// The billing provider's id of the connected account on whose behalf is charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charge_on_behalf_of_account: Option<String>,
    /// The id of a coupon for the invoices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coupon_id: Option<String>,
    /// Whether the invoice has been paid already, outside of the billing provider; absent: no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_invoice_paid: Option<bool>,
    /// Whether the subscription is backdated at the billing provider, to a start in the past; absent: no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_backdated: Option<bool>,
    /// After how many days an invoice is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_days_until_due: Option<f64>,
    /// Stigg's id of the billing integration, if there is more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration_id: Option<String>,
    /// How a change in the middle of a billing period is charged; absent: Stigg invoices it at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proration_behavior: Option<SubscriptionProrationBehavior>,
}

impl SubscriptionBillingInfo {
    /// Billing by Stigg's defaults.
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidRequest> {
        optional_quantity("taxPercentage", self.tax_percentage)?;
        optional_each("taxIds", self.tax_ids.as_deref(), TaxExempt::validate)?;
        optional_id("couponId", self.coupon_id.as_deref())?;
        optional_quantity("invoiceDaysUntilDue", self.invoice_days_until_due)
    }
}

with_methods! {
    SubscriptionBillingInfo {
        /// The tax to apply, in percent.
        with_tax_percentage => tax_percentage: f64,
        /// The tax ids of the customer.
        with_tax_ids => tax_ids: Vec<TaxExempt>,
        /// The address on the invoice.
        with_billing_address => billing_address: BillingAddress,
        /// Key-value pairs to keep on the subscription at the billing provider.
        with_metadata => metadata: Metadata,
        /// The billing provider's id of the connected account on whose behalf is charged.
        with_charge_on_behalf_of_account => charge_on_behalf_of_account: String,
        /// The id of a coupon for the invoices.
        with_coupon_id => coupon_id: String,
        /// Whether the invoice has been paid already, outside of the billing provider.
        with_invoice_paid => is_invoice_paid: bool,
        /// Whether the subscription is backdated at the billing provider, to a start in the past.
        with_backdated => is_backdated: bool,
        /// After how many days an invoice is due.
        with_invoice_days_until_due => invoice_days_until_due: Quantity,
        /// Stigg's id of the billing integration.
        with_integration_id => integration_id: String,
        /// How a change in the middle of a billing period is charged.
        with_proration_behavior => proration_behavior: SubscriptionProrationBehavior,
    }
}

with_lists_of_text! {
    SubscriptionBillingInfo {
        /// The billing provider's ids of the tax rates to apply.
        with_tax_rate_ids => tax_rate_ids,
    }
}

/// The address on an invoice for a subscription or for credits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BillingAddress {
    /// The first line: street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line1: Option<String>,
    /// The second line: floor, suite and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line2: Option<String>,
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
}

impl BillingAddress {
    /// An address of which nothing is known yet.
    pub fn new() -> Self {
        Self::default()
    }
}

with_methods! {
    BillingAddress {
        /// The first line: street and number.
        with_line1 => line1: String,
        /// The second line: floor, suite and the like.
        with_line2 => line2: String,
        /// The city.
        with_city => city: String,
        /// The postal code.
        with_postal_code => postal_code: String,
        /// The state or region.
        with_state => state: String,
        /// The country, as ISO 3166-1 alpha-2.
        with_country => country: String,
    }
}
