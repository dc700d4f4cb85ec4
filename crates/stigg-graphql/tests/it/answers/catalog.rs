//! Answers about the catalogue, and of a checkout.

use serde_json::{Value, json};

use super::customers::{full_customer, slim_customer};
use super::subscriptions::full_subscription;
use super::{MOMENT, metadata, money, units};

fn priced_feature() -> Value {
    json!({
        "refId": "seats", "displayName": "Seats", "description": "Who works with it", "featureUnits": "seat",
        "featureUnitsPlural": "seats",
    })
}

pub(super) fn feature() -> Value {
    let mut feature = priced_feature();
    feature["featureType"] = json!("NUMBER");
    feature["meterType"] = json!("Fluctuating");
    feature["additionalMetaData"] = metadata();
    feature
}

pub(super) fn price() -> Value {
    json!({
        "billingModel": "PER_UNIT", "billingPeriod": "MONTHLY", "billingCadence": "RECURRING", "billingId": "price_1",
        "billingCountryCode": "DE", "price": money(), "tiersMode": "GRADUATED",
        "tiers": [{"upTo": 10, "unitPrice": money(), "flatPrice": money()}],
        "minUnitQuantity": 1, "maxUnitQuantity": 50, "blockSize": 5,
        "creditRate": {"amount": 0.5, "currencyId": "tokens", "customCurrencyId": "7f9c"},
        "feature": priced_feature(), "topUpCustomCurrencyId": "7f9c",
        "customCurrency": {"displayName": "Tokens", "units": units()},
    })
}

fn overage_price() -> Value {
    json!({
        "billingModel": "USAGE_BASED", "billingPeriod": "MONTHLY", "billingId": "price_2", "billingCountryCode": "DE",
        "price": money(), "tiersMode": "VOLUME", "tiers": [{"upTo": null, "unitPrice": money(), "flatPrice": null}],
        "feature": priced_feature(),
    })
}

fn package_entitlement() -> Value {
    json!({
        "isGranted": true, "usageLimit": 100, "hasUnlimitedUsage": false, "hasSoftLimit": true, "isCustom": false,
        "enumValues": ["a"], "resetPeriod": "MONTH", "hiddenFromWidgets": ["PAYWALL"], "displayNameOverride": "Places",
        "feature": feature(),
    })
}

fn package_entitlements() -> Value {
    let mut feature_entitlement = package_entitlement();
    for (name, value) in [
        ("__typename", json!("PackageFeatureEntitlement")),
        ("id", json!("1a")),
        ("behavior", json!("Increment")),
        ("featureId", json!("2b")),
        ("description", json!("Room for the team")),
        ("order", json!(1)),
    ] {
        feature_entitlement[name] = value;
    }
    json!([
        feature_entitlement,
        {
            "__typename": "PackageCreditEntitlement", "id": "3c", "behavior": "Override", "cadence": "MONTH",
            "customCurrencyId": "7f9c", "isGranted": true, "amount": 500, "hasSoftLimit": false, "isCustom": false,
            "hiddenFromWidgets": ["CHECKOUT"], "displayNameOverride": "Coins", "description": "To spend", "order": 2,
            "customCurrency": {"currencyId": "tokens", "displayName": "Tokens", "symbol": "T", "units": units()},
            "dependencyFeature": {
                "refId": "seats", "displayName": "Seats", "description": "Who works with it", "featureType": "NUMBER",
                "featureUnits": "seat", "featureUnitsPlural": "seats",
            },
        },
    ])
}

pub(super) fn addon() -> Value {
    json!({
        "refId": "addon-seats", "displayName": "More seats", "description": "Room to grow", "pricingType": "PAID",
        "maxQuantity": 10,
        "dependencies": [{"refId": "addon-sso", "displayName": "SSO", "description": "One login"}],
        "entitlements": [package_entitlement()], "packageEntitlements": package_entitlements(), "prices": [price()],
        "overagePrices": [overage_price()], "hiddenFromWidgets": ["CUSTOMER_PORTAL"], "billingId": "prod_2",
        "additionalMetaData": metadata(),
    })
}

fn product() -> Value {
    json!({
        "refId": "product-crm", "displayName": "CRM", "description": "Know your customers",
        "productSettings": {"downgradePlan": {"refId": "plan-free", "displayName": "Free"}},
        "awsMarketplaceProductId": "aws-2", "additionalMetaData": metadata(),
    })
}

pub(super) fn plan() -> Value {
    json!({
        "refId": "plan-pro", "displayName": "Pro", "description": "For teams", "versionNumber": 3, "pricingType": "PAID",
        "basePlan": {"refId": "plan-basic", "displayName": "Basic"},
        "product": product(),
        "defaultTrialConfig": {
            "duration": 14, "units": "DAY", "trialEndBehavior": "CONVERT_TO_PAID", "budget": {"limit": 100},
        },
        "entitlements": [package_entitlement()], "inheritedEntitlements": [package_entitlement()],
        "packageEntitlements": package_entitlements(), "inheritedPackageEntitlements": package_entitlements(),
        "prices": [price()], "overagePrices": [overage_price()], "compatibleAddons": [addon()],
        "compatiblePackageGroups": [{
            "packageGroupId": "group-1", "displayName": "Extras", "options": {"minItems": 1, "freeItems": 2},
            "addons": [addon()],
        }],
        "hiddenFromWidgets": ["PAYWALL"], "billingId": "prod_1", "awsMarketplacePlanDimension": "pro",
        "additionalMetaData": metadata(),
    })
}

