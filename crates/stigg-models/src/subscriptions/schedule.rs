//! Changes of a subscription that have not happened yet.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    BillableFeature, BillingPeriod, PlanChangeType, PricingType, Quantity, SubscriptionScheduleStatus,
    SubscriptionScheduleType, Timestamp,
};

/// A change of a subscription that is scheduled, or that waits for a payment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionFutureUpdate {
    /// What changes.
    pub subscription_schedule_type: SubscriptionScheduleType,
    /// What the change waits for, or what became of it.
    pub schedule_status: SubscriptionScheduleStatus,
    /// When it is going to happen.
    pub scheduled_execution_time: Timestamp,
    /// The plan or add-on that the subscription moves to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_package: Option<TargetPackage>,
    /// The change itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule_variables: Option<ScheduleVariables>,
}

impl SubscriptionFutureUpdate {
    /// A change, without saying which exactly.
    pub fn new(
        subscription_schedule_type: SubscriptionScheduleType,
        schedule_status: SubscriptionScheduleStatus,
        scheduled_execution_time: Timestamp,
    ) -> Self {
        Self {
            subscription_schedule_type,
            schedule_status,
            scheduled_execution_time,
            target_package: None,
            schedule_variables: None,
        }
    }
}

/// The plan or add-on that a subscription moves to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TargetPackage {
    /// Stigg's internal id of the plan or add-on.
    pub id: String,
    /// Your id of it.
    pub ref_id: String,
    /// The name that people see.
    pub display_name: String,
    /// Free, paid or custom; only a customer portal says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pricing_type: Option<PricingType>,
}

impl TargetPackage {
    /// A plan or add-on.
    pub fn new(id: impl Into<String>, ref_id: impl Into<String>, display_name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            ref_id: ref_id.into(),
            display_name: display_name.into(),
            pricing_type: None,
        }
    }
}

/// A change of a subscription, by its kind. In JSON, `__typename` tells the kinds apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "__typename")]
#[non_exhaustive]
pub enum ScheduleVariables {
    /// Another plan.
    #[serde(rename = "PlanChangeVariables")]
    PlanChange(PlanChangeVariables),
    /// A lesser plan.
    #[serde(rename = "DowngradeChangeVariables")]
    Downgrade(DowngradeChangeVariables),
    /// Another billing period.
    #[serde(rename = "BillingPeriodChangeVariables")]
    BillingPeriod(BillingPeriodChangeVariables),
    /// Another number of units.
    #[serde(rename = "UnitAmountChangeVariables")]
    UnitAmount(UnitAmountChangeVariables),
    /// Another number of an add-on.
    #[serde(rename = "AddonChangeVariables")]
    Addon(AddonChangeVariables),
    /// Another price of the plan.
    #[serde(rename = "PlanPriceOverrideChangeVariables")]
    PlanPriceOverride(PlanPriceOverrideChangeVariables),
    /// Another price of an add-on.
    #[serde(rename = "AddonPriceOverrideChangeVariables")]
    AddonPriceOverride(AddonPriceOverrideChangeVariables),
    /// Another coupon; Stigg's answers do not say which.
    #[serde(rename = "CouponChangeVariables")]
    Coupon,
    /// Another amount of recurring credits; Stigg's answers do not say which.
    #[serde(rename = "RecurringCreditsChangeVariables")]
    RecurringCredits,
    /// A kind that this version of the SDK does not know, as it travels.
    #[serde(untagged)]
    Unknown(Value),
}

/// A change to another plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlanChangeVariables {
    /// Your id of the new plan.
    pub plan_ref_id: String,
    /// In which direction the plan changes.
    pub change_type: PlanChangeType,
    /// The billing period from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_period: Option<BillingPeriod>,
    /// The units of features that are paid for by the unit, from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billable_features: Option<Vec<BillableFeature>>,
    /// The add-ons from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addons: Option<Vec<PlanChangeAddon>>,
    /// What has another price than in the catalogue from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_overrides: Option<Vec<PriceOverrideChangeVariables>>,
}

