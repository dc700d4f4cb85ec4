//! Answers that tell a price beforehand.

use serde_json::{Value, json};

use super::catalog::price;
use super::{MOMENT, money};

fn preview_tax() -> Value {
    json!({"displayName": "VAT", "percentage": 20, "inclusive": true})
}

fn preview_discount() -> Value {
    json!({
        "name": "Spring", "type": "PERCENTAGE", "value": 12.5, "durationType": "REPEATING", "durationInMonths": 3,
    })
}

fn preview_proration() -> Value {
    json!({
        "credit": money(), "debit": money(), "netAmount": money(), "prorationDate": MOMENT, "hasProrations": true,
    })
}

fn preview_credits() -> Value {
    json!({"initial": money(), "used": money(), "remaining": money()})
}

pub(crate) fn preview_subscription() -> Value {
    let recurring = json!({
        "subTotal": money(), "totalExcludingTax": money(), "total": money(), "tax": money(),
        "taxDetails": preview_tax(), "discount": money(), "discountDetails": preview_discount(),
    });
    let mut immediate = recurring.clone();
    immediate["proration"] = preview_proration();
    immediate["credits"] = preview_credits();
    json!({"previewSubscription": {
        "immediateInvoice": immediate, "recurringInvoice": recurring,
        "billingPeriodRange": {"start": MOMENT, "end": MOMENT}, "isPlanDowngrade": true, "hasScheduledUpdates": true,
    }})
}

pub(crate) fn preview_next_invoice() -> Value {
    let part = json!({
        "type": "TierCharge", "description": "First 10", "costDescription": "10 x 19.99", "quantity": 10,
        "usageLimit": 10, "hasSoftLimit": true, "proration": true,
    });
    let mut line = part.clone();
    line["type"] = json!("InAdvanceCommitmentCharge");
    line["amount"] = money();
    line["unitPrice"] = money();
    line["period"] = json!({"start": MOMENT, "end": MOMENT});
    line["price"] = price();
    line["lines"] = json!([part]);
    json!({"previewNextInvoice": {
        "subTotal": money(), "subTotalExcludingTax": money(), "totalExcludingTax": money(), "total": money(),
        "amountDue": money(), "minimumSpendAdjustment": money(), "tax": money(), "taxDetails": preview_tax(),
        "discount": money(), "discountDetails": preview_discount(), "credits": preview_credits(),
        "lastUpdatedAt": MOMENT, "lines": [line],
    }})
}

fn estimate() -> Value {
    let price = json!({
        "subTotal": money(), "totalExcludingTax": money(), "total": money(), "tax": money(),
        "taxDetails": preview_tax(), "discountAmount": money(), "discount": preview_discount(),
    });
    let mut estimate = price.clone();
    estimate["subscription"] = price;
    estimate["billingPeriodRange"] = json!({"start": MOMENT, "end": MOMENT});
    estimate["proration"] = preview_proration();
    estimate["credits"] = preview_credits();
    estimate["isPlanDowngrade"] = json!(true);
    estimate["hasScheduledUpdates"] = json!(true);
    estimate
}

pub(crate) fn estimate_subscription() -> Value {
    json!({"estimateSubscription": estimate()})
}

pub(crate) fn estimate_subscription_update() -> Value {
    json!({"estimateSubscriptionUpdate": estimate()})
}
