//! Subscriptions as items of a list.

use serde::{Deserialize, Serialize};

use super::TrialConfiguration;
use crate::serde_ext::null_as_default;
use crate::{PricingType, Quantity, SubscriptionStatus, Timestamp};

/// A subscription in a list of them: what it is, whose it is, and how far it has come.
///
/// [`get_subscription`](crate::GetSubscription) has the rest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionQueryItem {
    /// Your id of the subscription.
    pub subscription_id: String,
    /// The state.
    pub status: SubscriptionStatus,
    /// Whether and how it is paid for.
    pub pricing_type: PricingType,
    /// When it began, or is going to.
    pub start_date: Timestamp,
    /// When the current billing period ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_billing_period_end: Option<Timestamp>,
    /// Whose subscription it is.
    pub customer: SubscriptionItemCustomer,
    /// The customer who pays, when it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paying_customer: Option<SubscriptionItemCustomer>,
    /// The resource that it belongs to, in products with several subscriptions per customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<SubscriptionItemResource>,
    /// The plan.
    pub plan: SubscriptionItemPlan,
    /// The add-ons.
    #[serde(default, deserialize_with = "null_as_default")]
    pub addons: Vec<SubscriptionItemAddon>,
    /// What happens at the end of the trial.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_configuration: Option<TrialConfiguration>,
    /// When the trial ends, or ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_end_date: Option<Timestamp>,
}

impl SubscriptionQueryItem {
    /// An active subscription of a customer to a free plan.
    pub fn new(
        subscription_id: impl Into<String>,
        customer_id: impl Into<String>,
        plan: SubscriptionItemPlan,
        start_date: impl Into<Timestamp>,
    ) -> Self {
        Self {
            subscription_id: subscription_id.into(),
            status: SubscriptionStatus::Active,
            pricing_type: PricingType::Free,
            start_date: start_date.into(),
            current_billing_period_end: None,
            customer: SubscriptionItemCustomer::new(customer_id),
            paying_customer: None,
            resource: None,
            plan,
            addons: Vec::new(),
            trial_configuration: None,
            trial_end_date: None,
        }
    }
}

/// The customer of a subscription in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionItemCustomer {
    /// Your id of the customer.
    pub customer_id: String,
}

impl SubscriptionItemCustomer {
    /// The customer with your id.
    pub fn new(customer_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
        }
    }
}

/// The resource of a subscription in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionItemResource {
    /// Your id of the resource.
    pub resource_id: String,
}

impl SubscriptionItemResource {
    /// The resource with your id.
    pub fn new(resource_id: impl Into<String>) -> Self {
        Self {
            resource_id: resource_id.into(),
        }
    }
}

/// The plan of a subscription in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionItemPlan {
    /// Your id of the plan.
    pub plan_id: String,
    /// The name that people see.
    pub display_name: String,
}

impl SubscriptionItemPlan {
    /// A plan.
    pub fn new(plan_id: impl Into<String>, display_name: impl Into<String>) -> Self {
        Self {
            plan_id: plan_id.into(),
            display_name: display_name.into(),
        }
    }
}

/// An add-on of a subscription in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionItemAddon {
    /// How many of it.
    pub quantity: f64,
    /// Which one.
    pub addon: SubscriptionItemAddonId,
}

impl SubscriptionItemAddon {
    /// So many of an add-on.
    pub fn new(addon_id: impl Into<String>, quantity: impl Into<Quantity>) -> Self {
        Self {
            quantity: quantity.into().as_f64(),
            addon: SubscriptionItemAddonId {
                addon_id: addon_id.into(),
            },
        }
    }
}

/// Which add-on a subscription in a list has.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionItemAddonId {
    /// Your id of the add-on.
    pub addon_id: String,
}
