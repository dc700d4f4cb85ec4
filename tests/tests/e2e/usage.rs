//! Usage and events: counted once, seen at once, and begun again when a period ends.

mod bulk;
mod estimates;
mod events;
mod history;

use std::time::Duration;

use stigg::models::{
    AccessDeniedReason, EntitlementResetPeriod, GetMeteredEntitlement, MeteredEntitlement, ReportUsage,
    UsageUpdateBehavior,
};
use stigg::{ErrorKind, Freshness};
use stigg_tests::{START, World, at, refused};

async fn ask(world: &World, feature_id: &str, requested_usage: f64) -> MeteredEntitlement {
    let request = GetMeteredEntitlement::new("free-rider", feature_id).with_requested_usage(requested_usage);
    let answer = world.stigg.get_metered_entitlement(request).await;
    assert!(!answer.is_fallback, "{:?}", answer.origin);
    answer
}

async fn report(world: &World, feature_id: &str, value: f64) -> Option<f64> {
    world
        .stigg
        .report_usage(ReportUsage::new("free-rider", feature_id, value))
        .await
        .unwrap()
        .current_usage
}

#[tokio::test]
async fn usage_counts_until_the_limit_and_begins_again_with_the_next_period() {
    let world = World::start().await;
    let fresh = ask(&world, "renders", 1.0).await;
    assert!(fresh.has_access);
    assert_eq!((fresh.usage_limit, fresh.remaining()), (Some(10.0), Some(10.0)));
    assert_eq!(fresh.reset_period, Some(EntitlementResetPeriod::Month));
    assert_eq!(fresh.usage_period_start, Some(at(START)));
    assert_eq!(fresh.usage_period_end, Some(at("2026-02-28T10:00:00Z")));
    world.sent();

    for used in 1..=9_u8 {
        assert_eq!(report(&world, "renders", 1.0).await, Some(f64::from(used)));
        assert!(ask(&world, "renders", 1.0).await.has_access, "after {used}");
    }
    // The checks between the reports asked nobody.
    assert_eq!(world.sent(), ["ReportUsage"; 9]);

    let too_much = ask(&world, "renders", 2.0).await;
    assert!(!too_much.has_access);
    assert_eq!(
        too_much.access_denied_reason,
        Some(AccessDeniedReason::RequestedUsageExceedingLimit)
    );
    assert_eq!(
        (too_much.current_usage, too_much.requested_usage, too_much.remaining()),
        (9.0, 2.0, Some(1.0))
    );
    report(&world, "renders", 1.0).await;
    assert!(!ask(&world, "renders", 1.0).await.has_access);
    assert!(
        ask(&world, "renders", 0.0).await.has_access,
        "the limit is reached, not exceeded"
    );

    world.pass_until("2026-02-28T09:59:59Z");
    assert!(!ask(&world, "renders", 1.0).await.has_access);
    world.pass_until("2026-02-28T10:00:01Z");
    let next = ask(&world, "renders", 10.0).await;
    assert!(next.has_access);
    assert_eq!(
        (next.current_usage, next.usage_period_end),
        (0.0, Some(at("2026-03-31T10:00:00Z")))
    );
    assert_eq!(report(&world, "renders", 4.0).await, Some(4.0));
    assert_eq!(ask(&world, "renders", 0.0).await.remaining(), Some(6.0));
}

#[tokio::test]
async fn a_period_rolls_over_by_itself_when_nobody_can_be_asked() {
    let mut world = World::start().await;
    let for_months = Freshness::default().with_stale_for(Duration::from_secs(100 * 86_400));
    world.stigg = world.builder().freshness(for_months).build().unwrap();
    ask(&world, "renders", 1.0).await;
    report(&world, "renders", 10.0).await;
    assert!(!ask(&world, "renders", 1.0).await.has_access);
    world.emulator.faults().add(stigg_emulator::Fault::close());
    world.pass_until("2026-02-28T10:00:01Z");
    let next = ask(&world, "renders", 1.0).await;
    assert!(next.has_access && next.origin.is_stale());
    assert_eq!(
        (next.current_usage, next.usage_period_end),
        (0.0, Some(at("2026-03-31T10:00:00Z")))
    );
}

#[tokio::test]
async fn a_report_answers_the_total_and_the_period() {
    let world = World::start().await;
    report(&world, "renders", 3.0).await;
    let request = ReportUsage::new("free-rider", "renders", 2.5);
    let ack = world.stigg.report_usage(request).await.unwrap();
    assert_eq!(
        (ack.customer_id.as_str(), ack.feature_id.as_str()),
        ("free-rider", "renders")
    );
    assert_eq!(ack.current_usage, Some(5.5));
    assert_eq!(
        (ack.usage_period_start, ack.usage_period_end),
        (Some(at(START)), Some(at("2026-02-28T10:00:00Z")))
    );
    assert_eq!(ack.timestamp, Some(at(START)));
    assert!(!ack.measurement_id.is_empty());
}

