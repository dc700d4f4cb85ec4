//! Checks of features.

use std::sync::Arc;

use stigg_models::{
    BooleanEntitlement, Entitlement, EnumEntitlement, MeteredEntitlement, NumericEntitlement, Timestamp,
    UnknownEntitlement,
};

use super::decision::{Decision, decide};
use super::kind::{FeatureKind, FeatureTypeMismatch};
use crate::CachedEntity;
use crate::micros::Micros;

/// What is asked of a feature. What does not belong to its kind is passed over.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct FeatureRequest<'a> {
    /// How many units of a metered feature are about to be used.
    pub requested_usage: Option<f64>,
    /// The values of an enum feature that are needed.
    pub requested_values: Option<&'a Arc<[String]>>,
}

impl<'a> FeatureRequest<'a> {
    /// Asks for nothing in particular.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for units of a metered feature.
    #[must_use]
    pub fn with_requested_usage(mut self, requested_usage: f64) -> Self {
        self.requested_usage = Some(requested_usage);
        self
    }

    /// Asks for values of an enum feature.
    #[must_use]
    pub fn with_requested_values(mut self, requested_values: &'a Arc<[String]>) -> Self {
        self.requested_values = Some(requested_values);
        self
    }
}

/// Checks a boolean feature.
///
/// # Errors
///
/// If the feature is of another kind; the fallback is the answer then. The same holds for the other typed checks.
pub fn evaluate_boolean(
    entity: &CachedEntity,
    feature_id: &str,
    now: Timestamp,
) -> Result<BooleanEntitlement, FeatureTypeMismatch> {
    let request = FeatureRequest::default();
    Ok(
        match decide_typed(entity, feature_id, &request, now, FeatureKind::Boolean)? {
            Some(decision) => boolean(decision),
            None => missing_boolean(entity),
        },
    )
}

/// Checks a numeric feature.
///
/// # Errors
///
/// If the feature is of another kind.
pub fn evaluate_numeric(
    entity: &CachedEntity,
    feature_id: &str,
    now: Timestamp,
) -> Result<NumericEntitlement, FeatureTypeMismatch> {
    let request = FeatureRequest::default();
    Ok(
        match decide_typed(entity, feature_id, &request, now, FeatureKind::Numeric)? {
            Some(decision) => numeric(decision),
            None => missing_numeric(entity),
        },
    )
}

/// Checks a metered feature: access is granted if what is requested, by default nothing, still fits.
///
/// When the usage period is over, the check sees no usage and the period that contains `now`.
///
/// # Errors
///
/// If the feature is of another kind.
pub fn evaluate_metered(
    entity: &CachedEntity,
    feature_id: &str,
    requested_usage: Option<f64>,
    now: Timestamp,
) -> Result<MeteredEntitlement, FeatureTypeMismatch> {
    let request = FeatureRequest {
        requested_usage,
        ..FeatureRequest::default()
    };
    Ok(
        match decide_typed(entity, feature_id, &request, now, FeatureKind::Metered)? {
            Some(decision) => metered(decision, &request),
            None => missing_metered(entity, &request),
        },
    )
}

/// Checks an enum feature: access is granted if the customer has every requested value.
///
/// # Errors
///
/// If the feature is of another kind.
pub fn evaluate_enum(
    entity: &CachedEntity,
    feature_id: &str,
    requested_values: Option<&Arc<[String]>>,
    now: Timestamp,
) -> Result<EnumEntitlement, FeatureTypeMismatch> {
    let request = FeatureRequest {
        requested_values,
        ..FeatureRequest::default()
    };
    Ok(
        match decide_typed(entity, feature_id, &request, now, FeatureKind::Enum)? {
            Some(decision) => enumerated(decision, &request),
            None => missing_enumerated(entity, &request),
        },
    )
}

/// Checks a feature of whatever kind. `None` if there is no entitlement to it; [`CachedEntity::missing_feature_reason`] tells
/// why.
///
/// A feature of a kind that this version of the SDK does not know is answered without access.
pub fn evaluate_feature(
    entity: &CachedEntity,
    feature_id: &str,
    request: &FeatureRequest<'_>,
    now: Timestamp,
) -> Option<Entitlement> {
    Some(answer(decide(entity, feature_id, request, now.into())?, request))
}

