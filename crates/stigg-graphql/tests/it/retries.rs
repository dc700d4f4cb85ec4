//! When a request is repeated, and what the caller learns about it.

use std::time::Duration;

use serde_json::{Value, json};
use stigg_graphql::RetryPolicy;
use stigg_models::{
    ImportSubscription, ImportSubscriptionBulk, PreviewSubscription, ReportEvent, ReportUsage, UpdateCustomer,
};
use stigg_transport::{Customers as _, Delivery, Error, ErrorKind, Subscriptions as _, Usage as _};

use crate::answers;
use crate::client::{builder, client};
use crate::server::{Answer, Request, Server};

fn good_customer() -> Answer {
    Answer::json(&json!({"data": answers::get_customer()}))
}

fn reported(status: u16, code: &str) -> Answer {
    let body = json!({"data": null, "errors": [{"message": "No", "extensions": {"code": code, "traceId": "t-1"}}]});
    Answer::new(status, &["content-type: application/json"], body.to_string())
}

/// What a read learns from these answers, and after how many requests.
async fn read(script: impl IntoIterator<Item = Answer>) -> (Result<(), Error>, usize) {
    let server = Server::start(script).await;
    let result = client(&server).get_customer("c").await.map(drop);
    (result, server.journal().len())
}

/// What a change without a key learns from these answers, and after how many requests.
async fn change(script: impl IntoIterator<Item = Answer>) -> (Result<(), Error>, usize) {
    let server = Server::start(script).await;
    let result = client(&server)
        .update_customer(UpdateCustomer::new("c"))
        .await
        .map(drop);
    (result, server.journal().len())
}

/// What a change with a key learns from these answers, and after how many requests.
async fn keyed(script: impl IntoIterator<Item = Answer>) -> (Result<(), Error>, usize) {
    let server = Server::start(script).await;
    let result = client(&server)
        .report_usage(ReportUsage::new("c", "f", 1))
        .await
        .map(drop);
    (result, server.journal().len())
}

#[tokio::test]
async fn a_read_is_repeated_until_it_works() {
    let (result, requests) = read([Answer::status(503), Answer::nothing(), good_customer()]).await;
    assert!(result.is_ok());
    assert_eq!(requests, 3);
}

#[tokio::test]
async fn a_preview_changes_nothing_and_is_repeated_like_a_read() {
    let answer = Answer::json(&json!({"data": answers::preview_subscription()}));
    let server = Server::start([Answer::status(503), Answer::nothing(), answer]).await;
    let request = PreviewSubscription::new("c", "p");
    client(&server).preview_subscription(request).await.unwrap();
    assert_eq!(server.journal().len(), 3);
}

#[tokio::test]
async fn an_import_whose_answer_is_lost_is_not_made_twice() {
    let server = Server::start([Answer::nothing()]).await;
    let request = ImportSubscriptionBulk::new([ImportSubscription::new("c", "p")]);
    let error = client(&server).import_subscription_bulk(request).await.unwrap_err();
    assert_eq!((error.delivery(), error.attempts()), (Delivery::Unanswered, 1));
}

#[tokio::test]
async fn a_repetition_that_works_costs_nothing() {
    const READS: usize = 200;
    let script = (0..READS).flat_map(|_| [Answer::status(503), good_customer()]);
    let server = Server::start(script).await;
    let stigg = client(&server);
    for read in 0..READS {
        let result = stigg.get_customer("c").await;
        assert!(result.is_ok(), "read {read}: {result:?}");
    }
}

#[tokio::test]
async fn three_attempts_are_all() {
    let (result, requests) = read(std::iter::repeat_n(Answer::status(503), 5)).await;
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), requests), (ErrorKind::Server, 3, 3));
    assert_eq!(
        error.to_string(),
        "get_customer failed: Stigg failed (HTTP 503, 3 attempts)"
    );
}

#[tokio::test]
async fn an_answer_that_is_final_is_not_asked_for_again() {
    for (answer, kind) in [
        (Answer::status(400), ErrorKind::Validation),
        (Answer::status(401), ErrorKind::Unauthenticated),
        (Answer::status(403), ErrorKind::PermissionDenied),
        (Answer::status(404), ErrorKind::Api),
        (Answer::status(409), ErrorKind::Conflict),
        (Answer::status(418), ErrorKind::Api),
        (reported(200, "Unauthenticated"), ErrorKind::Unauthenticated),
        (reported(200, "CustomerNotFound"), ErrorKind::NotFound),
        (reported(400, "BadUserInput"), ErrorKind::Validation),
        (reported(500, "IdentityForbidden"), ErrorKind::PermissionDenied),
    ] {
        for (result, requests) in [
            read([answer.clone()]).await,
            change([answer.clone()]).await,
            keyed([answer.clone()]).await,
        ] {
            let error = result.unwrap_err();
            assert_eq!(
                (error.kind(), error.delivery(), requests),
                (kind, Delivery::Refused, 1),
                "{error:?}"
            );
            assert!(!error.may_have_been_applied() && !error.is_retryable());
        }
    }
}

