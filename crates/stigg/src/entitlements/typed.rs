//! Checks of one feature of a type that is told.

use stigg_entitlements::{
    CachedEntity, boolean_fallback, enum_fallback, evaluate_boolean, evaluate_enum, evaluate_metered, evaluate_numeric,
    metered_fallback, numeric_fallback,
};
use stigg_models::{
    BooleanEntitlement, Cause, EntitlementFallback, EnumEntitlement, GetBooleanEntitlement, GetEnumEntitlement,
    GetMeteredEntitlement, GetNumericEntitlement, InvalidRequest, MeteredEntitlement, NumericEntitlement, Timestamp,
};

use super::check::{Check, Question};
use crate::client::Inner;
use crate::freshness::Asked;

/// `evaluate` gets the check, the entity and the time.
macro_rules! typed_check {
    ($check:ident -> $answer:ident, $fallback:ident, $evaluate:expr) => {
        impl Check for $check<'_> {
            type Answer = $answer;

            #[inline]
            fn question(&self) -> Result<Question<'_>, InvalidRequest> {
                Question::new(
                    &self.customer_id,
                    self.resource_id.as_deref(),
                    Asked::Feature(&self.feature_id),
                )
            }

            #[inline]
            fn evaluate(&self, entity: &CachedEntity, now: Timestamp) -> Result<Self::Answer, Cause> {
                let evaluate: fn(&Self, &CachedEntity, Timestamp) -> _ = $evaluate;
                evaluate(self, entity, now).map_err(Into::into)
            }

            fn fallback(&self, client: &Inner, cause: Cause) -> Self::Answer {
                $fallback(
                    own_or_configured(client, self.options.fallback.as_ref(), &self.feature_id),
                    cause,
                )
            }
        }
    };
}

typed_check!(GetBooleanEntitlement -> BooleanEntitlement, boolean_fallback, |check, entity, now| {
    evaluate_boolean(entity, &check.feature_id, now)
});
typed_check!(GetNumericEntitlement -> NumericEntitlement, numeric_fallback, |check, entity, now| {
    evaluate_numeric(entity, &check.feature_id, now)
});
typed_check!(GetMeteredEntitlement -> MeteredEntitlement, metered_fallback, |check, entity, now| {
    evaluate_metered(entity, &check.feature_id, check.options.requested_usage, now)
});
typed_check!(GetEnumEntitlement -> EnumEntitlement, enum_fallback, |check, entity, now| {
    evaluate_enum(entity, &check.feature_id, check.options.requested_values.as_ref(), now)
});

/// The check's own fallback or the configured one, never both merged.
fn own_or_configured<'a>(
    client: &'a Inner,
    own: Option<&'a EntitlementFallback>,
    feature_id: &str,
) -> Option<&'a EntitlementFallback> {
    own.or_else(|| client.fallbacks.get(feature_id))
}
