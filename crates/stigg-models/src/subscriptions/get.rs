//! Reading subscriptions.

use serde::{Deserialize, Serialize};

use super::OneOrMany;
use crate::InvalidRequest;
use crate::validation::{each, id};
use crate::with_methods::with_methods;

/// Asks for a subscription.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetSubscription {
    /// Your id of the subscription.
    pub subscription_id: String,
}

impl GetSubscription {
    /// Asks for a subscription.
    pub fn new(subscription_id: impl Into<String>) -> Self {
        Self {
            subscription_id: subscription_id.into(),
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// The id is empty.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("subscriptionId", &self.subscription_id)
    }
}

/// Asks for the subscriptions of a customer that are in force, trials included.
///
/// ```
/// use stigg_models::GetActiveSubscriptions;
///
/// let of_the_customer_itself = GetActiveSubscriptions::new("customer-42");
/// let of_a_resource = GetActiveSubscriptions::new("customer-42").with_resource_id("site-1");
/// let of_several = GetActiveSubscriptions::new("customer-42").with_resource_id(["site-1", "site-2"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetActiveSubscriptions {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your ids of the resources whose subscriptions are asked for, at most 100; absent: only subscriptions that belong to
    /// no resource. A single resource that does not exist is an error; in a list it is passed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<OneOrMany<String>>,
}

impl GetActiveSubscriptions {
    /// Asks for the subscriptions of a customer that belong to no resource.
    pub fn new(customer_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            resource_id: None,
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        match &self.resource_id {
            None => Ok(()),
            Some(OneOrMany::One(resource_id)) => id("resourceId", resource_id),
            Some(OneOrMany::Many(resource_ids)) => each("resourceId", resource_ids, |resource_id| id("", resource_id)),
        }
    }
}

with_methods! {
    GetActiveSubscriptions {
        /// Asks for the subscriptions of one resource, or of several.
        with_resource_id => resource_id: OneOrMany<String>,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_resource_and_several_are_told_apart() {
        #[track_caller]
        fn check(request: &GetActiveSubscriptions, json: serde_json::Value) {
            assert_eq!(serde_json::to_value(request).unwrap(), json);
            assert_eq!(
                serde_json::from_value::<GetActiveSubscriptions>(json).unwrap(),
                *request
            );
        }
        let request = GetActiveSubscriptions::new("c");
        check(&request, json!({"customerId": "c"}));
        check(
            &request.clone().with_resource_id("r"),
            json!({"customerId": "c", "resourceId": "r"}),
        );
        check(
            &request.clone().with_resource_id(["r"]),
            json!({"customerId": "c", "resourceId": ["r"]}),
        );
        check(
            &request.with_resource_id(Vec::new()),
            json!({"customerId": "c", "resourceId": []}),
        );
    }

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(validated: Result<(), InvalidRequest>, expected: &str) {
            assert_eq!(validated.unwrap_err().to_string(), expected);
        }
        check(GetSubscription::new(" ").validate(), "`subscriptionId` is blank");
        let request = GetActiveSubscriptions::new("c");
        check(GetActiveSubscriptions::new("").validate(), "`customerId` is empty");
        check(request.clone().with_resource_id("").validate(), "`resourceId` is empty");
        check(
            request.clone().with_resource_id(["r", ""]).validate(),
            "`resourceId[1]` is empty",
        );
        assert!(request.validate().is_ok());
        assert!(request.with_resource_id(["r", "s"]).validate().is_ok());
        assert!(GetSubscription::new("s").validate().is_ok());
    }
}
