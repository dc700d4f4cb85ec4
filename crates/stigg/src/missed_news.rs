//! News about customers that are not cached: a read of them that is under way may not know it.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How many times are held. Customers share them: news about one of them is taken for news about all, which costs a read.
const PLACES: usize = 4_096;

/// When there was news about a customer last, in a fixed amount of memory.
pub(crate) struct MissedNews {
    hasher: RandomState,
    /// Milliseconds by the monotonic clock.
    times: Box<[AtomicU64]>,
}

impl Default for MissedNews {
    fn default() -> Self {
        Self {
            hasher: RandomState::new(),
            times: (0..PLACES).map(|_| AtomicU64::new(0)).collect(),
        }
    }
}

impl MissedNews {
    /// There is news about a customer. To be noted before it is looked whether the cache holds it: so either that finds what
    /// a read has put there, or the read finds this.
    pub(crate) fn note(&self, customer_id: &str, now: Duration) {
        self.time(customer_id).fetch_max(millis(now), Ordering::SeqCst);
    }

    /// Whether there has been news about a customer since some time.
    pub(crate) fn is_since(&self, customer_id: &str, time: Duration) -> bool {
        let noted = self.time(customer_id).load(Ordering::SeqCst);
        noted != 0 && noted >= millis(time)
    }

    #[expect(clippy::cast_possible_truncation, reason = "the remainder is small")]
    fn time(&self, customer_id: &str) -> &AtomicU64 {
        &self.times[(self.hasher.hash_one(customer_id) % PLACES as u64) as usize]
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_is_known_to_reads_that_began_before_it() {
        let news = MissedNews::default();
        let second = Duration::from_secs;
        assert!(!news.is_since("a", second(0)));
        news.note("a", second(10));
        assert!(news.is_since("a", second(9)) && news.is_since("a", second(10)));
        assert!(!news.is_since("a", second(11)));
        news.note("a", second(5));
        assert!(news.is_since("a", second(10)), "time does not go back");
    }
}
