mod any_order;
mod balances;

use serde_json::{Value, json};

use super::*;
use crate::EntitlementReference;
use crate::Source::{Api, Edge, Push};
use crate::fixtures::{credit, feature, second, stamp, state};

/// A state with the entitlement to the feature `f`, of a version, with `limit` to tell it from others.
fn version(updated_at: i64, limit: i64, source: Source, fetched_at: i64) -> CachedEntity {
    let more = json!({"usageLimit": limit, "entitlementUpdatedAt": second(updated_at)});
    entity(&[feature("f", "NUMBER/Incremental", more)], source, fetched_at)
}

fn empty(source: Source, fetched_at: i64) -> CachedEntity {
    entity(&[], source, fetched_at)
}

fn entity(entitlements: &[Value], source: Source, fetched_at: i64) -> CachedEntity {
    CachedEntity::new(state(entitlements), stamp(source, second(fetched_at)))
}

fn limit(entity: &CachedEntity) -> Option<f64> {
    entity.feature("f").and_then(|state| state.usage_limit)
}

#[track_caller]
fn check_accepted(cached: &CachedEntity, incoming: CachedEntity) {
    let (expected, stamp) = (limit(&incoming), incoming.stamp());
    assert_ne!(limit(cached), expected, "the test can tell the two apart");
    let merged = merge(cached, incoming);
    assert_eq!(limit(&merged), expected);
    assert_eq!(merged.stamp(), stamp);
}

#[track_caller]
fn check_refused(cached: &CachedEntity, incoming: CachedEntity) {
    assert_ne!(limit(cached), limit(&incoming), "the test can tell the two apart");
    // What nobody asked for may be late.
    let heard_at = match incoming.stamp().source {
        Push => cached.refreshed_at(),
        _ => cached.refreshed_at().max(incoming.stamp().fetched_at),
    };
    let merged = merge(cached, incoming);
    assert_eq!(limit(&merged), limit(cached));
    assert_eq!(merged.stamp(), cached.stamp());
    assert_eq!(merged.refreshed_at(), heard_at, "though it may have been heard");
}

#[test]
fn a_newer_state_is_accepted_and_an_older_one_refused() {
    for source in [Edge, Api, Push] {
        let cached = version(100, 1, source, 1000);
        check_accepted(&cached, version(101, 2, source, 1001));
        check_accepted(&cached, version(100, 2, source, 1001));
        for news in [Edge, Push] {
            check_refused(&cached, version(99, 2, news, 1001));
        }
    }
    for source in [Api, Push] {
        let cached = version(100, 1, Edge, 1000);
        check_accepted(&cached, version(100, 2, source, 1001));
    }
}

#[test]
fn what_the_api_says_is_believed_if_it_was_asked_no_earlier() {
    for source in [Edge, Api, Push] {
        let cached = version(100, 1, source, 1000);
        check_accepted(&cached, version(99, 2, Api, 1000));
        check_accepted(&cached, version(99, 2, Api, 1001));
        check_accepted(&cached, empty(Api, 1000));
        check_refused(&cached, version(99, 2, Api, 999));
    }
}

#[test]
fn what_was_asked_for_before_the_api_told_does_not_bring_back_what_was_taken_away() {
    let cached = version(99, 1, Api, 1000);
    for source in [Edge, Api] {
        check_refused(&cached, version(100, 2, source, 999));
        check_refused(&cached, version(1000, 2, source, 999));
        check_accepted(&cached, version(1001, 2, source, 999));
    }
    check_accepted(&version(99, 1, Push, 1000), version(100, 2, Api, 999));
}

/// As [`version`], heard at a second of the monotonic clock, in the epoch of the same number.
fn heard(updated_at: i64, limit: i64, source: Source, fetched_at: i64, heard_at: u64) -> CachedEntity {
    let state = version(updated_at, limit, source, fetched_at).to_state();
    let stamp = stamp(source, second(fetched_at)).heard(Duration::from_secs(heard_at), heard_at);
    CachedEntity::new(state, stamp)
}

#[track_caller]
fn check_confirmed(entity: &CachedEntity, heard_at: u64, epoch: u64) {
    assert_eq!(
        (entity.heard_at(), entity.epoch()),
        (Duration::from_secs(heard_at), epoch)
    );
}

