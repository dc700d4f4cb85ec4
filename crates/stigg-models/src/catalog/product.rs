//! Products: what plans and add-ons belong to.

use serde::{Deserialize, Serialize};

use crate::Metadata;
use crate::metadata::tolerant;

/// A product.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Product {
    /// Your id of the product.
    pub id: String,
    /// The name that people see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What the product is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What you keep on the product.
    #[serde(default, deserialize_with = "tolerant", skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// The plan that a customer falls back to when a paid subscription ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub downgrade_plan: Option<DowngradePlan>,
    /// The id of the product on AWS Marketplace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aws_marketplace_product_id: Option<String>,
}

impl Product {
    /// A product of which only the id is known.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            display_name: None,
            description: None,
            metadata: None,
            downgrade_plan: None,
            aws_marketplace_product_id: None,
        }
    }
}

/// The plan that a customer of a product falls back to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DowngradePlan {
    /// Your id of the plan.
    pub id: String,
    /// The name that people see.
    pub display_name: String,
}

impl DowngradePlan {
    /// A plan to fall back to.
    pub fn new(id: impl Into<String>, display_name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            display_name: display_name.into(),
        }
    }
}
