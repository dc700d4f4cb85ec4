//! Counting from many threads at once.

use std::array;
use std::cell::Cell;
use std::fmt;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

use super::{Count, Counters};

/// How many threads at most have a stripe of their own.
const MOST_OWN: usize = 64;
/// How many stripes at most the other threads share.
const MOST_SHARED: usize = 16;

/// Counts. Threads do not take the memory from each other: each adds to numbers of its own, or, if there are very many
/// threads, to some that it shares with few. Who reads adds them up.
pub(crate) struct Recorder {
    /// By the number of the thread, for those that counted first in this process: as a rule, the workers of its runtime.
    own: Box<[Stripe]>,
    /// For all others. As many as a power of two.
    shared: Box<[Stripe]>,
}

/// Aligned so that two of them share no cache line, nor a pair of lines that is fetched together.
#[repr(align(128))]
struct Stripe([AtomicU64; Count::FreshHits as usize + 1]);

impl Recorder {
    pub(crate) fn new() -> Self {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        // Twice as many, because not only the workers count.
        let own = threads.saturating_mul(2).clamp(8, MOST_OWN);
        Self::striped(own, threads.min(MOST_SHARED).next_power_of_two())
    }

    fn striped(own: usize, shared: usize) -> Self {
        let stripe = |_| Stripe(array::from_fn(|_| AtomicU64::new(0)));
        Self {
            own: (0..own).map(stripe).collect(),
            shared: (0..shared).map(stripe).collect(),
        }
    }

    /// Adds one.
    #[inline]
    pub(crate) fn count(&self, count: Count) {
        let thread = thread_number();
        if let Some(Stripe(numbers)) = self.own.get(thread) {
            // No other thread ever writes here, so this needs no read-modify-write, which takes many times as long.
            let number = &numbers[count as usize];
            number.store(number.load(Ordering::Relaxed).wrapping_add(1), Ordering::Relaxed);
        } else {
            let Stripe(numbers) = &self.shared[thread & (self.shared.len() - 1)];
            numbers[count as usize].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// What was counted so far. What is not counted here is 0.
    pub(crate) fn read(&self) -> Counters {
        Counters::counted(|count| {
            let stripes = self.own.iter().chain(&self.shared);
            stripes
                .map(|Stripe(numbers)| numbers[count as usize].load(Ordering::Relaxed))
                .fold(0, u64::wrapping_add)
        })
    }
}

impl Default for Recorder {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Recorder").field(&self.read()).finish()
    }
}

/// The number of this thread, the same in all recorders: how many threads have counted before it. Never used again.
#[inline]
fn thread_number() -> usize {
    const UNKNOWN: usize = usize::MAX;
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static NUMBER: Cell<usize> = const { Cell::new(UNKNOWN) };
    }
    NUMBER.with(|number| {
        if number.get() == UNKNOWN {
            number.set(NEXT.fetch_add(1, Ordering::Relaxed));
        }
        number.get()
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::*;

    #[test]
    fn threads_that_count_at_once_lose_nothing_however_few_the_stripes() {
        for (own, shared) in [(0, 1), (0, 4), (thread_number() + 4, 2), (4_096, 1)] {
            let recorder = Recorder::striped(own, shared);
            let start = Barrier::new(8);
            thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        start.wait();
                        for _ in 0..10_000 {
                            recorder.count(Count::CacheHits);
                            recorder.count(Count::ListenerPanics);
                        }
                        recorder.count(Count::CacheMisses);
                        recorder.count(Count::FreshHits);
                    });
                }
            });
            let counted = recorder.read();
            assert_eq!(
                (
                    counted.cache_hits,
                    counted.listener_panics,
                    counted.cache_misses,
                    counted.checks_fresh
                ),
                (80_008, 80_000, 8, 8),
                "{own} stripes of one thread each, {shared} of many"
            );
        }
    }

    #[test]
    fn there_are_enough_stripes_and_not_too_many() {
        let Recorder { own, shared } = Recorder::new();
        assert!((8..=MOST_OWN).contains(&own.len()), "{}", own.len());
        assert!(
            shared.len().is_power_of_two() && shared.len() <= MOST_SHARED,
            "{}",
            shared.len()
        );
    }

    #[test]
    fn a_thread_keeps_its_number_and_shares_it_with_none() {
        let mine = thread_number();
        let numbers = || thread::spawn(|| (thread_number(), thread_number())).join().unwrap();
        let (first, second) = (numbers(), numbers());
        assert_eq!(first.0, first.1);
        assert!(
            mine < first.0 && first.0 < second.0,
            "not even after the thread has ended"
        );
        assert_eq!(thread_number(), mine);
    }
}
