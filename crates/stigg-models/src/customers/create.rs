//! Making a customer without a subscription, in the way of old.

use serde::{Deserialize, Serialize};

use super::{BillingInfo, ProvisionCustomer};
use crate::with_methods::with_methods;
use crate::{InvalidRequest, Metadata, Timestamp};

/// Makes a customer without a subscription. [`ProvisionCustomer`] does the same, and more.
///
/// ```
/// use stigg_models::{CreateCustomer, ProvisionCustomer};
///
/// let request = CreateCustomer::new("customer-42").with_name("Ada");
/// assert_eq!(
///     ProvisionCustomer::from(request),
///     ProvisionCustomer::new("customer-42").with_name("Ada"),
/// );
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateCustomer {
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
}

impl CreateCustomer {
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
    /// An id is empty, or a tax id is.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        ProvisionCustomer::from(self.clone()).validate()
    }
}

impl From<CreateCustomer> for ProvisionCustomer {
    /// The same customer, without a subscription.
    fn from(request: CreateCustomer) -> Self {
        Self {
            customer_id: request.customer_id,
            name: request.name,
            email: request.email,
            billing_id: request.billing_id,
            salesforce_id: request.salesforce_id,
            crm_id: request.crm_id,
            aws_marketplace_customer_id: request.aws_marketplace_customer_id,
            billing_info: request.billing_info,
            coupon_id: request.coupon_id,
            metadata: request.metadata,
            exclude_from_experiment: request.exclude_from_experiment,
            created_at: request.created_at,
            subscription_params: None,
        }
    }
}

with_methods! {
    CreateCustomer {
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serde_ext::fields::assert_every_field_is_set;

    #[test]
    fn everything_that_can_be_said_reaches_the_request_that_is_sent() {
        let request = CreateCustomer::new("customer-42")
            .with_name("Ada")
            .with_email("ada@example.com")
            .with_billing_id("cus_1")
            .with_salesforce_id("sf-1")
            .with_crm_id("crm-1")
            .with_aws_marketplace_customer_id("aws-1")
            .with_billing_info(BillingInfo::new())
            .with_coupon_id("spring")
            .with_metadata([("tier".to_owned(), "gold".to_owned())])
            .with_exclude_from_experiment(true)
            .with_created_at(Timestamp::UNIX_EPOCH);
        assert_every_field_is_set(&request);
        assert_eq!(
            serde_json::to_value(&request).unwrap(),
            serde_json::to_value(ProvisionCustomer::from(request)).unwrap()
        );
    }

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        let problem = |request: CreateCustomer| request.validate().unwrap_err().to_string();
        assert_eq!(problem(CreateCustomer::new("")), "`customerId` is empty");
        assert_eq!(
            problem(CreateCustomer::default().with_coupon_id(" ")),
            "`couponId` is blank"
        );
        assert!(CreateCustomer::default().validate().is_ok());
    }
}
