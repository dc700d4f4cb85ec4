//! A subscription in brief.

use serde::{Deserialize, Serialize};

use super::{SubscriptionInvoice, SubscriptionPrice, SubscriptionTotalPrice};
use crate::customers::optional_experiment;
use crate::metadata::tolerant;
use crate::{
    CustomerResource, ExperimentInfo, Metadata, PaymentCollection, Price, PricingType, Quantity, SubscriptionStatus,
    Timestamp, serde_ext,
};

/// A subscription in brief: it names its plan and add-ons by id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Subscription {
    /// Your id of the subscription.
    pub id: String,
    /// The resource that it belongs to, in products with several subscriptions per customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<CustomerResource>,
    /// The state.
    pub status: SubscriptionStatus,
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the customer who pays, when it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paying_customer_id: Option<String>,
    /// Your id of the plan.
    pub plan_id: String,
    /// The add-ons.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub addons: Vec<SubscriptionAddon>,
    /// The ids of the add-ons, without their quantities.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub addon_ids: Vec<String>,
    /// What you keep on the subscription.
    #[serde(default, deserialize_with = "tolerant", skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// The billing provider's id of the subscription; absent if it does not know the subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_id: Option<String>,
    /// The page of the subscription at the billing provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_link_url: Option<String>,
    /// The newest invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_invoice: Option<SubscriptionInvoice>,
    /// How far the payment has come.
    pub payment_collection: PaymentCollection,
    /// Whether and how it is paid for.
    pub pricing_type: PricingType,
    /// When it ends, whatever ends it: the end date, a cancellation, the end of a trial. Absent: it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_end_date: Option<Timestamp>,
    /// When a cancellation that has been scheduled takes effect, or one in the past took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancellation_date: Option<Timestamp>,
    /// When the current billing period ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_billing_period_end: Option<Timestamp>,
    /// The prices of what was bought.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub prices: Vec<Price>,
    /// What it costs in a billing period altogether.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_price: Option<SubscriptionTotalPrice>,
    /// The first of the prices, and the total. Older than [`prices`](Self::prices) and [`total_price`](Self::total_price):
    /// use those.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<SubscriptionPrice>,
    /// The experiment that it is part of.
    #[serde(
        default,
        deserialize_with = "optional_experiment",
        skip_serializing_if = "Option::is_none"
    )]
    pub experiment_info: Option<ExperimentInfo>,
    /// Why the billing provider does not have the newest state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_sync_error: Option<String>,
}

impl Subscription {
    /// An active subscription of a customer to a free plan.
    pub fn new(id: impl Into<String>, customer_id: impl Into<String>, plan_id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            resource: None,
            status: SubscriptionStatus::Active,
            customer_id: customer_id.into(),
            paying_customer_id: None,
            plan_id: plan_id.into(),
            addons: Vec::new(),
            addon_ids: Vec::new(),
            metadata: None,
            billing_id: None,
            billing_link_url: None,
            latest_invoice: None,
            payment_collection: PaymentCollection::NotRequired,
            pricing_type: PricingType::Free,
            effective_end_date: None,
            cancellation_date: None,
            current_billing_period_end: None,
            prices: Vec::new(),
            total_price: None,
            price: None,
            experiment_info: None,
            billing_sync_error: None,
        }
    }
}

/// An add-on of a subscription, by id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionAddon {
    /// Your id of the add-on.
    pub addon_id: String,
    /// How many of it.
    pub quantity: f64,
}

impl SubscriptionAddon {
    /// So many of an add-on.
    pub fn new(addon_id: impl Into<String>, quantity: impl Into<Quantity>) -> Self {
        Self {
            addon_id: addon_id.into(),
            quantity: quantity.into().as_f64(),
        }
    }
}

#[cfg(test)]
mod tests;
