//! When Stigg keeps failing, most checks do not wait to learn it again.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use stigg_models::Cause;
use stigg_transport::{Delivery, Error};
use tokio::time::Instant;

use crate::read_path::cause_of;

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
    paused: Option<Paused>,
}

#[derive(Debug)]
struct Paused {
    error: Error,
    /// The error in the words of an answer, made once: checks that it is told to allocate nothing.
    cause: Cause,
    /// How many probes have failed.
    failed_probes: u32,
    until: Instant,
}

/// Leave to read.
#[derive(Clone, Copy, Debug)]
#[must_use = "what became of the read has to be recorded"]
pub(crate) struct Admission {
    probe: bool,
}

impl Breaker {
    /// Whether a read may be made now; if not, the error to answer instead.
    pub(crate) fn admit(&self) -> Result<Admission, Error> {
        let mut state = self.lock();
        let now = Instant::now();
        match &mut state.paused {
            None => Ok(Admission { probe: false }),
            Some(paused) if now < paused.until => Err(paused.error.clone()),
            Some(paused) => {
                // This one goes through; the others wait for what becomes of it.
                paused.until = now + pause(paused.failed_probes + 1);
                Ok(Admission { probe: true })
            }
        }
    }

    /// Why a read would fail right now without being made.
    pub(crate) fn pausing(&self) -> Option<Cause> {
        let state = self.lock();
        let paused = state.paused.as_ref()?;
        (Instant::now() < paused.until).then(|| paused.cause.clone())
    }

    /// What became of a read.
    pub(crate) fn record<T>(&self, admission: Admission, result: &Result<T, Error>) {
        let mut state = self.lock();
        match result {
            Ok(_) => *state = State::default(),
            // An answer that blames the request says that Stigg works; what was never sent says nothing.
            Err(error) if !error.is_retryable() => {
                if error.delivery() == Delivery::Refused {
                    *state = State::default();
                }
            }
            Err(error) => match &mut state.paused {
                Some(paused) if admission.probe => {
                    paused.cause = cause_of(error);
                    paused.error = error.clone();
                    paused.failed_probes += 1;
                    paused.until = Instant::now() + pause(paused.failed_probes);
                }
                // It began before the pause.
                Some(_) => {}
                None => {
                    state.failures += 1;
                    if state.failures >= TOLERATED {
                        state.paused = Some(Paused {
                            cause: cause_of(error),
                            error: error.clone(),
                            failed_probes: 0,
                            until: Instant::now() + pause(0),
                        });
                    }
                }
            },
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn pause(failed_probes: u32) -> Duration {
    FIRST_PAUSE
        .saturating_mul(1 << failed_probes.min(10))
        .min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use stigg_models::CauseKind;
    use stigg_transport::ErrorKind;

    use super::*;

    /// A read that is let through and fails.
    fn fail(breaker: &Breaker, kind: ErrorKind, delivery: Delivery) {
        let admission = breaker.admit().unwrap();
        breaker.record::<()>(admission, &Err(Error::new(kind).with_delivery(delivery)));
    }

    fn time_out(breaker: &Breaker) {
        fail(breaker, ErrorKind::Timeout, Delivery::Unanswered);
    }

    #[tokio::test(start_paused = true)]
    async fn after_some_failures_in_a_row_reads_pause_and_one_probes() {
        let breaker = Breaker::default();
        for _ in 0..4 {
            time_out(&breaker);
            assert!(breaker.pausing().is_none());
        }
        time_out(&breaker);
        assert_eq!(breaker.pausing().unwrap().kind, CauseKind::Timeout);
        assert_eq!(breaker.admit().unwrap_err().kind(), ErrorKind::Timeout);

        tokio::time::advance(Duration::from_secs(1)).await;
        let probe = breaker.admit().unwrap();
        assert!(breaker.admit().is_err(), "the others wait for it");

        breaker.record(probe, &Ok(()));
        time_out(&breaker);
        assert!(breaker.admit().is_ok(), "counting starts again");
    }

    #[tokio::test(start_paused = true)]
    async fn only_failed_probes_make_the_pause_longer_up_to_half_a_minute() {
        let breaker = Breaker::default();
        // All of them were under way when the first one failed.
        let admissions: Vec<Admission> = (0..50).map(|_| breaker.admit().unwrap()).collect();
        for admission in admissions {
            breaker.record::<()>(admission, &Err(Error::new(ErrorKind::Server)));
        }
        for expected in [1, 2, 4, 8, 16, 30, 30] {
            tokio::time::advance(Duration::from_secs(expected - 1)).await;
            assert!(breaker.admit().is_err(), "{expected} s");
            tokio::time::advance(Duration::from_secs(1)).await;
            time_out(&breaker);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_blames_the_request_is_no_outage_and_what_was_not_sent_ends_none() {
        let breaker = Breaker::default();
        for _ in 0..4 {
            time_out(&breaker);
        }
        fail(&breaker, ErrorKind::InvalidArgument, Delivery::NotSent);
        time_out(&breaker);
        assert!(breaker.pausing().is_some());

        let breaker = Breaker::default();
        for _ in 0..4 {
            time_out(&breaker);
        }
        fail(&breaker, ErrorKind::Unauthenticated, Delivery::Refused);
        time_out(&breaker);
        assert!(breaker.pausing().is_none());
    }
}
