use serde_json::{Value, json};

use super::*;

fn wire_plan(refine: impl FnOnce(&mut Value)) -> Value {
    let mut wire = json!({
        "refId": "plan-pro", "displayName": "Pro", "versionNumber": 3,
        "product": {"refId": "product-crm", "productSettings": {"downgradePlan": {"refId": "free", "displayName": "Free"}}},
    });
    refine(&mut wire);
    wire
}

fn wire_addon(id: &str, pricing_type: &Value) -> Value {
    json!({"refId": id, "displayName": id, "pricingType": pricing_type})
}

#[test]
fn a_plan_offers_the_add_ons_that_go_with_its_pricing() {
    #[track_caller]
    fn check(pricing_type: Value, addons: &[&str], in_groups: &[&[&str]]) {
        let offer = json!([
            wire_addon("paid", &json!("PAID")),
            wire_addon("free", &json!("FREE")),
            wire_addon("custom", &json!("CUSTOM")),
            wire_addon("unset", &Value::Null),
        ]);
        let plan = plan(
            serde_json::from_value(wire_plan(|wire| {
                wire["pricingType"] = pricing_type;
                wire["compatibleAddons"] = offer.clone();
                wire["compatiblePackageGroups"] = json!([
                    {"packageGroupId": "g1", "displayName": "G1", "options": {"minItems": 0, "freeItems": 2}, "addons": offer},
                    {"packageGroupId": "g2", "displayName": "G2", "options": {}, "addons": [wire_addon("free", &json!("FREE"))]},
                    {"packageGroupId": "g3", "displayName": "G3", "options": {}, "addons": null},
                ]);
            }))
            .unwrap(),
            0,
        )
        .unwrap();
        let ids = |addons: &[Addon]| -> Vec<String> { addons.iter().map(|addon| addon.id.clone()).collect() };
        assert_eq!(ids(&plan.compatible_addons), addons);
        let groups: Vec<_> = plan
            .compatible_package_groups
            .iter()
            .map(|group| ids(&group.addons))
            .collect();
        assert_eq!(groups, in_groups);
        if let Some(group) = plan.compatible_package_groups.first() {
            assert_eq!((group.options.min_items, group.options.free_items), (None, Some(2.0)));
        }
    }
    let all: &[&str] = &["paid", "free", "custom", "unset"];
    check(json!("FREE"), &[], &[]);
    check(json!("PAID"), &["paid"], &[&["paid"], &[], &[]]);
    check(json!("CUSTOM"), all, &[all, &["free"], &[]]);
    check(Value::Null, all, &[all, &["free"], &[]]);
    check(json!("FROM_TOMORROW"), all, &[all, &["free"], &[]]);
}

#[test]
fn what_is_null_is_absent_or_empty() {
    let bare = plan(serde_json::from_value(wire_plan(|_| ())).unwrap(), 4).unwrap();
    let expected = json!({
        "id": "plan-pro", "displayName": "Pro", "order": 4, "versionNumber": 3,
        "product": {"id": "product-crm", "downgradePlan": {"id": "free", "displayName": "Free"}},
        "entitlements": [], "inheritedEntitlements": [], "pricePoints": [], "compatibleAddons": [],
        "compatiblePackageGroups": [],
    });
    assert_eq!(serde_json::to_value(&bare).unwrap(), expected);
}

#[test]
fn an_add_on_without_a_maximum_has_none() {
    let limited = |max: Value| {
        let mut wire = wire_addon("a", &Value::Null);
        wire["maxQuantity"] = max;
        addon(serde_json::from_value(wire).unwrap()).unwrap()
    };
    assert_eq!(limited(json!(0)).max_quantity, None);
    assert_eq!(limited(json!(3)).max_quantity, Some(3.0));
    assert_eq!(limited(Value::Null).description, "");
}

#[test]
fn an_empty_description_of_a_dependency_is_none() {
    let mut wire = wire_addon("a", &Value::Null);
    wire["dependencies"] = json!([{"refId": "b", "displayName": "B", "description": ""}]);
    let addon = addon(serde_json::from_value(wire).unwrap()).unwrap();
    assert_eq!(addon.dependencies, [AddonDependency::new("b", "B")]);
}
