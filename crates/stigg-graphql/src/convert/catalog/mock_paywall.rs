//! The mock paywall. Its plans become the plans of a paywall; what their types lack is absent.

use stigg_models::{
    Addon, AddonDependency, BasePlan, CompatiblePackageGroup, Currency, FullEntitlementFeature, PackageEntitlement,
    Paywall, PaywallCurrency, Plan, Price, PriceCustomCurrency, PriceFeature, Product,
};

use super::package::{Offered, trial};
use super::package_entitlement::{union, units};
use super::paywall::configuration;
use super::price::{currency_of, tiers};
use crate::convert::entitlements::{credit_rate, is_metered};
use crate::convert::values::{decimal, metadata, nonzero, present};
use crate::convert::{Result, list};
use crate::generated::fragments as wire;

/// A mock paywall tells no currency; official clients show it in dollars.
pub(crate) fn mock_paywall(wire: wire::MockPaywall) -> Result<Paywall> {
    let plans = (0..)
        .zip(wire.plans.unwrap_or_default())
        .map(|(order, wire)| plan(wire, order))
        .collect::<Result<Vec<_>>>()?;
    let mut paywall = Paywall::new(plans, PaywallCurrency::new(Currency::Usd, "$"));
    paywall.configuration = wire.configuration.map(configuration);
    Ok(paywall)
}

fn plan(wire: wire::MockPlan, order: i64) -> Result<Plan> {
    let offered = Offered::with(wire.pricing_type.as_ref());
    let mut plan = Plan::new(wire.ref_id, wire.display_name, product(wire.product));
    plan.description = wire.description;
    plan.billing_id = wire.billing_id;
    plan.order = order;
    plan.base_plan = wire.base_plan.map(|base| BasePlan::new(base.ref_id, base.display_name));
    plan.entitlements = entitlements(wire.entitlements);
    plan.inherited_entitlements = entitlements(wire.inherited_entitlements);
    plan.price_points = list(wire.prices, price)?;
    plan.default_trial_config = wire.default_trial_config.map(trial);
    plan.compatible_addons = addons(offered, wire.compatible_addons)?;
    plan.compatible_package_groups = groups(offered, wire.compatible_package_groups)?;
    plan.pricing_type = wire.pricing_type;
    plan.metadata = metadata(wire.additional_meta_data);
    plan.package_entitlements = wire.package_entitlements.map(union);
    plan.inherited_package_entitlements = wire.inherited_package_entitlements.map(union);
    Ok(plan)
}

fn product(wire: wire::MockProduct) -> Product {
    let mut product = Product::new(wire.ref_id);
    product.display_name = wire.display_name;
    product.description = wire.description;
    product.metadata = metadata(wire.additional_meta_data);
    product
}

fn addons(offered: Offered, wire: Option<Vec<wire::MockAddon>>) -> Result<Vec<Addon>> {
    wire.unwrap_or_default()
        .into_iter()
        .filter(|addon| offered.has(addon.pricing_type.as_ref()))
        .map(addon)
        .collect()
}

fn groups(offered: Offered, wire: Option<Vec<wire::MockPackageGroup>>) -> Result<Vec<CompatiblePackageGroup>> {
    if matches!(offered, Offered::None) {
        return Ok(Vec::new());
    }
    list(wire, |wire| {
        let mut group = CompatiblePackageGroup::new(wire.package_group_id, wire.display_name);
        group.addons = addons(offered, wire.addons)?;
        group.options.min_items = nonzero(wire.options.min_items);
        group.options.free_items = nonzero(wire.options.free_items);
        Ok(group)
    })
}

fn addon(wire: wire::MockAddon) -> Result<Addon> {
    let mut addon = Addon::new(wire.ref_id, wire.display_name);
    addon.description = wire.description.unwrap_or_default();
    addon.billing_id = wire.billing_id;
    addon.entitlements = entitlements(wire.entitlements);
    addon.price_points = list(wire.prices, price)?;
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
    Ok(addon)
}

/// The entitlements to features: one without a feature, which is one to credits, stands among the package entitlements.
fn entitlements(wire: Option<Vec<wire::MockEntitlement>>) -> Vec<PackageEntitlement> {
    wire.unwrap_or_default().into_iter().filter_map(entitlement).collect()
}

fn entitlement(wire: wire::MockEntitlement) -> Option<PackageEntitlement> {
    let mut entitlement = PackageEntitlement::new(feature(wire.feature?));
    entitlement.is_granted = wire.is_granted;
    entitlement.usage_limit = wire.usage_limit.unwrap_or_default();
    entitlement.has_unlimited_usage = Some(wire.has_unlimited_usage);
    entitlement.has_soft_limit = wire.has_soft_limit;
    entitlement.reset_period = wire.reset_period;
    entitlement.hidden_from_widgets = wire.hidden_from_widgets;
    entitlement.display_name_override = wire.display_name_override;
    entitlement.enum_values = wire.enum_values;
    Some(entitlement)
}

fn feature(wire: wire::MockFeature) -> FullEntitlementFeature {
    let is_metered = is_metered(&wire.feature_type, wire.meter_type.as_ref());
    let mut feature = FullEntitlementFeature::new(wire.ref_id, wire.display_name, wire.feature_type);
    feature.description = wire.description.unwrap_or_default();
    feature.meter_type = wire.meter_type;
    feature.units = present(wire.feature_units);
    feature.units_plural = present(wire.feature_units_plural);
    feature.is_metered = is_metered;
    feature.metadata = metadata(wire.additional_meta_data);
    feature
}

fn price(wire: wire::MockPrice) -> Result<Price> {
    let currency = currency_of(wire.price.as_ref(), wire.tiers.as_deref());
    let mut price = Price::new(wire.billing_model, wire.billing_period, currency);
    price.billing_cadence = wire.billing_cadence;
    price.billing_id = wire.billing_id;
    price.amount = wire.price.map(|money| decimal(money.amount)).transpose()?;
    price.tiers = tiers(wire.tiers)?;
    price.tiers_mode = wire.tiers_mode;
    price.min_unit_quantity = wire.min_unit_quantity;
    price.max_unit_quantity = wire.max_unit_quantity;
    price.billing_country_code = wire.billing_country_code;
    price.block_size = wire.block_size;
    price.credit_rate = wire.credit_rate.map(credit_rate);
    price.feature = wire.feature.map(|wire| {
        let mut feature = PriceFeature::new(wire.ref_id, wire.display_name);
        feature.units = wire.feature_units;
        feature.units_plural = wire.feature_units_plural;
        feature.description = wire.description;
        feature
    });
    price.top_up_custom_currency_id = wire.top_up_custom_currency_id;
    price.custom_currency = wire.custom_currency.map(|wire| {
        let mut currency = PriceCustomCurrency::new(wire.display_name);
        currency.units = wire.units.map(units);
        currency
    });
    Ok(price)
}
