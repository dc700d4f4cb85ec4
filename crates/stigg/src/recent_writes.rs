//! Whom this client changed lately: their entitlements are read from the API, because the Edge may not know yet.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use stigg_entitlements::EDGE_LAG;
use stigg_models::Timestamp;

/// When each customer was last changed.
#[derive(Debug, Default)]
pub(crate) struct RecentWrites(Mutex<HashMap<Box<str>, Timestamp>>);

impl RecentWrites {
    pub(crate) fn note(&self, customer_id: &str, now: Timestamp) {
        self.note_all([customer_id], now);
    }

    pub(crate) fn note_all<'a>(&self, customer_ids: impl IntoIterator<Item = &'a str>, now: Timestamp) {
        let mut writes = self.lock();
        // Every write clears up after those before it, so the map holds what was changed within the lag, and no more.
        writes.retain(|_, at| now.saturating_duration_since(*at) < EDGE_LAG);
        writes.extend(customer_ids.into_iter().map(|id| (Box::from(id), now)));
    }

    /// When this customer was last changed, as long as the Edge may not know.
    pub(crate) fn last(&self, customer_id: &str, now: Timestamp) -> Option<Timestamp> {
        self.lock()
            .get(customer_id)
            .copied()
            .filter(|at| now.saturating_duration_since(*at) < EDGE_LAG)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Box<str>, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_change_is_remembered_as_long_as_the_edge_may_lag() {
        let writes = RecentWrites::default();
        let start = Timestamp::UNIX_EPOCH;
        let after = |seconds| start.saturating_add(Duration::from_secs(seconds));
        writes.note("a", start);
        assert_eq!(writes.last("a", after(59)), Some(start));
        assert_eq!(writes.last("a", after(60)), None);
        assert_eq!(writes.last("b", start), None);
        writes.note("b", after(70));
        assert_eq!(writes.lock().len(), 1);
    }
}
