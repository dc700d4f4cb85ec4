//! Making a customer.

use serde::{Deserialize, Serialize};

use super::{BillingInfo, CreateSubscriptionParams, Customer};
use crate::validation::{nested, optional_id};
use crate::with_methods::with_methods;
use crate::{EntitlementState, InvalidRequest, Metadata, Subscription, SubscriptionDecisionStrategy, Timestamp};

/// Makes a customer, with a first subscription if [`subscription_params`](Self::subscription_params) ask for one.
///
/// `ProvisionCustomer::default()` leaves it to Stigg to make up the id.
///
/// ```
/// use stigg_models::{CreateSubscriptionParams, ProvisionCustomer};
///
/// let request = ProvisionCustomer::new("customer-42")
///     .with_name("Ada")
///     .with_subscription_params(CreateSubscriptionParams::new("plan-free"));
/// assert!(request.validate().is_ok());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProvisionCustomer {
    /// Your id of the customer; absent: Stigg makes one up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The billing provider's id of the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_id: Option<String>,
    /// The id of the customer at Salesforce.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salesforce_id: Option<String>,
    /// The id of the customer in your CRM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crm_id: Option<String>,
    /// The id of the customer on AWS Marketplace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aws_marketplace_customer_id: Option<String>,
    /// What to tell the billing provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_info: Option<BillingInfo>,
    /// Your id of a coupon for everything that the customer buys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coupon_id: Option<String>,
    /// What you keep on the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// Whether the customer stays out of the running experiment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclude_from_experiment: Option<bool>,
    /// When the customer came to you; absent: now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// The first subscription; absent: none. The settings of the product decide whether the customer gets this plan, a
    /// trial of it, or another one; the answer says which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_params: Option<CreateSubscriptionParams>,
}

impl ProvisionCustomer {
    /// A customer with your id.
    pub fn new(customer_id: impl Into<String>) -> Self {
        Self {
            customer_id: Some(customer_id.into()),
            ..Self::default()
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty, a quantity is negative or no number, the country is not a code of two letters, or a part of the
    /// request says nothing.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        optional_id("customerId", self.customer_id.as_deref())?;
        nested("billingInfo", self.billing_info.as_ref(), BillingInfo::validate)?;
        optional_id("couponId", self.coupon_id.as_deref())?;
        nested(
            "subscriptionParams",
            self.subscription_params.as_ref(),
            CreateSubscriptionParams::validate,
        )
    }
}

with_methods! {
    ProvisionCustomer {
        /// The name.
        with_name => name: String,
        /// The e-mail address.
        with_email => email: String,
        /// The billing provider's id of the customer.
        with_billing_id => billing_id: String,
        /// The id of the customer at Salesforce.
        with_salesforce_id => salesforce_id: String,
        /// The id of the customer in your CRM.
        with_crm_id => crm_id: String,
        /// The id of the customer on AWS Marketplace.
        with_aws_marketplace_customer_id => aws_marketplace_customer_id: String,
        /// What to tell the billing provider.
        with_billing_info => billing_info: BillingInfo,
        /// A coupon for everything that the customer buys, by your id.
        with_coupon_id => coupon_id: String,
        /// What you keep on the customer.
        with_metadata => metadata: Metadata,
        /// Whether the customer stays out of the running experiment.
        with_exclude_from_experiment => exclude_from_experiment: bool,
        /// When the customer came to you.
        with_created_at => created_at: Timestamp,
        /// The first subscription.
        with_subscription_params => subscription_params: CreateSubscriptionParams,
    }
}

/// A customer that was made, and its first subscription.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProvisionedCustomer {
    /// The customer.
    pub customer: Customer,
    /// How the first subscription was decided.
    pub subscription_decision_strategy: SubscriptionDecisionStrategy,
    /// The first subscription, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription: Option<Subscription>,
    /// The entitlements after the change, for a cache of them; `None` when Stigg did not tell. Not part of the JSON.
    #[serde(skip)]
    pub entitlements: Option<Vec<EntitlementState>>,
}

impl ProvisionedCustomer {
    /// A customer without a subscription.
    pub fn new(customer: Customer) -> Self {
        Self {
            customer,
            subscription_decision_strategy: SubscriptionDecisionStrategy::SkippedSubscriptionCreation,
            subscription: None,
            entitlements: None,
        }
    }
}

#[cfg(test)]
mod tests;