#[tokio::test]
async fn what_stigg_says_about_an_error_is_kept() {
    let error = change([reported(400, "CustomerNotFound")]).await.0.unwrap_err();
    assert_eq!(
        error.code().map(stigg_models::ErrorCode::as_str),
        Some("CustomerNotFound")
    );
    assert_eq!((error.trace_id(), error.status()), (Some("t-1"), Some(400)));
    assert_eq!(error.operation(), Some("update_customer"));
}

#[tokio::test]
async fn a_failing_server_leaves_open_what_became_of_a_change() {
    let bad_gateway = "<html><head><title>502 Bad Gateway</title></head></html>";
    for answer in [
        Answer::status(500),
        Answer::new(502, &["content-type: text/html"], bad_gateway),
        Answer::status(503),
        Answer::status(504),
        Answer::status(524),
        Answer::status(408),
        reported(200, "UnexpectedError"),
        reported(200, "OperationTimeout"),
        reported(200, "INTERNAL_SERVER_ERROR"),
        // The first of several errors is not the only one.
        Answer::json(&json!({"data": null, "errors": [
            {"message": "No", "extensions": {"code": "UnexpectedError"}},
            {"message": "No", "extensions": {"code": "BadUserInput"}},
        ]})),
    ] {
        let script = || std::iter::repeat_n(answer.clone(), 5);
        for ((result, requests), expected) in [
            (read(script()).await, 3),
            (change(script()).await, 1),
            (keyed(script()).await, 3),
        ] {
            let error = result.unwrap_err();
            assert_eq!(
                (requests, error.delivery()),
                (expected, Delivery::Unanswered),
                "{error:?}"
            );
            assert!(error.may_have_been_applied() && error.is_retryable());
        }
    }
}

#[tokio::test]
async fn an_error_that_nobody_knows_leaves_open_what_became_of_a_change() {
    for answer in [
        reported(200, "FromTomorrow"),
        Answer::json(&json!({"data": null, "errors": [{"message": "No"}]})),
        Answer::json(&json!({"errors": [{}]})),
        Answer::json(&json!({"errors": [
            {"message": "No", "extensions": {"code": "BadUserInput"}},
            {"message": "No", "extensions": {"code": "FromTomorrow"}},
        ]})),
    ] {
        let (result, requests) = change([answer]).await;
        let error = result.unwrap_err();
        assert_eq!((error.delivery(), requests), (Delivery::Unanswered, 1), "{error:?}");
        assert!(!error.is_retryable());
    }
}

#[tokio::test]
async fn a_change_that_was_made_is_said_to_be_made_whatever_the_error_is() {
    let errors = |code: &str, path: &Value| json!([{"message": "No", "path": path, "extensions": {"code": code}}]);
    let below = json!(["updateCustomer", "metadata"]);
    for code in [
        "CustomerNotFound",
        "RateLimitExceeded",
        "UnexpectedError",
        "FromTomorrow",
    ] {
        for body in [
            // The change itself worked; the error is about a part of what was to be told of it.
            json!({"data": null, "errors": errors(code, &below)}),
            json!({"data": answers::update_customer(), "errors": errors(code, &below)}),
            json!({"data": answers::update_customer(), "errors": errors(code, &Value::Null)}),
            json!({"data": null, "errors": [
                {"message": "No", "extensions": {"code": code}},
                {"message": "No", "path": below, "extensions": {"code": code}},
            ]}),
        ] {
            let (result, requests) = change(std::iter::repeat_n(Answer::json(&body), 5)).await;
            let error = result.unwrap_err();
            assert_eq!((error.delivery(), requests), (Delivery::Applied, 1), "{body}");
            assert_eq!(error.code().map(stigg_models::ErrorCode::as_str), Some(code));
        }
    }
}

#[tokio::test]
async fn a_change_that_itself_failed_was_not_made() {
    let errors = json!([{"message": "No", "path": ["updateCustomer"], "extensions": {"code": "CustomerNotFound"}}]);
    for data in [json!(null), json!({"updateCustomer": null})] {
        let answer = Answer::json(&json!({"data": data, "errors": errors}));
        let error = change([answer]).await.0.unwrap_err();
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::NotFound, Delivery::Refused)
        );
    }
}

