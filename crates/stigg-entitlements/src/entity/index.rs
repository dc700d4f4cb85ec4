//! Where in an entity an entitlement stands.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use quick_cache::DefaultHashBuilder;
use stigg_models::{EntitlementCurrency, EntitlementFeature};

use super::CachedEntitlement;
use crate::EntitlementReference;

/// Finds the place of an entitlement by its reference. Shared between the snapshots of an entity.
#[derive(Debug, Default)]
pub(super) struct Index {
    features: HashMap<FeatureId, usize, DefaultHashBuilder>,
    credits: HashMap<CurrencyId, usize, DefaultHashBuilder>,
    nothing: Option<usize>,
}

impl Index {
    pub(super) fn with_capacity(features: usize) -> Self {
        Self {
            features: HashMap::with_capacity_and_hasher(features, DefaultHashBuilder::default()),
            ..Self::default()
        }
    }

    /// Notes where an entitlement stands, unless one with its reference stands somewhere already: then tells where.
    pub(super) fn add(&mut self, entitlement: &CachedEntitlement, place: usize) -> Option<usize> {
        let first = match entitlement {
            CachedEntitlement::Feature(state) => match &state.feature {
                Some(feature) => *self.features.entry(FeatureId(Arc::clone(feature))).or_insert(place),
                None => *self.nothing.get_or_insert(place),
            },
            CachedEntitlement::Credit(state) => *self
                .credits
                .entry(CurrencyId(Arc::clone(&state.currency)))
                .or_insert(place),
        };
        (first != place).then_some(first)
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.features.shrink_to_fit();
        self.credits.shrink_to_fit();
    }

    pub(super) fn feature(&self, feature_id: &str) -> Option<usize> {
        self.features.get(feature_id).copied()
    }

    pub(super) fn credit(&self, currency_id: &str) -> Option<usize> {
        self.credits.get(currency_id).copied()
    }

    pub(super) fn find(&self, reference: EntitlementReference<'_>) -> Option<usize> {
        match reference {
            EntitlementReference::Feature(feature_id) => self.feature(feature_id),
            EntitlementReference::Credit(currency_id) => self.credit(currency_id),
        }
    }

    /// How many entries the tables have room for, features and credits.
    pub(super) fn capacity(&self) -> (usize, usize) {
        (self.features.capacity(), self.credits.capacity())
    }
}

/// Declares a key that is the id inside a shared object, so that the index holds no second copy of the text.
macro_rules! id_of {
    ($key:ident, $object:ty, $id:ident) => {
        #[derive(Debug)]
        struct $key(Arc<$object>);

        impl Borrow<str> for $key {
            fn borrow(&self) -> &str {
                &self.0.$id
            }
        }

        impl PartialEq for $key {
            fn eq(&self, other: &Self) -> bool {
                self.0.$id == other.0.$id
            }
        }

        impl Eq for $key {}

        impl Hash for $key {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.$id.hash(state);
            }
        }
    };
}

id_of!(FeatureId, EntitlementFeature, id);
id_of!(CurrencyId, EntitlementCurrency, currency_id);
