//! A subscription, as a customer portal shows it.

use serde::{Deserialize, Serialize};

use super::{CustomerPortalInvoice, CustomerPortalPrice, CustomerPortalPricing, CustomerPortalTotalPrice};
use crate::{DateRange, PricingType, SubscriptionFutureUpdate, SubscriptionStatus, serde_ext};

/// A subscription, as a customer portal shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalSubscription {
    /// Your id of the subscription.
    pub subscription_id: String,
    /// Your id of the plan.
    pub plan_id: String,
    /// The name of the plan that people see.
    pub plan_name: String,
    /// Free, paid or custom.
    pub pricing_type: PricingType,
    /// Where the subscription is in its life.
    pub status: SubscriptionStatus,
    /// What it costs in short.
    pub pricing: CustomerPortalPricing,
    /// All of its prices.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub prices: Vec<CustomerPortalPrice>,
    /// What it costs in a billing period altogether.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_price: Option<CustomerPortalTotalPrice>,
    /// The days that are left of its trial.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_remaining_days: Option<i64>,
    /// The billing period that runs now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_period_range: Option<DateRange>,
    /// Its add-ons.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub addons: Vec<CustomerPortalAddon>,
    /// What is going to change, and when.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub scheduled_updates: Vec<SubscriptionFutureUpdate>,
    /// The next invoice, as far as it can be foreseen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview_next_invoice: Option<CustomerPortalInvoice>,
}

impl CustomerPortalSubscription {
    /// A subscription without prices, add-ons and changes.
    pub fn new(
        subscription_id: impl Into<String>,
        plan_id: impl Into<String>,
        plan_name: impl Into<String>,
        status: SubscriptionStatus,
        pricing: CustomerPortalPricing,
    ) -> Self {
        Self {
            subscription_id: subscription_id.into(),
            plan_id: plan_id.into(),
            plan_name: plan_name.into(),
            pricing_type: pricing.pricing_type.clone(),
            status,
            pricing,
            prices: Vec::new(),
            total_price: None,
            trial_remaining_days: None,
            billing_period_range: None,
            addons: Vec::new(),
            scheduled_updates: Vec::new(),
            preview_next_invoice: None,
        }
    }
}

/// An add-on of a subscription, as a customer portal shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalAddon {
    /// Your id of the add-on.
    pub addon_id: String,
    /// The name that people see.
    pub display_name: String,
    /// What the add-on is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How many there are.
    pub quantity: i64,
}

impl CustomerPortalAddon {
    /// So many of an add-on.
    pub fn new(addon_id: impl Into<String>, display_name: impl Into<String>, quantity: i64) -> Self {
        Self {
            addon_id: addon_id.into(),
            display_name: display_name.into(),
            description: None,
            quantity,
        }
    }
}