/// The answer of the kind of the feature.
pub(super) fn answer(decision: Decision<'_>, request: &FeatureRequest<'_>) -> Entitlement {
    match decision.kind() {
        FeatureKind::Boolean => Entitlement::Boolean(boolean(decision)),
        FeatureKind::Numeric => Entitlement::Numeric(numeric(decision)),
        FeatureKind::Metered => Entitlement::Metered(metered(decision, request)),
        FeatureKind::Enum => Entitlement::Enum(enumerated(decision, request)),
        FeatureKind::Unknown => Entitlement::Unknown(unknown(decision)),
    }
}

fn decide_typed<'a>(
    entity: &'a CachedEntity,
    feature_id: &str,
    request: &FeatureRequest<'_>,
    now: Timestamp,
    expected: FeatureKind,
) -> Result<Option<Decision<'a>>, FeatureTypeMismatch> {
    let decision = decide(entity, feature_id, request, Micros::from(now));
    match decision.as_ref().map(Decision::kind) {
        Some(actual) if actual != expected => Err(FeatureTypeMismatch { expected, actual }),
        _ => Ok(decision),
    }
}

fn boolean(decision: Decision<'_>) -> BooleanEntitlement {
    let mut answer = BooleanEntitlement::default();
    answer.has_access = decision.denied.is_none();
    answer.access_denied_reason = decision.denied;
    answer.feature = Some(Arc::clone(decision.feature));
    answer
}

fn numeric(decision: Decision<'_>) -> NumericEntitlement {
    let mut answer = NumericEntitlement::default();
    answer.has_access = decision.denied.is_none();
    answer.access_denied_reason = decision.denied;
    answer.feature = Some(Arc::clone(decision.feature));
    answer.is_unlimited = decision.terms.state.has_unlimited_usage;
    answer.value = decision.slot.limit.get();
    answer
}

fn metered(decision: Decision<'_>, request: &FeatureRequest<'_>) -> MeteredEntitlement {
    let Decision { slot, terms, usage, .. } = decision;
    let period_end = usage.period_end.timestamp();
    let mut answer = MeteredEntitlement::default();
    answer.has_access = decision.denied.is_none();
    answer.access_denied_reason = decision.denied;
    answer.feature = Some(Arc::clone(decision.feature));
    answer.is_unlimited = terms.state.has_unlimited_usage;
    answer.has_soft_limit = decision.has_soft_limit;
    answer.usage_limit = slot.limit.get();
    answer.current_usage = usage.used;
    answer.requested_usage = request.requested_usage.unwrap_or(0.0);
    answer.reset_period.clone_from(&terms.state.reset_period);
    answer.usage_period_anchor = slot.anchor().map(Timestamp::from);
    answer.usage_period_start = usage.period_start.timestamp();
    answer.usage_period_end = period_end;
    answer.next_reset_date = period_end;
    answer
}

fn enumerated(decision: Decision<'_>, request: &FeatureRequest<'_>) -> EnumEntitlement {
    let mut answer = EnumEntitlement::default();
    answer.has_access = decision.denied.is_none();
    answer.access_denied_reason = decision.denied;
    answer.feature = Some(Arc::clone(decision.feature));
    answer.enum_values = Arc::clone(decision.terms.values.own());
    answer.requested_values = request.requested_values.cloned();
    answer
}

fn unknown(decision: Decision<'_>) -> UnknownEntitlement {
    let mut answer = UnknownEntitlement::default();
    answer.has_access = decision.denied.is_none();
    answer.access_denied_reason = decision.denied;
    answer.feature = Some(Arc::clone(decision.feature));
    answer
}

/// Without an entitlement, or with one to nothing.
pub(super) fn missing_boolean(entity: &CachedEntity) -> BooleanEntitlement {
    let mut answer = BooleanEntitlement::default();
    answer.access_denied_reason = Some(entity.missing_feature_reason());
    answer
}

fn missing_numeric(entity: &CachedEntity) -> NumericEntitlement {
    let mut answer = NumericEntitlement::default();
    answer.access_denied_reason = Some(entity.missing_feature_reason());
    answer
}

fn missing_metered(entity: &CachedEntity, request: &FeatureRequest<'_>) -> MeteredEntitlement {
    let mut answer = MeteredEntitlement::default();
    answer.access_denied_reason = Some(entity.missing_feature_reason());
    answer.requested_usage = request.requested_usage.unwrap_or(0.0);
    answer
}

fn missing_enumerated(entity: &CachedEntity, request: &FeatureRequest<'_>) -> EnumEntitlement {
    let mut answer = EnumEntitlement::default();
    answer.access_denied_reason = Some(entity.missing_feature_reason());
    answer.requested_values = Some(request.requested_values.cloned().unwrap_or_default());
    answer
}
