//! What is sent to be told a price beforehand.

use serde_json::json;
use stigg_transport::Subscriptions as _;

use super::subscriptions::bought;
use super::{check, merged, request};

/// What all requests share that ask for a price.
const PRICED: [&str; 6] = [
    "addons",
    "unitQuantity",
    "billableFeatures",
    "charges",
    "appliedCoupon",
    "promotionCode",
];

/// What those share besides that ask for the price of a new subscription.
const PRICED_ANEW: [&str; 6] = [
    "resourceId",
    "startDate",
    "billingPeriod",
    "billingCountryCode",
    "billingInformation",
    "trialOverrideConfiguration",
];

#[tokio::test]
async fn preview_subscription() {
    let full = json!({
        "customerId": "customer-42", "planId": "plan-pro", "payingCustomerId": "customer-43",
        "scheduleStrategy": "END_OF_BILLING_PERIOD", "billingCycleAnchor": "NOW",
    });
    let full = merged(&merged(&bought(&PRICED), bought(&PRICED_ANEW)), full);
    let minimal = json!({"customerId": "customer-42", "planId": "plan-pro"});
    check!(preview_subscription, request(full), request(minimal));
}

#[tokio::test]
async fn preview_next_invoice() {
    let query = json!({"subscriptionId": "subscription-1"});
    check!(preview_next_invoice, request(query.clone()), request(query.clone()));
}

#[tokio::test]
async fn estimate_subscription() {
    let full = json!({
        "customerId": "customer-42", "planId": "plan-pro", "payingCustomerId": "customer-43", "priceUnitAmount": 4,
        "skipTrial": false,
    });
    let full = merged(&merged(&bought(&PRICED), bought(&PRICED_ANEW)), full);
    let minimal = json!({"customerId": "customer-42", "planId": "plan-pro"});
    check!(estimate_subscription, request(full), request(minimal));
}

#[tokio::test]
async fn estimate_subscription_update() {
    let minimal = json!({"subscriptionId": "subscription-1"});
    let full = merged(&bought(&PRICED), minimal.clone());
    check!(estimate_subscription_update, request(full), request(minimal));
}
