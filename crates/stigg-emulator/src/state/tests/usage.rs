use super::*;

#[test]
fn delta_adds_set_replaces_and_nothing_goes_below_zero() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    let mut after = |value, behavior| {
        world.report("calls", value, behavior);
        world.metered(None, "calls").unwrap().1
    };
    assert_eq!(after(3.0, UsageUpdateBehavior::Delta), 3.0);
    assert_eq!(after(2.5, UsageUpdateBehavior::Delta), 5.5);
    assert_eq!(after(4.0, UsageUpdateBehavior::Set), 4.0);
    assert_eq!(after(-10.0, UsageUpdateBehavior::Delta), 0.0);
    assert_eq!(after(1.0, UsageUpdateBehavior::Delta), 1.0);
}

#[test]
fn a_repeated_idempotency_key_counts_once() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    let once = |feature: &str| Report {
        idempotency_key: Some("k".to_owned()),
        ..report(feature, 3.0, UsageUpdateBehavior::Delta)
    };
    let first = world.state.report_usage(once("calls")).unwrap();
    let second = world.state.report_usage(once("calls")).unwrap();
    assert_eq!(first.id, second.id);
    assert_eq!(world.metered(None, "calls"), Some((Some(10.0), 3.0)));
    // The key belongs to the customer, the resource and the feature.
    let other = world.state.report_usage(once("seats")).unwrap();
    assert_ne!(first.id, other.id);
}

#[test]
fn usage_starts_again_with_every_period() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    world.report("calls", 9.0, UsageUpdateBehavior::Delta);
    world.go_to("2026-02-28T09:59:59Z");
    assert_eq!(world.metered(None, "calls"), Some((Some(10.0), 9.0)));
    world.go_to("2026-02-28T10:00:00Z");
    assert_eq!(world.metered(None, "calls"), Some((Some(10.0), 0.0)));
    world.report("calls", 1.0, UsageUpdateBehavior::Delta);
    let Entitlements::Granted(all) = world.state.entitlements("c", None) else {
        panic!("denied")
    };
    let calls = all.iter().find(|found| found.feature.id == "calls").unwrap();
    let period = calls.usage_period.unwrap();
    assert_eq!(
        (period.start, period.end),
        (at("2026-02-28T10:00:00Z"), at("2026-03-31T10:00:00Z"))
    );
    assert_eq!(period.anchor, at("2026-01-31T10:00:00Z"));
    assert_eq!(calls.valid_until, Some(period.end));
    assert_eq!(calls.usage_updated_at, Some(at("2026-02-28T10:00:00Z")));
}

#[test]
fn usage_belongs_to_the_time_when_it_happened() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    world.go_to("2026-03-05T00:00:00Z");
    let late = |time: &str, value| Report {
        at: Some(at(time)),
        ..report("calls", value, UsageUpdateBehavior::Delta)
    };
    world.state.report_usage(late("2026-02-10T00:00:00Z", 4.0)).unwrap();
    assert_eq!(world.metered(None, "calls"), Some((Some(10.0), 0.0)));
    world.state.report_usage(late("2026-03-01T00:00:00Z", 2.0)).unwrap();
    assert_eq!(world.metered(None, "calls"), Some((Some(10.0), 2.0)));
    world.state.report_usage(late("2026-03-06T00:00:00Z", 1.0)).unwrap();
    assert_eq!(world.metered(None, "calls"), Some((Some(10.0), 2.0)));
    world.go_to("2026-03-06T00:00:00Z");
    assert_eq!(world.metered(None, "calls"), Some((Some(10.0), 3.0)));
}

#[test]
fn a_change_of_plan_resets_what_resets_and_leaves_levels_alone() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    world.report("calls", 9.0, UsageUpdateBehavior::Delta);
    world.report("seats", 1.0, UsageUpdateBehavior::Set);
    world.go_to("2026-02-01T00:00:00Z");
    world.subscribe(plan("pro"));
    assert_eq!(world.metered(None, "calls"), Some((Some(100.0), 0.0)));
    assert_eq!(world.metered(None, "seats"), Some((Some(5.0), 1.0)));
}

