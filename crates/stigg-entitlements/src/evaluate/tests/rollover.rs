//! Checks after the end of the usage period.

use stigg_models::AccessDeniedReason::RequestedUsageExceedingLimit;
use stigg_models::MeteredEntitlement;

use super::*;
use crate::fixtures::entity;

fn february() -> Value {
    json!({
        "usageLimit": 10, "currentUsage": 10, "resetPeriod": "MONTH", "usagePeriodAnchor": "2024-01-31T10:00:00Z",
        "usagePeriodStart": "2024-01-31T10:00:00Z", "usagePeriodEnd": "2024-02-29T10:00:00Z",
    })
}

#[track_caller]
fn metered(more: Value, now: &str) -> MeteredEntitlement {
    match ask(
        &entity(&[feature("NUMBER/Incremental", more)]),
        "f",
        &Asked::nothing(),
        now,
    ) {
        Entitlement::Metered(answer) => answer,
        other => panic!("not metered: {other:?}"),
    }
}

#[track_caller]
fn check_period(answer: &MeteredEntitlement, usage: f64, start: Option<&str>, end: Option<&str>) {
    assert_eq!(answer.current_usage.to_bits(), usage.to_bits());
    assert_eq!(answer.usage_period_start, start.map(at));
    assert_eq!(answer.usage_period_end, end.map(at));
    assert_eq!(answer.next_reset_date, end.map(at));
}

#[test]
fn until_the_period_is_over_the_usage_is_that_which_was_told() {
    for now in [
        "2024-02-15T00:00:00Z",
        "2024-02-29T09:59:59.999Z",
        "2024-02-29T10:00:00Z",
    ] {
        check_period(
            &metered(february(), now),
            10.0,
            Some("2024-01-31T10:00:00Z"),
            Some("2024-02-29T10:00:00Z"),
        );
    }
}

#[test]
fn after_the_period_there_is_no_usage_in_the_period_that_contains_now() {
    let just_after = metered(february(), "2024-02-29T10:00:00.001Z");
    check_period(
        &just_after,
        0.0,
        Some("2024-02-29T10:00:00Z"),
        Some("2024-03-31T10:00:00Z"),
    );
    let years_after = metered(february(), "2027-06-30T12:00:00Z");
    check_period(
        &years_after,
        0.0,
        Some("2027-06-30T10:00:00Z"),
        Some("2027-07-31T10:00:00Z"),
    );
}

#[test]
fn every_getter_sees_the_new_period() {
    let entity = entity(&[feature("NUMBER/Incremental", february())]);
    let denied = ask(&entity, "f", &Asked::usage(1.0), "2024-02-29T10:00:00Z");
    assert_eq!(denied.access_denied_reason(), Some(&RequestedUsageExceedingLimit));
    assert!(ask(&entity, "f", &Asked::usage(1.0), "2024-03-01T00:00:00Z").has_access());
    assert!(ask(&entity, "f", &Asked::nothing(), "2024-03-01T00:00:00Z").has_access());
    assert_eq!(
        entity.feature("f").unwrap().current_usage.to_bits(),
        10.0_f64.to_bits(),
        "the entity is as it was"
    );
}

#[test]
fn without_anchor_or_reset_period_there_is_no_usage_and_no_period() {
    for without in ["usagePeriodAnchor", "resetPeriod"] {
        let mut more = february();
        more[without] = json!(null);
        check_period(&metered(more, "2024-03-01T00:00:00Z"), 0.0, None, None);
    }
    let mut more = february();
    more["resetPeriod"] = json!("FORTNIGHT");
    let answer = metered(more, "2024-03-01T00:00:00Z");
    check_period(&answer, 0.0, None, None);
    assert_eq!(answer.reset_period.unwrap().as_str(), "FORTNIGHT");
}

#[test]
fn without_the_end_of_a_period_usage_stays() {
    let mut more = february();
    more["usagePeriodEnd"] = json!(null);
    check_period(
        &metered(more, "2030-01-01T00:00:00Z"),
        10.0,
        Some("2024-01-31T10:00:00Z"),
        None,
    );
}

#[test]
fn a_number_without_a_meter_starts_again_too() {
    let entity = entity(&[feature(
        "NUMBER",
        crate::fixtures::with(february(), json!({"currentUsage": 11})),
    )]);
    assert!(!ask(&entity, "f", &Asked::nothing(), "2024-02-20T00:00:00Z").has_access());
    assert!(ask(&entity, "f", &Asked::nothing(), "2024-03-01T00:00:00Z").has_access());
}
