//! Whether terms are held by a store, and by how many of its entries.

use std::sync::atomic::{AtomicU64, Ordering};

/// Which store holds some terms, and how many of its entries use them. A copy of the terms belongs to no store.
///
/// Written under the lock of that store alone. Whoever reads it without the lock learns whether it is another store's.
#[derive(Debug, Default)]
pub(crate) struct Membership {
    store: AtomicU64,
    uses: AtomicU64,
}

impl Membership {
    pub(crate) fn is_of(&self, store: u64) -> bool {
        self.store.load(Ordering::Relaxed) == store
    }

    /// Of a store from now on, or with 0 of none; not used yet.
    pub(crate) fn set(&self, store: u64) {
        self.store.store(store, Ordering::Relaxed);
        self.uses.store(0, Ordering::Relaxed);
    }

    /// One more entry uses them.
    pub(crate) fn acquire(&self) {
        self.uses
            .store(self.uses.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
    }

    /// One entry less uses them. Whether that was the last one.
    pub(crate) fn release(&self) -> bool {
        let left = self.uses.load(Ordering::Relaxed).saturating_sub(1);
        self.uses.store(left, Ordering::Relaxed);
        left == 0
    }
}

impl Clone for Membership {
    fn clone(&self) -> Self {
        Self::default()
    }
}
