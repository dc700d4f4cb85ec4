//! The emulator's clock: the machine's, shifted at will, or one that stands still until it is moved.
//!
//! Trials, scheduled cancellations and usage periods are all about time, so everything in this crate asks this clock
//! and no other.

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

/// A clock that stands still until it is moved.
///
/// Clones share the time: keep one and give the other to [`EmulatorBuilder::clock`](crate::EmulatorBuilder::clock).
///
/// ```
/// use std::time::Duration;
/// use stigg_emulator::ManualClock;
///
/// let clock: ManualClock = "2026-01-31T10:00:00Z".parse()?;
/// clock.advance(Duration::from_secs(3600));
/// assert_eq!(clock.to_string(), "2026-01-31T11:00:00.000Z");
/// # Ok::<(), stigg_emulator::InvalidTime>(())
/// ```
#[derive(Clone)]
pub struct ManualClock {
    now: Arc<watch::Sender<Timestamp>>,
}

/// A time that the emulator cannot represent: not RFC 3339, or outside the years -9999 to 9999.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a time that the emulator can represent: {0}")]
pub struct InvalidTime(String);

impl ManualClock {
    /// A clock that stands at `now`.
    ///
    /// Takes whatever converts to [`SystemTime`]: the time types of `jiff`, `chrono` and `time` do.
    ///
    /// # Errors
    ///
    /// [`InvalidTime`] when the time is outside the years -9999 to 9999.
    pub fn new(now: impl Into<SystemTime>) -> Result<Self, InvalidTime> {
        Ok(Self::at(to_timestamp(now.into())?))
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        self.now.send_modify(|now| *now = add(*now, by));
    }

    /// Puts the clock to `now`; going back is possible, but what has happened stays.
    ///
    /// # Errors
    ///
    /// [`InvalidTime`] when the time is outside the years -9999 to 9999.
    pub fn set(&self, now: impl Into<SystemTime>) -> Result<(), InvalidTime> {
        self.now.send_replace(to_timestamp(now.into())?);
        Ok(())
    }

    /// What the clock says.
    pub fn now(&self) -> SystemTime {
        self.timestamp().into()
    }

    pub(crate) fn at(now: Timestamp) -> Self {
        Self {
            now: Arc::new(watch::Sender::new(now)),
        }
    }

    pub(crate) fn timestamp(&self) -> Timestamp {
        *self.now.borrow()
    }
}

impl FromStr for ManualClock {
    type Err = InvalidTime;

    /// Reads an RFC 3339 time such as `2026-01-31T10:00:00Z`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::at).map_err(|_| InvalidTime(format!("{text:?}")))
    }
}

impl fmt::Display for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::calendar::format(self.timestamp()))
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ManualClock({self})")
    }
}

/// The clock of one emulator.
#[derive(Debug, Clone)]
pub(crate) enum Clock {
    /// Goes with the machine's clock.
    Running(Arc<Mutex<Pace>>),
    /// Moves only when told to.
    Manual(ManualClock),
}

/// How a clock goes with the machine's.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pace {
    /// It goes on, at a distance.
    Ahead(SignedDuration),
    /// It was stopped.
    Frozen(Timestamp),
}

impl Pace {
    fn now(self) -> Timestamp {
        match self {
            Self::Ahead(offset) => machine_time().checked_add(offset).unwrap_or(Timestamp::MAX),
            Self::Frozen(now) => now,
        }
    }
}

impl Clock {
    pub(crate) fn running() -> Self {
        Self::Running(Arc::new(Mutex::new(Pace::Ahead(SignedDuration::ZERO))))
    }

