//! Many reports at once.

use serde_json::Value;
use stigg::models::{GetMeteredEntitlement, ReportUsage};
use stigg::{Delivery, ErrorKind};
use stigg_emulator::Fault;
use stigg_tests::World;

fn render(value: f64) -> ReportUsage {
    ReportUsage::new("free-rider", "renders", value)
}

/// The usage that a check sees, and Stigg as well.
async fn renders(world: &World) -> f64 {
    let request = GetMeteredEntitlement::new("free-rider", "renders");
    let usage = world.stigg.get_metered_entitlement(request.clone()).await.current_usage;
    let elsewhere = world.somebody_else().get_metered_entitlement(request).await;
    assert_eq!(usage, elsewhere.current_usage);
    usage
}

#[tokio::test]
async fn many_reports_are_one_request_and_the_next_check_sees_them() {
    let world = World::start().await;
    assert_eq!(renders(&world).await, 0.0);
    world.sent();
    let reports = vec![render(1.0), ReportUsage::new("free-rider", "seats", 1), render(2.5)];
    let acks = world.stigg.report_usage_bulk(reports).await.unwrap();
    let totals: Vec<_> = acks
        .iter()
        .map(|ack| (ack.feature_id.as_str(), ack.current_usage))
        .collect();
    assert_eq!(
        totals,
        [("renders", Some(1.0)), ("seats", Some(2.0)), ("renders", Some(3.5))]
    );
    assert_eq!(world.sent(), ["ReportUsageBulk"]);
    assert_eq!(renders(&world).await, 3.5);
}

#[tokio::test]
async fn more_than_a_hundred_reports_are_more_requests() {
    let world = World::start().await;
    let reports: Vec<ReportUsage> = (0..201).map(|_| render(1.0)).collect();
    let acks = world.stigg.report_usage_bulk(reports).await.unwrap();
    assert_eq!(acks.len(), 201);
    assert_eq!(acks[200].current_usage, Some(201.0));
    assert_eq!(world.sent(), ["ReportUsageBulk"; 3]);
}

#[tokio::test]
async fn many_reports_count_once_when_the_answer_is_lost() {
    let world = World::start().await;
    let fault = Fault::lost_answer().on_operation("ReportUsageBulk").times(2);
    world.emulator.faults().add(fault);
    let acks = world
        .stigg
        .report_usage_bulk(vec![render(1.0), render(2.0)])
        .await
        .unwrap();
    assert_eq!(acks[1].current_usage, Some(3.0));
    let requests = world.requests();
    assert_eq!(requests.len(), 3);
    assert!(requests.iter().all(|request| request.body == requests[0].body));
    let body: Value = serde_json::from_str(&requests[0].body).unwrap();
    let usages = body["variables"]["input"]["usages"].as_array().unwrap();
    assert_ne!(usages[0]["idempotencyKey"], usages[1]["idempotencyKey"]);
    assert_eq!(renders(&world).await, 3.0);
}

#[tokio::test]
async fn the_reports_of_a_refused_request_are_told_from_those_that_count() {
    let world = World::start().await;
    let mut reports: Vec<ReportUsage> = (0..100).map(|_| render(1.0)).collect();
    reports[7] = ReportUsage::new("free-rider", "dreams", 1);
    reports.push(render(4.0));
    let failure = world.stigg.report_usage_bulk(reports).await.unwrap_err();
    assert_eq!(failure.failures().count(), 100);
    assert_eq!(
        (failure.first().kind(), failure.first().delivery()),
        (ErrorKind::NotFound, Delivery::Refused)
    );
    assert_eq!(failure.first().operation(), Some("report_usage_bulk"));
    assert_eq!(failure.outcomes()[100].as_ref().unwrap().current_usage, Some(4.0));
    assert_eq!(renders(&world).await, 4.0);
}
