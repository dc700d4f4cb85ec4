//! What is sent of usage.

use serde_json::json;
use stigg_models::{ReportEvent, ReportUsage, ReportUsageBulk};
use stigg_transport::Usage as _;

use super::{check, request, sent};
use crate::client::client;
use crate::server::Server;

#[tokio::test]
async fn report_usage() {
    let full = json!({
        "customerId": "customer-42", "featureId": "api-calls", "value": -2.5, "resourceId": "site-1",
        "updateBehavior": "SET", "createdAt": "2025-06-15T12:34:56.789Z", "idempotencyKey": "key-1",
        "dimensions": {"region": "eu", "tokens": 1200, "batch": true},
    });
    let minimal = json!({"customerId": "customer-42", "featureId": "api-calls", "value": 1, "idempotencyKey": "key-2"});
    check!(report_usage, request(full), request(minimal));
}

#[tokio::test]
async fn a_report_without_a_key_gets_a_new_one_each_time() {
    let report = json!({"customerId": "customer-42", "featureId": "api-calls", "value": 1});
    let mut keys = Vec::new();
    for _ in 0..2 {
        let report = request(report.clone());
        let request = sent(async |stigg| stigg.report_usage(report).await.map(drop)).await;
        let key = request.json()["variables"]["input"]["idempotencyKey"].take();
        let key: uuid::Uuid = key.as_str().unwrap().parse().unwrap();
        assert_eq!(key.get_version(), Some(uuid::Version::SortRand));
        keys.push(key);
    }
    assert_ne!(keys[0], keys[1]);
}

#[tokio::test]
async fn report_usage_bulk() {
    let full = json!({
        "customerId": "customer-42", "featureId": "api-calls", "value": -2.5, "resourceId": "site-1",
        "updateBehavior": "SET", "createdAt": "2025-06-15T12:34:56.789Z", "idempotencyKey": "key-1",
        "dimensions": {"region": "eu", "tokens": 1200, "batch": true},
    });
    let minimal = json!({"customerId": "customer-42", "featureId": "api-calls", "value": 1, "idempotencyKey": "key-2"});
    check!(
        report_usage_bulk,
        request(json!({"usages": [full, minimal]})),
        request(json!({"usages": [minimal]}))
    );
}

#[tokio::test]
async fn each_report_of_many_without_a_key_gets_one_of_its_own() {
    let reports = (1..=3).map(|value| ReportUsage::new("customer-42", "api-calls", value));
    let mut reports: Vec<ReportUsage> = reports.collect();
    reports[1].idempotency_key = Some("key-1".to_owned());
    let request = sent(async |stigg| stigg.report_usage_bulk(reports.into()).await.map(drop)).await;
    let usages = request.json()["variables"]["input"]["usages"].take();
    let keys: Vec<&str> = (0..3)
        .map(|index| usages[index]["idempotencyKey"].as_str().unwrap())
        .collect();
    assert_eq!(keys[1], "key-1");
    assert!(keys[0].parse::<uuid::Uuid>().is_ok() && keys[2].parse::<uuid::Uuid>().is_ok());
    assert_ne!(keys[0], keys[2]);
}

#[tokio::test]
async fn more_reports_than_stigg_takes_are_not_sent_and_no_reports_need_no_request() {
    let server = Server::start([]).await;
    let stigg = client(&server);
    let report = ReportUsage::new("customer-42", "api-calls", 1);
    let error = stigg
        .report_usage_bulk(vec![report; ReportUsageBulk::MAX_PER_REQUEST + 1].into())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "report_usage_bulk failed: invalid argument: `usages` has 101 items; Stigg takes at most 100 in one request"
    );
    assert_eq!(stigg.report_usage_bulk(Vec::new().into()).await.unwrap(), []);
    assert_eq!(server.journal().len(), 0);
}

#[tokio::test]
async fn estimate_event_cost() {
    let full = json!({
        "customerId": "customer-42", "eventName": "call", "resourceId": "site-1",
        "dimensions": {"region": "eu", "tokens": 1200, "batch": true},
    });
    let minimal = json!({"customerId": "customer-42", "eventName": "call"});
    check!(estimate_event_cost, request(full), request(minimal));
}

#[tokio::test]
async fn estimate_usage_cost() {
    let full = json!({
        "customerId": "customer-42", "featureId": "api-calls", "value": 2.5, "resourceId": "site-1",
        "dimensions": {"region": "eu", "tokens": 1200, "batch": true}, "updateBehavior": "SET",
    });
    let minimal = json!({"customerId": "customer-42", "featureId": "api-calls", "value": 1});
    check!(estimate_usage_cost, request(full), request(minimal));
}

#[tokio::test]
async fn fetch_usage_history() {
    let full = json!({
        "customerId": "customer-42", "featureId": "api-calls", "resourceId": "site-1",
        "startDate": "2025-06-01T00:00:00.000Z", "endDate": "2025-06-15T12:34:56.789Z", "resetPeriod": "MONTH",
        "monthlyResetPeriodConfiguration": {"accordingTo": "StartOfTheMonth"},
        "weeklyResetPeriodConfiguration": {"accordingTo": "EveryMonday"},
        "yearlyResetPeriodConfiguration": {"accordingTo": "SubscriptionStart"},
    });
    let minimal = json!({
        "customerId": "customer-42", "featureId": "api-calls", "startDate": "2025-06-01T00:00:00.000Z",
    });
    check!(fetch_usage_history, request(full), request(minimal));
}

#[tokio::test]
async fn get_usage_history_v2() {
    let full = json!({
        "customerId": "customer-42", "featureId": "api-calls", "resourceId": "site-1",
        "startDate": "2025-06-01T00:00:00.000Z", "endDate": "2025-06-15T12:34:56.789Z",
        "groupBy": ["region", "model"], "includeInactiveSubscriptions": false,
        "paging": {"last": 10, "before": "c9"},
    });
    let minimal = json!({
        "customerId": "customer-42", "featureId": "api-calls", "startDate": "2025-06-01T00:00:00.000Z",
        "paging": {"first": 10, "after": "c1"},
    });
    check!(get_usage_history_v2, request(full), request(minimal));
}

#[tokio::test]
async fn report_events() {
    let full = json!([
        {
            "customerId": "customer-42", "eventName": "call", "idempotencyKey": "key-1", "resourceId": "site-1",
            "dimensions": {"region": "eu", "tokens": 1200, "batch": true}, "timestamp": "2025-06-15T12:34:56.789Z",
        },
        {"customerId": "customer-42", "eventName": "call", "idempotencyKey": "key-2"},
    ]);
    let minimal = vec![ReportEvent::new("customer-42", "call", "key-1")];
    check!(report_events, request(full), minimal);
}
