//! Plans, add-ons, and their prices and entitlements.

use super::money;
use crate::catalog::model::{Addon, Charge, Package, PackageEntitlement, Plan, Price, Tier};
use crate::engine::object::{Node, Object, Prices, Value};
use crate::ids;
use crate::state::{State, pricing};
use crate::wire::{BillingModel, BillingPeriod};

pub(super) fn plan(state: &State, plan: &Plan, prices: &Prices) -> Object {
    let package = &plan.package;
    let is_parent = state
        .catalog
        .plans
        .iter()
        .any(|other| other.base_plan.as_ref() == Some(&package.id));
    let inherited = state.catalog.inherited(plan);
    let addons: Vec<Node> = plan
        .compatible_addons
        .iter()
        .map(|addon| Node::Addon(addon.clone(), prices.clone()))
        .collect();
    common(Object::new("Plan"), state, package, prices)
        .with("id", ids::named("plan", &package.id))
        .with("environmentId", ids::environment_id())
        .with("type", "Plan")
        .with("product", Node::Product(package.product.clone()))
        .with(
            "basePlan",
            plan.base_plan.clone().map(|base| Node::Plan(base, prices.clone())),
        )
        .with("isParent", is_parent)
        .with("compatibleAddons", addons)
        .with("compatiblePackageGroups", Value::List(Vec::new()))
        .with("defaultTrialConfig", trial(plan))
        .with(
            "inheritedEntitlements",
            entitlements(state, package, &inherited, "PackageEntitlement"),
        )
        .with(
            "inheritedPackageEntitlements",
            entitlements(state, package, &inherited, "PackageFeatureEntitlement"),
        )
}

/// The trial that a subscription to a plan begins with.
pub(super) fn trial(plan: &Plan) -> Option<Object> {
    let trial = plan.trial.as_ref()?;
    Some(
        Object::new("DefaultTrialConfig")
            .with("duration", f64::from(trial.duration))
            .with("units", trial.units)
            .with("trialEndBehavior", trial.end),
    )
}

pub(super) fn addon(state: &State, addon: &Addon, prices: &Prices) -> Object {
    let package = &addon.package;
    let has_subscriptions = state.all_subscriptions().any(|(_, subscription)| {
        subscription.is_live()
            && subscription
                .addons
                .iter()
                .any(|subscribed| subscribed.addon == package.id)
    });
    let dependencies: Vec<Node> = addon
        .dependencies
        .iter()
        .map(|id| Node::Addon(id.clone(), prices.clone()))
        .collect();
    common(Object::new("Addon"), state, package, prices)
        .with("id", ids::named("addon", &package.id))
        .with("environmentId", ids::environment_id())
        .with("type", "Addon")
        .with("maxQuantity", addon.max_quantity)
        .with("dependencies", dependencies)
        .with("hasSubscriptions", has_subscriptions)
}

/// The slim form of a plan as the target of a scheduled update.
pub(super) fn package_dto(state: &State, plan: &Plan) -> Object {
    head(Object::new("PackageDTO"), state, &plan.package)
        .with("id", ids::named("plan", &plan.package.id))
        .with("environmentId", ids::environment_id())
        .with("type", "Plan")
}

fn head(object: Object, state: &State, package: &Package) -> Object {
    object
        .with("refId", &package.id)
        .with("displayName", &package.display_name)
        .with("description", package.description.as_ref())
        .with("billingId", package.billing_id.as_ref())
        .with("pricingType", package.pricing)
        .with("productId", &package.product)
        .with("additionalMetaData", package.metadata.as_ref())
        .with("hiddenFromWidgets", package.hidden_from.clone())
        .with("isLatest", true)
        .with("status", "PUBLISHED")
        .with("versionNumber", 1)
        .with("createdAt", state.since)
        .with("updatedAt", state.since)
}

fn common(object: Object, state: &State, package: &Package, prices: &Prices) -> Object {
    let own: Vec<&PackageEntitlement> = package.entitlements.iter().collect();
    let shown = shown_prices(package, prices);
    let shown = shown
        .into_iter()
        .map(|(position, shown)| price(state, package, position, shown));
    head(object, state, package)
        .with("prices", shown.collect::<Vec<_>>())
        .with("overagePrices", Value::List(Vec::new()))
        .with("entitlements", entitlements(state, package, &own, "PackageEntitlement"))
        .with(
            "packageEntitlements",
            entitlements(state, package, &own, "PackageFeatureEntitlement"),
        )
}

pub(super) fn shown_prices<'a>(package: &'a Package, prices: &Prices) -> Vec<(usize, &'a Price)> {
    match prices {
        Prices::All => package.prices.iter().enumerate().collect(),
        Prices::Country(country) => [BillingPeriod::Monthly, BillingPeriod::Annually]
            .into_iter()
            .flat_map(|period| pricing::in_force(package, period, country.as_deref()))
            .collect(),
    }
}

