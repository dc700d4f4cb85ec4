use serde_json::{Value, json};

use super::*;

fn slim(refine: impl FnOnce(&mut Value)) -> Subscription {
    let mut wire = json!({
        "refId": "subscription-1", "status": "ACTIVE", "pricingType": "PAID", "paymentCollection": "NOT_REQUIRED",
        "customer": {"refId": "customer-42"}, "plan": {"refId": "plan-pro"},
    });
    refine(&mut wire);
    subscription(serde_json::from_value(wire).unwrap()).unwrap()
}

fn entry(price: &Value) -> Value {
    json!({"usageLimit": 7, "price": price})
}

fn flat_fee() -> Value {
    json!({
        "billingModel": "FLAT_FEE", "billingPeriod": "MONTHLY", "billingCadence": "RECURRING",
        "price": {"amount": 20, "currency": "EUR"},
    })
}

fn per_unit() -> Value {
    json!({
        "billingModel": "PER_UNIT", "billingPeriod": "ANNUALLY", "billingCadence": "RECURRING", "tiersMode": "VOLUME",
        "tiers": [{"upTo": 10, "unitPrice": {"amount": 2, "currency": "GBP"}}],
        "feature": {
            "refId": "seats", "displayName": "Seats", "description": "Who works with it", "featureUnits": "seat",
            "featureUnitsPlural": "seats",
        },
    })
}

fn totals() -> Value {
    json!({"subTotal": {"amount": 30, "currency": "GBP"}, "total": {"amount": 24.5, "currency": "GBP"}})
}

#[test]
fn what_is_empty_or_null_is_absent() {
    let empty = slim(|wire| {
        for field in ["billingId", "billingLinkUrl", "billingSyncError"] {
            wire[field] = json!("");
        }
        for field in [
            "addons",
            "prices",
            "totalPrice",
            "resource",
            "latestInvoice",
            "experimentInfo",
        ] {
            wire[field] = Value::Null;
        }
    });
    assert_eq!(empty, slim(|_| ()));
    assert_eq!((empty.billing_id, empty.price, empty.addons), (None, None, Vec::new()));
}

#[test]
fn add_ons_are_listed_twice() {
    let subscription = slim(|wire| {
        wire["addons"] = json!([{"quantity": 2, "addon": {"refId": "a"}}, {"quantity": 1, "addon": {"refId": "b"}}]);
    });
    assert_eq!(subscription.addon_ids, ["a", "b"]);
    assert_eq!(
        subscription.addons,
        [SubscriptionAddon::new("a", 2), SubscriptionAddon::new("b", 1)]
    );
}

#[test]
fn the_price_in_one_object_has_the_totals_as_its_amounts() {
    let subscription = slim(|wire| {
        wire["prices"] = json!([entry(&per_unit()), entry(&flat_fee())]);
        wire["totalPrice"] = totals();
    });
    let expected = json!({
        "pricingModel": "PER_UNIT", "billingPeriod": "ANNUALLY", "amount": 24.5, "grossAmount": 30, "currency": "GBP",
        "tiersMode": "VOLUME", "tiers": [{"upTo": 10.0, "unitPrice": {"amount": 2, "currency": "GBP"}}],
        // Without its description.
        "feature": {
            "featureId": "seats", "displayName": "Seats", "units": "seat", "unitsPlural": "seats", "unitQuantity": 7.0,
        },
    });
    assert_eq!(serde_json::to_value(&subscription.price).unwrap(), expected);
    let feature = subscription.prices[0].feature.as_ref().unwrap();
    assert_eq!(feature.description.as_deref(), Some("Who works with it"));
    assert_eq!(feature.unit_quantity, Some(7.0));
}

#[test]
fn there_is_no_price_in_one_object_without_a_first_price_and_totals() {
    let price = |prices: Value, total: Value| {
        let subscription = slim(|wire| {
            wire["prices"] = prices;
            wire["totalPrice"] = total;
        });
        subscription.price
    };
    assert!(price(json!([entry(&flat_fee())]), totals()).is_some());
    assert_eq!(price(json!([entry(&flat_fee())]), Value::Null), None);
    assert_eq!(price(json!([]), totals()), None);
    assert_eq!(price(Value::Null, totals()), None);
    // The first one counts, even if it is empty.
    assert_eq!(price(json!([entry(&Value::Null), entry(&flat_fee())]), totals()), None);
}

