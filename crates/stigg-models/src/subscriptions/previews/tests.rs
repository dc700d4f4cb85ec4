use serde_json::{Value, json};

use super::*;
use crate::serde_ext::fields::assert_every_field_is_set;
use crate::{
    BillingPeriod, Charge, Currency, Money, ScheduleStrategy, SubscriptionBillingCycleAnchor, SubscriptionBillingInfo,
    SubscriptionCouponInput, Timestamp, TrialOverrideConfiguration,
};

fn moment() -> Timestamp {
    "2025-06-15T12:34:56Z".parse().unwrap()
}

fn purchase() -> Value {
    json!({
        "addons": [{"addonId": "addon-support", "quantity": 2}], "unitQuantity": 2.0,
        "billableFeatures": [{"featureId": "seats", "quantity": 5.0}],
        "charges": [{"id": "seats", "quantity": 5.0, "type": "FEATURE"}],
        "appliedCoupon": {"couponId": "spring"}, "promotionCode": "SPRING",
    })
}

fn with(mut json: Value, more: Value) -> Value {
    let (Some(members), Value::Object(more)) = (json.as_object_mut(), more) else {
        panic!("only objects can be merged")
    };
    members.extend(more);
    json
}

#[test]
fn everything_can_be_previewed() {
    let request = PreviewSubscription::new("customer-42", "plan-pro")
        .with_paying_customer_id("customer-43")
        .with_resource_id("site-1")
        .with_billing_period(BillingPeriod::Annually)
        .with_addon("addon-support", 2)
        .with_unit_quantity(2)
        .with_billable_feature("seats", 5)
        .with_charge(Charge::feature("seats", 5))
        .with_schedule_strategy(ScheduleStrategy::Immediate)
        .with_start_date(moment())
        .with_trial_override_configuration(TrialOverrideConfiguration::no_trial())
        .with_applied_coupon(SubscriptionCouponInput::coupon("spring"))
        .with_promotion_code("SPRING")
        .with_billing_information(SubscriptionBillingInfo::new())
        .with_billing_cycle_anchor(SubscriptionBillingCycleAnchor::Now)
        .with_billing_country_code("DE");
    assert_every_field_is_set(&request);
    assert!(request.validate().is_ok());
    let json = with(
        purchase(),
        json!({
            "customerId": "customer-42", "planId": "plan-pro", "payingCustomerId": "customer-43",
            "resourceId": "site-1", "billingPeriod": "ANNUALLY", "scheduleStrategy": "IMMEDIATE",
            "startDate": "2025-06-15T12:34:56.000Z", "trialOverrideConfiguration": {"isTrial": false},
            "billingInformation": {}, "billingCycleAnchor": "NOW", "billingCountryCode": "DE",
        }),
    );
    assert_eq!(serde_json::to_value(&request).unwrap(), json);
    assert_eq!(serde_json::from_value::<PreviewSubscription>(json).unwrap(), request);
}

#[test]
fn everything_can_be_estimated() {
    let request = EstimateSubscription::new("customer-42", "plan-pro")
        .with_paying_customer_id("customer-43")
        .with_resource_id("site-1")
        .with_billing_period(BillingPeriod::Annually)
        .with_addon("addon-support", 2)
        .with_unit_quantity(2)
        .with_price_unit_amount(3)
        .with_billable_feature("seats", 5)
        .with_charge(Charge::feature("seats", 5))
        .with_start_date(moment())
        .with_skip_trial(true)
        .with_trial_override_configuration(TrialOverrideConfiguration::no_trial())
        .with_applied_coupon(SubscriptionCouponInput::coupon("spring"))
        .with_promotion_code("SPRING")
        .with_billing_information(SubscriptionBillingInfo::new())
        .with_billing_country_code("DE");
    assert_every_field_is_set(&request);
    assert!(request.validate().is_ok());
    let json = with(
        purchase(),
        json!({
            "customerId": "customer-42", "planId": "plan-pro", "payingCustomerId": "customer-43",
            "resourceId": "site-1", "billingPeriod": "ANNUALLY", "priceUnitAmount": 3.0,
            "startDate": "2025-06-15T12:34:56.000Z", "skipTrial": true,
            "trialOverrideConfiguration": {"isTrial": false}, "billingInformation": {}, "billingCountryCode": "DE",
        }),
    );
    assert_eq!(serde_json::to_value(&request).unwrap(), json);
    assert_eq!(serde_json::from_value::<EstimateSubscription>(json).unwrap(), request);

    let request = EstimateSubscriptionUpdate::new("subscription-1")
        .with_addon("addon-support", 2)
        .with_unit_quantity(2)
        .with_billable_feature("seats", 5)
        .with_charge(Charge::feature("seats", 5))
        .with_applied_coupon(SubscriptionCouponInput::coupon("spring"))
        .with_promotion_code("SPRING");
    assert_every_field_is_set(&request);
    assert!(request.validate().is_ok());
    let json = with(purchase(), json!({"subscriptionId": "subscription-1"}));
    assert_eq!(serde_json::to_value(&request).unwrap(), json);
    assert_eq!(
        serde_json::from_value::<EstimateSubscriptionUpdate>(json).unwrap(),
        request
    );
}

