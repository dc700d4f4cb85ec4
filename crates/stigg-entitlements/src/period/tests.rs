#![expect(clippy::needless_pass_by_value, reason = "tables read better without borrows")]

use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;

use super::*;
use crate::fixtures::at;

#[track_caller]
fn check(reset: EntitlementResetPeriod, anchor: &str, now: &str, start: &str, end: &str) {
    let expected = UsagePeriod {
        start: at(start),
        end: at(end),
    };
    assert_eq!(current_period(&reset, at(anchor), at(now)), Some(expected));
}

#[test]
fn months_are_counted_from_the_anchor_and_end_with_short_months() {
    let check = |anchor, now, start, end| check(EntitlementResetPeriod::Month, anchor, now, start, end);
    check(
        "2024-01-31T10:00Z",
        "2024-02-29T09:59:59Z",
        "2024-01-31T10:00Z",
        "2024-02-29T10:00Z",
    );
    check(
        "2024-01-31T10:00Z",
        "2024-02-29T10:00Z",
        "2024-02-29T10:00Z",
        "2024-03-31T10:00Z",
    );
    check(
        "2024-01-31T10:00Z",
        "2024-03-30T10:00Z",
        "2024-02-29T10:00Z",
        "2024-03-31T10:00Z",
    );
    check(
        "2024-01-31T10:00Z",
        "2024-04-30T10:00Z",
        "2024-04-30T10:00Z",
        "2024-05-31T10:00Z",
    );
    check(
        "2024-01-31T10:00Z",
        "2025-02-28T09:59:59.999Z",
        "2025-01-31T10:00Z",
        "2025-02-28T10:00Z",
    );
    check(
        "2024-01-30T00:00Z",
        "2024-02-29T00:00Z",
        "2024-02-29T00:00Z",
        "2024-03-30T00:00Z",
    );
    check(
        "2024-01-15T00:00Z",
        "2024-03-14T23:59:59.999Z",
        "2024-02-15T00:00Z",
        "2024-03-15T00:00Z",
    );
}

#[test]
fn a_period_before_the_anchor_is_found_too() {
    let check = |reset, anchor, now, start, end| check(reset, anchor, now, start, end);
    check(
        EntitlementResetPeriod::Month,
        "2024-03-15T00:00Z",
        "2024-01-20T00:00Z",
        "2024-01-15T00:00Z",
        "2024-02-15T00:00Z",
    );
    check(
        EntitlementResetPeriod::Month,
        "2024-03-31T00:00Z",
        "2024-02-28T00:00Z",
        "2024-01-31T00:00Z",
        "2024-02-29T00:00Z",
    );
    check(
        EntitlementResetPeriod::Year,
        "2024-02-29T00:00Z",
        "2023-02-27T00:00Z",
        "2022-02-28T00:00Z",
        "2023-02-28T00:00Z",
    );
    check(
        EntitlementResetPeriod::Hour,
        "2024-01-03T15:30Z",
        "2024-01-03T15:29Z",
        "2024-01-03T14:30Z",
        "2024-01-03T15:30Z",
    );
}

#[test]
fn years_are_counted_from_the_anchor_and_clamp_the_leap_day() {
    let check = |anchor, now, start, end| check(EntitlementResetPeriod::Year, anchor, now, start, end);
    check(
        "2024-02-29T00:00Z",
        "2025-02-28T00:00Z",
        "2025-02-28T00:00Z",
        "2026-02-28T00:00Z",
    );
    check(
        "2024-02-29T00:00Z",
        "2028-02-28T12:00Z",
        "2027-02-28T00:00Z",
        "2028-02-29T00:00Z",
    );
    check(
        "2023-07-01T08:00Z",
        "2025-06-30T08:00Z",
        "2024-07-01T08:00Z",
        "2025-07-01T08:00Z",
    );
}

