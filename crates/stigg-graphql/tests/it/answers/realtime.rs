//! What Stigg tells unasked, by the names of the subscriptions.

use serde_json::{Value, json};

use super::{MOMENT, entitlements, units};

pub(crate) fn pushed() -> Vec<(&'static str, Value)> {
    vec![
        (
            "OnEntitlementsUpdatedV2",
            json!({"entitlementsUpdatedV2": {
                "customerId": "customer-42", "resourceId": "site-1", "accessDeniedReason": "CustomerIsArchived",
                "entitlements": entitlements(),
            }}),
        ),
        (
            "OnUsageUpdatedV2",
            json!({"usageUpdatedV2": {
                "customerId": "customer-42", "resourceId": "site-1",
                "entitlementReference": {"type": "CREDIT", "id": "tokens"},
                "usage": {
                    "currentUsage": 42.5, "usagePeriodStart": MOMENT, "usagePeriodEnd": MOMENT, "usageUpdatedAt": MOMENT,
                },
            }}),
        ),
        (
            "OnCreditBalanceUpdated",
            json!({"creditBalanceUpdated": {
                "customerId": "customer-42", "resourceId": "site-1", "currencyId": "tokens",
                "currency": {"currencyId": "tokens", "displayName": "Tokens", "symbol": "T", "units": units()},
                "currentBalance": 57.5, "totalGranted": 100, "totalConsumed": 42.5, "validUntil": 1_749_990_896_789_i64,
            }}),
        ),
        (
            "OnPackagePublished",
            json!({"packagePublished": {
                "accountId": "account-1", "environmentId": "environment-1", "packageType": "Plan",
                "packageRefId": "plan-pro", "packageVersion": 7, "migrationType": "ALL_CUSTOMERS",
            }}),
        ),
        (
            "OnEntitlementsUpdated",
            json!({"entitlementsUpdated": {
                "customerId": "customer-42", "resourceId": "site-1",
                "entitlements": [{
                    "accessDeniedReason": "RequestedUsageExceedingLimit", "usageLimit": 100, "hasUnlimitedUsage": false,
                    "hasSoftLimit": true, "currentUsage": 42.5, "enumValues": ["a"], "resetPeriod": "MONTH",
                    "usagePeriodAnchor": MOMENT, "usagePeriodStart": 1_749_990_896_789_i64,
                    "usagePeriodEnd": "1749990896789", "validUntil": 1_749_990_896_789.0,
                    "feature": entitlements()[0]["feature"],
                }],
            }}),
        ),
        (
            "OnUsageUpdated",
            json!({"usageUpdated": {"usage": {
                "customerId": "customer-42", "resourceId": "site-1", "featureId": "seats", "currentUsage": 42.5,
                "usagePeriodStart": 1_749_990_896_789_i64, "usagePeriodEnd": 1_749_990_896_789_i64,
            }}}),
        ),
    ]
}