#[tokio::test]
async fn too_many_requests_are_repeated_even_for_a_change_because_it_was_refused() {
    let edge_like = r#"{"error":"rate_limit_exceeded","message":"Too many requests"}"#;
    for answer in [
        Answer::new(429, &[], edge_like),
        Answer::new(429, &["retry-after: 0"], ""),
        Answer::new(429, &["retry-after: soon"], ""),
        reported(429, "RateLimitExceeded"),
        reported(200, "RateLimitExceeded"),
    ] {
        let script = || std::iter::repeat_n(answer.clone(), 5);
        for (result, requests) in [read(script()).await, change(script()).await, keyed(script()).await] {
            let error = result.unwrap_err();
            assert_eq!((error.kind(), requests), (ErrorKind::RateLimited, 3), "{error:?}");
            assert!(!error.may_have_been_applied());
        }
        let good = Answer::json(&json!({"data": answers::update_customer()}));
        assert!(change([answer, good]).await.0.is_ok());
    }
}

#[tokio::test]
async fn a_wish_to_wait_for_longer_than_there_is_time_is_passed_on_at_once() {
    for (wish, expected) in [("120", 120), ("86400", 300), ("99999999999999999999", 300)] {
        let header = format!("retry-after: {wish}");
        let (result, requests) = read([Answer::new(429, &[&header], "")]).await;
        let error = result.unwrap_err();
        assert_eq!(
            (error.retry_after(), requests),
            (Some(Duration::from_secs(expected)), 1),
            "{wish}"
        );
    }
}

#[tokio::test]
async fn what_may_have_been_done_is_not_undone_by_a_later_refusal() {
    let (result, requests) = keyed([Answer::nothing(), reported(200, "FeatureNotFound")]).await;
    let error = result.unwrap_err();
    assert_eq!((error.kind(), requests), (ErrorKind::NotFound, 2));
    assert!(error.may_have_been_applied());
}

#[tokio::test]
async fn a_repeated_report_carries_the_same_key() {
    let good = Answer::json(&json!({"data": answers::report_usage()}));
    let server = Server::start([Answer::nothing(), Answer::status(503), good]).await;
    client(&server)
        .report_usage(ReportUsage::new("c", "f", 1))
        .await
        .unwrap();
    let bodies: Vec<_> = server.journal().iter().map(Request::json).collect();
    assert_eq!(bodies.len(), 3);
    assert!(bodies[0]["variables"]["input"]["idempotencyKey"].is_string());
    assert_eq!(bodies[0], bodies[1]);
    assert_eq!(bodies[0], bodies[2]);
}

#[tokio::test]
async fn many_reports_that_are_repeated_carry_the_same_keys() {
    let good = Answer::json(&json!({"data": answers::report_usage_bulk()}));
    let server = Server::start([Answer::nothing(), Answer::status(503), good]).await;
    let reports = vec![ReportUsage::new("c", "f", 1), ReportUsage::new("c", "f", 2)];
    client(&server).report_usage_bulk(reports.into()).await.unwrap();
    let bodies: Vec<_> = server.journal().iter().map(Request::json).collect();
    assert_eq!(bodies.len(), 3);
    assert!(bodies[0]["variables"]["input"]["usages"][1]["idempotencyKey"].is_string());
    assert_eq!(bodies[0], bodies[1]);
    assert_eq!(bodies[0], bodies[2]);
}

#[tokio::test]
async fn an_answer_that_says_there_is_none_counts_its_attempts() {
    let none = Answer::json(&json!({"data": {"getCustomerByRefId": null}}));
    let (result, requests) = read([Answer::status(503), Answer::status(503), none]).await;
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), requests), (ErrorKind::NotFound, 3, 3));
    assert_eq!(error.operation(), Some("get_customer"));
}

#[tokio::test]
async fn without_retries_there_are_none() {
    let server = Server::start([Answer::status(503)]).await;
    let stigg = builder(server.url()).retry(RetryPolicy::never()).build().unwrap();
    let error = stigg.get_customer("c").await.unwrap_err();
    assert_eq!((error.attempts(), server.journal().len()), (1, 1));
}

fn events(count: usize) -> Vec<ReportEvent> {
    (0..count)
        .map(|number| ReportEvent::new("c", "call", format!("key-{number}")))
        .collect()
}

fn accepted() -> Answer {
    Answer::json(&json!({"data": {"reportEvent": "ok"}}))
}

#[tokio::test]
async fn no_events_need_no_request() {
    let server = Server::start([]).await;
    client(&server).report_events(Vec::new()).await.unwrap();
    assert!(server.journal().is_empty());
}

#[tokio::test]
async fn more_events_than_a_request_may_have_are_refused_before_anything_is_sent() {
    let server = Server::start([accepted()]).await;
    let error = client(&server).report_events(events(1_001)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "report_events failed: invalid argument: `events` has 1001 items; Stigg takes at most 1000 in one request"
    );
    client(&server).report_events(events(1_000)).await.unwrap();
    assert_eq!(server.journal().len(), 1);
}
