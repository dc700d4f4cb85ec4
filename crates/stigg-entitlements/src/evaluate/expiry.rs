//! Whether an entitlement has to be asked for again before it decides.
//!
//! An expired entitlement is no reason to deny: it is asked for again, and if that does not help it still decides.

use stigg_models::Timestamp;

use crate::entity::Slot;
use crate::micros::Micros;
use crate::{CachedEntity, EntitlementReference};

/// Whether the entitlement to a feature has expired, or the credits that it is paid for with.
#[inline]
pub fn is_feature_expired(entity: &CachedEntity, feature_id: &str, now: Timestamp) -> bool {
    // Of most entities nothing ever expires.
    is_any_expired(entity, now)
        && entity
            .slot(EntitlementReference::Feature(feature_id))
            .is_some_and(|slot| {
                is_over(slot, now)
                    || slot
                        .terms
                        .paid_with()
                        .is_some_and(|currency_id| is_credit_expired(entity, currency_id, now))
            })
}

/// Whether the entitlement to credits of a currency has expired.
#[inline]
pub fn is_credit_expired(entity: &CachedEntity, currency_id: &str, now: Timestamp) -> bool {
    entity
        .slot(EntitlementReference::Credit(currency_id))
        .is_some_and(|slot| is_over(slot, now))
}

/// Whether any of the entitlements has expired.
#[inline]
pub fn is_any_expired(entity: &CachedEntity, now: Timestamp) -> bool {
    entity.expires_at().is_some_and(|time| time <= Micros::from(now))
}

fn is_over(slot: &Slot, now: Timestamp) -> bool {
    slot.expires_at().is_some_and(|time| time <= Micros::from(now))
}
