//! Checks of one feature of a type that is told.

use stigg_entitlements::{
    CachedEntity, boolean_fallback, enum_fallback, evaluate_boolean_into, evaluate_enum_into, evaluate_metered_into,
    evaluate_numeric_into, metered_fallback, numeric_fallback,
};
use stigg_models::{
    BooleanEntitlement, Cause, EntitlementFallback, EnumEntitlement, GetBooleanEntitlement, GetEnumEntitlement,
    GetMeteredEntitlement, GetNumericEntitlement, InvalidRequest, MeteredEntitlement, NumericEntitlement, Timestamp,
};

use super::check::{Check, Question};
use crate::client::Inner;
use crate::freshness::Asked;

/// `evaluate` gets the answer, the check, the entity and the time.
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

            fn evaluate(&self, entity: &CachedEntity, now: Timestamp) -> Result<Self::Answer, Cause> {
                let evaluate: fn(&mut $answer, &Self, &CachedEntity, Timestamp) -> _ = $evaluate;
                let mut answer = $answer::default();
                evaluate(&mut answer, self, entity, now)?;
                Ok(answer)
            }

            #[inline]
            fn evaluate_into(&self, place: &mut Option<Self::Answer>, entity: &CachedEntity, now: Timestamp) {
                let evaluate: fn(&mut $answer, &Self, &CachedEntity, Timestamp) -> _ = $evaluate;
                let answer = place.insert($answer::default());
                if evaluate(answer, self, entity, now).is_err() {
                    *place = None;
                }
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

typed_check!(GetBooleanEntitlement -> BooleanEntitlement, boolean_fallback, |answer, check, entity, now| {
    evaluate_boolean_into(answer, entity, &check.feature_id, now)
});
typed_check!(GetNumericEntitlement -> NumericEntitlement, numeric_fallback, |answer, check, entity, now| {
    evaluate_numeric_into(answer, entity, &check.feature_id, now)
});
typed_check!(GetMeteredEntitlement -> MeteredEntitlement, metered_fallback, |answer, check, entity, now| {
    evaluate_metered_into(answer, entity, &check.feature_id, check.options.requested_usage, now)
});
typed_check!(GetEnumEntitlement -> EnumEntitlement, enum_fallback, |answer, check, entity, now| {
    evaluate_enum_into(answer, entity, &check.feature_id, check.options.requested_values.as_ref(), now)
});

/// The check's own fallback or the configured one, never both merged.
fn own_or_configured<'a>(
    client: &'a Inner,
    own: Option<&'a EntitlementFallback>,
    feature_id: &str,
) -> Option<&'a EntitlementFallback> {
    own.or_else(|| client.fallbacks.get(feature_id))
}