#[test]
fn a_push_that_is_late_or_doubled_confirms_nothing() {
    let cached = heard(100, 1, Api, 1000, 10);
    for late in [heard(99, 2, Push, 1020, 30), heard(100, 1, Push, 1020, 30)] {
        let merged = merge(&cached, late.clone());
        check_confirmed(&merged, 10, 10);
        assert_eq!(merged.stamp(), cached.stamp());
        assert_eq!(merged.refreshed_at(), cached.refreshed_at());
        let mut outdated = cached.clone();
        outdated.heard_mut().outdate(Duration::from_secs(20));
        let merged = merge(&outdated, late);
        assert!(merged.is_outdated());
        assert_eq!(merged.known_at(), cached.heard_at().max(merged.known_at()));
        assert!(merged.known_at() < Duration::from_secs(20));
    }
    check_confirmed(&merge(&cached, heard(101, 2, Push, 1020, 30)), 30, 30);
    check_confirmed(&merge(&cached, heard(100, 2, Push, 1020, 30)), 30, 30);
}

#[test]
fn usage_of_a_refused_push_counts_if_it_is_later() {
    let told = |usage: f64, time: i64, source: Source| {
        let mut state = used(100, usage, Some(time), None).to_state();
        state.access_denied_reason = (source == Push).then(|| "NoActiveSubscription".into());
        CachedEntity::new(state, stamp(source, second(999)))
    };
    let cached = used(100, 7.0, Some(50), None);
    let merged = merge(&cached, told(9.0, 51, Push));
    assert_eq!(usage(&merged).to_bits(), 9.0_f64.to_bits());
    assert_eq!(merged.access_denied_reason(), None);
    assert_eq!(merged.stamp(), cached.stamp());
}

#[test]
fn the_edge_with_another_version_does_not_confirm_the_epoch() {
    let cached = heard(100, 1, Api, 1000, 10);
    check_confirmed(&merge(&cached, heard(99, 2, Edge, 1020, 30)), 30, 10);
    check_confirmed(&merge(&cached, heard(100, 2, Edge, 1020, 30)), 30, 30);
    check_confirmed(&merge(&cached, heard(101, 2, Edge, 1020, 30)), 30, 30);
    check_confirmed(&merge(&cached, heard(99, 2, Api, 1020, 30)), 30, 30);
}

#[test]
fn a_wall_clock_that_is_set_back_makes_no_news_older() {
    for back in [1, 30, 59, 60, 61, 100_000] {
        let at = 200_000 - back;
        for source in [Edge, Api, Push] {
            let cached = heard(100, 1, source, 200_000, 10);
            for news in [Api, Push] {
                check_accepted(&cached, heard(100, 2, news, at, 11));
            }
            check_accepted(&cached, heard(99, 2, Api, at, 11));
            check_accepted(&cached, heard(99, 2, Edge, at, 70));
            let merged = merge(&cached, heard(101, 2, source, at, 11));
            assert_eq!(merged.refreshed_at(), second(at), "or it would not expire until then");
            let merged = merge(&merged, heard(50, 3, source, 200_000, 9));
            assert_eq!(merged.refreshed_at(), second(at), "it was heard before");
        }
    }
}

#[test]
fn a_wall_clock_that_is_set_forward_does_not_shorten_the_lag_of_the_edge() {
    let cached = heard(100, 1, Api, 1000, 10);
    for limit_and_version in [99, 100] {
        let merged = merge(&cached, heard(limit_and_version, 2, Edge, 100_000, 69));
        assert_eq!(limit(&merged), Some(1.0));
    }
    check_accepted(&cached, heard(100, 2, Edge, 1001, 70));
}

#[test]
fn a_reload_does_not_replace_what_was_heard_after_it_was_asked_for() {
    let asked = |cached: &CachedEntity, reload: CachedEntity| {
        let asked_at = reload.stamp().heard_at;
        supersede(cached, reload, asked_at)
    };
    for source in [Api, Push] {
        let later = heard(100, 1, source, 1005, 15);
        let merged = asked(&later, heard(99, 2, Api, 1000, 10));
        assert_eq!(limit(&merged), Some(1.0));
        check_confirmed(&merged, 15, 15);
        // Nobody heard anything since.
        let merged = asked(&later, heard(99, 2, Api, 1005, 15));
        assert_eq!(limit(&merged), Some(2.0));
        assert_eq!(limit(&asked(&later, heard(99, 2, Edge, 1006, 16))), Some(2.0));
    }
    // The version went back in between.
    let later = heard(99, 1, Api, 1005, 15);
    assert_eq!(limit(&asked(&later, heard(100, 2, Api, 1000, 10))), Some(1.0));
    // The push was told before the reload, and is the older one.
    let merged = asked(&heard(100, 1, Push, 1005, 15), heard(101, 2, Api, 1000, 10));
    assert_eq!(limit(&merged), Some(2.0));
}

