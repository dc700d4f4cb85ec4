//! The inputs that bring in what exists elsewhere.

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::{ProvisionInput, Time, one_id};
use crate::error::ApiError;
use crate::state::customers::{PaymentMethod, Profile};
use crate::state::imports::{ImportedCustomer, ImportedSubscription};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct ImportCustomerInput {
    ref_id: Option<String>,
    customer_id: Option<String>,
    name: Option<String>,
    email: Option<String>,
    billing_id: Option<String>,
    salesforce_id: Option<String>,
    payment_method_id: Option<String>,
    additional_meta_data: Option<Map<String, Json>>,
    updated_at: Option<Time>,
}

impl ImportCustomerInput {
    pub(in crate::engine) fn read(self) -> Result<ImportedCustomer, ApiError> {
        Ok(ImportedCustomer {
            id: one_id("customer", self.ref_id, self.customer_id)?,
            profile: Profile {
                name: self.name,
                email: self.email,
                billing_id: self.billing_id,
                salesforce_id: self.salesforce_id,
                metadata: self.additional_meta_data,
                ..Profile::default()
            },
            payment_method: self.payment_method_id.map(|id| PaymentMethod::card(Some(id))),
            updated_at: self.updated_at.map(|time| time.0),
        })
    }
}

#[derive(Debug, Deserialize)]
pub(in crate::engine) struct ImportCustomersInput {
    pub(in crate::engine) customers: Vec<ImportCustomerInput>,
}

/// A subscription to import: what makes one, and when it was changed.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct ImportSubscriptionInput {
    updated_at: Option<Time>,
    #[serde(flatten)]
    subscription: ProvisionInput,
}

impl ImportSubscriptionInput {
    pub(in crate::engine) fn read(self, operation: &str) -> Result<ImportedSubscription, ApiError> {
        let customer = self.subscription.customer_id.clone();
        Ok(ImportedSubscription {
            request: self.subscription.read(operation, &customer)?,
            updated_at: self.updated_at.map(|time| time.0),
        })
    }
}

#[derive(Debug, Deserialize)]
pub(in crate::engine) struct ImportSubscriptionsInput {
    pub(in crate::engine) subscriptions: Vec<ImportSubscriptionInput>,
}
