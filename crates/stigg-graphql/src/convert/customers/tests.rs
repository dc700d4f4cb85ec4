use serde_json::{Value, json};

use super::*;
use crate::generated::inputs;

fn full(refine: impl FnOnce(&mut Value)) -> FullCustomer {
    let mut wire = json!({
        "refId": "customer-42", "updatedAt": "2025-06-15T12:00:00Z", "hasPaymentMethod": false,
        "hasActiveSubscription": false,
    });
    refine(&mut wire);
    full_customer(serde_json::from_value(wire).unwrap()).unwrap()
}

#[test]
fn what_is_empty_or_null_is_absent() {
    let empty = full(|wire| {
        for field in ["name", "email", "billingId", "defaultPaymentMethodLast4Digits"] {
            wire[field] = json!("");
        }
        for list in [
            "subscriptions",
            "promotionalEntitlements",
            "trialedPlans",
            "eligibleForTrial",
        ] {
            wire[list] = Value::Null;
        }
        wire["additionalMetaData"] = Value::Null;
        wire["experimentInfo"] = Value::Null;
    });
    assert_eq!(empty, full(|_| ()));
    assert_eq!((empty.name, empty.created_at, empty.metadata), (None, None, None));
}

#[test]
fn a_payment_method_is_there_when_anything_is_known_about_it() {
    assert_eq!(full(|_| ()).payment_method_details, None);
    // A type alone is no payment method.
    assert_eq!(
        full(|wire| wire["defaultPaymentMethodType"] = json!("CARD")).payment_method_details,
        None
    );
    assert_eq!(
        full(|wire| wire["defaultPaymentExpirationMonth"] = json!(0)).payment_method_details,
        None
    );

    let details = full(|wire| {
        wire["defaultPaymentMethodType"] = json!("CARD");
        wire["defaultPaymentExpirationYear"] = json!(2031.0);
    })
    .payment_method_details;
    let json = json!({"expirationYear": 2031, "type": "CARD"});
    assert_eq!(serde_json::to_value(details).unwrap(), json);
    let details = full(|wire| wire["defaultPaymentMethodLast4Digits"] = json!("4242")).payment_method_details;
    assert_eq!(serde_json::to_value(details).unwrap(), json!({"last4Digits": "4242"}));
}

#[test]
fn a_promotional_entitlement_expires_if_it_has_an_end() {
    let entitlement = |end: Value| {
        let mut customer = full(|wire| {
            wire["promotionalEntitlements"] = json!([{
                "status": "Active", "isVisible": true, "endDate": end, "usageLimit": null, "hasSoftLimit": true,
                "feature": {"refId": "seats", "displayName": "Seats", "featureType": "NUMBER"},
            }]);
        });
        customer.promotional_entitlements.remove(0)
    };
    let endless = entitlement(Value::Null);
    assert!(!endless.has_expiration_date && endless.expires_at.is_none());
    assert_eq!(endless.has_soft_limit, Some(true));
    assert_eq!(endless.usage_limit.to_bits(), 0.0_f64.to_bits());
    let limited = entitlement(json!("2030-01-01T00:00:00Z"));
    assert!(limited.has_expiration_date && limited.expires_at.is_some());
}

#[test]
fn entitlements_that_come_with_an_answer_are_none_or_all() {
    let entitlements = |list: Value| {
        let wire = json!({
            "customer": {"refId": "customer-42", "updatedAt": "2025-06-15T12:00:00Z"},
            "subscriptionDecisionStrategy": "REQUESTED_PLAN", "entitlementsV2": list,
        });
        provisioned_customer(serde_json::from_value(wire).unwrap())
            .unwrap()
            .entitlements
    };
    assert_eq!(entitlements(Value::Null), None);
    assert_eq!(entitlements(json!([])), Some(Vec::new()));
}

/// The variables that a request, as the official SDK would have it, is sent with.
fn sent<D: serde::de::DeserializeOwned, W: From<D> + serde::Serialize>(domain: Value) -> Value {
    let request: D = serde_json::from_value(domain).unwrap();
    serde_json::to_value(W::from(request)).unwrap()
}

#[test]
fn the_first_subscription_has_its_own_words() {
    let params = |params: Value| {
        let domain = json!({"customerId": "c", "subscriptionParams": params});
        sent::<stigg_models::ProvisionCustomer, inputs::ProvisionCustomerInput>(domain)["subscriptionParams"].take()
    };
    assert_eq!(
        params(json!({"planId": "p", "id": "s", "unitQuantity": 5, "metadata": {"a": "b"}})),
        json!({"planId": "p", "refId": "s", "priceUnitAmount": 5.0, "additionalMetaData": {"a": "b"}})
    );
    assert_eq!(
        params(json!({"planId": "p", "skipTrial": true})),
        json!({"planId": "p", "trialOverrideConfiguration": {"isTrial": false}})
    );
    assert_eq!(
        params(json!({"planId": "p", "skipTrial": false})),
        json!({"planId": "p"})
    );
    // Who says in detail what the trial is like means that.
    assert_eq!(
        params(json!({"planId": "p", "skipTrial": true, "trialOverrideConfiguration": {"isTrial": true}})),
        json!({"planId": "p", "trialOverrideConfiguration": {"isTrial": true}})
    );
    assert_eq!(params(Value::Null), Value::Null);
}

#[test]
fn an_update_keeps_clears_or_sets() {
    let sent = sent::<stigg_models::UpdateCustomer, inputs::UpdateCustomerInput>;
    assert_eq!(sent(json!({"customerId": "c"})), json!({"refId": "c"}));
    assert_eq!(
        sent(json!({"customerId": "c", "couponId": null, "metadata": null})),
        json!({"refId": "c", "couponRefId": null, "additionalMetaData": null})
    );
    assert_eq!(
        sent(json!({"customerId": "c", "couponId": "spring", "metadata": {}})),
        json!({"refId": "c", "couponRefId": "spring", "additionalMetaData": {}})
    );
}
