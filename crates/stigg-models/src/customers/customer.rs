//! A customer without its subscriptions.

use serde::{Deserialize, Serialize};

use crate::metadata::tolerant;
use crate::{Metadata, Timestamp};

/// A customer, without its subscriptions and entitlements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Customer {
    /// Your id of the customer.
    pub id: String,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The billing provider's id of the customer; absent if it does not know the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_id: Option<String>,
    /// When the customer was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When the customer last changed.
    pub updated_at: Timestamp,
    /// What you keep on the customer.
    #[serde(default, deserialize_with = "tolerant", skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// The id of the customer on AWS Marketplace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aws_marketplace_customer_id: Option<String>,
}

impl Customer {
    /// A customer of which no more than this is known.
    pub fn new(id: impl Into<String>, updated_at: Timestamp) -> Self {
        Self {
            id: id.into(),
            name: None,
            email: None,
            billing_id: None,
            created_at: None,
            updated_at,
            metadata: None,
            aws_marketplace_customer_id: None,
        }
    }
}

/// A resource of a customer: what a subscription belongs to in products with several subscriptions per customer, such as
/// a site or a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerResource {
    /// Your id of the resource.
    pub id: String,
}

impl CustomerResource {
    /// The resource with your id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}