#[test]
fn entries_without_a_price_are_left_out() {
    let subscription = slim(|wire| wire["prices"] = json!([entry(&Value::Null), entry(&flat_fee()), null]));
    assert_eq!(subscription.prices.len(), 1);
    assert_eq!(subscription.prices[0].currency, stigg_models::Currency::Eur);
}

#[test]
fn an_absurd_amount_is_an_error_and_not_another_amount() {
    let wire = json!({
        "billingId": "in_1", "status": "OPEN", "createdAt": "2025-06-15T12:00:00Z", "updatedAt": "2025-06-15T12:00:00Z",
        "requiresAction": false, "tax": 1e300,
    });
    assert!(invoice(serde_json::from_value(wire).unwrap()).is_err());
}

#[test]
fn a_provisioned_subscription_may_have_to_be_paid_first() {
    let wire =
        json!({"status": "PAYMENT_REQUIRED", "checkoutUrl": "https://pay.example.com", "checkoutBillingId": "cs_1"});
    let result = provision_result(serde_json::from_value(wire).unwrap()).unwrap();
    assert_eq!(
        serde_json::to_value(&result).unwrap(),
        json!({
            "provisionStatus": "PAYMENT_REQUIRED", "checkoutUrl": "https://pay.example.com", "checkoutBillingId": "cs_1",
        })
    );
    assert_eq!(result.entitlements, None);

    let wire = json!({"status": "SUCCESS", "entitlementsV2": []});
    let result = provision_result(serde_json::from_value(wire).unwrap()).unwrap();
    assert_eq!((result.checkout_url, result.entitlements), (None, Some(Vec::new())));
}

/// What becomes of the details of a scheduled change.
fn change(variables: &Value) -> Value {
    let wire = json!({
        "subscriptionScheduleType": "Plan", "scheduleStatus": "Scheduled",
        "scheduledExecutionTime": "2025-07-01T00:00:00Z", "scheduleVariables": variables,
        "targetPackage": {"id": "1", "refId": "plan-pro", "displayName": "Pro"},
    });
    let future = future_update(serde_json::from_value(wire.clone()).unwrap());
    let scheduled = scheduled_update(serde_json::from_value(wire).unwrap());
    assert_eq!(future, scheduled);
    serde_json::to_value(future).unwrap()["scheduleVariables"].take()
}

#[test]
fn scheduled_changes_of_every_kind_are_kept() {
    let (features, addons) = (
        json!([{"featureId": "f", "quantity": 1.5}]),
        json!([{"addonRefId": "a", "quantity": 2.0}]),
    );
    let overrides = json!([{"planRefId": "p"}, {"addonRefId": "a", "featureId": "f"}]);
    for variables in [
        json!({
            "__typename": "PlanChangeVariables", "planRefId": "p", "changeType": "UPGRADE", "billingPeriod": "MONTHLY",
            "billableFeatures": features, "addons": addons, "priceOverrides": overrides,
        }),
        json!({
            "__typename": "DowngradeChangeVariables", "downgradePlanRefId": "p", "billingPeriod": "MONTHLY",
            "billableFeatures": features, "addons": addons, "priceOverrides": overrides,
        }),
        json!({"__typename": "BillingPeriodChangeVariables", "billingPeriod": "ANNUALLY"}),
        json!({"__typename": "UnitAmountChangeVariables", "newUnitAmount": 3.0, "featureId": "f"}),
        json!({"__typename": "AddonChangeVariables", "addonRefId": "a", "newQuantity": 4.0}),
        json!({"__typename": "PlanPriceOverrideChangeVariables", "planRefId": "p", "featureId": "f"}),
        json!({"__typename": "AddonPriceOverrideChangeVariables", "addonRefId": "a", "featureId": "f"}),
        json!({"__typename": "CouponChangeVariables"}),
        json!({"__typename": "RecurringCreditsChangeVariables"}),
        json!({"__typename": "MoonPhaseChangeVariables"}),
    ] {
        assert_eq!(change(&variables), variables);
    }
}

#[test]
fn details_that_cannot_be_read_are_left_out() {
    assert_eq!(change(&Value::Null), Value::Null);
    assert_eq!(
        change(&json!({"__typename": "AddonChangeVariables", "newQuantity": "many"})),
        Value::Null
    );
}
