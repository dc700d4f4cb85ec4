use serde_json::{Value, json};
use stigg_models::{
    GrantPromotionalEntitlementsGroupInput, GrantPromotionalEntitlementsInput, PromotionalEntitlement,
    RevokePromotionalEntitlementInput, RevokePromotionalEntitlementsGroupInput, RevokedPromotionalEntitlement,
    UnlinkPromotionalEntitlementsGroupInput,
};

use crate::tolerance::check;

fn grants() -> Value {
    json!([{
        "featureId": "feature-calls", "period": "CUSTOM", "customEndDate": "2026-01-01T00:00:00.000Z",
        "usageLimit": 5.0, "hasUnlimitedUsage": false, "hasSoftLimit": true, "isVisible": true,
        "enumValues": ["eu"], "resetPeriod": "MONTH",
        "monthlyResetPeriodConfiguration": {"accordingTo": "StartOfTheMonth"},
        "weeklyResetPeriodConfiguration": {"accordingTo": "EveryMonday"},
        "yearlyResetPeriodConfiguration": {"accordingTo": "SubscriptionStart"},
    }])
}

#[test]
fn requests_ignore_what_they_do_not_know() {
    check::<GrantPromotionalEntitlementsInput>(&json!({
        "customerId": "customer-42", "promotionalEntitlements": grants(),
    }));
    check::<GrantPromotionalEntitlementsGroupInput>(&json!({
        "customerId": "customer-42", "featureGroupId": "group-1", "promotionalEntitlements": grants(),
    }));
    check::<RevokePromotionalEntitlementInput>(&json!({"customerId": "customer-42", "featureId": "feature-calls"}));
    let group = json!({"customerId": "customer-42", "featureGroupId": "group-1"});
    check::<RevokePromotionalEntitlementsGroupInput>(&group);
    check::<UnlinkPromotionalEntitlementsGroupInput>(&group);
}

#[test]
fn results_ignore_what_they_do_not_know() {
    check::<RevokedPromotionalEntitlement>(&json!({"id": "e-1"}));
    check::<PromotionalEntitlement>(&json!({
        "feature": {
            "id": "feature-calls", "featureType": "NUMBER", "displayName": "Calls", "description": "API calls",
            "meterType": "Incremental", "units": "call", "unitsPlural": "calls", "isMetered": true,
            "metadata": {"tier": "1"},
        },
        "status": "Active", "usageLimit": 5.0, "hasUnlimitedUsage": false, "hasSoftLimit": true,
        "resetPeriod": "MONTH", "expiresAt": "2026-01-01T00:00:00.000Z", "hasExpirationDate": true,
        "isVisible": true,
    }));
}
