//! The invoice for the next billing period of a subscription that exists.

use serde::{Deserialize, Serialize};

use super::{SubscriptionPreviewCredits, SubscriptionPreviewDiscount, SubscriptionPreviewTaxDetails};
use crate::validation::id;
use crate::{InvalidRequest, InvoiceLineItemType, Money, Price, Timestamp, serde_ext};

/// Asks what the next invoice of a subscription is going to say.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PreviewNextInvoice {
    /// Your id of the subscription.
    pub subscription_id: String,
}

impl PreviewNextInvoice {
    /// Asks about a subscription.
    pub fn new(subscription_id: impl Into<String>) -> Self {
        Self {
            subscription_id: subscription_id.into(),
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// The id is empty.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("subscriptionId", &self.subscription_id)
    }
}

/// The next invoice of a subscription, as far as it is known by now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionInvoicePreview {
    /// What it charges for.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub lines: Vec<SubscriptionInvoicePreviewLineItem>,
    /// The sum of the lines, before discount and tax.
    pub sub_total: Money,
    /// The same without the tax that prices hold already.
    pub sub_total_excluding_tax: Money,
    /// After the discount, before tax.
    pub total_excluding_tax: Money,
    /// After discount and tax.
    pub total: Money,
    /// What is to be paid: the total less what the customer has to its credit.
    pub amount_due: Money,
    /// What is added because less than the minimum was spent.
    pub minimum_spend_adjustment: Money,
    /// How much of it is tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<Money>,
    /// What the tax is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_details: Option<SubscriptionPreviewTaxDetails>,
    /// How much the discount takes off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Money>,
    /// What the discount is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_details: Option<SubscriptionPreviewDiscount>,
    /// What the customer has to its credit, and what the invoice uses of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<SubscriptionPreviewCredits>,
    /// When it was computed: usage after that is not in it.
    pub last_updated_at: Timestamp,
}

impl SubscriptionInvoicePreview {
    /// An invoice without lines, discount, tax and credits.
    pub fn new(total: Money, last_updated_at: impl Into<Timestamp>) -> Self {
        Self {
            lines: Vec::new(),
            sub_total: total.clone(),
            sub_total_excluding_tax: total.clone(),
            total_excluding_tax: total.clone(),
            amount_due: total.clone(),
            minimum_spend_adjustment: Money::new(0.into(), total.currency.clone()),
            total,
            tax: None,
            tax_details: None,
            discount: None,
            discount_details: None,
            credits: None,
            last_updated_at: last_updated_at.into(),
        }
    }
}

/// A line of an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionInvoicePreviewLineItem {
    /// What it charges for.
    #[serde(rename = "type")]
    pub line_type: InvoiceLineItemType,
    /// What it charges for, in words.
    pub description: String,
    /// How the amount comes about, in words.
    pub cost_description: String,
    /// What it comes to.
    pub amount: Money,
    /// What one unit costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Money>,
    /// How many units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// The price that is charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// The time that it charges for.
    pub period: SubscriptionInvoicePreviewLineItemPeriod,
    /// Whether it settles a change in the middle of a billing period.
    pub proration: bool,
    /// How much usage the price includes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_limit: Option<f64>,
    /// Whether usage beyond that is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_soft_limit: Option<bool>,
    /// What it is made of, such as the tiers of a price.
    #[serde(
        default,
        deserialize_with = "serde_ext::null_as_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub lines: Vec<SubscriptionInvoicePreviewLineItemData>,
}

impl SubscriptionInvoicePreviewLineItem {
    /// A line without details.
    pub fn new(
        line_type: InvoiceLineItemType,
        description: impl Into<String>,
        amount: Money,
        period: SubscriptionInvoicePreviewLineItemPeriod,
    ) -> Self {
        Self {
            line_type,
            description: description.into(),
            cost_description: String::new(),
            amount,
            unit_price: None,
            quantity: None,
            price: None,
            period,
            proration: false,
            usage_limit: None,
            has_soft_limit: None,
            lines: Vec::new(),
        }
    }
}

/// A part of a line of an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionInvoicePreviewLineItemData {
    /// What it charges for.
    #[serde(rename = "type")]
    pub line_type: InvoiceLineItemType,
    /// What it charges for, in words.
    pub description: String,
    /// How the amount comes about, in words.
    pub cost_description: String,
    /// How many units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// Whether it settles a change in the middle of a billing period.
    pub proration: bool,
    /// How much usage the price includes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_limit: Option<f64>,
    /// Whether usage beyond that is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_soft_limit: Option<bool>,
}

impl SubscriptionInvoicePreviewLineItemData {
    /// A part without details.
    pub fn new(line_type: InvoiceLineItemType, description: impl Into<String>) -> Self {
        Self {
            line_type,
            description: description.into(),
            cost_description: String::new(),
            quantity: None,
            proration: false,
            usage_limit: None,
            has_soft_limit: None,
        }
    }
}

/// The time that a line of an invoice charges for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionInvoicePreviewLineItemPeriod {
    /// The first moment of it.
    pub start: Timestamp,
    /// The first moment after it.
    pub end: Timestamp,
}

impl SubscriptionInvoicePreviewLineItemPeriod {
    /// From one moment to another.
    pub fn new(start: impl Into<Timestamp>, end: impl Into<Timestamp>) -> Self {
        Self {
            start: start.into(),
            end: end.into(),
        }
    }
}
