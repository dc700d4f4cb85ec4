//! What a subscription, or another plan in the place of one, is going to cost.

use serde::{Deserialize, Serialize};

use super::{ImmediateSubscriptionPreviewInvoice, SubscriptionPreviewInvoice};
use crate::serde_ext::null_as_default;
use crate::subscriptions::purchase_methods;
use crate::validation::{id, nested, optional_country, optional_each, optional_id, optional_quantity};
use crate::with_methods::with_methods;
use crate::{
    BillableFeature, BillingPeriod, Charge, DateRange, InvalidRequest, Quantity, ScheduleStrategy,
    SubscriptionAddonInput, SubscriptionBillingCycleAnchor, SubscriptionBillingInfo, SubscriptionCouponInput,
    Timestamp, TrialOverrideConfiguration,
};

/// Asks what it would cost to give a customer a plan: a first subscription, or another one in place of the one that the
/// customer has. Nothing is changed.
///
/// ```
/// use stigg_models::{BillingPeriod, PreviewSubscription};
///
/// let request = PreviewSubscription::new("customer-42", "plan-pro")
///     .with_billing_period(BillingPeriod::Monthly)
///     .with_addon("addon-support", 1);
/// assert!(request.validate().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PreviewSubscription {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the plan.
    pub plan_id: String,
    /// Your id of the customer who pays, when it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paying_customer_id: Option<String>,
    /// Your id of the resource that it belongs to; required for products with several subscriptions per customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
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
    /// When the change takes effect; absent: upgrades at once, downgrades as the product's settings say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule_strategy: Option<ScheduleStrategy>,
    /// When it starts; absent: now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Timestamp>,
    /// A trial that differs from what the plan says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_override_configuration: Option<TrialOverrideConfiguration>,
    /// The coupon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_coupon: Option<SubscriptionCouponInput>,
    /// A promotion code of the billing provider. [`applied_coupon`](Self::applied_coupon) is the newer way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promotion_code: Option<String>,
    /// How it is billed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_information: Option<SubscriptionBillingInfo>,
    /// Whether a new billing period starts with the change; absent: the current one goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_cycle_anchor: Option<SubscriptionBillingCycleAnchor>,
    /// The country whose prices apply, as ISO 3166-1 alpha-2; absent: the default prices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_country_code: Option<String>,
}

impl PreviewSubscription {
    /// Asks about a plan for a customer.
    pub fn new(customer_id: impl Into<String>, plan_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            plan_id: plan_id.into(),
            paying_customer_id: None,
            resource_id: None,
            billing_period: None,
            addons: None,
            unit_quantity: None,
            billable_features: None,
            charges: None,
            schedule_strategy: None,
            start_date: None,
            trial_override_configuration: None,
            applied_coupon: None,
            promotion_code: None,
            billing_information: None,
            billing_cycle_anchor: None,
            billing_country_code: None,
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty, a quantity is negative or no number, the country is not a code of two letters, or a part of the
    /// request says nothing.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("planId", &self.plan_id)?;
        optional_id("payingCustomerId", self.paying_customer_id.as_deref())?;
        optional_id("resourceId", self.resource_id.as_deref())?;
        optional_country("billingCountryCode", self.billing_country_code.as_deref())?;
        optional_each("addons", self.addons.as_deref(), SubscriptionAddonInput::validate)?;
        optional_quantity("unitQuantity", self.unit_quantity)?;
        optional_each(
            "billableFeatures",
            self.billable_features.as_deref(),
            BillableFeature::validate,
        )?;
        optional_each("charges", self.charges.as_deref(), Charge::validate)?;
        nested(
            "appliedCoupon",
            self.applied_coupon.as_ref(),
            SubscriptionCouponInput::validate,
        )?;
        nested(
            "billingInformation",
            self.billing_information.as_ref(),
            SubscriptionBillingInfo::validate,
        )
    }
}

purchase_methods!(PreviewSubscription);

with_methods! {
    PreviewSubscription {
        /// The customer who pays, when it is another one.
        with_paying_customer_id => paying_customer_id: String,
        /// The resource that it belongs to.
        with_resource_id => resource_id: String,
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
        /// When the change takes effect.
        with_schedule_strategy => schedule_strategy: ScheduleStrategy,
        /// When it starts.
        with_start_date => start_date: Timestamp,
        /// A trial that differs from what the plan says.
        with_trial_override_configuration => trial_override_configuration: TrialOverrideConfiguration,
        /// The coupon.
        with_applied_coupon => applied_coupon: SubscriptionCouponInput,
        /// A promotion code of the billing provider.
        with_promotion_code => promotion_code: String,
        /// How it is billed.
        with_billing_information => billing_information: SubscriptionBillingInfo,
        /// Whether a new billing period starts with the change.
        with_billing_cycle_anchor => billing_cycle_anchor: SubscriptionBillingCycleAnchor,
        /// The country whose prices apply (ISO 3166-1 alpha-2).
        with_billing_country_code => billing_country_code: String,
    }
}

/// What a subscription is going to cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionPreviewV2 {
    /// The invoice that comes at once.
    pub immediate_invoice: ImmediateSubscriptionPreviewInvoice,
    /// The invoice of each billing period after that; absent when none follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurring_invoice: Option<SubscriptionPreviewInvoice>,
    /// The billing period that the first invoice is for.
    #[serde(default, deserialize_with = "null_as_default")]
    pub billing_period_range: DateRange,
    /// Whether the customer leaves a higher plan for this one.
    #[serde(default, deserialize_with = "null_as_default")]
    pub is_plan_downgrade: bool,
    /// Whether changes of the subscription wait for their time.
    #[serde(default, deserialize_with = "null_as_default")]
    pub has_scheduled_updates: bool,
}

impl SubscriptionPreviewV2 {
    /// What comes at once, and nothing after that.
    pub fn new(immediate_invoice: ImmediateSubscriptionPreviewInvoice) -> Self {
        Self {
            immediate_invoice,
            recurring_invoice: None,
            billing_period_range: DateRange::default(),
            is_plan_downgrade: false,
            has_scheduled_updates: false,
        }
    }
}