#[test]
fn the_answer_to_a_change_does_not_replace_what_was_heard_after_it_was_sent() {
    let sent = Duration::from_secs(10);
    let mut pushed = heard(100, 1, Push, 1005, 15);
    pushed.heard_mut().outdate(Duration::from_secs(20));
    let answer = |updated_at, limit| heard(updated_at, limit, Api, 1010, 20);
    let merged = supersede(&pushed, answer(99, 2), sent);
    assert_eq!(limit(&merged), Some(1.0));
    assert!(merged.is_outdated(), "which of them is right is not known");
    let merged = supersede(&pushed, answer(101, 2), sent);
    assert_eq!(limit(&merged), Some(2.0));
    check_confirmed(&merged, 20, 20);
    let merged = supersede(&pushed, answer(100, 1), sent);
    check_confirmed(&merged, 20, 20);
    // Nothing was heard in between.
    let merged = supersede(&pushed, answer(99, 2), Duration::from_secs(15));
    assert_eq!(limit(&merged), Some(2.0));
    check_confirmed(&merged, 20, 20);
}

#[test]
fn r12_a_read_that_began_before_a_push_does_not_roll_it_back() {
    let pushed = version(100, 2, Push, 1005);
    check_refused(&pushed, version(90, 1, Api, 1000));
    check_refused(&pushed, version(90, 1, Edge, 1000));
}

#[test]
fn of_two_states_of_the_same_age_the_one_that_was_fetched_later_stays() {
    for source in [Edge, Api, Push] {
        check_refused(&version(100, 1, source, 1000), version(100, 2, source, 999));
        check_accepted(&version(100, 1, source, 1000), version(100, 2, source, 1000));
    }
}

#[test]
fn r12_a_read_that_began_before_a_change_does_not_undo_it_when_either_is_empty() {
    for source in [Edge, Api] {
        // Nothing was there when the read began, and then something was granted; and the other way round.
        check_refused(&version(100, 1, Api, 1005), empty(source, 1000));
        check_refused(&empty(Push, 1005), version(100, 1, source, 1000));
    }
    check_accepted(&empty(Push, 1005), version(1006, 1, Api, 1000));
}

#[test]
fn an_empty_state_tells_no_time_and_replaces() {
    for source in [Api, Push] {
        check_accepted(&version(100, 1, Api, 1000), empty(source, 1001));
        check_accepted(&empty(Api, 1000), version(5, 1, source, 1001));
    }
    check_accepted(&version(100, 1, Edge, 1000), empty(Edge, 1001));
    check_accepted(&empty(Edge, 1000), version(5, 1, Edge, 1001));
}

#[test]
fn h17_the_edge_behind_the_api_does_not_hide_a_change() {
    for source in [Api, Push] {
        // What was changed …
        check_refused(&version(100, 2, source, 1000), version(99, 1, Edge, 1001));
        check_refused(&version(100, 2, source, 1000), version(100, 1, Edge, 1059));
        // … what was granted, …
        check_refused(&version(100, 2, source, 1000), empty(Edge, 1001));
        // … and what was taken away.
        check_refused(&empty(source, 1000), version(100, 1, Edge, 1001));
    }
}

#[test]
fn the_edge_is_believed_when_it_is_demonstrably_newer() {
    for source in [Api, Push] {
        check_accepted(&version(100, 1, source, 1000), version(101, 2, Edge, 1001));
        check_accepted(&empty(source, 1000), version(1001, 2, Edge, 1002));
    }
}

#[test]
fn after_the_lag_of_the_edge_any_state_is_accepted() {
    for source in [Edge, Api, Push] {
        check_accepted(&version(100, 1, source, 1000), version(99, 2, Edge, 1060));
        check_accepted(&version(100, 1, Api, 1000), version(99, 2, source, 1060));
        check_accepted(&version(100, 1, Api, 1000), empty(source, 1060));
        check_accepted(&empty(Api, 1000), version(99, 2, source, 1060));
    }
}

#[test]
fn a_clock_that_was_set_back_protects_nothing_from_the_edge() {
    check_accepted(&version(100, 1, Api, 100_000), version(100, 2, Edge, 1000));
    let refused = merge(&version(100, 1, Api, 100_000), version(99, 2, Edge, 1000));
    assert_eq!(limit(&refused), Some(1.0));
    assert_eq!(
        refused.refreshed_at(),
        second(1000),
        "or it would look fresh until that time"
    );
}

#[test]
fn an_expired_state_is_replaced_by_one_of_the_same_age_from_the_edge() {
    let more = json!({"usageLimit": 1, "entitlementUpdatedAt": second(100), "validUntil": second(1010)});
    let cached = entity(&[feature("f", "NUMBER/Incremental", more)], Api, 1000);
    check_refused(&cached, version(100, 2, Edge, 1009));
    check_accepted(&cached, version(100, 2, Edge, 1010));
    check_refused(&cached, version(99, 2, Edge, 1010));
}

