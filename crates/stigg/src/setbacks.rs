//! A read that has just failed is not tried again by every check that comes along.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use stigg_entitlements::{EntityKey, EntityKeyRef};
use stigg_models::Cause;
use stigg_transport::Error;
use tokio::time::Instant;

/// How long a key is left alone after its first failure, unless told otherwise.
pub(crate) const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// How many keys are remembered. Beyond that the breaker, which counts over all keys, has to do.
const REMEMBERED: usize = 10_000;

/// The keys whose last reads failed, and until when they are not read again.
///
/// A change that this client makes begins anew: who changed something is not told what was wrong before.
#[derive(Debug)]
pub(crate) struct Setbacks {
    first_pause: Duration,
    hasher: RandomState,
    /// By the hash of the key, so that looking one up by its parts allocates nothing. Of two with one hash, one is remembered.
    by_hash: Mutex<HashMap<u64, Setback>>,
}

#[derive(Debug)]
struct Setback {
    key: EntityKey,
    failures: u32,
    change: u64,
    until: Instant,
    error: Error,
    /// The error in the words of an answer, made once: checks that it is told to allocate nothing.
    cause: Cause,
}

impl Setbacks {
    pub(crate) fn new(first_pause: Duration) -> Self {
        Self {
            first_pause,
            hasher: RandomState::new(),
            by_hash: Mutex::default(),
        }
    }

    /// The error that a read would get right now without being made, and the same in the words of an answer.
    pub(crate) fn pausing(&self, key: EntityKeyRef<'_>, change: u64) -> Option<(Error, Cause)> {
        let setbacks = self.lock();
        if setbacks.is_empty() {
            return None;
        }
        let setback = setbacks.get(&self.hash(key))?;
        let is_on = setback.key.as_ref() == key && setback.change == change && Instant::now() < setback.until;
        is_on.then(|| (setback.error.clone(), setback.cause.clone()))
    }

    /// A read has succeeded.
    pub(crate) fn forget(&self, key: &EntityKey) {
        let mut setbacks = self.lock();
        if !setbacks.is_empty() {
            setbacks.remove(&self.hash(key.as_ref()));
        }
    }

    /// A read has failed.
    pub(crate) fn note(&self, key: &EntityKey, change: u64, error: &Error, cause: Cause) {
        let now = Instant::now();
        let hash = self.hash(key.as_ref());
        let mut setbacks = self.lock();
        if setbacks.len() >= REMEMBERED && !setbacks.contains_key(&hash) {
            setbacks.retain(|_, setback| now < setback.until);
            if setbacks.len() >= REMEMBERED {
                return;
            }
        }
        let before = setbacks
            .get(&hash)
            .filter(|before| before.key == *key && before.change == change);
        let failures = before.map_or(0, |before| before.failures) + 1;
        let setback = Setback {
            key: key.clone(),
            failures,
            change,
            until: now + pause(self.first_pause, failures, fastrand::f64()),
            error: error.clone(),
            cause,
        };
        setbacks.insert(hash, setback);
    }

    fn hash(&self, key: EntityKeyRef<'_>) -> u64 {
        self.hasher.hash_one(key)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Setback>> {
        self.by_hash.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Between half of the pause and all of it, so that keys that failed together do not come back together.
fn pause(first: Duration, failures: u32, random: f64) -> Duration {
    first
        .saturating_mul(1 << (failures - 1).min(10))
        .min(LONGEST_PAUSE)
        .mul_f64(0.5 + random / 2.0)
}

#[cfg(test)]
mod tests {
    use stigg_models::CauseKind;
    use stigg_transport::ErrorKind;

    use super::*;

    fn key(id: &str) -> EntityKey {
        EntityKey::new(id, None::<&str>)
    }

    fn fail(setbacks: &Setbacks, id: &str) {
        let error = Error::new(ErrorKind::Timeout);
        setbacks.note(&key(id), 0, &error, Cause::new(CauseKind::Timeout));
    }

    #[tokio::test(start_paused = true)]
    async fn a_key_that_failed_is_left_alone_for_a_while_and_the_others_are_not() {
        let setbacks = Setbacks::new(FIRST_PAUSE);
        fail(&setbacks, "a");
        let (error, cause) = setbacks.pausing(key("a").as_ref(), 0).unwrap();
        assert_eq!((error.kind(), cause.kind), (ErrorKind::Timeout, CauseKind::Timeout));
        assert!(setbacks.pausing(key("b").as_ref(), 0).is_none());
        tokio::time::advance(FIRST_PAUSE).await;
        assert!(setbacks.pausing(key("a").as_ref(), 0).is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn a_success_or_a_change_begins_anew() {
        let setbacks = Setbacks::new(FIRST_PAUSE);
        fail(&setbacks, "a");
        assert!(setbacks.pausing(key("a").as_ref(), 1).is_none());
        setbacks.forget(&key("a"));
        assert!(setbacks.pausing(key("a").as_ref(), 0).is_none());
    }

    #[test]
    fn pauses_grow_up_to_half_a_minute() {
        let longest: Vec<u64> = (1..8)
            .map(|failures| pause(FIRST_PAUSE, failures, 1.0).as_secs())
            .collect();
        assert_eq!(longest, [1, 2, 4, 8, 16, 30, 30]);
        assert_eq!(pause(FIRST_PAUSE, 3, 0.0), Duration::from_secs(2));
        assert_eq!(pause(FIRST_PAUSE, u32::MAX, 0.0), Duration::from_secs(15));
    }

    #[tokio::test(start_paused = true)]
    async fn it_does_not_grow_without_limit() {
        let setbacks = Setbacks::new(FIRST_PAUSE);
        for i in 0..REMEMBERED + 10 {
            fail(&setbacks, &i.to_string());
        }
        assert_eq!(setbacks.lock().len(), REMEMBERED);
        tokio::time::advance(LONGEST_PAUSE).await;
        fail(&setbacks, "another");
        assert_eq!(setbacks.lock().len(), 1);
    }
}
