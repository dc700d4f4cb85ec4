//! Where the time comes from.
//!
//! Time decides answers here (usage periods, expiry), so it is injected: production code takes [`SystemClock`], tests
//! take [`ManualClock`].

use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use stigg_models::Timestamp;

/// Tells what time it is.
pub trait Clock: Debug + Send + Sync {
    /// The time now, by the wall clock: it may jump, forwards and backwards.
    fn now(&self) -> Timestamp;

    /// The time since some moment long ago, by which ages are measured: it never goes back, and does not jump when somebody
    /// sets the wall clock. Longer than any age that matters, so that what began before the process did has one too.
    ///
    /// By default the time that [`now`](Self::now) is after [`Timestamp::MIN`]: right for a clock that does not jump.
    fn monotonic(&self) -> Duration {
        self.now().saturating_duration_since(Timestamp::MIN)
    }
}

/// The clock of the operating system.
///
/// On Linux both times are those of the last tick, at most some milliseconds ago, which are read in a tenth of the time that
/// a finer one takes. While the system sleeps [`monotonic`](Clock::monotonic) stands still.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "there is nothing to add to it")]
pub struct SystemClock;

/// So long ago lies the moment from which the system clock counts, at least: 136 years.
const LONG_AGO: Duration = Duration::from_secs(1 << 32);

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        system::now()
    }

    fn monotonic(&self) -> Duration {
        LONG_AGO + system::monotonic()
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::time::Duration;

    use rustix::time::{ClockId, clock_gettime};
    use stigg_models::Timestamp;

    pub(super) fn now() -> Timestamp {
        let time = clock_gettime(ClockId::RealtimeCoarse);
        // Ticks are no finer than milliseconds. A clock beyond the year 9999 is a broken one; the last moment that can be
        // told does it no injustice.
        let millis = time
            .tv_sec
            .saturating_mul(1_000)
            .saturating_add(time.tv_nsec / 1_000_000);
        Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX)
    }

    pub(super) fn monotonic() -> Duration {
        let time = clock_gettime(ClockId::MonotonicCoarse);
        Duration::try_from(time).unwrap_or_default()
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::sync::LazyLock;
    use std::time::{Duration, Instant, SystemTime};

    use stigg_models::Timestamp;

    pub(super) fn now() -> Timestamp {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the clock that everything else gets its time from"
        )]
        let now = SystemTime::now();
        // A clock beyond the year 9999 is a broken one; the last moment that can be told does it no injustice.
        Timestamp::try_from(now).unwrap_or(Timestamp::MAX)
    }

    pub(super) fn monotonic() -> Duration {
        static FIRST_ASKED: LazyLock<Instant> = LazyLock::new(Instant::now);
        FIRST_ASKED.elapsed()
    }
}

/// A clock that stands still until it is told to move. Its clones are the same clock.
///
/// ```
/// use std::time::Duration;
/// use stigg_entitlements::{Clock, ManualClock};
/// use stigg_models::Timestamp;
///
/// let clock = ManualClock::new(Timestamp::UNIX_EPOCH);
/// let before = clock.monotonic();
/// clock.advance(Duration::from_secs(90));
/// assert_eq!(clock.now().to_string(), "1970-01-01T00:01:30.000Z");
/// assert_eq!(clock.monotonic() - before, Duration::from_secs(90));
/// ```
#[derive(Clone, Debug)]
pub struct ManualClock {
    times: Arc<Mutex<Times>>,
}

#[derive(Debug)]
struct Times {
    now: Timestamp,
    monotonic: Duration,
}

impl ManualClock {
    /// A clock that shows this time.
    pub fn new(now: Timestamp) -> Self {
        let monotonic = now.saturating_duration_since(Timestamp::MIN);
        Self {
            times: Arc::new(Mutex::new(Times { now, monotonic })),
        }
    }

    /// Sets the wall clock, forwards or backwards: it jumps, and nothing gets older or younger by it.
    pub fn set(&self, now: Timestamp) {
        self.times.lock().unwrap_or_else(PoisonError::into_inner).now = now;
    }

    /// Lets time pass. The wall clock moves forwards, at most to [`Timestamp::MAX`], and everything gets older.
    pub fn advance(&self, duration: Duration) {
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        times.now = times.now.saturating_add(duration);
        times.monotonic = times.monotonic.saturating_add(duration);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        self.times.lock().unwrap_or_else(PoisonError::into_inner).now
    }

    fn monotonic(&self) -> Duration {
        self.times.lock().unwrap_or_else(PoisonError::into_inner).monotonic
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn clones_of_a_manual_clock_are_the_same_clock() {
        let clock = ManualClock::new(Timestamp::UNIX_EPOCH);
        let other = clock.clone();
        clock.advance(Duration::from_millis(1500));
        assert_eq!(clock.now(), Timestamp::from_millisecond(1500).unwrap());
        other.set(Timestamp::MAX);
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX);
    }

    #[test]
    fn p1_a_jump_of_the_wall_clock_makes_nothing_older() {
        let clock = ManualClock::new(Timestamp::UNIX_EPOCH);
        let before = clock.monotonic();
        for time in [Timestamp::MAX, Timestamp::MIN, Timestamp::UNIX_EPOCH] {
            clock.set(time);
            assert_eq!(clock.monotonic(), before);
        }
        clock.advance(Duration::from_secs(5));
        assert_eq!(clock.monotonic(), before + Duration::from_secs(5));
    }

    #[test]
    fn a_clock_that_tells_the_time_alone_measures_ages_by_it() {
        #[derive(Debug)]
        struct Stopped(Timestamp);
        impl Clock for Stopped {
            fn now(&self) -> Timestamp {
                self.0
            }
        }
        let later = Timestamp::UNIX_EPOCH.saturating_add(Duration::from_secs(3));
        let first = Stopped(Timestamp::UNIX_EPOCH).monotonic();
        assert_eq!(Stopped(later).monotonic(), first + Duration::from_secs(3));
        assert_eq!(Stopped(later).monotonic(), ManualClock::new(later).monotonic());
    }

    #[test]
    fn the_system_clock_tells_a_time_after_this_was_written() {
        let written: Timestamp = "2025-01-01T00:00:00Z".parse().unwrap();
        assert!(SystemClock.now() > written);
    }

    #[test]
    fn the_age_by_the_system_clock_never_goes_back_and_goes_on() {
        let first = SystemClock.monotonic();
        assert!(first >= LONG_AGO);
        let mut last = first;
        while last < first + Duration::from_millis(20) {
            thread::sleep(Duration::from_millis(1));
            let now = SystemClock.monotonic();
            assert!(now >= last);
            last = now;
        }
    }
}
