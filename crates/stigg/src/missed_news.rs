//! News about customers: a read of them that is under way may not know it.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// How many places there are. Customers share them: news about one of them is taken for news about all, which costs a read.
const PLACES: usize = 4_096;

/// What the last news about each customer was, in a fixed amount of memory. News is numbered: no clock is fine enough to tell
/// what came first.
pub(crate) struct MissedNews {
    hasher: RandomState,
    last: AtomicU64,
    /// The number of the last news about those who share a place.
    numbers: Box<[AtomicU64]>,
}

/// A point among the news.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark(u64);

impl Default for MissedNews {
    fn default() -> Self {
        Self {
            hasher: RandomState::new(),
            last: AtomicU64::new(0),
            numbers: (0..PLACES).map(|_| AtomicU64::new(0)).collect(),
        }
    }
}

impl MissedNews {
    /// There is news about a customer. To be noted before it is looked whether the cache holds it: so either that finds what
    /// a read has put there, or the read finds this.
    pub(crate) fn note(&self, customer_id: &str) {
        let number = self.last.fetch_add(1, Ordering::SeqCst) + 1;
        self.number(customer_id).fetch_max(number, Ordering::SeqCst);
    }

    /// Now.
    pub(crate) fn mark(&self) -> Mark {
        Mark(self.last.load(Ordering::SeqCst))
    }

    /// Whether there has been news about a customer since a mark.
    pub(crate) fn is_since(&self, customer_id: &str, mark: Mark) -> bool {
        self.number(customer_id).load(Ordering::SeqCst) > mark.0
    }

    #[expect(clippy::cast_possible_truncation, reason = "the remainder is small")]
    fn number(&self, customer_id: &str) -> &AtomicU64 {
        &self.numbers[(self.hasher.hash_one(customer_id) % PLACES as u64) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_is_new_to_who_began_before_it() {
        let news = MissedNews::default();
        let before = news.mark();
        assert!(!news.is_since("a", before));
        news.note("a");
        assert!(news.is_since("a", before));
        assert!(!news.is_since("a", news.mark()));
    }
}
