//! Whether an entitlement has to be asked for again before it decides.
//!
//! An expired entitlement is no reason to deny: it is asked for again, and if that does not help it still decides.

use stigg_models::Timestamp;

use crate::CachedEntity;

/// Whether the entitlement to a feature has expired, or the credits that it is paid for with.
pub fn is_feature_expired(entity: &CachedEntity, feature_id: &str, now: Timestamp) -> bool {
    entity.feature(feature_id).is_some_and(|state| {
        is_over(state.valid_until, now)
            || state
                .credit_rate
                .as_ref()
                .is_some_and(|rate| is_credit_expired(entity, &rate.currency_id, now))
    })
}

/// Whether the entitlement to credits of a currency has expired.
pub fn is_credit_expired(entity: &CachedEntity, currency_id: &str, now: Timestamp) -> bool {
    entity
        .credit(currency_id)
        .is_some_and(|state| is_over(state.valid_until, now))
}

/// Whether any of the entitlements has expired.
pub fn is_any_expired(entity: &CachedEntity, now: Timestamp) -> bool {
    is_over(entity.valid_until(), now)
}

fn is_over(valid_until: Option<Timestamp>, now: Timestamp) -> bool {
    // Zero on the wire means never.
    valid_until.is_some_and(|time| time != Timestamp::UNIX_EPOCH && time <= now)
}
