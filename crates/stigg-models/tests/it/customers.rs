use serde_json::{Value, json};
use stigg_models::{
    CreateCustomer, CustomerPortal, CustomerPortalInput, CustomerStatistics, FullCustomer, ImportCustomer,
    ImportCustomerBulk, ProvisionCustomer, ProvisionedCustomer, UpdateCustomer,
};

use crate::catalog::{coupon, feature};
use crate::entitlements;
use crate::subscriptions::{full_subscription, future_update, subscription, subscription_params};
use crate::tolerance::check;

pub(crate) fn customer() -> Value {
    json!({
        "id": "customer-42", "name": "Ada", "email": "ada@example.com", "billingId": "cus_1",
        "createdAt": "2024-06-15T12:34:56.789Z", "updatedAt": "2025-06-15T12:34:56.789Z",
        "metadata": {"tier": "gold"}, "awsMarketplaceCustomerId": "aws-1",
    })
}

fn address() -> Value {
    json!({
        "addressLine1": "Main St 1", "addressLine2": "2nd floor", "city": "Berlin", "postalCode": "10115", "state": "BE",
        "country": "DE", "phoneNumber": "+49 30 1",
    })
}

fn billing_info() -> Value {
    json!({
        "customerName": "Ada", "billingAddress": address(), "shippingAddress": address(), "currency": "EUR",
        "timezone": "Europe/Berlin", "language": "de", "taxIds": [{"type": "eu_vat", "value": "DE123456789"}],
        "invoiceCustomFields": {"order": "1"}, "paymentMethodId": "pm_1", "metadata": {"a": "b"},
        "integrationId": "integration-1",
    })
}

#[test]
fn requests_ignore_what_they_do_not_know() {
    check::<ProvisionCustomer>(&json!({
        "customerId": "customer-42", "name": "Ada", "email": "ada@example.com", "billingId": "cus_1",
        "salesforceId": "sf-1", "crmId": "crm-1", "awsMarketplaceCustomerId": "aws-1", "billingInfo": billing_info(),
        "couponId": "coupon-spring", "metadata": {"a": "b"}, "excludeFromExperiment": true,
        "createdAt": "2024-06-15T12:34:56.789Z", "subscriptionParams": subscription_params(),
    }));
    check::<CreateCustomer>(&json!({
        "customerId": "customer-42", "name": "Ada", "email": "ada@example.com", "billingId": "cus_1",
        "salesforceId": "sf-1", "crmId": "crm-1", "awsMarketplaceCustomerId": "aws-1", "billingInfo": billing_info(),
        "couponId": "coupon-spring", "metadata": {"a": "b"}, "excludeFromExperiment": true,
        "createdAt": "2024-06-15T12:34:56.789Z",
    }));
    let record = json!({
        "customerId": "customer-42", "billingId": "cus_1", "name": "Ada", "email": "ada@example.com",
        "paymentMethodId": "pm_1", "salesforceId": "sf-1", "metadata": {"a": "b"}, "updatedAt": "2024-06-15T12:34:56.789Z",
    });
    check::<ImportCustomer>(&record);
    check::<ImportCustomerBulk>(&json!({"customers": [record], "integrationId": "integration-1"}));
    check::<CustomerPortalInput>(&json!({
        "customerId": "customer-42", "resourceId": "site-1", "productId": "product-crm",
    }));
    check::<UpdateCustomer>(&json!({
        "customerId": "customer-42", "name": "Ada", "email": "ada@example.com", "billingId": "cus_1",
        "salesforceId": "sf-1", "crmId": "crm-1", "awsMarketplaceCustomerId": "aws-1", "couponId": null,
        "billingInfo": billing_info(), "metadata": {"a": "b"}, "shouldWaitSync": true,
    }));
}

#[test]
fn results_ignore_what_they_do_not_know() {
    check::<ProvisionedCustomer>(&json!({
        "customer": customer(), "subscriptionDecisionStrategy": "REQUESTED_PLAN", "subscription": subscription(),
    }));
    let mut full = customer();
    let more = json!({
        "hasPaymentMethod": true,
        "paymentMethodDetails": {"expirationMonth": 4, "expirationYear": 2031, "last4Digits": "4242", "type": "CARD"},
        "subscriptions": [full_subscription()],
        "promotionalEntitlements": [{
            "feature": feature(), "status": "Active", "usageLimit": 5.0, "hasUnlimitedUsage": false,
            "hasSoftLimit": true, "resetPeriod": "MONTH", "expiresAt": "2026-01-01T00:00:00.000Z",
            "hasExpirationDate": true, "isVisible": true,
        }],
        "coupon": coupon(),
        "experimentInfo": {"id": "e-1", "name": "Prices", "groupName": "B", "groupType": "VARIANT"},
        "alreadyTrialPlans": [{"planId": "plan-pro", "productId": "product-crm"}], "hasActiveSubscription": true,
        "eligibleForTrial": [{"productId": "product-crm", "eligible": false}],
    });
    if let (Value::Object(full), Value::Object(more)) = (&mut full, more) {
        full.extend(more);
    }
    check::<FullCustomer>(&full);
}

