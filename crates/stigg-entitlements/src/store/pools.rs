//! What the entries of a store share.

mod layout;
mod parts;
mod terms;

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use self::layout::Layout;
use self::terms::TermsPool;
use crate::CachedEntity;
use crate::entity::Index;

/// Equal parts of different entries, once each, as long as an entry uses them.
#[derive(Debug)]
pub(super) struct Pools {
    terms: TermsPool,
    layouts: HashMap<Arc<Index>, Layout, RandomState>,
    layouts_weight: usize,
}

impl Pools {
    pub(super) fn new() -> Self {
        Self {
            terms: TermsPool::new(),
            layouts: HashMap::default(),
            layouts_weight: 0,
        }
    }

    /// How much memory all of it takes, in bytes.
    pub(super) fn weight(&self) -> usize {
        self.terms.weight() + self.layouts_weight
    }

    /// Lets an entity share what is known here already, and the rest with those to come. To be [released](Self::release).
    pub(super) fn acquire(&mut self, entity: &mut CachedEntity) {
        if let Some(layout) = self.layouts.get_mut(entity.index()) {
            layout.uses += 1;
            if !Arc::ptr_eq(&layout.index, entity.index()) {
                entity.index_mut().clone_from(&layout.index);
            }
            if entity.slots().iter().any(|slot| !self.terms.holds(&slot.terms)) {
                layout.share(entity.slots_mut(), &mut self.terms);
            }
        } else {
            for slot in entity.slots_mut() {
                if !self.terms.holds(&slot.terms) {
                    slot.terms = self.terms.held(&slot.terms);
                }
            }
            let layout = Layout::of(entity);
            self.layouts_weight += layout.weight();
            self.layouts.insert(Arc::clone(entity.index()), layout);
        }
        for slot in entity.slots().iter() {
            slot.terms.membership().acquire();
        }
    }

    /// An entity that has been [acquired](Self::acquire) is no longer here.
    pub(super) fn release(&mut self, entity: &CachedEntity) {
        for slot in entity.slots().iter() {
            self.terms.release(&slot.terms);
        }
        if let Some(layout) = self.layouts.get_mut(entity.index()) {
            layout.uses -= 1;
            if layout.uses == 0
                && let Some(layout) = self.layouts.remove(entity.index())
            {
                self.layouts_weight -= layout.weight();
            }
        }
    }
}

#[cfg(test)]
mod tests;