pub(super) fn price(state: &State, package: &Package, position: usize, price: &Price) -> Object {
    let object = Object::new("Price")
        .with(
            "id",
            ids::named(&format!("price of {}", package.id), &position.to_string()),
        )
        .with("environmentId", ids::environment_id())
        .with("packageId", &package.id)
        .with("feature", price.feature.clone().map(Node::Feature))
        .with("isOverridePrice", false)
        .with("createdAt", state.since);
    charge(object, price)
}

/// What all forms of a price tell.
pub(super) fn charge(object: Object, price: &Price) -> Object {
    let object = object
        .with("billingModel", price.model)
        .with("billingPeriod", price.period)
        .with("billingCadence", price.cadence)
        .with("billingCountryCode", price.country.as_ref())
        .with("billingId", price.billing_id.as_ref())
        .with("blockSize", price.block_size)
        .with("minUnitQuantity", price.min_units)
        .with("maxUnitQuantity", price.max_units)
        .with("featureId", price.feature.as_ref());
    match &price.charge {
        Charge::Amount(amount) => object.with("price", money(*amount, &price.currency)),
        Charge::Tiers(mode, tiers) => {
            let tier = |tier: &Tier| {
                Object::new("PriceTier")
                    .with("upTo", tier.up_to)
                    .with(
                        "unitPrice",
                        tier.unit_price.map(|amount| money(amount, &price.currency)),
                    )
                    .with(
                        "flatPrice",
                        tier.flat_price.map(|amount| money(amount, &price.currency)),
                    )
            };
            object
                .with("tiersMode", *mode)
                .with("tiers", tiers.iter().map(tier).collect::<Vec<_>>())
        }
    }
}

/// The two types of a package's entitlement have the same fields.
pub(super) fn entitlements(
    state: &State,
    package: &Package,
    entitlements: &[&PackageEntitlement],
    type_name: &'static str,
) -> Vec<Object> {
    let mut objects = Vec::with_capacity(entitlements.len());
    for (position, entitlement) in (0i32..).zip(entitlements) {
        objects.push(
            Object::new(type_name)
                .with(
                    "id",
                    ids::named(&format!("entitlement of {}", package.id), &entitlement.feature),
                )
                .with("environmentId", ids::environment_id())
                .with("packageId", &package.id)
                .with("feature", Node::Feature(entitlement.feature.clone()))
                .with("featureId", &entitlement.feature)
                .with("behavior", entitlement.behavior)
                .with("isGranted", entitlement.granted)
                .with("isCustom", entitlement.custom)
                .with("usageLimit", entitlement.limit)
                .with("hasUnlimitedUsage", entitlement.unlimited)
                .with("hasSoftLimit", entitlement.soft_limit)
                .with(
                    "enumValues",
                    (!entitlement.values.is_empty()).then(|| entitlement.values.clone()),
                )
                .with(
                    "resetPeriod",
                    entitlement.reset.map(crate::catalog::model::Reset::period),
                )
                .with("displayNameOverride", entitlement.display_name.as_ref())
                .with("hiddenFromWidgets", entitlement.hidden_from.clone())
                .with("order", f64::from(position))
                .with("createdAt", state.since)
                .with("updatedAt", state.since),
        );
    }
    objects
}

/// What a plan costs to begin with, for each billing period, country and currency it has prices in.
pub(in crate::engine) fn price_points(plan: &Plan, prices: &Prices) -> Vec<Object> {
    let package = &plan.package;
    let shown = shown_prices(package, prices);
    let mut keys: Vec<(BillingPeriod, Option<&String>, &String)> = Vec::new();
    for (_, price) in &shown {
        let key = (price.period, price.country.as_ref(), &price.currency);
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys.into_iter()
        .map(|(period, country, currency)| {
            let of_point = || {
                shown.iter().map(|(_, price)| *price).filter(|price| {
                    (price.period, price.country.as_ref(), &price.currency) == (period, country, currency)
                })
            };
            let in_advance = of_point().filter(|price| price.model != BillingModel::UsageBased);
            let amount: f64 = in_advance
                .map(|price| pricing::amount(price, price.min_units.unwrap_or(1.0)))
                .sum();
            let has_usage = of_point().any(|price| price.model == BillingModel::UsageBased);
            Object::new("PaywallPricePoint")
                .with("planId", &package.id)
                .with("billingPeriod", period)
                .with("billingCountryCode", country)
                .with("amount", amount)
                .with("currency", currency)
                .with("additionalChargesMayApply", has_usage)
        })
        .collect()
}

/// How a currency is written before an amount.
pub(in crate::engine) fn symbol(currency: &str) -> &str {
    match currency {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        "ILS" => "₪",
        "INR" => "₹",
        "JPY" => "¥",
        other => other,
    }
}
