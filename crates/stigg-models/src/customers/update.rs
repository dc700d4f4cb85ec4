//! Changing a customer.

use serde::{Deserialize, Serialize};

use super::BillingInfo;
use crate::validation::{id, nested};
use crate::with_methods::with_methods;
use crate::{InvalidRequest, Metadata, Patch};

/// Changes a customer. What is not set stays as it is.
///
/// ```
/// use stigg_models::UpdateCustomer;
///
/// let request = UpdateCustomer::new("customer-42").with_email("ada@example.com").without_coupon();
/// assert!(request.validate().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateCustomer {
    /// Your id of the customer.
    pub customer_id: String,
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
    /// Your id of the coupon of the customer: leave it, remove it, or apply another one.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub coupon_id: Patch<String>,
    /// What to tell the billing provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_info: Option<BillingInfo>,
    /// What you keep on the customer. Stigg does not document what clearing does, nor whether keys that are not named stay.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub metadata: Patch<Metadata>,
    /// Whether Stigg answers only when the billing provider knows of the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub should_wait_sync: Option<bool>,
}

impl UpdateCustomer {
    /// Changes nothing yet about a customer.
    pub fn new(customer_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            name: None,
            email: None,
            billing_id: None,
            salesforce_id: None,
            crm_id: None,
            aws_marketplace_customer_id: None,
            coupon_id: Patch::Keep,
            billing_info: None,
            metadata: Patch::Keep,
            should_wait_sync: None,
        }
    }

    /// Applies a coupon, by your id.
    #[must_use]
    pub fn with_coupon_id(mut self, coupon_id: impl Into<String>) -> Self {
        self.coupon_id = Patch::Set(coupon_id.into());
        self
    }

    /// Removes the coupon.
    #[must_use]
    pub fn without_coupon(mut self) -> Self {
        self.coupon_id = Patch::Clear;
        self
    }

    /// What you keep on the customer.
    #[must_use]
    pub fn with_metadata(mut self, metadata: impl Into<Metadata>) -> Self {
        self.metadata = Patch::Set(metadata.into());
        self
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty, or a tax id is.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        if let Patch::Set(coupon_id) = &self.coupon_id {
            id("couponId", coupon_id)?;
        }
        nested("billingInfo", self.billing_info.as_ref(), BillingInfo::validate)
    }
}

with_methods! {
    UpdateCustomer {
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
        /// Whether Stigg answers only when the billing provider knows of the change.
        with_should_wait_sync => should_wait_sync: bool,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::TaxExempt;
    use crate::serde_ext::fields::assert_every_field_is_set;

    #[test]
    fn everything_can_be_changed() {
        let request = UpdateCustomer::new("customer-42")
            .with_name("Ada")
            .with_email("ada@example.com")
            .with_billing_id("cus_1")
            .with_salesforce_id("sf-1")
            .with_crm_id("crm-1")
            .with_aws_marketplace_customer_id("aws-1")
            .with_coupon_id("spring")
            .with_billing_info(BillingInfo::new())
            .with_metadata([("tier".to_owned(), "gold".to_owned())])
            .with_should_wait_sync(true);
        assert_every_field_is_set(&request);
        let json = json!({
            "customerId": "customer-42", "name": "Ada", "email": "ada@example.com", "billingId": "cus_1",
            "salesforceId": "sf-1", "crmId": "crm-1", "awsMarketplaceCustomerId": "aws-1", "couponId": "spring",
            "billingInfo": {}, "metadata": {"tier": "gold"}, "shouldWaitSync": true,
        });
        assert_eq!(serde_json::to_value(&request).unwrap(), json);
        assert_eq!(serde_json::from_value::<UpdateCustomer>(json).unwrap(), request);
    }

    #[test]
    fn null_clears_and_absent_keeps() {
        let json = json!({"customerId": "customer-42", "couponId": null, "metadata": null, "name": null});
        let request: UpdateCustomer = serde_json::from_value(json).unwrap();
        let expected = UpdateCustomer {
            metadata: Patch::Clear,
            ..UpdateCustomer::new("customer-42").without_coupon()
        };
        assert_eq!(request, expected);
        let json = json!({"customerId": "customer-42", "couponId": null, "metadata": null});
        assert_eq!(serde_json::to_value(&request).unwrap(), json);

        let keep: UpdateCustomer = serde_json::from_value(json!({"customerId": "customer-42"})).unwrap();
        assert_eq!(keep, UpdateCustomer::new("customer-42"));
    }

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(request: &UpdateCustomer, expected: &str) {
            assert_eq!(request.validate().unwrap_err().to_string(), expected);
        }
        let request = UpdateCustomer::new("c");
        check(&UpdateCustomer::new("\t"), "`customerId` is blank");
        check(&request.clone().with_coupon_id(""), "`couponId` is empty");
        check(
            &request
                .clone()
                .with_billing_info(BillingInfo::new().with_tax_ids([TaxExempt::new("", "1")])),
            "`billingInfo.taxIds[0].type` is empty",
        );
        assert!(request.clone().without_coupon().validate().is_ok());
        assert!(request.with_name("").validate().is_ok());
    }
}
