//! The inputs that make, change and end subscriptions.

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::{Time, given, one_id, patch};
use crate::catalog::model::{Discount, PackageEntitlement, Reset};
use crate::error::{ApiError, Code};
use crate::state::customers::Patch;
use crate::state::provisioning::{CouponChoice, Provision, TrialOverride};
use crate::state::updating::{Cancellation, Update};
use crate::wire::{
    BillingCycleAnchor, BillingPeriod, CancellationAction, CancellationTime, ChargeType, MonthlyAccordingTo,
    PaymentCollectionMethod, ResetPeriod, ScheduleStrategy, TrialEndBehavior, WeeklyAccordingTo, YearlyAccordingTo,
};

/// What the inputs that make a subscription have in common: they are read as one.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct ProvisionInput {
    #[serde(default)]
    pub(in crate::engine) customer_id: String,
    pub(in crate::engine) plan_id: String,
    pub(in crate::engine) resource_id: Option<String>,
    paying_customer_id: Option<String>,
    ref_id: Option<String>,
    subscription_id: Option<String>,
    addons: Option<Vec<AddonInput>>,
    start_date: Option<Time>,
    end_date: Option<Time>,
    cancellation_date: Option<Time>,
    billing_period: Option<BillingPeriod>,
    billing_country_code: Option<String>,
    billing_id: Option<String>,
    salesforce_id: Option<String>,
    crm_id: Option<String>,
    billable_features: Option<Vec<BillableFeatureInput>>,
    charges: Option<Vec<ChargeInput>>,
    unit_quantity: Option<f64>,
    price_unit_amount: Option<f64>,
    additional_meta_data: Option<Map<String, Json>>,
    skip_trial: Option<bool>,
    trial_override_configuration: Option<TrialInput>,
    is_overriding_trial_config: Option<bool>,
    is_trial: Option<bool>,
    trial_end_behavior: Option<TrialEndBehavior>,
    trial_end_date: Option<Time>,
    applied_coupon: Option<CouponInput>,
    promotion_code: Option<String>,
    billing_information: Option<SubscriptionBillingInput>,
    payment_collection_method: Option<PaymentCollectionMethod>,
    payment_method_id: Option<String>,
    schedule_strategy: Option<ScheduleStrategy>,
    billing_cycle_anchor: Option<BillingCycleAnchor>,
    subscription_entitlements: Option<Vec<EntitlementInput>>,
    entitlements: Option<Vec<EntitlementInputV2>>,
    budget: Option<Json>,
    minimum_spend: Option<Json>,
    price_overrides: Option<Vec<Json>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AddonInput {
    addon_id: String,
    quantity: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct BillableFeatureInput {
    feature_id: String,
    quantity: f64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ChargeInput {
    id: String,
    quantity: f64,
    #[serde(rename = "type")]
    kind: ChargeType,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TrialInput {
    is_trial: bool,
    trial_end_date: Option<Time>,
    trial_end_behavior: Option<TrialEndBehavior>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SubscriptionBillingInput {
    coupon_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct CouponInput {
    coupon_id: Option<String>,
    billing_coupon_id: Option<String>,
    promotion_code: Option<String>,
    discount: Option<DiscountInput>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DiscountInput {
    percent_off: Option<f64>,
    amounts_off: Option<Vec<MoneyInput>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct MoneyInput {
    pub(super) amount: f64,
    pub(super) currency: Option<String>,
}

/// A value of a subscription or a customer alone. The forms of the schema have the same fields.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EntitlementInput {
    feature_id: Option<String>,
    usage_limit: Option<f64>,
    has_unlimited_usage: Option<bool>,
    has_soft_limit: Option<bool>,
    enum_values: Option<Vec<String>>,
    reset_period: Option<ResetPeriod>,
    monthly_reset_period_configuration: Option<AccordingTo<MonthlyAccordingTo>>,
    weekly_reset_period_configuration: Option<AccordingTo<WeeklyAccordingTo>>,
    yearly_reset_period_configuration: Option<AccordingTo<YearlyAccordingTo>>,
}

#[derive(Debug, Deserialize)]
struct EntitlementInputV2 {
    feature: Option<EntitlementInput>,
    credit: Option<Json>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", bound = "T: Deserialize<'de>")]
struct AccordingTo<T> {
    according_to: T,
}

impl EntitlementInput {
    pub(super) fn read(self) -> Result<PackageEntitlement, ApiError> {
        let feature = self
            .feature_id
            .ok_or_else(|| ApiError::new(Code::BadUserInput, "An entitlement needs its featureId"))?;
        let reset = self.reset_period.map(|period| match period {
            ResetPeriod::Hour => Reset::Hour,
            ResetPeriod::Day => Reset::Day,
            ResetPeriod::Week => Reset::Week(
                self.weekly_reset_period_configuration
                    .map_or(WeeklyAccordingTo::SubscriptionStart, |config| config.according_to),
            ),
            ResetPeriod::Month => Reset::Month(
                self.monthly_reset_period_configuration
                    .map_or(MonthlyAccordingTo::SubscriptionStart, |config| config.according_to),
            ),
            ResetPeriod::Year => Reset::Year(
                self.yearly_reset_period_configuration
                    .map_or(YearlyAccordingTo::SubscriptionStart, |config| config.according_to),
            ),
        });
        Ok(PackageEntitlement {
            limit: self.usage_limit,
            unlimited: self.has_unlimited_usage.unwrap_or_default(),
            soft_limit: self.has_soft_limit.unwrap_or_default(),
            values: self.enum_values.unwrap_or_default(),
            reset,
            custom: true,
            ..PackageEntitlement::granting(&feature)
        })
    }
}

/// What the emulator does not do is refused, so that nobody takes its answer for Stigg's.
pub(super) fn refuse(operation: &str, unsupported: &[(&str, bool)]) -> Result<(), ApiError> {
    match unsupported.iter().find(|(_, is_given)| *is_given) {
        Some((name, _)) => Err(ApiError::unsupported(operation, name)),
        None => Ok(()),
    }
}

fn quantities(
    operation: &str,
    billable: Option<Vec<BillableFeatureInput>>,
    charges: Option<Vec<ChargeInput>>,
) -> Result<Vec<(String, f64)>, ApiError> {
    let mut quantities: Vec<(String, f64)> = billable
        .unwrap_or_default()
        .into_iter()
        .map(|feature| (feature.feature_id, feature.quantity))
        .collect();
    for charge in charges.unwrap_or_default() {
        refuse(
            operation,
            &[("a charge for credits", charge.kind == ChargeType::Credit)],
        )?;
        quantities.push((charge.id, charge.quantity));
    }
    Ok(quantities)
}

fn coupon(
    operation: &str,
    applied: Option<CouponInput>,
    promotion_code: Option<&String>,
    billing: Option<SubscriptionBillingInput>,
) -> Result<Option<CouponChoice>, ApiError> {
    let code = applied
        .as_ref()
        .and_then(|coupon| coupon.promotion_code.as_ref())
        .or(promotion_code);
    let billing_coupon = applied.as_ref().and_then(|coupon| coupon.billing_coupon_id.as_ref());
    refuse(
        operation,
        &[
            ("promotionCode", code.is_some()),
            ("billingCouponId", billing_coupon.is_some()),
        ],
    )?;
    let by_billing = billing.and_then(|billing| billing.coupon_id).map(CouponChoice::Catalog);
    let Some(applied) = applied else { return Ok(by_billing) };
    if let Some(id) = applied.coupon_id {
        return Ok(Some(CouponChoice::Catalog(id)));
    }
    let Some(discount) = applied.discount else {
        return Ok(by_billing);
    };
    let amount = discount.amounts_off.and_then(|amounts| amounts.into_iter().next());
    match (discount.percent_off, amount) {
        (Some(percent), None) => Ok(Some(CouponChoice::Inline(Discount::Percent(percent)))),
        (None, Some(money)) => {
            let currency = money.currency.unwrap_or_else(|| "USD".to_owned());
            Ok(Some(CouponChoice::Inline(Discount::Amount(money.amount, currency))))
        }
        _ => Err(ApiError::new(
            Code::BadUserInput,
            "A discount has either percentOff or amountsOff",
        )),
    }
}

fn entitlements(
    operation: &str,
    v1: Option<Vec<EntitlementInput>>,
    v2: Option<Vec<EntitlementInputV2>>,
) -> Result<Vec<PackageEntitlement>, ApiError> {
    let mut all = v1.unwrap_or_default();
    for entitlement in v2.unwrap_or_default() {
        refuse(operation, &[("a credit entitlement", entitlement.credit.is_some())])?;
        all.extend(entitlement.feature);
    }
    all.into_iter().map(EntitlementInput::read).collect()
}

fn addons(inputs: Vec<AddonInput>) -> Vec<(String, Option<f64>)> {
    inputs
        .into_iter()
        .map(|addon| (addon.addon_id, addon.quantity))
        .collect()
}

impl ProvisionInput {
    pub(in crate::engine) fn read(self, operation: &str, customer: &str) -> Result<Provision, ApiError> {
        refuse(
            operation,
            &[
                ("budget", self.budget.is_some()),
                ("minimumSpend", self.minimum_spend.is_some()),
                (
                    "priceOverrides",
                    self.price_overrides.is_some_and(|overrides| !overrides.is_empty()),
                ),
            ],
        )?;
        let trial_end = self.trial_end_date.map(|time| time.0);
        let trial_override = match (self.trial_override_configuration, self.is_overriding_trial_config) {
            (Some(trial), _) => Some(TrialOverride {
                is_trial: trial.is_trial,
                end: trial.trial_end_date.map(|time| time.0).or(trial_end),
                behavior: trial.trial_end_behavior,
            }),
            (None, Some(true)) => Some(TrialOverride {
                is_trial: self.is_trial.unwrap_or_default(),
                end: trial_end,
                behavior: self.trial_end_behavior,
            }),
            (None, _) => trial_end.map(|end| TrialOverride {
                is_trial: true,
                end: Some(end),
                behavior: self.trial_end_behavior,
            }),
        };
        Ok(Provision {
            customer: customer.to_owned(),
            paying_customer: self.paying_customer_id,
            resource: self.resource_id.and_then(given),
            plan: self.plan_id,
            id: one_id("subscription", self.ref_id, self.subscription_id)?,
            addons: addons(self.addons.unwrap_or_default()),
            quantities: quantities(operation, self.billable_features, self.charges)?,
            unit_quantity: self.unit_quantity.or(self.price_unit_amount),
            billing_period: self.billing_period,
            billing_country: self.billing_country_code,
            billing_id: self.billing_id,
            salesforce_id: self.salesforce_id,
            crm_id: self.crm_id,
            collection_method: self.payment_collection_method,
            start: self.start_date.map(|time| time.0),
            end: self.end_date.map(|time| time.0),
            cancellation_date: self.cancellation_date.map(|time| time.0),
            skip_trial: self.skip_trial.unwrap_or_default(),
            trial_override,
            coupon: coupon(
                operation,
                self.applied_coupon,
                self.promotion_code.as_ref(),
                self.billing_information,
            )?,
            entitlements: entitlements(operation, self.subscription_entitlements, self.entitlements)?,
            metadata: self.additional_meta_data,
            schedule: self.schedule_strategy,
            restarts_billing_cycle: self.billing_cycle_anchor == Some(BillingCycleAnchor::Now),
            payment_method: self.payment_method_id,
        })
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct UpdateSubscriptionInput {
    ref_id: Option<String>,
    subscription_id: Option<String>,
    addons: Option<Vec<AddonInput>>,
    billable_features: Option<Vec<BillableFeatureInput>>,
    charges: Option<Vec<ChargeInput>>,
    unit_quantity: Option<f64>,
    billing_period: Option<BillingPeriod>,
    billing_cycle_anchor: Option<BillingCycleAnchor>,
    #[serde(default, deserialize_with = "patch")]
    cancellation_date: Patch<Time>,
    trial_end_date: Option<Time>,
    applied_coupon: Option<CouponInput>,
    promotion_code: Option<String>,
    billing_information: Option<SubscriptionBillingInput>,
    subscription_entitlements: Option<Vec<EntitlementInput>>,
    entitlements: Option<Vec<EntitlementInputV2>>,
    additional_meta_data: Option<Map<String, Json>>,
    salesforce_id: Option<String>,
    schedule_strategy: Option<ScheduleStrategy>,
    budget: Option<Json>,
    minimum_spend: Option<Json>,
    price_overrides: Option<Vec<Json>>,
}

impl UpdateSubscriptionInput {
    pub(in crate::engine) fn read(self, operation: &str) -> Result<(String, Update), ApiError> {
        let waits = self
            .schedule_strategy
            .is_some_and(|strategy| strategy != ScheduleStrategy::Immediate);
        refuse(
            operation,
            &[
                ("budget", self.budget.is_some()),
                ("minimumSpend", self.minimum_spend.is_some()),
                (
                    "priceOverrides",
                    self.price_overrides.is_some_and(|overrides| !overrides.is_empty()),
                ),
                ("a scheduleStrategy other than IMMEDIATE", waits),
            ],
        )?;
        let id = one_id("subscription", self.ref_id, self.subscription_id)?
            .ok_or_else(|| ApiError::new(Code::BadUserInput, "The id of the subscription is required"))?;
        let update = Update {
            addons: self.addons.map(addons),
            quantities: quantities(operation, self.billable_features, self.charges)?,
            unit_quantity: self.unit_quantity,
            billing_period: self.billing_period,
            billing_cycle_anchor: self.billing_cycle_anchor,
            cancellation_date: match self.cancellation_date {
                Patch::Leave => Patch::Leave,
                Patch::Clear => Patch::Clear,
                Patch::Set(time) => Patch::Set(time.0),
            },
            trial_end: self.trial_end_date.map(|time| time.0),
            coupon: coupon(
                operation,
                self.applied_coupon,
                self.promotion_code.as_ref(),
                self.billing_information,
            )?,
            entitlements: entitlements(operation, self.subscription_entitlements, self.entitlements)?,
            metadata: self.additional_meta_data,
            salesforce_id: self.salesforce_id,
        };
        Ok((id, update))
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct CancelSubscriptionInput {
    pub(in crate::engine) subscription_ref_id: String,
    end_date: Option<Time>,
    subscription_cancellation_time: Option<CancellationTime>,
    subscription_cancellation_action: Option<CancellationAction>,
}

impl CancelSubscriptionInput {
    pub(in crate::engine) fn read(&self) -> Cancellation {
        Cancellation {
            time: self.subscription_cancellation_time,
            end_date: self.end_date.map(|time| time.0),
            action: self.subscription_cancellation_action,
        }
    }
}
