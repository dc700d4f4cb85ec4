use serde_json::{Value, json};
use stigg_models::{
    CheckoutState, CheckoutStateInput, Coupon, CreateCouponInput, GetPaywall, PaymentSession, PaymentSessionInput,
    Paywall, Product,
};

use crate::tolerance::check;

pub(crate) fn feature() -> Value {
    json!({
        "id": "feature-seats", "featureType": "NUMBER", "displayName": "Seats", "description": "People",
        "meterType": "Fluctuating", "units": "seat", "unitsPlural": "seats", "isMetered": true,
        "metadata": {"team": "core"},
    })
}

fn feature_reference() -> Value {
    json!({
        "refId": "feature-seats", "displayName": "Seats", "description": "People", "featureType": "NUMBER",
        "featureUnits": "seat", "featureUnitsPlural": "seats",
    })
}

fn entitlement() -> Value {
    json!({
        "feature": feature(), "usageLimit": 5.0, "hasUnlimitedUsage": false, "hasSoftLimit": true,
        "resetPeriod": "MONTH", "hiddenFromWidgets": ["PAYWALL"], "displayNameOverride": "People", "isGranted": true,
        "isCustom": false, "enumValues": ["eu"],
    })
}

fn package_entitlements() -> Value {
    json!([
        {
            "__typename": "PackageFeatureEntitlement", "id": "e-1", "behavior": "Override", "featureId": "f-1",
            "feature": feature(), "isGranted": true, "usageLimit": 5.0, "hasUnlimitedUsage": false,
            "hasSoftLimit": true, "isCustom": false, "enumValues": ["eu"], "resetPeriod": "MONTH",
            "hiddenFromWidgets": ["PAYWALL"], "displayNameOverride": "People", "description": "", "order": 1.0,
        },
        {
            "__typename": "PackageCreditEntitlement", "id": "e-2", "behavior": "Increment", "cadence": "MONTH",
            "customCurrencyId": "c-1", "isGranted": true, "amount": 1000.0, "hasSoftLimit": true, "isCustom": false,
            "customCurrency": {
                "currencyId": "tokens", "displayName": "Tokens", "symbol": "T",
                "units": {"singular": "token", "plural": "tokens"},
            },
            "hiddenFromWidgets": ["CHECKOUT"], "displayNameOverride": "Fuel", "description": "", "order": 2.0,
            "dependencyFeature": feature_reference(),
        },
    ])
}

pub(crate) fn tiers() -> Value {
    json!([
        {
            "upTo": 10.0, "unitPrice": {"amount": 0.5, "currency": "USD"},
            "flatPrice": {"amount": 2, "currency": "USD"},
        },
        {"unitPrice": {"amount": 0.25, "currency": "USD"}},
    ])
}

pub(crate) fn price_feature() -> Value {
    json!({
        "featureId": "feature-seats", "displayName": "Seats", "units": "seat", "unitsPlural": "seats",
        "description": "People", "unitQuantity": 3.0,
    })
}

pub(crate) fn price() -> Value {
    json!({
        "pricingModel": "PER_UNIT", "billingPeriod": "MONTHLY", "billingCadence": "RECURRING", "billingId": "price_1",
        "amount": 19.99, "currency": "USD", "tiers": tiers(), "tiersMode": "VOLUME", "isTieredPrice": true,
        "minUnitQuantity": 1.0, "maxUnitQuantity": 100.0, "billingCountryCode": "US", "blockSize": 10.0,
        "creditRate": {"amount": 0.5, "currencyId": "tokens", "customCurrencyId": "c-1"}, "feature": price_feature(),
        "topUpCustomCurrencyId": "c-1",
        "customCurrency": {"displayName": "Tokens", "units": {"singular": "token", "plural": "tokens"}},
    })
}

fn overage_price() -> Value {
    json!({
        "pricingModel": "USAGE_BASED", "billingPeriod": "MONTHLY", "billingId": "price_2", "amount": 0.01,
        "currency": "USD", "tiers": tiers(), "tiersMode": "GRADUATED", "isTieredPrice": true,
        "billingCountryCode": "US", "feature": price_feature(),
    })
}

pub(crate) fn addon() -> Value {
    json!({
        "id": "addon-seats", "displayName": "More seats", "description": "For growing teams", "billingId": "prod_2",
        "entitlements": [entitlement()], "pricePoints": [price()], "pricingType": "PAID", "metadata": {"a": "b"},
        "maxQuantity": 10.0,
        "dependencies": [{"refId": "addon-base", "displayName": "Base", "description": "Needed"}],
        "hiddenFromWidgets": ["CUSTOMER_PORTAL"], "packageEntitlements": package_entitlements(),
        "overagePrices": [overage_price()],
    })
}

fn product() -> Value {
    json!({
        "id": "product-crm", "displayName": "CRM", "description": "Customers", "metadata": {"a": "b"},
        "downgradePlan": {"id": "plan-free", "displayName": "Free"}, "awsMarketplaceProductId": "aws-1",
    })
}

