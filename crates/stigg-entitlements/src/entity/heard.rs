//! How well what is known is confirmed.

use std::time::Duration;

/// When somebody was heard who tells the truth, and since when that was not enough.
///
/// Whatever the order in which two of these are merged, the outcome is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    /// When it was asked for what was heard last, by [`Clock::monotonic`](crate::Clock::monotonic); zero for never. Before
    /// `outdated_at`: what is known is known to be wrong.
    known_at: Duration,
    /// The greatest epoch that confirmed it; zero for none.
    epoch: u64,
    /// When it was known to be wrong, by the same clock; zero for never.
    outdated_at: Duration,
}

impl Heard {
    pub(crate) fn new(at: Duration, epoch: u64) -> Self {
        Self {
            known_at: at,
            epoch,
            outdated_at: Duration::ZERO,
        }
    }

    /// When it was asked for what was heard last; zero for never, or if that was before it was outdated.
    pub(crate) fn at(self) -> Duration {
        if self.is_outdated() {
            Duration::ZERO
        } else {
            self.known_at
        }
    }

    pub(crate) fn known_at(self) -> Duration {
        self.known_at
    }

    pub(crate) fn epoch(self) -> u64 {
        self.epoch
    }

    pub(crate) fn outdated_at(self) -> Duration {
        self.outdated_at
    }

    pub(crate) fn is_outdated(self) -> bool {
        self.known_at < self.outdated_at
    }

    /// The same, confirming no epoch.
    pub(crate) fn without_epoch(self) -> Self {
        Self { epoch: 0, ..self }
    }

    /// What was asked for before it was wrong confirms nothing after that. What was asked for at the same moment, but is known
    /// already, does not either.
    pub(crate) fn outdate(&mut self, now: Duration) {
        self.outdated_at = self.outdated_at.max(now);
        if self.known_at == now {
            // Tells it from what was asked for at the same moment and arrives later, which does.
            self.known_at = now.saturating_sub(Duration::from_nanos(1));
        }
        if self.is_outdated() {
            self.epoch = 0;
        }
    }

    /// Whoever is heard confirms what is known, even if it is news to nobody.
    pub(crate) fn merge(self, other: Self) -> Self {
        let outdated_at = self.outdated_at.max(other.outdated_at);
        let epoch = |heard: Self| if heard.known_at < outdated_at { 0 } else { heard.epoch };
        Self {
            known_at: self.known_at.max(other.known_at),
            epoch: epoch(self).max(epoch(other)),
            outdated_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn second(second: u64) -> Duration {
        Duration::from_secs(second)
    }

    #[test]
    fn only_what_was_asked_for_after_the_outdating_confirms() {
        let mut known = Heard::new(second(5), 2);
        known.outdate(second(10));
        assert_eq!((known.at(), known.epoch), (Duration::ZERO, 0));
        let early = known.merge(Heard::new(second(9), 3));
        assert_eq!((early.at(), early.epoch), (Duration::ZERO, 0));
        let late = known.merge(Heard::new(second(10), 3));
        assert_eq!((late.at(), late.epoch), (second(10), 3));
        let again = late.merge(Heard::new(second(9), 4));
        assert_eq!(
            (again.at(), again.epoch, again.outdated_at),
            (second(10), 3, second(10))
        );
    }

    #[test]
    fn how_long_ago_it_was_heard_is_known_however_often_it_is_outdated() {
        let mut known = Heard::new(second(5), 2);
        for time in [6, 10, 100] {
            known.outdate(second(time));
            assert!(known.is_outdated());
            assert_eq!((known.at(), known.known_at()), (Duration::ZERO, second(5)));
        }
        let early = known.merge(Heard::new(second(99), 3));
        assert!(early.is_outdated(), "it was asked for too early");
        assert_eq!(early.known_at(), second(99), "but it is what was heard last");
        let late = early.merge(Heard::new(second(100), 3));
        assert!(!late.is_outdated());
        assert_eq!((late.at(), late.known_at()), (second(100), second(100)));
        let never = Heard::new(Duration::ZERO, 0);
        assert!(!never.is_outdated());
    }

    #[test]
    fn an_outdating_that_comes_late_leaves_alone_what_was_asked_for_since() {
        let mut known = Heard::new(second(5), 2);
        known.outdate(second(4));
        assert_eq!((known.at(), known.epoch, known.outdated_at), (second(5), 2, second(4)));
        known.outdate(second(5));
        assert_eq!((known.at(), known.epoch), (Duration::ZERO, 0));
    }

    fn heard() -> impl Strategy<Value = Heard> {
        // Epochs go on with time: who asks later does not ask in an earlier one.
        (0..9_u64, prop::option::of(0..9_u64)).prop_map(|(at, outdated_at)| {
            let mut heard = Heard::new(second(at), at / 2);
            if let Some(time) = outdated_at {
                heard.outdate(second(time));
            }
            heard
        })
    }

    proptest! {
        #[test]
        fn the_order_does_not_matter(one in heard(), other in heard(), third in heard()) {
            prop_assert_eq!(one.merge(other), other.merge(one));
            prop_assert_eq!(one.merge(other).merge(third), one.merge(other.merge(third)));
            prop_assert_eq!(one.merge(one), one);
        }
    }
}
