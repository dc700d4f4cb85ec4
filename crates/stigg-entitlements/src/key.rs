//! What the cache is keyed by.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use papaya::Equivalent;

/// Whose entitlements: a customer, or one of its resources. Cheap to clone.
///
/// The parts stay apart, so that no choice of ids makes two of them collide.
#[derive(Clone, PartialEq, Eq)]
pub struct EntityKey {
    customer_id: Arc<str>,
    resource_id: Option<Arc<str>>,
}

impl EntityKey {
    /// The key of a customer, or of one of its resources. An empty resource id counts as none.
    pub fn new(customer_id: impl Into<Arc<str>>, resource_id: Option<impl Into<Arc<str>>>) -> Self {
        Self {
            customer_id: customer_id.into(),
            resource_id: resource_id.map(Into::into).filter(|id| !id.is_empty()),
        }
    }

    /// The id of the customer.
    pub fn customer_id(&self) -> &str {
        &self.customer_id
    }

    /// The id of the resource; never empty.
    pub fn resource_id(&self) -> Option<&str> {
        self.resource_id.as_deref()
    }

    pub(crate) fn shared_customer_id(&self) -> &Arc<str> {
        &self.customer_id
    }

    /// The same key, borrowed.
    #[inline]
    pub fn as_ref(&self) -> EntityKeyRef<'_> {
        EntityKeyRef {
            customer_id: &self.customer_id,
            resource_id: self.resource_id.as_deref(),
        }
    }
}

impl Hash for EntityKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The two forms have to agree, or a lookup by reference finds nothing.
        self.as_ref().hash(state);
    }
}

impl fmt::Debug for EntityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

impl From<EntityKeyRef<'_>> for EntityKey {
    fn from(key: EntityKeyRef<'_>) -> Self {
        Self {
            customer_id: key.customer_id.into(),
            resource_id: key.resource_id.map(Into::into),
        }
    }
}

/// An [`EntityKey`] whose parts are borrowed. A lookup by it allocates nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct EntityKeyRef<'a> {
    customer_id: &'a str,
    resource_id: Option<&'a str>,
}

impl<'a> EntityKeyRef<'a> {
    /// The key of a customer, or of one of its resources. An empty resource id counts as none.
    #[inline]
    pub fn new(customer_id: &'a str, resource_id: Option<&'a str>) -> Self {
        Self {
            customer_id,
            resource_id: resource_id.filter(|id| !id.is_empty()),
        }
    }

    /// The id of the customer.
    pub fn customer_id(self) -> &'a str {
        self.customer_id
    }

    /// The id of the resource; never empty.
    pub fn resource_id(self) -> Option<&'a str> {
        self.resource_id
    }

    /// The same key with parts of its own.
    pub fn to_key(self) -> EntityKey {
        self.into()
    }
}

impl Hash for EntityKeyRef<'_> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(self.customer_id.as_bytes());
        if let Some(resource_id) = self.resource_id {
            state.write(resource_id.as_bytes());
            // Where the one ends and the other begins.
            state.write_usize(resource_id.len());
        }
    }
}

impl fmt::Debug for EntityKeyRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EntityKey")
            .field("customer_id", &self.customer_id)
            .field("resource_id", &self.resource_id)
            .finish()
    }
}

impl Equivalent<EntityKey> for EntityKeyRef<'_> {
    #[inline]
    fn equivalent(&self, key: &EntityKey) -> bool {
        *self == key.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher;

    use super::*;

    #[test]
    fn an_empty_resource_id_counts_as_none() {
        assert_eq!(EntityKeyRef::new("c", Some("")), EntityKeyRef::new("c", None));
        assert_eq!(EntityKey::new("c", Some("")), EntityKey::new("c", None::<&str>));
        assert_eq!(EntityKey::new("c", Some("")).resource_id(), None);
    }

    #[test]
    fn both_forms_of_a_key_hash_alike_and_are_equivalent() {
        let hasher = foldhash::fast::RandomState::default();
        for (customer, resource) in [("c", None), ("c", Some("r")), ("", None), ("a:b", Some("c"))] {
            let borrowed = EntityKeyRef::new(customer, resource);
            let owned = borrowed.to_key();
            assert_eq!(hasher.hash_one(borrowed), hasher.hash_one(&owned));
            assert!(borrowed.equivalent(&owned));
            assert_eq!(owned.as_ref(), borrowed);
        }
    }

    #[test]
    fn ids_that_read_alike_when_joined_do_not_collide() {
        let hasher = foldhash::fast::RandomState::default();
        let keys = [("a:b", None), ("a", Some("b")), ("a", Some("b:")), ("a:", Some("b"))];
        for (i, (customer, resource)) in keys.into_iter().enumerate() {
            for (other_customer, other_resource) in keys.into_iter().skip(i + 1) {
                let one = EntityKeyRef::new(customer, resource);
                let other = EntityKeyRef::new(other_customer, other_resource);
                assert_ne!(one, other);
                assert_ne!(hasher.hash_one(one), hasher.hash_one(other));
            }
        }
    }
}
