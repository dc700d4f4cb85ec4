//! Whom this client changed lately: their entitlements are read from the API, because the Edge may not know yet.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use stigg_entitlements::EDGE_LAG;

/// When each customer was last changed, by the monotonic clock.
#[derive(Debug, Default)]
pub(crate) struct RecentWrites(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    writes: HashMap<Box<str>, Write>,
    /// How many changes there have been.
    changes: u64,
    /// How many writes there may be before the old ones are cleared away.
    limit: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Write {
    at: Duration,
    /// The number of the last change of entitlements; zero if there was none.
    change: u64,
}

/// How many writes are kept before it is looked which of them are old.
const FEW: usize = 64;

impl RecentWrites {
    /// The entitlements of a customer were changed: who asks from now on does not want what was asked for before.
    pub(crate) fn note(&self, customer_id: &str, now: Duration) {
        self.note_all([customer_id], now);
    }

    /// The same of several customers.
    pub(crate) fn note_all<'a>(&self, customer_ids: impl IntoIterator<Item = &'a str>, now: Duration) {
        let mut state = self.lock();
        state.changes += 1;
        let change = state.changes;
        for customer_id in customer_ids {
            state.insert(customer_id, Write { at: now, change }, now);
        }
    }

    /// Usage of a customer was counted, of whom nothing is known that it could be added to.
    pub(crate) fn note_usage(&self, customer_id: &str, now: Duration) {
        let mut state = self.lock();
        let change = state.writes.get(customer_id).map_or(0, |write| write.change);
        state.insert(customer_id, Write { at: now, change }, now);
    }

    /// Whether this customer was changed so lately that the Edge may not know.
    pub(crate) fn is_recent(&self, customer_id: &str, now: Duration) -> bool {
        self.recent(customer_id, now).is_some()
    }

    /// The number of the last change of this customer, as long as the Edge may not know; else zero.
    pub(crate) fn last_change(&self, customer_id: &str, now: Duration) -> u64 {
        self.recent(customer_id, now).map_or(0, |write| write.change)
    }

    fn recent(&self, customer_id: &str, now: Duration) -> Option<Write> {
        let write = self.lock().writes.get(customer_id).copied();
        write.filter(|write| write.is_recent(now))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write {
    fn is_recent(self, now: Duration) -> bool {
        now.saturating_sub(self.at) < EDGE_LAG
    }
}

impl State {
    fn insert(&mut self, customer_id: &str, write: Write, now: Duration) {
        self.writes.insert(customer_id.into(), write);
        if self.writes.len() > self.limit.max(FEW) {
            self.writes.retain(|_, write| write.is_recent(now));
            // So that clearing away costs each write the same, however many there are.
            self.limit = self.writes.len() * 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(seconds: u64) -> Duration {
        Duration::from_secs(1_000 + seconds)
    }

    #[test]
    fn a_change_is_remembered_as_long_as_the_edge_may_lag() {
        let writes = RecentWrites::default();
        writes.note("a", after(0));
        assert!(writes.is_recent("a", after(59)) && writes.last_change("a", after(59)) == 1);
        assert!(!writes.is_recent("a", after(60)) && writes.last_change("a", after(60)) == 0);
        assert!(!writes.is_recent("b", after(0)));
    }

    #[test]
    fn each_change_is_told_from_the_one_before_though_no_time_has_passed() {
        let writes = RecentWrites::default();
        writes.note("a", after(0));
        let first = writes.last_change("a", after(0));
        writes.note("a", after(0));
        assert_ne!(writes.last_change("a", after(0)), first);
    }

    #[test]
    fn usage_is_news_but_no_change() {
        let writes = RecentWrites::default();
        writes.note_usage("a", after(0));
        assert!(writes.is_recent("a", after(0)));
        assert_eq!(writes.last_change("a", after(0)), 0);
        writes.note("a", after(1));
        writes.note_usage("a", after(50));
        assert_eq!(writes.last_change("a", after(100)), 1);
    }

    #[test]
    fn what_is_old_is_cleared_away() {
        let writes = RecentWrites::default();
        for i in 0..1_000 {
            writes.note_usage(&format!("customer-{i}"), after(0));
        }
        for i in 0..2_000 {
            writes.note_usage(&format!("other-{i}"), after(60));
        }
        assert!(writes.lock().writes.len() <= 2_000);
    }
}
