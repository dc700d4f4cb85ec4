//! Giving a subscription to another resource, or to another customer.

use serde::{Deserialize, Serialize};

use crate::InvalidRequest;
use crate::validation::{id, optional_id};
use crate::with_methods::with_methods;

/// Moves the paid subscription of a resource to another resource of the same customer, in place of a free one.
///
/// The older way: [`TransferSubscriptionToResourceInput`] moves any subscription.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TransferSubscriptionInput {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the resource that the subscription belongs to.
    pub source_resource_id: String,
    /// Your id of the resource that gets it.
    pub destination_resource_id: String,
}

impl TransferSubscriptionInput {
    /// Moves the subscription of a customer from one resource to another.
    pub fn new(
        customer_id: impl Into<String>,
        source_resource_id: impl Into<String>,
        destination_resource_id: impl Into<String>,
    ) -> Self {
        Self {
            customer_id: customer_id.into(),
            source_resource_id: source_resource_id.into(),
            destination_resource_id: destination_resource_id.into(),
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("sourceResourceId", &self.source_resource_id)?;
        id("destinationResourceId", &self.destination_resource_id)
    }
}

/// Moves a subscription to another resource of its customer. Plan, billing cycle and entitlements stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TransferSubscriptionToResourceInput {
    /// Your id of the subscription.
    pub subscription_id: String,
    /// Your id of the resource that gets it; absent: the customer itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_resource_id: Option<String>,
}

impl TransferSubscriptionToResourceInput {
    /// Moves a subscription to its customer itself.
    pub fn new(subscription_id: impl Into<String>) -> Self {
        Self {
            subscription_id: subscription_id.into(),
            destination_resource_id: None,
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("subscriptionId", &self.subscription_id)?;
        optional_id("destinationResourceId", self.destination_resource_id.as_deref())
    }
}

with_methods! {
    TransferSubscriptionToResourceInput {
        /// The resource that gets it.
        with_destination_resource_id => destination_resource_id: String,
    }
}

/// Gives the entitlements of a subscription, and its management, to another customer. The one who pays stays the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DelegateSubscriptionToCustomerInput {
    /// Your id of the subscription.
    pub subscription_id: String,
    /// Your id of the customer who gets it. Stigg's API lets it be absent, and does not say what that means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_customer_id: Option<String>,
}

impl DelegateSubscriptionToCustomerInput {
    /// Gives a subscription to a customer.
    pub fn new(subscription_id: impl Into<String>, destination_customer_id: impl Into<String>) -> Self {
        Self {
            subscription_id: subscription_id.into(),
            destination_customer_id: Some(destination_customer_id.into()),
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("subscriptionId", &self.subscription_id)?;
        optional_id("destinationCustomerId", self.destination_customer_id.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(validated: Result<(), InvalidRequest>, expected: &str) {
            assert_eq!(validated.unwrap_err().to_string(), expected);
        }
        let transfer = TransferSubscriptionInput::new;
        check(transfer("", "r", "s").validate(), "`customerId` is empty");
        check(transfer("c", "", "s").validate(), "`sourceResourceId` is empty");
        check(transfer("c", "r", " ").validate(), "`destinationResourceId` is blank");
        assert_eq!(transfer("c", "r", "s").validate(), Ok(()));

        let to_resource = TransferSubscriptionToResourceInput::new("s");
        let nowhere = TransferSubscriptionToResourceInput::new("");
        check(nowhere.validate(), "`subscriptionId` is empty");
        check(
            to_resource.clone().with_destination_resource_id("").validate(),
            "`destinationResourceId` is empty",
        );
        assert_eq!(to_resource.validate(), Ok(()));

        let delegate = DelegateSubscriptionToCustomerInput::new;
        check(delegate("", "c").validate(), "`subscriptionId` is empty");
        check(delegate("s", "").validate(), "`destinationCustomerId` is empty");
        assert_eq!(delegate("s", "c").validate(), Ok(()));
    }
}
