//! Checks of features.

#![expect(
    clippy::inline_always,
    reason = "measured: a tenth of a check is spent on moving the answer out of a call"
)]

use std::sync::Arc;

use stigg_models::{
    AccessDeniedReason, BooleanEntitlement, Entitlement, EnumEntitlement, MeteredEntitlement, NumericEntitlement,
    Timestamp, UnknownEntitlement,
};

use super::decision::Feature;
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
    evaluated(|answer| evaluate_boolean_into(answer, entity, feature_id, now))
}

/// The same into an answer that is as its `default` made it, wherever that is: answers are large, and moving them about takes
/// longer than deciding. After an error, nothing has been written.
///
/// # Errors
///
/// As those of [`evaluate_boolean`].
#[inline(always)]
pub fn evaluate_boolean_into(
    answer: &mut BooleanEntitlement,
    entity: &CachedEntity,
    feature_id: &str,
    now: Timestamp,
) -> Result<(), FeatureTypeMismatch> {
    if let Some(feature) = Feature::of_kind(entity, feature_id, FeatureKind::Boolean)? {
        fill_boolean(answer, feature, &FeatureRequest::default(), now.into());
    } else {
        miss_boolean(answer, entity);
    }
    Ok(())
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
    evaluated(|answer| evaluate_numeric_into(answer, entity, feature_id, now))
}

/// The same [into an answer](evaluate_boolean_into).
///
/// # Errors
///
/// As those of [`evaluate_numeric`].
#[inline(always)]
pub fn evaluate_numeric_into(
    answer: &mut NumericEntitlement,
    entity: &CachedEntity,
    feature_id: &str,
    now: Timestamp,
) -> Result<(), FeatureTypeMismatch> {
    if let Some(feature) = Feature::of_kind(entity, feature_id, FeatureKind::Numeric)? {
        fill_numeric(answer, feature, &FeatureRequest::default(), now.into());
    } else {
        miss_numeric(answer, entity);
    }
    Ok(())
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
    evaluated(|answer| evaluate_metered_into(answer, entity, feature_id, requested_usage, now))
}

/// The same [into an answer](evaluate_boolean_into).
///
/// # Errors
///
/// As those of [`evaluate_metered`].
#[inline(always)]
pub fn evaluate_metered_into(
    answer: &mut MeteredEntitlement,
    entity: &CachedEntity,
    feature_id: &str,
    requested_usage: Option<f64>,
    now: Timestamp,
) -> Result<(), FeatureTypeMismatch> {
    let request = FeatureRequest {
        requested_usage,
        ..FeatureRequest::default()
    };
    if let Some(feature) = Feature::of_kind(entity, feature_id, FeatureKind::Metered)? {
        fill_metered(answer, feature, &request, now.into());
    } else {
        miss_metered(answer, entity, &request);
    }
    Ok(())
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
    evaluated(|answer| evaluate_enum_into(answer, entity, feature_id, requested_values, now))
}

/// The same [into an answer](evaluate_boolean_into).
///
/// # Errors
///
/// As those of [`evaluate_enum`].
#[inline(always)]
pub fn evaluate_enum_into(
    answer: &mut EnumEntitlement,
    entity: &CachedEntity,
    feature_id: &str,
    requested_values: Option<&Arc<[String]>>,
    now: Timestamp,
) -> Result<(), FeatureTypeMismatch> {
    let request = FeatureRequest {
        requested_values,
        ..FeatureRequest::default()
    };
    if let Some(feature) = Feature::of_kind(entity, feature_id, FeatureKind::Enum)? {
        fill_enumerated(answer, feature, &request, now.into());
    } else {
        miss_enumerated(answer, entity, &request);
    }
    Ok(())
}

fn evaluated<A: Default>(
    evaluate_into: impl FnOnce(&mut A) -> Result<(), FeatureTypeMismatch>,
) -> Result<A, FeatureTypeMismatch> {
    let mut answer = A::default();
    evaluate_into(&mut answer)?;
    Ok(answer)
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
    let feature = Feature::find(entity, feature_id)?;
    let mut answer = empty(feature);
    fill(&mut answer, feature, request, now.into());
    Some(answer)
}

// Answers are large, and are filled where they stay: moving them about takes longer than deciding.

/// The answer of the kind of the feature, yet to be filled.
#[inline]
pub(super) fn empty(feature: Feature<'_>) -> Entitlement {
    match feature.kind() {
        FeatureKind::Boolean => Entitlement::Boolean(BooleanEntitlement::default()),
        FeatureKind::Numeric => Entitlement::Numeric(NumericEntitlement::default()),
        FeatureKind::Metered => Entitlement::Metered(MeteredEntitlement::default()),
        FeatureKind::Enum => Entitlement::Enum(EnumEntitlement::default()),
        FeatureKind::Unknown => Entitlement::Unknown(UnknownEntitlement::default()),
    }
}

