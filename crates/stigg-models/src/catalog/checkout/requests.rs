//! What is asked about a checkout.

use serde::{Deserialize, Serialize};

use crate::InvalidRequest;
use crate::validation::{id, optional_country, optional_id};
use crate::with_methods::with_methods;

/// Asks for what a page needs on which a customer pays for a plan.
///
/// ```
/// use stigg_models::CheckoutStateInput;
///
/// let request = CheckoutStateInput::new("customer-42", "plan-pro").with_billing_country_code("DE");
/// assert_eq!(
///     serde_json::to_string(&request)?,
///     r#"{"customerId":"customer-42","planId":"plan-pro","billingCountryCode":"DE"}"#
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckoutStateInput {
    /// Your id of the customer who pays.
    pub customer_id: String,
    /// Your id of the plan to pay for.
    pub plan_id: String,
    /// Your id of the plan's product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<String>,
    /// Your id of the customer's resource that the subscription is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// The country whose prices apply, as ISO 3166-1 alpha-2; absent: the default prices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_country_code: Option<String>,
}

impl CheckoutStateInput {
    /// Asks for the checkout of a plan.
    pub fn new(customer_id: impl Into<String>, plan_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            plan_id: plan_id.into(),
            ..Self::default()
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty, or the country is not a code of two letters.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("planId", &self.plan_id)?;
        optional_id("productId", self.product_id.as_deref())?;
        optional_id("resourceId", self.resource_id.as_deref())?;
        optional_country("billingCountryCode", self.billing_country_code.as_deref())
    }
}

with_methods! {
    CheckoutStateInput {
        /// Names the plan's product.
        with_product_id => product_id: String,
        /// Pays for one of the customer's resources.
        with_resource_id => resource_id: String,
        /// The country whose prices apply (ISO 3166-1 alpha-2).
        with_billing_country_code => billing_country_code: String,
    }
}

/// Begins a payment for a plan at the billing provider.
///
/// ```
/// use stigg_models::PaymentSessionInput;
///
/// let request = PaymentSessionInput::new("customer-42", "plan-pro");
/// assert_eq!(serde_json::to_string(&request)?, r#"{"customerId":"customer-42","planId":"plan-pro"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PaymentSessionInput {
    /// Your id of the customer who pays.
    pub customer_id: String,
    /// Your id of the plan to pay for.
    pub plan_id: String,
    /// The country whose prices apply, as ISO 3166-1 alpha-2; absent: the default prices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_country_code: Option<String>,
}

impl PaymentSessionInput {
    /// Begins a payment for a plan.
    pub fn new(customer_id: impl Into<String>, plan_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            plan_id: plan_id.into(),
            ..Self::default()
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty, or the country is not a code of two letters.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("planId", &self.plan_id)?;
        optional_country("billingCountryCode", self.billing_country_code.as_deref())
    }
}

with_methods! {
    PaymentSessionInput {
        /// The country whose prices apply (ISO 3166-1 alpha-2).
        with_billing_country_code => billing_country_code: String,
    }
}
