//! What a check answers.
//!
//! Answers share what they name (`Arc`), so that giving one from memory allocates nothing.

use std::sync::Arc;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{EntitlementCurrency, EntitlementFeature, Origin};
use crate::{AccessDeniedReason, EntitlementResetPeriod, EntitlementsStateAccessDeniedReason, Timestamp, serde_ext};

/// The answer to a check of a boolean feature.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename = "BOOLEAN", rename_all = "camelCase")]
#[non_exhaustive]
pub struct BooleanEntitlement {
    /// Whether the customer may use the feature.
    pub has_access: bool,
    /// Whether this is a fallback value.
    pub is_fallback: bool,
    /// Why access is denied; `None` when it is granted, but a fallback keeps the reason `Unknown` even when it grants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_denied_reason: Option<AccessDeniedReason>,
    /// The feature; `None` if the customer has no entitlement to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<Arc<EntitlementFeature>>,
    /// Where the answer came from, and why it is a fallback or stale.
    #[serde(skip)]
    pub origin: Origin,
}

/// The answer to a check of a numeric feature.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename = "NUMERIC", rename_all = "camelCase")]
#[non_exhaustive]
pub struct NumericEntitlement {
    /// Whether the customer has the feature.
    pub has_access: bool,
    /// Whether this is a fallback value.
    pub is_fallback: bool,
    /// Why access is denied; `None` when it is granted, but a fallback keeps the reason `Unknown` even when it grants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_denied_reason: Option<AccessDeniedReason>,
    /// The feature; `None` if the customer has no entitlement to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<Arc<EntitlementFeature>>,
    /// Whether the value is unlimited.
    pub is_unlimited: bool,
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Where the answer came from, and why it is a fallback or stale.
    #[serde(skip)]
    pub origin: Origin,
}

/// The answer to a check of a metered feature.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename = "METERED", rename_all = "camelCase")]
#[non_exhaustive]
pub struct MeteredEntitlement {
    /// Whether what was requested still fits.
    pub has_access: bool,
    /// Whether this is a fallback value.
    pub is_fallback: bool,
    /// Why access is denied; `None` when it is granted, but a fallback keeps the reason `Unknown` even when it grants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_denied_reason: Option<AccessDeniedReason>,
    /// The feature; `None` if the customer has no entitlement to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<Arc<EntitlementFeature>>,
    /// Whether there is no limit.
    pub is_unlimited: bool,
    /// Whether usage beyond the limit is allowed.
    pub has_soft_limit: bool,
    /// The limit, in units of the feature per usage period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_limit: Option<f64>,
    /// Units used in the current period.
    pub current_usage: f64,
    /// The units that were asked for; 0 if none were.
    pub requested_usage: f64,
    /// How often usage starts again from zero; `None`: never.
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
    /// The same as [`usage_period_end`](Self::usage_period_end), by the name that Stigg used before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_reset_date: Option<Timestamp>,
    /// Where the answer came from, and why it is a fallback or stale.
    #[serde(skip)]
    pub origin: Origin,
}

impl MeteredEntitlement {
    /// Units that are left in the current period: never negative, `None` without a limit.
    pub fn remaining(&self) -> Option<f64> {
        let limit = self.usage_limit.filter(|_| !self.is_unlimited)?;
        Some((limit - self.current_usage).max(0.0))
    }
}

/// The answer to a check of an enum feature.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename = "ENUM", rename_all = "camelCase")]
#[non_exhaustive]
pub struct EnumEntitlement {
    /// Whether the customer has every value that was asked for.
    pub has_access: bool,
    /// Whether this is a fallback value.
    pub is_fallback: bool,
    /// Why access is denied; `None` when it is granted, but a fallback keeps the reason `Unknown` even when it grants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_denied_reason: Option<AccessDeniedReason>,
    /// The feature; `None` if the customer has no entitlement to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<Arc<EntitlementFeature>>,
    /// The values that the customer has.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub enum_values: Arc<[String]>,
    /// The values that were asked for; `None` if none were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_values: Option<Arc<[String]>>,
    /// Where the answer came from, and why it is a fallback or stale.
    #[serde(skip)]
    pub origin: Origin,
}

/// The answer to a check of credits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditEntitlement {
    /// Whether credits may be consumed.
    pub has_access: bool,
    /// Whether this is a fallback value.
    pub is_fallback: bool,
    /// Why access is denied; `None` when it is granted, but a fallback keeps the reason `Unknown` even when it grants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_denied_reason: Option<AccessDeniedReason>,
    /// The credit currency.
    pub currency: Arc<EntitlementCurrency>,
    /// Credits granted in total.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub usage_limit: f64,
    /// Credits consumed in total; more than were granted means an overdraft.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub current_usage: f64,
    /// Whether credits may be consumed beyond the balance.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub has_soft_limit: bool,
    /// When recurring credits are granted again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_period_end: Option<Timestamp>,
    /// Where the answer came from, and why it is a fallback or stale.
    #[serde(skip)]
    pub origin: Origin,
}

