//! Taking over customers that exist elsewhere.

use serde::{Deserialize, Serialize};

use crate::bulk::from_many;
use crate::validation::{each, optional_id};
use crate::with_methods::with_methods;
use crate::{InvalidRequest, Metadata, Timestamp, serde_ext};

/// A customer that exists elsewhere, at the billing provider above all. Stigg makes it, or brings its own up to date.
///
/// ```
/// use stigg_models::ImportCustomer;
///
/// let record = ImportCustomer::new("customer-42").with_billing_id("cus_1").with_email("ada@example.com");
/// assert!(record.validate().is_ok());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ImportCustomer {
    /// Your id of the customer; absent: Stigg makes one up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// The billing provider's id of the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_id: Option<String>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The billing provider's id of the payment method to charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method_id: Option<String>,
    /// The id of the customer at Salesforce.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salesforce_id: Option<String>,
    /// What you keep on the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// How old this record is: if Stigg's own changed later, it stays as it is. Meant for bulk imports; absent: the record
    /// is always taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

impl ImportCustomer {
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
    /// The id is empty.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        optional_id("customerId", self.customer_id.as_deref())
    }
}

with_methods! {
    ImportCustomer {
        /// The billing provider's id of the customer.
        with_billing_id => billing_id: String,
        /// The name.
        with_name => name: String,
        /// The e-mail address.
        with_email => email: String,
        /// The billing provider's id of the payment method to charge.
        with_payment_method_id => payment_method_id: String,
        /// The id of the customer at Salesforce.
        with_salesforce_id => salesforce_id: String,
        /// What you keep on the customer.
        with_metadata => metadata: Metadata,
        /// How old this record is.
        with_updated_at => updated_at: Timestamp,
    }
}

/// Customers that exist elsewhere.
///
/// ```
/// use stigg_models::{ImportCustomer, ImportCustomerBulk};
///
/// let request = ImportCustomerBulk::new([ImportCustomer::new("customer-42"), ImportCustomer::new("")]);
/// let error = request.validate().unwrap_err();
/// assert_eq!(error.to_string(), "`customers[1].customerId` is empty");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ImportCustomerBulk {
    /// The customers.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub customers: Vec<ImportCustomer>,
    /// Stigg's id of the billing integration that knows them, if there is more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration_id: Option<String>,
}

impl ImportCustomerBulk {
    /// The most customers that Stigg takes in one request.
    pub const MAX_PER_REQUEST: usize = 1_000;

    /// These customers.
    pub fn new(customers: impl IntoIterator<Item = ImportCustomer>) -> Self {
        Self {
            customers: customers.into_iter().collect(),
            integration_id: None,
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty; a customer is named by its place.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        optional_id("integrationId", self.integration_id.as_deref())?;
        each("customers", &self.customers, ImportCustomer::validate)
    }
}

from_many!(ImportCustomerBulk of ImportCustomer);

with_methods! {
    ImportCustomerBulk {
        /// Stigg's id of the billing integration that knows them.
        with_integration_id => integration_id: String,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::serde_ext::fields::assert_every_field_is_set;

    #[test]
    fn everything_about_a_customer_can_be_said() {
        let record = ImportCustomer::new("customer-42")
            .with_billing_id("cus_1")
            .with_name("Ada")
            .with_email("ada@example.com")
            .with_payment_method_id("pm_1")
            .with_salesforce_id("sf-1")
            .with_metadata([("tier".to_owned(), "gold".to_owned())])
            .with_updated_at(Timestamp::UNIX_EPOCH);
        assert_every_field_is_set(&record);
        let request = ImportCustomerBulk::new([record]).with_integration_id("integration-1");
        assert_every_field_is_set(&request);
        let json = json!({
            "customers": [{
                "customerId": "customer-42", "billingId": "cus_1", "name": "Ada", "email": "ada@example.com",
                "paymentMethodId": "pm_1", "salesforceId": "sf-1", "metadata": {"tier": "gold"},
                "updatedAt": "1970-01-01T00:00:00.000Z",
            }],
            "integrationId": "integration-1",
        });
        assert_eq!(serde_json::to_value(&request).unwrap(), json);
        assert_eq!(serde_json::from_value::<ImportCustomerBulk>(json).unwrap(), request);
    }

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        let nothing = ImportCustomerBulk::default();
        assert!(nothing.validate().is_ok());
        assert!(ImportCustomer::default().validate().is_ok());
        let error = nothing.with_integration_id("").validate().unwrap_err();
        assert_eq!(error.to_string(), "`integrationId` is empty");
    }
}
