//! Whose subscription is whose, as far as answers have told.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many subscriptions are remembered before the older half of what is known is on its way out.
const GENERATION: usize = 4096;

/// The customers of subscriptions. Requests that change a subscription do not name its customer, and an answer that is lost
/// does not either; and yet what is known about the customer is outdated then.
///
/// It holds at most two generations, and what it has forgotten is no more than unknown.
#[derive(Debug, Default)]
pub(crate) struct SubscriptionOwners(Mutex<Generations>);

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<Box<str>, Box<str>>,
    old: HashMap<Box<str>, Box<str>>,
}

impl SubscriptionOwners {
    /// An answer has told whose subscription it is.
    pub(crate) fn note(&self, subscription_id: &str, customer_id: &str) {
        let mut known = self.lock();
        if known.young.len() >= GENERATION && !known.young.contains_key(subscription_id) {
            known.old = std::mem::take(&mut known.young);
        }
        known.young.insert(subscription_id.into(), customer_id.into());
    }

    /// Whose subscription it is, if that is known.
    pub(crate) fn of(&self, subscription_id: &str) -> Option<String> {
        let known = self.lock();
        let owner = known
            .young
            .get(subscription_id)
            .or_else(|| known.old.get(subscription_id));
        owner.map(ToString::to_string)
    }

    fn lock(&self) -> MutexGuard<'_, Generations> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_owner_counts() {
        let owners = SubscriptionOwners::default();
        assert_eq!(owners.of("s"), None);
        owners.note("s", "a");
        owners.note("s", "b");
        assert_eq!(owners.of("s").as_deref(), Some("b"));
    }

    #[test]
    fn no_more_than_two_generations_are_kept_and_the_oldest_goes_first() {
        let owners = SubscriptionOwners::default();
        for n in 0..3 * GENERATION {
            owners.note(&n.to_string(), "c");
        }
        let known = |n: usize| owners.of(&n.to_string()).is_some();
        assert!(!known(0) && !known(GENERATION - 1) && known(GENERATION) && known(3 * GENERATION - 1));
        let generations = owners.lock();
        assert_eq!(
            (generations.young.len(), generations.old.len()),
            (GENERATION, GENERATION)
        );
    }
}
