//! What Stigg tells about the entitlements of a customer: the input of every check.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{CreditRate, EntitlementCurrency, EntitlementFeature};
use crate::{AccessDeniedReason, EntitlementResetPeriod, EntitlementsStateAccessDeniedReason, Timestamp, serde_ext};

/// All entitlements of a customer, or of one of its resources, as Stigg tells them. A check evaluates them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EntitlementsState {
    /// Why there are none, or why those that are missing are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_denied_reason: Option<EntitlementsStateAccessDeniedReason>,
    /// The entitlements.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub entitlements: Vec<EntitlementState>,
}

impl EntitlementsState {
    /// A state with these entitlements and no reason.
    pub fn new(entitlements: Vec<EntitlementState>) -> Self {
        Self {
            access_denied_reason: None,
            entitlements,
        }
    }

    /// A state without entitlements, for a reason.
    pub fn denied(reason: EntitlementsStateAccessDeniedReason) -> Self {
        Self {
            access_denied_reason: Some(reason),
            entitlements: Vec::new(),
        }
    }

    /// Why entitlements are missing.
    #[must_use]
    pub fn with_access_denied_reason(mut self, reason: EntitlementsStateAccessDeniedReason) -> Self {
        self.access_denied_reason = Some(reason);
        self
    }
}

/// One entitlement as Stigg tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub enum EntitlementState {
    /// To a feature.
    #[serde(rename = "FEATURE")]
    Feature(FeatureEntitlementState),
    /// To credits.
    #[serde(rename = "CREDIT")]
    Credit(CreditEntitlementState),
    /// To something that this version of the SDK does not know; checks pass over it.
    #[serde(other, rename = "UNKNOWN")]
    Unknown,
}

/// The entitlement to a feature, as Stigg tells it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeatureEntitlementState {
    /// The feature. Without it the entitlement grants nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<Arc<EntitlementFeature>>,
    /// Why access is denied whatever is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_denied_reason: Option<AccessDeniedReason>,
    /// The limit of a metered feature, or the value of a numeric one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_limit: Option<f64>,
    /// Whether there is no limit.
    #[serde(default)]
    pub has_unlimited_usage: bool,
    /// Whether usage beyond the limit is allowed.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub has_soft_limit: bool,
    /// Units used in the current period.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub current_usage: f64,
    /// The values of an enum feature.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub enum_values: Arc<[String]>,
    /// How often usage starts again from zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset_period: Option<EntitlementResetPeriod>,
    /// From where the usage periods are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_period_anchor: Option<Timestamp>,
    /// The start of the current usage period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_period_start: Option<Timestamp>,
    /// The end of the current usage period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_period_end: Option<Timestamp>,
    /// What a unit costs in credits, if the feature is paid for with credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_rate: Option<CreditRate>,
    /// When the entitlement has to be asked for again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Timestamp>,
    /// When the entitlement last changed; the newest wins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entitlement_updated_at: Option<Timestamp>,
    /// When the usage last changed; the newest wins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_updated_at: Option<Timestamp>,
}

impl FeatureEntitlementState {
    /// An entitlement to a feature, without limit values or usage.
    pub fn new(feature: impl Into<Arc<EntitlementFeature>>) -> Self {
        Self {
            feature: Some(feature.into()),
            ..Self::default()
        }
    }
}

/// The entitlement to credits of a currency, as Stigg tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditEntitlementState {
    /// The credit currency.
    pub currency: Arc<EntitlementCurrency>,
    /// Why access is denied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_denied_reason: Option<AccessDeniedReason>,
    /// Credits granted in total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_limit: Option<f64>,
    /// Credits consumed in total.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub current_usage: f64,
    /// Whether credits may be consumed beyond the balance.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub has_soft_limit: bool,
    /// When recurring credits are granted again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_period_end: Option<Timestamp>,
    /// When the entitlement has to be asked for again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Timestamp>,
    /// When the entitlement last changed; the newest wins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entitlement_updated_at: Option<Timestamp>,
    /// When the balance last changed; the newest wins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_updated_at: Option<Timestamp>,
}

impl CreditEntitlementState {
    /// An entitlement to credits, without any granted.
    pub fn new(currency: impl Into<Arc<EntitlementCurrency>>) -> Self {
        Self {
            currency: currency.into(),
            access_denied_reason: None,
            usage_limit: None,
            current_usage: 0.0,
            has_soft_limit: false,
            usage_period_end: None,
            valid_until: None,
            entitlement_updated_at: None,
            usage_updated_at: None,
        }
    }
}
