use serde_json::{Value, json};
use stigg_models::{
    CreditEntitlementFallback, CustomerEntitlementsResult, CustomerEntitlementsResultV2, EntitlementCheckRequested,
    EntitlementFallback, EntitlementsState, FetchEntitlementQuery, GetBooleanEntitlement, GetCreditEntitlement,
    GetEntitlement, GetEntitlementV2Input, GetEntitlementV2Params, GetEnumEntitlement, GetMeteredEntitlement,
    GetNumericEntitlement, ReloadEntitlementsResult,
};

use crate::tolerance::check;

pub(crate) fn feature() -> Value {
    json!({
        "id": "feature-calls", "displayName": "Calls", "description": "API calls", "featureType": "NUMBER",
        "meterType": "Incremental", "units": "call", "unitsPlural": "calls", "isMetered": true,
        "unitTransformation": {"divide": 1000.0, "round": "UP"},
    })
}

fn currency() -> Value {
    json!({
        "currencyId": "tokens", "displayName": "Tokens", "description": "What models eat", "unitSingular": "token",
        "unitPlural": "tokens", "additionalMetaData": {"team": "core"},
    })
}

fn fallback() -> Value {
    json!({
        "hasAccess": true, "value": 1.0, "usageLimit": 2.0, "currentUsage": 1.0, "isUnlimited": false,
        "enumValues": ["eu"],
    })
}

#[test]
fn requests_ignore_what_they_do_not_know() {
    let request = |options: Value| {
        json!({
            "customerId": "customer-42", "featureId": "feature-calls", "resourceId": "site-1", "options": options,
        })
    };
    check::<GetBooleanEntitlement<'static>>(&request(json!({"fallback": fallback()})));
    check::<GetNumericEntitlement<'static>>(&request(json!({"fallback": fallback()})));
    check::<GetMeteredEntitlement<'static>>(&request(json!({"requestedUsage": 3.0, "fallback": fallback()})));
    check::<GetEnumEntitlement<'static>>(&request(json!({"requestedValues": ["eu"], "fallback": fallback()})));
    check::<EntitlementCheckRequested>(&json!({
        "customerId": "customer-42", "featureId": "feature-calls", "resourceId": "site-1", "requestedUsage": 3.0,
        "requestedValues": ["eu"],
        "entitlementCheckResult": {
            "hasAccess": false, "accessDeniedReason": "RequestedUsageExceedingLimit", "usageLimit": 10.0,
            "currentUsage": 8.0, "requestedUsage": 3.0, "requestedValues": ["eu"], "enumValues": ["us"],
            "hasUnlimitedUsage": false, "hasSoftLimit": false, "nextResetDate": "2025-07-01T00:00:00.000Z",
            "resetPeriod": "MONTH", "monthlyResetPeriodConfiguration": {"accordingTo": "StartOfTheMonth"},
            "weeklyResetPeriodConfiguration": {"accordingTo": "EveryMonday"},
            "yearlyResetPeriodConfiguration": {"accordingTo": "SubscriptionStart"},
        },
    }));

    let options = json!({"requestedUsage": 3.0, "requestedValues": ["eu"], "fallback": fallback()});
    check::<GetEntitlement<'static>>(&request(options.clone()));
    let mut either = request(options);
    either["currencyId"] = json!("tokens");
    check::<GetEntitlementV2Params<'static>>(&either);
    check::<GetCreditEntitlement<'static>>(&json!({
        "customerId": "customer-42", "currencyId": "tokens", "resourceId": "site-1",
        "options": {"requestedUsage": 3.0, "fallback": {"hasAccess": true, "usageLimit": 2.0, "currentUsage": 1.0}},
    }));

    let options = json!({"requestedUsage": 3.0, "requestedValues": ["eu"], "shouldTrack": true});
    check::<FetchEntitlementQuery>(&request(options.clone()));
    let mut either = request(options);
    either["currencyId"] = json!("tokens");
    check::<GetEntitlementV2Input>(&either);
}

#[test]
fn fallbacks_ignore_what_they_do_not_know() {
    check::<EntitlementFallback>(&fallback());
    check::<CreditEntitlementFallback>(&json!({"hasAccess": true, "usageLimit": 2.0, "currentUsage": 1.0}));
}

