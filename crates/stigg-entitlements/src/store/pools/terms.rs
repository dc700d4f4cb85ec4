//! The terms of all entries.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use foldhash::fast::RandomState;

use super::parts::{Currencies, Features, PLACE, Pool};
use crate::entity::{Terms, weight};
use crate::stripe::Stripes;

/// Equal terms, once each, as long as somebody uses them.
#[derive(Debug)]
pub(super) struct TermsPool {
    /// By which terms tell that they are held here.
    id: u64,
    /// Their uses are counted in themselves: every write of an entry counts those of all its terms.
    pub(super) terms: HashSet<Arc<Terms>, RandomState>,
    weight: usize,
    pub(super) features: Pool<Features>,
    pub(super) currencies: Pool<Currencies>,
}

impl TermsPool {
    pub(super) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            terms: HashSet::default(),
            weight: 0,
            features: Pool::default(),
            currencies: Pool::default(),
        }
    }

    /// How much memory all of it takes, in bytes.
    pub(super) fn weight(&self) -> usize {
        self.weight + self.features.weight + self.currencies.weight
    }

    /// Whether terms are held here.
    pub(super) fn holds(&self, terms: &Terms) -> bool {
        terms.membership().is_of(self.id)
    }

    /// The terms that are held here which are equal to some.
    pub(super) fn held(&mut self, terms: &Arc<Terms>) -> Arc<Terms> {
        if let Some(held) = self.terms.get(terms) {
            return Arc::clone(held);
        }
        // Whoever else holds these need not share them with everybody here.
        let mut own = Terms::clone(terms);
        match &mut own {
            Terms::Feature(terms) => {
                terms.features = terms
                    .features
                    .take()
                    .map(|features| self.features.acquire(&Features(features)).0);
                terms.values = terms
                    .values
                    .take()
                    .map(|values| Stripes::many(values.first(), |values| values.into()));
            }
            Terms::Credit(terms) => {
                terms.currencies = self.currencies.acquire(&Currencies(terms.currencies.clone())).0;
            }
        }
        own.membership().set(self.id);
        let own = Arc::new(own);
        self.weight += weight::terms(&own) + PLACE;
        self.terms.insert(Arc::clone(&own));
        own
    }

    /// Somebody no longer uses terms that are held here.
    pub(super) fn release(&mut self, terms: &Arc<Terms>) {
        if terms.membership().release() {
            self.give_up(terms);
        }
    }

    fn give_up(&mut self, terms: &Arc<Terms>) {
        terms.membership().set(0);
        let removed = self.terms.remove(terms);
        if !removed {
            // Terms with what is not a number in them equal nothing, not even themselves.
            self.terms.retain(|held| !Arc::ptr_eq(held, terms));
        }
        self.weight -= weight::terms(terms) + PLACE;
        match &**terms {
            Terms::Feature(terms) => {
                if let Some(features) = &terms.features {
                    self.features.release(&Features(features.clone()));
                }
            }
            Terms::Credit(terms) => self.currencies.release(&Currencies(terms.currencies.clone())),
        }
    }
}
