//! The part of an entitlement that changes with every use.

use std::cmp::Ordering;
use std::sync::Arc;

use stigg_models::{AccessDeniedReason, Timestamp};

use super::{CachedEntitlement, Slot};

/// How much of something has been used, in which period, as of when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Usage {
    pub(crate) used: f64,
    pub(crate) period_start: Option<Timestamp>,
    pub(crate) period_end: Option<Timestamp>,
    pub(crate) as_of: Timestamp,
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
        let (Some(end), Some(start)) = (self.period_end, other.period_start) else {
            return false;
        };
        // A period without a start, or one that ends before it starts, tells nothing.
        let told = |usage: &Self| usage.period_start.is_some() && usage.period_start < usage.period_end;
        end <= start && told(self) && told(other)
    }
}

impl Slot {
    pub(super) fn usage(&self) -> Usage {
        match &self.entitlement {
            CachedEntitlement::Feature(state) => Usage {
                used: state.current_usage,
                period_start: state.usage_period_start,
                period_end: state.usage_period_end,
                as_of: self.usage_as_of,
            },
            CachedEntitlement::Credit(state) => Usage {
                used: state.current_usage,
                period_start: None,
                period_end: state.usage_period_end,
                as_of: self.usage_as_of,
            },
        }
    }

    /// Takes over a usage. Copies the entitlement if somebody else holds it too.
    pub(super) fn set_usage(&mut self, usage: Usage) {
        self.usage_as_of = usage.as_of;
        match &mut self.entitlement {
            CachedEntitlement::Feature(state) => {
                let state = Arc::make_mut(state);
                state.current_usage = usage.used;
                state.usage_period_start = usage.period_start;
                state.usage_period_end = usage.period_end;
                state.usage_updated_at = Some(usage.as_of);
            }
            CachedEntitlement::Credit(state) => {
                let state = Arc::make_mut(state);
                state.current_usage = usage.used;
                state.usage_period_end = usage.period_end;
                state.usage_updated_at = Some(usage.as_of);
                // The reason was about the usage before.
                let balance = state.usage_limit.unwrap_or(0.0) - state.current_usage;
                if balance > 0.0 && state.access_denied_reason == Some(AccessDeniedReason::InsufficientCredits) {
                    state.access_denied_reason = None;
                }
            }
        }
    }
}
