use serde_json::{Value, json};

use super::*;
use crate::{BillingModel, BillingPeriod, Currency, Decimal, TiersMode};

#[track_caller]
fn round_trip<T: serde::Serialize + serde::de::DeserializeOwned>(json: &Value) -> T {
    let value: T = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&value).unwrap(), *json);
    value
}

fn feature() -> Value {
    json!({
        "id": "feature-seats", "featureType": "NUMBER", "displayName": "Seats", "description": "", "isMetered": true,
        "meterType": "Fluctuating", "units": "seat", "unitsPlural": "seats", "metadata": {"team": "core"},
    })
}

#[test]
fn a_plan_travels_as_in_the_official_sdk() {
    let entitlement = json!({
        "feature": feature(), "usageLimit": 5.0, "hasUnlimitedUsage": false, "hasSoftLimit": true, "isGranted": true,
        "resetPeriod": "MONTH", "hiddenFromWidgets": [], "displayNameOverride": "People",
    });
    let addon = json!({
        "id": "addon-seats", "displayName": "More seats", "description": "", "entitlements": [entitlement],
        "pricePoints": [], "pricingType": "PAID", "maxQuantity": 10.0,
        "dependencies": [{"refId": "addon-base", "displayName": "Base"}],
    });
    let plan: Plan = round_trip(&json!({
        "id": "plan-pro", "displayName": "Pro", "description": "For teams", "billingId": "prod_1", "order": 2,
        "basePlan": {"id": "plan-free", "displayName": "Free"}, "entitlements": [entitlement],
        "inheritedEntitlements": [], "pricingType": "PAID", "metadata": {"tier": "2"}, "versionNumber": 3,
        "pricePoints": [{
            "pricingModel": "PER_UNIT", "billingPeriod": "MONTHLY", "billingCadence": "RECURRING", "amount": 19.99,
            "currency": "USD", "isTieredPrice": false, "minUnitQuantity": 1.0, "blockSize": 10.0,
            "creditRate": {"amount": 0.5, "currencyId": "tokens"},
            "feature": {"featureId": "feature-seats", "displayName": "Seats", "units": "seat", "unitsPlural": "seats"},
        }],
        "defaultTrialConfig": {"duration": 14.0, "units": "DAY", "budget": {"limit": 50.0}},
        "compatibleAddons": [addon],
        "compatiblePackageGroups": [{
            "packageGroupId": "group-1", "displayName": "Extras", "addons": [addon], "options": {"minItems": 1.0},
        }],
        "product": {
            "id": "product-crm", "displayName": "CRM", "downgradePlan": {"id": "plan-free", "displayName": "Free"},
        },
    }));
    assert_eq!(plan.compatible_addons[0].dependencies[0].ref_id, "addon-base");
    assert_eq!(plan.price_points[0].amount, Some(Decimal::new(1999, 2)));
}

#[test]
fn a_price_is_tiered_if_it_has_a_mode_whatever_the_json_says() {
    let mut price: Price = round_trip(&json!({
        "pricingModel": "USAGE_BASED", "billingPeriod": "ANNUALLY", "currency": "EUR", "isTieredPrice": true,
        "tiersMode": "GRADUATED",
        "tiers": [
            {"upTo": 100.0, "unitPrice": {"amount": 0.003, "currency": "EUR"}},
            {"flatPrice": {"amount": 5, "currency": "EUR"}},
        ],
    }));
    assert!(price.is_tiered());
    price.tiers_mode = None;
    assert!(!price.is_tiered());
    assert_eq!(serde_json::to_value(&price).unwrap()["isTieredPrice"], false);

    let contradiction = json!({
        "pricingModel": "FLAT_FEE", "billingPeriod": "MONTHLY", "currency": "USD", "isTieredPrice": true, "amount": null,
    });
    let price: Price = serde_json::from_value(contradiction).unwrap();
    assert_eq!(
        price,
        Price::new(BillingModel::FlatFee, BillingPeriod::Monthly, Currency::Usd)
    );
}

#[test]
fn an_overage_price_is_written_like_a_price() {
    let price: OveragePrice = round_trip(&json!({
        "pricingModel": "USAGE_BASED", "billingPeriod": "MONTHLY", "currency": "USD", "isTieredPrice": true,
        "tiersMode": "HELICAL", "amount": -0.01, "feature": {"featureId": "feature-calls", "displayName": "Calls"},
    }));
    assert_eq!(price.tiers_mode, Some(TiersMode::from("HELICAL")));
    assert_eq!(price.amount, Some(Decimal::new(-1, 2)));
}

