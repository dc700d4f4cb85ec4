//! What events about checks tell.

use std::sync::Arc;
use std::time::Duration;

use stigg_models::Cause;

/// A customer, or one of its resources.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Entity {
    /// Your id of the customer.
    pub customer_id: Arc<str>,
    /// Your id of the resource; `None` for the customer itself.
    pub resource_id: Option<Arc<str>>,
}

impl Entity {
    /// A customer, or one of its resources.
    pub fn new(customer_id: impl Into<Arc<str>>, resource_id: Option<impl Into<Arc<str>>>) -> Self {
        Self {
            customer_id: customer_id.into(),
            resource_id: resource_id.map(Into::into),
        }
    }
}

/// What a check asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AskedFor {
    /// The entitlement to a feature, by your id of the feature.
    Feature(Arc<str>),
    /// The entitlement to credits, by your id of the currency.
    Credit(Arc<str>),
    /// All entitlements.
    Everything,
}

/// A check was answered by a fallback.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FallbackServed {
    /// Whose entitlement was asked for.
    pub entity: Entity,
    /// What was asked for.
    pub asked_for: AskedFor,
    /// Why it could not be evaluated.
    pub cause: Cause,
}

impl FallbackServed {
    /// A check was answered by a fallback, for this cause.
    pub fn new(entity: Entity, asked_for: AskedFor, cause: Cause) -> Self {
        Self {
            entity,
            asked_for,
            cause,
        }
    }
}

/// A check was answered by knowledge that may be outdated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StaleServed {
    /// Whose entitlement was asked for.
    pub entity: Entity,
    /// What was asked for.
    pub asked_for: AskedFor,
    /// How long ago the knowledge was surely what Stigg says.
    pub age: Duration,
    /// Why it is not known any better.
    pub cause: Cause,
}

impl StaleServed {
    /// A check was answered by knowledge of this age, for this cause.
    pub fn new(entity: Entity, asked_for: AskedFor, age: Duration, cause: Cause) -> Self {
        Self {
            entity,
            asked_for,
            age,
            cause,
        }
    }
}
