use serde_json::json;

use super::*;

#[track_caller]
fn check(variables: &ScheduleVariables, json: Value) {
    assert_eq!(serde_json::to_value(variables).unwrap(), json);
    assert_eq!(serde_json::from_value::<ScheduleVariables>(json).unwrap(), *variables);
}

#[test]
fn each_kind_of_change_is_told_by_its_name() {
    let mut plan = PlanChangeVariables::new("plan-pro", PlanChangeType::Upgrade);
    plan.billing_period = Some(BillingPeriod::Monthly);
    plan.billable_features = Some(vec![BillableFeature::new("seats", 5)]);
    plan.addons = Some(vec![PlanChangeAddon::new("addon-support", 1)]);
    plan.price_overrides = Some(vec![PriceOverrideChangeVariables::default()]);
    check(
        &ScheduleVariables::PlanChange(plan),
        json!({
            "__typename": "PlanChangeVariables", "planRefId": "plan-pro", "changeType": "UPGRADE",
            "billingPeriod": "MONTHLY", "billableFeatures": [{"featureId": "seats", "quantity": 5.0}],
            "addons": [{"addonRefId": "addon-support", "quantity": 1.0}], "priceOverrides": [{}],
        }),
    );
    check(
        &ScheduleVariables::Downgrade(DowngradeChangeVariables::new("plan-free")),
        json!({"__typename": "DowngradeChangeVariables", "downgradePlanRefId": "plan-free"}),
    );
    check(
        &ScheduleVariables::BillingPeriod(BillingPeriodChangeVariables::default()),
        json!({"__typename": "BillingPeriodChangeVariables"}),
    );
    check(
        &ScheduleVariables::UnitAmount(UnitAmountChangeVariables {
            new_unit_amount: Some(7.0),
            feature_id: None,
        }),
        json!({"__typename": "UnitAmountChangeVariables", "newUnitAmount": 7.0}),
    );
    check(
        &ScheduleVariables::Addon(AddonChangeVariables::new("addon-support", 2)),
        json!({"__typename": "AddonChangeVariables", "addonRefId": "addon-support", "newQuantity": 2.0}),
    );
    check(
        &ScheduleVariables::PlanPriceOverride(PlanPriceOverrideChangeVariables::new("plan-pro")),
        json!({"__typename": "PlanPriceOverrideChangeVariables", "planRefId": "plan-pro"}),
    );
    check(
        &ScheduleVariables::AddonPriceOverride(AddonPriceOverrideChangeVariables::new("addon-support")),
        json!({"__typename": "AddonPriceOverrideChangeVariables", "addonRefId": "addon-support"}),
    );
    check(
        &ScheduleVariables::Coupon,
        json!({"__typename": "CouponChangeVariables"}),
    );
    check(
        &ScheduleVariables::RecurringCredits,
        json!({"__typename": "RecurringCreditsChangeVariables"}),
    );
}

#[test]
fn a_kind_from_tomorrow_is_kept_as_it_is() {
    let json = json!({"__typename": "SeasonChangeVariables", "season": "winter", "weeks": [1, 2]});
    check(&ScheduleVariables::Unknown(json.clone()), json);
}

#[test]
fn a_known_kind_that_cannot_be_read_does_not_sink_the_answer() {
    let json = json!({"__typename": "AddonChangeVariables", "addonRefId": "addon-support", "newQuantity": "many"});
    check(&ScheduleVariables::Unknown(json.clone()), json);
}

#[test]
fn fields_that_a_kind_does_not_name_are_ignored() {
    let json = json!({"__typename": "CouponChangeVariables", "couponId": "spring"});
    let variables: ScheduleVariables = serde_json::from_value(json).unwrap();
    assert_eq!(variables, ScheduleVariables::Coupon);
}

#[test]
fn an_update_travels_as_in_the_official_sdk() {
    let mut update = SubscriptionFutureUpdate::new(
        SubscriptionScheduleType::Downgrade,
        SubscriptionScheduleStatus::Scheduled,
        "2025-07-01T00:00:00Z".parse().unwrap(),
    );
    update.target_package = Some(TargetPackage::new("0b8f", "plan-free", "Free"));
    update.schedule_variables = Some(ScheduleVariables::Coupon);
    let json = json!({
        "subscriptionScheduleType": "Downgrade", "scheduleStatus": "Scheduled",
        "scheduledExecutionTime": "2025-07-01T00:00:00.000Z",
        "targetPackage": {"id": "0b8f", "refId": "plan-free", "displayName": "Free"},
        "scheduleVariables": {"__typename": "CouponChangeVariables"},
    });
    assert_eq!(serde_json::to_value(&update).unwrap(), json);
    assert_eq!(
        serde_json::from_value::<SubscriptionFutureUpdate>(json).unwrap(),
        update
    );
}
