//! What a customer portal shows: the page where customers see what they have and what it costs them.

mod configuration;
mod entitlement;
mod invoice;
mod price;
mod subscription;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::configuration::{CustomerPortalConfiguration, CustomerPortalPalette};
pub use self::entitlement::{CustomerPortalEntitlement, CustomerPortalPromotionalEntitlement};
pub use self::invoice::{
    CustomerPortalInvoice, CustomerPortalInvoiceFeature, CustomerPortalInvoiceLine, CustomerPortalInvoicePeriod,
    CustomerPortalInvoicePrice,
};
pub use self::price::{CustomerPortalFeature, CustomerPortalPrice, CustomerPortalPricing, CustomerPortalTotalPrice};
pub use self::subscription::{CustomerPortalAddon, CustomerPortalSubscription};
use super::CustomerResource;
use crate::validation::{id, optional_id};
use crate::with_methods::with_methods;
use crate::{EntitlementState, InvalidRequest, PaymentMethodType, serde_ext};

/// Asks for what a customer portal shows.
///
/// ```
/// use stigg_models::CustomerPortalInput;
///
/// let request = CustomerPortalInput::new("customer-42").with_resource_id("site-1");
/// assert!(request.validate().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalInput {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the resource to show; absent: what the customer has without a resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Your id of the product to show; absent: all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<String>,
}

impl CustomerPortalInput {
    /// Asks for the portal of a customer.
    pub fn new(customer_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            resource_id: None,
            product_id: None,
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        optional_id("resourceId", self.resource_id.as_deref())?;
        optional_id("productId", self.product_id.as_deref())
    }
}

with_methods! {
    CustomerPortalInput {
        /// The resource to show.
        with_resource_id => resource_id: String,
        /// The product to show.
        with_product_id => product_id: String,
    }
}

impl From<&str> for CustomerPortalInput {
    fn from(customer_id: &str) -> Self {
        Self::new(customer_id)
    }
}

/// What a customer portal shows.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortal {
    /// The subscriptions.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub subscriptions: Vec<CustomerPortalSubscription>,
    /// The entitlements to features.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub entitlements: Vec<CustomerPortalEntitlement>,
    /// The entitlements to features and to credits, in the form in which checks take them.
    #[serde(rename = "entitlementsV2", default, deserialize_with = "serde_ext::null_as_default")]
    pub entitlements_v2: Vec<EntitlementState>,
    /// The entitlements that the customer has whatever the subscriptions say.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub promotional_entitlements: Vec<CustomerPortalPromotionalEntitlement>,
    /// Who pays, and with what.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub billing_information: CustomerPortalBillingInformation,
    /// Whether the portal says that it is made with Stigg.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub show_watermark: bool,
    /// Whether there is a plan that the customer could move up to.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub can_upgrade_subscription: bool,
    /// Where the customer manages payment at the billing provider. Whoever has the address may get in: it is not printed
    /// by `Debug`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_portal_url: Option<String>,
    /// How the portal looks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<CustomerPortalConfiguration>,
    /// The resource that is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<CustomerResource>,
}

impl CustomerPortal {
    /// The portal of a customer that has nothing.
    pub fn new() -> Self {
        Self::default()
    }
}

impl fmt::Debug for CustomerPortal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let billing_portal_url = self.billing_portal_url.as_ref().map(|_| format_args!("…"));
        f.debug_struct("CustomerPortal")
            .field("subscriptions", &self.subscriptions)
            .field("entitlements", &self.entitlements)
            .field("entitlements_v2", &self.entitlements_v2)
            .field("promotional_entitlements", &self.promotional_entitlements)
            .field("billing_information", &self.billing_information)
            .field("show_watermark", &self.show_watermark)
            .field("can_upgrade_subscription", &self.can_upgrade_subscription)
            .field("billing_portal_url", &billing_portal_url)
            .field("configuration", &self.configuration)
            .field("resource", &self.resource)
            .finish()
    }
}

/// Who pays, and with what, as far as Stigg knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalBillingInformation {
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The billing provider's id of the payment method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_payment_method_id: Option<String>,
    /// The last four digits of the payment method's number.
    #[serde(rename = "defaultPaymentMethodLast4Digits", skip_serializing_if = "Option::is_none")]
    pub default_payment_method_last4_digits: Option<String>,
    /// Card, bank account and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_payment_method_type: Option<PaymentMethodType>,
    /// The month in which the payment method expires: 1 to 12.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_payment_expiration_month: Option<i64>,
    /// The year in which it expires, with four digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_payment_expiration_year: Option<i64>,
}

impl CustomerPortalBillingInformation {
    /// Nothing is known.
    pub fn new() -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        let problem = |request: CustomerPortalInput| request.validate().unwrap_err().to_string();
        assert_eq!(problem("".into()), "`customerId` is empty");
        let request = CustomerPortalInput::new("customer-42");
        assert_eq!(problem(request.clone().with_resource_id("")), "`resourceId` is empty");
        assert_eq!(problem(request.with_product_id(" ")), "`productId` is blank");
    }

    #[test]
    fn a_portal_that_tells_nothing_is_an_empty_one() {
        let portal: CustomerPortal = serde_json::from_value(json!({"billingInformation": null})).unwrap();
        assert_eq!(portal, CustomerPortal::new());
    }

    #[test]
    fn the_way_into_the_billing_portal_is_not_printed() {
        let mut portal = CustomerPortal::new();
        assert!(format!("{portal:?}").contains("billing_portal_url: None"));
        portal.billing_portal_url = Some("https://billing.example.com/p/session/secret".to_owned());
        let printed = format!("{portal:?}");
        assert!(printed.contains("billing_portal_url: Some(…)"), "{printed}");
        assert!(!printed.contains("secret"), "{printed}");
    }
}