#[test]
fn the_reason_comes_with_the_state() {
    let mut denied = state(&[]);
    denied.access_denied_reason = Some("NoActiveSubscription".into());
    let denied = CachedEntity::new(denied, stamp(Push, second(1001)));
    let merged = merge(&version(100, 1, Api, 1000), denied);
    assert_eq!(merged.missing_feature_reason().as_str(), "NoActiveSubscription");
    let merged = merge(&merged, version(101, 1, Api, 1002));
    assert_eq!(merged.access_denied_reason(), None);
}

/// A state of a version with usage of a time in a period, which is a number of days.
fn used(updated_at: i64, usage: f64, usage_updated_at: Option<i64>, period: Option<i64>) -> CachedEntity {
    let mut more = json!({"currentUsage": usage, "entitlementUpdatedAt": second(updated_at)});
    if let Some(time) = usage_updated_at {
        more["usageUpdatedAt"] = json!(second(time));
    }
    if let Some(period) = period {
        more["usagePeriodStart"] = json!(second(period * 86_400));
        more["usagePeriodEnd"] = json!(second((period + 1) * 86_400));
    }
    entity(&[feature("f", "NUMBER/Incremental", more)], Edge, 1000)
}

fn usage(entity: &CachedEntity) -> f64 {
    entity.feature("f").expect("there is one").current_usage
}

#[track_caller]
fn check_usage(cached: &CachedEntity, incoming: CachedEntity, expected: f64) {
    assert_eq!(usage(&merge(cached, incoming)).to_bits(), expected.to_bits());
}

#[test]
fn a_newer_state_does_not_roll_back_newer_usage() {
    check_usage(&used(100, 7.0, Some(50), None), used(101, 3.0, Some(49), None), 7.0);
    check_usage(&used(100, 7.0, Some(50), None), used(101, 8.0, Some(50), None), 8.0);
    check_usage(&used(100, 7.0, Some(50), None), used(101, 8.0, Some(51), None), 8.0);
}

#[test]
fn an_older_state_may_know_newer_usage() {
    check_usage(&used(100, 7.0, Some(50), None), used(99, 9.0, Some(51), None), 9.0);
    check_usage(&used(100, 7.0, Some(50), None), used(99, 9.0, Some(50), None), 7.0);
}

#[test]
fn a_later_period_wins_over_a_later_report() {
    check_usage(
        &used(100, 7.0, Some(50), Some(1)),
        used(101, 0.0, Some(40), Some(2)),
        0.0,
    );
    check_usage(
        &used(100, 0.0, Some(40), Some(2)),
        used(101, 7.0, Some(50), Some(1)),
        0.0,
    );
    check_usage(
        &used(100, 7.0, Some(50), Some(1)),
        used(101, 0.0, Some(40), Some(1)),
        7.0,
    );
}

#[test]
fn a_period_that_ends_before_it_starts_tells_nothing() {
    let mut more = json!({"currentUsage": 7, "entitlementUpdatedAt": second(100), "usageUpdatedAt": second(50)});
    more["usagePeriodStart"] = json!(second(5 * 86_400));
    more["usagePeriodEnd"] = json!(second(86_400));
    let odd = entity(&[feature("f", "NUMBER/Incremental", more)], Api, 1000);
    check_usage(&odd, used(101, 3.0, Some(49), Some(2)), 7.0);
    check_usage(&odd, used(101, 3.0, Some(51), Some(2)), 3.0);
}

#[test]
fn usage_without_a_time_is_as_old_as_its_entitlement_or_as_the_edge_may_be() {
    let of_version = |version| used(version, 3.0, None, None);
    for (version, as_of) in [(101, 101), (940, 940), (990, 940)] {
        check_usage(&used(100, 7.0, Some(as_of + 1), None), of_version(version), 7.0);
        check_usage(&used(100, 7.0, Some(as_of), None), of_version(version), 3.0);
    }
    check_usage(&used(100, 7.0, None, None), of_version(101), 3.0);
    check_usage(&used(100, 7.0, None, None), used(99, 3.0, Some(941), None), 3.0);
}

#[test]
fn usage_that_is_kept_keeps_its_period_and_its_time() {
    let merged = merge(&used(100, 7.0, Some(50), Some(1)), used(101, 3.0, Some(49), Some(1)));
    let state = merged.feature("f").unwrap();
    assert_eq!(state.usage_updated_at, Some(second(50)));
    assert_eq!(state.usage_period_end, Some(second(2 * 86_400)));
    assert_eq!(state.entitlement_updated_at, Some(second(101)));
}

