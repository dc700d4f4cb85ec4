//! Active subscriptions in a list.

use serde::{Deserialize, Serialize};

use super::{SubscriptionItemAddon, SubscriptionItemResource, SubscriptionTotalPrice, TrialConfiguration};
use crate::metadata::tolerant;
use crate::serde_ext::null_as_default;
use crate::{BillingModel, BillingPeriod, Metadata, Money, PricingType, SubscriptionStatus, Timestamp};

/// An active subscription in a list, with what is needed to show it.
///
/// [`FullSubscription`](crate::FullSubscription) has its whole plan, add-ons and prices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SlimSubscriptionV2 {
    /// Your id of the subscription.
    pub subscription_id: String,
    /// The state.
    pub status: SubscriptionStatus,
    /// Whether and how it is paid for.
    pub pricing_type: PricingType,
    /// When it began.
    pub start_date: Timestamp,
    /// When it ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Timestamp>,
    /// When a cancellation that has been scheduled takes effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancellation_date: Option<Timestamp>,
    /// When it ends, whatever ends it: the end date, a cancellation, the end of a trial. Absent: it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_end_date: Option<Timestamp>,
    /// When the current billing period ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_billing_period_end: Option<Timestamp>,
    /// When the current billing period began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_billing_period_start: Option<Timestamp>,
    /// How often it is billed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_period: Option<BillingPeriod>,
    /// What you keep on the subscription.
    #[serde(default, deserialize_with = "tolerant", skip_serializing_if = "Option::is_none")]
    pub additional_meta_data: Option<Metadata>,
    /// What it costs in a billing period altogether.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_price: Option<SubscriptionTotalPrice>,
    /// Whose subscription it is.
    pub customer: SlimSubscriptionCustomer,
    /// The customer who pays, when it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paying_customer: Option<SlimSubscriptionCustomer>,
    /// The resource that it belongs to, in products with several subscriptions per customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<SubscriptionItemResource>,
    /// The plan.
    pub plan: SlimSubscriptionPlan,
    /// The add-ons.
    #[serde(default, deserialize_with = "null_as_default")]
    pub addons: Vec<SubscriptionItemAddon>,
    /// The prices of what was bought.
    #[serde(default, deserialize_with = "null_as_default")]
    pub prices: Vec<SlimSubscriptionPrice>,
    /// What happens at the end of the trial.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_configuration: Option<TrialConfiguration>,
    /// When the trial ends, or ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_end_date: Option<Timestamp>,
}

impl SlimSubscriptionV2 {
    /// An active subscription of a customer to a free plan.
    pub fn new(
        subscription_id: impl Into<String>,
        customer_id: impl Into<String>,
        plan: SlimSubscriptionPlan,
        start_date: impl Into<Timestamp>,
    ) -> Self {
        Self {
            subscription_id: subscription_id.into(),
            status: SubscriptionStatus::Active,
            pricing_type: PricingType::Free,
            start_date: start_date.into(),
            end_date: None,
            cancellation_date: None,
            effective_end_date: None,
            current_billing_period_end: None,
            current_billing_period_start: None,
            billing_period: None,
            additional_meta_data: None,
            total_price: None,
            customer: SlimSubscriptionCustomer::new(customer_id),
            paying_customer: None,
            resource: None,
            plan,
            addons: Vec::new(),
            prices: Vec::new(),
            trial_configuration: None,
            trial_end_date: None,
        }
    }
}

/// The customer of an active subscription in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SlimSubscriptionCustomer {
    /// Your id of the customer.
    pub customer_id: String,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl SlimSubscriptionCustomer {
    /// The customer with your id.
    pub fn new(customer_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            email: None,
        }
    }
}

/// The plan of an active subscription in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SlimSubscriptionPlan {
    /// Your id of the plan.
    pub plan_id: String,
    /// The name that people see.
    pub display_name: String,
    /// What people read about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The product that it is a plan of; absent where it was written by a version that did not ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<SlimSubscriptionProduct>,
}

impl SlimSubscriptionPlan {
    /// A plan.
    pub fn new(plan_id: impl Into<String>, display_name: impl Into<String>) -> Self {
        Self {
            plan_id: plan_id.into(),
            display_name: display_name.into(),
            description: None,
            product: None,
        }
    }
}

/// The product of an active subscription in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SlimSubscriptionProduct {
    /// Your id of the product.
    pub ref_id: String,
    /// The name that people see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The plan that customers fall back to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub downgrade_plan: Option<SlimDowngradePlan>,
}

impl SlimSubscriptionProduct {
    /// The product with your id.
    pub fn new(ref_id: impl Into<String>) -> Self {
        Self {
            ref_id: ref_id.into(),
            display_name: None,
            downgrade_plan: None,
        }
    }
}

/// The plan that customers of a product fall back to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SlimDowngradePlan {
    /// Your id of the plan.
    pub ref_id: String,
    /// The name that people see.
    pub display_name: String,
}

impl SlimDowngradePlan {
    /// A plan.
    pub fn new(ref_id: impl Into<String>, display_name: impl Into<String>) -> Self {
        Self {
            ref_id: ref_id.into(),
            display_name: display_name.into(),
        }
    }
}

/// A price of an active subscription in a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SlimSubscriptionPrice {
    /// What is charged for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_model: Option<BillingModel>,
    /// How much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<SlimPrice>,
}

/// How much an active subscription in a list costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SlimPrice {
    /// How often it is charged.
    pub billing_period: BillingPeriod,
    /// How much; absent for prices in tiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
}

impl SlimPrice {
    /// A price that is charged so often.
    pub fn new(billing_period: BillingPeriod) -> Self {
        Self {
            billing_period,
            price: None,
        }
    }
}
