use serde_json::json;
use stigg_models::{ReportEvent, ReportUsage, ReportUsageAck};

use crate::tolerance::check;

#[test]
fn requests_ignore_what_they_do_not_know() {
    check::<ReportUsage>(&json!({
        "customerId": "customer-42", "featureId": "feature-calls", "value": 2.5, "resourceId": "site-1",
        "updateBehavior": "DELTA", "createdAt": "2025-06-15T12:34:56.789Z", "dimensions": {"region": "eu"},
        "idempotencyKey": "key-1",
    }));
    check::<ReportEvent>(&json!({
        "customerId": "customer-42", "eventName": "call", "idempotencyKey": "key-1", "resourceId": "site-1",
        "dimensions": {"tokens": 12.0, "batch": true}, "timestamp": "2025-06-15T12:34:56.789Z",
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
}
