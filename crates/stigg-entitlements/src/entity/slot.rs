//! One entitlement of a customer.

use std::sync::Arc;

use stigg_models::{AccessDeniedReason, CreditEntitlementState, EntitlementState, FeatureEntitlementState, Timestamp};

use super::terms::Terms;
use crate::micros::{Micros, OptionalMicros, OptionalNumber};

/// What an entitlement says of one customer, and the terms that it shares with others.
///
/// Customers by the thousand are held in these, so it is as small as it can be, and what a check reads stands together.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) terms: Arc<Terms>,
    pub(crate) limit: OptionalNumber,
    pub(crate) used: f64,
    pub(crate) period_end: OptionalMicros,
    pub(crate) period_start: OptionalMicros,
    /// From where the usage periods of a feature are counted. Credits have no anchor: for them it is when a balance told
    /// the limit, if one has since the state was.
    pub(super) anchor: OptionalMicros,
    /// As it was told; see [`expires_at`](Self::expires_at).
    pub(super) valid_until: OptionalMicros,
    /// When the usage was told to be from, if it was.
    pub(super) used_as_of: OptionalMicros,
    pub(super) updated_at: OptionalMicros,
}

impl Slot {
    pub(super) fn of_feature(mut state: FeatureEntitlementState) -> Self {
        Self {
            limit: state.usage_limit.take().into(),
            used: std::mem::take(&mut state.current_usage),
            period_end: state.usage_period_end.take().into(),
            period_start: state.usage_period_start.take().into(),
            anchor: state.usage_period_anchor.take().into(),
            valid_until: state.valid_until.take().into(),
            used_as_of: state.usage_updated_at.take().into(),
            updated_at: state.entitlement_updated_at.take().into(),
            terms: Arc::new(Terms::of_feature(state)),
        }
    }

    pub(super) fn of_credit(mut state: CreditEntitlementState) -> Self {
        Self {
            limit: state.usage_limit.take().into(),
            used: std::mem::take(&mut state.current_usage),
            period_end: state.usage_period_end.take().into(),
            period_start: OptionalMicros::NONE,
            anchor: OptionalMicros::NONE,
            valid_until: state.valid_until.take().into(),
            used_as_of: state.usage_updated_at.take().into(),
            updated_at: state.entitlement_updated_at.take().into(),
            terms: Arc::new(Terms::of_credit(state)),
        }
    }

    /// The state as Stigg would tell it now.
    pub(super) fn to_state(&self) -> EntitlementState {
        match &*self.terms {
            Terms::Feature(terms) => {
                let mut state = terms.to_state();
                state.usage_limit = self.limit.get();
                state.current_usage = self.used;
                state.usage_period_end = self.period_end.timestamp();
                state.usage_period_start = self.period_start.timestamp();
                state.usage_period_anchor = self.anchor.timestamp();
                state.valid_until = self.valid_until.timestamp();
                state.usage_updated_at = self.used_as_of.timestamp();
                state.entitlement_updated_at = self.updated_at.timestamp();
                EntitlementState::Feature(state)
            }
            Terms::Credit(terms) => {
                let mut state = terms.state.clone();
                state.usage_limit = self.limit.get();
                state.current_usage = self.used;
                state.usage_period_end = self.period_end.timestamp();
                state.valid_until = self.valid_until.timestamp();
                state.usage_updated_at = self.used_as_of.timestamp();
                state.entitlement_updated_at = self.updated_at.timestamp();
                EntitlementState::Credit(state)
            }
        }
    }

    /// When the entitlement has to be asked for again. Zero on the wire means never.
    #[inline]
    pub(crate) fn expires_at(&self) -> Option<Micros> {
        self.valid_until
            .get()
            .filter(|time| *time != Micros::from(Timestamp::UNIX_EPOCH))
    }

    /// The anchor of the usage periods of a feature.
    #[inline]
    pub(crate) fn anchor(&self) -> Option<Micros> {
        match &*self.terms {
            Terms::Feature(_) => self.anchor.get(),
            Terms::Credit(_) => None,
        }
    }

    /// Credits that are left.
    pub(super) fn balance(&self) -> f64 {
        self.limit.get().unwrap_or(0.0) - self.used
    }

    /// Takes back that there are no credits.
    pub(super) fn withdraw_insufficient_credits(&mut self) {
        if self.terms.reason() == Some(&AccessDeniedReason::InsufficientCredits) {
            self.terms = Arc::new(self.terms.with_reason(None));
        }
    }
}