pub(super) fn coupon() -> Value {
    json!({
        "refId": "spring", "name": "Spring", "description": "For old friends", "type": "PERCENTAGE", "status": "ACTIVE",
        "discountValue": 12.5, "percentOff": 12.5, "amountsOff": [money()], "createdAt": MOMENT, "updatedAt": MOMENT,
        "billingId": "co_1", "billingLinkUrl": "https://billing.example.com/co_1",
        "syncStates": [{"vendorIdentifier": "STRIPE", "status": "SUCCESS"}], "additionalMetaData": metadata(),
    })
}

fn typography() -> Value {
    let font = json!({"fontSize": 16, "fontWeight": "BOLD"});
    json!({"fontFamily": "Inter", "h1": font, "h2": font, "h3": font, "body": font})
}

fn paywall_configuration() -> Value {
    json!({
        "palette": {
            "primary": "#111111", "textColor": "#222222", "backgroundColor": "#333333", "borderColor": "#444444",
            "currentPlanBackground": "#555555",
        },
        "typography": typography(),
        "layout": {"alignment": "CENTER", "planWidth": 200, "planMargin": 10, "planPadding": 5},
        "customCss": "p {}",
    })
}

pub(crate) fn get_paywall() -> Value {
    json!({"paywall": {
        "plans": [plan()], "currency": {"code": "EUR", "symbol": "€"},
        "configuration": paywall_configuration(),
        "customer": slim_customer(), "resource": {"resourceId": "site-1"}, "activeSubscriptions": [full_subscription()],
        "paywallCalculatedPricePoints": [{
            "planId": "plan-pro", "billingPeriod": "MONTHLY", "amount": 1999, "currency": "EUR",
            "additionalChargesMayApply": true, "billingCountryCode": "DE", "feature": priced_feature(),
        }],
    }})
}

/// Without what the types of a mock paywall lack.
fn mock(mut value: Value) -> Value {
    let lacking = [
        "versionNumber",
        "awsMarketplacePlanDimension",
        "overagePrices",
        "isCustom",
    ];
    let members = value.as_object_mut().unwrap();
    members.retain(|name, _| !lacking.contains(&name.as_str()));
    value
}

pub(crate) fn get_mock_paywall() -> Value {
    let mut addon = mock(addon());
    addon["entitlements"] = json!([mock(package_entitlement())]);
    let mut plan = mock(plan());
    plan["product"] = json!({
        "refId": "product-crm", "displayName": "CRM", "description": "Know your customers",
        "additionalMetaData": metadata(),
    });
    plan["entitlements"] = json!([mock(package_entitlement())]);
    plan["inheritedEntitlements"] = json!([mock(package_entitlement())]);
    plan["compatiblePackageGroups"][0]["addons"] = json!([addon]);
    plan["compatibleAddons"] = json!([addon]);
    plan.as_object_mut().unwrap().remove("hiddenFromWidgets");
    json!({"mockPaywall": {"plans": [plan], "configuration": paywall_configuration()}})
}

pub(crate) fn get_products() -> Value {
    json!({"products": {"edges": [{"cursor": "c-1", "node": product()}], "totalCount": 1}})
}

pub(crate) fn get_coupons() -> Value {
    json!({"coupons": {"edges": [{"cursor": "c-1", "node": coupon()}], "totalCount": 1}})
}

pub(crate) fn create_coupon() -> Value {
    json!({"createOneCoupon": coupon()})
}

pub(crate) fn get_checkout_state() -> Value {
    let mut customer = full_customer();
    customer.as_object_mut().unwrap().remove("subscriptions");
    json!({"checkoutState": {
        "setupSecret": "seti_1",
        "configuration": {
            "palette": {
                "primary": "#111111", "textColor": "#222222", "backgroundColor": "#333333", "borderColor": "#444444",
                "summaryBackgroundColor": "#666666",
            },
            "typography": typography(), "content": {"collectPhoneNumber": true}, "customCss": "p {}",
        },
        "customer": customer, "plan": plan(), "resource": {"resourceId": "site-1"},
        "activeSubscription": full_subscription(),
        "billingIntegration": {
            "billingIdentifier": "STRIPE", "credentials": {"accountId": "acct_1", "publicKey": "pk_1"},
            "billingCredentials": {
                "__typename": "AirwallexCheckoutCredentials", "clientSecret": "cs_1",
                "metadata": {"intentId": "int_1", "env": "demo", "currency": "eur", "customerId": "cus_1"},
            },
        },
    }})
}

pub(crate) fn create_payment_session() -> Value {
    json!({"createPaymentSession": {"token": "tok_1"}})
}
