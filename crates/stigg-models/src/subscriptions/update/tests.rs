use serde_json::json;

use super::*;
use crate::serde_ext::fields::assert_every_field_is_set;
use crate::{Currency, MoneyInput, SubscriptionFeatureEntitlement};

fn moment() -> Timestamp {
    "2025-06-15T12:34:56Z".parse().unwrap()
}

#[test]
fn everything_can_be_changed() {
    let request = UpdateSubscription::new("subscription-1")
        .with_billing_period(BillingPeriod::Annually)
        .with_addon("addon-support", 2)
        .with_unit_quantity(2)
        .with_billable_feature("seats", 5)
        .with_charge(Charge::feature("seats", 5))
        .with_schedule_strategy(ScheduleStrategy::EndOfBillingPeriod)
        .with_trial_end_date(moment())
        .with_applied_coupon(SubscriptionCouponInput::promotion_code("SPRING"))
        .with_promotion_code("SPRING")
        .with_price_overrides([PriceOverrideInput::base_charge(MoneyInput::in_default_currency(5))])
        .with_entitlements([SubscriptionFeatureEntitlement::new("sso").into()])
        .with_subscription_entitlements([UpdateSubscriptionEntitlementInput::new("sso").with_id("e-1")])
        .with_budget(BudgetConfiguration::hard(100))
        .with_minimum_spend(MoneyInput::new(10, Currency::Usd))
        .with_billing_information(SubscriptionBillingInfo::new())
        .with_billing_cycle_anchor(SubscriptionBillingCycleAnchor::Now)
        .with_await_payment_confirmation(false)
        .with_salesforce_id("sf-1")
        .with_cancellation_date(moment())
        .with_metadata([("tier".to_owned(), "gold".to_owned())]);
    assert_every_field_is_set(&request);
    let json = json!({
        "subscriptionId": "subscription-1", "billingPeriod": "ANNUALLY",
        "addons": [{"addonId": "addon-support", "quantity": 2}], "unitQuantity": 2.0,
        "billableFeatures": [{"featureId": "seats", "quantity": 5.0}],
        "charges": [{"id": "seats", "quantity": 5.0, "type": "FEATURE"}], "scheduleStrategy": "END_OF_BILLING_PERIOD",
        "trialEndDate": "2025-06-15T12:34:56.000Z", "appliedCoupon": {"promotionCode": "SPRING"},
        "promotionCode": "SPRING", "priceOverrides": [{"baseCharge": true, "price": {"amount": 5}}],
        "entitlements": [{"feature": {"featureId": "sso"}}],
        "subscriptionEntitlements": [{"id": "e-1", "featureId": "sso"}],
        "budget": {"limit": 100.0, "hasSoftLimit": false}, "minimumSpend": {"minimum": {"amount": 10, "currency": "USD"}},
        "billingInformation": {}, "billingCycleAnchor": "NOW", "awaitPaymentConfirmation": false, "salesforceId": "sf-1",
        "cancellationDate": "2025-06-15T12:34:56.000Z", "metadata": {"tier": "gold"},
    });
    assert_eq!(serde_json::to_value(&request).unwrap(), json);
    assert_eq!(serde_json::from_value::<UpdateSubscription>(json).unwrap(), request);
    assert!(request.validate().is_ok());
}

#[test]
fn a_cancellation_is_kept_called_off_or_scheduled() {
    #[track_caller]
    fn check(request: &UpdateSubscription, json: serde_json::Value) {
        assert_eq!(serde_json::to_value(request).unwrap(), json);
        assert_eq!(serde_json::from_value::<UpdateSubscription>(json).unwrap(), *request);
    }
    let request = UpdateSubscription::new("s");
    check(&request, json!({"subscriptionId": "s"}));
    check(
        &request.clone().without_cancellation(),
        json!({"subscriptionId": "s", "cancellationDate": null}),
    );
    check(
        &request.with_cancellation_date(moment()),
        json!({"subscriptionId": "s", "cancellationDate": "2025-06-15T12:34:56.000Z"}),
    );
}

#[test]
fn an_empty_list_is_not_an_absent_one() {
    let json = json!({"subscriptionId": "s", "addons": [], "billableFeatures": [], "metadata": {}});
    let request: UpdateSubscription = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(request.addons.as_deref(), Some([].as_slice()));
    assert_eq!(serde_json::to_value(&request).unwrap(), json);
}

#[test]
fn a_request_names_what_is_wrong_with_it() {
    #[track_caller]
    fn check(request: &UpdateSubscription, expected: &str) {
        assert_eq!(request.validate().unwrap_err().to_string(), expected);
    }
    let request = UpdateSubscription::new("s");
    check(&UpdateSubscription::new(""), "`subscriptionId` is empty");
    check(
        &request.clone().with_addon("a", -3),
        "`addons[0].quantity` is -3; it cannot be negative",
    );
    check(
        &request.clone().with_unit_quantity(-1),
        "`unitQuantity` is -1; it cannot be negative",
    );
    check(
        &request.clone().with_charge(Charge::credit("c", f64::NAN)),
        "`charges[0].quantity` is NaN, which is not a number that can be sent",
    );
    check(
        &request
            .clone()
            .with_subscription_entitlements([UpdateSubscriptionEntitlementInput::default()]),
        "`subscriptionEntitlements[0]` names neither an entitlement nor a feature",
    );
    check(
        &request
            .clone()
            .with_entitlements([SubscriptionFeatureEntitlement::new(" ").into()]),
        "`entitlements[0].feature.featureId` is blank",
    );
    check(
        &request.clone().with_applied_coupon(SubscriptionCouponInput::default()),
        "`appliedCoupon` names no coupon",
    );
    assert!(request.validate().is_ok());
}
