use serde_json::json;

use super::*;
use crate::{FeatureType, FullEntitlementFeature, Plan, Product};

fn moment() -> Timestamp {
    "2025-06-15T12:34:56Z".parse().unwrap()
}

#[test]
fn only_what_is_in_force_is_active() {
    let subscription = |id: &str, status| {
        let plan = Plan::new("plan-pro", "Pro", Product::new("product-crm"));
        let mut subscription = FullSubscription::new(id, plan, moment());
        subscription.status = status;
        subscription
    };
    let entitlement = |status| {
        let feature = FullEntitlementFeature::new("seats", "Seats", FeatureType::Number);
        PromotionalEntitlement::new(feature, status)
    };
    let mut customer = FullCustomer::new("customer-42", moment());
    customer.subscriptions = vec![
        subscription("a", SubscriptionStatus::Active),
        subscription("t", SubscriptionStatus::InTrial),
        subscription("c", SubscriptionStatus::Canceled),
        subscription("?", "HIBERNATING".into()),
        subscription("b", SubscriptionStatus::Active),
    ];
    customer.promotional_entitlements = vec![
        entitlement(PromotionalEntitlementStatus::Expired),
        entitlement(PromotionalEntitlementStatus::Active),
        entitlement(PromotionalEntitlementStatus::Paused),
    ];
    let ids = |subscriptions: Vec<&FullSubscription>| -> Vec<String> {
        subscriptions
            .iter()
            .map(|subscription| subscription.id.clone())
            .collect()
    };
    assert_eq!(ids(customer.active_subscriptions().collect()), ["a", "b"]);
    assert_eq!(ids(customer.active_trials().collect()), ["t"]);
    assert_eq!(customer.active_promotional_entitlements().count(), 1);
}

#[test]
fn null_and_absent_are_the_same() {
    let json = json!({"id": "customer-42", "updatedAt": "2025-06-15T12:34:56.000Z"});
    let absent: FullCustomer = serde_json::from_value(json).unwrap();
    assert_eq!(absent, FullCustomer::new("customer-42", moment()));

    let null = serde_json::from_value::<FullCustomer>(json!({
        "id": "customer-42", "name": null, "email": null, "billingId": null, "createdAt": null,
        "updatedAt": 1_749_990_896_000_i64, "metadata": null, "awsMarketplaceCustomerId": null, "hasPaymentMethod": null,
        "paymentMethodDetails": null, "subscriptions": null, "promotionalEntitlements": null, "coupon": null,
        "experimentInfo": {}, "alreadyTrialPlans": null, "hasActiveSubscription": null, "eligibleForTrial": null,
    }));
    assert_eq!(null.unwrap(), absent);
}

#[test]
fn a_customer_is_written_as_in_the_official_sdk() {
    let mut customer = FullCustomer::new("customer-42", moment());
    customer.has_payment_method = true;
    let mut card = PaymentMethodDetails::new();
    card.expiration_month = Some(4);
    card.expiration_year = Some(2031);
    card.last4_digits = Some("4242".to_owned());
    customer.payment_method_details = Some(card);
    customer.already_trial_plans = vec![TrialedPlan::new("plan-pro", "product-crm")];
    let json = json!({
        "id": "customer-42", "updatedAt": "2025-06-15T12:34:56.000Z", "hasPaymentMethod": true,
        "paymentMethodDetails": {"expirationMonth": 4, "expirationYear": 2031, "last4Digits": "4242"},
        "subscriptions": [], "promotionalEntitlements": [],
        "alreadyTrialPlans": [{"planId": "plan-pro", "productId": "product-crm"}],
    });
    assert_eq!(serde_json::to_value(&customer).unwrap(), json);
    assert_eq!(serde_json::from_value::<FullCustomer>(json).unwrap(), customer);
}

#[test]
fn what_is_newer_than_the_official_sdk_is_kept() {
    let json = json!({
        "id": "customer-42", "updatedAt": "2025-06-15T12:34:56.000Z", "hasPaymentMethod": true,
        "paymentMethodDetails": {"type": "CARD"}, "subscriptions": [], "promotionalEntitlements": [],
        "alreadyTrialPlans": [], "hasActiveSubscription": false,
        "eligibleForTrial": [{"productId": "product-crm", "eligible": true}],
    });
    let customer: FullCustomer = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(
        customer.eligible_for_trial,
        [EligibleForTrial::new("product-crm", true)]
    );
    assert_eq!(serde_json::to_value(&customer).unwrap(), json);
}

#[test]
fn a_full_customer_can_be_had_in_brief() {
    let json = json!({
        "id": "customer-42", "name": "Ada", "email": "ada@example.com", "billingId": "cus_1",
        "createdAt": "2024-06-15T12:34:56.000Z", "updatedAt": "2025-06-15T12:34:56.000Z", "metadata": {"tier": "gold"},
        "awsMarketplaceCustomerId": "aws-1",
    });
    let full: FullCustomer = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(Customer::from(full)).unwrap(), json);
}
