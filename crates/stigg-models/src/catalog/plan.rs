//! Plans: what a customer subscribes to.

use serde::{Deserialize, Serialize};

use super::{Addon, CompatiblePackageGroup, OveragePrice, PackageEntitlement, PackageEntitlementUnion, Price, Product};
use crate::metadata::tolerant;
use crate::{Metadata, PricingType, TrialEndBehavior, TrialPeriodUnits, WidgetType, serde_ext};

/// A plan of a product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Plan {
    /// Your id of the plan.
    pub id: String,
    /// The name that people see.
    pub display_name: String,
    /// What the plan is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The id of the plan at the billing provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_id: Option<String>,
    /// The place of the plan in the paywall, from 0; always 0 elsewhere.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub order: i64,
    /// The plan that this one builds on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_plan: Option<BasePlan>,
    /// What the plan itself entitles to; features only.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub entitlements: Vec<PackageEntitlement>,
    /// What the plan entitles to because its base plan, or the base plan's, does; features only.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub inherited_entitlements: Vec<PackageEntitlement>,
    /// What the plan costs: a price per billing period, country and charged feature.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub price_points: Vec<Price>,
    /// Free, paid, or priced by agreement; absent while nothing is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pricing_type: Option<PricingType>,
    /// The trial that new subscriptions begin with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_trial_config: Option<DefaultTrialConfig>,
    /// The add-ons that can be bought with the plan.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub compatible_addons: Vec<Addon>,
    /// Groups of add-ons to choose from.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub compatible_package_groups: Vec<CompatiblePackageGroup>,
    /// The product that the plan belongs to.
    pub product: Product,
    /// What you keep on the plan.
    #[serde(default, deserialize_with = "tolerant", skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// The version of the plan; each time it is published, it counts up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version_number: Option<i64>,
    /// The widgets that do not show the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden_from_widgets: Option<Vec<WidgetType>>,
    /// What usage beyond the limits costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overage_prices: Option<Vec<OveragePrice>>,
    /// What the plan itself entitles to: features and credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_entitlements: Option<Vec<PackageEntitlementUnion>>,
    /// What the plan entitles to because of its base plans: features and credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inherited_package_entitlements: Option<Vec<PackageEntitlementUnion>>,
    /// The dimension that the plan has on AWS Marketplace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aws_marketplace_plan_dimension: Option<String>,
}

impl Plan {
    /// A plan that costs nothing and entitles to nothing yet.
    pub fn new(id: impl Into<String>, display_name: impl Into<String>, product: Product) -> Self {
        Self {
            id: id.into(),
            display_name: display_name.into(),
            description: None,
            billing_id: None,
            order: 0,
            base_plan: None,
            entitlements: Vec::new(),
            inherited_entitlements: Vec::new(),
            price_points: Vec::new(),
            pricing_type: None,
            default_trial_config: None,
            compatible_addons: Vec::new(),
            compatible_package_groups: Vec::new(),
            product,
            metadata: None,
            version_number: None,
            hidden_from_widgets: None,
            overage_prices: None,
            package_entitlements: None,
            inherited_package_entitlements: None,
            aws_marketplace_plan_dimension: None,
        }
    }
}

/// The plan that another one builds on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BasePlan {
    /// Your id of the plan.
    pub id: String,
    /// The name that people see.
    pub display_name: String,
}

impl BasePlan {
    /// A base plan.
    pub fn new(id: impl Into<String>, display_name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            display_name: display_name.into(),
        }
    }
}

/// The trial that new subscriptions to a plan begin with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DefaultTrialConfig {
    /// How long the trial takes, in [`units`](Self::units).
    pub duration: f64,
    /// Days or months.
    pub units: TrialPeriodUnits,
    /// What may be spent during the trial; absent: there is no such limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<TrialBudget>,
    /// What becomes of the subscription when the trial ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_end_behavior: Option<TrialEndBehavior>,
}

impl DefaultTrialConfig {
    /// A trial of so many days or months, without a budget.
    pub fn new(duration: f64, units: TrialPeriodUnits) -> Self {
        Self {
            duration,
            units,
            budget: None,
            trial_end_behavior: None,
        }
    }
}

/// What may be spent during a trial.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TrialBudget {
    /// The limit of spending.
    pub limit: f64,
}

impl TrialBudget {
    /// A budget with a limit.
    pub fn new(limit: f64) -> Self {
        Self { limit }
    }
}
