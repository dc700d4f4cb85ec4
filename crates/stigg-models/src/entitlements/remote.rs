//! What is asked when Stigg itself is to decide.

use serde::{Deserialize, Serialize};

use crate::with_methods::with_methods;
use crate::{InvalidRequest, Quantity, serde_ext, validation};

/// Asks Stigg for the entitlement to one feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FetchEntitlementQuery {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the feature.
    pub feature_id: String,
    /// Your id of the resource, for products with several subscriptions per customer. Empty is the same as absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// What else matters.
    #[serde(
        default,
        deserialize_with = "serde_ext::null_as_default",
        skip_serializing_if = "serde_ext::is_default"
    )]
    pub options: FetchEntitlementOptions,
}

impl FetchEntitlementQuery {
    /// Asks for a feature of a customer.
    pub fn new(customer_id: impl Into<String>, feature_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            feature_id: feature_id.into(),
            resource_id: None,
            options: FetchEntitlementOptions::default(),
        }
    }

    /// Checks what would surely be refused.
    ///
    /// # Errors
    ///
    /// An id is none, or the requested usage is no number that can be sent.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        validation::id("customerId", &self.customer_id)?;
        validation::id("featureId", &self.feature_id)?;
        validation::optional_id("resourceId", validation::given(self.resource_id.as_deref()))?;
        self.options.validate()
    }
}

with_methods! {
    FetchEntitlementQuery {
        /// Asks for the entitlement of one of the customer's resources.
        with_resource_id => resource_id: String,
    }
}

/// Asks Stigg for the entitlement to one feature or to credits: to one of the two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetEntitlementV2Input {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the feature. Empty is the same as absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_id: Option<String>,
    /// Your id of the credit currency. Empty is the same as absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_id: Option<String>,
    /// Your id of the resource, for products with several subscriptions per customer. Empty is the same as absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// What else matters.
    #[serde(
        default,
        deserialize_with = "serde_ext::null_as_default",
        skip_serializing_if = "serde_ext::is_default"
    )]
    pub options: FetchEntitlementOptions,
}

impl GetEntitlementV2Input {
    /// Asks for a feature of a customer.
    pub fn feature(customer_id: impl Into<String>, feature_id: impl Into<String>) -> Self {
        Self {
            feature_id: Some(feature_id.into()),
            ..Self::nothing(customer_id.into())
        }
    }

    /// Asks for credits of a customer.
    pub fn credit(customer_id: impl Into<String>, currency_id: impl Into<String>) -> Self {
        Self {
            currency_id: Some(currency_id.into()),
            ..Self::nothing(customer_id.into())
        }
    }

    fn nothing(customer_id: String) -> Self {
        Self {
            customer_id,
            feature_id: None,
            currency_id: None,
            resource_id: None,
            options: FetchEntitlementOptions::default(),
        }
    }

    /// Checks what would surely be refused.
    ///
    /// # Errors
    ///
    /// An id is none, it is not exactly one of the feature and the currency that is asked for, or the requested usage is no
    /// number that can be sent.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        validation::id("customerId", &self.customer_id)?;
        validation::optional_id("resourceId", validation::given(self.resource_id.as_deref()))?;
        match (
            validation::given(self.feature_id.as_deref()),
            validation::given(self.currency_id.as_deref()),
        ) {
            (Some(feature_id), None) => validation::id("featureId", feature_id)?,
            (None, Some(currency_id)) => validation::id("currencyId", currency_id)?,
            (Some(_), Some(_)) => return Err(InvalidRequest::new("currencyId", "is given beside `featureId`")),
            (None, None) => return Err(InvalidRequest::new("featureId", "is missing, and so is `currencyId`")),
        }
        self.options.validate()
    }
}

with_methods! {
    GetEntitlementV2Input {
        /// Asks for the entitlement of one of the customer's resources.
        with_resource_id => resource_id: String,
    }
}

/// What else matters when Stigg is asked for an entitlement. What does not belong to it is passed over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FetchEntitlementOptions {
    /// How many units of a metered feature, or credits, are about to be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_usage: Option<f64>,
    /// The values of an enum feature that are needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_values: Option<Vec<String>>,
    /// Whether Stigg is to take note of the check for its analytics.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub should_track: Option<bool>,
}

impl FetchEntitlementOptions {
    fn validate(&self) -> Result<(), InvalidRequest> {
        validation::optional_finite("requestedUsage", self.requested_usage).map_err(|invalid| invalid.inside("options"))
    }
}

macro_rules! fetch_options {
    ($($request:ident),*) => {
        $(
            impl $request {
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

                /// Whether Stigg is to take note of the check for its analytics.
                #[must_use]
                pub fn with_should_track(mut self, should_track: bool) -> Self {
                    self.options.should_track = Some(should_track);
                    self
                }
            }
        )*
    };
}

fetch_options!(FetchEntitlementQuery, GetEntitlementV2Input);

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(validated: Result<(), InvalidRequest>, expected: &str) {
        assert_eq!(validated.unwrap_err().to_string(), expected);
    }

    #[test]
    fn exactly_one_of_feature_and_currency_is_asked_for() {
        let feature = GetEntitlementV2Input::feature("c", "f");
        assert_eq!(feature.validate(), Ok(()));
        assert_eq!(GetEntitlementV2Input::credit("c", "tokens").validate(), Ok(()));

        let mut both = feature.clone();
        both.currency_id = Some(String::new());
        assert_eq!(both.validate(), Ok(()), "empty is absent");
        both.currency_id = Some("tokens".to_owned());
        check(both.validate(), "`currencyId` is given beside `featureId`");
        check(
            GetEntitlementV2Input::feature("c", "").validate(),
            "`featureId` is missing, and so is `currencyId`",
        );
        check(
            GetEntitlementV2Input::credit("c", " ").validate(),
            "`currencyId` is blank",
        );
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        check(FetchEntitlementQuery::new("", "f").validate(), "`customerId` is empty");
        check(FetchEntitlementQuery::new("c", "").validate(), "`featureId` is empty");
        let query = FetchEntitlementQuery::new("c", "f");
        check(query.clone().with_resource_id(" ").validate(), "`resourceId` is blank");
        assert_eq!(query.clone().with_resource_id("").validate(), Ok(()));
        let mut query = query;
        query.options.requested_usage = Some(f64::NAN);
        assert!(
            query
                .validate()
                .unwrap_err()
                .to_string()
                .contains("options.requestedUsage")
        );
    }
}
