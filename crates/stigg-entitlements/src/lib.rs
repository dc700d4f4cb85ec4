#![doc = include_str!("../README.md")]
#![warn(clippy::exhaustive_structs, clippy::exhaustive_enums)]

mod clock;
mod entity;
mod evaluate;
mod fallback;
#[cfg(test)]
mod fixtures;
mod key;
mod merge;
mod micros;
mod period;
mod store;
mod stripe;
mod usage;

pub use self::clock::{Clock, ManualClock, SystemClock};
pub use self::entity::{CachedEntity, Source, Stamp};
pub use self::evaluate::{
    FeatureKind, FeatureRequest, FeatureTypeMismatch, evaluate_boolean, evaluate_boolean_into, evaluate_credit,
    evaluate_enum, evaluate_enum_into, evaluate_feature, evaluate_metered, evaluate_metered_into, evaluate_numeric,
    evaluate_numeric_into, evaluate_state, has_any_expired_since, has_credit_expired_since, has_feature_expired_since,
};
pub use self::fallback::{
    boolean_fallback, credit_fallback, enum_fallback, feature_fallback, feature_fallback_v2, metered_fallback,
    numeric_fallback, state_fallback,
};
pub use self::key::{EntityKey, EntityKeyRef};
pub use self::merge::{EDGE_LAG, merge};
pub use self::period::{UsagePeriod, current_period};
pub use self::store::{MemoryStore, Pushed, SnapshotError};
pub use self::usage::{CreditBalance, EntitlementReference, UsageUpdate};
