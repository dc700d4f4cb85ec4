//! Refreshing in the background what is in use and may be outdated, so that checks find it fresh.

use std::sync::{Mutex, PoisonError, Weak};
use std::time::Duration;

use stigg_entitlements::EntityKey;
use stigg_transport::{Error, ErrorKind};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::info;

use crate::client::Inner;
use crate::freshness::{Freshness, Now};

/// How often it looks for what is due.
const ROUND: Duration = Duration::from_secs(1);
/// How long it leaves Stigg alone that says that there are too many requests, if it does not say how long.
const RATE_LIMITED_PAUSE: Duration = Duration::from_secs(10);
/// A wall clock that goes on by so much more or less than the monotonic one was set, or the machine has slept.
const JUMP: Duration = Duration::from_secs(5);

/// How much is refreshed in the background.
#[derive(Debug)]
pub(crate) struct Refresher {
    per_second: u32,
    paused_until: Mutex<Option<Instant>>,
}

impl Refresher {
    pub(crate) fn new(per_second: u32) -> Self {
        Self {
            per_second,
            paused_until: Mutex::default(),
        }
    }

    /// A read has failed: if there were too many, this one here is the first to hold back.
    pub(crate) fn note(&self, error: &Error) {
        if error.kind() == ErrorKind::RateLimited {
            let pause = error.retry_after().unwrap_or(RATE_LIMITED_PAUSE);
            *self.paused_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now() + pause);
        }
    }

    /// Whether Stigg said that there are too many requests.
    pub(crate) fn is_paused(&self) -> bool {
        let paused_until = *self.paused_until.lock().unwrap_or_else(PoisonError::into_inner);
        paused_until.is_some_and(|until| Instant::now() < until)
    }
}

/// Goes on until the client is closed or gone.
pub(crate) async fn run(client: Weak<Inner>, closed: CancellationToken) {
    let mut before: Option<Now> = None;
    loop {
        // Processes that were started together do not ask together.
        let pause = ROUND.mul_f64(0.75 + fastrand::f64() / 2.0);
        if closed.run_until_cancelled(tokio::time::sleep(pause)).await.is_none() {
            return;
        }
        let Some(inner) = client.upgrade() else { return };
        let now = inner.now();
        inner.link.keep_alive(now.monotonic);
        if before.is_some_and(|before| has_jumped(before, now)) {
            info!("the clock was set, or the machine has slept: what is cached is asked for again");
            inner.link.missed_something(now.monotonic);
        }
        before = Some(now);
        for key in inner.due(now) {
            if closed.is_cancelled() {
                return;
            }
            inner.refresh_behind(key.as_ref());
            // Spread over the second.
            tokio::time::sleep(ROUND / inner.refresher.per_second.max(1) / 2).await;
        }
    }
}

impl Inner {
    /// What to refresh now: what was asked for last comes first.
    fn due(&self, now: Now) -> Vec<EntityKey> {
        if self.refresher.per_second == 0 || self.refresher.is_paused() || self.breaker.pausing().is_some() {
            return Vec::new();
        }
        let Freshness { max_age, live_for, .. } = self.freshness;
        let in_use = if self.link.is_live(now.monotonic) {
            live_for
        } else {
            max_age
        };
        let limit = usize::try_from(self.refresher.per_second).unwrap_or(usize::MAX);
        let since = now.monotonic.saturating_sub(in_use);
        self.store
            .most_recently_used(limit, since, |entity| self.freshness.is_due(&self.link, entity, now))
    }
}

fn has_jumped(before: Now, now: Now) -> bool {
    let steady = now.monotonic.saturating_sub(before.monotonic);
    let (forwards, backwards) = (
        now.wall.saturating_duration_since(before.wall),
        before.wall.saturating_duration_since(now.wall),
    );
    !backwards.is_zero() && backwards > JUMP || forwards.abs_diff(steady) > JUMP && backwards.is_zero()
}

#[cfg(test)]
mod tests {
    use stigg_models::Timestamp;

    use super::*;

    fn at(wall: i64, monotonic: u64) -> Now {
        Now {
            wall: Timestamp::from_millisecond(wall * 1000).unwrap(),
            monotonic: Duration::from_secs(monotonic),
        }
    }

    #[test]
    fn p2_a_clock_that_was_set_or_a_machine_that_has_slept_is_noticed() {
        assert!(!has_jumped(at(100, 10), at(101, 11)));
        assert!(!has_jumped(at(100, 10), at(160, 70)), "a long pause of both is none");
        assert!(has_jumped(at(100, 10), at(3_700, 11)));
        assert!(has_jumped(at(100, 10), at(50, 11)));
        assert!(
            !has_jumped(at(100, 10), at(97, 11)),
            "small corrections happen all the time"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn too_many_requests_make_it_hold_back() {
        let refresher = Refresher::new(20);
        refresher.note(&Error::new(ErrorKind::Timeout));
        assert!(!refresher.is_paused());
        refresher.note(&Error::new(ErrorKind::RateLimited));
        assert!(refresher.is_paused());
        tokio::time::advance(RATE_LIMITED_PAUSE).await;
        assert!(!refresher.is_paused());
    }
}
