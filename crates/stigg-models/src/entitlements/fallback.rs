//! What to answer when nothing is known.

use serde::{Deserialize, Serialize};

use crate::Quantity;
use crate::with_methods::{with_lists_of_text, with_methods};

/// The answer to give for a feature, or for whatever a check is about, when Stigg cannot be asked.
///
/// A fallback replaces the fields of the built-in one (no access) that it sets; those that do not belong to the kind of
/// check are ignored.
///
/// ```
/// use stigg_models::EntitlementFallback;
///
/// // During an outage: let people in, and let them use up to ten.
/// let fallback = EntitlementFallback::granted().with_usage_limit(10);
/// # assert!(fallback.has_access);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EntitlementFallback {
    /// Whether access is granted.
    pub has_access: bool,
    /// The value of a numeric feature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The limit of a metered feature; of credits those granted in total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_limit: Option<f64>,
    /// Units used of a metered feature; of credits those consumed in total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_usage: Option<f64>,
    /// Whether a numeric or metered feature is unlimited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_unlimited: Option<bool>,
    /// The values of an enum feature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_values: Option<Vec<String>>,
}

impl EntitlementFallback {
    /// Access, or none.
    pub fn new(has_access: bool) -> Self {
        Self {
            has_access,
            ..Self::default()
        }
    }

    /// Access.
    pub fn granted() -> Self {
        Self::new(true)
    }

    /// No access.
    pub fn denied() -> Self {
        Self::new(false)
    }
}

with_methods! {
    EntitlementFallback {
        /// The value of a numeric feature.
        with_value => value: Quantity,
        /// The limit of a metered feature; of credits those granted in total.
        with_usage_limit => usage_limit: Quantity,
        /// Units used of a metered feature; of credits those consumed in total.
        with_current_usage => current_usage: Quantity,
        /// Whether a numeric or metered feature is unlimited.
        with_unlimited => is_unlimited: bool,
    }
}

with_lists_of_text! {
    EntitlementFallback {
        /// The values of an enum feature.
        with_enum_values => enum_values,
    }
}

impl From<bool> for EntitlementFallback {
    fn from(has_access: bool) -> Self {
        Self::new(has_access)
    }
}

/// The answer to give for a credit currency when Stigg cannot be asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditEntitlementFallback {
    /// Whether access is granted.
    pub has_access: bool,
    /// Credits granted in total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_limit: Option<f64>,
    /// Credits consumed in total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_usage: Option<f64>,
}

impl CreditEntitlementFallback {
    /// Access, or none.
    pub fn new(has_access: bool) -> Self {
        Self {
            has_access,
            ..Self::default()
        }
    }

    /// Access.
    pub fn granted() -> Self {
        Self::new(true)
    }

    /// No access.
    pub fn denied() -> Self {
        Self::new(false)
    }
}

with_methods! {
    CreditEntitlementFallback {
        /// Credits granted in total.
        with_usage_limit => usage_limit: Quantity,
        /// Credits consumed in total.
        with_current_usage => current_usage: Quantity,
    }
}

impl From<bool> for CreditEntitlementFallback {
    fn from(has_access: bool) -> Self {
        Self::new(has_access)
    }
}

impl From<CreditEntitlementFallback> for EntitlementFallback {
    fn from(fallback: CreditEntitlementFallback) -> Self {
        Self {
            usage_limit: fallback.usage_limit,
            current_usage: fallback.current_usage,
            ..Self::new(fallback.has_access)
        }
    }
}

impl From<&EntitlementFallback> for CreditEntitlementFallback {
    /// Leaves out what credits do not have.
    fn from(fallback: &EntitlementFallback) -> Self {
        Self {
            has_access: fallback.has_access,
            usage_limit: fallback.usage_limit,
            current_usage: fallback.current_usage,
        }
    }
}