#[tokio::test]
async fn a_level_goes_up_and_down_and_can_be_set() {
    let world = World::start().await;
    assert_eq!(ask(&world, "seats", 0.0).await.current_usage, 1.0);
    assert_eq!(report(&world, "seats", 1.0).await, Some(2.0));
    assert!(!ask(&world, "seats", 1.0).await.has_access);
    assert_eq!(report(&world, "seats", -1.0).await, Some(1.0));
    assert!(ask(&world, "seats", 1.0).await.has_access);
    let request = ReportUsage::new("free-rider", "seats", 7).with_update_behavior(UsageUpdateBehavior::Set);
    assert_eq!(
        world.stigg.report_usage(request).await.unwrap().current_usage,
        Some(7.0)
    );
    let full = ask(&world, "seats", 0.0).await;
    assert!(!full.has_access);
    assert_eq!((full.current_usage, full.remaining()), (7.0, Some(0.0)));
}

#[tokio::test]
async fn the_same_report_counts_once() {
    let world = World::start().await;
    let request = ReportUsage::new("free-rider", "renders", 3).with_idempotency_key("order-4711");
    let first = world.stigg.report_usage(request.clone()).await.unwrap();
    let again = world.stigg.report_usage(request.clone()).await.unwrap();
    assert_eq!(
        (first.measurement_id, again.current_usage),
        (again.measurement_id, Some(3.0))
    );
    assert_eq!(ask(&world, "renders", 0.0).await.current_usage, 3.0);

    let other = world
        .stigg
        .report_usage(request.with_idempotency_key("order-4712"))
        .await
        .unwrap();
    assert_eq!(other.current_usage, Some(6.0));
}

#[tokio::test]
async fn each_report_gets_a_key_of_its_own() {
    let world = World::start().await;
    report(&world, "renders", 1.0).await;
    report(&world, "renders", 1.0).await;
    let keys: Vec<String> = world
        .requests()
        .iter()
        .map(|request| {
            let body: serde_json::Value = serde_json::from_str(&request.body).unwrap();
            body["variables"]["input"]["idempotencyKey"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(keys.len(), 2);
    assert_ne!(keys[0], keys[1]);
}

#[tokio::test]
async fn a_soft_limit_may_be_exceeded() {
    let world = World::start().await;
    report(&world, "previews", 8.0).await;
    let answer = ask(&world, "previews", 1.0).await;
    assert!(answer.has_access && answer.has_soft_limit);
    assert_eq!(
        (answer.current_usage, answer.usage_limit, answer.remaining()),
        (8.0, Some(5.0), Some(0.0))
    );
}

#[tokio::test]
async fn usage_of_the_past_counts_where_it_belongs() {
    let world = World::start().await;
    world.pass_until("2026-03-05T00:00:00Z");
    let past = ReportUsage::new("free-rider", "renders", 9).with_created_at(at("2026-02-10T00:00:00Z"));
    world.stigg.report_usage(past).await.unwrap();
    let now = ReportUsage::new("free-rider", "renders", 1);
    assert_eq!(world.stigg.report_usage(now).await.unwrap().current_usage, Some(1.0));
    assert_eq!(ask(&world, "renders", 0.0).await.current_usage, 1.0);
}

#[tokio::test]
async fn what_cannot_be_counted_is_refused() {
    let world = World::start().await;
    let cases = [
        (
            ReportUsage::new("nobody", "renders", 1),
            ErrorKind::NotFound,
            "CustomerNotFound",
        ),
        (
            ReportUsage::new("free-rider", "dreams", 1),
            ErrorKind::NotFound,
            "FeatureNotFound",
        ),
        (
            ReportUsage::new("free-rider", "formats", 1),
            ErrorKind::Validation,
            "MeteringNotAvailableForFeatureType",
        ),
        (
            ReportUsage::new("free-rider", "minutes", 1),
            ErrorKind::Validation,
            "CannotReportUsageForEntitlementWithMeterError",
        ),
    ];
    for (request, kind, code) in cases {
        let error = refused(world.stigg.report_usage(request).await);
        assert_eq!((error.kind(), error.code().unwrap().as_str()), (kind, code));
        assert_eq!((error.operation(), error.attempts()), (Some("report_usage"), 1));
        assert!(!error.may_have_been_applied());
    }
}
