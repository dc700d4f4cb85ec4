//! Answers about customers.

use serde_json::{Value, json};

use super::catalog::{coupon, feature};
use super::entitlements::entitlements;
use super::promotional_entitlements::promotional_entitlement;
use super::subscriptions::{experiment, full_subscription, slim_subscription};
use super::{MOMENT, metadata, money};

pub(crate) fn slim_customer() -> Value {
    json!({
        "refId": "customer-42", "name": "Ada", "email": "ada@example.com", "billingId": "cus_1",
        "awsMarketplaceCustomerId": "aws-1", "additionalMetaData": metadata(), "createdAt": MOMENT, "updatedAt": MOMENT,
    })
}

pub(crate) fn full_customer() -> Value {
    let mut customer = slim_customer();
    for (name, value) in [
        ("hasPaymentMethod", json!(true)),
        ("defaultPaymentMethodType", json!("CARD")),
        ("defaultPaymentMethodLast4Digits", json!("4242")),
        ("defaultPaymentExpirationMonth", json!(12)),
        ("defaultPaymentExpirationYear", json!(2031)),
        ("hasActiveSubscription", json!(true)),
        ("subscriptions", json!([full_subscription()])),
        (
            "promotionalEntitlements",
            json!([{
                "status": "Active", "usageLimit": 10, "hasUnlimitedUsage": false, "hasSoftLimit": true, "isVisible": true,
                "endDate": MOMENT, "resetPeriod": "WEEK", "feature": feature(),
            }]),
        ),
        ("coupon", coupon()),
        ("promotionalEntitlements", json!([promotional_entitlement()])),
        (
            "coupon",
            json!({
                "refId": "spring", "name": "Spring", "description": "For old friends", "type": "PERCENTAGE",
                "status": "ACTIVE", "discountValue": 12.5, "percentOff": 12.5, "amountsOff": [money()],
                "createdAt": MOMENT, "updatedAt": MOMENT, "billingId": "co_1",
                "billingLinkUrl": "https://billing.example.com/co_1",
                "syncStates": [{"vendorIdentifier": "STRIPE", "status": "SUCCESS"}], "additionalMetaData": metadata(),
            }),
        ),
        ("experimentInfo", experiment()),
        (
            "trialedPlans",
            json!([{"planRefId": "plan-pro", "productRefId": "product-crm"}]),
        ),
        (
            "eligibleForTrial",
            json!([{"productRefId": "product-crm", "eligible": false}]),
        ),
    ] {
        customer[name] = value;
    }
    customer
}

pub(crate) fn get_customer() -> Value {
    json!({"getCustomerByRefId": full_customer()})
}

pub(crate) fn update_customer() -> Value {
    json!({"updateCustomer": slim_customer()})
}

pub(crate) fn get_customer_statistics() -> Value {
    let counts = json!([{"pricingType": "PAID", "totalCount": 2}, {"pricingType": "FREE", "totalCount": 1}]);
    json!({"getCustomerByRefId": {"statistics": {"activeSubscriptionsByPricingType": counts}}})
}

pub(crate) fn detach_customer_payment_method() -> Value {
    json!({"detachCustomerPaymentMethod": slim_customer()})
}

pub(crate) fn archive_customer() -> Value {
    json!({"archiveCustomer": {"customerId": "customer-42"}})
}

pub(crate) fn unarchive_customer() -> Value {
    json!({"unarchiveCustomer": slim_customer()})
}

pub(crate) fn import_customer() -> Value {
    json!({"importCustomer": slim_customer()})
}

