//! Giving a customer a plan without a checkout.

use serde::{Deserialize, Serialize};

use super::purchase_methods;
use crate::validation::{id, nested, optional_country, optional_each, optional_id, optional_quantity};
use crate::with_methods::with_methods;
use crate::{
    BillableFeature, BillingPeriod, BudgetConfiguration, Charge, EntitlementState, InvalidRequest, Metadata,
    MinimumSpend, PaymentCollectionMethod, PriceOverrideInput, Quantity, ScheduleStrategy, Subscription,
    SubscriptionAddonInput, SubscriptionBillingCycleAnchor, SubscriptionBillingInfo, SubscriptionCouponInput,
    SubscriptionEntitlementInput, SubscriptionEntitlementV2, Timestamp, TrialOverrideConfiguration,
};

/// Gives a customer a plan, as [`ProvisionSubscription`](crate::ProvisionSubscription) does, but never by way of a checkout:
/// it is paid for with a payment method that is known.
///
/// ```
/// use stigg_models::{ApplySubscription, BillingPeriod};
///
/// let request = ApplySubscription::new("customer-42", "plan-pro")
///     .with_billing_period(BillingPeriod::Monthly)
///     .with_payment_method_id("pm_1");
/// assert!(request.validate().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ApplySubscription {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the plan.
    pub plan_id: String,
    /// Your id of the customer who pays, when it is another one. Entitlements and usage stay with the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paying_customer_id: Option<String>,
    /// Your id of the resource that it belongs to; required for products with several subscriptions per customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// The billing provider's id of the payment method that is charged; absent: the customer's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method_id: Option<String>,
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
    /// When it starts; absent: now. A date in the past is billed from the next period on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Timestamp>,
    /// When it is going to be cancelled; absent: it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancellation_date: Option<Timestamp>,
    /// Whether a trial that the plan comes with is skipped; absent: no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_trial: Option<bool>,
    /// A trial that differs from what the plan says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_override_configuration: Option<TrialOverrideConfiguration>,
    /// When the trial ends.
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
    /// Whether a new billing period starts with the change; absent: the current one goes on.
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

impl ApplySubscription {
    /// Gives a plan to a customer.
    pub fn new(customer_id: impl Into<String>, plan_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            plan_id: plan_id.into(),
            paying_customer_id: None,
            resource_id: None,
            payment_method_id: None,
            billing_period: None,
            addons: None,
            unit_quantity: None,
            billable_features: None,
            charges: None,
            schedule_strategy: None,
            start_date: None,
            cancellation_date: None,
            skip_trial: None,
            trial_override_configuration: None,
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
            billing_country_code: None,
            billing_id: None,
            payment_collection_method: None,
            await_payment_confirmation: None,
            salesforce_id: None,
            metadata: None,
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

purchase_methods!(ApplySubscription);

with_methods! {
    ApplySubscription {
        /// The customer who pays, when it is another one.
        with_paying_customer_id => paying_customer_id: String,
        /// The resource that it belongs to.
        with_resource_id => resource_id: String,
        /// The payment method that is charged.
        with_payment_method_id => payment_method_id: String,
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
        /// When it is going to be cancelled.
        with_cancellation_date => cancellation_date: Timestamp,
        /// Whether a trial that the plan comes with is skipped.
        with_skip_trial => skip_trial: bool,
        /// A trial that differs from what the plan says.
        with_trial_override_configuration => trial_override_configuration: TrialOverrideConfiguration,
        /// When the trial ends.
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
        with_subscription_entitlements => subscription_entitlements: Vec<SubscriptionEntitlementInput>,
        /// How much may be spent in a billing period.
        with_budget => budget: BudgetConfiguration,
        /// How much is paid at least in a billing period.
        with_minimum_spend => minimum_spend: MinimumSpend,
        /// How it is billed.
        with_billing_information => billing_information: SubscriptionBillingInfo,
        /// Whether a new billing period starts with the change.
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

/// What became of an [`ApplySubscription`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ApplySubscriptionResults {
    /// The subscription, if Stigg told it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription: Option<Subscription>,
    /// The entitlements after the change, for a cache of them; `None` when Stigg did not tell. Not part of the JSON.
    #[serde(skip)]
    pub entitlements: Option<Vec<EntitlementState>>,
}

impl ApplySubscriptionResults {
    /// A subscription that is there.
    pub fn new(subscription: Subscription) -> Self {
        Self {
            subscription: Some(subscription),
            entitlements: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(request: &ApplySubscription, expected: &str) {
            assert_eq!(request.validate().unwrap_err().to_string(), expected);
        }
        let request = ApplySubscription::new("c", "p");
        check(&ApplySubscription::new("", "p"), "`customerId` is empty");
        check(&ApplySubscription::new("c", ""), "`planId` is empty");
        check(
            &request.clone().with_paying_customer_id(""),
            "`payingCustomerId` is empty",
        );
        check(&request.clone().with_resource_id(" "), "`resourceId` is blank");
        check(&request.clone().with_addon("", 1), "`addons[0].addonId` is empty");
        check(
            &request.clone().with_unit_quantity(-1.0),
            "`unitQuantity` is -1; it cannot be negative",
        );
        assert_eq!(request.validate(), Ok(()));
    }

    #[test]
    fn an_answer_may_have_no_subscription() {
        let results: ApplySubscriptionResults = serde_json::from_value(json!({"subscription": null})).unwrap();
        assert_eq!(results, ApplySubscriptionResults::default());
    }
}
