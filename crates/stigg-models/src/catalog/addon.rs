//! Add-ons: what can be bought on top of a plan.

use serde::{Deserialize, Serialize};

use super::{OveragePrice, PackageEntitlement, PackageEntitlementUnion, Price};
use crate::metadata::tolerant;
use crate::{Metadata, PricingType, WidgetType, serde_ext};

/// An add-on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Addon {
    /// Your id of the add-on.
    pub id: String,
    /// The name that people see.
    pub display_name: String,
    /// What the add-on is; empty if nothing is written about it.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub description: String,
    /// The id of the add-on at the billing provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_id: Option<String>,
    /// What each of the add-on entitles to; features only.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub entitlements: Vec<PackageEntitlement>,
    /// What each of the add-on costs: a price per billing period and country.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub price_points: Vec<Price>,
    /// Free, paid, or priced by agreement; absent while nothing is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pricing_type: Option<PricingType>,
    /// What you keep on the add-on.
    #[serde(default, deserialize_with = "tolerant", skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// How many of the add-on a subscription can have; absent: as many as wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_quantity: Option<f64>,
    /// The add-ons that a subscription needs to have before it can have this one.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub dependencies: Vec<AddonDependency>,
    /// The widgets that do not show the add-on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden_from_widgets: Option<Vec<WidgetType>>,
    /// What each of the add-on entitles to: features and credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_entitlements: Option<Vec<PackageEntitlementUnion>>,
    /// What usage beyond the limits costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overage_prices: Option<Vec<OveragePrice>>,
}

impl Addon {
    /// An add-on that costs nothing and entitles to nothing yet.
    pub fn new(id: impl Into<String>, display_name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            display_name: display_name.into(),
            description: String::new(),
            billing_id: None,
            entitlements: Vec::new(),
            price_points: Vec::new(),
            pricing_type: None,
            metadata: None,
            max_quantity: None,
            dependencies: Vec::new(),
            hidden_from_widgets: None,
            package_entitlements: None,
            overage_prices: None,
        }
    }
}

/// An add-on that another one needs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AddonDependency {
    /// Your id of the add-on. The official SDKs, too, call it `refId` here.
    pub ref_id: String,
    /// The name that people see.
    pub display_name: String,
    /// What the add-on is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl AddonDependency {
    /// An add-on that is needed.
    pub fn new(ref_id: impl Into<String>, display_name: impl Into<String>) -> Self {
        Self {
            ref_id: ref_id.into(),
            display_name: display_name.into(),
            description: None,
        }
    }
}

/// A group of add-ons to choose from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CompatiblePackageGroup {
    /// Your id of the group.
    pub package_group_id: String,
    /// The name that people see.
    pub display_name: String,
    /// The add-ons to choose from.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub addons: Vec<Addon>,
    /// How many have to be chosen, and how many are free.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub options: CompatiblePackageGroupOptions,
}

impl CompatiblePackageGroup {
    /// A group without add-ons and without rules.
    pub fn new(package_group_id: impl Into<String>, display_name: impl Into<String>) -> Self {
        Self {
            package_group_id: package_group_id.into(),
            display_name: display_name.into(),
            addons: Vec::new(),
            options: CompatiblePackageGroupOptions::default(),
        }
    }
}

/// The rules of choosing from a group of add-ons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CompatiblePackageGroupOptions {
    /// How many add-ons have to be chosen at least; absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<f64>,
    /// How many of the chosen add-ons cost nothing; absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_items: Option<f64>,
}
