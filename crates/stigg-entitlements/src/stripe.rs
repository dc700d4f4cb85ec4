//! Several copies of what many threads count references to.
//!
//! Threads that clone the same `Arc` at the same time take the cache line of its counter from each other, which takes
//! longer than the whole rest of a check. So what answers share is kept in some copies, and each thread takes its own.

use std::cell::Cell;
use std::iter;
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// More copies take memory and help little.
const MOST: usize = 8;

/// Copies of a value, at least one; their number is a power of two.
#[derive(Debug)]
pub(crate) struct Stripes<T: ?Sized> {
    first: Arc<T>,
    /// All of them, the first one too; `None` if that is the only one, which then takes no memory of its own.
    all: Option<Arc<[Arc<T>]>>,
}

impl<T: ?Sized> Clone for Stripes<T> {
    fn clone(&self) -> Self {
        Self {
            first: Arc::clone(&self.first),
            all: self.all.clone(),
        }
    }
}

impl<T: ?Sized> Stripes<T> {
    /// One copy for all threads. Allocates nothing.
    pub(crate) fn one(value: Arc<T>) -> Self {
        Self {
            first: value,
            all: None,
        }
    }

    /// As many copies as there are processors, within reason.
    pub(crate) fn many(value: &Arc<T>, copy: impl Fn(&T) -> Arc<T>) -> Self {
        static COUNT: LazyLock<usize> = LazyLock::new(|| {
            let processors = thread::available_parallelism().map_or(1, usize::from);
            processors.next_power_of_two().min(MOST)
        });
        let others = (1..*COUNT).map(|_| copy(value));
        Self {
            first: Arc::clone(value),
            all: (*COUNT > 1).then(|| iter::once(Arc::clone(value)).chain(others).collect()),
        }
    }

    /// The copy of this thread.
    #[inline]
    pub(crate) fn own(&self) -> &Arc<T> {
        match &self.all {
            Some(all) => &all[number_of_thread() & (all.len() - 1)],
            None => &self.first,
        }
    }

    /// The first copy.
    pub(crate) fn first(&self) -> &Arc<T> {
        &self.first
    }

    pub(crate) fn len(&self) -> usize {
        self.all.as_ref().map_or(1, |all| all.len())
    }

    /// Whether two are the same copies, not only equal ones.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.first, &other.first)
    }
}

/// Threads that were made after each other have numbers after each other.
#[inline]
fn number_of_thread() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static NUMBER: Cell<Option<usize>> = const { Cell::new(None) };
    }
    NUMBER.with(|number| {
        if let Some(number) = number.get() {
            return number;
        }
        let new = NEXT.fetch_add(1, Ordering::Relaxed);
        number.set(Some(new));
        new
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn a_thread_always_takes_the_same_copy_and_all_copies_are_equal() {
        let stripes = Stripes::many(&Arc::new("text".to_owned()), |text| Arc::new(text.clone()));
        assert!(Arc::ptr_eq(stripes.own(), stripes.own()));
        let seen = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for _ in 0..2 * stripes.len() {
                scope.spawn(|| {
                    assert_eq!(**stripes.own(), "text");
                    seen.lock().unwrap().push(Arc::as_ptr(stripes.own()) as usize);
                });
            }
        });
        let mut seen = seen.into_inner().unwrap();
        seen.sort_unstable();
        seen.dedup();
        assert!(seen.len() <= stripes.len());
    }

    #[test]
    fn one_copy_is_for_all() {
        let value = Arc::new(5);
        let stripes = Stripes::one(Arc::clone(&value));
        assert_eq!(stripes.len(), 1);
        thread::scope(|scope| {
            scope.spawn(|| assert!(Arc::ptr_eq(stripes.own(), &value)));
        });
        assert!(Arc::ptr_eq(stripes.first(), &value));
    }
}
