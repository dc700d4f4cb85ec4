//! What is sent about promotional entitlements.

use serde_json::{Value, json};
use stigg_transport::PromotionalEntitlements as _;

use super::{check, merged, request};

/// What is sent of an entitlement that is granted.
fn grants() -> Value {
    json!([
        {
            "featureId": "seats", "period": "CUSTOM", "customEndDate": "2026-07-01T00:00:00+02:00", "usageLimit": 100,
            "hasUnlimitedUsage": false, "hasSoftLimit": true, "isVisible": false, "enumValues": ["a", "b"],
            "resetPeriod": "MONTH", "monthlyResetPeriodConfiguration": {"accordingTo": "StartOfTheMonth"},
            "weeklyResetPeriodConfiguration": {"accordingTo": "EveryMonday"},
            "yearlyResetPeriodConfiguration": {"accordingTo": "SubscriptionStart"},
        },
        {"featureId": "sso", "period": "LIFETIME"},
    ])
}

#[tokio::test]
async fn grant_promotional_entitlements() {
    let full = json!({"customerId": "customer-42", "promotionalEntitlements": grants()});
    let minimal = json!({"customerId": "customer-42", "promotionalEntitlements": []});
    check!(grant_promotional_entitlements, request(full), request(minimal));
}

#[tokio::test]
async fn revoke_promotional_entitlements() {
    let one = json!({"customerId": "customer-42", "featureId": "seats"});
    check!(
        revoke_promotional_entitlements,
        request(one.clone()),
        request(one.clone())
    );
}

#[tokio::test]
async fn grant_promotional_entitlements_group() {
    let group = json!({"customerId": "customer-42", "featureGroupId": "group-1"});
    let full = merged(&group, json!({"promotionalEntitlements": grants()}));
    let minimal = merged(&group, json!({"promotionalEntitlements": []}));
    check!(grant_promotional_entitlements_group, request(full), request(minimal));
}

#[tokio::test]
async fn revoke_promotional_entitlements_group() {
    let group = json!({"customerId": "customer-42", "featureGroupId": "group-1"});
    check!(
        revoke_promotional_entitlements_group,
        request(group.clone()),
        request(group.clone())
    );
}

#[tokio::test]
async fn unlink_promotional_entitlements_group() {
    let group = json!({"customerId": "customer-42", "featureGroupId": "group-1"});
    check!(
        unlink_promotional_entitlements_group,
        request(group.clone()),
        request(group.clone())
    );
}
