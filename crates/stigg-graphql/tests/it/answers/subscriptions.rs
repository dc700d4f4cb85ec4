//! Answers about subscriptions.

use serde_json::{Value, json};

use super::catalog::{addon, plan, price};
use super::customers::slim_customer;
use super::entitlements::entitlements;
use super::{MOMENT, metadata, money, page_info};

pub(super) fn experiment() -> Value {
    json!({"id": "exp-1", "name": "Prices", "groupName": "Higher", "groupType": "VARIANT"})
}

pub(super) fn invoice() -> Value {
    json!({
        "billingId": "in_1", "status": "OPEN", "billingReason": "BILLING_CYCLE", "createdAt": MOMENT, "updatedAt": MOMENT,
        "dueDate": MOMENT, "requiresAction": true, "errorMessage": "card declined", "paymentSecret": "pi_1_secret",
        "paymentUrl": "https://pay.example.com/1", "pdfUrl": "https://pay.example.com/1.pdf", "currency": "eur",
        "subTotal": 100.1, "subTotalExcludingTax": 90.2, "tax": 10.3, "total": 110.4, "totalExcludingTax": 100.5,
        "amountDue": 110.6, "attemptCount": 2,
    })
}

fn subscription_prices() -> Value {
    json!([{"usageLimit": 5, "price": price()}])
}

fn total_price() -> Value {
    json!({"subTotal": money(), "total": money()})
}

pub(crate) fn slim_subscription() -> Value {
    json!({
        "refId": "subscription-1", "status": "ACTIVE", "pricingType": "PAID", "paymentCollection": "NOT_REQUIRED",
        "customer": {"refId": "customer-42"}, "payingCustomer": {"refId": "customer-43"},
        "resource": {"resourceId": "site-1"}, "plan": {"refId": "plan-pro"},
        "addons": [{"quantity": 2, "addon": {"refId": "addon-seats"}}], "prices": subscription_prices(),
        "totalPrice": total_price(), "effectiveEndDate": MOMENT, "cancellationDate": MOMENT,
        "currentBillingPeriodEnd": MOMENT, "latestInvoice": invoice(), "experimentInfo": experiment(),
        "billingId": "sub_1", "billingLinkUrl": "https://billing.example.com/sub_1", "billingSyncError": "not synced",
        "additionalMetaData": metadata(),
    })
}

pub(crate) fn full_subscription() -> Value {
    let update = json!({
        "subscriptionScheduleType": "Plan", "scheduleStatus": "Scheduled", "scheduledExecutionTime": MOMENT,
        "targetPackage": {"id": "5e", "refId": "plan-max", "displayName": "Max"},
        "scheduleVariables": {
            "__typename": "PlanChangeVariables", "planRefId": "plan-max", "changeType": "UPGRADE",
            "billingPeriod": "ANNUALLY", "billableFeatures": [{"featureId": "seats", "quantity": 9}],
            "addons": [{"addonRefId": "addon-seats", "quantity": 3}],
            "priceOverrides": [{"planRefId": "plan-max", "addonRefId": "addon-seats", "featureId": "seats"}],
        },
    });
    json!({
        "refId": "subscription-1", "status": "IN_TRIAL", "pricingType": "PAID", "paymentCollection": "PROCESSING",
        "paymentCollectionMethod": "CHARGE", "payingCustomer": slim_customer(), "resource": {"resourceId": "site-1"},
        "plan": plan(), "addons": [{"quantity": 2, "addon": addon()}], "prices": subscription_prices(),
        "totalPrice": total_price(), "startDate": MOMENT, "endDate": MOMENT, "trialEndDate": MOMENT,
        "effectiveEndDate": MOMENT, "cancellationDate": MOMENT, "currentBillingPeriodEnd": MOMENT,
        "trialConfiguration": {"trialEndBehavior": "CANCEL_SUBSCRIPTION"}, "futureUpdates": [update],
        "scheduledUpdates": [update], "latestInvoice": invoice(), "experimentInfo": experiment(), "billingId": "sub_1",
        "billingLinkUrl": "https://billing.example.com/sub_1", "billingSyncError": "not synced",
        "additionalMetaData": metadata(),
    })
}

