use super::*;

impl World {
    /// The history of customer `c` over the whole of time.
    fn history(&self, feature: &str, group_by: &[&str]) -> History {
        self.history_between(feature, group_by, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
    }

    fn history_between(&self, feature: &str, group_by: &[&str], from: &str, until: &str) -> History {
        let group_by: Vec<String> = group_by.iter().map(ToString::to_string).collect();
        self.state.usage_history(&HistoryQuery {
            feature: self.state.metered_feature(feature).unwrap(),
            customer: "c",
            resource: None,
            from: at(from),
            until: at(until).min(self.state.now),
            group_by: &group_by,
        })
    }

    fn use_at(&mut self, time: &str, feature: &str, value: f64) {
        self.go_to(time);
        self.report(feature, value, UsageUpdateBehavior::Delta);
    }
}

/// Time, value, and `*` where usage began again.
fn told(series: &Series) -> Vec<String> {
    let mark = |is_reset| if is_reset { "*" } else { "" };
    series
        .points
        .iter()
        .map(|point| format!("{} {}{}", point.at, point.value, mark(point.is_reset)))
        .collect()
}

#[test]
fn a_history_has_a_point_for_each_report_and_each_new_period() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    world.use_at("2026-02-01T00:00:00Z", "calls", 3.0);
    world.use_at("2026-02-02T00:00:00Z", "calls", 2.0);
    world.use_at("2026-03-01T00:00:00Z", "calls", 1.0);
    world.go_to("2026-04-01T00:00:00Z");
    let history = world.history("calls", &[]);
    assert_eq!(
        told(&history.total),
        [
            "2026-02-01T00:00:00Z 3",
            "2026-02-02T00:00:00Z 5",
            "2026-02-28T10:00:00Z 0*",
            "2026-03-01T00:00:00Z 1",
            "2026-03-31T10:00:00Z 0*",
        ]
    );
    assert_eq!(
        history.markers,
        [
            (at("2026-02-28T10:00:00Z"), UsageMarkerType::PeriodicReset),
            (at("2026-03-31T10:00:00Z"), UsageMarkerType::PeriodicReset),
        ]
    );
    assert_eq!(history.groups, []);
}

#[test]
fn a_history_ends_with_the_usage_that_checks_see() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    world.use_at("2026-02-01T00:00:00Z", "calls", 3.0);
    world.use_at("2026-03-01T00:00:00Z", "calls", 4.0);
    world.use_at("2026-03-01T00:00:00Z", "calls", 2.0);
    let last = world.history("calls", &[]).total.points.pop().unwrap();
    assert_eq!(Some(last.value), world.metered(None, "calls").map(|(_, usage)| usage));
}

#[test]
fn a_part_of_a_history_begins_with_what_was_used_until_then() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    world.use_at("2026-02-01T00:00:00Z", "calls", 3.0);
    world.use_at("2026-02-10T00:00:00Z", "calls", 2.0);
    let part = |from, until| told(&world.history_between("calls", &[], from, until).total);
    assert_eq!(
        part("2026-02-05T00:00:00Z", "2026-02-06T00:00:00Z"),
        ["2026-02-05T00:00:00Z 3"]
    );
    assert_eq!(
        part("2026-02-10T00:00:00Z", "2026-02-11T00:00:00Z"),
        ["2026-02-10T00:00:00Z 5"]
    );
    assert_eq!(part("2026-02-10T00:00:00Z", "2026-02-05T00:00:00Z"), [] as [&str; 0]);
}

#[test]
fn a_change_of_plan_begins_the_count_again_where_usage_resets() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    world.use_at("2026-02-01T00:00:00Z", "calls", 3.0);
    world.use_at("2026-02-01T00:00:00Z", "seats", 1.0);
    world.go_to("2026-02-03T00:00:00Z");
    world.subscribe(plan("pro"));
    world.use_at("2026-02-04T00:00:00Z", "calls", 1.0);
    let history = world.history("calls", &[]);
    assert_eq!(
        told(&history.total),
        [
            "2026-02-01T00:00:00Z 3",
            "2026-02-03T00:00:00Z 0*",
            "2026-02-04T00:00:00Z 1",
        ]
    );
    assert_eq!(
        history.markers,
        [(at("2026-02-03T00:00:00Z"), UsageMarkerType::SubscriptionChangeReset)]
    );
    let levels = world.history("seats", &[]);
    assert_eq!(told(&levels.total), ["2026-02-01T00:00:00Z 1"]);
    assert_eq!(levels.markers, []);
}

#[test]
fn a_first_subscription_changes_nothing_unless_something_was_used_before() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    world.report("calls", 2.0, UsageUpdateBehavior::Delta);
    assert_eq!(world.history("calls", &[]).markers, []);

    let mut world = World::new();
    world.use_at("2026-02-01T00:00:00Z", "calls", 2.0);
    world.go_to("2026-02-02T00:00:00Z");
    world.subscribe(plan("free"));
    assert_eq!(
        told(&world.history("calls", &[]).total),
        ["2026-02-01T00:00:00Z 2", "2026-02-02T00:00:00Z 0*"]
    );
}

#[test]
fn a_history_is_told_by_dimensions() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    for (region, value) in [(Some("us"), 1.0), (Some("eu"), 2.0), (Some("us"), 4.0), (None, 8.0)] {
        let dimensions = region.map(|region| Map::from_iter([("region".to_owned(), json!(region))]));
        let report = Report {
            dimensions: dimensions.unwrap_or_default(),
            ..report("calls", value, UsageUpdateBehavior::Delta)
        };
        world.state.report_usage(report).unwrap();
    }
    let history = world.history("calls", &["region", "region"]);
    let groups: Vec<(String, Vec<String>)> = history
        .groups
        .iter()
        .map(|series| (format!("{:?}", series.tags), told(series)))
        .collect();
    let only = |point: &str| vec![format!("2026-01-31T10:00:00Z {point}")];
    assert_eq!(
        groups,
        [
            ("[]".to_owned(), only("8")),
            (r#"[("region", "eu")]"#.to_owned(), only("2")),
            (r#"[("region", "us")]"#.to_owned(), only("5")),
        ]
    );
    assert_eq!(told(&history.total), only("15"));
}

#[test]
fn a_history_is_told_of_what_events_make() {
    let catalog = r#"{
        "features": [{
            "id": "minutes", "type": "number", "meter": "incremental",
            "events": { "filters": [{ "event": "played" }], "aggregation": "sum", "field": "minutes" }
        }],
        "products": [{ "id": "app", "plans": [
            { "id": "free", "pricing": "free", "entitlements": { "minutes": { "limit": 9, "reset": "day" } } }
        ] }]
    }"#;
    let mut world = World::with(catalog);
    world.subscribe(plan("free"));
    for (key, time, minutes) in [("b", "2026-01-31T12:00:00Z", 2.0), ("a", "2026-01-31T11:00:00Z", 1.5)] {
        world.state.report_event(Event {
            name: "played".to_owned(),
            customer: "c".to_owned(),
            resource: None,
            idempotency_key: key.to_owned(),
            at: Some(at(time)),
            dimensions: Map::from_iter([("minutes".to_owned(), json!(minutes))]),
        });
    }
    world.go_to("2026-02-01T11:00:00Z");
    assert_eq!(
        told(&world.history("minutes", &[]).total),
        [
            "2026-01-31T11:00:00Z 1.5",
            "2026-01-31T12:00:00Z 3.5",
            "2026-02-01T10:00:00Z 0*",
        ]
    );
}
