//! A customer with everything that belongs to it.

use serde::{Deserialize, Serialize};

use super::{Customer, ExperimentInfo, PaymentMethodDetails, optional_experiment};
use crate::metadata::tolerant;
use crate::{
    Coupon, FullSubscription, Metadata, PromotionalEntitlement, PromotionalEntitlementStatus, SubscriptionStatus,
    Timestamp, serde_ext,
};

/// A customer with its subscriptions and promotional entitlements.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FullCustomer {
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
    /// Whether the billing provider has a payment method of the customer.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub has_payment_method: bool,
    /// That payment method, as far as it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method_details: Option<PaymentMethodDetails>,
    /// The subscriptions.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub subscriptions: Vec<FullSubscription>,
    /// The entitlements that the customer has whatever the subscriptions say.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub promotional_entitlements: Vec<PromotionalEntitlement>,
    /// The coupon of the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coupon: Option<Coupon>,
    /// The experiment that the customer takes part in.
    #[serde(
        default,
        deserialize_with = "optional_experiment",
        skip_serializing_if = "Option::is_none"
    )]
    pub experiment_info: Option<ExperimentInfo>,
    /// The plans that the customer has tried already, and cannot try again.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub already_trial_plans: Vec<TrialedPlan>,
    /// Whether the customer has an active subscription; absent where Stigg does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_active_subscription: Option<bool>,
    /// Which products the customer may still try.
    #[serde(
        default,
        deserialize_with = "serde_ext::null_as_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub eligible_for_trial: Vec<EligibleForTrial>,
}

impl FullCustomer {
    /// A customer that has nothing yet.
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
            has_payment_method: false,
            payment_method_details: None,
            subscriptions: Vec::new(),
            promotional_entitlements: Vec::new(),
            coupon: None,
            experiment_info: None,
            already_trial_plans: Vec::new(),
            has_active_subscription: None,
            eligible_for_trial: Vec::new(),
        }
    }

    /// The subscriptions that are in force and no trials.
    pub fn active_subscriptions(&self) -> impl Iterator<Item = &FullSubscription> {
        self.subscriptions_in(SubscriptionStatus::Active)
    }

    /// The subscriptions that are in force as trials.
    pub fn active_trials(&self) -> impl Iterator<Item = &FullSubscription> {
        self.subscriptions_in(SubscriptionStatus::InTrial)
    }

    fn subscriptions_in(&self, status: SubscriptionStatus) -> impl Iterator<Item = &FullSubscription> {
        self.subscriptions
            .iter()
            .filter(move |subscription| subscription.status == status)
    }

    /// The promotional entitlements that are in force.
    pub fn active_promotional_entitlements(&self) -> impl Iterator<Item = &PromotionalEntitlement> {
        self.promotional_entitlements
            .iter()
            .filter(|entitlement| entitlement.status == PromotionalEntitlementStatus::Active)
    }
}

impl From<FullCustomer> for Customer {
    /// Leaves out what only the full customer has.
    fn from(customer: FullCustomer) -> Self {
        Self {
            id: customer.id,
            name: customer.name,
            email: customer.email,
            billing_id: customer.billing_id,
            created_at: customer.created_at,
            updated_at: customer.updated_at,
            metadata: customer.metadata,
            aws_marketplace_customer_id: customer.aws_marketplace_customer_id,
        }
    }
}

/// A plan that a customer has tried.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TrialedPlan {
    /// Your id of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_id: Option<String>,
    /// Your id of its product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<String>,
}

impl TrialedPlan {
    /// A plan of a product.
    pub fn new(plan_id: impl Into<String>, product_id: impl Into<String>) -> Self {
        Self {
            plan_id: Some(plan_id.into()),
            product_id: Some(product_id.into()),
        }
    }
}

/// Whether a customer may try the plans of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EligibleForTrial {
    /// Your id of the product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<String>,
    /// Whether the customer may.
    pub eligible: bool,
}

impl EligibleForTrial {
    /// Whether a product may be tried.
    pub fn new(product_id: impl Into<String>, eligible: bool) -> Self {
        Self {
            product_id: Some(product_id.into()),
            eligible,
        }
    }
}

#[cfg(test)]
mod tests;
