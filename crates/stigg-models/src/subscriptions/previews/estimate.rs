//! The older form of previews.

use serde::{Deserialize, Serialize};

use super::{
    SubscriptionPreviewCredits, SubscriptionPreviewDiscount, SubscriptionPreviewProrations,
    SubscriptionPreviewTaxDetails,
};
use crate::serde_ext::null_as_default;
use crate::subscriptions::purchase_methods;
use crate::validation::{id, nested, optional_country, optional_each, optional_id, optional_quantity};
use crate::with_methods::with_methods;
use crate::{
    BillableFeature, BillingPeriod, Charge, DateRange, InvalidRequest, Money, Quantity, SubscriptionAddonInput,
    SubscriptionBillingInfo, SubscriptionCouponInput, Timestamp, TrialOverrideConfiguration,
};

/// Asks what it would cost to give a customer a plan, in the older form; [`PreviewSubscription`](crate::PreviewSubscription)
/// is the newer one. Nothing is changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EstimateSubscription {
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
    /// Units of the plan, by another name; Stigg does not document in what it differs from
    /// [`unit_quantity`](Self::unit_quantity).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_unit_amount: Option<f64>,
    /// Units of features that are paid for by the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billable_features: Option<Vec<BillableFeature>>,
    /// Units of features, and credits, that are paid for by the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charges: Option<Vec<Charge>>,
    /// When it starts; absent: now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Timestamp>,
    /// Whether a trial that the plan comes with is skipped; absent: no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_trial: Option<bool>,
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
    /// The country whose prices apply, as ISO 3166-1 alpha-2; absent: the default prices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_country_code: Option<String>,
}

impl EstimateSubscription {
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
            price_unit_amount: None,
            billable_features: None,
            charges: None,
            start_date: None,
            skip_trial: None,
            trial_override_configuration: None,
            applied_coupon: None,
            promotion_code: None,
            billing_information: None,
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
        optional_quantity("priceUnitAmount", self.price_unit_amount)?;
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

purchase_methods!(EstimateSubscription);

with_methods! {
    EstimateSubscription {
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
        /// Units of the plan, by another name.
        with_price_unit_amount => price_unit_amount: f64,
        /// Units of features, in place of those named before.
        with_billable_features => billable_features: Vec<BillableFeature>,
        /// Units of features, and credits, in place of those named before.
        with_charges => charges: Vec<Charge>,
        /// When it starts.
        with_start_date => start_date: Timestamp,
        /// Whether a trial that the plan comes with is skipped.
        with_skip_trial => skip_trial: bool,
        /// A trial that differs from what the plan says.
        with_trial_override_configuration => trial_override_configuration: TrialOverrideConfiguration,
        /// The coupon.
        with_applied_coupon => applied_coupon: SubscriptionCouponInput,
        /// A promotion code of the billing provider.
        with_promotion_code => promotion_code: String,
        /// How it is billed.
        with_billing_information => billing_information: SubscriptionBillingInfo,
        /// The country whose prices apply (ISO 3166-1 alpha-2).
        with_billing_country_code => billing_country_code: String,
    }
}

/// Asks what it would cost to change a subscription, but not its plan. Nothing is changed. What is not set stays as it is.
///
/// ```
/// use stigg_models::EstimateSubscriptionUpdate;
///
/// let request = EstimateSubscriptionUpdate::new("subscription-1").with_addon("addon-support", 2);
/// assert!(request.validate().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EstimateSubscriptionUpdate {
    /// Your id of the subscription.
    pub subscription_id: String,
    /// The add-ons that it would have: the whole list.
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
    /// The coupon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_coupon: Option<SubscriptionCouponInput>,
    /// A promotion code of the billing provider. [`applied_coupon`](Self::applied_coupon) is the newer way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promotion_code: Option<String>,
}

