//! Answers about usage.

use serde_json::{Value, json};

use super::MOMENT;

fn reported_usage() -> Value {
    json!({
        "id": "m-1", "customerId": "customer-42", "featureId": "seats", "resourceId": "site-1", "timestamp": MOMENT,
        "currentUsage": 43.5, "usagePeriodStart": MOMENT, "usagePeriodEnd": MOMENT,
        "credit": {
            "currencyId": "tokens", "currentUsage": 500, "usageLimit": 1000, "consumed": 0.5, "usagePeriodEnd": MOMENT,
            "timestamp": MOMENT,
        },
    })
}

pub(crate) fn report_usage() -> Value {
    json!({"reportUsage": reported_usage()})
}

pub(crate) fn report_usage_bulk() -> Value {
    json!({"reportUsageBulk": [reported_usage()]})
}

fn cost_estimation() -> Value {
    json!({
        "estimates": [{
            "currencyId": "tokens", "estimatedCost": 12.5, "currentBalance": 10, "balanceAfterEstimate": -2.5,
            "wouldOverdraft": true,
            "breakdown": [{"featureId": "seats", "cost": 12.5, "warningCode": "UNSUPPORTED_AGGREGATION"}],
        }],
        "warnings": ["FEATURE_NOT_FOUND"],
    })
}

pub(crate) fn estimate_event_cost() -> Value {
    json!({"estimateEventCost": cost_estimation()})
}

pub(crate) fn estimate_usage_cost() -> Value {
    json!({"estimateUsageCost": cost_estimation()})
}

pub(crate) fn get_usage_history() -> Value {
    json!({"usageHistory": {"usageMeasurements": [{"date": MOMENT, "value": 43.5, "isResetPoint": true}]}})
}

pub(crate) fn get_usage_history_v2() -> Value {
    json!({"usageHistoryV2": {
        "markers": [{"type": "PERIODIC_RESET", "timestamp": MOMENT}],
        "series": [{
            "tags": [{"key": "region", "value": "eu"}],
            "points": [{"timestamp": MOMENT, "value": 43.5, "isResetPoint": true}],
        }],
    }})
}
