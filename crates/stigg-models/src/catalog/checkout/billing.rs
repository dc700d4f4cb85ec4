//! How a checkout page talks to the billing provider.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::{BillingVendorIdentifier, PaymentSecret, serde_ext};

/// The billing provider of a checkout, and how to talk to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckoutBillingIntegration {
    /// The billing provider.
    pub billing_identifier: BillingVendorIdentifier,
    /// What identifies you there; the older form, which knows Stripe alone.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub credentials: CheckoutCredentials,
    /// What a page needs to talk to this provider; absent where Stigg does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_credentials: Option<BillingCredentials>,
}

impl CheckoutBillingIntegration {
    /// A billing provider, without credentials.
    pub fn new(billing_identifier: BillingVendorIdentifier) -> Self {
        Self {
            billing_identifier,
            credentials: CheckoutCredentials::default(),
            billing_credentials: None,
        }
    }
}

/// What identifies you at the billing provider.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckoutCredentials {
    /// Your account there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// The key that pages may show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
}

/// What a page needs to talk to a billing provider.
#[derive(Clone, PartialEq, Serialize)]
#[serde(tag = "__typename")]
#[non_exhaustive]
pub enum BillingCredentials {
    /// Stripe.
    #[serde(rename = "StripeCheckoutCredentials")]
    Stripe(StripeCheckoutCredentials),
    /// Zuora.
    #[serde(rename = "ZuoraCheckoutCredentials")]
    Zuora(ZuoraCheckoutCredentials),
    /// Airwallex.
    #[serde(rename = "AirwallexCheckoutCredentials")]
    Airwallex(AirwallexCheckoutCredentials),
    /// Those of a provider that this version of the crate does not know, as they travel. `Debug` shows no more than their
    /// type: the rest may be secret.
    #[serde(untagged)]
    Unknown(Value),
}

impl<'de> Deserialize<'de> for BillingCredentials {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        match type_name(&value) {
            Some("StripeCheckoutCredentials") => Deserialize::deserialize(value).map(Self::Stripe),
            Some("ZuoraCheckoutCredentials") => Deserialize::deserialize(value).map(Self::Zuora),
            Some("AirwallexCheckoutCredentials") => Deserialize::deserialize(value).map(Self::Airwallex),
            _ => Ok(Self::Unknown(value)),
        }
        .map_err(D::Error::custom)
    }
}

fn type_name(value: &Value) -> Option<&str> {
    value.get("__typename").and_then(Value::as_str)
}

impl fmt::Debug for BillingCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stripe(credentials) => f.debug_tuple("Stripe").field(credentials).finish(),
            Self::Zuora(credentials) => f.debug_tuple("Zuora").field(credentials).finish(),
            Self::Airwallex(credentials) => f.debug_tuple("Airwallex").field(credentials).finish(),
            Self::Unknown(value) => {
                let type_name = type_name(value).unwrap_or_default();
                f.debug_tuple("Unknown").field(&type_name).finish()
            }
        }
    }
}

/// What a page needs to talk to Stripe.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StripeCheckoutCredentials {
    /// Your account there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// The secret with which the page collects a payment method.
    pub setup_secret: PaymentSecret,
    /// The key that pages may show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
}

impl StripeCheckoutCredentials {
    /// The secret alone.
    pub fn new(setup_secret: impl Into<PaymentSecret>) -> Self {
        Self {
            account_id: None,
            setup_secret: setup_secret.into(),
            public_key: None,
        }
    }
}

/// What a page needs to talk to Zuora.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ZuoraCheckoutCredentials {
    /// The key that pages may show.
    pub publishable_key: String,
}

impl ZuoraCheckoutCredentials {
    /// A key that pages may show.
    pub fn new(publishable_key: impl Into<String>) -> Self {
        Self {
            publishable_key: publishable_key.into(),
        }
    }
}

/// What a page needs to talk to Airwallex.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AirwallexCheckoutCredentials {
    /// The secret with which the page goes on with the payment.
    pub client_secret: PaymentSecret,
    /// The payment that it goes on with.
    pub metadata: AirwallexCheckoutMetadata,
}

impl AirwallexCheckoutCredentials {
    /// The secret of a payment.
    pub fn new(client_secret: impl Into<PaymentSecret>, metadata: AirwallexCheckoutMetadata) -> Self {
        Self {
            client_secret: client_secret.into(),
            metadata,
        }
    }
}

/// A payment at Airwallex.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AirwallexCheckoutMetadata {
    /// Airwallex's id of the payment.
    pub intent_id: String,
    /// The environment there, such as `demo`.
    pub env: String,
    /// The currency, in Airwallex's spelling.
    pub currency: String,
    /// Airwallex's id of the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
}

impl AirwallexCheckoutMetadata {
    /// A payment in an environment and a currency.
    pub fn new(intent_id: impl Into<String>, env: impl Into<String>, currency: impl Into<String>) -> Self {
        Self {
            intent_id: intent_id.into(),
            env: env.into(),
            currency: currency.into(),
            customer_id: None,
        }
    }
}