#[test]
fn the_product_may_keep_usage_over_a_change_of_plan() {
    let keep = |rule: &str| {
        let catalog = CATALOG.replacen(
            r#""id": "app","#,
            &format!(r#""id": "app", "usageReset": "{rule}","#),
            1,
        );
        let mut world = World::with(&catalog);
        world.subscribe(plan("pro"));
        world.report("calls", 9.0, UsageUpdateBehavior::Delta);
        world.go_to("2026-02-01T00:00:00Z");
        world.subscribe(plan("pro"));
        let same_period = world.metered(None, "calls").unwrap().1;
        world.go_to("2026-02-02T00:00:00Z");
        world.subscribe(Provision {
            billing_period: Some(BillingPeriod::Annually),
            ..plan("pro")
        });
        (same_period, world.metered(None, "calls").unwrap().1)
    };
    assert_eq!(keep("always"), (0.0, 0.0));
    assert_eq!(keep("never"), (9.0, 9.0));
    assert_eq!(keep("billingPeriodChange"), (9.0, 0.0));
}

#[test]
fn only_metered_features_of_known_customers_take_usage() {
    let mut world = World::with(
        r#"{ "features": [
            { "id": "sso", "type": "boolean" },
            { "id": "plain", "type": "number" },
            { "id": "fed", "type": "number", "meter": "incremental",
              "events": { "filters": [{ "event": "e" }], "aggregation": "count" } }
        ] }"#,
    );
    let mut refused = |feature: &str| {
        world
            .state
            .report_usage(report(feature, 1.0, UsageUpdateBehavior::Delta))
            .unwrap_err()
            .code
    };
    assert_eq!(refused("none"), Code::FeatureNotFound);
    assert_eq!(refused("sso"), Code::MeteringNotAvailableForFeatureType);
    assert_eq!(refused("plain"), Code::MeteringNotAvailableForFeatureType);
    assert_eq!(refused("fed"), Code::CannotReportUsageForEntitlementWithMeterError);
    let mut of_nobody = report("fed", 1.0, UsageUpdateBehavior::Delta);
    of_nobody.key.customer = "nobody".to_owned();
    assert_eq!(
        world.state.report_usage(of_nobody).unwrap_err().code,
        Code::CustomerNotFound
    );
}

#[test]
fn usage_without_an_entitlement_is_kept_for_later() {
    let mut world = World::new();
    world.report("seats", 4.0, UsageUpdateBehavior::Set);
    world.subscribe(plan("pro"));
    assert_eq!(world.metered(None, "seats"), Some((Some(5.0), 4.0)));
}

#[test]
fn usage_of_a_resource_is_its_own() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    let mut of_site = report("calls", 3.0, UsageUpdateBehavior::Delta);
    of_site.key.resource = Some("site".to_owned());
    world.state.report_usage(of_site).unwrap();
    assert_eq!(world.metered(Some("site"), "calls"), Some((Some(10.0), 3.0)));
    assert_eq!(world.metered(None, "calls"), Some((Some(10.0), 0.0)));
}

#[test]
fn usage_is_answered_in_the_larger_unit() {
    let rounded = |round: &str| {
        let mut world = World::with(&format!(
            r#"{{
                "features": [{{ "id": "bytes", "type": "number", "meter": "incremental",
                               "transform": {{ "divide": 1000, "round": "{round}" }} }}],
                "products": [{{ "id": "p", "plans": [{{ "id": "free", "pricing": "free", "entitlements": {{ "bytes": 5 }} }}] }}]
            }}"#
        ));
        world.subscribe(plan("free"));
        world.report("bytes", 1500.0, UsageUpdateBehavior::Delta);
        world.metered(None, "bytes").unwrap().1
    };
    assert_eq!(rounded("up"), 2.0);
    assert_eq!(rounded("down"), 1.0);
}

