//! Sets of kinds.

use std::fmt;

use super::EventKind;

/// A set of [`EventKind`]s: what somebody wants to hear of.
///
/// Only events that somebody wants are made at all: a check that nobody listens to costs as much as without events.
///
/// # Examples
///
/// ```
/// use stigg::{EventKind, EventKinds};
///
/// let pushed = EventKinds::of([EventKind::EntitlementsUpdated, EventKind::UsageUpdated]);
/// assert!(pushed.contains(EventKind::UsageUpdated));
///
/// let quiet = EventKinds::default().without([EventKind::StaleServed]);
/// assert!(!quiet.contains(EventKind::StaleServed));
/// assert!(!quiet.contains(EventKind::CacheHit));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct EventKinds(u32);

impl EventKinds {
    /// All kinds, also those that a later version adds.
    ///
    /// Holds [`EventKind::CacheHit`], which comes at every check.
    pub fn all() -> Self {
        Self::of(EventKind::ALL.iter().copied())
    }

    /// None but these.
    pub fn of(kinds: impl IntoIterator<Item = EventKind>) -> Self {
        Self(kinds.into_iter().fold(0, |bits, kind| bits | kind.bit()))
    }

    /// These as well.
    #[must_use = "answers another set"]
    pub fn with(self, kinds: impl IntoIterator<Item = EventKind>) -> Self {
        Self(self.0 | Self::of(kinds).0)
    }

    /// All but these.
    #[must_use = "answers another set"]
    pub fn without(self, kinds: impl IntoIterator<Item = EventKind>) -> Self {
        Self(self.0 & !Self::of(kinds).0)
    }

    /// Whether a kind is in it.
    pub const fn contains(self, kind: EventKind) -> bool {
        self.0 & kind.bit() != 0
    }

    /// The kinds in it.
    pub fn iter(self) -> impl Iterator<Item = EventKind> {
        EventKind::ALL.iter().copied().filter(move |kind| self.contains(*kind))
    }

    pub(super) const fn bits(self) -> u32 {
        self.0
    }
}

impl Default for EventKinds {
    /// All kinds but [`EventKind::CacheHit`], which comes at every check.
    fn default() -> Self {
        Self::all().without([EventKind::CacheHit])
    }
}

impl From<EventKind> for EventKinds {
    fn from(kind: EventKind) -> Self {
        Self::of([kind])
    }
}

impl<const N: usize> From<[EventKind; N]> for EventKinds {
    fn from(kinds: [EventKind; N]) -> Self {
        Self::of(kinds)
    }
}

impl FromIterator<EventKind> for EventKinds {
    fn from_iter<I: IntoIterator<Item = EventKind>>(kinds: I) -> Self {
        Self::of(kinds)
    }
}

impl fmt::Debug for EventKinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
