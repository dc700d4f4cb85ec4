//! Who has to make room.

use crate::EntityKey;

/// After how many floods of the size of the store the hand comes back to the oldest.
const FLOODS: usize = 4;
/// No node.
const NOBODY: u32 = u32::MAX;

/// The keys of all entries in the order of their arrival, and a hand that goes from the oldest to the newest and stops at
/// the first that nobody has asked for since it came by last: SIEVE (Zhang et al., NSDI 2024).
///
/// Reads change nothing here, and what is asked for only once never drives out what is asked for again and again: the hand
/// follows the flood and does not come back to the others.
///
/// Not for ever, though: after some floods it does come back, or what was hot once and is not any more would stay.
#[derive(Debug)]
pub(super) struct Sieve {
    nodes: Vec<Node>,
    newest: u32,
    oldest: u32,
    hand: u32,
    /// How many victims the hand has found since it began at the oldest.
    found: usize,
    /// The first of the nodes that are not in use; they are chained by `newer`.
    free: u32,
    len: usize,
}

#[derive(Debug)]
struct Node {
    /// `None` while it is not in use.
    key: Option<EntityKey>,
    newer: u32,
    older: u32,
}

impl Sieve {
    pub(super) const NODE_BYTES: usize = size_of::<Node>();

    pub(super) fn new() -> Self {
        Self {
            nodes: Vec::new(),
            newest: NOBODY,
            oldest: NOBODY,
            hand: NOBODY,
            found: 0,
            free: NOBODY,
            len: 0,
        }
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.len
    }

    /// Adds the key of a new entry, and returns the number by which it is removed.
    pub(super) fn add(&mut self, key: EntityKey) -> u32 {
        let node = Node {
            key: Some(key),
            newer: NOBODY,
            older: self.newest,
        };
        let at = if self.free == NOBODY {
            self.nodes.push(node);
            u32::try_from(self.nodes.len() - 1).expect("four thousand million entries do not fit into memory")
        } else {
            let at = self.free;
            self.free = self.node(at).newer;
            *self.node_mut(at) = node;
            at
        };
        match self.newest {
            NOBODY => self.oldest = at,
            newest => self.node_mut(newest).newer = at,
        }
        self.newest = at;
        self.len += 1;
        at
    }

    pub(super) fn remove(&mut self, at: u32) {
        let free = std::mem::replace(&mut self.free, at);
        let node = self.node_mut(at);
        let (newer, older) = (node.newer, node.older);
        node.key = None;
        node.newer = free;
        match newer {
            NOBODY => self.newest = older,
            newer => self.node_mut(newer).older = older,
        }
        match older {
            NOBODY => self.oldest = newer,
            older => self.node_mut(older).newer = newer,
        }
        if self.hand == at {
            self.hand = newer;
        }
        self.len -= 1;
    }

    /// The key of the entry that has to go first. `take_visited` tells whether somebody has asked for an entry since it was
    /// asked about last.
    pub(super) fn victim(&mut self, mut take_visited: impl FnMut(&EntityKey) -> bool) -> Option<EntityKey> {
        if self.found >= FLOODS * self.len {
            self.hand = NOBODY;
        }
        // Readers may ask for entries as fast as the hand comes by; twice around is fair.
        for _ in 0..=2 * self.len {
            if self.hand == NOBODY {
                (self.hand, self.found) = (self.oldest, 0);
            }
            let node = self.nodes.get(self.hand as usize)?;
            let (key, newer) = (node.key.clone()?, node.newer);
            if !take_visited(&key) {
                self.found += 1;
                return Some(key);
            }
            self.hand = newer;
        }
        self.nodes.get(self.oldest as usize)?.key.clone()
    }

    fn node(&self, at: u32) -> &Node {
        &self.nodes[at as usize]
    }

    fn node_mut(&mut self, at: u32) -> &mut Node {
        &mut self.nodes[at as usize]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn key(id: &str) -> EntityKey {
        EntityKey::new(id, None::<&str>)
    }

    /// Evicts one, of which the others say whether they have been visited.
    fn evict(sieve: &mut Sieve, numbers: &mut Vec<(String, u32)>, visited: &mut HashSet<String>) -> String {
        let victim = sieve.victim(|key| visited.remove(key.customer_id())).unwrap();
        let at = numbers.iter().position(|(id, _)| id == victim.customer_id()).unwrap();
        let (id, number) = numbers.remove(at);
        sieve.remove(number);
        id
    }

    #[test]
    fn the_oldest_that_nobody_visited_goes_first() {
        let mut sieve = Sieve::new();
        let mut numbers: Vec<_> = ["a", "b", "c", "d"]
            .map(|id| (id.to_owned(), sieve.add(key(id))))
            .into();
        let mut visited = HashSet::from(["a".to_owned(), "c".to_owned()]);
        let mut evict = || evict(&mut sieve, &mut numbers, &mut visited);
        // The second time around, the visits are forgotten.
        assert_eq!([evict(), evict(), evict(), evict()], ["b", "d", "a", "c"]);
        assert_eq!(sieve.len(), 0);
        assert!(sieve.victim(|_| false).is_none());
    }

    #[test]
    fn a_flood_does_not_drive_out_what_was_visited_once() {
        let mut sieve = Sieve::new();
        let mut numbers: Vec<_> = (0..10)
            .map(|i| (format!("old-{i}"), sieve.add(key(&format!("old-{i}")))))
            .collect();
        let mut visited = HashSet::from(["old-3".to_owned(), "old-7".to_owned()]);
        for i in 0..10 * FLOODS {
            evict(&mut sieve, &mut numbers, &mut visited);
            numbers.push((format!("new-{i}"), sieve.add(key(&format!("new-{i}")))));
        }
        for id in ["old-3", "old-7"] {
            assert!(numbers.iter().any(|(known, _)| known == id), "{id}");
        }
        assert_eq!(sieve.len(), 10);
    }

    #[test]
    fn what_was_hot_once_goes_after_some_floods() {
        let mut sieve = Sieve::new();
        let mut numbers: Vec<_> = (0..10)
            .map(|i| (format!("old-{i}"), sieve.add(key(&format!("old-{i}")))))
            .collect();
        let mut visited = HashSet::from(["old-3".to_owned()]);
        for i in 0..10 * (FLOODS + 1) {
            evict(&mut sieve, &mut numbers, &mut visited);
            numbers.push((format!("new-{i}"), sieve.add(key(&format!("new-{i}")))));
        }
        assert!(numbers.iter().all(|(id, _)| id != "old-3"));
    }

    #[test]
    fn when_all_are_visited_all_the_time_somebody_goes_all_the_same() {
        let mut sieve = Sieve::new();
        for id in ["a", "b", "c"] {
            sieve.add(key(id));
        }
        assert!(sieve.victim(|_| true).is_some());
    }

    #[test]
    fn places_are_used_again_and_the_order_stays() {
        let mut sieve = Sieve::new();
        for round in 0..100 {
            let numbers: Vec<_> = ["a", "b", "c"].map(|id| sieve.add(key(id))).into();
            sieve.remove(numbers[round % 3]);
            let left: Vec<_> = ["a", "b", "c"]
                .into_iter()
                .enumerate()
                .filter(|(i, _)| *i != round % 3)
                .collect();
            for (i, id) in left {
                assert_eq!(sieve.victim(|_| false).unwrap().customer_id(), id);
                sieve.remove(numbers[i]);
            }
        }
        assert_eq!(sieve.nodes.len(), 3);
    }
}