/// Fills an [`empty`] answer.
#[inline]
pub(super) fn fill(answer: &mut Entitlement, feature: Feature<'_>, request: &FeatureRequest<'_>, now: Micros) {
    match answer {
        Entitlement::Boolean(answer) => fill_boolean(answer, feature, request, now),
        Entitlement::Numeric(answer) => fill_numeric(answer, feature, request, now),
        Entitlement::Metered(answer) => fill_metered(answer, feature, request, now),
        Entitlement::Enum(answer) => fill_enumerated(answer, feature, request, now),
        Entitlement::Unknown(answer) => fill_unknown(answer, feature, request, now),
        _ => {}
    }
}

impl<'a> Feature<'a> {
    /// The entitlement to a feature of a kind; `None` if there is none.
    #[inline(always)]
    fn of_kind(
        entity: &'a CachedEntity,
        feature_id: &str,
        expected: FeatureKind,
    ) -> Result<Option<Self>, FeatureTypeMismatch> {
        let Some(feature) = Self::find(entity, feature_id) else {
            return Ok(None);
        };
        let actual = feature.kind();
        if actual == expected {
            Ok(Some(feature))
        } else {
            Err(FeatureTypeMismatch { expected, actual })
        }
    }
}

/// Why access is denied, for the kinds whose answer tells no usage.
#[inline]
fn denied(feature: Feature<'_>, request: &FeatureRequest<'_>, now: Micros) -> Option<AccessDeniedReason> {
    feature.denied(feature.usage(now).used, feature.wallet(), request)
}

#[inline(always)]
fn fill_boolean(answer: &mut BooleanEntitlement, feature: Feature<'_>, request: &FeatureRequest<'_>, now: Micros) {
    answer.access_denied_reason = denied(feature, request, now);
    answer.has_access = answer.access_denied_reason.is_none();
    answer.feature = Some(Arc::clone(feature.about));
}

#[inline(always)]
fn fill_numeric(answer: &mut NumericEntitlement, feature: Feature<'_>, request: &FeatureRequest<'_>, now: Micros) {
    answer.access_denied_reason = denied(feature, request, now);
    answer.has_access = answer.access_denied_reason.is_none();
    answer.feature = Some(Arc::clone(feature.about));
    answer.is_unlimited = feature.terms.state.has_unlimited_usage;
    answer.value = feature.slot.limit.get();
}

#[inline(always)]
fn fill_metered(answer: &mut MeteredEntitlement, feature: Feature<'_>, request: &FeatureRequest<'_>, now: Micros) {
    let Feature { slot, terms, .. } = feature;
    let (usage, wallet) = (feature.usage(now), feature.wallet());
    let period_end = usage.period_end.timestamp();
    answer.access_denied_reason = feature.denied(usage.used, wallet, request);
    answer.has_access = answer.access_denied_reason.is_none();
    answer.feature = Some(Arc::clone(feature.about));
    answer.is_unlimited = terms.state.has_unlimited_usage;
    answer.has_soft_limit = feature.has_soft_limit(wallet);
    answer.usage_limit = slot.limit.get();
    answer.current_usage = usage.used;
    answer.requested_usage = request.requested_usage.unwrap_or(0.0);
    answer.reset_period.clone_from(&terms.state.reset_period);
    answer.usage_period_anchor = slot.anchor().map(Timestamp::from);
    answer.usage_period_start = usage.period_start.timestamp();
    answer.usage_period_end = period_end;
    answer.next_reset_date = period_end;
}

#[inline(always)]
fn fill_enumerated(answer: &mut EnumEntitlement, feature: Feature<'_>, request: &FeatureRequest<'_>, now: Micros) {
    answer.access_denied_reason = denied(feature, request, now);
    answer.has_access = answer.access_denied_reason.is_none();
    answer.feature = Some(Arc::clone(feature.about));
    if let Some(values) = &feature.terms.values {
        answer.enum_values = Arc::clone(values.own());
    }
    answer.requested_values = request.requested_values.cloned();
}

fn fill_unknown(answer: &mut UnknownEntitlement, feature: Feature<'_>, request: &FeatureRequest<'_>, now: Micros) {
    answer.access_denied_reason = denied(feature, request, now);
    answer.has_access = answer.access_denied_reason.is_none();
    answer.feature = Some(Arc::clone(feature.about));
}

/// Without an entitlement, or with one to nothing.
#[cold]
pub(super) fn miss_boolean(answer: &mut BooleanEntitlement, entity: &CachedEntity) {
    answer.access_denied_reason = Some(entity.missing_feature_reason());
}

#[cold]
fn miss_numeric(answer: &mut NumericEntitlement, entity: &CachedEntity) {
    answer.access_denied_reason = Some(entity.missing_feature_reason());
}

#[cold]
fn miss_metered(answer: &mut MeteredEntitlement, entity: &CachedEntity, request: &FeatureRequest<'_>) {
    answer.access_denied_reason = Some(entity.missing_feature_reason());
    answer.requested_usage = request.requested_usage.unwrap_or(0.0);
}

#[cold]
fn miss_enumerated(answer: &mut EnumEntitlement, entity: &CachedEntity, request: &FeatureRequest<'_>) {
    answer.access_denied_reason = Some(entity.missing_feature_reason());
    answer.requested_values = Some(request.requested_values.cloned().unwrap_or_default());
}
