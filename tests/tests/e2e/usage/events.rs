//! Raw events, of which Stigg makes usage.

use stigg::models::{GetMeteredEntitlement, ReportEvent};
use stigg_tests::{World, at};

fn exported(key: impl Into<String>, minutes: f64) -> ReportEvent {
    ReportEvent::new("free-rider", "video-exported", key)
        .with_dimension("quality", "hd")
        .with_dimension("minutes", minutes)
}

/// The minutes that Stigg has counted.
async fn minutes(world: &World) -> f64 {
    world.stigg.reload_entitlements("free-rider", None).await;
    world
        .stigg
        .get_metered_entitlement(GetMeteredEntitlement::new("free-rider", "minutes"))
        .await
        .current_usage
}

#[tokio::test]
async fn an_event_counts_where_its_meter_matches() {
    let world = World::start().await;
    world.stigg.report_event(exported("video-1", 12.5)).await.unwrap();
    assert_eq!(world.sent(), ["ReportEvent"]);
    assert_eq!(minutes(&world).await, 12.5);

    let mut draft = exported("video-2", 5.0);
    draft
        .dimensions
        .as_mut()
        .unwrap()
        .insert("quality".to_owned(), "draft".into());
    let other = ReportEvent::new("free-rider", "video-watched", "video-1").with_dimension("minutes", 9.0);
    world
        .stigg
        .report_events(vec![draft, other, exported("video-3", 7.0)])
        .await
        .unwrap();
    assert_eq!(minutes(&world).await, 19.5);

    let mut denied = GetMeteredEntitlement::new("free-rider", "minutes").with_requested_usage(11);
    assert!(!world.stigg.get_metered_entitlement(denied.clone()).await.has_access);
    denied.options.requested_usage = Some(10.5);
    assert!(world.stigg.get_metered_entitlement(denied).await.has_access);
}

#[tokio::test]
async fn the_same_event_counts_once() {
    let world = World::start().await;
    for _ in 0..3 {
        world.stigg.report_event(exported("video-1", 4.0)).await.unwrap();
    }
    assert_eq!(minutes(&world).await, 4.0);
}

#[tokio::test]
async fn many_events_go_in_requests_of_a_thousand() {
    let world = World::start().await;
    let events = (0..2_500).map(|n| exported(format!("video-{n}"), 0.01)).collect();
    world.stigg.report_events(events).await.unwrap();
    assert_eq!(world.sent(), ["ReportEvent"; 3]);
    assert!((minutes(&world).await - 25.0).abs() < 1e-6);

    world.sent();
    world.stigg.report_events(Vec::new()).await.unwrap();
    assert_eq!(world.sent(), [] as [&str; 0]);
}

#[tokio::test]
async fn an_event_counts_in_the_period_in_which_it_happened() {
    let world = World::start().await;
    world.pass_until("2026-03-05T00:00:00Z");
    world
        .stigg
        .report_event(exported("old", 20.0).with_timestamp(at("2026-02-10T00:00:00Z")))
        .await
        .unwrap();
    world.stigg.report_event(exported("new", 1.0)).await.unwrap();
    assert_eq!(minutes(&world).await, 1.0);
}
