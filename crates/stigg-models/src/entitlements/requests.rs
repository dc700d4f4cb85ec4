//! What is asked in an entitlement check.
//!
//! These requests borrow their ids, so that a check that is answered from memory allocates nothing.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::EntitlementFallback;
use crate::Quantity;
use crate::serde_ext;
use crate::with_methods::with_methods;

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
    pub fn with_requested_values<T: Into<String>>(mut self, values: impl IntoIterator<Item = T>) -> Self {
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
