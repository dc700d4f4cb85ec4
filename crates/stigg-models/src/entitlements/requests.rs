//! What is asked in an entitlement check.
//!
//! These requests borrow their ids, so that a check that is answered from memory allocates nothing.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{CreditEntitlementFallback, EntitlementFallback};
use crate::with_methods::with_methods;
use crate::{Quantity, serde_ext};

/// Declares a check of one feature: the request, its constructor, and the methods that all of them share.
macro_rules! feature_check {
    ($(#[$meta:meta])* $request:ident, $options:ident) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        pub struct $request<'a> {
            /// Your id of the customer.
            pub customer_id: Cow<'a, str>,
            /// Your id of the feature.
            pub feature_id: Cow<'a, str>,
            /// Your id of the resource, for products with several subscriptions per customer. Empty is the same as absent.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub resource_id: Option<Cow<'a, str>>,
            /// What else matters to the check.
            #[serde(
                default,
                deserialize_with = "serde_ext::null_as_default",
                skip_serializing_if = "serde_ext::is_default"
            )]
            pub options: $options,
        }

        impl<'a> $request<'a> {
            /// Asks for a feature of a customer.
            pub fn new(customer_id: impl Into<Cow<'a, str>>, feature_id: impl Into<Cow<'a, str>>) -> Self {
                Self {
                    customer_id: customer_id.into(),
                    feature_id: feature_id.into(),
                    resource_id: None,
                    options: $options::default(),
                }
            }

            /// The answer to give when Stigg cannot be asked, instead of the configured one. A `bool` will do.
            #[must_use]
            pub fn with_fallback(mut self, fallback: impl Into<EntitlementFallback>) -> Self {
                self.options.fallback = Some(fallback.into());
                self
            }
        }

        with_methods! {
            $request<'a> {
                /// Asks for the entitlement of one of the customer's resources.
                with_resource_id => resource_id: Cow<'a, str>,
            }
        }
    };
}

feature_check! {
    /// Asks whether a customer has a boolean feature.
    GetBooleanEntitlement, BooleanEntitlementOptions
}
feature_check! {
    /// Asks for the value of a numeric feature (one that is not metered).
    GetNumericEntitlement, NumericEntitlementOptions
}
feature_check! {
    /// Asks whether a customer may use a metered feature, and how much.
    GetMeteredEntitlement, MeteredEntitlementOptions
}
feature_check! {
    /// Asks for the values of an enum feature.
    GetEnumEntitlement, EnumEntitlementOptions
}
feature_check! {
    /// Asks for a feature of whatever type.
    GetEntitlement, EntitlementOptions
}

/// Asks whether a customer may consume credits, and how many are left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetCreditEntitlement<'a> {
    /// Your id of the customer.
    pub customer_id: Cow<'a, str>,
    /// Your id of the credit currency.
    pub currency_id: Cow<'a, str>,
    /// Your id of the resource, for products with several subscriptions per customer. Empty is the same as absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<Cow<'a, str>>,
    /// What else matters to the check.
    #[serde(
        default,
        deserialize_with = "serde_ext::null_as_default",
        skip_serializing_if = "serde_ext::is_default"
    )]
    pub options: CreditEntitlementOptions,
}

impl<'a> GetCreditEntitlement<'a> {
    /// Asks for credits of a customer.
    pub fn new(customer_id: impl Into<Cow<'a, str>>, currency_id: impl Into<Cow<'a, str>>) -> Self {
        Self {
            customer_id: customer_id.into(),
            currency_id: currency_id.into(),
            resource_id: None,
            options: CreditEntitlementOptions::default(),
        }
    }

    /// How many credits are about to be consumed: access is granted if there are as many. Without it, access is granted as
    /// long as there are any. Any kind of number will do: see [`Quantity`].
    #[must_use]
    pub fn with_requested_usage(mut self, requested_usage: impl Into<Quantity>) -> Self {
        self.options.requested_usage = Some(requested_usage.into().as_f64());
        self
    }

    /// The answer to give when Stigg cannot be asked, instead of the configured one. A `bool` will do.
    #[must_use]
    pub fn with_fallback(mut self, fallback: impl Into<CreditEntitlementFallback>) -> Self {
        self.options.fallback = Some(fallback.into());
        self
    }
}

with_methods! {
    GetCreditEntitlement<'a> {
        /// Asks for the credits of one of the customer's resources.
        with_resource_id => resource_id: Cow<'a, str>,
    }
}

/// Asks for a feature of whatever type, or for credits: for one of the two.
///
/// ```
/// use stigg_models::GetEntitlementV2Params;
///
/// let calls = GetEntitlementV2Params::feature("customer-42", "api-calls").with_requested_usage(10);
/// let tokens = GetEntitlementV2Params::credit("customer-42", "tokens").with_fallback(true);
/// # assert_eq!((calls.currency_id, tokens.feature_id), (None, None));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetEntitlementV2Params<'a> {
    /// Your id of the customer.
    pub customer_id: Cow<'a, str>,
    /// Your id of the feature. Empty is the same as absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_id: Option<Cow<'a, str>>,
    /// Your id of the credit currency. Empty is the same as absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_id: Option<Cow<'a, str>>,
    /// Your id of the resource, for products with several subscriptions per customer. Empty is the same as absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<Cow<'a, str>>,
    /// What else matters to the check.
    #[serde(
        default,
        deserialize_with = "serde_ext::null_as_default",
        skip_serializing_if = "serde_ext::is_default"
    )]
    pub options: EntitlementOptions,
}

