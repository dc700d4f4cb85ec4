//! A subscription with its plan and add-ons.

use serde::{Deserialize, Serialize};

use super::{SubscriptionFutureUpdate, SubscriptionInvoice, SubscriptionPrice, SubscriptionTotalPrice};
use crate::customers::optional_experiment;
use crate::metadata::tolerant;
use crate::{
    Addon, Customer, CustomerResource, ExperimentInfo, Metadata, PaymentCollection, PaymentCollectionMethod, Plan,
    Price, PricingType, Quantity, SubscriptionStatus, Timestamp, TrialEndBehavior, serde_ext,
};

/// A subscription with its plan and add-ons. It does not say whose it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FullSubscription {
    /// Your id of the subscription.
    pub id: String,
    /// The customer who pays, when it is another one than the customer who has the subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paying_customer: Option<Customer>,
    /// The resource that it belongs to, in products with several subscriptions per customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<CustomerResource>,
    /// The state.
    pub status: SubscriptionStatus,
    /// The plan.
    pub plan: Plan,
    /// The add-ons.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub addons: Vec<FullSubscriptionAddon>,
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
    /// Whether and how it is paid for.
    pub pricing_type: PricingType,
    /// When it started, or will.
    pub start_date: Timestamp,
    /// When it ends if nothing else ends it before; absent: it has no fixed term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Timestamp>,
    /// When the trial ends, or ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_end_date: Option<Timestamp>,
    /// When a cancellation that has been scheduled takes effect, or one in the past took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancellation_date: Option<Timestamp>,
    /// When it ends, whatever ends it: the end date, a cancellation, the end of a trial. Absent: it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_end_date: Option<Timestamp>,
    /// When the current billing period ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_billing_period_end: Option<Timestamp>,
    /// What happens at the end of the trial.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_configuration: Option<TrialConfiguration>,
    /// What you keep on the subscription.
    #[serde(default, deserialize_with = "tolerant", skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// The billing provider's id of the subscription; absent if it does not know the subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_id: Option<String>,
    /// The page of the subscription at the billing provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_link_url: Option<String>,
    /// Why the billing provider does not have the newest state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_sync_error: Option<String>,
    /// The newest invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_invoice: Option<SubscriptionInvoice>,
    /// How far the payment has come.
    pub payment_collection: PaymentCollection,
    /// How money is collected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_collection_method: Option<PaymentCollectionMethod>,
    /// The experiment that it is part of.
    #[serde(
        default,
        deserialize_with = "optional_experiment",
        skip_serializing_if = "Option::is_none"
    )]
    pub experiment_info: Option<ExperimentInfo>,
    /// The changes that are scheduled, or wait for a payment.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub future_updates: Vec<SubscriptionFutureUpdate>,
    /// The same in older answers. Use [`future_updates`](Self::future_updates).
    #[serde(
        default,
        deserialize_with = "serde_ext::null_as_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub scheduled_updates: Vec<SubscriptionFutureUpdate>,
}

impl FullSubscription {
    /// An active subscription to a plan, with nothing to pay.
    pub fn new(id: impl Into<String>, plan: Plan, start_date: Timestamp) -> Self {
        Self {
            id: id.into(),
            paying_customer: None,
            resource: None,
            status: SubscriptionStatus::Active,
            plan,
            addons: Vec::new(),
            prices: Vec::new(),
            total_price: None,
            price: None,
            pricing_type: PricingType::Free,
            start_date,
            end_date: None,
            trial_end_date: None,
            cancellation_date: None,
            effective_end_date: None,
            current_billing_period_end: None,
            trial_configuration: None,
            metadata: None,
            billing_id: None,
            billing_link_url: None,
            billing_sync_error: None,
            latest_invoice: None,
            payment_collection: PaymentCollection::NotRequired,
            payment_collection_method: None,
            experiment_info: None,
            future_updates: Vec::new(),
            scheduled_updates: Vec::new(),
        }
    }
}

/// An add-on of a subscription.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FullSubscriptionAddon {
    /// How many of it.
    pub quantity: f64,
    /// The add-on.
    pub addon: Addon,
}

impl FullSubscriptionAddon {
    /// So many of an add-on.
    pub fn new(addon: Addon, quantity: impl Into<Quantity>) -> Self {
        Self {
            quantity: quantity.into().as_f64(),
            addon,
        }
    }
}

/// How the trial of a subscription goes on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TrialConfiguration {
    /// What happens at the end of the trial.
    pub trial_end_behavior: TrialEndBehavior,
}

impl TrialConfiguration {
    /// A trial with this end.
    pub fn new(trial_end_behavior: TrialEndBehavior) -> Self {
        Self { trial_end_behavior }
    }
}

#[cfg(test)]
mod tests;
