//! What a customer may use, as a customer portal shows it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    EntitlementFeature, EntitlementResetPeriod, PromotionalEntitlementPeriod, ResetPeriodConfiguration, Timestamp,
    serde_ext,
};

/// The entitlement to a feature, as a customer portal shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalEntitlement {
    /// Whether the customer has the feature.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub is_granted: bool,
    /// Whether there is no limit.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub has_unlimited_usage: bool,
    /// The limit of a metered feature per usage period, or the value of a numeric one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_limit: Option<f64>,
    /// Units used in the current period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_usage: Option<f64>,
    /// Whether usage beyond the limit is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_soft_limit: Option<bool>,
    /// The start of the current usage period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_period_start: Option<Timestamp>,
    /// The end of the current usage period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_period_end: Option<Timestamp>,
    /// When usage starts again from zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_reset_date: Option<Timestamp>,
    /// How often usage starts again from zero; absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset_period: Option<EntitlementResetPeriod>,
    /// From where the usage periods are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset_period_configuration: Option<ResetPeriodConfiguration>,
    /// The feature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<Arc<EntitlementFeature>>,
}

impl CustomerPortalEntitlement {
    /// An entitlement to a feature, not granted.
    pub fn new(feature: impl Into<Arc<EntitlementFeature>>) -> Self {
        Self {
            feature: Some(feature.into()),
            ..Self::default()
        }
    }
}

/// An entitlement that was given to a customer beside those of the subscriptions, as a customer portal shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalPromotionalEntitlement {
    /// The name of the feature that people see.
    pub display_name: String,
    /// What the feature is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// For how long it was given.
    pub period: PromotionalEntitlementPeriod,
    /// When it began.
    pub start_date: Timestamp,
    /// When it ends; absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Timestamp>,
    /// The limit of a metered feature per usage period, or the value of a numeric one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_limit: Option<f64>,
    /// Whether there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_unlimited_usage: Option<bool>,
    /// Whether usage beyond the limit is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_soft_limit: Option<bool>,
}

impl CustomerPortalPromotionalEntitlement {
    /// An entitlement without a limit value.
    pub fn new(display_name: impl Into<String>, period: PromotionalEntitlementPeriod, start_date: Timestamp) -> Self {
        Self {
            display_name: display_name.into(),
            description: None,
            period,
            start_date,
            end_date: None,
            usage_limit: None,
            has_unlimited_usage: None,
            has_soft_limit: None,
        }
    }
}
