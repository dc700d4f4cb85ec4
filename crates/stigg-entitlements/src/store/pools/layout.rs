//! What customers with the same entitlements in the same order share.

use std::sync::{Arc, Weak};

use super::parts::PLACE;
use super::terms::TermsPool;
use crate::CachedEntity;
use crate::entity::{Index, Slot, Terms, weight};

/// Where the entitlements of some entries stand, and which terms came there last: most customers have the same, and to
/// compare is quicker than to look for them among all.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) index: Arc<Index>,
    /// How many entries have it.
    pub(super) uses: usize,
    /// Does not keep them: terms go with the last entry that has them.
    last: Box<[Weak<Terms>]>,
}

impl Layout {
    /// That of the first entity that has it, whose terms are all held.
    pub(super) fn of(entity: &CachedEntity) -> Self {
        Self {
            index: Arc::clone(entity.index()),
            uses: 1,
            last: entity.slots().iter().map(|slot| Arc::downgrade(&slot.terms)).collect(),
        }
    }

    /// Puts terms that are held in place of those of slots that are not.
    pub(super) fn share(&mut self, slots: &mut [Slot], pool: &mut TermsPool) {
        for (place, slot) in slots.iter_mut().enumerate() {
            if pool.holds(&slot.terms) {
                continue;
            }
            // There may be no such place: what is to nothing is not in the index.
            let mut last = self.last.get_mut(place);
            let known = last.as_ref().and_then(|last| last.upgrade());
            slot.terms = match known {
                Some(known) if pool.holds(&known) && known == slot.terms => known,
                _ => {
                    let held = pool.held(&slot.terms);
                    if let Some(last) = &mut last {
                        **last = Arc::downgrade(&held);
                    }
                    held
                }
            };
        }
    }

    /// How much memory it takes, in bytes, with its place in a table, which is twice as large as others.
    pub(super) fn weight(&self) -> usize {
        weight::index(&self.index) + weight::block(size_of_val(&*self.last)) + 2 * PLACE
    }
}
