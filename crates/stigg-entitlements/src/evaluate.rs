//! From what is known to an answer: pure functions of an entity, a question and the time.
//!
//! Each of them looks up one entitlement, decides, and fills in the answer. Nothing is changed, nothing is read from
//! anywhere else, and nothing is allocated, apart from what the function says.

mod credit;
mod decision;
mod expiry;
mod feature;
mod kind;
mod state;

pub use self::credit::evaluate_credit;
pub use self::expiry::{has_any_expired_since, has_credit_expired_since, has_feature_expired_since};
pub use self::feature::{
    FeatureRequest, evaluate_boolean, evaluate_boolean_into, evaluate_enum, evaluate_enum_into, evaluate_feature,
    evaluate_metered, evaluate_metered_into, evaluate_numeric, evaluate_numeric_into,
};
pub use self::kind::{FeatureKind, FeatureTypeMismatch};
pub use self::state::evaluate_state;

#[cfg(test)]
mod tests;