/// The usage that a meter makes of six events.
fn measure(meter: &str) -> f64 {
    let mut world = World::with(&format!(
        r#"{{
            "features": [{{ "id": "fed", "type": "number", "meter": "incremental", "events": {meter} }}],
            "products": [{{ "id": "p", "plans": [
                {{ "id": "free", "pricing": "free", "entitlements": {{ "fed": {{ "limit": 5, "reset": "day" }} }} }}
            ] }}]
        }}"#
    ));
    world.subscribe(plan("free"));
    for (n, (name, dimensions)) in [
        ("call", r#"{ "size": 4, "kind": "a", "user": "u1" }"#),
        ("call", r#"{ "size": 2.5, "kind": "b", "user": "u1" }"#),
        ("call", r#"{ "size": 8, "kind": "ab", "user": "u2", "cached": true }"#),
        ("call", r#"{ "kind": null }"#),
        ("other", r#"{ "size": 100, "user": "u3" }"#),
    ]
    .into_iter()
    .enumerate()
    {
        let event = Event {
            name: name.to_owned(),
            customer: "c".to_owned(),
            resource: None,
            idempotency_key: n.to_string(),
            at: None,
            dimensions: serde_json::from_str(dimensions).unwrap(),
        };
        // Sent twice, as by a client that lost the answer.
        world.state.report_event(event.clone());
        world.state.report_event(event);
    }
    // One of another day, which does not count.
    world.state.report_event(Event {
        name: "call".to_owned(),
        customer: "c".to_owned(),
        resource: None,
        idempotency_key: "old".to_owned(),
        at: Some(at("2026-01-30T09:00:00Z")),
        dimensions: serde_json::from_str(r#"{ "size": 1000 }"#).unwrap(),
    });
    world.metered(None, "fed").unwrap().1
}

#[test]
fn events_are_counted_once_and_aggregated() {
    let meter = |aggregation: &str, field: &str| {
        let field = if field.is_empty() {
            String::new()
        } else {
            format!(r#", "field": "{field}""#)
        };
        format!(r#"{{ "filters": [{{ "event": "call" }}], "aggregation": "{aggregation}"{field} }}"#)
    };
    assert_eq!(measure(&meter("count", "")), 4.0);
    assert_eq!(measure(&meter("sum", "size")), 14.5);
    assert_eq!(measure(&meter("max", "size")), 8.0);
    assert_eq!(measure(&meter("min", "size")), 2.5);
    assert_eq!(measure(&meter("avg", "size")), 14.5 / 3.0);
    assert_eq!(measure(&meter("unique", "user")), 2.0);
    assert_eq!(measure(&meter("avg", "moon")), 0.0);
    assert_eq!(measure(&meter("min", "moon")), 0.0);
}

#[test]
fn events_are_filtered() {
    let filtered = |conditions: &str| {
        measure(&format!(
            r#"{{ "filters": [{{ "event": "call", "where": [{conditions}] }}], "aggregation": "count" }}"#
        ))
    };
    assert_eq!(filtered(r#"{ "field": "kind", "is": "equals", "value": "a" }"#), 1.0);
    assert_eq!(filtered(r#"{ "field": "size", "is": "equals", "value": 4.0 }"#), 1.0);
    assert_eq!(
        filtered(r#"{ "field": "cached", "is": "notEquals", "value": true }"#),
        3.0
    );
    assert_eq!(
        filtered(r#"{ "field": "kind", "is": "in", "values": ["a", "b"] }"#),
        2.0
    );
    assert_eq!(filtered(r#"{ "field": "size", "is": "greaterThan", "value": 4 }"#), 1.0);
    assert_eq!(
        filtered(r#"{ "field": "size", "is": "greaterThanOrEqual", "value": 4 }"#),
        2.0
    );
    assert_eq!(filtered(r#"{ "field": "size", "is": "lessThan", "value": 4 }"#), 1.0);
    assert_eq!(
        filtered(r#"{ "field": "size", "is": "lessThanOrEqual", "value": 4 }"#),
        2.0
    );
    assert_eq!(filtered(r#"{ "field": "kind", "is": "contains", "value": "b" }"#), 2.0);
    assert_eq!(
        filtered(r#"{ "field": "kind", "is": "startsWith", "value": "a" }"#),
        2.0
    );
    assert_eq!(filtered(r#"{ "field": "kind", "is": "endsWith", "value": "b" }"#), 2.0);
    assert_eq!(filtered(r#"{ "field": "kind", "is": "isNull" }"#), 1.0);
    assert_eq!(filtered(r#"{ "field": "kind", "is": "isNotNull" }"#), 3.0);
    let both =
        r#"{ "field": "kind", "is": "contains", "value": "a" }, { "field": "size", "is": "lessThan", "value": 5 }"#;
    assert_eq!(filtered(both), 1.0);
    let either = r#"{ "filters": [{ "event": "other" }, { "event": "call", "where": [{ "field": "kind", "is": "isNull" }] }],
                      "aggregation": "count" }"#;
    assert_eq!(measure(either), 2.0);
}

#[test]
fn a_single_check_judges_the_request() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    world.report("calls", 9.0, UsageUpdateBehavior::Delta);
    let check = |world: &World, usage: f64| {
        let Entitlements::Granted(all) = world.state.entitlements("c", None) else {
            panic!("denied")
        };
        let calls = all.iter().find(|found| found.feature.id == "calls").unwrap();
        calls.denial(&Request {
            usage: Some(usage),
            values: Vec::new(),
        })
    };
    assert_eq!(check(&world, 0.0), None);
    assert_eq!(check(&world, 1.0), None);
    assert_eq!(check(&world, 2.0), Some(DeniedReason::RequestedUsageExceedingLimit));
    world.report("calls", 2.0, UsageUpdateBehavior::Delta);
    assert_eq!(check(&world, 0.0), Some(DeniedReason::RequestedUsageExceedingLimit));
    assert_eq!(check(&world, -1.0), None);
}