impl CreditEntitlement {
    /// An answer without access and without credits.
    pub fn new(currency: impl Into<Arc<EntitlementCurrency>>) -> Self {
        Self {
            has_access: false,
            is_fallback: false,
            access_denied_reason: None,
            currency: currency.into(),
            usage_limit: 0.0,
            current_usage: 0.0,
            has_soft_limit: false,
            usage_period_end: None,
            origin: Origin::Fresh,
        }
    }

    /// Credits that are left; negative in an overdraft.
    pub fn current_balance(&self) -> f64 {
        self.usage_limit - self.current_usage
    }
}

/// The entitlement to a feature.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Entitlement {
    /// To a boolean feature.
    Boolean(BooleanEntitlement),
    /// To a numeric feature.
    Numeric(NumericEntitlement),
    /// To a metered feature.
    Metered(MeteredEntitlement),
    /// To an enum feature.
    Enum(EnumEntitlement),
}

impl Entitlement {
    /// Whether access is granted.
    pub fn has_access(&self) -> bool {
        match self {
            Self::Boolean(entitlement) => entitlement.has_access,
            Self::Numeric(entitlement) => entitlement.has_access,
            Self::Metered(entitlement) => entitlement.has_access,
            Self::Enum(entitlement) => entitlement.has_access,
        }
    }

    /// Why access is denied.
    pub fn access_denied_reason(&self) -> Option<&AccessDeniedReason> {
        match self {
            Self::Boolean(entitlement) => entitlement.access_denied_reason.as_ref(),
            Self::Numeric(entitlement) => entitlement.access_denied_reason.as_ref(),
            Self::Metered(entitlement) => entitlement.access_denied_reason.as_ref(),
            Self::Enum(entitlement) => entitlement.access_denied_reason.as_ref(),
        }
    }

    /// The feature; `None` if the customer has no entitlement to it.
    pub fn feature(&self) -> Option<&Arc<EntitlementFeature>> {
        match self {
            Self::Boolean(entitlement) => entitlement.feature.as_ref(),
            Self::Numeric(entitlement) => entitlement.feature.as_ref(),
            Self::Metered(entitlement) => entitlement.feature.as_ref(),
            Self::Enum(entitlement) => entitlement.feature.as_ref(),
        }
    }
}

impl<'de> Deserialize<'de> for Entitlement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        // An entitlement without a type is one whose type is not known, such as a configured fallback: only its access counts.
        match value.get("type").and_then(Value::as_str).unwrap_or("BOOLEAN") {
            "BOOLEAN" => Deserialize::deserialize(value).map(Self::Boolean),
            "NUMERIC" => Deserialize::deserialize(value).map(Self::Numeric),
            "METERED" => Deserialize::deserialize(value).map(Self::Metered),
            "ENUM" => Deserialize::deserialize(value).map(Self::Enum),
            other => {
                let expected = &["BOOLEAN", "NUMERIC", "METERED", "ENUM"];
                return Err(D::Error::unknown_variant(other, expected));
            }
        }
        .map_err(D::Error::custom)
    }
}

/// The entitlement to a feature or to credits.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum EntitlementV2 {
    /// To a feature.
    Feature(Entitlement),
    /// To credits.
    Credit(CreditEntitlement),
}

impl EntitlementV2 {
    /// Whether access is granted.
    pub fn has_access(&self) -> bool {
        match self {
            Self::Feature(entitlement) => entitlement.has_access(),
            Self::Credit(entitlement) => entitlement.has_access,
        }
    }
}

impl<'de> Deserialize<'de> for EntitlementV2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        // The official SDKs tell the two apart in the same way.
        if value.get("currency").is_some_and(Value::is_object) {
            Deserialize::deserialize(value).map(Self::Credit)
        } else {
            Deserialize::deserialize(value).map(Self::Feature)
        }
        .map_err(D::Error::custom)
    }
}

/// All entitlements of a customer, or of one of its resources, evaluated without a request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerEntitlementsResultV2 {
    /// The entitlements.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub entitlements: Vec<EntitlementV2>,
    /// Why there are none, or why those that are missing are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_denied_reason: Option<EntitlementsStateAccessDeniedReason>,
    /// Where the answer came from, and why it is a fallback or stale.
    #[serde(skip)]
    pub origin: Origin,
}

/// The outcome of reloading the entitlements of a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReloadEntitlementsResult {
    /// Whether the customer exists and is not archived. `false` as well when Stigg could not be asked.
    pub entitled_entity_exists: bool,
}

impl ReloadEntitlementsResult {
    /// The outcome of a reload.
    pub fn new(entitled_entity_exists: bool) -> Self {
        Self { entitled_entity_exists }
    }
}

#[cfg(test)]
mod tests;