#[test]
fn amounts_that_are_no_numbers_are_refused() {
    let json = json!({"pricingModel": "FLAT_FEE", "billingPeriod": "MONTHLY", "currency": "USD", "amount": true});
    let error = serde_json::from_value::<Price>(json).unwrap_err();
    assert!(error.to_string().contains("expected an amount"), "{error}");
}

#[test]
fn what_a_package_entitles_to_is_told_apart_by_its_type() {
    let entitlements: Vec<PackageEntitlementUnion> = round_trip(&json!([
        {
            "__typename": "PackageFeatureEntitlement", "id": "e-1", "behavior": "Override", "featureId": "f-1",
            "feature": feature(), "isGranted": true, "usageLimit": 5.0, "order": 1.0,
        },
        {
            "__typename": "PackageCreditEntitlement", "id": "e-2", "behavior": "Increment", "cadence": "MONTH",
            "customCurrencyId": "c-1", "isGranted": true, "amount": 1000.0,
            "customCurrency": {
                "currencyId": "tokens", "displayName": "Tokens", "units": {"singular": "token", "plural": "tokens"},
            },
            "dependencyFeature": {"refId": "feature-seats", "displayName": "Seats", "featureType": "NUMBER"},
        },
        {"__typename": "PackageStorageEntitlement", "id": "e-3", "shelves": [1, 2]},
    ]));
    assert!(matches!(
        entitlements.as_slice(),
        [
            PackageEntitlementUnion::Feature(_),
            PackageEntitlementUnion::Credit(_),
            PackageEntitlementUnion::Unknown(json),
        ] if json["shelves"] == json!([1, 2])
    ));
}

#[test]
fn a_known_entitlement_without_its_feature_is_an_error_and_not_an_unknown_one() {
    let json = json!({"__typename": "PackageFeatureEntitlement", "id": "e-1"});
    let error = serde_json::from_value::<PackageEntitlementUnion>(json).unwrap_err();
    assert!(error.to_string().contains("missing field"), "{error}");
}

#[test]
fn a_coupon_travels_with_its_dates_and_amounts() {
    let coupon: Coupon = round_trip(&json!({
        "id": "coupon-spring", "name": "Spring", "discountValue": 10.0, "type": "FIXED", "status": "ACTIVE",
        "amountsOff": [{"amount": 10, "currency": "USD"}, {"amount": 9.5, "currency": "EUR"}],
        "createdAt": "2025-03-01T00:00:00.000Z", "updatedAt": "2025-03-02T00:00:00.000Z",
        "syncStates": [{"vendorIdentifier": "STRIPE", "status": "SUCCESS"}],
    }));
    assert_eq!(coupon.amounts_off.unwrap()[1].amount, Decimal::new(95, 1));
}

#[test]
fn a_paywall_travels_with_its_looks() {
    let paywall: Paywall = round_trip(&json!({
        "plans": [], "currency": {"code": "USD", "symbol": "$"}, "resource": {"id": "site-1"},
        "configuration": {
            "palette": {"primary": "#123456", "currentPlanBackground": "white"},
            "typography": {"fontFamily": "Inter", "h1": {"fontSize": 20.5, "fontWeight": "BOLD"}, "body": {}},
            "layout": {"alignment": "LEFT", "planWidth": 300.0, "planMargin": 20.0, "planPadding": 10.0},
            "customCss": "* {}",
        },
        "paywallCalculatedPricePoints": [{
            "planId": "plan-pro", "billingPeriod": "MONTHLY", "amount": 1999, "currency": "USD",
            "additionalChargesMayApply": true, "feature": {"refId": "feature-seats", "displayName": "Seats"},
        }],
    }));
    assert_eq!(paywall.currency, PaywallCurrency::new(Currency::Usd, "$"));
}

#[test]
fn metadata_that_is_not_text_becomes_text() {
    let product: Product =
        serde_json::from_value(json!({"id": "product-crm", "metadata": {"tier": 2, "beta": true}})).unwrap();
    let metadata = product.metadata.unwrap();
    assert_eq!(metadata["tier"], "2");
    assert_eq!(metadata["beta"], "true");
}