    /// The time in whole milliseconds, which is what travels on the wire.
    pub(crate) fn now(&self) -> Timestamp {
        let now = match self {
            Self::Running(pace) => lock(pace).now(),
            Self::Manual(clock) => clock.timestamp(),
        };
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    pub(crate) fn advance(&self, by: Duration) {
        match self {
            Self::Running(pace) => match &mut *lock(pace) {
                Pace::Ahead(offset) => {
                    let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
                    *offset = offset.saturating_add(by);
                }
                Pace::Frozen(now) => *now = add(*now, by),
            },
            Self::Manual(clock) => clock.advance(by),
        }
    }

    pub(crate) fn set(&self, now: SystemTime) -> Result<(), InvalidTime> {
        match self {
            Self::Running(pace) => {
                let now = to_timestamp(now)?;
                match &mut *lock(pace) {
                    Pace::Ahead(offset) => *offset = now.duration_since(machine_time()),
                    Pace::Frozen(frozen) => *frozen = now,
                }
                Ok(())
            }
            Self::Manual(clock) => clock.set(now),
        }
    }

    /// Stops a running clock; a manual one stands still anyway.
    pub(crate) fn freeze(&self) {
        if let Self::Running(pace) = self {
            let mut pace = lock(pace);
            *pace = Pace::Frozen(pace.now());
        }
    }

    /// Lets a clock that was frozen go on from where it stands.
    pub(crate) fn unfreeze(&self) {
        if let Self::Running(pace) = self {
            let mut pace = lock(pace);
            if let Pace::Frozen(now) = *pace {
                *pace = Pace::Ahead(now.duration_since(machine_time()));
            }
        }
    }

    /// What says when to look at the clock again.
    pub(crate) fn moves(&self) -> Moves {
        match self {
            Self::Running(_) => Moves::Running,
            Self::Manual(clock) => Moves::Manual(clock.now.subscribe()),
        }
    }
}

/// When to look at a clock again.
#[derive(Debug)]
pub(crate) enum Moves {
    Running,
    Manual(watch::Receiver<Timestamp>),
}

impl Moves {
    /// Waits until the clock was moved, or a little while for one that moves by itself.
    pub(crate) async fn next(&mut self) {
        const TICK: Duration = Duration::from_millis(200);
        match self {
            Self::Running => tokio::time::sleep(TICK).await,
            Self::Manual(now) => {
                if now.changed().await.is_err() {
                    // Nobody can move it any more.
                    std::future::pending::<()>().await;
                }
            }
        }
    }
}

fn lock(pace: &Mutex<Pace>) -> MutexGuard<'_, Pace> {
    pace.lock().unwrap_or_else(PoisonError::into_inner)
}

#[expect(clippy::disallowed_methods, reason = "this is the injected clock")]
fn machine_time() -> Timestamp {
    Timestamp::now()
}

fn to_timestamp(time: SystemTime) -> Result<Timestamp, InvalidTime> {
    Timestamp::try_from(time).map_err(|_| InvalidTime("outside the years -9999 to 9999".to_owned()))
}

fn add(time: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by)
        .ok()
        .and_then(|by| time.checked_add(by).ok())
        .unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_of_a_manual_clock_share_the_time() {
        let clock: ManualClock = "2026-01-31T10:00:00Z".parse().unwrap();
        let other = clock.clone();
        other.advance(Duration::from_millis(1500));
        assert_eq!(clock.to_string(), "2026-01-31T10:00:01.500Z");
    }

    #[test]
    fn a_running_clock_can_be_moved_and_goes_on() {
        let clock = Clock::running();
        let noon: Timestamp = "2030-05-01T12:00:00Z".parse().unwrap();
        clock.set(noon.into()).unwrap();
        clock.advance(Duration::from_secs(86_400));
        let now = clock.now();
        assert!(now >= "2030-05-02T12:00:00Z".parse().unwrap());
        assert!(now < "2030-05-02T13:00:00Z".parse().unwrap());
    }

    #[test]
    fn a_frozen_clock_stands_still_and_goes_on_from_there() {
        let clock = Clock::running();
        clock
            .set("2030-05-01T12:00:00Z".parse::<Timestamp>().unwrap().into())
            .unwrap();
        clock.freeze();
        let stopped = clock.now();
        assert_eq!(clock.now(), stopped);
        clock.advance(Duration::from_secs(60));
        assert_eq!(clock.now().duration_since(stopped), SignedDuration::from_secs(60));
        clock
            .set("2031-05-01T12:00:00Z".parse::<Timestamp>().unwrap().into())
            .unwrap();
        assert_eq!(crate::calendar::format(clock.now()), "2031-05-01T12:00:00.000Z");
        clock.unfreeze();
        clock.unfreeze();
        let now = clock.now();
        assert!(now >= "2031-05-01T12:00:00Z".parse().unwrap());
        assert!(now < "2031-05-01T13:00:00Z".parse().unwrap());
    }

    #[test]
    fn advancing_past_the_end_of_time_stays_there() {
        let clock: ManualClock = "2026-01-31T10:00:00Z".parse().unwrap();
        clock.advance(Duration::MAX);
        assert_eq!(clock.timestamp(), Timestamp::MAX);
    }

    #[test]
    fn a_text_that_is_no_time_is_refused_and_named() {
        let error = "yesterday".parse::<ManualClock>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "not a time that the emulator can represent: \"yesterday\""
        );
    }
}
