//! Calendar arithmetic in UTC: usage periods, billing periods, the text form of times.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

/// The wire's form of a time: RFC 3339 in UTC with milliseconds.
pub(crate) fn format(time: Timestamp) -> String {
    let utc = time.to_zoned(TimeZone::UTC);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        utc.year(),
        utc.month(),
        utc.day(),
        utc.hour(),
        utc.minute(),
        utc.second(),
        utc.millisecond()
    )
}

/// A length that repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Hour,
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    fn times(self, n: i64) -> Option<Span> {
        let span = Span::new();
        match self {
            Self::Hour => span.try_hours(n),
            Self::Day => span.try_days(n),
            Self::Week => span.try_weeks(n),
            Self::Month => span.try_months(n),
            Self::Year => span.try_years(n),
        }
        .ok()
    }

    /// About how many of these units fit between two times; right to within one or two.
    fn estimate(self, from: Timestamp, to: Timestamp) -> i64 {
        let seconds = to.as_second() - from.as_second();
        let length = match self {
            Self::Hour => 3_600,
            Self::Day => 86_400,
            Self::Week => 604_800,
            Self::Month => 2_629_746,
            Self::Year => 31_556_952,
        };
        seconds.div_euclid(length)
    }
}

/// `time` plus `n` units, counted from `time` itself: month ends clamp, and come back where the month is long enough.
pub(crate) fn add(time: Timestamp, unit: Unit, n: i64) -> Timestamp {
    unit.times(n)
        .and_then(|span| time.to_zoned(TimeZone::UTC).checked_add(span).ok())
        .map_or(if n < 0 { Timestamp::MIN } else { Timestamp::MAX }, |zoned| {
            zoned.timestamp()
        })
}

/// The period `[start, end)` around `now`, in whole units from `anchor`: the start is the latest `anchor + n` that is not
/// after `now`; `n` is negative for a time before the anchor.
pub(crate) fn period(anchor: Timestamp, unit: Unit, now: Timestamp) -> (Timestamp, Timestamp) {
    let mut n = unit.estimate(anchor, now) + 2;
    while n > i64::from(i32::MIN) && add(anchor, unit, n) > now {
        n -= 1;
    }
    (add(anchor, unit, n), add(anchor, unit, n + 1))
}

/// The first of the month of `time`, at midnight.
pub(crate) fn start_of_month(time: Timestamp) -> Timestamp {
    let utc = time.to_zoned(TimeZone::UTC);
    utc.first_of_month()
        .and_then(|day| day.start_of_day())
        .map_or(time, |zoned| zoned.timestamp())
}

/// The latest midnight that begins a `weekday` and is not after `time`.
pub(crate) fn start_of_weekday(time: Timestamp, weekday: Weekday) -> Timestamp {
    let utc = time.to_zoned(TimeZone::UTC);
    let back = i64::from(weekday.until(utc.weekday()));
    utc.start_of_day()
        .and_then(|day| day.checked_sub(back.days()))
        .map_or(time, |zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(unit: Unit, anchor: &str, now: &str, start: &str, end: &str) {
        let found = period(at(anchor), unit, at(now));
        assert_eq!(found, (at(start), at(end)), "{unit:?} from {anchor} around {now}");
    }

    #[test]
    fn months_clamp_to_the_last_day_and_come_back() {
        let anchor = "2024-01-31T10:00:00Z";
        check(
            Unit::Month,
            anchor,
            "2024-02-29T09:59:59Z",
            anchor,
            "2024-02-29T10:00:00Z",
        );
        check(
            Unit::Month,
            anchor,
            "2024-02-29T10:00:00Z",
            "2024-02-29T10:00:00Z",
            "2024-03-31T10:00:00Z",
        );
        check(
            Unit::Month,
            anchor,
            "2024-03-30T10:00:00Z",
            "2024-02-29T10:00:00Z",
            "2024-03-31T10:00:00Z",
        );
        check(
            Unit::Month,
            anchor,
            "2024-04-30T10:00:00Z",
            "2024-04-30T10:00:00Z",
            "2024-05-31T10:00:00Z",
        );
        check(
            Unit::Month,
            anchor,
            "2025-02-28T09:59:59.999Z",
            "2025-01-31T10:00:00Z",
            "2025-02-28T10:00:00Z",
        );
    }

    #[test]
    fn a_month_period_always_holds_now() {
        check(
            Unit::Month,
            "2022-02-28T22:13:00Z",
            "2023-08-30T06:30:00Z",
            "2023-08-28T22:13:00Z",
            "2023-09-28T22:13:00Z",
        );
    }

    #[test]
    fn years_clamp_in_years_without_a_leap_day() {
        let anchor = "2024-02-29T00:00:00Z";
        check(
            Unit::Year,
            anchor,
            "2025-02-28T00:00:00Z",
            "2025-02-28T00:00:00Z",
            "2026-02-28T00:00:00Z",
        );
        check(
            Unit::Year,
            anchor,
            "2028-02-28T12:00:00Z",
            "2027-02-28T00:00:00Z",
            "2028-02-29T00:00:00Z",
        );
    }

    #[test]
    fn weeks_days_and_hours_count_from_the_anchor() {
        let anchor = "2024-01-03T15:30:00Z";
        check(
            Unit::Week,
            anchor,
            "2024-01-17T15:29:59.999Z",
            "2024-01-10T15:30:00Z",
            "2024-01-17T15:30:00Z",
        );
        check(
            Unit::Day,
            anchor,
            "2024-01-09T15:30:00Z",
            "2024-01-09T15:30:00Z",
            "2024-01-10T15:30:00Z",
        );
        check(
            Unit::Hour,
            anchor,
            "2024-01-09T15:29:00Z",
            "2024-01-09T14:30:00Z",
            "2024-01-09T15:30:00Z",
        );
    }

    #[test]
    fn a_time_before_the_anchor_has_a_period_too() {
        check(
            Unit::Month,
            "2024-03-15T00:00:00Z",
            "2024-01-20T00:00:00Z",
            "2024-01-15T00:00:00Z",
            "2024-02-15T00:00:00Z",
        );
    }

    #[test]
    fn anchors_of_the_month_and_of_the_week_are_midnights_before() {
        assert_eq!(start_of_month(at("2024-03-15T08:00:00Z")), at("2024-03-01T00:00:00Z"));
        // 2024-03-15 is a Friday.
        assert_eq!(
            start_of_weekday(at("2024-03-15T08:00:00Z"), Weekday::Friday),
            at("2024-03-15T00:00:00Z")
        );
        assert_eq!(
            start_of_weekday(at("2024-03-15T08:00:00Z"), Weekday::Monday),
            at("2024-03-11T00:00:00Z")
        );
        assert_eq!(
            start_of_weekday(at("2024-03-15T08:00:00Z"), Weekday::Saturday),
            at("2024-03-09T00:00:00Z")
        );
    }

    #[test]
    fn times_travel_with_milliseconds() {
        assert_eq!(format(at("2026-01-31T10:00:00Z")), "2026-01-31T10:00:00.000Z");
        assert_eq!(format(at("2026-01-31T10:00:00.0417Z")), "2026-01-31T10:00:00.041Z");
    }
}
