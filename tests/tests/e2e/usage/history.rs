//! How usage went over time.

use stigg::ErrorKind;
use stigg::models::{
    Dimensions, FetchUsageHistory, ReportUsage, Timestamp, UsageHistorySeries, UsageHistoryV2Input, UsageMarker,
    UsageMarkerType,
};
use stigg_tests::{START, World, at, refused};

fn request(feature_id: &str) -> UsageHistoryV2Input {
    UsageHistoryV2Input::new("free-rider", feature_id, at(START))
}

fn points(series: &UsageHistorySeries) -> Vec<(Timestamp, f64, bool)> {
    let points = series.points.iter();
    points
        .map(|point| (point.timestamp, point.value, point.is_reset_point))
        .collect()
}

async fn report(world: &World, time: &str, region: &str, value: f64) {
    world.pass_until(time);
    let dimensions = Dimensions::from([("region".to_owned(), region.into())]);
    let report = ReportUsage::new("free-rider", "renders", value).with_dimensions(dimensions);
    world.stigg.report_usage(report).await.unwrap();
}

#[tokio::test]
async fn a_history_tells_what_was_reported_and_when_it_began_again() {
    let world = World::start().await;
    report(&world, "2026-02-10T00:00:00Z", "eu", 3.0).await;
    report(&world, "2026-02-20T00:00:00Z", "us", 2.0).await;
    report(&world, "2026-03-05T00:00:00Z", "eu", 1.0).await;
    let reset = at("2026-02-28T10:00:00Z");
    let expected = [
        (at("2026-02-10T00:00:00Z"), 3.0, false),
        (at("2026-02-20T00:00:00Z"), 5.0, false),
        (reset, 0.0, true),
        (at("2026-03-05T00:00:00Z"), 1.0, false),
    ];
    let history = world.stigg.get_usage_history_v2(request("renders")).await.unwrap();
    assert_eq!(
        history.markers,
        [UsageMarker::new(UsageMarkerType::PeriodicReset, reset)]
    );
    assert_eq!(history.series.len(), 1);
    assert_eq!(points(&history.series[0]), expected);

    #[expect(deprecated, reason = "it tells the same")]
    let older = world
        .stigg
        .fetch_usage_history(FetchUsageHistory::new("free-rider", "renders", at(START)))
        .await
        .unwrap();
    let older: Vec<_> = older
        .iter()
        .map(|point| (point.date, point.value, point.is_reset_point))
        .collect();
    assert_eq!(older, expected);
}

#[tokio::test]
async fn a_history_can_be_told_by_dimension_and_in_part() {
    let world = World::start().await;
    report(&world, "2026-02-10T00:00:00Z", "eu", 3.0).await;
    report(&world, "2026-02-20T00:00:00Z", "us", 2.0).await;
    let asked = request("renders")
        .with_group_by(["region"])
        .with_end_date(at("2026-02-15T00:00:00Z"));
    let history = world.stigg.get_usage_history_v2(asked).await.unwrap();
    assert_eq!(history.series.len(), 1);
    let tag = &history.series[0].tags[0];
    assert_eq!((tag.key.as_str(), tag.value.as_str()), ("region", "eu"));
    assert_eq!(points(&history.series[0]), [(at("2026-02-10T00:00:00Z"), 3.0, false)]);
}

#[tokio::test]
async fn the_usage_of_a_customer_without_a_subscription_is_told_on_demand() {
    let world = World::start().await;
    world.customer("nobody-s-customer").await;
    let report = ReportUsage::new("nobody-s-customer", "renders", 2);
    world.stigg.report_usage(report).await.unwrap();
    let asked = UsageHistoryV2Input::new("nobody-s-customer", "renders", at(START));
    let history = world.stigg.get_usage_history_v2(asked.clone()).await.unwrap();
    assert_eq!(points(&history.series[0]), []);
    let asked = asked.with_include_inactive_subscriptions(true);
    let history = world.stigg.get_usage_history_v2(asked).await.unwrap();
    assert_eq!(points(&history.series[0]), [(at(START), 2.0, false)]);
}

#[tokio::test]
async fn there_is_no_history_of_what_is_not_there() {
    let world = World::start().await;
    let cases = [
        (
            UsageHistoryV2Input::new("nobody", "renders", at(START)),
            "CustomerNotFound",
        ),
        (request("dreams"), "FeatureNotFound"),
        (request("formats"), "MeteringNotAvailableForFeatureType"),
    ];
    for (request, code) in cases {
        let error = refused(world.stigg.get_usage_history_v2(request).await);
        assert_eq!(error.code().unwrap().as_str(), code);
        assert_eq!(error.operation(), Some("get_usage_history_v2"));
    }
    // No answer would look like no usage.
    #[expect(deprecated, reason = "it fails like its successor")]
    let error = refused(
        world
            .stigg
            .fetch_usage_history(FetchUsageHistory::new("nobody", "renders", at(START)))
            .await,
    );
    assert_eq!(error.kind(), ErrorKind::NotFound);
}
