//! When to try again, and how long to wait before.

use std::sync::Mutex;
use std::time::Duration;

use stigg_transport::{Delivery, Error, ErrorKind};

/// How often a request is tried, and how long the pauses are.
///
/// A read is tried again after every transient failure. A change is tried again only when it surely was not made, or when it
/// carries an idempotency key. Pauses are random between zero and a bound that doubles each time ("full jitter"); Stigg's
/// own wish (`Retry-After`) comes first. All requests of a client share a budget of retries, so that they cannot multiply
/// an outage; a retry that succeeds costs nothing, and neither does asking the API because the Edge has failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Attempts in all, the first one included. Default: 3.
    pub max_attempts: u32,
    /// The bound of the first pause; the next ones double it. Default: 50 ms.
    pub base_delay: Duration,
    /// The bound of the first pause after "too many requests". Default: 1 s.
    pub throttled_delay: Duration,
    /// The longest pause. Default: 20 s.
    pub max_delay: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            base_delay: Duration::from_millis(50),
            throttled_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(20),
        }
    }
}

impl RetryPolicy {
    /// Tries once.
    pub fn never() -> Self {
        Self {
            max_attempts: 1,
            ..Self::default()
        }
    }

    /// Attempts in all, the first one included; 0 counts as 1.
    #[must_use]
    pub fn with_max_attempts(mut self, max_attempts: u32) -> Self {
        self.max_attempts = max_attempts.max(1);
        self
    }

    /// The pause before the next attempt, after `failed` attempts; `random` is in `0.0..1.0`.
    pub(crate) fn delay(&self, error: &Error, failed: u32, random: f64) -> Duration {
        let base = if error.kind() == ErrorKind::RateLimited {
            self.throttled_delay
        } else {
            self.base_delay
        };
        let bound = base
            .saturating_mul(1 << failed.saturating_sub(1).min(20))
            .min(self.max_delay);
        let jitter = bound.mul_f64(random);
        error
            .retry_after()
            .map_or(jitter, |wish| wish.saturating_add(jitter.min(Duration::from_secs(5))))
    }
}

/// What another attempt would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Reads the same again, changes nothing, or is recognised by its key.
    Harmless,
    /// Reads the same in another place.
    Elsewhere,
    /// Could do the same thing twice.
    Harmful,
}

/// Whether another attempt is right, apart from how many there were.
pub(crate) fn may_repeat(error: &Error, repeat: Repeat) -> bool {
    match repeat {
        Repeat::Harmless => error.is_retryable(),
        // Where Stigg itself has not said what is wrong, something in front of it may be.
        Repeat::Elsewhere => {
            let about_the_key = matches!(error.kind(), ErrorKind::Unauthenticated | ErrorKind::PermissionDenied);
            error.is_retryable() || (error.code().is_none() && !about_the_key)
        }
        Repeat::Harmful => error.is_retryable() && matches!(error.delivery(), Delivery::NotSent | Delivery::Refused),
    }
}

/// The retries that all requests of a client share: each takes some. A success gives back what its retry took, or a little
/// when it came at once.
#[derive(Debug)]
pub(crate) struct RetryBudget(Mutex<u32>);

impl RetryBudget {
    const FULL: u32 = 500;
    const COST: u32 = 5;
    const COST_OF_TIMEOUT: u32 = 14;
    const REFILL: u32 = 1;

    pub(crate) fn new() -> Self {
        Self(Mutex::new(Self::FULL))
    }

    /// Takes what a retry costs, if that much is left, and says how much it was.
    pub(crate) fn take(&self, error: &Error) -> Option<u32> {
        let cost = if error.kind() == ErrorKind::Timeout {
            Self::COST_OF_TIMEOUT
        } else {
            Self::COST
        };
        let mut left = self.lock();
        *left = left.checked_sub(cost)?;
        Some(cost)
    }

    /// A request has succeeded; its last attempt took this much, 0 if it was free.
    pub(crate) fn give_back(&self, taken: u32) {
        let mut left = self.lock();
        *left = (*left + taken.max(Self::REFILL)).min(Self::FULL);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, u32> {
        // A number cannot be left half-written by a panic elsewhere.
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(kind: ErrorKind) -> Error {
        Error::new(kind).with_delivery(Delivery::Unanswered)
    }

    #[test]
    fn pauses_double_up_to_the_longest_one() {
        let policy = RetryPolicy::default();
        let bounds = |kind| -> Vec<u128> {
            [1, 2, 3, 9, 40]
                .map(|failed| policy.delay(&error(kind), failed, 1.0).as_millis())
                .to_vec()
        };
        assert_eq!(bounds(ErrorKind::Network), [50, 100, 200, 12_800, 20_000]);
        assert_eq!(bounds(ErrorKind::RateLimited), [1_000, 2_000, 4_000, 20_000, 20_000]);
        assert_eq!(policy.delay(&error(ErrorKind::Network), 3, 0.0), Duration::ZERO);
    }

    #[test]
    fn the_servers_wish_comes_first() {
        let error = error(ErrorKind::RateLimited).with_retry_after(Duration::from_secs(7));
        let policy = RetryPolicy::default();
        assert_eq!(policy.delay(&error, 1, 0.0), Duration::from_secs(7));
        assert_eq!(policy.delay(&error, 9, 1.0), Duration::from_secs(12));
    }

    #[test]
    fn a_change_is_repeated_only_if_it_surely_was_not_made() {
        let of = |kind, delivery, repeat| may_repeat(&Error::new(kind).with_delivery(delivery), repeat);
        for harmless in [
            Delivery::NotSent,
            Delivery::Unanswered,
            Delivery::Refused,
            Delivery::Applied,
        ] {
            assert!(of(ErrorKind::Network, harmless, Repeat::Harmless));
        }
        assert!(of(ErrorKind::Connect, Delivery::NotSent, Repeat::Harmful));
        assert!(of(ErrorKind::RateLimited, Delivery::Refused, Repeat::Harmful));
        assert!(!of(ErrorKind::Network, Delivery::Unanswered, Repeat::Harmful));
        assert!(!of(ErrorKind::Timeout, Delivery::Unanswered, Repeat::Harmful));
        assert!(!of(ErrorKind::Unauthenticated, Delivery::Refused, Repeat::Harmless));
        assert!(!of(ErrorKind::Decode, Delivery::Applied, Repeat::Harmless));
    }

    #[test]
    fn another_place_is_worth_a_try_unless_stigg_has_spoken() {
        let of = |error: &Error| may_repeat(error, Repeat::Elsewhere);
        for kind in [
            ErrorKind::Decode,
            ErrorKind::Api,
            ErrorKind::Server,
            ErrorKind::RateLimited,
        ] {
            assert!(of(&Error::new(kind)), "{kind:?}");
        }
        assert!(!of(&Error::new(ErrorKind::NotFound).with_code("CustomerNotFound")));
        assert!(!of(&Error::new(ErrorKind::Unauthenticated)));
        assert!(!of(&Error::new(ErrorKind::PermissionDenied)));
    }

    #[test]
    fn the_budget_runs_dry_and_fills_again() {
        let budget = RetryBudget::new();
        let timeout = error(ErrorKind::Timeout);
        let granted = (0..1000).filter(|_| budget.take(&timeout).is_some()).count();
        assert_eq!(granted, 35);
        for _ in 0..14 {
            budget.give_back(0);
        }
        assert_eq!(budget.take(&timeout), Some(14));
        assert_eq!(budget.take(&timeout), None);
        budget.give_back(14);
        assert_eq!(budget.take(&timeout), Some(14));
    }
}
