//! Subscriptions that exist outside of Stigg, brought in.

use serde::{Deserialize, Serialize};

use super::purchase_methods;
use crate::bulk::from_many;
use crate::serde_ext::null_as_default;
use crate::validation::{each, id, optional_each, optional_id, optional_quantity};
use crate::with_methods::with_methods;
use crate::{
    BillableFeature, BillingPeriod, Charge, InvalidRequest, Metadata, Quantity, SubscriptionAddonInput,
    SubscriptionEntitlementInput, SubscriptionEntitlementV2, Timestamp,
};

/// Brings many subscriptions in.
///
/// ```
/// use stigg_models::{BillingPeriod, ImportSubscription, ImportSubscriptionBulk};
///
/// let pro = ImportSubscription::new("customer-42", "plan-pro").with_billing_period(BillingPeriod::Monthly);
/// let free = ImportSubscription::new("customer-43", "plan-free");
/// assert!(ImportSubscriptionBulk::new([pro, free]).validate().is_ok());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ImportSubscriptionBulk {
    /// The subscriptions.
    #[serde(default, deserialize_with = "null_as_default")]
    pub subscriptions: Vec<ImportSubscription>,
    /// Stigg's id of the integration that their [`billing_id`](ImportSubscription::billing_id)s belong to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration_id: Option<String>,
}

impl ImportSubscriptionBulk {
    /// The most subscriptions that are sent in one request.
    pub const MAX_PER_REQUEST: usize = 1_000;

    /// Brings subscriptions in.
    pub fn new(subscriptions: impl IntoIterator<Item = ImportSubscription>) -> Self {
        Self {
            subscriptions: subscriptions.into_iter().collect(),
            integration_id: None,
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// As [`ImportSubscription::validate`], for the first subscription that fails; it is named by its place:
    /// `subscriptions[3].customerId`.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        each("subscriptions", &self.subscriptions, ImportSubscription::validate)?;
        optional_id("integrationId", self.integration_id.as_deref())
    }
}

from_many!(ImportSubscriptionBulk of ImportSubscription);

with_methods! {
    ImportSubscriptionBulk {
        /// The integration that their billing ids belong to.
        with_integration_id => integration_id: String,
    }
}

/// A subscription that exists outside of Stigg.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ImportSubscription {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the plan.
    pub plan_id: String,
    /// Your id of the subscription; absent: Stigg makes one up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_id: Option<String>,
    /// Your id of the resource that it belongs to; required for products with several subscriptions per customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// The billing provider's id of the subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_id: Option<String>,
    /// How often it is billed; required for paid plans.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_period: Option<BillingPeriod>,
    /// The add-ons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addons: Option<Vec<SubscriptionAddonInput>>,
    /// Units of the plan, for plans with one price per unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_quantity: Option<f64>,
    /// Units of features that are paid for by the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billable_features: Option<Vec<BillableFeature>>,
    /// Units of features, and credits, that are paid for by the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charges: Option<Vec<Charge>>,
    /// When it starts; absent: now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Timestamp>,
    /// When it ends; absent: it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Timestamp>,
    /// When your record last changed: a subscription that was changed at Stigg after that is left as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// Entitlements that differ from those of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entitlements: Option<Vec<SubscriptionEntitlementV2>>,
    /// Entitlements that differ from those of the plan. [`entitlements`](Self::entitlements) is the newer way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_entitlements: Option<Vec<SubscriptionEntitlementInput>>,
    /// The id of the subscription at Salesforce.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salesforce_id: Option<String>,
    /// What you keep on the subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
}

impl ImportSubscription {
    /// A subscription of a customer to a plan.
    pub fn new(customer_id: impl Into<String>, plan_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            plan_id: plan_id.into(),
            subscription_id: None,
            resource_id: None,
            billing_id: None,
            billing_period: None,
            addons: None,
            unit_quantity: None,
            billable_features: None,
            charges: None,
            start_date: None,
            end_date: None,
            updated_at: None,
            entitlements: None,
            subscription_entitlements: None,
            salesforce_id: None,
            metadata: None,
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty, a quantity is negative or no number, or a part of the request says nothing.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("planId", &self.plan_id)?;
        optional_id("subscriptionId", self.subscription_id.as_deref())?;
        optional_id("resourceId", self.resource_id.as_deref())?;
        optional_each("addons", self.addons.as_deref(), SubscriptionAddonInput::validate)?;
        optional_quantity("unitQuantity", self.unit_quantity)?;
        optional_each(
            "billableFeatures",
            self.billable_features.as_deref(),
            BillableFeature::validate,
        )?;
        optional_each("charges", self.charges.as_deref(), Charge::validate)?;
        optional_each(
            "entitlements",
            self.entitlements.as_deref(),
            SubscriptionEntitlementV2::validate,
        )?;
        optional_each(
            "subscriptionEntitlements",
            self.subscription_entitlements.as_deref(),
            SubscriptionEntitlementInput::validate,
        )
    }
}

purchase_methods!(ImportSubscription);

with_methods! {
    ImportSubscription {
        /// Your id of the subscription.
        with_subscription_id => subscription_id: String,
        /// The resource that it belongs to.
        with_resource_id => resource_id: String,
        /// The billing provider's id of the subscription.
        with_billing_id => billing_id: String,
        /// How often it is billed.
        with_billing_period => billing_period: BillingPeriod,
        /// The add-ons, in place of those named before.
        with_addons => addons: Vec<SubscriptionAddonInput>,
        /// Units of the plan.
        with_unit_quantity => unit_quantity: Quantity,
        /// Units of features, in place of those named before.
        with_billable_features => billable_features: Vec<BillableFeature>,
        /// Units of features, and credits, in place of those named before.
        with_charges => charges: Vec<Charge>,
        /// When it starts.
        with_start_date => start_date: Timestamp,
        /// When it ends.
        with_end_date => end_date: Timestamp,
        /// When your record last changed.
        with_updated_at => updated_at: Timestamp,
        /// Entitlements that differ from those of the plan.
        with_entitlements => entitlements: Vec<SubscriptionEntitlementV2>,
        /// Entitlements that differ from those of the plan, in the older form.
        with_subscription_entitlements => subscription_entitlements: Vec<SubscriptionEntitlementInput>,
        /// The id of the subscription at Salesforce.
        with_salesforce_id => salesforce_id: String,
        /// What you keep on the subscription.
        with_metadata => metadata: Metadata,
    }
}

#[cfg(test)]
mod tests;
