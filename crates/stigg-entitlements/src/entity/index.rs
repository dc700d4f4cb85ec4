//! Where in an entity an entitlement stands.
//!
//! A check of a customer that has not been asked for in a while is a walk through cold memory, in which every step waits for
//! the one before. A `HashMap` with its keys on the heap adds five steps to the walk; this table, with the ids side by side,
//! adds two, and takes a quarter off the whole check.

use std::hash::{BuildHasher, Hash, Hasher};
use std::num::NonZeroU32;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use crate::EntitlementReference;

/// Finds the place of an entitlement by its reference. A store holds equal ones once: all customers with the same
/// entitlements in the same order have the same.
#[derive(Debug)]
pub(crate) struct Index {
    hasher: RandomState,
    /// A hash table of a power of two: an entry stands where its hash says, or in the first free cell after it.
    cells: Box<[Option<Cell>]>,
    /// All ids, one after the other.
    ids: Box<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cell {
    /// Never zero, so that a free cell takes no more room than another one.
    hash: NonZeroU32,
    id_start: u32,
    id_len: u32,
    /// The place, doubled, plus one for credits.
    place: u32,
}

/// An [`Index`] in the making.
pub(super) struct IndexBuilder {
    hasher: RandomState,
    cells: Vec<Option<Cell>>,
    ids: String,
}

impl IndexBuilder {
    /// For this many entitlements at most, with so many bytes of ids.
    pub(super) fn new(entitlements: usize, ids: usize) -> Self {
        // The same for all, or equal indexes would not look alike.
        static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::default);
        Self {
            hasher: HASHER.clone(),
            // At most half full, so that the searches are short and each of them meets a free cell.
            cells: vec![None; (entitlements * 2).next_power_of_two()],
            ids: String::with_capacity(ids),
        }
    }

    /// Notes where an entitlement stands, unless one with its reference stands somewhere already: then tells where.
    pub(super) fn add(&mut self, reference: EntitlementReference<'_>, place: usize) -> Option<usize> {
        let hash = hash(&self.hasher, reference);
        let free = match search(&self.cells, &self.ids, hash, reference) {
            Ok(cell) => return Some(cell.place()),
            Err(free) => free,
        };
        let (id, kind) = parts(reference);
        let small = |number: usize| u32::try_from(number).expect("a state is smaller than two gigabytes");
        self.cells[free] = Some(Cell {
            hash,
            id_start: small(self.ids.len()),
            id_len: small(id.len()),
            place: small(place * 2) + kind,
        });
        self.ids.push_str(id);
        None
    }

    pub(super) fn build(self) -> Index {
        Index {
            hasher: self.hasher,
            cells: self.cells.into(),
            ids: self.ids.into(),
        }
    }
}

impl Index {
    #[inline]
    pub(super) fn find(&self, reference: EntitlementReference<'_>) -> Option<usize> {
        let hash = hash(&self.hasher, reference);
        let cell = search(&self.cells, &self.ids, hash, reference).ok()?;
        Some(cell.place())
    }

    /// The sizes of the table and of the ids, in bytes.
    pub(crate) fn sizes(&self) -> (usize, usize) {
        (size_of_val(&*self.cells), self.ids.len())
    }
}

impl PartialEq for Index {
    fn eq(&self, other: &Self) -> bool {
        self.ids == other.ids && self.cells == other.cells
    }
}

impl Eq for Index {}

impl Hash for Index {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ids.hash(state);
    }
}

impl Cell {
    fn place(self) -> usize {
        (self.place / 2) as usize
    }

    fn is(self, reference: EntitlementReference<'_>, ids: &str) -> bool {
        let (id, kind) = parts(reference);
        let start = self.id_start as usize;
        self.place % 2 == kind && ids.as_bytes().get(start..start + self.id_len as usize) == Some(id.as_bytes())
    }
}

