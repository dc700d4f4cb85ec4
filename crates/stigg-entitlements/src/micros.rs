//! Times as entities hold them: in eight bytes.

use std::time::Duration;

use stigg_models::Timestamp;

/// A point in time, in microseconds since the Unix epoch, rounded down. Stigg tells milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Micros(i64);

impl Micros {
    pub(crate) const SECOND: i64 = 1_000_000;

    /// `None` beyond the years that a [`Timestamp`] can hold.
    pub(crate) fn new(micros: i64) -> Option<Self> {
        let time = Self(micros);
        (time >= Self::from(Timestamp::MIN) && time <= Self::from(Timestamp::MAX)).then_some(time)
    }

    #[inline]
    pub(crate) const fn get(self) -> i64 {
        self.0
    }

    pub(crate) fn saturating_sub(self, duration: Duration) -> Self {
        let micros = i64::try_from(duration.as_micros()).unwrap_or(i64::MAX);
        Self(self.0.saturating_sub(micros)).max(Self::from(Timestamp::MIN))
    }
}

impl From<Timestamp> for Micros {
    #[inline]
    fn from(time: Timestamp) -> Self {
        let time = jiff::Timestamp::from(time);
        // What is rounded towards zero before 1970 is one too late.
        let is_late = time.subsec_nanosecond() % 1_000 < 0;
        Self(time.as_microsecond() - i64::from(is_late))
    }
}

impl From<Micros> for Timestamp {
    #[inline]
    fn from(Micros(micros): Micros) -> Self {
        match jiff::Timestamp::from_microsecond(micros) {
            Ok(time) => time.into(),
            // What was rounded down may be less than a microsecond below the earliest time.
            Err(_) if micros < 0 => Self::MIN,
            Err(_) => Self::MAX,
        }
    }
}

/// A [`Micros`], or none, in no more room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct OptionalMicros(i64);

impl OptionalMicros {
    /// A time that no [`Timestamp`] can hold.
    pub(crate) const NONE: Self = Self(i64::MIN);

    #[inline]
    pub(crate) const fn get(self) -> Option<Micros> {
        if self.0 == Self::NONE.0 {
            None
        } else {
            Some(Micros(self.0))
        }
    }

    #[inline]
    pub(crate) fn timestamp(self) -> Option<Timestamp> {
        self.get().map(Timestamp::from)
    }
}

impl From<Micros> for OptionalMicros {
    fn from(time: Micros) -> Self {
        Self(time.0)
    }
}

impl From<Option<Micros>> for OptionalMicros {
    fn from(time: Option<Micros>) -> Self {
        time.map_or(Self::NONE, |time| Self(time.0))
    }
}

impl From<Option<Timestamp>> for OptionalMicros {
    fn from(time: Option<Timestamp>) -> Self {
        time.map(Micros::from).into()
    }
}

/// A number, or none, in no more room.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OptionalNumber(u64);

impl OptionalNumber {
    /// One of the many ways to write "not a number". JSON has none.
    const NONE: u64 = 0x7ff8_6e6f_6e65_0001;

    #[inline]
    pub(crate) fn get(self) -> Option<f64> {
        (self.0 != Self::NONE).then(|| f64::from_bits(self.0))
    }
}

impl From<Option<f64>> for OptionalNumber {
    fn from(number: Option<f64>) -> Self {
        Self(number.map_or(Self::NONE, f64::to_bits))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whole_microseconds_survive_and_the_rest_is_rounded_down(
            nanosecond in Timestamp::MIN.as_nanosecond()..=Timestamp::MAX.as_nanosecond(),
        ) {
            let micros = Micros::from(Timestamp::from_nanosecond(nanosecond).unwrap());
            prop_assert_eq!(i128::from(micros.get()), nanosecond.div_euclid(1_000));
            let back = Timestamp::from(micros);
            prop_assert_eq!(back.as_nanosecond(), nanosecond.div_euclid(1_000) * 1_000);
        }
    }

    #[test]
    fn the_edges_of_time_are_held_and_nothing_beyond() {
        for time in [Timestamp::MIN, Timestamp::UNIX_EPOCH] {
            assert_eq!(Timestamp::from(Micros::from(time)), time);
        }
        assert!(Timestamp::from(Micros::from(Timestamp::MAX)) <= Timestamp::MAX);
        assert_eq!(Micros::new(i64::MAX), None);
        assert_eq!(Micros::new(i64::MIN), None);
        let first = Micros::from(Timestamp::MIN);
        assert_eq!(Micros::new(first.get()), Some(first));
        assert_eq!(first.saturating_sub(Duration::MAX), first);
    }

    #[test]
    fn none_is_not_a_number_or_a_time() {
        assert_eq!(OptionalNumber::from(None).get(), None);
        assert_eq!(OptionalNumber::from(Some(1.5)).get(), Some(1.5));
        assert!(OptionalNumber::from(Some(f64::NAN)).get().is_some_and(f64::is_nan));
        assert_eq!(OptionalMicros::NONE.timestamp(), None);
        let time = Some(Timestamp::UNIX_EPOCH);
        assert_eq!(OptionalMicros::from(time).timestamp(), time);
    }
}
