//! Answers about entitlements.

use serde_json::{Value, json};

use super::{MOMENT, metadata};

pub(crate) fn entitlements() -> Value {
    json!([
        {
            "__typename": "FeatureEntitlement", "accessDeniedReason": "RequestedUsageExceedingLimit", "usageLimit": 100,
            "hasUnlimitedUsage": false, "hasSoftLimit": true, "currentUsage": 42.5, "enumValues": ["a"],
            "resetPeriod": "MONTH",
            "resetPeriodConfiguration": {
                "__typename": "MonthlyResetPeriodConfig", "monthlyAccordingTo": "StartOfTheMonth",
            },
            "usagePeriodAnchor": MOMENT, "usagePeriodStart": MOMENT, "usagePeriodEnd": MOMENT, "validUntil": MOMENT,
            "entitlementUpdatedAt": MOMENT, "usageUpdatedAt": MOMENT,
            "creditRate": {"amount": 0.5, "currencyId": "tokens", "customCurrencyId": "7f9c"},
            "feature": {
                "refId": "seats", "displayName": "Seats", "description": "Who works with it", "featureType": "NUMBER",
                "meterType": "Fluctuating", "featureUnits": "seat", "featureUnitsPlural": "seats",
                "unitTransformation": {"divide": 1000, "round": "UP"},
            },
        },
        {
            "__typename": "CreditEntitlement", "accessDeniedReason": "InsufficientCredits", "usageLimit": 500,
            "currentUsage": 499.5, "hasSoftLimit": false, "usagePeriodEnd": MOMENT, "validUntil": MOMENT,
            "entitlementUpdatedAt": MOMENT, "usageUpdatedAt": MOMENT,
            "currency": {
                "currencyId": "tokens", "displayName": "Tokens", "description": "To spend", "unitSingular": "token",
                "unitPlural": "tokens", "additionalMetaData": metadata(),
            },
        },
    ])
}

pub(crate) fn get_entitlements_state() -> Value {
    json!({"entitlementsState": {"accessDeniedReason": "NoActiveSubscription", "entitlementsV2": entitlements()}})
}

fn decided_entitlement() -> Value {
    let mut entitlement = entitlements()[0].take();
    entitlement.as_object_mut().unwrap().remove("__typename");
    entitlement["isGranted"] = json!(true);
    entitlement["requestedUsage"] = json!(2.5);
    entitlement["requestedValues"] = json!(["eu"]);
    entitlement
}

pub(crate) fn get_entitlement() -> Value {
    json!({"entitlement": decided_entitlement()})
}

pub(crate) fn get_entitlement_v2() -> Value {
    let mut entitlement = entitlements()[1].take();
    entitlement["isGranted"] = json!(false);
    json!({"entitlementV2": entitlement})
}

pub(crate) fn get_entitlements() -> Value {
    json!({"entitlements": [decided_entitlement()]})
}