pub(crate) fn provision_subscription() -> Value {
    json!({"provisionSubscription": {
        "status": "SUCCESS", "checkoutUrl": "https://pay.example.com/2", "checkoutBillingId": "cs_1",
        "subscription": slim_subscription(), "entitlementsV2": entitlements(),
    }})
}

pub(crate) fn update_subscription() -> Value {
    json!({"updateSubscription": slim_subscription()})
}

pub(crate) fn cancel_subscription() -> Value {
    json!({"cancelSubscription": slim_subscription()})
}

pub(crate) fn apply_subscription() -> Value {
    let mut subscription = slim_subscription();
    subscription.as_object_mut().unwrap().remove("customer");
    json!({"applySubscription": {"subscription": subscription, "entitlementsV2": entitlements()}})
}

pub(crate) fn create_subscription() -> Value {
    json!({"createSubscription": slim_subscription()})
}

pub(crate) fn transfer_subscription() -> Value {
    json!({"transferSubscription": slim_subscription()})
}

pub(crate) fn transfer_subscription_to_resource() -> Value {
    json!({"transferSubscriptionToResource": slim_subscription()})
}

pub(crate) fn delegate_subscription_to_customer() -> Value {
    json!({"delegateSubscriptionToCustomer": slim_subscription()})
}

pub(crate) fn cancel_subscription_scheduled_updates() -> Value {
    json!({"cancelSchedule": "subscription-1"})
}

pub(crate) fn migrate_subscription_to_latest() -> Value {
    json!({"migrateSubscriptionToLatest": {
        "subscriptionId": "subscription-1", "customer": {"refId": "customer-42"},
    }})
}

pub(crate) fn get_active_subscriptions_list() -> Value {
    json!({"getActiveSubscriptions": [{
        "subscriptionId": "subscription-1", "status": "IN_TRIAL", "pricingType": "PAID", "startDate": MOMENT,
        "endDate": MOMENT, "cancellationDate": MOMENT, "effectiveEndDate": MOMENT, "currentBillingPeriodStart": MOMENT,
        "currentBillingPeriodEnd": MOMENT, "billingPeriod": "MONTHLY", "additionalMetaData": metadata(),
        "totalPrice": total_price(), "customer": {"customerId": "customer-42", "email": "ada@example.com"},
        "payingCustomer": {"customerId": "customer-43", "email": "bob@example.com"},
        "resource": {"resourceId": "site-1"},
        "plan": {
            "planId": "plan-pro", "displayName": "Pro", "description": "For teams",
            "product": {
                "refId": "product-crm", "displayName": "CRM",
                "downgradePlan": {"refId": "plan-free", "displayName": "Free"},
            },
        },
        "addons": [{"quantity": 2, "addon": {"addonId": "addon-seats"}}],
        "prices": [{"billingModel": "FLAT_FEE", "price": {"billingPeriod": "MONTHLY", "price": money()}}],
        "trialConfiguration": {"trialEndBehavior": "CANCEL_SUBSCRIPTION"}, "trialEndDate": MOMENT,
    }]})
}

pub(crate) fn get_subscription() -> Value {
    json!({"getSubscription": full_subscription()})
}

pub(crate) fn get_subscriptions() -> Value {
    json!({"subscriptions": {
        "edges": [{"node": {
            "subscriptionId": "subscription-1", "status": "IN_TRIAL", "pricingType": "PAID", "startDate": MOMENT,
            "currentBillingPeriodEnd": MOMENT, "customer": {"customerId": "customer-42"},
            "payingCustomer": {"customerId": "customer-43"}, "resource": {"resourceId": "site-1"},
            "plan": {"planId": "plan-pro", "displayName": "Pro"},
            "addons": [{"quantity": 2, "addon": {"addonId": "addon-seats"}}],
            "trialConfiguration": {"trialEndBehavior": "CANCEL_SUBSCRIPTION"}, "trialEndDate": MOMENT,
        }}],
        "pageInfo": page_info(),
    }})
}

pub(crate) fn get_active_subscriptions() -> Value {
    json!({"getActiveSubscriptions": [full_subscription()]})
}
