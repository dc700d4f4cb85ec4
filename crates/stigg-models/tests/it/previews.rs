use serde_json::{Value, json};
use stigg_models::{
    EstimateSubscription, EstimateSubscriptionUpdate, ImportSubscriptionBulk, PreviewNextInvoice, PreviewSubscription,
    SubscriptionInvoicePreview, SubscriptionPreview, SubscriptionPreviewV2,
};

use crate::catalog::price;
use crate::subscriptions::{limits, merged, purchase};
use crate::tolerance::check;

const MOMENT: &str = "2025-06-15T12:34:56.789Z";

fn money() -> Value {
    json!({"amount": 9.5, "currency": "EUR"})
}

/// Some of what all requests share that buy something.
fn bought(names: &[&str]) -> Value {
    let purchase = purchase();
    names
        .iter()
        .map(|name| ((*name).to_owned(), purchase[*name].clone()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn discount() -> Value {
    json!({
        "name": "Spring", "type": "PERCENTAGE", "value": 10.0, "durationType": "REPEATING", "durationInMonths": 3.0,
    })
}

fn tax() -> Value {
    json!({"tax": money(), "taxDetails": {"displayName": "VAT", "percentage": 19.0, "inclusive": true}})
}

fn proration() -> Value {
    json!({
        "credit": money(), "debit": money(), "netAmount": money(), "prorationDate": MOMENT, "hasProrations": true,
    })
}

fn credits() -> Value {
    json!({"initial": money(), "used": money(), "remaining": money()})
}

fn totals() -> Value {
    json!({"subTotal": money(), "totalExcludingTax": money(), "total": money()})
}

fn invoice() -> Value {
    let discount = json!({"discount": money(), "discountDetails": discount()});
    merged([totals(), tax(), discount])
}

#[test]
fn previews_are_tolerant() {
    let trial = json!({"isTrial": true, "trialEndDate": MOMENT, "trialEndBehavior": "CONVERT_TO_PAID"});
    check::<PreviewSubscription>(&merged([
        bought(&[
            "billingPeriod",
            "addons",
            "unitQuantity",
            "billableFeatures",
            "charges",
            "appliedCoupon",
            "promotionCode",
            "billingInformation",
            "billingCycleAnchor",
        ]),
        json!({
            "customerId": "customer-42", "planId": "plan-pro", "payingCustomerId": "customer-43",
            "resourceId": "site-1", "scheduleStrategy": "IMMEDIATE", "startDate": MOMENT,
            "trialOverrideConfiguration": trial, "billingCountryCode": "DE",
        }),
    ]));
    check::<PreviewNextInvoice>(&json!({"subscriptionId": "subscription-1"}));
    let immediate = json!({"proration": proration(), "credits": credits()});
    check::<SubscriptionPreviewV2>(&json!({
        "immediateInvoice": merged([invoice(), immediate]), "recurringInvoice": invoice(),
        "billingPeriodRange": {"start": MOMENT, "end": MOMENT}, "isPlanDowngrade": true, "hasScheduledUpdates": true,
    }));
    let part = json!({
        "type": "TierCharge", "description": "First 10", "costDescription": "10 x 9.50", "quantity": 10,
        "proration": false, "usageLimit": 10.0, "hasSoftLimit": true,
    });
    let line = json!({
        "type": "BaseCharge", "description": "Pro", "costDescription": "1 x 9.50", "amount": money(),
        "unitPrice": money(), "quantity": 1, "price": price(), "period": {"start": MOMENT, "end": MOMENT},
        "proration": true, "usageLimit": 10.0, "hasSoftLimit": false, "lines": [part],
    });
    check::<SubscriptionInvoicePreview>(&merged([
        invoice(),
        json!({
            "lines": [line], "subTotalExcludingTax": money(), "amountDue": money(), "minimumSpendAdjustment": money(),
            "credits": credits(), "lastUpdatedAt": MOMENT,
        }),
    ]));
}

#[test]
fn estimates_are_tolerant() {
    let purchase = [
        "addons",
        "unitQuantity",
        "billableFeatures",
        "charges",
        "appliedCoupon",
        "promotionCode",
    ];
    check::<EstimateSubscription>(&merged([
        bought(&purchase),
        bought(&["billingPeriod", "billingInformation"]),
        json!({
            "customerId": "customer-42", "planId": "plan-pro", "payingCustomerId": "customer-43",
            "resourceId": "site-1", "priceUnitAmount": 2.0, "startDate": MOMENT, "skipTrial": true,
            "trialOverrideConfiguration": {"isTrial": false}, "billingCountryCode": "DE",
        }),
    ]));
    check::<EstimateSubscriptionUpdate>(&merged([
        bought(&purchase),
        json!({"subscriptionId": "subscription-1"}),
    ]));
    let older = merged([
        totals(),
        tax(),
        json!({"discountAmount": money(), "discount": discount()}),
    ]);
    check::<SubscriptionPreview>(&merged([
        older.clone(),
        json!({
            "billingPeriodRange": {"start": MOMENT, "end": MOMENT}, "proration": proration(), "subscription": older,
            "credits": credits(), "isPlanDowngrade": true, "hasScheduledUpdates": true,
        }),
    ]));
}

#[test]
fn imports_are_tolerant() {
    let older = merged([json!({"featureId": "feature-seats", "description": "a gift"}), limits()]);
    let bought = bought(&[
        "billingPeriod",
        "addons",
        "unitQuantity",
        "billableFeatures",
        "charges",
        "entitlements",
        "salesforceId",
        "metadata",
    ]);
    let subscription = merged([
        bought,
        json!({
            "customerId": "customer-42", "planId": "plan-pro", "subscriptionId": "subscription-1",
            "resourceId": "site-1", "billingId": "sub_1", "startDate": MOMENT, "endDate": MOMENT, "updatedAt": MOMENT,
            "subscriptionEntitlements": [older],
        }),
    ]);
    check::<ImportSubscriptionBulk>(&json!({"subscriptions": [subscription], "integrationId": "integration-1"}));
}
