//! Answers when nothing is known.
//!
//! The built-in answer of each kind, which denies access, with the fields laid over it that a fallback sets. Which fallback that is
//! (that of the call, or else the configured one; never both) is for the caller to choose. The reason is
//! [`AccessDeniedReason::Unknown`], even if the fallback grants access, or
//! [`AccessDeniedReason::FeatureTypeMismatch`] if that is the cause.

use std::sync::Arc;

use stigg_models::{
    AccessDeniedReason, BooleanEntitlement, Cause, CauseKind, CreditEntitlement, CreditEntitlementFallback,
    CustomerEntitlementsResultV2, Entitlement, EntitlementCurrency, EntitlementFallback, EntitlementFeature,
    EntitlementV2, EnumEntitlement, MeteredEntitlement, NumericEntitlement, Origin, UnknownEntitlement,
};

use crate::FeatureRequest;

/// The answer to a check of a boolean feature.
pub fn boolean_fallback(fallback: Option<&EntitlementFallback>, cause: Cause) -> BooleanEntitlement {
    let mut answer = BooleanEntitlement::default();
    answer.is_fallback = true;
    answer.has_access = grants(fallback);
    answer.access_denied_reason = Some(reason(&cause));
    answer.origin = Origin::Fallback(cause);
    answer
}

/// The answer to a check of a numeric feature.
pub fn numeric_fallback(fallback: Option<&EntitlementFallback>, cause: Cause) -> NumericEntitlement {
    let mut answer = NumericEntitlement::default();
    answer.is_fallback = true;
    answer.has_access = grants(fallback);
    answer.is_unlimited = fallback.and_then(|fallback| fallback.is_unlimited).unwrap_or(false);
    answer.value = fallback.and_then(|fallback| fallback.value);
    answer.access_denied_reason = Some(reason(&cause));
    answer.origin = Origin::Fallback(cause);
    answer
}

/// The answer to a check of a metered feature. As in Stigg's other SDKs it says that one unit was requested, whatever was.
pub fn metered_fallback(fallback: Option<&EntitlementFallback>, cause: Cause) -> MeteredEntitlement {
    let mut answer = MeteredEntitlement::default();
    answer.is_fallback = true;
    answer.has_access = grants(fallback);
    answer.is_unlimited = fallback.and_then(|fallback| fallback.is_unlimited).unwrap_or(false);
    answer.usage_limit = fallback.and_then(|fallback| fallback.usage_limit);
    answer.current_usage = fallback.and_then(|fallback| fallback.current_usage).unwrap_or(0.0);
    answer.requested_usage = 1.0;
    answer.access_denied_reason = Some(reason(&cause));
    answer.origin = Origin::Fallback(cause);
    answer
}

/// The answer to a check of an enum feature.
pub fn enum_fallback(fallback: Option<&EntitlementFallback>, cause: Cause) -> EnumEntitlement {
    let mut answer = EnumEntitlement::default();
    answer.is_fallback = true;
    answer.has_access = grants(fallback);
    if let Some(values) = fallback.and_then(|fallback| fallback.enum_values.as_deref()) {
        answer.enum_values = values.into();
    }
    answer.access_denied_reason = Some(reason(&cause));
    answer.origin = Origin::Fallback(cause);
    answer
}

/// The answer to a check of a feature of a kind that is not known: the check's own fallback, or else the configured one, never
/// both merged.
///
/// The request tells the kind, or else the check's own fallback: requested usage means metered, requested values enum, a fallback
/// with a value numeric, and anything else boolean. A fallback that has more than a boolean answer keeps it, in an
/// [`Entitlement::Unknown`].
pub fn feature_fallback(
    request: &FeatureRequest<'_>,
    own: Option<&EntitlementFallback>,
    configured: Option<&EntitlementFallback>,
    cause: Cause,
) -> Entitlement {
    let fallback = own.or(configured);
    if request.requested_usage.is_some() {
        Entitlement::Metered(metered_fallback(fallback, cause))
    } else if request.requested_values.is_some() {
        Entitlement::Enum(enum_fallback(fallback, cause))
    } else if own.is_some_and(|own| own.value.is_some()) {
        Entitlement::Numeric(numeric_fallback(own, cause))
    } else if let Some(fallback) = fallback.filter(|fallback| has_more_than_access(fallback)) {
        let mut answer = unknown_fallback(fallback, cause);
        answer.type_name = Some("BOOLEAN".to_owned());
        Entitlement::Unknown(answer)
    } else {
        Entitlement::Boolean(boolean_fallback(fallback, cause))
    }
}

