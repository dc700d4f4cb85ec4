//! What is sent to check entitlements, and about the checks.

use serde_json::json;
use stigg_transport::{Entitlements as _, EntitlementsQuery};

use super::{check, request};

#[tokio::test]
async fn get_entitlements_state() {
    let query = EntitlementsQuery::new("customer-42");
    check!(
        get_entitlements_state,
        query.clone().with_resource_id("site-1"),
        query.clone().with_resource_id("")
    );
}

#[tokio::test]
async fn get_entitlement_remote() {
    let full = json!({
        "customerId": "customer-42", "featureId": "seats", "resourceId": "site-1",
        "options": {"requestedUsage": 2.5, "requestedValues": ["eu"], "shouldTrack": false},
    });
    let minimal = json!({"customerId": "customer-42", "featureId": "seats", "resourceId": "", "options": {}});
    check!(get_entitlement_remote, request(full), request(minimal));
}

#[tokio::test]
async fn get_entitlement_v2_remote() {
    let full = json!({
        "customerId": "customer-42", "featureId": "seats", "currencyId": "", "resourceId": "site-1",
        "options": {"requestedUsage": 2.5, "requestedValues": ["eu"], "shouldTrack": false},
    });
    let minimal = json!({"customerId": "customer-42", "currencyId": "tokens"});
    check!(get_entitlement_v2_remote, request(full), request(minimal));
}

#[tokio::test]
async fn get_entitlements_remote() {
    let query = EntitlementsQuery::new("customer-42");
    check!(
        get_entitlements_remote,
        query.clone().with_resource_id("site-1"),
        query.clone().with_resource_id("")
    );
}

#[tokio::test]
async fn report_entitlement_check_requested() {
    let full = json!({
        "customerId": "customer-42", "featureId": "api-calls", "resourceId": "site-1", "requestedUsage": 3,
        "requestedValues": ["eu"],
        "entitlementCheckResult": {
            "hasAccess": false, "accessDeniedReason": "RequestedUsageExceedingLimit", "usageLimit": 10,
            "currentUsage": 8, "requestedUsage": 3, "requestedValues": ["eu"], "enumValues": ["us"],
            "hasUnlimitedUsage": false, "hasSoftLimit": false, "nextResetDate": "2025-07-01T00:00:00.000Z",
            "resetPeriod": "MONTH", "monthlyResetPeriodConfiguration": {"accordingTo": "StartOfTheMonth"},
            "weeklyResetPeriodConfiguration": {"accordingTo": "EveryMonday"},
            "yearlyResetPeriodConfiguration": {"accordingTo": "SubscriptionStart"},
        },
    });
    let minimal = json!({
        "customerId": "customer-42", "featureId": "api-calls", "entitlementCheckResult": {"hasAccess": true},
    });
    check!(report_entitlement_check_requested, request(full), request(minimal));
}
