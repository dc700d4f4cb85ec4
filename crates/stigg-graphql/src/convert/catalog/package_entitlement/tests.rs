use serde_json::{Value, json};

use super::*;

fn wire_feature() -> Value {
    json!({"refId": "seats", "displayName": "Seats", "featureType": "NUMBER", "meterType": "Fluctuating"})
}

#[test]
fn a_limit_that_is_null_is_0_in_the_older_list_and_absent_in_the_newer_one() {
    let wire = json!([{"isGranted": true, "usageLimit": null, "feature": wire_feature()}]);
    let older = entitlements(serde_json::from_value(wire).unwrap());
    assert_eq!(older[0].usage_limit.to_bits(), 0.0_f64.to_bits());
    assert!(older[0].feature.is_metered);
    assert_eq!(older[0].feature.description, "");

    let wire = json!([{
        "__typename": "PackageFeatureEntitlement", "id": "1", "behavior": "Increment", "featureId": "2", "isGranted": true,
        "usageLimit": null, "feature": wire_feature(),
    }]);
    let newer = union(serde_json::from_value(wire).unwrap());
    assert!(matches!(&newer[..], [PackageEntitlementUnion::Feature(entitlement)] if entitlement.usage_limit.is_none()));
}

#[test]
fn one_that_cannot_be_read_does_not_sink_the_others() {
    let wire = json!([
        {"__typename": "PackageCreditEntitlement", "id": 7},
        {"__typename": "PackageSupportEntitlement", "level": 3},
        {
            "__typename": "PackageCreditEntitlement", "id": "1", "behavior": "FromTomorrow", "cadence": "MONTH",
            "customCurrencyId": "2", "isGranted": true,
            "customCurrency": {"currencyId": "tokens", "displayName": "Tokens", "units": {"singular": "token"}},
            "dependencyFeature": {"refId": "seats", "displayName": "Seats", "featureType": "NUMBER"},
        },
    ]);
    let entitlements = union(serde_json::from_value(wire).unwrap());
    let [
        PackageEntitlementUnion::Unknown(unknown),
        PackageEntitlementUnion::Credit(credit),
    ] = &entitlements[..]
    else {
        panic!("{entitlements:?}")
    };
    assert_eq!(unknown, &json!({"__typename": "PackageSupportEntitlement"}));
    assert_eq!(credit.behavior.as_str(), "FromTomorrow");
    assert_eq!(
        credit.custom_currency.units.as_ref().unwrap().singular.as_deref(),
        Some("token")
    );
    assert_eq!(credit.dependency_feature.as_ref().unwrap().ref_id, "seats");
}

#[test]
fn empty_units_are_none() {
    let mut wire = wire_feature();
    wire["featureUnits"] = json!("");
    wire["featureUnitsPlural"] = json!("");
    let unitless = feature(serde_json::from_value(wire.clone()).unwrap());
    assert_eq!((unitless.units, unitless.units_plural), (None, None));

    wire["featureUnitsPlural"] = json!("seats");
    let feature = feature(serde_json::from_value(wire).unwrap());
    assert_eq!(feature.units_plural.as_deref(), Some("seats"));
}
