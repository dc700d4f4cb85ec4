//! Points in time.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

mod plain;

/// A point in time, in UTC.
///
/// Written as RFC 3339 with milliseconds and `Z`, as the official SDKs do (finer digits are kept if there are any). Read
/// from any RFC 3339 text, and from epoch milliseconds as a number or as text, because Stigg sends all of these.
///
/// ```
/// use stigg_models::Timestamp;
///
/// let moment: Timestamp = "2025-06-15T14:34:56+02:00".parse()?;
/// assert_eq!(moment.to_string(), "2025-06-15T12:34:56.000Z");
/// assert_eq!(moment.as_millisecond(), 1_749_990_896_000);
/// # Ok::<(), stigg_models::ParseTimestampError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Self = Self(jiff::Timestamp::UNIX_EPOCH);
    /// The earliest time that can be held, in the year -9999.
    pub const MIN: Self = Self(jiff::Timestamp::MIN);
    /// The latest time that can be held, in the year 9999.
    pub const MAX: Self = Self(jiff::Timestamp::MAX);

    /// From milliseconds since the Unix epoch; `None` beyond the years -9999 to 9999.
    pub fn from_millisecond(millisecond: i64) -> Option<Self> {
        jiff::Timestamp::from_millisecond(millisecond).ok().map(Self)
    }

    /// Milliseconds since the Unix epoch, rounded down.
    pub fn as_millisecond(self) -> i64 {
        // `jiff` rounds towards zero; times before 1970 must not move forwards.
        let whole = self.0.as_millisecond();
        if self.0.as_nanosecond() < i128::from(whole) * 1_000_000 {
            whole - 1
        } else {
            whole
        }
    }

    /// From nanoseconds since the Unix epoch; `None` beyond the years -9999 to 9999.
    pub fn from_nanosecond(nanosecond: i128) -> Option<Self> {
        jiff::Timestamp::from_nanosecond(nanosecond).ok().map(Self)
    }

    /// Nanoseconds since the Unix epoch.
    pub fn as_nanosecond(self) -> i128 {
        self.0.as_nanosecond()
    }

    /// This time plus a duration, or [`Timestamp::MAX`].
    #[must_use]
    pub fn saturating_add(self, duration: Duration) -> Self {
        self.0.checked_add(duration).map_or(Self::MAX, Self)
    }

    /// This time minus a duration, or [`Timestamp::MIN`].
    #[must_use]
    pub fn saturating_sub(self, duration: Duration) -> Self {
        self.0.checked_sub(duration).map_or(Self::MIN, Self)
    }

    /// How much later this time is than another; zero if it is not later.
    pub fn saturating_duration_since(self, earlier: Self) -> Duration {
        Duration::try_from(self.0.duration_since(earlier.0)).unwrap_or(Duration::ZERO)
    }
}

/// The text is not a point in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTimestampError {
    text: Box<str>,
}

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is not a point in time: expected RFC 3339, such as 2025-06-15T12:34:56Z",
            self.text
        )
    }
}

impl std::error::Error for ParseTimestampError {}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(timestamp) = plain::parse(text).and_then(Self::from_millisecond) {
            return Ok(timestamp);
        }
        if let Ok(timestamp) = text.parse() {
            return Ok(Self(timestamp));
        }
        let epoch = || text.parse().ok().and_then(Self::from_millisecond);
        // A date without a time, or a time without an offset, means UTC.
        let civil = || {
            let time = text.parse::<jiff::civil::DateTime>().ok()?;
            Some(Self(time.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp()))
        };
        epoch().or_else(civil).ok_or_else(|| ParseTimestampError {
            text: text.chars().take(80).collect(),
        })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.subsec_nanosecond() % 1_000_000 == 0 {
            write!(f, "{:.3}", self.0)
        } else {
            self.0.fmt(f)
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TimestampVisitor)
    }
}

struct TimestampVisitor;

impl serde::de::Visitor<'_> for TimestampVisitor {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a point in time: RFC 3339 text or epoch milliseconds")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Timestamp, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_i64<E: serde::de::Error>(self, millisecond: i64) -> Result<Timestamp, E> {
        Timestamp::from_millisecond(millisecond)
            .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Signed(millisecond), &self))
    }

    fn visit_u64<E: serde::de::Error>(self, millisecond: u64) -> Result<Timestamp, E> {
        i64::try_from(millisecond)
            .ok()
            .and_then(Timestamp::from_millisecond)
            .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Unsigned(millisecond), &self))
    }

    fn visit_f64<E: serde::de::Error>(self, millisecond: f64) -> Result<Timestamp, E> {
        // A double holds every millisecond of the years -9999 to 9999 exactly; the cast saturates beyond, which fails below.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "floored, and out-of-range values are refused"
        )]
        let whole = millisecond.floor() as i64;
        Some(whole)
            .filter(|_| millisecond.is_finite())
            .and_then(Timestamp::from_millisecond)
            .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Float(millisecond), &self))
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = ParseTimestampError;

    /// Fails beyond the years -9999 to 9999.
    fn try_from(time: SystemTime) -> Result<Self, Self::Error> {
        jiff::Timestamp::try_from(time)
            .map(Self)
            .map_err(|_| ParseTimestampError {
                text: "a system time beyond the year 9999".into(),
            })
    }
}

impl From<Timestamp> for SystemTime {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.0.into()
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for Timestamp {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp)
    }
}

#[cfg(feature = "jiff")]
impl From<Timestamp> for jiff::Timestamp {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.0
    }
}

#[cfg(feature = "chrono")]
impl TryFrom<chrono::DateTime<chrono::Utc>> for Timestamp {
    type Error = ParseTimestampError;

    /// Fails beyond the years -9999 to 9999, which `chrono` can hold.
    fn try_from(time: chrono::DateTime<chrono::Utc>) -> Result<Self, Self::Error> {
        let nanosecond = i128::from(time.timestamp()) * 1_000_000_000 + i128::from(time.timestamp_subsec_nanos());
        Self::from_nanosecond(nanosecond).ok_or_else(|| ParseTimestampError {
            text: time.to_string().into_boxed_str(),
        })
    }
}

#[cfg(feature = "chrono")]
impl From<Timestamp> for chrono::DateTime<chrono::Utc> {
    fn from(timestamp: Timestamp) -> Self {
        let nanosecond = timestamp.as_nanosecond();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "seconds of four-digit years; the remainder is below 10^9"
        )]
        let (second, nanosecond) = (
            nanosecond.div_euclid(1_000_000_000) as i64,
            nanosecond.rem_euclid(1_000_000_000) as u32,
        );
        Self::from_timestamp(second, nanosecond).expect("chrono holds every time of the years -9999 to 9999")
    }
}

#[cfg(feature = "time")]
impl TryFrom<time::OffsetDateTime> for Timestamp {
    type Error = ParseTimestampError;

    /// Fails beyond the years -9999 to 9999, which `time` can hold with its feature `large-dates`.
    fn try_from(time: time::OffsetDateTime) -> Result<Self, Self::Error> {
        Self::from_nanosecond(time.unix_timestamp_nanos()).ok_or_else(|| ParseTimestampError {
            text: "a time beyond the year 9999".into(),
        })
    }
}

#[cfg(feature = "time")]
impl From<Timestamp> for time::OffsetDateTime {
    fn from(timestamp: Timestamp) -> Self {
        Self::from_unix_timestamp_nanos(timestamp.as_nanosecond())
            .expect("time holds every time of the years -9999 to 9999")
    }
}

#[cfg(test)]
mod tests;
