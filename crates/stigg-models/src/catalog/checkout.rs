//! What a page needs on which a customer pays for a plan.

mod billing;
mod configuration;
mod requests;

use serde::{Deserialize, Serialize};

pub use self::billing::{
    AirwallexCheckoutCredentials, AirwallexCheckoutMetadata, BillingCredentials, CheckoutBillingIntegration,
    CheckoutCredentials, StripeCheckoutCredentials, ZuoraCheckoutCredentials,
};
pub use self::configuration::{CheckoutConfiguration, CheckoutContent, CheckoutPalette};
pub use self::requests::{CheckoutStateInput, PaymentSessionInput};
use super::Plan;
use crate::{CustomerResource, FullCustomer, FullSubscription, PaymentSecret};

/// What a page needs on which a customer pays for a plan: who buys what, and how to talk to the billing provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckoutState {
    /// The secret with which the page collects a payment method.
    pub setup_secret: PaymentSecret,
    /// How the page looks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<CheckoutConfiguration>,
    /// The customer, without its subscriptions.
    pub customer: FullCustomer,
    /// The plan to pay for.
    pub plan: Plan,
    /// The resource that the subscription is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<CustomerResource>,
    /// The subscription that the customer has already to a plan of the product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_subscription: Option<FullSubscription>,
    /// The billing provider, and how to talk to it.
    pub billing_integration: CheckoutBillingIntegration,
}

impl CheckoutState {
    /// A customer who pays for a plan.
    pub fn new(
        setup_secret: impl Into<PaymentSecret>,
        customer: FullCustomer,
        plan: Plan,
        billing_integration: CheckoutBillingIntegration,
    ) -> Self {
        Self {
            setup_secret: setup_secret.into(),
            configuration: None,
            customer,
            plan,
            resource: None,
            active_subscription: None,
            billing_integration,
        }
    }
}

/// A payment that was begun at the billing provider.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PaymentSession {
    /// The token with which a page goes on with the payment.
    pub token: PaymentSecret,
}

impl PaymentSession {
    /// A session with a token.
    pub fn new(token: impl Into<PaymentSecret>) -> Self {
        Self { token: token.into() }
    }
}

#[cfg(test)]
mod tests;