#[test]
fn weeks_days_and_hours_are_always_of_the_same_length() {
    check(
        EntitlementResetPeriod::Week,
        "2024-01-03T15:30Z",
        "2024-01-17T15:29:59.999Z",
        "2024-01-10T15:30Z",
        "2024-01-17T15:30Z",
    );
    check(
        EntitlementResetPeriod::Day,
        "2024-01-03T15:30Z",
        "2024-01-09T15:30Z",
        "2024-01-09T15:30Z",
        "2024-01-10T15:30Z",
    );
    check(
        EntitlementResetPeriod::Hour,
        "2024-01-03T15:30Z",
        "2024-01-09T15:29Z",
        "2024-01-09T14:30Z",
        "2024-01-09T15:30Z",
    );
}

#[test]
fn periods_do_not_depend_on_the_time_zone_of_the_process() {
    // Across the change to daylight saving time in New York, and near midnight there.
    check(
        EntitlementResetPeriod::Day,
        "2024-03-09T12:00Z",
        "2024-03-10T12:30Z",
        "2024-03-10T12:00Z",
        "2024-03-11T12:00Z",
    );
    check(
        EntitlementResetPeriod::Month,
        "2024-01-30T00:00Z",
        "2024-02-29T12:00Z",
        "2024-02-29T00:00Z",
        "2024-03-30T00:00Z",
    );
}

#[test]
fn a_month_contains_now_when_the_anchor_is_the_last_day_of_a_short_month() {
    check(
        EntitlementResetPeriod::Month,
        "2022-02-28T22:13Z",
        "2023-08-30T06:30Z",
        "2023-08-28T22:13Z",
        "2023-09-28T22:13Z",
    );
}

#[test]
fn an_unknown_reset_period_has_no_periods() {
    assert_eq!(
        current_period(&"FORTNIGHT".into(), at("2024-01-01T00:00Z"), at("2024-01-02T00:00Z")),
        None
    );
}

#[test]
fn at_the_edges_of_time_there_is_no_period() {
    for reset in EntitlementResetPeriod::ALL {
        assert_eq!(current_period(reset, Timestamp::MIN, Timestamp::MAX), None);
        assert_eq!(current_period(reset, Timestamp::MAX, Timestamp::MAX), None);
        assert!(current_period(reset, Timestamp::MIN, Timestamp::MIN).is_some());
    }
}

/// The anchor plus some periods, by the calendar of `jiff` instead of ours.
fn anchor_plus(reset: &EntitlementResetPeriod, anchor: Timestamp, periods: i64) -> Timestamp {
    let anchor = jiff::Timestamp::from_nanosecond(anchor.as_nanosecond()).unwrap();
    let anchor = anchor.to_zoned(jiff::tz::TimeZone::UTC);
    let span = match reset {
        EntitlementResetPeriod::Hour => periods.hours(),
        EntitlementResetPeriod::Day => periods.days(),
        EntitlementResetPeriod::Week => periods.weeks(),
        EntitlementResetPeriod::Month => periods.months(),
        EntitlementResetPeriod::Year => periods.years(),
        other => panic!("unknown {other}"),
    };
    Timestamp::from_nanosecond(anchor.checked_add(span).unwrap().timestamp().as_nanosecond()).unwrap()
}

/// About how many periods lie between two times.
fn distance(reset: &EntitlementResetPeriod, from: Timestamp, to: Timestamp) -> i64 {
    let length = match reset {
        EntitlementResetPeriod::Hour => HOUR,
        EntitlementResetPeriod::Day => DAY,
        EntitlementResetPeriod::Week => WEEK,
        EntitlementResetPeriod::Month => 30 * DAY + 10 * HOUR + 1_746 * Micros::SECOND,
        _ => 365 * DAY + 6 * HOUR,
    };
    (to.as_millisecond() - from.as_millisecond()).div_euclid(length / 1000)
}

fn reset_period() -> impl Strategy<Value = EntitlementResetPeriod> {
    prop::sample::select(EntitlementResetPeriod::ALL)
}

