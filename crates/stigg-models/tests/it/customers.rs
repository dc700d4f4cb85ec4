use serde_json::{Value, json};
use stigg_models::{FullCustomer, ProvisionCustomer, ProvisionedCustomer, UpdateCustomer};

use crate::catalog::{coupon, feature};
use crate::subscriptions::{full_subscription, subscription, subscription_params};
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
