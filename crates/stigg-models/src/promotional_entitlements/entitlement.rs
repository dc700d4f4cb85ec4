//! Entitlements that a customer has whatever the subscriptions say.

use serde::{Deserialize, Serialize};

use crate::{EntitlementResetPeriod, FullEntitlementFeature, PromotionalEntitlementStatus, Timestamp, serde_ext};

/// An entitlement that was given to a customer beside those of the subscriptions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PromotionalEntitlement {
    /// The feature.
    pub feature: FullEntitlementFeature,
    /// Whether the entitlement is in force.
    pub status: PromotionalEntitlementStatus,
    /// The limit of a metered feature per usage period, or the value of a numeric one; 0 if there is none.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub usage_limit: f64,
    /// Whether there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_unlimited_usage: Option<bool>,
    /// Whether usage beyond the limit is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_soft_limit: Option<bool>,
    /// How often usage starts again from zero; absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset_period: Option<EntitlementResetPeriod>,
    /// When the entitlement ends; absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// Whether the entitlement ends at some time.
    pub has_expiration_date: bool,
    /// Whether Stigg's widgets show it.
    pub is_visible: bool,
}

impl PromotionalEntitlement {
    /// An entitlement without a limit value that never ends, and that the widgets do not show.
    pub fn new(feature: FullEntitlementFeature, status: PromotionalEntitlementStatus) -> Self {
        Self {
            feature,
            status,
            usage_limit: 0.0,
            has_unlimited_usage: None,
            has_soft_limit: None,
            reset_period: None,
            expires_at: None,
            has_expiration_date: false,
            is_visible: false,
        }
    }
}