/// The same as [`feature_fallback`] for the newer check of whatever it is: a configured fallback that grants access leaves no
/// reason why it should be denied.
pub fn feature_fallback_v2(
    request: &FeatureRequest<'_>,
    own: Option<&EntitlementFallback>,
    configured: Option<&EntitlementFallback>,
    cause: Cause,
) -> Entitlement {
    let mut answer = feature_fallback(request, own, configured, cause);
    if own.is_none() && answer.has_access() {
        *answer.access_denied_reason_mut() = None;
    }
    answer
}

/// The answer to a check of credits.
pub fn credit_fallback(
    currency_id: &str,
    fallback: Option<&CreditEntitlementFallback>,
    cause: Cause,
) -> CreditEntitlement {
    let mut answer = CreditEntitlement::new(EntitlementCurrency::new(currency_id));
    answer.is_fallback = true;
    if let Some(fallback) = fallback {
        answer.has_access = fallback.has_access;
        answer.usage_limit = fallback.usage_limit.unwrap_or(0.0);
        answer.current_usage = fallback.current_usage.unwrap_or(0.0);
    }
    answer.access_denied_reason = Some(reason(&cause));
    answer.origin = Origin::Fallback(cause);
    answer
}

/// The answer when all entitlements are asked for: every configured fallback of a feature, by its id, then every
/// configured one of credits, by the id of the currency. There is no reason on the whole.
pub fn state_fallback<'a>(
    features: impl IntoIterator<Item = (&'a str, &'a EntitlementFallback)>,
    credits: impl IntoIterator<Item = (&'a str, &'a CreditEntitlementFallback)>,
    cause: Cause,
) -> CustomerEntitlementsResultV2 {
    let features = features
        .into_iter()
        .map(|(feature_id, fallback)| EntitlementV2::Feature(listed_feature(feature_id, fallback, cause.clone())));
    let credits = credits.into_iter().map(|(currency_id, fallback)| {
        EntitlementV2::Credit(credit_fallback(currency_id, Some(fallback), cause.clone()))
    });
    let mut result = CustomerEntitlementsResultV2::default();
    result.entitlements = features.chain(credits).collect();
    result.origin = Origin::Fallback(cause);
    result
}

/// A configured fallback in a list, which says what it says and no type.
fn listed_feature(feature_id: &str, fallback: &EntitlementFallback, cause: Cause) -> Entitlement {
    let mut answer = unknown_fallback(fallback, cause);
    answer.feature = Some(Arc::new(EntitlementFeature::new(feature_id)));
    Entitlement::Unknown(answer)
}

fn unknown_fallback(fallback: &EntitlementFallback, cause: Cause) -> UnknownEntitlement {
    let mut answer = UnknownEntitlement::default();
    answer.is_fallback = true;
    answer.has_access = fallback.has_access;
    answer.value = fallback.value;
    answer.usage_limit = fallback.usage_limit;
    answer.current_usage = fallback.current_usage;
    answer.is_unlimited = fallback.is_unlimited;
    answer.enum_values = fallback.enum_values.as_deref().map(Into::into);
    answer.access_denied_reason = Some(reason(&cause));
    answer.origin = Origin::Fallback(cause);
    answer
}

/// Whether a fallback sets what the answer to a check of a boolean feature does not have.
fn has_more_than_access(fallback: &EntitlementFallback) -> bool {
    let numbers = [fallback.value, fallback.usage_limit, fallback.current_usage];
    numbers.iter().any(Option::is_some) || fallback.is_unlimited.is_some() || fallback.enum_values.is_some()
}

fn grants(fallback: Option<&EntitlementFallback>) -> bool {
    fallback.is_some_and(|fallback| fallback.has_access)
}

fn reason(cause: &Cause) -> AccessDeniedReason {
    match cause.kind {
        CauseKind::FeatureTypeMismatch => AccessDeniedReason::FeatureTypeMismatch,
        _ => AccessDeniedReason::Unknown,
    }
}

#[cfg(test)]
mod tests;