#[test]
fn answers_ignore_what_they_do_not_know() {
    check::<CustomerEntitlementsResultV2>(&json!({
        "accessDeniedReason": "CustomerNotFound",
        "entitlements": [
            {
                "type": "BOOLEAN", "hasAccess": false, "isFallback": false, "accessDeniedReason": "Revoked",
                "feature": feature(),
            },
            {
                "type": "NUMERIC", "hasAccess": false, "isFallback": false, "accessDeniedReason": "Revoked",
                "feature": feature(), "isUnlimited": false, "value": 5.0,
            },
            {
                "type": "METERED", "hasAccess": false, "isFallback": false, "accessDeniedReason": "Revoked",
                "feature": feature(), "isUnlimited": false, "hasSoftLimit": true, "usageLimit": 10.0,
                "currentUsage": 4.0, "requestedUsage": 1.0, "resetPeriod": "MONTH",
                "usagePeriodAnchor": "2025-01-01T00:00:00.000Z", "usagePeriodStart": "2025-06-01T00:00:00.000Z",
                "usagePeriodEnd": "2025-07-01T00:00:00.000Z", "nextResetDate": "2025-07-01T00:00:00.000Z",
            },
            {
                "type": "ENUM", "hasAccess": false, "isFallback": false, "accessDeniedReason": "Revoked",
                "feature": feature(), "enumValues": ["us"], "requestedValues": ["eu"],
            },
            {
                "type": "FUZZY", "hasAccess": true, "isFallback": true, "accessDeniedReason": "Unknown",
                "feature": feature(), "value": 5.0, "usageLimit": 10.0, "currentUsage": 4.0, "isUnlimited": false,
                "enumValues": ["us"],
            },
            {
                "hasAccess": false, "isFallback": false, "accessDeniedReason": "InsufficientCredits",
                "currency": currency(), "usageLimit": 10.0, "currentUsage": 12.0, "hasSoftLimit": false,
                "usagePeriodEnd": "2025-07-01T00:00:00.000Z",
            },
        ],
    }));
    check::<CustomerEntitlementsResult>(&json!({
        "accessDeniedReason": "CustomerNotFound",
        "entitlements": [{
            "type": "BOOLEAN", "hasAccess": false, "isFallback": false, "accessDeniedReason": "Revoked",
            "feature": feature(),
        }],
    }));
    check::<ReloadEntitlementsResult>(&json!({"entitledEntityExists": true}));
}

#[test]
fn the_state_ignores_what_it_does_not_know() {
    check::<EntitlementsState>(&json!({
        "accessDeniedReason": "CustomerNotFound",
        "entitlements": [
            {
                "type": "FEATURE", "feature": feature(), "accessDeniedReason": "BudgetExceeded", "usageLimit": 10.0,
                "hasUnlimitedUsage": false, "hasSoftLimit": true, "currentUsage": 4.0, "enumValues": ["eu"],
                "resetPeriod": "MONTH", "usagePeriodAnchor": "2025-01-01T00:00:00.000Z",
                "usagePeriodStart": "2025-06-01T00:00:00.000Z", "usagePeriodEnd": "2025-07-01T00:00:00.000Z",
                "creditRate": {"amount": 0.5, "currencyId": "tokens", "customCurrencyId": "c-1"},
                "validUntil": "2025-07-01T00:00:00.000Z", "entitlementUpdatedAt": "2025-06-02T00:00:00.000Z",
                "usageUpdatedAt": "2025-06-03T00:00:00.000Z",
            },
            {
                "type": "CREDIT", "currency": currency(), "accessDeniedReason": "InsufficientCredits",
                "usageLimit": 10.0, "currentUsage": 12.0, "hasSoftLimit": false,
                "usagePeriodEnd": "2025-07-01T00:00:00.000Z", "validUntil": "2025-07-01T00:00:00.000Z",
                "entitlementUpdatedAt": "2025-06-02T00:00:00.000Z", "usageUpdatedAt": "2025-06-03T00:00:00.000Z",
            },
            {"type": "UNKNOWN"},
        ],
    }));
}
