//! Features as the catalogue knows them.

use serde::{Deserialize, Serialize};

use crate::metadata::tolerant;
use crate::{FeatureType, Metadata, MeterType, serde_ext};

/// The feature of an entitlement in a plan or an add-on, or of a promotional entitlement.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FullEntitlementFeature {
    /// Your id of the feature.
    pub id: String,
    /// Boolean, number or enum.
    pub feature_type: FeatureType,
    /// The name that people see.
    pub display_name: String,
    /// What the feature is; empty if nothing is written about it.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub description: String,
    /// How usage is measured, for numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meter_type: Option<MeterType>,
    /// The unit of the feature in the singular.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<String>,
    /// The unit of the feature in the plural.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units_plural: Option<String>,
    /// Whether usage of the feature is measured: a number with an incremental or fluctuating meter.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub is_metered: bool,
    /// What you keep on the feature.
    #[serde(default, deserialize_with = "tolerant", skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
}

impl FullEntitlementFeature {
    /// A feature without a meter and without units.
    pub fn new(id: impl Into<String>, display_name: impl Into<String>, feature_type: FeatureType) -> Self {
        Self {
            id: id.into(),
            feature_type,
            display_name: display_name.into(),
            description: String::new(),
            meter_type: None,
            units: None,
            units_plural: None,
            is_metered: false,
            metadata: None,
        }
    }
}

/// A feature that something else in the catalogue points to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeatureReference {
    /// Your id of the feature. The official SDKs, too, call it `refId` here.
    pub ref_id: String,
    /// The name that people see.
    pub display_name: String,
    /// What the feature is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Boolean, number or enum; absent in a paywall's calculated prices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_type: Option<FeatureType>,
    /// The unit of the feature in the singular.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_units: Option<String>,
    /// The unit of the feature in the plural.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_units_plural: Option<String>,
}

impl FeatureReference {
    /// Points to a feature.
    pub fn new(ref_id: impl Into<String>, display_name: impl Into<String>) -> Self {
        Self {
            ref_id: ref_id.into(),
            display_name: display_name.into(),
            description: None,
            feature_type: None,
            feature_units: None,
            feature_units_plural: None,
        }
    }
}
