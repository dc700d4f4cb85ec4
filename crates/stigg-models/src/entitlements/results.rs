//! What a check answers.
//!
//! Answers share what they name (`Arc`), so that giving one from memory allocates nothing.

use std::sync::Arc;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
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

/// The answer to a check of a feature whose type is not known: a fallback, which does not tell it, or a type that is newer
/// than this version of the SDK.
///
/// What is not known is `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnknownEntitlement {
    /// The type as it travels, if there was one. `BOOLEAN` in a fallback that has more than a boolean feature has: the
    /// check did not say what it was about, and then that is the guess of Stigg's SDKs.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub type_name: Option<String>,
    /// Whether the customer may use the feature.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub has_access: bool,
    /// Whether this is a fallback value.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub is_fallback: bool,
    /// Why access is denied; `None` when it is granted, but a fallback keeps the reason `Unknown` even when it grants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_denied_reason: Option<AccessDeniedReason>,
    /// The feature; of a fallback in a list only its id is known.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "what_is_known")]
    pub feature: Option<Arc<EntitlementFeature>>,
    /// The value, should the feature be numeric.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The limit, should the feature be metered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_limit: Option<f64>,
    /// Units used, should the feature be metered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_usage: Option<f64>,
    /// Whether there is no limit, should the feature be numeric or metered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_unlimited: Option<bool>,
    /// The values that the customer has, should the feature be an enum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_values: Option<Arc<[String]>>,
    /// Where the answer came from, and why it is a fallback or stale.
    #[serde(skip)]
    pub origin: Origin,
}

/// A feature of which only the id is known says nothing else.
#[expect(clippy::ref_option, reason = "serde passes the field by reference")]
fn what_is_known<S: Serializer>(feature: &Option<Arc<EntitlementFeature>>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Id<'a> {
        id: &'a str,
    }

    match feature {
        Some(feature) if **feature == EntitlementFeature::new(&*feature.id) => {
            Id { id: &feature.id }.serialize(serializer)
        }
        feature => feature.serialize(serializer),
    }
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
    /// To a feature whose type is not known.
    Unknown(UnknownEntitlement),
}

/// The same expression for every kind.
macro_rules! of_each_kind {
    ($entitlement:expr, $inner:ident => $value:expr) => {
        match $entitlement {
            Entitlement::Boolean($inner) => $value,
            Entitlement::Numeric($inner) => $value,
            Entitlement::Metered($inner) => $value,
            Entitlement::Enum($inner) => $value,
            Entitlement::Unknown($inner) => $value,
        }
    };
}

impl Entitlement {
    /// Whether access is granted.
    pub fn has_access(&self) -> bool {
        of_each_kind!(self, entitlement => entitlement.has_access)
    }

    /// Whether this is a fallback value.
    pub fn is_fallback(&self) -> bool {
        of_each_kind!(self, entitlement => entitlement.is_fallback)
    }

    /// Why access is denied.
    pub fn access_denied_reason(&self) -> Option<&AccessDeniedReason> {
        of_each_kind!(self, entitlement => entitlement.access_denied_reason.as_ref())
    }

    /// Why access is denied, to change it.
    pub fn access_denied_reason_mut(&mut self) -> &mut Option<AccessDeniedReason> {
        of_each_kind!(self, entitlement => &mut entitlement.access_denied_reason)
    }

    /// The feature; `None` if the customer has no entitlement to it.
    pub fn feature(&self) -> Option<&Arc<EntitlementFeature>> {
        of_each_kind!(self, entitlement => entitlement.feature.as_ref())
    }

    /// Where the answer came from, and why it is a fallback or stale.
    pub fn origin(&self) -> &Origin {
        of_each_kind!(self, entitlement => &entitlement.origin)
    }

    /// Where the answer came from, to change it.
    pub fn origin_mut(&mut self) -> &mut Origin {
        of_each_kind!(self, entitlement => &mut entitlement.origin)
    }
}

impl<'de> Deserialize<'de> for Entitlement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        match value.get("type").and_then(Value::as_str) {
            Some("BOOLEAN") if !has_more_than_access(&value) => Deserialize::deserialize(value).map(Self::Boolean),
            Some("NUMERIC") => Deserialize::deserialize(value).map(Self::Numeric),
            Some("METERED") => Deserialize::deserialize(value).map(Self::Metered),
            Some("ENUM") => Deserialize::deserialize(value).map(Self::Enum),
            _ => Deserialize::deserialize(value).map(Self::Unknown),
        }
        .map_err(D::Error::custom)
    }
}

/// Whether there is something that a boolean entitlement does not have: it is a fallback of a type that was guessed.
fn has_more_than_access(entitlement: &Value) -> bool {
    ["value", "usageLimit", "currentUsage", "isUnlimited", "enumValues"]
        .iter()
        .any(|member| entitlement.get(member).is_some_and(|value| !value.is_null()))
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

    /// Whether this is a fallback value.
    pub fn is_fallback(&self) -> bool {
        match self {
            Self::Feature(entitlement) => entitlement.is_fallback(),
            Self::Credit(entitlement) => entitlement.is_fallback,
        }
    }

    /// Why access is denied.
    pub fn access_denied_reason(&self) -> Option<&AccessDeniedReason> {
        match self {
            Self::Feature(entitlement) => entitlement.access_denied_reason(),
            Self::Credit(entitlement) => entitlement.access_denied_reason.as_ref(),
        }
    }

    /// Where the answer came from, and why it is a fallback or stale.
    pub fn origin(&self) -> &Origin {
        match self {
            Self::Feature(entitlement) => entitlement.origin(),
            Self::Credit(entitlement) => &entitlement.origin,
        }
    }

    /// The entitlement, if it is one to a feature and not to credits.
    pub fn as_feature(&self) -> Option<&Entitlement> {
        match self {
            Self::Feature(entitlement) => Some(entitlement),
            Self::Credit(_) => None,
        }
    }

    /// Where the answer came from, to change it.
    pub fn origin_mut(&mut self) -> &mut Origin {
        match self {
            Self::Feature(entitlement) => entitlement.origin_mut(),
            Self::Credit(entitlement) => &mut entitlement.origin,
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

/// What a customer, or one of its resources, is entitled to, without credits; evaluated without a request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerEntitlementsResult {
    /// The entitlements to features.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub entitlements: Vec<Entitlement>,
    /// Why there are none, or why those that are missing are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_denied_reason: Option<EntitlementsStateAccessDeniedReason>,
    /// Where the answer came from, and why it is a fallback or stale.
    #[serde(skip)]
    pub origin: Origin,
}

impl From<CustomerEntitlementsResultV2> for CustomerEntitlementsResult {
    /// Leaves out the credits.
    fn from(result: CustomerEntitlementsResultV2) -> Self {
        let features = result
            .entitlements
            .into_iter()
            .filter_map(|entitlement| match entitlement {
                EntitlementV2::Feature(entitlement) => Some(entitlement),
                EntitlementV2::Credit(_) => None,
            });
        Self {
            entitlements: features.collect(),
            access_denied_reason: result.access_denied_reason,
            origin: result.origin,
        }
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
