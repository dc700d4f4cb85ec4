//! The first subscription of a customer.

use serde::{Deserialize, Serialize};

use crate::subscriptions::purchase_methods;
use crate::validation::{id, nested, optional_country, optional_each, optional_id, optional_quantity};
use crate::with_methods::with_methods;
use crate::{
    BillableFeature, BillingPeriod, BudgetConfiguration, Charge, InvalidRequest, Metadata, MinimumSpend,
    PaymentCollectionMethod, PriceOverrideInput, Quantity, SubscriptionAddonInput, SubscriptionBillingCycleAnchor,
    SubscriptionBillingInfo, SubscriptionCouponInput, SubscriptionEntitlementInput, SubscriptionEntitlementV2,
    Timestamp, TrialOverrideConfiguration,
};

/// The first subscription of a customer that is about to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateSubscriptionParams {
    /// Your id of the plan.
    pub plan_id: String,
    /// Your id of the subscription; absent: Stigg makes one up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Your id of the resource that it belongs to, for products with several subscriptions per customer.
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
    /// When it starts; absent: now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Timestamp>,
    /// Whether a trial that the plan comes with is skipped.
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
    /// Prices that differ from those of the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_overrides: Option<Vec<PriceOverrideInput>>,
    /// Entitlements that differ from those of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entitlements: Option<Vec<SubscriptionEntitlementV2>>,
    /// Entitlements that differ from those of the plan. [`entitlements`](Self::entitlements) is the newer way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_entitlements: Option<Vec<SubscriptionEntitlementInput>>,
    /// How much may be spent in a billing period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<BudgetConfiguration>,
    /// How much is paid at least in a billing period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_spend: Option<MinimumSpend>,
    /// How it is billed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_information: Option<SubscriptionBillingInfo>,
    /// Whether a new billing period starts now; absent: no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_cycle_anchor: Option<SubscriptionBillingCycleAnchor>,
    /// The country whose prices apply, as ISO 3166-1 alpha-2; absent: the default prices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_country_code: Option<String>,
    /// The billing provider's id of the subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_id: Option<String>,
    /// How money is collected; absent: the payment method is charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_collection_method: Option<PaymentCollectionMethod>,
    /// Whether Stigg answers only when the payment is confirmed; absent: yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub await_payment_confirmation: Option<bool>,
    /// The id of the subscription at Salesforce.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salesforce_id: Option<String>,
    /// What you keep on the subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
}

impl CreateSubscriptionParams {
    /// A subscription to a plan.
    pub fn new(plan_id: impl Into<String>) -> Self {
        Self {
            plan_id: plan_id.into(),
            id: None,
            resource_id: None,
            billing_period: None,
            addons: None,
            unit_quantity: None,
            billable_features: None,
            charges: None,
            start_date: None,
            skip_trial: None,
            trial_override_configuration: None,
            applied_coupon: None,
            promotion_code: None,
            price_overrides: None,
            entitlements: None,
            subscription_entitlements: None,
            budget: None,
            minimum_spend: None,
            billing_information: None,
            billing_cycle_anchor: None,
            billing_country_code: None,
            billing_id: None,
            payment_collection_method: None,
            await_payment_confirmation: None,
            salesforce_id: None,
            metadata: None,
        }
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidRequest> {
        id("planId", &self.plan_id)?;
        optional_id("id", self.id.as_deref())?;
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
            SubscriptionEntitlementInput::validate,
        )?;
        nested("budget", self.budget.as_ref(), BudgetConfiguration::validate)?;
        nested(
            "billingInformation",
            self.billing_information.as_ref(),
            SubscriptionBillingInfo::validate,
        )
    }
}

purchase_methods!(CreateSubscriptionParams);

with_methods! {
    CreateSubscriptionParams {
        /// Your id of the subscription.
        with_id => id: String,
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
        /// Prices that differ from those of the catalogue.
        with_price_overrides => price_overrides: Vec<PriceOverrideInput>,
        /// Entitlements that differ from those of the plan.
        with_entitlements => entitlements: Vec<SubscriptionEntitlementV2>,
        /// Entitlements that differ from those of the plan, in the older form.
        with_subscription_entitlements => subscription_entitlements: Vec<SubscriptionEntitlementInput>,
        /// How much may be spent in a billing period.
        with_budget => budget: BudgetConfiguration,
        /// How much is paid at least in a billing period.
        with_minimum_spend => minimum_spend: MinimumSpend,
        /// How it is billed.
        with_billing_information => billing_information: SubscriptionBillingInfo,
        /// Whether a new billing period starts now.
        with_billing_cycle_anchor => billing_cycle_anchor: SubscriptionBillingCycleAnchor,
        /// The country whose prices apply (ISO 3166-1 alpha-2).
        with_billing_country_code => billing_country_code: String,
        /// The billing provider's id of the subscription.
        with_billing_id => billing_id: String,
        /// How money is collected.
        with_payment_collection_method => payment_collection_method: PaymentCollectionMethod,
        /// Whether Stigg answers only when the payment is confirmed.
        with_await_payment_confirmation => await_payment_confirmation: bool,
        /// The id of the subscription at Salesforce.
        with_salesforce_id => salesforce_id: String,
        /// What you keep on the subscription.
        with_metadata => metadata: Metadata,
    }
}
