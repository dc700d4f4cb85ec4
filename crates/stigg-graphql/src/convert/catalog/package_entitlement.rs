//! What a plan or an add-on entitles to.

use serde_json::json;
use stigg_models::{
    CustomCurrency, CustomCurrencyUnits, FeatureReference, FullEntitlementFeature, PackageCreditEntitlement,
    PackageEntitlement, PackageEntitlementUnion, PackageFeatureEntitlement,
};

use crate::convert::entitlements::{Unreadable, is_metered};
use crate::convert::values::{metadata, present};
use crate::generated::fragments as wire;

pub(super) fn entitlements(wire: Option<Vec<wire::PackageEntitlement>>) -> Vec<PackageEntitlement> {
    wire.unwrap_or_default().into_iter().map(entitlement).collect()
}

fn entitlement(wire: wire::PackageEntitlement) -> PackageEntitlement {
    let mut entitlement = PackageEntitlement::new(feature(wire.feature));
    entitlement.is_granted = wire.is_granted;
    entitlement.usage_limit = wire.usage_limit.unwrap_or_default();
    entitlement.has_unlimited_usage = wire.has_unlimited_usage;
    entitlement.has_soft_limit = wire.has_soft_limit;
    entitlement.reset_period = wire.reset_period;
    entitlement.hidden_from_widgets = wire.hidden_from_widgets;
    entitlement.display_name_override = wire.display_name_override;
    entitlement.is_custom = wire.is_custom;
    entitlement.enum_values = wire.enum_values;
    entitlement
}

pub(in crate::convert) fn feature(wire: wire::Feature) -> FullEntitlementFeature {
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

/// The entitlements of both kinds, as far as they can be read.
pub(super) fn union(wire: Vec<wire::PackageEntitlementUnion>) -> Vec<PackageEntitlementUnion> {
    let mut unreadable = Unreadable::default();
    let entitlements = wire
        .into_iter()
        .filter_map(|member| match member {
            wire::PackageEntitlementUnion::PackageFeatureEntitlement(member) => {
                Some(PackageEntitlementUnion::Feature(feature_entitlement(*member)))
            }
            wire::PackageEntitlementUnion::PackageCreditEntitlement(member) => {
                Some(PackageEntitlementUnion::Credit(credit_entitlement(*member)))
            }
            wire::PackageEntitlementUnion::Unknown(member) => {
                // Of a type that the documents do not name, nothing but the name comes.
                let whole = json!({ "__typename": member.type_name });
                unreadable
                    .sort(member)
                    .then_some(PackageEntitlementUnion::Unknown(whole))
            }
        })
        .collect();
    unreadable.log("an entitlement of a plan or an add-on");
    entitlements
}

fn feature_entitlement(wire: wire::PackageFeatureEntitlement) -> PackageFeatureEntitlement {
    let feature = feature(wire.feature);
    let mut entitlement = PackageFeatureEntitlement::new(wire.id, wire.feature_id, feature, wire.behavior);
    entitlement.is_granted = wire.is_granted;
    entitlement.usage_limit = wire.usage_limit;
    entitlement.has_unlimited_usage = wire.has_unlimited_usage;
    entitlement.has_soft_limit = wire.has_soft_limit;
    entitlement.is_custom = wire.is_custom;
    entitlement.enum_values = wire.enum_values;
    entitlement.reset_period = wire.reset_period;
    entitlement.hidden_from_widgets = wire.hidden_from_widgets;
    entitlement.display_name_override = wire.display_name_override;
    entitlement.description = wire.description;
    entitlement.order = wire.order;
    entitlement
}

fn credit_entitlement(wire: wire::PackageCreditEntitlement) -> PackageCreditEntitlement {
    let currency = custom_currency(wire.custom_currency);
    let mut entitlement =
        PackageCreditEntitlement::new(wire.id, wire.custom_currency_id, currency, wire.cadence, wire.behavior);
    entitlement.is_granted = wire.is_granted;
    entitlement.amount = wire.amount;
    entitlement.has_soft_limit = wire.has_soft_limit;
    entitlement.is_custom = wire.is_custom;
    entitlement.hidden_from_widgets = wire.hidden_from_widgets;
    entitlement.display_name_override = wire.display_name_override;
    entitlement.description = wire.description;
    entitlement.order = wire.order;
    entitlement.dependency_feature = wire.dependency_feature.map(dependency_feature);
    entitlement
}

fn custom_currency(wire: wire::CustomCurrency) -> CustomCurrency {
    let mut currency = CustomCurrency::new(wire.currency_id, wire.display_name);
    currency.symbol = wire.symbol;
    currency.units = wire.units.map(units);
    currency
}

pub(in crate::convert) fn units(wire: wire::Units) -> CustomCurrencyUnits {
    let mut units = CustomCurrencyUnits::default();
    units.singular = wire.singular;
    units.plural = wire.plural;
    units
}

fn dependency_feature(wire: wire::DependencyFeature) -> FeatureReference {
    let mut feature = FeatureReference::new(wire.ref_id, wire.display_name);
    feature.description = wire.description;
    feature.feature_type = Some(wire.feature_type);
    feature.feature_units = wire.feature_units;
    feature.feature_units_plural = wire.feature_units_plural;
    feature
}

#[cfg(test)]
mod tests;