fn update(usage: f64, updated_at: i64) -> UsageUpdate<'static> {
    UsageUpdate {
        reference: EntitlementReference::Feature("f"),
        current_usage: usage,
        usage_period_start: None,
        usage_period_end: None,
        updated_at: second(updated_at),
    }
}

#[test]
fn news_about_usage_of_the_same_time_or_later_is_taken_over() {
    let cached = used(100, 7.0, Some(50), None);
    assert!(with_usage_update(&cached, &update(8.0, 49)).is_none());
    for time in [50, 51] {
        let updated = with_usage_update(&cached, &update(8.0, time)).unwrap();
        assert_eq!(usage(&updated).to_bits(), 8.0_f64.to_bits());
        assert_eq!(updated.feature("f").unwrap().usage_updated_at, Some(second(time)));
        assert_eq!(updated.stamp(), cached.stamp());
    }
}

#[test]
fn news_about_what_is_not_there_is_dropped() {
    let cached = entity(&[feature("f", "NUMBER/Incremental", json!({}))], Api, 1000);
    let to = |reference| UsageUpdate {
        reference,
        ..update(1.0, 2000)
    };
    assert!(with_usage_update(&cached, &to(EntitlementReference::Feature("g"))).is_none());
    assert!(with_usage_update(&cached, &to(EntitlementReference::Credit("f"))).is_none());
    assert!(with_usage_update(&cached, &to(EntitlementReference::Feature("f"))).is_some());
}

#[test]
fn news_about_a_period_that_is_over_is_dropped() {
    let cached = used(100, 1.0, Some(50), Some(2));
    let late = UsageUpdate {
        usage_period_start: Some(second(86_400)),
        usage_period_end: Some(second(2 * 86_400)),
        ..update(9.0, 60)
    };
    assert!(with_usage_update(&cached, &late).is_none());
}

#[test]
fn news_without_a_period_is_about_the_one_in_which_it_was_told() {
    let more = json!({"currentUsage": 7, "usageUpdatedAt": second(50), "resetPeriod": "DAY", "usagePeriodAnchor": second(0),
        "usagePeriodStart": second(0), "usagePeriodEnd": second(86_400)});
    let cached = entity(&[feature("f", "NUMBER/Incremental", more)], Api, 60);
    for (time, start) in [(51, 0), (86_400, 0), (86_401, 86_400), (10 * 86_400 + 5, 10 * 86_400)] {
        let updated = with_usage_update(&cached, &update(1.0, time)).unwrap();
        let state = updated.feature("f").unwrap();
        assert_eq!(state.usage_period_start, Some(second(start)), "told at {time}");
        assert_eq!(state.usage_period_end, Some(second(start + 86_400)), "told at {time}");
    }
}

#[test]
fn news_about_credits_leaves_their_limit_alone() {
    let wallet = credit(
        "c",
        json!({"usageLimit": 10, "currentUsage": 9, "accessDeniedReason": "Revoked"}),
    );
    let news = UsageUpdate {
        reference: EntitlementReference::Credit("c"),
        usage_period_start: Some(second(1)),
        usage_period_end: Some(second(5)),
        ..update(12.0, 1000)
    };
    let updated = with_usage_update(&entity(&[wallet], Api, 1000), &news).unwrap();
    let state = updated.credit("c").unwrap();
    assert_eq!(state.usage_limit, Some(10.0));
    assert_eq!(state.current_usage.to_bits(), 12.0_f64.to_bits());
    assert_eq!(state.usage_period_end, Some(second(5)));
    assert_eq!(state.access_denied_reason.as_ref().unwrap().as_str(), "Revoked");
}

#[test]
fn news_of_credits_that_are_left_withdraws_the_reason_that_there_were_none() {
    let wallet = credit(
        "c",
        json!({"usageLimit": 10, "currentUsage": 10, "accessDeniedReason": "InsufficientCredits"}),
    );
    let cached = entity(&[wallet], Api, 1000);
    for (usage, expected) in [
        (9.0, None),
        (10.0, Some("InsufficientCredits")),
        (f64::NAN, Some("InsufficientCredits")),
    ] {
        let news = UsageUpdate {
            reference: EntitlementReference::Credit("c"),
            ..update(usage, 1001)
        };
        let updated = with_usage_update(&cached, &news).unwrap();
        let reason = updated.credit("c").unwrap().access_denied_reason.clone();
        assert_eq!(reason.as_ref().map(stigg_models::AccessDeniedReason::as_str), expected);
    }
}