/// The cell of a reference, or the free one where it would stand.
#[inline]
fn search(
    cells: &[Option<Cell>],
    ids: &str,
    hash: NonZeroU32,
    reference: EntitlementReference<'_>,
) -> Result<Cell, usize> {
    let mask = cells.len() - 1;
    let mut at = (hash.get() >> 1) as usize & mask;
    while let Some(cell) = cells[at] {
        if cell.hash == hash && cell.is(reference, ids) {
            return Ok(cell);
        }
        at = (at + 1) & mask;
    }
    Err(at)
}

#[inline]
fn hash(hasher: &RandomState, reference: EntitlementReference<'_>) -> NonZeroU32 {
    let (id, kind) = parts(reference);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the lower half is as random as the whole"
    )]
    let hash = hasher.hash_one(id) as u32;
    // The lowest bit does not choose the cell, so it can be given away.
    NonZeroU32::MIN | (hash ^ (kind << 1))
}

/// The id, and a number that tells features from credits.
fn parts(reference: EntitlementReference<'_>) -> (&str, u32) {
    match reference {
        EntitlementReference::Feature(feature_id) => (feature_id, 0),
        EntitlementReference::Credit(currency_id) => (currency_id, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_was_added_is_found_and_nothing_else() {
        for count in [0, 1, 2, 3, 10, 100, 1000] {
            let ids: Vec<_> = (0..count).map(|i| format!("id-{i}")).collect();
            let mut index = IndexBuilder::new(2 * count, 0);
            for (i, id) in ids.iter().enumerate() {
                assert_eq!(index.add(EntitlementReference::Feature(id), 2 * i), None);
                assert_eq!(index.add(EntitlementReference::Credit(id), 2 * i + 1), None);
                assert_eq!(index.add(EntitlementReference::Feature(id), 7000), Some(2 * i));
            }
            let index = index.build();
            for (i, id) in ids.iter().enumerate() {
                assert_eq!(index.find(EntitlementReference::Feature(id)), Some(2 * i));
                assert_eq!(index.find(EntitlementReference::Credit(id)), Some(2 * i + 1));
            }
            for other in ["", "id-", "id-01", "id-1000"] {
                assert_eq!(index.find(EntitlementReference::Feature(other)), None);
            }
        }
    }

    #[test]
    fn indexes_are_equal_if_the_same_stands_in_the_same_places() {
        let index = |references: &[EntitlementReference<'_>]| {
            let mut index = IndexBuilder::new(references.len(), 0);
            for (place, reference) in references.iter().enumerate() {
                index.add(*reference, place);
            }
            index.build()
        };
        let [ab, c, a, bc] = ["ab", "c", "a", "bc"].map(EntitlementReference::Feature);
        assert_eq!(index(&[ab, c]), index(&[ab, c]));
        assert_ne!(index(&[ab, c]), index(&[c, ab]));
        assert_ne!(index(&[ab, c]), index(&[a, bc]));
        assert_ne!(index(&[ab, c]), index(&[ab]));
        assert_ne!(index(&[a]), index(&[EntitlementReference::Credit("a")]));
    }

    #[test]
    fn ids_of_which_one_is_part_of_another_are_told_apart() {
        let mut index = IndexBuilder::new(4, 8);
        for (place, id) in ["ab", "a", "b", ""].into_iter().enumerate() {
            assert_eq!(index.add(EntitlementReference::Feature(id), place), None);
        }
        let index = index.build();
        for (place, id) in ["ab", "a", "b", ""].into_iter().enumerate() {
            assert_eq!(index.find(EntitlementReference::Feature(id)), Some(place));
        }
        assert_eq!(index.find(EntitlementReference::Credit("a")), None);
    }

    #[test]
    fn equal_hashes_do_not_mix_up_what_is_different() {
        let mut index = IndexBuilder::new(1, 1);
        index.add(EntitlementReference::Feature("a"), 0);
        let hash = hash(&index.hasher, EntitlementReference::Feature("a"));
        let find = |reference| search(&index.cells, &index.ids, hash, reference).is_ok();
        assert!(find(EntitlementReference::Feature("a")));
        assert!(!find(EntitlementReference::Feature("b")));
        assert!(!find(EntitlementReference::Credit("a")));
    }
}
