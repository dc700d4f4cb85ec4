//! Counting from many threads at once.

use std::array;
use std::cell::Cell;
use std::fmt;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

use super::{Count, Counters};

const MOST_STRIPES: usize = 64;

/// Counts. Each thread adds to numbers that it shares with few others or none, so that threads do not take the memory from
/// each other; who reads adds them up.
pub(crate) struct Recorder {
    /// As many as a power of two.
    stripes: Box<[Stripe]>,
}

/// Aligned so that two of them share no cache line, nor a pair of lines that is fetched together.
#[repr(align(128))]
struct Stripe([AtomicU64; Count::ALL.len()]);

impl Recorder {
    pub(crate) fn new() -> Self {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        Self::striped(threads.min(MOST_STRIPES).next_power_of_two())
    }

    fn striped(stripes: usize) -> Self {
        let stripe = || Stripe(array::from_fn(|_| AtomicU64::new(0)));
        Self {
            stripes: (0..stripes).map(|_| stripe()).collect(),
        }
    }

    /// Adds one.
    #[inline]
    pub(crate) fn count(&self, count: Count) {
        let stripe = &self.stripes[thread_number() & (self.stripes.len() - 1)];
        stripe.0[count as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// What was counted so far. What is not counted here is 0.
    pub(crate) fn read(&self) -> Counters {
        Counters::counted(|count| {
            let parts = self.stripes.iter().map(|stripe| &stripe.0[count as usize]);
            parts
                .map(|part| part.load(Ordering::Relaxed))
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

/// A number of this thread, the same in all recorders. Threads that begin to count one after the other have different ones.
#[inline]
fn thread_number() -> usize {
    const UNKNOWN: usize = usize::MAX;
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static NUMBER: Cell<usize> = const { Cell::new(UNKNOWN) };
    }
    NUMBER.with(|number| {
        if number.get() == UNKNOWN {
            number.set(NEXT.fetch_add(1, Ordering::Relaxed) & (UNKNOWN >> 1));
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
        for stripes in [1, 4, 64] {
            let recorder = Recorder::striped(stripes);
            let start = Barrier::new(8);
            thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        start.wait();
                        for _ in 0..1_000 {
                            recorder.count(Count::CacheHits);
                            recorder.count(Count::ListenerPanics);
                        }
                        recorder.count(Count::CacheMisses);
                    });
                }
            });
            let counted = recorder.read();
            assert_eq!(
                (counted.cache_hits, counted.listener_panics, counted.cache_misses),
                (8_000, 8_000, 8),
                "{stripes} stripes"
            );
        }
    }

    #[test]
    fn there_are_enough_stripes_and_not_too_many() {
        let stripes = Recorder::new().stripes.len();
        assert!(stripes.is_power_of_two() && stripes <= MOST_STRIPES, "{stripes}");
    }

    #[test]
    fn a_thread_keeps_its_number_and_shares_it_with_none() {
        let mine = thread_number();
        let another = thread::spawn(|| (thread_number(), thread_number())).join().unwrap();
        assert_eq!(another.0, another.1);
        assert_ne!(another.0, mine);
        assert_eq!(thread_number(), mine);
    }
}
