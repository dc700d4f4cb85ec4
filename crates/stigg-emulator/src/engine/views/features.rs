//! Features, in the forms that entitlements and packages show them in.

use crate::catalog::model::{Feature, FeatureKind};
use crate::engine::object::Object;
use crate::ids;
use crate::state::State;

/// The type `Feature`.
pub(super) fn feature(state: &State, feature: &Feature) -> Object {
    let values = match &feature.kind {
        FeatureKind::Enum(values) => Some(values.clone()),
        _ => None,
    };
    let packages = state.catalog.plans.iter().map(|plan| &plan.package);
    let packages = packages.chain(state.catalog.addons.iter().map(|addon| &addon.package));
    let has_entitlements = packages
        .flat_map(|package| &package.entitlements)
        .any(|entitlement| entitlement.feature == feature.id);
    common(Object::new("Feature"), feature)
        .with("id", ids::named("feature", &feature.id))
        .with("environmentId", ids::environment_id())
        .with("hasEntitlements", has_entitlements)
        .with("hasMeter", feature.events.is_some())
        .with("usedEnumValues", values)
        .with("createdAt", state.since)
        .with("updatedAt", state.since)
}

/// The type `EntitlementFeature`.
pub(super) fn in_entitlement(feature: &Feature) -> Object {
    let transformation = feature.transform.as_ref().map(|transform| {
        Object::new("UnitTransformation")
            .with("divide", transform.divide)
            .with("round", transform.round)
            .with("featureUnits", transform.units.as_ref().map(|units| &units.singular))
            .with(
                "featureUnitsPlural",
                transform.units.as_ref().map(|units| &units.plural),
            )
    });
    common(Object::new("EntitlementFeature"), feature)
        .with("id", ids::named("feature", &feature.id))
        .with("unitTransformation", transformation)
}

/// The type `CustomerPortalPricingFeature`.
pub(super) fn in_portal(feature: &Feature) -> Object {
    common(Object::new("CustomerPortalPricingFeature"), feature).with("id", ids::named("feature", &feature.id))
}

fn common(object: Object, feature: &Feature) -> Object {
    object
        .with("refId", &feature.id)
        .with("displayName", &feature.display_name)
        .with("description", feature.description.as_ref())
        .with("featureType", feature.type_name())
        .with("meterType", feature.meter())
        .with("featureStatus", "ACTIVE")
        .with("featureUnits", feature.units.as_ref().map(|units| &units.singular))
        .with("featureUnitsPlural", feature.units.as_ref().map(|units| &units.plural))
        .with("additionalMetaData", feature.metadata.as_ref())
}
