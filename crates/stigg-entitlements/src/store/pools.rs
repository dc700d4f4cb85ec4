//! What the entries of a store share.

use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use foldhash::fast::RandomState;
use stigg_models::{EntitlementCurrency, EntitlementFeature};

use crate::CachedEntity;
use crate::entity::{Index, Terms, weight};
use crate::stripe::Stripes;

/// Equal parts of different entries, once each, as long as an entry uses them.
#[derive(Debug)]
pub(super) struct Pools {
    /// By which terms tell that they are held here.
    id: u64,
    /// Their uses are counted in themselves: every write of an entry counts those of all its terms.
    terms: HashSet<Arc<Terms>, RandomState>,
    terms_weight: usize,
    indexes: Pool<Arc<Index>>,
    features: Pool<Features>,
    currencies: Pool<Currencies>,
}

impl Pools {
    pub(super) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            terms: HashSet::default(),
            terms_weight: 0,
            indexes: Pool::default(),
            features: Pool::default(),
            currencies: Pool::default(),
        }
    }

    /// How much memory all of it takes, in bytes.
    pub(super) fn weight(&self) -> usize {
        self.terms_weight + self.indexes.weight + self.features.weight + self.currencies.weight
    }

    /// Lets an entity share what is known here already, and the rest with those to come. To be [released](Self::release).
    pub(super) fn acquire(&mut self, entity: &mut CachedEntity) {
        let index = self.indexes.acquire(entity.index());
        if !Arc::ptr_eq(&index, entity.index()) {
            *entity.index_mut() = index;
        }
        if entity
            .slots()
            .iter()
            .any(|slot| !slot.terms.membership().is_of(self.id))
        {
            for slot in entity.slots_mut() {
                if !slot.terms.membership().is_of(self.id) {
                    slot.terms = self.held(&slot.terms);
                }
            }
        }
        for slot in entity.slots().iter() {
            slot.terms.membership().acquire();
        }
    }

    /// An entity that has been [acquired](Self::acquire) is no longer here.
    pub(super) fn release(&mut self, entity: &CachedEntity) {
        self.indexes.release(entity.index());
        for slot in entity.slots().iter() {
            if slot.terms.membership().release() {
                self.give_up(&slot.terms);
            }
        }
    }

    /// The terms that are held here which are equal to some.
    fn held(&mut self, terms: &Arc<Terms>) -> Arc<Terms> {
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
                if !terms.state.enum_values.is_empty() {
                    terms.values = Stripes::many(&terms.state.enum_values, |values| values.into());
                }
            }
            Terms::Credit(terms) => {
                terms.currencies = self.currencies.acquire(&Currencies(terms.currencies.clone())).0;
            }
        }
        own.membership().set(self.id);
        let own = Arc::new(own);
        self.terms_weight += weight::terms(&own) + PLACE;
        self.terms.insert(Arc::clone(&own));
        own
    }

    fn give_up(&mut self, terms: &Arc<Terms>) {
        terms.membership().set(0);
        let removed = self.terms.remove(terms);
        if !removed {
            // Terms with what is not a number in them equal nothing, not even themselves.
            self.terms.retain(|held| !Arc::ptr_eq(held, terms));
        }
        self.terms_weight -= weight::terms(terms) + PLACE;
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

/// What a place in a hash table takes, with those that are free.
const PLACE: usize = 32;

/// Parts with the number of their users.
#[derive(Debug)]
struct Pool<T> {
    uses: HashMap<T, usize, RandomState>,
    weight: usize,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self {
            uses: HashMap::default(),
            weight: 0,
        }
    }
}

trait Part: Hash + Eq + Clone {
    fn weight(&self) -> usize;
    /// The part as it is kept.
    fn to_kept(&self) -> Self;
}

impl<T: Part> Pool<T> {
    /// The part that is kept here which is equal to one.
    fn acquire(&mut self, part: &T) -> T {
        if let Some(uses) = self.uses.get_mut(part) {
            *uses += 1;
        }
        if let Some((kept, _)) = self.uses.get_key_value(part) {
            return kept.clone();
        }
        let kept = part.to_kept();
        self.weight += kept.weight() + PLACE;
        self.uses.insert(kept.clone(), 1);
        kept
    }

    fn release(&mut self, part: &T) {
        if let Some(uses) = self.uses.get_mut(part) {
            *uses -= 1;
            if *uses == 0 {
                self.weight -= part.weight() + PLACE;
                self.uses.remove(part);
            }
        }
    }
}

impl Part for Arc<Index> {
    fn weight(&self) -> usize {
        weight::index(self)
    }

    fn to_kept(&self) -> Self {
        Self::clone(self)
    }
}

/// Features by their content.
#[derive(Clone, Debug)]
struct Features(Stripes<EntitlementFeature>);

impl PartialEq for Features {
    fn eq(&self, other: &Self) -> bool {
        self.0.is(&other.0) || self.0.first() == other.0.first()
    }
}

/// The same ones are equal to themselves even if a number in them is none.
impl Eq for Features {}

impl Hash for Features {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.first().id.hash(state);
    }
}

impl Part for Features {
    fn weight(&self) -> usize {
        weight::features(&self.0)
    }

    fn to_kept(&self) -> Self {
        Self(Stripes::many(self.0.first(), |feature| Arc::new(feature.clone())))
    }
}

/// Currencies by their content.
#[derive(Clone, Debug)]
struct Currencies(Stripes<EntitlementCurrency>);

impl PartialEq for Currencies {
    fn eq(&self, other: &Self) -> bool {
        self.0.is(&other.0) || self.0.first() == other.0.first()
    }
}

impl Eq for Currencies {}

impl Hash for Currencies {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.first().currency_id.hash(state);
    }
}

impl Part for Currencies {
    fn weight(&self) -> usize {
        weight::currencies(&self.0)
    }

    fn to_kept(&self) -> Self {
        Self(Stripes::many(self.0.first(), |currency| Arc::new(currency.clone())))
    }
}

#[cfg(test)]
mod tests;