impl EstimateSubscriptionUpdate {
    /// Asks about a change of a subscription.
    pub fn new(subscription_id: impl Into<String>) -> Self {
        Self {
            subscription_id: subscription_id.into(),
            addons: None,
            unit_quantity: None,
            billable_features: None,
            charges: None,
            applied_coupon: None,
            promotion_code: None,
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty, a quantity is negative or no number, or a part of the request says nothing.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("subscriptionId", &self.subscription_id)?;
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
        )
    }
}

purchase_methods!(EstimateSubscriptionUpdate);

with_methods! {
    EstimateSubscriptionUpdate {
        /// The add-ons, in place of those named before.
        with_addons => addons: Vec<SubscriptionAddonInput>,
        /// Units of the plan.
        with_unit_quantity => unit_quantity: Quantity,
        /// Units of features, in place of those named before.
        with_billable_features => billable_features: Vec<BillableFeature>,
        /// Units of features, and credits, in place of those named before.
        with_charges => charges: Vec<Charge>,
        /// The coupon.
        with_applied_coupon => applied_coupon: SubscriptionCouponInput,
        /// A promotion code of the billing provider.
        with_promotion_code => promotion_code: String,
    }
}

/// What a subscription is going to cost, in the older form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionPreview {
    /// What is charged at once, before discount and tax.
    pub sub_total: Money,
    /// What is charged at once, after the discount and before tax.
    pub total_excluding_tax: Money,
    /// What is charged at once.
    pub total: Money,
    /// How much of that is tax; absent when Stigg does not know the tax, or not its details.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<Money>,
    /// What the tax is; there whenever [`tax`](Self::tax) is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_details: Option<SubscriptionPreviewTaxDetails>,
    /// How much the discount takes off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_amount: Option<Money>,
    /// What the discount is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<SubscriptionPreviewDiscount>,
    /// The billing period that is charged.
    #[serde(default, deserialize_with = "null_as_default")]
    pub billing_period_range: DateRange,
    /// What a change in the middle of a billing period gives back and charges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proration: Option<SubscriptionPreviewProrations>,
    /// What the subscription costs in a billing period, without what a change in the middle of one brings about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription: Option<SubscriptionPricePreview>,
    /// What the customer has to its credit, and what is used of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<SubscriptionPreviewCredits>,
    /// Whether the customer leaves a higher plan for this one.
    #[serde(default, deserialize_with = "null_as_default")]
    pub is_plan_downgrade: bool,
    /// Whether changes of the subscription wait for their time.
    #[serde(default, deserialize_with = "null_as_default")]
    pub has_scheduled_updates: bool,
}

impl SubscriptionPreview {
    /// A charge without discount, tax, proration and credits.
    pub fn new(total: Money) -> Self {
        Self {
            sub_total: total.clone(),
            total_excluding_tax: total.clone(),
            total,
            tax: None,
            tax_details: None,
            discount_amount: None,
            discount: None,
            billing_period_range: DateRange::default(),
            proration: None,
            subscription: None,
            credits: None,
            is_plan_downgrade: false,
            has_scheduled_updates: false,
        }
    }
}

/// What a subscription costs in a billing period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionPricePreview {
    /// Before discount and tax.
    pub sub_total: Money,
    /// After the discount, before tax.
    pub total_excluding_tax: Money,
    /// After discount and tax.
    pub total: Money,
    /// How much of that is tax.
    pub tax: Money,
    /// What the tax is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_details: Option<SubscriptionPreviewTaxDetails>,
    /// How much the discount takes off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_amount: Option<Money>,
    /// What the discount is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<SubscriptionPreviewDiscount>,
}

impl SubscriptionPricePreview {
    /// A price without discount and tax.
    pub fn new(total: Money) -> Self {
        Self {
            sub_total: total.clone(),
            total_excluding_tax: total.clone(),
            tax: Money::new(0.into(), total.currency.clone()),
            total,
            tax_details: None,
            discount_amount: None,
            discount: None,
        }
    }
}
