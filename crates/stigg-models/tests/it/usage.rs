use serde_json::json;
use stigg_models::{
    CreditCostEstimation, EstimateEventCostInput, EstimateUsageCostInput, FetchUsageHistory, ReportEvent, ReportUsage,
    ReportUsageAck, ReportUsageBulk, UsageHistoryPoint, UsageHistoryV2, UsageHistoryV2Input,
};

use crate::tolerance::check;

#[test]
fn requests_ignore_what_they_do_not_know() {
    let report = json!({
        "customerId": "customer-42", "featureId": "feature-calls", "value": 2.5, "resourceId": "site-1",
        "updateBehavior": "DELTA", "createdAt": "2025-06-15T12:34:56.789Z", "dimensions": {"region": "eu"},
        "idempotencyKey": "key-1",
    });
    check::<ReportUsage>(&report);
    check::<ReportUsageBulk>(&json!({"usages": [report]}));
    check::<ReportEvent>(&json!({
        "customerId": "customer-42", "eventName": "call", "idempotencyKey": "key-1", "resourceId": "site-1",
        "dimensions": {"tokens": 12.0, "batch": true}, "timestamp": "2025-06-15T12:34:56.789Z",
    }));
    check::<EstimateEventCostInput>(&json!({
        "customerId": "customer-42", "eventName": "call", "resourceId": "site-1", "dimensions": {"tokens": 12.0},
    }));
    check::<EstimateUsageCostInput>(&json!({
        "customerId": "customer-42", "featureId": "feature-calls", "value": 2.5, "resourceId": "site-1",
        "dimensions": {"tokens": 12.0}, "updateBehavior": "SET",
    }));
    check::<UsageHistoryV2Input>(&json!({
        "customerId": "customer-42", "featureId": "feature-calls", "startDate": "2025-06-01T00:00:00.000Z",
        "endDate": "2025-06-15T12:34:56.789Z", "resourceId": "site-1", "groupBy": ["region"],
        "includeInactiveSubscriptions": true, "paging": {"first": 10, "after": "c1", "last": 5, "before": "c9"},
    }));
    check::<FetchUsageHistory>(&json!({
        "customerId": "customer-42", "featureId": "feature-calls", "resourceId": "site-1",
        "startDate": "2025-06-01T00:00:00.000Z", "endDate": "2025-06-15T12:34:56.789Z", "resetPeriod": "MONTH",
        "monthlyResetPeriodConfiguration": {"accordingTo": "StartOfTheMonth"},
        "weeklyResetPeriodConfiguration": {"accordingTo": "EveryMonday"},
        "yearlyResetPeriodConfiguration": {"accordingTo": "SubscriptionStart"},
    }));
}

#[test]
fn results_ignore_what_they_do_not_know() {
    check::<ReportUsageAck>(&json!({
        "measurementId": "m-1", "customerId": "customer-42", "featureId": "feature-calls", "resourceId": "site-1",
        "currentUsage": 7.0, "usagePeriodStart": "2025-06-01T00:00:00.000Z",
        "usagePeriodEnd": "2025-07-01T00:00:00.000Z", "nextResetDate": "2025-07-01T00:00:00.000Z",
        "timestamp": "2025-06-15T12:34:56.789Z",
        "credit": {
            "currencyId": "tokens", "currentUsage": 12.0, "consumed": 2.0, "usageLimit": 100.0,
            "usagePeriodEnd": "2025-07-01T00:00:00.000Z", "timestamp": "2025-06-15T12:34:56.789Z",
        },
    }));
    check::<CreditCostEstimation>(&json!({
        "estimates": [{
            "currencyId": "tokens", "estimatedCost": 12.5, "currentBalance": 10.0, "balanceAfterEstimate": -2.5,
            "wouldOverdraft": true,
            "breakdown": [{"featureId": "feature-calls", "cost": 12.5, "warningCode": "UNSUPPORTED_AGGREGATION"}],
        }],
        "warnings": ["FEATURE_NOT_FOUND", "A_WARNING_OF_TOMORROW"],
    }));
    check::<UsageHistoryV2>(&json!({
        "markers": [{"type": "PERIODIC_RESET", "timestamp": "2025-06-01T00:00:00.000Z"}],
        "series": [{
            "tags": [{"key": "region", "value": "eu"}],
            "points": [{"timestamp": "2025-06-15T12:34:56.789Z", "value": 2.5, "isResetPoint": true}],
        }],
    }));
    check::<UsageHistoryPoint>(&json!({
        "date": "2025-06-15T12:34:56.789Z", "value": -2.5, "isResetPoint": true,
    }));
}
