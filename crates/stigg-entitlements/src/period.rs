//! Usage periods: when usage starts again from zero.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use stigg_models::{EntitlementResetPeriod, Timestamp};

const SECOND: i128 = 1_000_000_000;
const HOUR: i128 = 3600 * SECOND;
const DAY: i128 = 24 * HOUR;
const WEEK: i128 = 7 * DAY;

/// A usage period: from its start up to, but without, its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct UsagePeriod {
    /// The first moment of the period.
    pub start: Timestamp,
    /// The first moment after the period.
    pub end: Timestamp,
}

/// The usage period that contains `now`.
///
/// Periods are counted from the anchor, not from each other, in UTC: a monthly period that is anchored on the 31st ends on
/// the last day of a short month, and on the 31st again when there is one. `now` may be before the anchor.
///
/// `None` for a reset period that this version of the SDK does not know, and where the period reaches beyond the time that a
/// [`Timestamp`] can hold. Takes the same time however far `now` is from the anchor.
///
/// ```
/// use stigg_entitlements::current_period;
/// use stigg_models::EntitlementResetPeriod;
///
/// let period = current_period(
///     &EntitlementResetPeriod::Month,
///     "2024-01-31T10:00:00Z".parse()?,
///     "2024-03-30T10:00:00Z".parse()?,
/// );
/// let period = period.expect("a month is known");
/// assert_eq!(period.start.to_string(), "2024-02-29T10:00:00.000Z");
/// assert_eq!(period.end.to_string(), "2024-03-31T10:00:00.000Z");
/// # Ok::<(), stigg_models::ParseTimestampError>(())
/// ```
pub fn current_period(reset: &EntitlementResetPeriod, anchor: Timestamp, now: Timestamp) -> Option<UsagePeriod> {
    match reset {
        EntitlementResetPeriod::Hour => fixed(HOUR, anchor, now),
        EntitlementResetPeriod::Day => fixed(DAY, anchor, now),
        EntitlementResetPeriod::Week => fixed(WEEK, anchor, now),
        EntitlementResetPeriod::Month => calendar(1, anchor, now),
        EntitlementResetPeriod::Year => calendar(12, anchor, now),
        _ => None,
    }
}

/// Periods that are all of the same length: in UTC a day has 24 hours.
fn fixed(length: i128, anchor: Timestamp, now: Timestamp) -> Option<UsagePeriod> {
    let anchor = anchor.as_nanosecond();
    let elapsed = (now.as_nanosecond() - anchor).div_euclid(length);
    let at = |periods: i128| Timestamp::from_nanosecond(anchor + periods * length);
    Some(UsagePeriod {
        start: at(elapsed)?,
        end: at(elapsed + 1)?,
    })
}

/// Periods of whole calendar months.
fn calendar(months_per_period: i32, anchor: Timestamp, now: Timestamp) -> Option<UsagePeriod> {
    let anchor = civil(anchor)?;
    let now_civil = civil(now)?;
    // Adding months to the anchor lands in a calendar month that does not depend on days, so that the largest number of
    // months that is not after now is this one or the one before it. Years are twelve months: both clamp in the same way.
    let months = month_number(now_civil) - month_number(anchor);
    let elapsed = if add_months(anchor, months)? > now_civil {
        months - 1
    } else {
        months
    };
    let first = elapsed.div_euclid(months_per_period) * months_per_period;
    let at = |months| timestamp(add_months(anchor, months)?);
    Some(UsagePeriod {
        start: at(first)?,
        end: at(first + months_per_period)?,
    })
}

/// Months since the year 0.
fn month_number(time: DateTime) -> i32 {
    i32::from(time.year()) * 12 + i32::from(time.month()) - 1
}

/// This time some months later (or earlier), on the last day of the month if that has fewer days.
fn add_months(time: DateTime, months: i32) -> Option<DateTime> {
    let months = month_number(time) + months;
    let year = i16::try_from(months.div_euclid(12)).ok()?;
    let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
    let first = Date::new(year, month, 1).ok()?;
    let date = Date::new(year, month, time.day().min(first.days_in_month())).ok()?;
    Some(date.to_datetime(time.time()))
}

fn civil(timestamp: Timestamp) -> Option<DateTime> {
    let timestamp = jiff::Timestamp::from_nanosecond(timestamp.as_nanosecond()).ok()?;
    Some(Offset::UTC.to_datetime(timestamp))
}

fn timestamp(time: DateTime) -> Option<Timestamp> {
    let timestamp = Offset::UTC.to_timestamp(time).ok()?;
    Timestamp::from_nanosecond(timestamp.as_nanosecond())
}

#[cfg(test)]
mod tests;