impl PlanChangeVariables {
    /// A change to a plan.
    pub fn new(plan_ref_id: impl Into<String>, change_type: PlanChangeType) -> Self {
        Self {
            plan_ref_id: plan_ref_id.into(),
            change_type,
            billing_period: None,
            billable_features: None,
            addons: None,
            price_overrides: None,
        }
    }
}

/// A change to a lesser plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DowngradeChangeVariables {
    /// Your id of the new plan.
    pub downgrade_plan_ref_id: String,
    /// The billing period from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_period: Option<BillingPeriod>,
    /// The units of features that are paid for by the unit, from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billable_features: Option<Vec<BillableFeature>>,
    /// The add-ons from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addons: Option<Vec<PlanChangeAddon>>,
    /// What has another price than in the catalogue from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_overrides: Option<Vec<PriceOverrideChangeVariables>>,
}

impl DowngradeChangeVariables {
    /// A change to a plan.
    pub fn new(downgrade_plan_ref_id: impl Into<String>) -> Self {
        Self {
            downgrade_plan_ref_id: downgrade_plan_ref_id.into(),
            billing_period: None,
            billable_features: None,
            addons: None,
            price_overrides: None,
        }
    }
}

/// An add-on that a subscription is going to have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlanChangeAddon {
    /// Your id of the add-on.
    pub addon_ref_id: String,
    /// How many of it.
    pub quantity: f64,
}

impl PlanChangeAddon {
    /// So many of an add-on.
    pub fn new(addon_ref_id: impl Into<String>, quantity: impl Into<Quantity>) -> Self {
        Self {
            addon_ref_id: addon_ref_id.into(),
            quantity: quantity.into().as_f64(),
        }
    }
}

/// What is going to have another price than in the catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PriceOverrideChangeVariables {
    /// Your id of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_ref_id: Option<String>,
    /// Your id of the add-on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addon_ref_id: Option<String>,
    /// Your id of the feature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_id: Option<String>,
}

/// A change to another billing period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BillingPeriodChangeVariables {
    /// The billing period from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_period: Option<BillingPeriod>,
}

/// A change to another number of units.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnitAmountChangeVariables {
    /// How many units from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_unit_amount: Option<f64>,
    /// Your id of the feature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_id: Option<String>,
}

/// A change to another number of an add-on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AddonChangeVariables {
    /// Your id of the add-on.
    pub addon_ref_id: String,
    /// How many of it from then on.
    pub new_quantity: f64,
}

impl AddonChangeVariables {
    /// So many of an add-on from then on.
    pub fn new(addon_ref_id: impl Into<String>, new_quantity: impl Into<Quantity>) -> Self {
        Self {
            addon_ref_id: addon_ref_id.into(),
            new_quantity: new_quantity.into().as_f64(),
        }
    }
}

/// A change of a price of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlanPriceOverrideChangeVariables {
    /// Your id of the plan.
    pub plan_ref_id: String,
    /// Your id of the feature whose price it is; absent: the base charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_id: Option<String>,
}

impl PlanPriceOverrideChangeVariables {
    /// A change of the base charge of a plan.
    pub fn new(plan_ref_id: impl Into<String>) -> Self {
        Self {
            plan_ref_id: plan_ref_id.into(),
            feature_id: None,
        }
    }
}

/// A change of a price of an add-on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AddonPriceOverrideChangeVariables {
    /// Your id of the add-on.
    pub addon_ref_id: String,
    /// Your id of the feature whose price it is; absent: the base charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_id: Option<String>,
}

impl AddonPriceOverrideChangeVariables {
    /// A change of the base charge of an add-on.
    pub fn new(addon_ref_id: impl Into<String>) -> Self {
        Self {
            addon_ref_id: addon_ref_id.into(),
            feature_id: None,
        }
    }
}

#[cfg(test)]
mod tests;
