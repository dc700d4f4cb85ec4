//! What is imported.

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::{Time, one_id};
use crate::error::ApiError;
use crate::state::customers::{PaymentMethod, Profile};
use crate::state::imports::ImportedCustomer;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct ImportInput {
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

impl ImportInput {
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
pub(in crate::engine) struct ImportBulkInput {
    pub(in crate::engine) customers: Vec<ImportInput>,
}