#[test]
fn statistics_ignore_what_they_do_not_know() {
    check::<CustomerStatistics>(&json!({
        "statistics": {"activeSubscriptionsByPricingType": [{"pricingType": "PAID", "totalCount": 2.0}]},
    }));
}

fn portal_subscription() -> Value {
    let money = json!({"amount": 19.99, "currency": "USD"});
    let feature = json!({
        "id": "f-1", "refId": "feature-seats", "displayName": "Seats", "featureUnits": "seat",
        "featureUnitsPlural": "seats",
    });
    let rate = json!({"amount": 0.5, "currencyId": "tokens", "customCurrencyId": "c-1"});
    let mut update = future_update(&json!({"__typename": "CouponChangeVariables"}));
    update["targetPackage"]["pricingType"] = json!("PAID");
    json!({
        "subscriptionId": "subscription-1", "planId": "plan-pro", "planName": "Pro", "pricingType": "PAID",
        "status": "IN_TRIAL",
        "pricing": {
            "pricingType": "PAID", "billingPeriod": "MONTHLY", "billingModel": "PER_UNIT", "unitQuantity": 5,
            "usageBasedEstimatedBill": 12.5, "price": money, "creditRate": rate, "feature": feature,
        },
        "prices": [{
            "billingPeriod": "MONTHLY", "billingModel": "PER_UNIT", "blockSize": 10.0, "price": money,
            "creditRate": rate, "feature": feature,
        }],
        "totalPrice": {"subTotal": money, "total": money, "addonsTotal": money}, "trialRemainingDays": 3,
        "billingPeriodRange": {"start": "2025-06-15T12:34:56.789Z", "end": "2025-07-15T12:34:56.789Z"},
        "addons": [{"addonId": "addon-seats", "displayName": "Seats", "description": "More of them", "quantity": 2}],
        "scheduledUpdates": [update],
        "previewNextInvoice": {
            "total": money, "amountDue": money,
            "lines": [{
                "quantity": 5,
                "period": {"start": "2025-06-15T12:34:56.789Z", "end": "2025-07-15T12:34:56.789Z"},
                "price": {"feature": {"refId": "feature-seats"}},
            }],
        },
    })
}

#[test]
fn the_portal_ignores_what_it_does_not_know() {
    let font = json!({"fontSize": 16.0, "fontWeight": "BOLD"});
    check::<CustomerPortal>(&json!({
        "subscriptions": [portal_subscription()],
        "entitlements": [{
            "isGranted": true, "hasUnlimitedUsage": false, "usageLimit": 100.0, "currentUsage": 42.5,
            "hasSoftLimit": false, "usagePeriodStart": "2025-06-01T00:00:00.000Z",
            "usagePeriodEnd": "2025-07-01T00:00:00.000Z", "nextResetDate": "2025-07-01T00:00:00.000Z",
            "resetPeriod": "MONTH",
            "resetPeriodConfiguration": {
                "__typename": "MonthlyResetPeriodConfig", "monthlyAccordingTo": "StartOfTheMonth",
            },
            "feature": entitlements::feature(),
        }],
        "entitlementsV2": [{
            "type": "CREDIT", "currency": {"currencyId": "tokens"}, "usageLimit": 10.0, "currentUsage": 12.0,
            "hasSoftLimit": false,
        }],
        "promotionalEntitlements": [{
            "displayName": "Seats", "description": "Who works with it", "period": "CUSTOM",
            "startDate": "2025-06-15T12:34:56.789Z", "endDate": "2025-07-15T12:34:56.789Z", "usageLimit": 5.0,
            "hasUnlimitedUsage": false, "hasSoftLimit": true,
        }],
        "billingInformation": {
            "email": "ada@example.com", "name": "Ada", "defaultPaymentMethodId": "pm_1",
            "defaultPaymentMethodLast4Digits": "4242", "defaultPaymentMethodType": "CARD",
            "defaultPaymentExpirationMonth": 12, "defaultPaymentExpirationYear": 2031,
        },
        "showWatermark": true, "canUpgradeSubscription": true, "billingPortalUrl": "https://billing.example.com/p",
        "configuration": {
            "palette": {
                "primary": "#123456", "textColor": "black", "backgroundColor": "white", "borderColor": "grey",
                "currentPlanBackground": "silver", "iconsColor": "navy", "paywallBackgroundColor": "ivory",
            },
            "typography": {"fontFamily": "Inter", "h1": font, "h2": font, "h3": font, "body": font},
            "customCss": "* {}",
        },
        "resource": {"id": "site-1"},
    }));
}