impl<'a> GetEntitlementV2Params<'a> {
    /// Asks for a feature of a customer.
    pub fn feature(customer_id: impl Into<Cow<'a, str>>, feature_id: impl Into<Cow<'a, str>>) -> Self {
        Self {
            feature_id: Some(feature_id.into()),
            ..Self::nothing(customer_id.into())
        }
    }

    /// Asks for credits of a customer.
    pub fn credit(customer_id: impl Into<Cow<'a, str>>, currency_id: impl Into<Cow<'a, str>>) -> Self {
        Self {
            currency_id: Some(currency_id.into()),
            ..Self::nothing(customer_id.into())
        }
    }

    fn nothing(customer_id: Cow<'a, str>) -> Self {
        Self {
            customer_id,
            feature_id: None,
            currency_id: None,
            resource_id: None,
            options: EntitlementOptions::default(),
        }
    }
}

with_methods! {
    GetEntitlementV2Params<'a> {
        /// Asks for the entitlement of one of the customer's resources.
        with_resource_id => resource_id: Cow<'a, str>,
    }
}

/// The methods of checks of whatever it is.
macro_rules! any_check {
    ($($request:ident),*) => {
        $(
            impl $request<'_> {
                /// How many units or credits are about to be used: access is granted if there are as many. Any kind of
                /// number will do: see [`Quantity`].
                #[must_use]
                pub fn with_requested_usage(mut self, requested_usage: impl Into<Quantity>) -> Self {
                    self.options.requested_usage = Some(requested_usage.into().as_f64());
                    self
                }

                /// The values that are needed: access is granted if the customer has all of them.
                #[must_use]
                pub fn with_requested_values(mut self, values: impl IntoIterator<Item: Into<String>>) -> Self {
                    self.options.requested_values = Some(values.into_iter().map(Into::into).collect());
                    self
                }
            }
        )*
    };
}

any_check!(GetEntitlement, GetEntitlementV2Params);

impl GetEntitlementV2Params<'_> {
    /// The answer to give when Stigg cannot be asked, or knows of no such entitlement, instead of the configured one. A
    /// `bool` will do, and so will a [`CreditEntitlementFallback`].
    #[must_use]
    pub fn with_fallback(mut self, fallback: impl Into<EntitlementFallback>) -> Self {
        self.options.fallback = Some(fallback.into());
        self
    }
}

impl GetMeteredEntitlement<'_> {
    /// How many units are about to be used: access is granted if they still fit. Without it, access is granted as long as
    /// the limit is not exceeded. Negative values count as giving back. Any kind of number will do: see [`Quantity`].
    #[must_use]
    pub fn with_requested_usage(mut self, requested_usage: impl Into<Quantity>) -> Self {
        self.options.requested_usage = Some(requested_usage.into().as_f64());
        self
    }
}

impl GetEnumEntitlement<'_> {
    /// The values that are needed: access is granted if the customer has all of them.
    #[must_use]
    pub fn with_requested_values(mut self, values: impl IntoIterator<Item: Into<String>>) -> Self {
        self.options.requested_values = Some(values.into_iter().map(Into::into).collect());
        self
    }
}

/// Options of a boolean check.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BooleanEntitlementOptions {
    /// The answer to give when Stigg cannot be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback: Option<EntitlementFallback>,
}

/// Options of a numeric check.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NumericEntitlementOptions {
    /// The answer to give when Stigg cannot be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback: Option<EntitlementFallback>,
}

/// Options of a metered check.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MeteredEntitlementOptions {
    /// How many units are about to be used; absent is 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_usage: Option<f64>,
    /// The answer to give when Stigg cannot be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback: Option<EntitlementFallback>,
}

/// Options of an enum check.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EnumEntitlementOptions {
    /// The values that are needed. Shared with the answer, which repeats them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_values: Option<Arc<[String]>>,
    /// The answer to give when Stigg cannot be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback: Option<EntitlementFallback>,
}

/// Options of a check of credits.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditEntitlementOptions {
    /// How many credits are about to be consumed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_usage: Option<f64>,
    /// The answer to give when Stigg cannot be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback: Option<CreditEntitlementFallback>,
}

/// Options of a check of whatever it is. What does not belong to it is passed over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EntitlementOptions {
    /// How many units of a metered feature, or credits, are about to be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_usage: Option<f64>,
    /// The values of an enum feature that are needed. Shared with the answer, which repeats them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_values: Option<Arc<[String]>>,
    /// The answer to give when Stigg cannot be asked, or knows of no such entitlement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback: Option<EntitlementFallback>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn options_that_say_nothing_are_left_out() {
        let plain = json!({"customerId": "c", "featureId": "f"});
        let request = GetMeteredEntitlement::new("c", "f");
        assert_eq!(serde_json::to_value(&request).unwrap(), plain);
        for options in [json!(null), json!({})] {
            let mut json = plain.clone();
            json["options"] = options;
            assert_eq!(
                serde_json::from_value::<GetMeteredEntitlement<'_>>(json).unwrap(),
                request
            );
        }
        assert_eq!(
            serde_json::to_value(request.with_requested_usage(1)).unwrap(),
            json!({"customerId": "c", "featureId": "f", "options": {"requestedUsage": 1.0}})
        );
    }
}
