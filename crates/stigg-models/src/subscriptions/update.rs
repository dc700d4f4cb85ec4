//! Changing a subscription.

use serde::{Deserialize, Serialize};

use super::purchase_methods;
use crate::validation::{id, nested, optional_each, optional_quantity};
use crate::with_methods::with_methods;
use crate::{
    BillableFeature, BillingPeriod, BudgetConfiguration, Charge, InvalidRequest, Metadata, MinimumSpend, Patch,
    PriceOverrideInput, Quantity, ScheduleStrategy, SubscriptionAddonInput, SubscriptionBillingCycleAnchor,
    SubscriptionBillingInfo, SubscriptionCouponInput, SubscriptionEntitlementV2, Timestamp,
    UpdateSubscriptionEntitlementInput,
};

/// Changes a subscription, but not its plan: for another plan, provision again. What is not set stays as it is.
///
/// ```
/// use stigg_models::{Timestamp, UpdateSubscription};
///
/// // Ends it with the year.
/// let end: Timestamp = "2030-01-01T00:00:00Z".parse()?;
/// let schedule = UpdateSubscription::new("subscription-1").with_cancellation_date(end);
///
/// // Changes that mind again, and buys seats.
/// let keep = UpdateSubscription::new("subscription-1")
///     .without_cancellation()
///     .with_billable_feature("feature-seats", 7);
/// # Ok::<(), stigg_models::ParseTimestampError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateSubscription {
    /// Your id of the subscription.
    pub subscription_id: String,
    /// How often it is billed; required for paid plans.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_period: Option<BillingPeriod>,
    /// All add-ons from now on: those that are not in the list are dropped.
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
    /// When the change takes effect; absent: as the product's settings say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule_strategy: Option<ScheduleStrategy>,
    /// When the trial ends: later, or sooner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_end_date: Option<Timestamp>,
    /// The coupon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_coupon: Option<SubscriptionCouponInput>,
    /// A promotion code of the billing provider. [`applied_coupon`](Self::applied_coupon) is the newer way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promotion_code: Option<String>,
    /// Prices that differ from those of the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_overrides: Option<Vec<PriceOverrideInput>>,
    /// Entitlements that differ from those of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entitlements: Option<Vec<SubscriptionEntitlementV2>>,
    /// Entitlements that differ from those of the plan. [`entitlements`](Self::entitlements) is the newer way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_entitlements: Option<Vec<UpdateSubscriptionEntitlementInput>>,
    /// How much may be spent in a billing period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<BudgetConfiguration>,
    /// How much is paid at least in a billing period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_spend: Option<MinimumSpend>,
    /// How it is billed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_information: Option<SubscriptionBillingInfo>,
    /// Whether a new billing period starts with the change; absent: the current one goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_cycle_anchor: Option<SubscriptionBillingCycleAnchor>,
    /// Whether Stigg answers only when the payment is confirmed; absent: yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub await_payment_confirmation: Option<bool>,
    /// The id of the subscription at Salesforce.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salesforce_id: Option<String>,
    /// When it is going to be cancelled: leave it, call a scheduled cancellation off, or schedule one. The date has to be in
    /// the future and after the start; in a trial it moves the end of the trial as well.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub cancellation_date: Patch<Timestamp>,
    /// What you keep on the subscription. Stigg does not document what clearing does, nor whether keys that are not named
    /// stay.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub metadata: Patch<Metadata>,
}

impl UpdateSubscription {
    /// Changes nothing yet about a subscription.
    pub fn new(subscription_id: impl Into<String>) -> Self {
        Self {
            subscription_id: subscription_id.into(),
            billing_period: None,
            addons: None,
            unit_quantity: None,
            billable_features: None,
            charges: None,
            schedule_strategy: None,
            trial_end_date: None,
            applied_coupon: None,
            promotion_code: None,
            price_overrides: None,
            entitlements: None,
            subscription_entitlements: None,
            budget: None,
            minimum_spend: None,
            billing_information: None,
            billing_cycle_anchor: None,
            await_payment_confirmation: None,
            salesforce_id: None,
            cancellation_date: Patch::Keep,
            metadata: Patch::Keep,
        }
    }

    /// Schedules a cancellation, in place of one that is scheduled already.
    #[must_use]
    pub fn with_cancellation_date(mut self, cancellation_date: impl Into<Timestamp>) -> Self {
        self.cancellation_date = Patch::Set(cancellation_date.into());
        self
    }

    /// Calls off a cancellation that is scheduled.
    #[must_use]
    pub fn without_cancellation(mut self) -> Self {
        self.cancellation_date = Patch::Clear;
        self
    }

    /// What you keep on the subscription.
    #[must_use]
    pub fn with_metadata(mut self, metadata: impl Into<Metadata>) -> Self {
        self.metadata = Patch::Set(metadata.into());
        self
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
        )?;
        optional_each(
            "priceOverrides",
            self.price_overrides.as_deref(),
            PriceOverrideInput::validate,
        )?;
        optional_each(
            "entitlements",
            self.entitlements.as_deref(),
            SubscriptionEntitlementV2::validate,
        )?;
        optional_each(
            "subscriptionEntitlements",
            self.subscription_entitlements.as_deref(),
            UpdateSubscriptionEntitlementInput::validate,
        )?;
        nested("budget", self.budget.as_ref(), BudgetConfiguration::validate)?;
        nested(
            "billingInformation",
            self.billing_information.as_ref(),
            SubscriptionBillingInfo::validate,
        )
    }
}

purchase_methods!(UpdateSubscription);

with_methods! {
    UpdateSubscription {
        /// How often it is billed.
        with_billing_period => billing_period: BillingPeriod,
        /// All add-ons from now on, in place of those named before.
        with_addons => addons: Vec<SubscriptionAddonInput>,
        /// Units of the plan.
        with_unit_quantity => unit_quantity: Quantity,
        /// Units of features, in place of those named before.
        with_billable_features => billable_features: Vec<BillableFeature>,
        /// Units of features, and credits, in place of those named before.
        with_charges => charges: Vec<Charge>,
        /// When the change takes effect.
        with_schedule_strategy => schedule_strategy: ScheduleStrategy,
        /// When the trial ends: later, or sooner.
        with_trial_end_date => trial_end_date: Timestamp,
        /// The coupon.
        with_applied_coupon => applied_coupon: SubscriptionCouponInput,
        /// A promotion code of the billing provider.
        with_promotion_code => promotion_code: String,
        /// Prices that differ from those of the catalogue.
        with_price_overrides => price_overrides: Vec<PriceOverrideInput>,
        /// Entitlements that differ from those of the plan.
        with_entitlements => entitlements: Vec<SubscriptionEntitlementV2>,
        /// Entitlements that differ from those of the plan, in the older form.
        with_subscription_entitlements => subscription_entitlements: Vec<UpdateSubscriptionEntitlementInput>,
        /// How much may be spent in a billing period.
        with_budget => budget: BudgetConfiguration,
        /// How much is paid at least in a billing period.
        with_minimum_spend => minimum_spend: MinimumSpend,
        /// How it is billed.
        with_billing_information => billing_information: SubscriptionBillingInfo,
        /// Whether a new billing period starts with the change.
        with_billing_cycle_anchor => billing_cycle_anchor: SubscriptionBillingCycleAnchor,
        /// Whether Stigg answers only when the payment is confirmed.
        with_await_payment_confirmation => await_payment_confirmation: bool,
        /// The id of the subscription at Salesforce.
        with_salesforce_id => salesforce_id: String,
    }
}

#[cfg(test)]
mod tests;
