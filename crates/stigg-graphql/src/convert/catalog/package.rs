//! Plans and add-ons.

use stigg_models::{
    Addon, AddonDependency, BasePlan, CompatiblePackageGroup, CompatiblePackageGroupOptions, DefaultTrialConfig, Plan,
    PricingType, TrialBudget,
};

use super::package_entitlement::{entitlements, union};
use super::price::{overage_price, price};
use super::product::product;
use crate::convert::values::{metadata, nonzero, present};
use crate::convert::{Result, list, optional_list};
use crate::generated::fragments as wire;

/// A plan. `order` is its place in the paywall; 0 elsewhere.
pub(in crate::convert) fn plan(wire: wire::Plan, order: i64) -> Result<Plan> {
    let offered = Offered::with(wire.pricing_type.as_ref());
    let mut plan = Plan::new(wire.ref_id, wire.display_name, product(wire.product));
    plan.description = wire.description;
    plan.billing_id = wire.billing_id;
    plan.order = order;
    plan.base_plan = wire.base_plan.map(|base| BasePlan::new(base.ref_id, base.display_name));
    plan.entitlements = entitlements(wire.entitlements);
    plan.inherited_entitlements = entitlements(wire.inherited_entitlements);
    plan.price_points = list(wire.prices, |wire| price(wire, None))?;
    plan.default_trial_config = wire.default_trial_config.map(trial);
    plan.compatible_addons = offered.addons(wire.compatible_addons)?;
    plan.compatible_package_groups = offered.groups(wire.compatible_package_groups)?;
    plan.pricing_type = wire.pricing_type;
    plan.metadata = metadata(wire.additional_meta_data);
    plan.version_number = Some(wire.version_number);
    plan.hidden_from_widgets = wire.hidden_from_widgets;
    plan.overage_prices = optional_list(wire.overage_prices, overage_price)?;
    plan.package_entitlements = wire.package_entitlements.map(union);
    plan.inherited_package_entitlements = wire.inherited_package_entitlements.map(union);
    plan.aws_marketplace_plan_dimension = wire.aws_marketplace_plan_dimension;
    Ok(plan)
}

/// The add-ons that are offered with a plan.
#[derive(Clone, Copy, Debug)]
pub(super) enum Offered {
    /// None: a free plan has nothing to add to.
    None,
    /// Those that are paid for.
    Paid,
    /// All.
    All,
}

impl Offered {
    pub(super) fn with(plan: Option<&PricingType>) -> Self {
        match plan {
            Some(PricingType::Free) => Self::None,
            Some(PricingType::Paid) => Self::Paid,
            _ => Self::All,
        }
    }

    /// Whether an add-on is.
    pub(super) fn has(self, addon: Option<&PricingType>) -> bool {
        match self {
            Self::None => false,
            Self::Paid => addon == Some(&PricingType::Paid),
            Self::All => true,
        }
    }

    fn addons(self, wire: Option<Vec<wire::Addon>>) -> Result<Vec<Addon>> {
        wire.unwrap_or_default()
            .into_iter()
            .filter(|addon| self.has(addon.pricing_type.as_ref()))
            .map(addon)
            .collect()
    }

    /// A group stays even when none of its add-ons does.
    fn groups(self, wire: Option<Vec<wire::CompatiblePackageGroup>>) -> Result<Vec<CompatiblePackageGroup>> {
        if matches!(self, Self::None) {
            return Ok(Vec::new());
        }
        list(wire, |wire| {
            let mut group = CompatiblePackageGroup::new(wire.package_group_id, wire.display_name);
            group.addons = self.addons(wire.addons)?;
            group.options = CompatiblePackageGroupOptions::default();
            group.options.min_items = nonzero(wire.options.min_items);
            group.options.free_items = nonzero(wire.options.free_items);
            Ok(group)
        })
    }
}

pub(in crate::convert) fn addon(wire: wire::Addon) -> Result<Addon> {
    let mut addon = Addon::new(wire.ref_id, wire.display_name);
    addon.description = wire.description.unwrap_or_default();
    addon.billing_id = wire.billing_id;
    addon.entitlements = entitlements(wire.entitlements);
    addon.price_points = list(wire.prices, |wire| price(wire, None))?;
    addon.pricing_type = wire.pricing_type;
    addon.metadata = metadata(wire.additional_meta_data);
    addon.max_quantity = nonzero(wire.max_quantity);
    addon.dependencies = list(wire.dependencies, |wire| {
        let mut dependency = AddonDependency::new(wire.ref_id, wire.display_name);
        dependency.description = present(wire.description);
        Ok(dependency)
    })?;
    addon.hidden_from_widgets = wire.hidden_from_widgets;
    addon.package_entitlements = wire.package_entitlements.map(union);
    addon.overage_prices = optional_list(wire.overage_prices, overage_price)?;
    Ok(addon)
}

pub(super) fn trial(wire: wire::DefaultTrialConfig) -> DefaultTrialConfig {
    let mut trial = DefaultTrialConfig::new(wire.duration, wire.units);
    trial.budget = wire.budget.map(|budget| TrialBudget::new(budget.limit));
    trial.trial_end_behavior = wire.trial_end_behavior;
    trial
}

#[cfg(test)]
mod tests;
