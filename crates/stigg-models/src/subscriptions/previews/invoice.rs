//! The invoices of a preview.

use serde::{Deserialize, Serialize};

use super::{
    SubscriptionPreviewCredits, SubscriptionPreviewDiscount, SubscriptionPreviewProrations,
    SubscriptionPreviewTaxDetails,
};
use crate::Money;

/// An invoice as it is going to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionPreviewInvoice {
    /// Before discount and tax.
    pub sub_total: Money,
    /// After the discount, before tax.
    pub total_excluding_tax: Money,
    /// What is to be paid.
    pub total: Money,
    /// How much the discount takes off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Money>,
    /// What the discount is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_details: Option<SubscriptionPreviewDiscount>,
    /// How much of it is tax; absent when Stigg does not know the tax, or not its details.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<Money>,
    /// What the tax is; there whenever [`tax`](Self::tax) is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_details: Option<SubscriptionPreviewTaxDetails>,
}

impl SubscriptionPreviewInvoice {
    /// An invoice without discount and tax.
    pub fn new(total: Money) -> Self {
        Self {
            sub_total: total.clone(),
            total_excluding_tax: total.clone(),
            total,
            discount: None,
            discount_details: None,
            tax: None,
            tax_details: None,
        }
    }
}

/// The invoice that comes at once when a subscription is made or changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ImmediateSubscriptionPreviewInvoice {
    /// Before discount and tax.
    pub sub_total: Money,
    /// After the discount, before tax.
    pub total_excluding_tax: Money,
    /// What is to be paid.
    pub total: Money,
    /// How much the discount takes off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Money>,
    /// What the discount is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_details: Option<SubscriptionPreviewDiscount>,
    /// How much of it is tax; absent when Stigg does not know the tax, or not its details.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<Money>,
    /// What the tax is; there whenever [`tax`](Self::tax) is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_details: Option<SubscriptionPreviewTaxDetails>,
    /// What a change in the middle of a billing period gives back and charges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proration: Option<SubscriptionPreviewProrations>,
    /// What the customer has to its credit, and what the invoice uses of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<SubscriptionPreviewCredits>,
}

impl ImmediateSubscriptionPreviewInvoice {
    /// An invoice without discount, tax, proration and credits.
    pub fn new(total: Money) -> Self {
        Self {
            sub_total: total.clone(),
            total_excluding_tax: total.clone(),
            total,
            discount: None,
            discount_details: None,
            tax: None,
            tax_details: None,
            proration: None,
            credits: None,
        }
    }
}