/// Any time of two centuries around now, often at the end of a month.
fn usual_time() -> impl Strategy<Value = Timestamp> {
    let millisecond = -2_208_988_800_000_i64..4_102_444_800_000;
    let end_of_month =
        (1900_i16..2100, 1_i8..=12, 27_i8..=31, 0_i8..24, 0_i8..60).prop_map(|(year, month, day, hour, minute)| {
            let day = day.min(Date::new(year, month, 1).unwrap().days_in_month());
            let time = jiff::civil::date(year, month, day).at(hour, minute, 0, 0);
            let time = jiff::tz::Offset::UTC.to_timestamp(time).unwrap();
            Timestamp::from_nanosecond(time.as_nanosecond()).unwrap()
        });
    prop_oneof![
        millisecond.prop_map(|millisecond| Timestamp::from_millisecond(millisecond).unwrap()),
        end_of_month,
    ]
}

fn any_time() -> impl Strategy<Value = Timestamp> {
    let range = Timestamp::MIN.as_nanosecond()..=Timestamp::MAX.as_nanosecond();
    range.prop_map(|nanosecond| Timestamp::from_nanosecond(nanosecond).unwrap())
}

proptest! {
    #[test]
    fn a_period_contains_now_and_is_a_whole_number_of_periods_from_the_anchor(
        reset in reset_period(), anchor in usual_time(), now in usual_time(),
    ) {
        let period = current_period(&reset, anchor, now).unwrap();
        prop_assert!(period.start <= now && now < period.end, "{period:?}");
        let about = distance(&reset, anchor, period.start);
        let found = (about - 2..=about + 2).find(|periods| anchor_plus(&reset, anchor, *periods) == period.start);
        prop_assert!(found.is_some(), "{period:?} does not start at a period of the anchor");
        prop_assert_eq!(anchor_plus(&reset, anchor, found.unwrap() + 1), period.end);
    }

    #[test]
    fn periods_follow_each_other_without_a_gap(reset in reset_period(), anchor in usual_time(), now in usual_time()) {
        let period = current_period(&reset, anchor, now).unwrap();
        let next = current_period(&reset, anchor, period.end).unwrap();
        prop_assert_eq!(next.start, period.end);
        let last_moment = Timestamp::from_nanosecond(period.end.as_nanosecond() - 1).unwrap();
        prop_assert_eq!(current_period(&reset, anchor, last_moment), Some(period));
        prop_assert_eq!(current_period(&reset, anchor, period.start), Some(period));
    }

    #[test]
    fn periods_never_go_back_while_time_goes_on(
        reset in reset_period(), anchor in usual_time(), one in usual_time(), other in usual_time(),
    ) {
        let earlier = current_period(&reset, anchor, one.min(other)).unwrap();
        let later = current_period(&reset, anchor, one.max(other)).unwrap();
        prop_assert!(earlier.start <= later.start && earlier.end <= later.end);
    }

    #[test]
    fn the_calendar_agrees_with_that_of_jiff(days in -4_371_587_i64..2_932_896) {
        let date = Date::new(1970, 1, 1).unwrap().checked_add(days.days()).unwrap();
        let (month, day) = month_and_day(days);
        let expected = (i64::from(date.year()) * 12 + i64::from(date.month()) - 1, i64::from(date.day()));
        prop_assert_eq!((month, day), expected);
        prop_assert_eq!(first_day(month) + day - 1, days);
        prop_assert_eq!(days_in_month(month), i64::from(date.days_in_month()));
    }

    #[test]
    fn what_is_finer_than_a_microsecond_stays(
        reset in reset_period(), anchor in 0..4_000_000_000_000_000_000_i128, now in 0..4_000_000_000_000_000_000_i128,
    ) {
        let at = |nanosecond| Timestamp::from_nanosecond(nanosecond).unwrap();
        let period = current_period(&reset, at(anchor), at(now)).unwrap();
        prop_assert!(period.start <= at(now) && at(now) < period.end);
        prop_assert_eq!((period.start.as_nanosecond() - anchor) % 1_000_000, 0);
    }

    #[test]
    fn no_time_at_all_makes_it_panic(reset in reset_period(), anchor in any_time(), now in any_time()) {
        if let Some(period) = current_period(&reset, anchor, now) {
            prop_assert!(period.start <= now && now < period.end, "{period:?}");
        }
    }
}
