//! The plans of a mock paywall: those of the catalogue, in types of their own.

use super::features;
use super::packages::{charge, entitlements, shown_prices, trial};
use crate::catalog::model::{Addon, Package, PackageEntitlement, Plan, Price, Product, Reset};
use crate::engine::object::{Object, Prices, Value};
use crate::state::State;

pub(in crate::engine) fn plan(state: &State, plan: &Plan, prices: &Prices) -> Object {
    let package = &plan.package;
    let catalog = &state.catalog;
    let inherited = catalog.inherited(plan);
    let base = plan.base_plan.as_ref().and_then(|base| catalog.plans.get(base));
    let base = base.map(|base| {
        Object::new("PaywallBasePlan")
            .with("refId", &base.package.id)
            .with("displayName", &base.package.display_name)
    });
    let addons = plan.compatible_addons.iter().filter_map(|id| catalog.addons.get(id));
    common(Object::new("PaywallPlan"), state, package, prices)
        .with("product", catalog.products.get(&package.product).map(product))
        .with("basePlan", base)
        .with("defaultTrialConfig", trial(plan))
        .with(
            "compatibleAddons",
            addons.map(|one| addon(state, one, prices)).collect::<Vec<_>>(),
        )
        .with("compatiblePackageGroups", Value::List(Vec::new()))
        .with("inheritedEntitlements", flat(state, &inherited))
        .with(
            "inheritedPackageEntitlements",
            entitlements(state, package, &inherited, "PackageFeatureEntitlement"),
        )
}

fn product(product: &Product) -> Object {
    Object::new("PaywallProduct")
        .with("refId", &product.id)
        .with("displayName", product.display_name.as_ref())
        .with("description", product.description.as_ref())
        .with("additionalMetaData", product.metadata.as_ref())
}

fn addon(state: &State, addon: &Addon, prices: &Prices) -> Object {
    let dependencies = addon.dependencies.iter().filter_map(|id| state.catalog.addons.get(id));
    let dependencies = dependencies.map(|one| head(Object::new("PaywallAddon"), &one.package));
    common(Object::new("PaywallAddon"), state, &addon.package, prices)
        .with("hiddenFromWidgets", addon.package.hidden_from.clone())
        .with("maxQuantity", addon.max_quantity)
        .with("dependencies", dependencies.collect::<Vec<_>>())
}

fn head(object: Object, package: &Package) -> Object {
    object
        .with("refId", &package.id)
        .with("displayName", &package.display_name)
        .with("description", package.description.as_ref())
        .with("billingId", package.billing_id.as_ref())
        .with("pricingType", package.pricing)
        .with("additionalMetaData", package.metadata.as_ref())
}

fn common(object: Object, state: &State, package: &Package, prices: &Prices) -> Object {
    let own: Vec<&PackageEntitlement> = package.entitlements.iter().collect();
    let shown = shown_prices(package, prices).into_iter();
    head(object, package)
        .with(
            "prices",
            shown.map(|(_, shown)| price(state, shown)).collect::<Vec<_>>(),
        )
        .with("entitlements", flat(state, &own))
        .with(
            "packageEntitlements",
            entitlements(state, package, &own, "PackageFeatureEntitlement"),
        )
}

fn price(state: &State, price: &Price) -> Object {
    let feature = price.feature.as_ref().and_then(|id| state.catalog.features.get(id));
    let object = Object::new("PaywallPrice").with("feature", feature.map(features::in_entitlement));
    charge(object, price)
}

/// Entitlements in the flat form, which a check has as well.
fn flat(state: &State, entitlements: &[&PackageEntitlement]) -> Vec<Object> {
    let object = |entitlement: &&PackageEntitlement| {
        let feature = state.catalog.features.get(&entitlement.feature);
        let values = (!entitlement.values.is_empty()).then(|| entitlement.values.clone());
        Object::new("Entitlement")
            .with("feature", feature.map(features::in_entitlement))
            .with("isGranted", entitlement.granted)
            .with("usageLimit", entitlement.limit)
            .with("hasUnlimitedUsage", entitlement.unlimited)
            .with("hasSoftLimit", entitlement.soft_limit)
            .with("enumValues", values)
            .with("resetPeriod", entitlement.reset.map(Reset::period))
            .with("displayNameOverride", entitlement.display_name.as_ref())
            .with("hiddenFromWidgets", entitlement.hidden_from.clone())
    };
    entitlements.iter().map(object).collect()
}
