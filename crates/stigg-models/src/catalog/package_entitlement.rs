//! What a plan or an add-on entitles to.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{CustomCurrency, FeatureReference, FullEntitlementFeature};
use crate::{CreditCadence, EntitlementBehavior, EntitlementResetPeriod, WidgetType, serde_ext};

/// A feature that a plan or an add-on entitles to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PackageEntitlement {
    /// The feature.
    pub feature: FullEntitlementFeature,
    /// The limit of a metered feature, or the value of a numeric one, in units of the feature; 0 if there is none.
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
    /// The widgets that do not show the entitlement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden_from_widgets: Option<Vec<WidgetType>>,
    /// What widgets show instead of the name of the feature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name_override: Option<String>,
    /// Whether the feature is granted; if not, the entitlement only says that the plan does not have it.
    pub is_granted: bool,
    /// Whether the value is agreed on with each customer, as in custom plans.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_custom: Option<bool>,
    /// The values of an enum feature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_values: Option<Vec<String>>,
}

impl PackageEntitlement {
    /// Grants a feature, without a limit value.
    pub fn new(feature: FullEntitlementFeature) -> Self {
        Self {
            feature,
            usage_limit: 0.0,
            has_unlimited_usage: None,
            has_soft_limit: None,
            reset_period: None,
            hidden_from_widgets: None,
            display_name_override: None,
            is_granted: true,
            is_custom: None,
            enum_values: None,
        }
    }
}

/// What a plan or an add-on entitles to: a feature or credits.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "__typename")]
#[non_exhaustive]
pub enum PackageEntitlementUnion {
    /// A feature.
    #[serde(rename = "PackageFeatureEntitlement")]
    Feature(PackageFeatureEntitlement),
    /// Credits.
    #[serde(rename = "PackageCreditEntitlement")]
    Credit(PackageCreditEntitlement),
    /// Something that this version of the crate does not know, as it travels.
    #[serde(untagged)]
    Unknown(Value),
}

impl<'de> Deserialize<'de> for PackageEntitlementUnion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        match value.get("__typename").and_then(Value::as_str) {
            Some("PackageFeatureEntitlement") => Deserialize::deserialize(value).map(Self::Feature),
            Some("PackageCreditEntitlement") => Deserialize::deserialize(value).map(Self::Credit),
            _ => Ok(Self::Unknown(value)),
        }
        .map_err(D::Error::custom)
    }
}

/// A feature that a plan or an add-on entitles to, with what the newer API tells about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PackageFeatureEntitlement {
    /// Stigg's internal id of the entitlement.
    pub id: String,
    /// What happens when several packages entitle to the feature: the values add up, or this one wins.
    pub behavior: EntitlementBehavior,
    /// Stigg's internal id of the feature; yours is in [`feature`](Self::feature).
    pub feature_id: String,
    /// The feature.
    pub feature: FullEntitlementFeature,
    /// Whether the feature is granted; if not, the entitlement only says that the plan does not have it.
    pub is_granted: bool,
    /// The limit of a metered feature, or the value of a numeric one, in units of the feature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_limit: Option<f64>,
    /// Whether there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_unlimited_usage: Option<bool>,
    /// Whether usage beyond the limit is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_soft_limit: Option<bool>,
    /// Whether the value is agreed on with each customer, as in custom plans.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_custom: Option<bool>,
    /// The values of an enum feature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_values: Option<Vec<String>>,
    /// How often usage starts again from zero; absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset_period: Option<EntitlementResetPeriod>,
    /// The widgets that do not show the entitlement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden_from_widgets: Option<Vec<WidgetType>>,
    /// What widgets show instead of the name of the feature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name_override: Option<String>,
    /// What the entitlement is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where the entitlement stands among those of the package; the lowest comes first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<f64>,
}

impl PackageFeatureEntitlement {
    /// Grants a feature, without a limit value. The ids are Stigg's internal ones.
    pub fn new(
        id: impl Into<String>,
        feature_id: impl Into<String>,
        feature: FullEntitlementFeature,
        behavior: EntitlementBehavior,
    ) -> Self {
        Self {
            id: id.into(),
            behavior,
            feature_id: feature_id.into(),
            feature,
            is_granted: true,
            usage_limit: None,
            has_unlimited_usage: None,
            has_soft_limit: None,
            is_custom: None,
            enum_values: None,
            reset_period: None,
            hidden_from_widgets: None,
            display_name_override: None,
            description: None,
            order: None,
        }
    }
}

/// Credits that a plan or an add-on entitles to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PackageCreditEntitlement {
    /// Stigg's internal id of the entitlement.
    pub id: String,
    /// What happens when several packages entitle to the credits: the amounts add up, or this one wins.
    pub behavior: EntitlementBehavior,
    /// How often the credits are granted.
    pub cadence: CreditCadence,
    /// Stigg's internal id of the credit currency; yours is in [`custom_currency`](Self::custom_currency).
    pub custom_currency_id: String,
    /// The credit currency.
    pub custom_currency: CustomCurrency,
    /// Whether the credits are granted; if not, the entitlement only says that the plan does not have them.
    pub is_granted: bool,
    /// How many credits are granted each time, or for each unit of [`dependency_feature`](Self::dependency_feature).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<f64>,
    /// Whether credits may be consumed beyond the balance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_soft_limit: Option<bool>,
    /// Whether the amount is agreed on with each customer, as in custom plans.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_custom: Option<bool>,
    /// The widgets that do not show the entitlement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden_from_widgets: Option<Vec<WidgetType>>,
    /// What widgets show instead of the name of the currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name_override: Option<String>,
    /// What the entitlement is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where the entitlement stands among those of the package; the lowest comes first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<f64>,
    /// The feature whose units multiply the amount, such as seats; absent: the amount is for the whole subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dependency_feature: Option<FeatureReference>,
}

impl PackageCreditEntitlement {
    /// Grants credits, without saying how many. The ids are Stigg's internal ones.
    pub fn new(
        id: impl Into<String>,
        custom_currency_id: impl Into<String>,
        custom_currency: CustomCurrency,
        cadence: CreditCadence,
        behavior: EntitlementBehavior,
    ) -> Self {
        Self {
            id: id.into(),
            behavior,
            cadence,
            custom_currency_id: custom_currency_id.into(),
            custom_currency,
            is_granted: true,
            amount: None,
            has_soft_limit: None,
            is_custom: None,
            hidden_from_widgets: None,
            display_name_override: None,
            description: None,
            order: None,
            dependency_feature: None,
        }
    }
}
