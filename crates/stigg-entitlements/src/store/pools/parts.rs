//! What terms share: the features and the currencies that they name.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use foldhash::fast::RandomState;
use stigg_models::{EntitlementCurrency, EntitlementFeature};

use crate::entity::weight;
use crate::stripe::Stripes;

/// What a place in a hash table takes, with those that are free.
pub(super) const PLACE: usize = 32;

/// Parts with the number of their users.
#[derive(Debug)]
pub(super) struct Pool<T> {
    pub(super) uses: HashMap<T, usize, RandomState>,
    pub(super) weight: usize,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self {
            uses: HashMap::default(),
            weight: 0,
        }
    }
}

pub(super) trait Part: Hash + Eq + Clone {
    fn weight(&self) -> usize;
    /// The part as it is kept.
    fn to_kept(&self) -> Self;
}

impl<T: Part> Pool<T> {
    /// The part that is kept here which is equal to one.
    pub(super) fn acquire(&mut self, part: &T) -> T {
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

    pub(super) fn release(&mut self, part: &T) {
        if let Some(uses) = self.uses.get_mut(part) {
            *uses -= 1;
            if *uses == 0 {
                self.weight -= part.weight() + PLACE;
                self.uses.remove(part);
            }
        }
    }
}

/// Features by their content.
#[derive(Clone, Debug)]
pub(super) struct Features(pub(super) Stripes<EntitlementFeature>);

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
pub(super) struct Currencies(pub(super) Stripes<EntitlementCurrency>);

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
