//! The part of an entitlement that changes with every use.

use std::cmp::Ordering;

use super::slot::Slot;
use super::terms::Terms;
use crate::micros::{Micros, OptionalMicros};

/// How much of something has been used, in which period, as of when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Usage {
    pub(crate) used: f64,
    pub(crate) period_start: OptionalMicros,
    pub(crate) period_end: OptionalMicros,
    pub(crate) as_of: Micros,
}

impl Usage {
    /// Which of the two is newer. Usage of a later period is newer whatever its time says: the time is that of the last
    /// report, and nobody reports that a new period has begun.
    pub(crate) fn compare_age(&self, other: &Self) -> Ordering {
        if self.is_over_before(other) {
            Ordering::Less
        } else if other.is_over_before(self) {
            Ordering::Greater
        } else {
            self.as_of.cmp(&other.as_of)
        }
    }

    fn is_over_before(&self, other: &Self) -> bool {
        let (Some(end), Some(start)) = (self.period_end.get(), other.period_start.get()) else {
            return false;
        };
        // A period without a start, or one that ends before it starts, tells nothing.
        let told =
            |usage: &Self| usage.period_start.get().is_some() && usage.period_start.get() < usage.period_end.get();
        end <= start && told(self) && told(other)
    }
}

impl Slot {
    /// The usage, which is from `otherwise` if no time was told with it.
    pub(super) fn usage(&self, otherwise: Micros) -> Usage {
        Usage {
            used: self.used,
            period_start: self.period_start,
            period_end: self.period_end,
            as_of: self.used_as_of.get().unwrap_or(otherwise),
        }
    }

    pub(super) fn set_usage(&mut self, usage: Usage) {
        self.used = usage.used;
        self.period_end = usage.period_end;
        self.used_as_of = usage.as_of.into();
        match &*self.terms {
            Terms::Feature(_) => self.period_start = usage.period_start,
            // The reason was about the usage before.
            Terms::Credit(_) if self.balance() > 0.0 => self.withdraw_insufficient_credits(),
            Terms::Credit(_) => {}
        }
    }
}
