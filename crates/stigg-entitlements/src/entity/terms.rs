//! What an entitlement says that is not of one customer alone.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use stigg_models::{
    AccessDeniedReason, CreditEntitlementState, EntitlementCurrency, EntitlementFeature, EntitlementState,
    FeatureEntitlementState,
};

use super::membership::Membership;
use crate::EntitlementReference;
use crate::evaluate::FeatureKind;
use crate::period::Cycle;
use crate::stripe::Stripes;

/// The part of an entitlement that all customers with the same plan share. A store holds equal ones once.
#[derive(Clone, Debug)]
pub(crate) enum Terms {
    Feature(FeatureTerms),
    Credit(CreditTerms),
}

/// Terms of a feature.
#[derive(Clone, Debug)]
pub(crate) struct FeatureTerms {
    /// The state without limit, usage and times: they are of the customer. And without the feature.
    pub(crate) state: FeatureEntitlementState,
    pub(crate) features: Option<Stripes<EntitlementFeature>>,
    /// The values of an enum feature; `None` if there are none.
    pub(crate) values: Option<Stripes<[String]>>,
    pub(crate) kind: FeatureKind,
    /// Whether usage counts against the limit.
    pub(crate) is_measured: bool,
    pub(crate) cycle: Option<Cycle>,
    membership: Membership,
}

/// Terms of credits.
#[derive(Clone, Debug)]
pub(crate) struct CreditTerms {
    /// The state without limit, usage and times: they are of the customer.
    pub(crate) state: CreditEntitlementState,
    pub(crate) currencies: Stripes<EntitlementCurrency>,
    membership: Membership,
}

impl Terms {
    /// The terms of a state from which all else has been taken.
    pub(super) fn of_feature(mut state: FeatureEntitlementState) -> Self {
        let mut feature = state.feature.take();
        let kind = feature.as_deref().map_or(FeatureKind::Unknown, FeatureKind::of);
        if let Some(feature) = &mut feature {
            // Whoever made the state may not have derived it; answers repeat it.
            let is_metered = kind == FeatureKind::Metered;
            if feature.is_metered != is_metered {
                Arc::make_mut(feature).is_metered = is_metered;
            }
        }
        Self::Feature(FeatureTerms {
            is_measured: feature.as_deref().is_some_and(crate::usage::is_measured),
            features: feature.map(Stripes::one),
            values: (!state.enum_values.is_empty()).then(|| Stripes::one(Arc::clone(&state.enum_values))),
            kind,
            cycle: state.reset_period.as_ref().and_then(Cycle::of),
            state,
            membership: Membership::default(),
        })
    }

    /// The terms of a state from which all else has been taken.
    pub(super) fn of_credit(state: CreditEntitlementState) -> Self {
        Self::Credit(CreditTerms {
            currencies: Stripes::one(Arc::clone(&state.currency)),
            state,
            membership: Membership::default(),
        })
    }

    pub(crate) fn membership(&self) -> &Membership {
        match self {
            Self::Feature(terms) => &terms.membership,
            Self::Credit(terms) => &terms.membership,
        }
    }

    /// What the entitlement is to; `None` for one to nothing.
    pub(crate) fn reference(&self) -> Option<EntitlementReference<'_>> {
        match self {
            Self::Feature(terms) => Some(EntitlementReference::Feature(&terms.features.as_ref()?.first().id)),
            Self::Credit(terms) => Some(EntitlementReference::Credit(&terms.state.currency.currency_id)),
        }
    }

    /// The state that the terms are of, without what is of one customer.
    pub(super) fn to_state(&self) -> EntitlementState {
        match self {
            Self::Feature(terms) => EntitlementState::Feature(terms.to_state()),
            Self::Credit(terms) => EntitlementState::Credit(terms.state.clone()),
        }
    }

    /// Why access is denied whatever is asked for.
    pub(crate) fn reason(&self) -> Option<&AccessDeniedReason> {
        match self {
            Self::Feature(terms) => terms.state.access_denied_reason.as_ref(),
            Self::Credit(terms) => terms.state.access_denied_reason.as_ref(),
        }
    }

    /// The same for another reason, or for none.
    pub(super) fn with_reason(&self, reason: Option<AccessDeniedReason>) -> Self {
        let mut terms = self.clone();
        match &mut terms {
            Self::Feature(terms) => terms.state.access_denied_reason = reason,
            Self::Credit(terms) => terms.state.access_denied_reason = reason,
        }
        terms
    }

    /// The id of the currency that a feature is paid for with.
    pub(crate) fn paid_with(&self) -> Option<&str> {
        match self {
            Self::Feature(terms) => terms.state.credit_rate.as_ref().map(|rate| &*rate.currency_id),
            Self::Credit(_) => None,
        }
    }
}

impl FeatureTerms {
    /// The state without what is of one customer.
    pub(super) fn to_state(&self) -> FeatureEntitlementState {
        let mut state = self.state.clone();
        state.feature = self.features.as_ref().map(|features| Arc::clone(features.own()));
        state
    }

    /// Whether they are to the same feature.
    fn is_to_feature_of(&self, other: &Self) -> bool {
        match (&self.features, &other.features) {
            (Some(one), Some(other)) => {
                one.is(other) && is_equal_to_itself(one.first()) || one.first() == other.first()
            }
            (None, None) => true,
            _ => false,
        }
    }
}

/// Not if a number in it is none.
fn is_equal_to_itself(feature: &EntitlementFeature) -> bool {
    let transformation = feature.unit_transformation.as_ref();
    transformation.is_none_or(|transformation| !transformation.divide.is_nan())
}

impl PartialEq for Terms {
    fn eq(&self, other: &Self) -> bool {
        // All else follows from the feature and the state.
        match (self, other) {
            (Self::Feature(one), Self::Feature(other)) => one.is_to_feature_of(other) && one.state == other.state,
            (Self::Credit(one), Self::Credit(other)) => one.state == other.state,
            _ => false,
        }
    }
}

/// Terms in which a number is not one are not equal to themselves. They are not shared then, and that is all.
impl Eq for Terms {}

impl Hash for Terms {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        // What tells most of them apart; equality looks at the rest.
        match self {
            Self::Feature(terms) => {
                let state = &terms.state;
                terms
                    .features
                    .as_ref()
                    .map(|features| &features.first().id)
                    .hash(hasher);
                (state.has_unlimited_usage, state.has_soft_limit).hash(hasher);
                (&state.access_denied_reason, &state.enum_values, &state.reset_period).hash(hasher);
                state.credit_rate.as_ref().map(|rate| &rate.currency_id).hash(hasher);
            }
            Self::Credit(terms) => {
                (&terms.state.currency.currency_id, terms.state.has_soft_limit).hash(hasher);
                terms.state.access_denied_reason.hash(hasher);
            }
        }
    }
}