#[test]
fn a_request_names_what_is_wrong_with_it() {
    let errors = [
        PreviewSubscription::new("", "p").validate(),
        PreviewSubscription::new("c", "p").with_unit_quantity(-1).validate(),
        EstimateSubscription::new("c", "").validate(),
        EstimateSubscription::new("c", "p")
            .with_price_unit_amount(f64::NAN)
            .validate(),
        EstimateSubscriptionUpdate::new("").validate(),
        EstimateSubscriptionUpdate::new("s").with_addon("", 1).validate(),
        PreviewNextInvoice::new(" ").validate(),
    ];
    let errors: Vec<String> = errors.into_iter().map(|error| error.unwrap_err().to_string()).collect();
    assert_eq!(
        errors,
        [
            "`customerId` is empty",
            "`unitQuantity` is -1; it cannot be negative",
            "`planId` is empty",
            "`priceUnitAmount` is NaN, which is not a number that can be sent",
            "`subscriptionId` is empty",
            "`addons[0].addonId` is empty",
            "`subscriptionId` is blank",
        ]
    );
}

#[test]
fn an_invoice_without_details_is_its_total() {
    let total = Money::new(20.into(), Currency::Eur);
    let json = json!({"amount": 20, "currency": "EUR"});
    let immediate = ImmediateSubscriptionPreviewInvoice::new(total.clone());
    let preview = SubscriptionPreviewV2::new(immediate);
    let all = json!({"subTotal": json, "totalExcludingTax": json, "total": json});
    assert_eq!(
        serde_json::to_value(&preview).unwrap(),
        json!({
            "immediateInvoice": all, "billingPeriodRange": {}, "isPlanDowngrade": false, "hasScheduledUpdates": false,
        })
    );
    assert_eq!(
        serde_json::to_value(SubscriptionPreviewInvoice::new(total.clone())).unwrap(),
        all
    );
    let price = SubscriptionPricePreview::new(total.clone());
    assert_eq!(
        serde_json::to_value(price).unwrap(),
        with(all.clone(), json!({"tax": {"amount": 0, "currency": "EUR"}}))
    );
    let estimate = serde_json::to_value(SubscriptionPreview::new(total.clone())).unwrap();
    assert_eq!(
        (&estimate["total"], &estimate["billingPeriodRange"]),
        (&json, &json!({}))
    );
    let next = SubscriptionInvoicePreview::new(total, moment());
    assert_eq!(next.amount_due, next.total);
    assert_eq!(next.minimum_spend_adjustment, Money::new(0.into(), Currency::Eur));
}

#[test]
fn a_preview_that_says_null_says_no() {
    let money = json!({"amount": 1, "currency": "USD"});
    let preview: SubscriptionPreviewV2 = serde_json::from_value(json!({
        "immediateInvoice": {
            "subTotal": money, "totalExcludingTax": money, "total": money, "tax": null, "proration": {
                "credit": money, "debit": money, "netAmount": money, "prorationDate": "2025-06-15T12:34:56Z",
                "hasProrations": null,
            },
        },
        "billingPeriodRange": null, "isPlanDowngrade": null, "hasScheduledUpdates": null,
    }))
    .unwrap();
    assert!(!preview.is_plan_downgrade && !preview.has_scheduled_updates);
    assert_eq!(preview.billing_period_range, crate::DateRange::default());
    assert!(!preview.immediate_invoice.proration.unwrap().has_prorations);
}