pub(crate) fn plan() -> Value {
    json!({
        "id": "plan-pro", "displayName": "Pro", "description": "For teams", "billingId": "prod_1", "order": 1,
        "basePlan": {"id": "plan-free", "displayName": "Free"}, "entitlements": [entitlement()],
        "inheritedEntitlements": [entitlement()], "pricePoints": [price()], "pricingType": "PAID",
        "defaultTrialConfig": {
            "duration": 14.0, "units": "DAY", "budget": {"limit": 50.0}, "trialEndBehavior": "CONVERT_TO_PAID",
        },
        "compatibleAddons": [addon()],
        "compatiblePackageGroups": [{
            "packageGroupId": "group-1", "displayName": "Extras", "addons": [addon()],
            "options": {"minItems": 1.0, "freeItems": 2.0},
        }],
        "product": product(), "metadata": {"a": "b"}, "versionNumber": 3, "hiddenFromWidgets": ["PAYWALL"],
        "overagePrices": [overage_price()], "packageEntitlements": package_entitlements(),
        "inheritedPackageEntitlements": package_entitlements(), "awsMarketplacePlanDimension": "seats",
    })
}

pub(crate) fn coupon() -> Value {
    json!({
        "id": "coupon-spring", "name": "Spring", "description": "A start", "discountValue": 10.0, "percentOff": 10.0,
        "amountsOff": [{"amount": 9.5, "currency": "EUR"}], "metadata": {"a": "b"}, "type": "FIXED",
        "status": "ACTIVE", "createdAt": "2025-03-01T00:00:00.000Z", "updatedAt": "2025-03-02T00:00:00.000Z",
        "billingId": "coupon_1", "billingLinkUrl": "https://billing.example/coupon_1",
        "syncStates": [{"vendorIdentifier": "STRIPE", "status": "SUCCESS"}],
    })
}

#[test]
fn requests_ignore_what_they_do_not_know() {
    check::<GetPaywall>(&json!({
        "productId": "product-crm", "customerId": "customer-42", "resourceId": "site-1", "billingCountryCode": "DE",
        "fetchAllCountriesPrices": false, "includeHiddenPlans": true, "context": "PAYWALL", "offerId": "offer-1",
    }));
    check::<CreateCouponInput>(&json!({
        "id": "coupon-spring", "name": "Spring", "description": "A start", "type": "FIXED", "percentOff": 10.0,
        "amountsOff": [{"amount": 9.5, "currency": "EUR"}, {"amount": 10}], "durationInMonths": 3.0,
        "metadata": {"a": "b"},
    }));
    check::<CheckoutStateInput>(&json!({
        "customerId": "customer-42", "planId": "plan-pro", "productId": "product-crm", "resourceId": "site-1",
        "billingCountryCode": "DE",
    }));
    check::<PaymentSessionInput>(&json!({
        "customerId": "customer-42", "planId": "plan-pro", "billingCountryCode": "DE",
    }));
}

#[test]
fn a_paywall_ignores_what_it_does_not_know() {
    let font = json!({"fontSize": 20.5, "fontWeight": "BOLD"});
    check::<Paywall>(&json!({
        "plans": [plan()],
        "configuration": {
            "palette": {
                "primary": "#123456", "textColor": "black", "backgroundColor": "white", "borderColor": "grey",
                "currentPlanBackground": "silver",
            },
            "typography": {"fontFamily": "Inter", "h1": font, "h2": font, "h3": font, "body": font},
            "layout": {"alignment": "LEFT", "planWidth": 300.0, "planMargin": 20.0, "planPadding": 10.0},
            "customCss": "* {}",
        },
        "activeSubscriptions": [],
        "currency": {"code": "USD", "symbol": "$"},
        "paywallCalculatedPricePoints": [{
            "planId": "plan-pro", "billingPeriod": "MONTHLY", "amount": 1999, "currency": "USD",
            "additionalChargesMayApply": true, "billingCountryCode": "US", "feature": feature_reference(),
        }],
    }));
}

#[test]
fn products_and_coupons_ignore_what_they_do_not_know() {
    check::<Product>(&product());
    check::<Coupon>(&coupon());
}

#[test]
fn a_checkout_ignores_what_it_does_not_know() {
    let font = json!({"fontSize": 20.5, "fontWeight": "BOLD"});
    for credentials in [
        json!({
            "__typename": "StripeCheckoutCredentials", "accountId": "acct_1", "setupSecret": "seti_1", "publicKey": "pk_1",
        }),
        json!({"__typename": "ZuoraCheckoutCredentials", "publishableKey": "pk_1"}),
        json!({
            "__typename": "AirwallexCheckoutCredentials", "clientSecret": "cs_1",
            "metadata": {"intentId": "int_1", "env": "demo", "currency": "eur", "customerId": "cus_1"},
        }),
    ] {
        check::<CheckoutState>(&json!({
            "setupSecret": "seti_1",
            "configuration": {
                "palette": {
                    "primary": "#123456", "textColor": "black", "backgroundColor": "white", "borderColor": "grey",
                    "summaryBackgroundColor": "silver",
                },
                "typography": {"fontFamily": "Inter", "h1": font, "h2": font, "h3": font, "body": font},
                "customCss": "* {}",
                "content": {"collectPhoneNumber": true},
            },
            "customer": {
                "id": "customer-42", "updatedAt": "2025-06-15T12:00:00.000Z", "hasPaymentMethod": false,
                "subscriptions": [], "promotionalEntitlements": [], "alreadyTrialPlans": [],
            },
            "plan": plan(), "resource": {"id": "site-1"},
            "billingIntegration": {
                "billingIdentifier": "STRIPE", "credentials": {"accountId": "acct_1", "publicKey": "pk_1"},
                "billingCredentials": credentials,
            },
        }));
    }
    check::<PaymentSession>(&json!({"token": "tok_1"}));
}
