//! Whether an entitlement has to be asked for again before it decides.
//!
//! An expired entitlement is no reason to deny: it is asked for again, and if that does not help it still decides.

use stigg_models::Timestamp;

use crate::entity::Slot;
use crate::micros::Micros;
use crate::{CachedEntity, EntitlementReference};

/// Whether the entitlement to a feature has expired after a time, and not after now, or the credits that it is paid for
/// with have. What had expired by `since` already does not count.
#[inline]
pub fn has_feature_expired_since(entity: &CachedEntity, feature_id: &str, since: Timestamp, now: Timestamp) -> bool {
    // Of most entities nothing ever expires.
    may_have_expired(entity, now)
        && entity
            .slot(EntitlementReference::Feature(feature_id))
            .is_some_and(|slot| {
                has_expired(slot, since, now)
                    || slot
                        .terms
                        .paid_with()
                        .is_some_and(|currency_id| has_credit_expired_since(entity, currency_id, since, now))
            })
}

/// Whether the entitlement to credits of a currency has expired after a time, and not after now.
#[inline]
pub fn has_credit_expired_since(entity: &CachedEntity, currency_id: &str, since: Timestamp, now: Timestamp) -> bool {
    may_have_expired(entity, now)
        && entity
            .slot(EntitlementReference::Credit(currency_id))
            .is_some_and(|slot| has_expired(slot, since, now))
}

/// Whether any of the entitlements has expired after a time, and not after now. Looks at each of them, if one has to be looked
/// at.
#[inline]
pub fn has_any_expired_since(entity: &CachedEntity, since: Timestamp, now: Timestamp) -> bool {
    may_have_expired(entity, now) && entity.slots().iter().any(|slot| has_expired(slot, since, now))
}

fn may_have_expired(entity: &CachedEntity, now: Timestamp) -> bool {
    entity.expires_at().is_some_and(|time| time <= Micros::from(now))
}

fn has_expired(slot: &Slot, since: Timestamp, now: Timestamp) -> bool {
    slot.expires_at()
        .is_some_and(|time| Micros::from(since) < time && time <= Micros::from(now))
}
