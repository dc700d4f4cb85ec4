//! When Stigg keeps failing, most checks do not wait to learn it again.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use stigg_transport::Error;
use tokio::time::Instant;

/// Failures in a row after which reads of entitlements pause.
const TOLERATED: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Counts failures in a row, over all customers. After some, reads fail at once with the last error; from time to time one
/// is let through, to see whether Stigg is back.
#[derive(Debug, Default)]
pub(crate) struct Breaker(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    failures: u32,
    /// The last error, and when the next attempt may be made.
    paused: Option<(Error, Instant)>,
}

impl Breaker {
    /// Whether a read may be made now; if not, the error to answer instead.
    pub(crate) fn admit(&self) -> Result<(), Error> {
        let mut state = self.lock();
        let now = Instant::now();
        let failures = state.failures;
        match &mut state.paused {
            Some((error, until)) if now < *until => Err(error.clone()),
            Some((_, until)) => {
                // This one goes through; the others wait for what becomes of it.
                *until = now + pause(failures);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// What became of a read.
    pub(crate) fn record<T>(&self, result: &Result<T, Error>) {
        let mut state = self.lock();
        match result {
            // An answer that blames the request says that Stigg works.
            Err(error) if error.is_retryable() => {
                state.failures = state.failures.saturating_add(1);
                if state.failures >= TOLERATED {
                    state.paused = Some((error.clone(), Instant::now() + pause(state.failures)));
                }
            }
            _ => *state = State::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn pause(failures: u32) -> Duration {
    FIRST_PAUSE
        .saturating_mul(1 << failures.saturating_sub(TOLERATED).min(10))
        .min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use stigg_transport::ErrorKind;

    use super::*;

    fn fail(breaker: &Breaker, kind: ErrorKind) {
        breaker.record::<()>(&Err(Error::new(kind)));
    }

    #[tokio::test(start_paused = true)]
    async fn after_some_failures_in_a_row_reads_pause_and_one_probes() {
        let breaker = Breaker::default();
        for _ in 0..4 {
            fail(&breaker, ErrorKind::Timeout);
            assert!(breaker.admit().is_ok());
        }
        fail(&breaker, ErrorKind::Connect);
        assert_eq!(breaker.admit().unwrap_err().kind(), ErrorKind::Connect);

        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(breaker.admit().is_ok(), "one probes");
        assert!(breaker.admit().is_err(), "the others wait for it");

        breaker.record(&Ok(()));
        assert!(breaker.admit().is_ok());
        fail(&breaker, ErrorKind::Timeout);
        assert!(breaker.admit().is_ok(), "counting starts again");
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_grow_to_half_a_minute() {
        let breaker = Breaker::default();
        for _ in 0..50 {
            fail(&breaker, ErrorKind::Server);
        }
        tokio::time::advance(Duration::from_secs(29)).await;
        assert!(breaker.admit().is_err());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(breaker.admit().is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_blames_the_request_is_no_outage() {
        let breaker = Breaker::default();
        for _ in 0..50 {
            fail(&breaker, ErrorKind::Validation);
        }
        assert!(breaker.admit().is_ok());
    }
}
