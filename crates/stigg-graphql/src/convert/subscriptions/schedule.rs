//! Changes of a subscription that have not happened yet.

use serde_json::json;
use stigg_models::{
    AddonChangeVariables, AddonPriceOverrideChangeVariables, BillableFeature, BillingPeriodChangeVariables,
    DowngradeChangeVariables, PlanChangeAddon, PlanChangeVariables, PlanPriceOverrideChangeVariables,
    PriceOverrideChangeVariables, ScheduleVariables, SubscriptionFutureUpdate, TargetPackage,
    UnitAmountChangeVariables,
};
use tracing::warn;

use crate::generated::fragments as wire;

pub(super) fn future_update(wire: wire::SubscriptionFutureUpdate) -> SubscriptionFutureUpdate {
    let mut update = SubscriptionFutureUpdate::new(
        wire.subscription_schedule_type,
        wire.schedule_status,
        wire.scheduled_execution_time,
    );
    update.target_package = wire.target_package.map(target_package);
    update.schedule_variables = wire.schedule_variables.and_then(variables);
    update
}

/// The same as a customer portal tells it: with what the target costs.
pub(in crate::convert) fn portal_update(wire: wire::PortalScheduledUpdate) -> SubscriptionFutureUpdate {
    let mut update = SubscriptionFutureUpdate::new(
        wire.subscription_schedule_type,
        wire.schedule_status,
        wire.scheduled_execution_time,
    );
    update.target_package = wire.target_package.map(|wire| {
        let mut target = TargetPackage::new(wire.id, wire.ref_id, wire.display_name);
        target.pricing_type = wire.pricing_type;
        target
    });
    update.schedule_variables = wire.schedule_variables.and_then(variables);
    update
}

pub(super) fn scheduled_update(wire: wire::SubscriptionScheduledUpdate) -> SubscriptionFutureUpdate {
    let mut update = SubscriptionFutureUpdate::new(
        wire.subscription_schedule_type,
        wire.schedule_status,
        wire.scheduled_execution_time,
    );
    update.target_package = wire.target_package.map(target_package);
    update.schedule_variables = wire.schedule_variables.and_then(variables);
    update
}

fn target_package(wire: wire::TargetPackage) -> TargetPackage {
    TargetPackage::new(wire.id, wire.ref_id, wire.display_name)
}

/// What changes; `None` if it cannot be read.
fn variables(wire: wire::ScheduleVariables) -> Option<ScheduleVariables> {
    use wire::ScheduleVariables as Wire;
    Some(match wire {
        Wire::PlanChangeVariables(wire) => {
            let mut change = PlanChangeVariables::new(wire.plan_ref_id, wire.change_type);
            change.billing_period = wire.billing_period;
            change.billable_features = members(wire.billable_features, billable_feature);
            change.addons = members(wire.addons, addon);
            change.price_overrides = members(wire.price_overrides, price_override);
            ScheduleVariables::PlanChange(change)
        }
        Wire::DowngradeChangeVariables(wire) => {
            let mut change = DowngradeChangeVariables::new(wire.downgrade_plan_ref_id);
            change.billing_period = wire.billing_period;
            change.billable_features = members(wire.billable_features, billable_feature);
            change.addons = members(wire.addons, addon);
            change.price_overrides = members(wire.price_overrides, price_override);
            ScheduleVariables::Downgrade(change)
        }
        Wire::BillingPeriodChangeVariables(wire) => {
            let mut change = BillingPeriodChangeVariables::default();
            change.billing_period = wire.billing_period;
            ScheduleVariables::BillingPeriod(change)
        }
        Wire::UnitAmountChangeVariables(wire) => {
            let mut change = UnitAmountChangeVariables::default();
            change.new_unit_amount = wire.new_unit_amount;
            change.feature_id = wire.feature_id;
            ScheduleVariables::UnitAmount(change)
        }
        Wire::AddonChangeVariables(wire) => {
            ScheduleVariables::Addon(AddonChangeVariables::new(wire.addon_ref_id, wire.new_quantity))
        }
        Wire::PlanPriceOverrideChangeVariables(wire) => {
            let mut change = PlanPriceOverrideChangeVariables::new(wire.plan_ref_id);
            change.feature_id = wire.feature_id;
            ScheduleVariables::PlanPriceOverride(change)
        }
        Wire::AddonPriceOverrideChangeVariables(wire) => {
            let mut change = AddonPriceOverrideChangeVariables::new(wire.addon_ref_id);
            change.feature_id = wire.feature_id;
            ScheduleVariables::AddonPriceOverride(change)
        }
        Wire::CouponChangeVariables => ScheduleVariables::Coupon,
        Wire::RecurringCreditsChangeVariables => ScheduleVariables::RecurringCredits,
        Wire::Unknown(member) if member.error.is_none() => {
            // Of a type that the documents do not name, nothing but the name comes.
            ScheduleVariables::Unknown(json!({ "__typename": member.type_name }))
        }
        Wire::Unknown(member) => {
            warn!(
                type_name = member.type_name,
                error = member.error,
                "left out the details of a scheduled change that could not be read"
            );
            return None;
        }
    })
}

fn members<T, U>(wire: Option<Vec<T>>, convert: fn(T) -> U) -> Option<Vec<U>> {
    wire.map(|members| members.into_iter().map(convert).collect())
}

fn billable_feature(wire: wire::BillableFeature) -> BillableFeature {
    BillableFeature::new(wire.feature_id, wire.quantity)
}

fn addon(wire: wire::PlanChangeAddon) -> PlanChangeAddon {
    PlanChangeAddon::new(wire.addon_ref_id, wire.quantity)
}

fn price_override(wire: wire::PriceOverrideTarget) -> PriceOverrideChangeVariables {
    let mut target = PriceOverrideChangeVariables::default();
    target.plan_ref_id = wire.plan_ref_id;
    target.addon_ref_id = wire.addon_ref_id;
    target.feature_id = wire.feature_id;
    target
}
