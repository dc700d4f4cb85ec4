//! Usage periods: when usage starts again from zero.

use std::cell::Cell;

use stigg_models::{EntitlementResetPeriod, Timestamp};

use crate::micros::Micros;

const HOUR: i64 = 3600 * Micros::SECOND;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

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
    let cycle = Cycle::of(reset)?;
    // Every period is a whole number of microseconds long, so what the anchor has beyond them is the same everywhere.
    let beyond = anchor.as_nanosecond().rem_euclid(1_000);
    let whole = |time: Timestamp| i64::try_from((time.as_nanosecond() - beyond).div_euclid(1_000)).ok();
    let (start, end) = cycle.around(whole(anchor)?, whole(now)?);
    let at = |micros: i64| Timestamp::from_nanosecond(i128::from(micros) * 1_000 + beyond);
    Some(UsagePeriod {
        start: at(start)?,
        end: at(end)?,
    })
}

/// A period that has been computed.
#[derive(Clone, Copy)]
struct Remembered {
    cycle: Cycle,
    anchor: Micros,
    start: Micros,
    end: Micros,
}

/// How many periods a thread remembers: a prime number, so that round numbers do not meet in one place.
const REMEMBERED: usize = 31;

/// How often usage starts again, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cycle {
    /// After so many microseconds: in UTC all days are of the same length.
    Fixed(i64),
    /// After so many calendar months.
    Months(i64),
}

impl Cycle {
    pub(crate) fn of(reset: &EntitlementResetPeriod) -> Option<Self> {
        Some(match reset {
            EntitlementResetPeriod::Hour => Self::Fixed(HOUR),
            EntitlementResetPeriod::Day => Self::Fixed(DAY),
            EntitlementResetPeriod::Week => Self::Fixed(WEEK),
            EntitlementResetPeriod::Month => Self::Months(1),
            EntitlementResetPeriod::Year => Self::Months(12),
            _ => return None,
        })
    }

    /// The period that contains a time: its start and its end.
    ///
    /// Remembers the last ones, thread by thread: a customer whose period is over is asked for again and again until Stigg
    /// tells the usage of the new one, and most of its features have the same anchor.
    #[inline]
    pub(crate) fn period(self, anchor: Micros, now: Micros) -> Option<(Micros, Micros)> {
        thread_local! {
            static LAST: [Cell<Option<Remembered>>; REMEMBERED] = const { [const { Cell::new(None) }; REMEMBERED] };
        }
        LAST.with(|last| {
            let second = anchor.get().unsigned_abs() / Micros::SECOND.unsigned_abs();
            let place = &last[usize::try_from(second % REMEMBERED as u64).unwrap_or_default()];
            if let Some(known) = place.get()
                && (known.cycle, known.anchor) == (self, anchor)
                && (known.start..known.end).contains(&now)
            {
                return Some((known.start, known.end));
            }
            let (start, end) = self.around(anchor.get(), now.get());
            let (start, end) = Micros::new(start).zip(Micros::new(end))?;
            place.set(Some(Remembered {
                cycle: self,
                anchor,
                start,
                end,
            }));
            Some((start, end))
        })
    }

    /// The same in numbers of microseconds, which may be beyond all times.
    fn around(self, anchor: i64, now: i64) -> (i64, i64) {
        match self {
            Self::Fixed(length) => {
                let start = anchor + (now - anchor).div_euclid(length) * length;
                (start, start + length)
            }
            Self::Months(length) => calendar(length, anchor, now),
        }
    }
}

/// Periods of whole calendar months.
fn calendar(months_per_period: i64, anchor: i64, now: i64) -> (i64, i64) {
    let time_of_day = anchor.rem_euclid(DAY);
    let (anchor_month, anchor_day) = month_and_day(anchor.div_euclid(DAY));
    let (now_month, now_day) = month_and_day(now.div_euclid(DAY));
    // Adding months to the anchor lands in a calendar month that does not depend on days, so that the largest number of
    // months that is not after now is this one or the one before it. Years are twelve months: both clamp in the same way.
    let is_before = {
        let day = anchor_day.min(days_in_month(now_month));
        (now_day, now.rem_euclid(DAY)) < (day, time_of_day)
    };
    let elapsed = now_month - anchor_month - i64::from(is_before);
    let first = anchor_month + elapsed.div_euclid(months_per_period) * months_per_period;
    let at = |month: i64| (first_day(month) + anchor_day.min(days_in_month(month)) - 1) * DAY + time_of_day;
    (at(first), at(first + months_per_period))
}

// The calendar in numbers, by Howard Hinnant's algorithms ("chrono-compatible low-level date algorithms"): years begin in
// March, so that the leap day comes last, and 400 of them always have the same number of days.

const DAYS_OF_400_YEARS: i64 = 146_097;
/// From 0000-03-01 to 1970-01-01.
const DAYS_TO_EPOCH: i64 = 719_468;

/// The month that contains a day, in months since January of the year 0, and the day of that month, from 1.
fn month_and_day(days_since_epoch: i64) -> (i64, i64) {
    let days = days_since_epoch + DAYS_TO_EPOCH;
    let era = days.div_euclid(DAYS_OF_400_YEARS);
    let day_of_era = days.rem_euclid(DAYS_OF_400_YEARS);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_since_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_since_march + 2) / 5 + 1;
    ((era * 400 + year_of_era) * 12 + 2 + months_since_march, day)
}

/// The first day of a month, in days since the Unix epoch.
fn first_day(month: i64) -> i64 {
    let since_march = month - 2;
    let (year, months) = (since_march.div_euclid(12), since_march.rem_euclid(12));
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    365 * year + leap_days + (153 * months + 2) / 5 - DAYS_TO_EPOCH
}

fn days_in_month(month: i64) -> i64 {
    let year = month.div_euclid(12);
    match month.rem_euclid(12) {
        1 if year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0) => 29,
        1 => 28,
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests;