fn portal_subscription() -> Value {
    let rate = json!({"amount": 0.5, "currencyId": "tokens", "customCurrencyId": "7f9c"});
    json!({
        "subscriptionId": "subscription-1", "planId": "plan-pro", "planName": "Pro", "pricingType": "PAID",
        "status": "IN_TRIAL",
        "pricing": {
            "pricingType": "PAID", "billingPeriod": "MONTHLY", "billingModel": "PER_UNIT", "unitQuantity": 5,
            "usageBasedEstimatedBill": 12.5, "price": money(), "creditRate": rate,
            "feature": {"displayName": "Seats", "featureUnits": "seat", "featureUnitsPlural": "seats"},
        },
        "prices": [{
            "billingPeriod": "MONTHLY", "billingModel": "PER_UNIT", "blockSize": 10, "price": money(), "creditRate": rate,
            "feature": {
                "id": "5e", "refId": "seats", "displayName": "Seats", "featureUnits": "seat",
                "featureUnitsPlural": "seats",
            },
        }],
        "totalPrice": {"subTotal": money(), "total": money(), "addonsTotal": money()}, "trialRemainingDays": 3,
        "billingPeriodRange": {"start": MOMENT, "end": MOMENT},
        "addons": [{
            "addonId": "addon-seats", "displayName": "More seats", "description": "Room to grow", "quantity": 2,
        }],
        "scheduledUpdates": [{
            "subscriptionScheduleType": "Addon", "scheduleStatus": "Scheduled", "scheduledExecutionTime": MOMENT,
            "targetPackage": {"id": "5e", "refId": "addon-seats", "displayName": "More seats", "pricingType": "PAID"},
            "scheduleVariables": {
                "__typename": "AddonChangeVariables", "addonRefId": "addon-seats", "newQuantity": 3,
            },
        }],
        "previewNextInvoice": {
            "total": money(), "amountDue": money(),
            "lines": [{
                "quantity": 5, "period": {"start": MOMENT, "end": MOMENT}, "price": {"feature": {"refId": "seats"}},
            }],
        },
    })
}

pub(crate) fn get_customer_portal() -> Value {
    let font = json!({"fontSize": 16, "fontWeight": "BOLD"});
    let mut of_feature = entitlements()[0].take();
    for name in [
        "__typename",
        "accessDeniedReason",
        "enumValues",
        "creditRate",
        "validUntil",
        "usagePeriodAnchor",
        "entitlementUpdatedAt",
        "usageUpdatedAt",
    ] {
        of_feature.as_object_mut().unwrap().remove(name);
    }
    of_feature["isGranted"] = json!(true);
    of_feature["nextResetDate"] = json!(MOMENT);
    json!({"customerPortal": {
        "subscriptions": [portal_subscription()], "entitlements": [of_feature], "entitlementsV2": entitlements(),
        "promotionalEntitlements": [{
            "displayName": "Seats", "description": "Who works with it", "period": "CUSTOM", "startDate": MOMENT,
            "endDate": MOMENT, "usageLimit": 5, "hasUnlimitedUsage": false, "hasSoftLimit": true,
        }],
        "billingInformation": {
            "email": "ada@example.com", "name": "Ada", "defaultPaymentMethodId": "pm_1",
            "defaultPaymentMethodLast4Digits": "4242", "defaultPaymentMethodType": "CARD",
            "defaultPaymentExpirationMonth": 12, "defaultPaymentExpirationYear": 2031,
        },
        "showWatermark": true, "canUpgradeSubscription": true,
        "billingPortalUrl": "https://billing.example.com/p/session/1",
        "configuration": {
            "palette": {
                "primary": "#111111", "textColor": "#222222", "backgroundColor": "#333333", "borderColor": "#444444",
                "currentPlanBackground": "#555555", "iconsColor": "#666666", "paywallBackgroundColor": "#777777",
            },
            "typography": {"fontFamily": "Inter", "h1": font, "h2": font, "h3": font, "body": font},
            "customCss": "p {}",
        },
        "resource": {"resourceId": "site-1"},
    }})
}

pub(crate) fn provision_customer() -> Value {
    json!({"provisionCustomer": {
        "customer": slim_customer(), "subscriptionDecisionStrategy": "REQUESTED_PLAN",
        "subscription": slim_subscription(), "entitlementsV2": entitlements(),
    }})
}
