//! Answers of Stigg, with a value in every member that the documents select.

use serde_json::{Value, json};

const MOMENT: &str = "2025-06-15T12:34:56.789Z";

fn money() -> Value {
    json!({"__typename": "Money", "amount": 19.99, "currency": "EUR"})
}

fn metadata() -> Value {
    json!({"tier": "gold", "seats": 5})
}

pub(crate) fn slim_customer() -> Value {
    json!({
        "refId": "customer-42", "name": "Ada", "email": "ada@example.com", "billingId": "cus_1",
        "awsMarketplaceCustomerId": "aws-1", "additionalMetaData": metadata(), "createdAt": MOMENT, "updatedAt": MOMENT,
    })
}

fn priced_feature() -> Value {
    json!({
        "refId": "seats", "displayName": "Seats", "description": "Who works with it", "featureUnits": "seat",
        "featureUnitsPlural": "seats",
    })
}

fn feature() -> Value {
    let mut feature = priced_feature();
    feature["featureType"] = json!("NUMBER");
    feature["meterType"] = json!("Fluctuating");
    feature["additionalMetaData"] = metadata();
    feature
}

fn units() -> Value {
    json!({"singular": "token", "plural": "tokens"})
}

fn price() -> Value {
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

fn addon() -> Value {
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

fn plan() -> Value {
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

fn experiment() -> Value {
    json!({"id": "exp-1", "name": "Prices", "groupName": "Higher", "groupType": "VARIANT"})
}

fn invoice() -> Value {
    json!({
        "billingId": "in_1", "status": "OPEN", "billingReason": "BILLING_CYCLE", "createdAt": MOMENT, "updatedAt": MOMENT,
        "dueDate": MOMENT, "requiresAction": true, "errorMessage": "card declined", "paymentSecret": "pi_1_secret",
        "paymentUrl": "https://pay.example.com/1", "pdfUrl": "https://pay.example.com/1.pdf", "currency": "eur",
        "subTotal": 100.1, "subTotalExcludingTax": 90.2, "tax": 10.3, "total": 110.4, "totalExcludingTax": 100.5,
        "amountDue": 110.6, "attemptCount": 2,
    })
}

fn subscription_prices() -> Value {
    json!([{"usageLimit": 5, "price": price()}])
}

fn total_price() -> Value {
    json!({"subTotal": money(), "total": money()})
}

pub(crate) fn slim_subscription() -> Value {
    json!({
        "refId": "subscription-1", "status": "ACTIVE", "pricingType": "PAID", "paymentCollection": "NOT_REQUIRED",
        "customer": {"refId": "customer-42"}, "payingCustomer": {"refId": "customer-43"},
        "resource": {"resourceId": "site-1"}, "plan": {"refId": "plan-pro"},
        "addons": [{"quantity": 2, "addon": {"refId": "addon-seats"}}], "prices": subscription_prices(),
        "totalPrice": total_price(), "effectiveEndDate": MOMENT, "cancellationDate": MOMENT,
        "currentBillingPeriodEnd": MOMENT, "latestInvoice": invoice(), "experimentInfo": experiment(),
        "billingId": "sub_1", "billingLinkUrl": "https://billing.example.com/sub_1", "billingSyncError": "not synced",
        "additionalMetaData": metadata(),
    })
}

pub(crate) fn full_subscription() -> Value {
    let update = json!({
        "subscriptionScheduleType": "Plan", "scheduleStatus": "Scheduled", "scheduledExecutionTime": MOMENT,
        "targetPackage": {"id": "5e", "refId": "plan-max", "displayName": "Max"},
        "scheduleVariables": {
            "__typename": "PlanChangeVariables", "planRefId": "plan-max", "changeType": "UPGRADE",
            "billingPeriod": "ANNUALLY", "billableFeatures": [{"featureId": "seats", "quantity": 9}],
            "addons": [{"addonRefId": "addon-seats", "quantity": 3}],
            "priceOverrides": [{"planRefId": "plan-max", "addonRefId": "addon-seats", "featureId": "seats"}],
        },
    });
    json!({
        "refId": "subscription-1", "status": "IN_TRIAL", "pricingType": "PAID", "paymentCollection": "PROCESSING",
        "paymentCollectionMethod": "CHARGE", "payingCustomer": slim_customer(), "resource": {"resourceId": "site-1"},
        "plan": plan(), "addons": [{"quantity": 2, "addon": addon()}], "prices": subscription_prices(),
        "totalPrice": total_price(), "startDate": MOMENT, "endDate": MOMENT, "trialEndDate": MOMENT,
        "effectiveEndDate": MOMENT, "cancellationDate": MOMENT, "currentBillingPeriodEnd": MOMENT,
        "trialConfiguration": {"trialEndBehavior": "CANCEL_SUBSCRIPTION"}, "futureUpdates": [update],
        "scheduledUpdates": [update], "latestInvoice": invoice(), "experimentInfo": experiment(), "billingId": "sub_1",
        "billingLinkUrl": "https://billing.example.com/sub_1", "billingSyncError": "not synced",
        "additionalMetaData": metadata(),
    })
}

fn coupon() -> Value {
    json!({
        "refId": "spring", "name": "Spring", "description": "For old friends", "type": "PERCENTAGE", "status": "ACTIVE",
        "discountValue": 12.5, "percentOff": 12.5, "amountsOff": [money()], "createdAt": MOMENT, "updatedAt": MOMENT,
        "billingId": "co_1", "billingLinkUrl": "https://billing.example.com/co_1",
        "syncStates": [{"vendorIdentifier": "STRIPE", "status": "SUCCESS"}], "additionalMetaData": metadata(),
    })
}

pub(crate) fn full_customer() -> Value {
    let mut customer = slim_customer();
    for (name, value) in [
        ("hasPaymentMethod", json!(true)),
        ("defaultPaymentMethodType", json!("CARD")),
        ("defaultPaymentMethodLast4Digits", json!("4242")),
        ("defaultPaymentExpirationMonth", json!(12)),
        ("defaultPaymentExpirationYear", json!(2031)),
        ("hasActiveSubscription", json!(true)),
        ("subscriptions", json!([full_subscription()])),
        (
            "promotionalEntitlements",
            json!([{
                "status": "Active", "usageLimit": 10, "hasUnlimitedUsage": false, "hasSoftLimit": true, "isVisible": true,
                "endDate": MOMENT, "resetPeriod": "WEEK", "feature": feature(),
            }]),
        ),
        ("coupon", coupon()),
        ("promotionalEntitlements", json!([promotional_entitlement()])),
        (
            "coupon",
            json!({
                "refId": "spring", "name": "Spring", "description": "For old friends", "type": "PERCENTAGE",
                "status": "ACTIVE", "discountValue": 12.5, "percentOff": 12.5, "amountsOff": [money()],
                "createdAt": MOMENT, "updatedAt": MOMENT, "billingId": "co_1",
                "billingLinkUrl": "https://billing.example.com/co_1",
                "syncStates": [{"vendorIdentifier": "STRIPE", "status": "SUCCESS"}], "additionalMetaData": metadata(),
            }),
        ),
        ("experimentInfo", experiment()),
        (
            "trialedPlans",
            json!([{"planRefId": "plan-pro", "productRefId": "product-crm"}]),
        ),
        (
            "eligibleForTrial",
            json!([{"productRefId": "product-crm", "eligible": false}]),
        ),
    ] {
        customer[name] = value;
    }
    customer
}

pub(crate) fn entitlements() -> Value {
    json!([
        {
            "__typename": "FeatureEntitlement", "accessDeniedReason": "RequestedUsageExceedingLimit", "usageLimit": 100,
            "hasUnlimitedUsage": false, "hasSoftLimit": true, "currentUsage": 42.5, "enumValues": ["a"],
            "resetPeriod": "MONTH",
            "resetPeriodConfiguration": {
                "__typename": "MonthlyResetPeriodConfig", "monthlyAccordingTo": "StartOfTheMonth",
            },
            "usagePeriodAnchor": MOMENT, "usagePeriodStart": MOMENT, "usagePeriodEnd": MOMENT, "validUntil": MOMENT,
            "entitlementUpdatedAt": MOMENT, "usageUpdatedAt": MOMENT,
            "creditRate": {"amount": 0.5, "currencyId": "tokens", "customCurrencyId": "7f9c"},
            "feature": {
                "refId": "seats", "displayName": "Seats", "description": "Who works with it", "featureType": "NUMBER",
                "meterType": "Fluctuating", "featureUnits": "seat", "featureUnitsPlural": "seats",
                "unitTransformation": {"divide": 1000, "round": "UP"},
            },
        },
        {
            "__typename": "CreditEntitlement", "accessDeniedReason": "InsufficientCredits", "usageLimit": 500,
            "currentUsage": 499.5, "hasSoftLimit": false, "usagePeriodEnd": MOMENT, "validUntil": MOMENT,
            "entitlementUpdatedAt": MOMENT, "usageUpdatedAt": MOMENT,
            "currency": {
                "currencyId": "tokens", "displayName": "Tokens", "description": "To spend", "unitSingular": "token",
                "unitPlural": "tokens", "additionalMetaData": metadata(),
            },
        },
    ])
}

pub(crate) fn get_customer() -> Value {
    json!({"getCustomerByRefId": full_customer()})
}

pub(crate) fn update_customer() -> Value {
    json!({"updateCustomer": slim_customer()})
}

pub(crate) fn get_customer_statistics() -> Value {
    let counts = json!([{"pricingType": "PAID", "totalCount": 2}, {"pricingType": "FREE", "totalCount": 1}]);
    json!({"getCustomerByRefId": {"statistics": {"activeSubscriptionsByPricingType": counts}}})
}

pub(crate) fn detach_customer_payment_method() -> Value {
    json!({"detachCustomerPaymentMethod": slim_customer()})
}

pub(crate) fn archive_customer() -> Value {
    json!({"archiveCustomer": {"customerId": "customer-42"}})
}

pub(crate) fn unarchive_customer() -> Value {
    json!({"unarchiveCustomer": slim_customer()})
}

pub(crate) fn import_customer() -> Value {
    json!({"importCustomer": slim_customer()})
}

fn portal_subscription() -> Value {
    let rate = json!({"amount": 0.5, "currencyId": "tokens", "customCurrencyId": "7f9c"});
    json!({
        "subscriptionId": "subscription-1", "planId": "plan-pro", "planName": "Pro", "pricingType": "PAID",
        "status": "IN_TRIAL",
        "pricing": {
            "pricingType": "PAID", "billingPeriod": "MONTHLY", "billingModel": "PER_UNIT", "unitQuantity": 5,
            "usageBasedEstimatedBill": 12.5, "price": money(), "creditRate": rate,
            "feature": {"displayName": "Seats", "featureUnits": "seat", "featureUnitsPlural": "seats"},
        },
        "prices": [{
            "billingPeriod": "MONTHLY", "billingModel": "PER_UNIT", "blockSize": 10, "price": money(), "creditRate": rate,
            "feature": {
                "id": "5e", "refId": "seats", "displayName": "Seats", "featureUnits": "seat",
                "featureUnitsPlural": "seats",
            },
        }],
        "totalPrice": {"subTotal": money(), "total": money(), "addonsTotal": money()}, "trialRemainingDays": 3,
        "billingPeriodRange": {"start": MOMENT, "end": MOMENT},
        "addons": [{
            "addonId": "addon-seats", "displayName": "More seats", "description": "Room to grow", "quantity": 2,
        }],
        "scheduledUpdates": [{
            "subscriptionScheduleType": "Addon", "scheduleStatus": "Scheduled", "scheduledExecutionTime": MOMENT,
            "targetPackage": {"id": "5e", "refId": "addon-seats", "displayName": "More seats", "pricingType": "PAID"},
            "scheduleVariables": {
                "__typename": "AddonChangeVariables", "addonRefId": "addon-seats", "newQuantity": 3,
            },
        }],
        "previewNextInvoice": {
            "total": money(), "amountDue": money(),
            "lines": [{
                "quantity": 5, "period": {"start": MOMENT, "end": MOMENT}, "price": {"feature": {"refId": "seats"}},
            }],
        },
    })
}

pub(crate) fn get_customer_portal() -> Value {
    let font = json!({"fontSize": 16, "fontWeight": "BOLD"});
    let mut of_feature = entitlements()[0].take();
    for name in [
        "__typename",
        "accessDeniedReason",
        "enumValues",
        "creditRate",
        "validUntil",
        "usagePeriodAnchor",
        "entitlementUpdatedAt",
        "usageUpdatedAt",
    ] {
        of_feature.as_object_mut().unwrap().remove(name);
    }
    of_feature["isGranted"] = json!(true);
    of_feature["nextResetDate"] = json!(MOMENT);
    json!({"customerPortal": {
        "subscriptions": [portal_subscription()], "entitlements": [of_feature], "entitlementsV2": entitlements(),
        "promotionalEntitlements": [{
            "displayName": "Seats", "description": "Who works with it", "period": "CUSTOM", "startDate": MOMENT,
            "endDate": MOMENT, "usageLimit": 5, "hasUnlimitedUsage": false, "hasSoftLimit": true,
        }],
        "billingInformation": {
            "email": "ada@example.com", "name": "Ada", "defaultPaymentMethodId": "pm_1",
            "defaultPaymentMethodLast4Digits": "4242", "defaultPaymentMethodType": "CARD",
            "defaultPaymentExpirationMonth": 12, "defaultPaymentExpirationYear": 2031,
        },
        "showWatermark": true, "canUpgradeSubscription": true,
        "billingPortalUrl": "https://billing.example.com/p/session/1",
        "configuration": {
            "palette": {
                "primary": "#111111", "textColor": "#222222", "backgroundColor": "#333333", "borderColor": "#444444",
                "currentPlanBackground": "#555555", "iconsColor": "#666666", "paywallBackgroundColor": "#777777",
            },
            "typography": {"fontFamily": "Inter", "h1": font, "h2": font, "h3": font, "body": font},
            "customCss": "p {}",
        },
        "resource": {"resourceId": "site-1"},
    }})
}

pub(crate) fn provision_customer() -> Value {
    json!({"provisionCustomer": {
        "customer": slim_customer(), "subscriptionDecisionStrategy": "REQUESTED_PLAN",
        "subscription": slim_subscription(), "entitlementsV2": entitlements(),
    }})
}

pub(crate) fn provision_subscription() -> Value {
    json!({"provisionSubscription": {
        "status": "SUCCESS", "checkoutUrl": "https://pay.example.com/2", "checkoutBillingId": "cs_1",
        "subscription": slim_subscription(), "entitlementsV2": entitlements(),
    }})
}

pub(crate) fn update_subscription() -> Value {
    json!({"updateSubscription": slim_subscription()})
}

pub(crate) fn cancel_subscription() -> Value {
    json!({"cancelSubscription": slim_subscription()})
}

pub(crate) fn apply_subscription() -> Value {
    let mut subscription = slim_subscription();
    subscription.as_object_mut().unwrap().remove("customer");
    json!({"applySubscription": {"subscription": subscription, "entitlementsV2": entitlements()}})
}

pub(crate) fn create_subscription() -> Value {
    json!({"createSubscription": slim_subscription()})
}

pub(crate) fn transfer_subscription() -> Value {
    json!({"transferSubscription": slim_subscription()})
}

pub(crate) fn transfer_subscription_to_resource() -> Value {
    json!({"transferSubscriptionToResource": slim_subscription()})
}

pub(crate) fn delegate_subscription_to_customer() -> Value {
    json!({"delegateSubscriptionToCustomer": slim_subscription()})
}

pub(crate) fn cancel_subscription_scheduled_updates() -> Value {
    json!({"cancelSchedule": "subscription-1"})
}

pub(crate) fn migrate_subscription_to_latest() -> Value {
    json!({"migrateSubscriptionToLatest": {
        "subscriptionId": "subscription-1", "customer": {"refId": "customer-42"},
    }})
}

pub(crate) fn get_active_subscriptions_list() -> Value {
    json!({"getActiveSubscriptions": [{
        "subscriptionId": "subscription-1", "status": "IN_TRIAL", "pricingType": "PAID", "startDate": MOMENT,
        "endDate": MOMENT, "cancellationDate": MOMENT, "effectiveEndDate": MOMENT, "currentBillingPeriodStart": MOMENT,
        "currentBillingPeriodEnd": MOMENT, "billingPeriod": "MONTHLY", "additionalMetaData": metadata(),
        "totalPrice": total_price(), "customer": {"customerId": "customer-42", "email": "ada@example.com"},
        "payingCustomer": {"customerId": "customer-43", "email": "bob@example.com"},
        "resource": {"resourceId": "site-1"},
        "plan": {
            "planId": "plan-pro", "displayName": "Pro", "description": "For teams",
            "product": {
                "refId": "product-crm", "displayName": "CRM",
                "downgradePlan": {"refId": "plan-free", "displayName": "Free"},
            },
        },
        "addons": [{"quantity": 2, "addon": {"addonId": "addon-seats"}}],
        "prices": [{"billingModel": "FLAT_FEE", "price": {"billingPeriod": "MONTHLY", "price": money()}}],
        "trialConfiguration": {"trialEndBehavior": "CANCEL_SUBSCRIPTION"}, "trialEndDate": MOMENT,
    }]})
}

pub(crate) fn get_subscription() -> Value {
    json!({"getSubscription": full_subscription()})
}

pub(crate) fn get_subscriptions() -> Value {
    json!({"subscriptions": {
        "edges": [{"node": {
            "subscriptionId": "subscription-1", "status": "IN_TRIAL", "pricingType": "PAID", "startDate": MOMENT,
            "currentBillingPeriodEnd": MOMENT, "customer": {"customerId": "customer-42"},
            "payingCustomer": {"customerId": "customer-43"}, "resource": {"resourceId": "site-1"},
            "plan": {"planId": "plan-pro", "displayName": "Pro"},
            "addons": [{"quantity": 2, "addon": {"addonId": "addon-seats"}}],
            "trialConfiguration": {"trialEndBehavior": "CANCEL_SUBSCRIPTION"}, "trialEndDate": MOMENT,
        }}],
        "pageInfo": page_info(),
    }})
}

fn page_info() -> Value {
    json!({"startCursor": "a", "endCursor": "b", "hasNextPage": true, "hasPreviousPage": false})
}

pub(crate) fn get_active_subscriptions() -> Value {
    json!({"getActiveSubscriptions": [full_subscription()]})
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

fn preview_tax() -> Value {
    json!({"displayName": "VAT", "percentage": 20, "inclusive": true})
}

fn preview_discount() -> Value {
    json!({
        "name": "Spring", "type": "PERCENTAGE", "value": 12.5, "durationType": "REPEATING", "durationInMonths": 3,
    })
}

fn preview_proration() -> Value {
    json!({
        "credit": money(), "debit": money(), "netAmount": money(), "prorationDate": MOMENT, "hasProrations": true,
    })
}

fn preview_credits() -> Value {
    json!({"initial": money(), "used": money(), "remaining": money()})
}

pub(crate) fn preview_subscription() -> Value {
    let recurring = json!({
        "subTotal": money(), "totalExcludingTax": money(), "total": money(), "tax": money(),
        "taxDetails": preview_tax(), "discount": money(), "discountDetails": preview_discount(),
    });
    let mut immediate = recurring.clone();
    immediate["proration"] = preview_proration();
    immediate["credits"] = preview_credits();
    json!({"previewSubscription": {
        "immediateInvoice": immediate, "recurringInvoice": recurring,
        "billingPeriodRange": {"start": MOMENT, "end": MOMENT}, "isPlanDowngrade": true, "hasScheduledUpdates": true,
    }})
}

pub(crate) fn preview_next_invoice() -> Value {
    let part = json!({
        "type": "TierCharge", "description": "First 10", "costDescription": "10 x 19.99", "quantity": 10,
        "usageLimit": 10, "hasSoftLimit": true, "proration": true,
    });
    let mut line = part.clone();
    line["type"] = json!("InAdvanceCommitmentCharge");
    line["amount"] = money();
    line["unitPrice"] = money();
    line["period"] = json!({"start": MOMENT, "end": MOMENT});
    line["price"] = price();
    line["lines"] = json!([part]);
    json!({"previewNextInvoice": {
        "subTotal": money(), "subTotalExcludingTax": money(), "totalExcludingTax": money(), "total": money(),
        "amountDue": money(), "minimumSpendAdjustment": money(), "tax": money(), "taxDetails": preview_tax(),
        "discount": money(), "discountDetails": preview_discount(), "credits": preview_credits(),
        "lastUpdatedAt": MOMENT, "lines": [line],
    }})
}

fn estimate() -> Value {
    let price = json!({
        "subTotal": money(), "totalExcludingTax": money(), "total": money(), "tax": money(),
        "taxDetails": preview_tax(), "discountAmount": money(), "discount": preview_discount(),
    });
    let mut estimate = price.clone();
    estimate["subscription"] = price;
    estimate["billingPeriodRange"] = json!({"start": MOMENT, "end": MOMENT});
    estimate["proration"] = preview_proration();
    estimate["credits"] = preview_credits();
    estimate["isPlanDowngrade"] = json!(true);
    estimate["hasScheduledUpdates"] = json!(true);
    estimate
}

pub(crate) fn estimate_subscription() -> Value {
    json!({"estimateSubscription": estimate()})
}

pub(crate) fn estimate_subscription_update() -> Value {
    json!({"estimateSubscriptionUpdate": estimate()})
}

pub(crate) fn get_entitlements_state() -> Value {
    json!({"entitlementsState": {"accessDeniedReason": "NoActiveSubscription", "entitlementsV2": entitlements()}})
}

fn decided_entitlement() -> Value {
    let mut entitlement = entitlements()[0].take();
    entitlement.as_object_mut().unwrap().remove("__typename");
    entitlement["isGranted"] = json!(true);
    entitlement["requestedUsage"] = json!(2.5);
    entitlement["requestedValues"] = json!(["eu"]);
    entitlement
}

pub(crate) fn get_entitlement() -> Value {
    json!({"entitlement": decided_entitlement()})
}

pub(crate) fn get_entitlement_v2() -> Value {
    let mut entitlement = entitlements()[1].take();
    entitlement["isGranted"] = json!(false);
    json!({"entitlementV2": entitlement})
}

pub(crate) fn get_entitlements() -> Value {
    json!({"entitlements": [decided_entitlement()]})
}

fn reported_usage() -> Value {
    json!({
        "id": "m-1", "customerId": "customer-42", "featureId": "seats", "resourceId": "site-1", "timestamp": MOMENT,
        "currentUsage": 43.5, "usagePeriodStart": MOMENT, "usagePeriodEnd": MOMENT,
        "credit": {
            "currencyId": "tokens", "currentUsage": 500, "usageLimit": 1000, "consumed": 0.5, "usagePeriodEnd": MOMENT,
            "timestamp": MOMENT,
        },
    })
}

pub(crate) fn report_usage() -> Value {
    json!({"reportUsage": reported_usage()})
}

pub(crate) fn report_usage_bulk() -> Value {
    json!({"reportUsageBulk": [reported_usage()]})
}

fn cost_estimation() -> Value {
    json!({
        "estimates": [{
            "currencyId": "tokens", "estimatedCost": 12.5, "currentBalance": 10, "balanceAfterEstimate": -2.5,
            "wouldOverdraft": true,
            "breakdown": [{"featureId": "seats", "cost": 12.5, "warningCode": "UNSUPPORTED_AGGREGATION"}],
        }],
        "warnings": ["FEATURE_NOT_FOUND"],
    })
}

pub(crate) fn estimate_event_cost() -> Value {
    json!({"estimateEventCost": cost_estimation()})
}

pub(crate) fn estimate_usage_cost() -> Value {
    json!({"estimateUsageCost": cost_estimation()})
}

pub(crate) fn get_usage_history() -> Value {
    json!({"usageHistory": {"usageMeasurements": [{"date": MOMENT, "value": 43.5, "isResetPoint": true}]}})
}

pub(crate) fn get_usage_history_v2() -> Value {
    json!({"usageHistoryV2": {
        "markers": [{"type": "PERIODIC_RESET", "timestamp": MOMENT}],
        "series": [{
            "tags": [{"key": "region", "value": "eu"}],
            "points": [{"timestamp": MOMENT, "value": 43.5, "isResetPoint": true}],
        }],
    }})
}

pub(crate) fn verify_api_key() -> Value {
    json!({"sdkConfiguration": {"sentryDsn": "", "isWidgetWatermarkEnabled": false, "showWatermark": false}})
}

fn slim_currency() -> Value {
    json!({"currencyId": "tokens", "displayName": "Tokens", "symbol": "T", "units": units()})
}

fn credit_grant() -> Value {
    let mut invoice = invoice();
    invoice["billingReason"] = json!("MANUAL");
    json!({
        "grantId": "grant-1", "customerId": "customer-42", "resourceId": "site-1", "currencyId": "tokens",
        "displayName": "Top-up", "comment": "By phone", "grantType": "PAID", "status": "ACTIVE", "amount": 100.5,
        "consumedAmount": 20, "priority": 2, "cost": money(), "effectiveAt": MOMENT, "expireAt": MOMENT,
        "voidedAt": MOMENT, "createdAt": MOMENT, "updatedAt": MOMENT, "paymentCollection": "PROCESSING",
        "invoiceId": "in_1", "latestInvoice": invoice, "automaticRechargeConfigurationId": "5e",
        "additionalMetaData": metadata(),
    })
}

pub(crate) fn grant_credits() -> Value {
    json!({"createCreditGrant": credit_grant()})
}

pub(crate) fn void_credit_grant() -> Value {
    json!({"voidCreditGrant": credit_grant()})
}

pub(crate) fn get_credit_grants() -> Value {
    json!({"creditGrants": {"edges": [{"node": credit_grant()}], "pageInfo": page_info(), "totalCount": 7}})
}

pub(crate) fn get_credit_ledger() -> Value {
    let event = json!({
        "timestamp": MOMENT, "eventType": "CREDITS_CONSUMED", "customerId": "customer-42", "resourceId": "site-1",
        "creditCurrencyId": "tokens", "creditGrantId": "grant-1", "amount": 2.5, "featureId": "calls", "eventId": "e-1",
    });
    json!({"creditsLedger": {"edges": [{"node": event}], "pageInfo": page_info(), "totalCount": 7}})
}

pub(crate) fn get_credit_usage() -> Value {
    let series = json!({
        "featureId": "calls", "featureName": "Calls", "totalCredits": 12.5,
        "points": [{"timestamp": MOMENT, "value": 12.5}],
    });
    json!({"creditUsage": {"series": [series], "currency": slim_currency(), "pageInfo": page_info()}})
}

pub(crate) fn get_credit_balance() -> Value {
    let balance = json!({
        "customerId": "customer-42", "resourceId": "site-1", "currency": slim_currency(), "currentBalance": -2.5,
        "totalGranted": 10, "totalConsumed": 12.5, "validUntil": 2_081_917_260_000_i64,
    });
    json!({"creditBalanceSummary": {"customerId": "customer-42", "balances": [balance]}})
}

fn recharge_settings() -> Value {
    json!({
        "customerId": "customer-42", "currencyId": "tokens", "isEnabled": true, "thresholdType": "CreditAmount",
        "thresholdValue": 10, "targetBalance": 100.5, "maxSpendLimit": 50, "grantExpirationPeriod": "OneMonth",
        "currentMonthlySpend": 12.5, "createdAt": MOMENT, "updatedAt": MOMENT,
    })
}

pub(crate) fn get_automatic_recharge_configuration() -> Value {
    json!({"getAutoRechargeSettings": recharge_settings()})
}

pub(crate) fn save_automatic_recharge_configuration() -> Value {
    json!({"saveAutoRechargeSettings": recharge_settings()})
}

pub(crate) fn consume_credits() -> Value {
    json!({"consumeCredits": {
        "customerId": "customer-42", "resourceId": "site-1", "currencyId": "tokens", "amount": 2.5, "timestamp": MOMENT,
        "credit": {
            "currencyId": "tokens", "currentUsage": 12.5, "usageLimit": 100, "usagePeriodEnd": MOMENT,
            "timestamp": MOMENT,
        },
    }})
}

fn promotional_entitlement() -> Value {
    json!({
        "status": "Active", "usageLimit": 10, "hasUnlimitedUsage": false, "hasSoftLimit": true, "isVisible": true,
        "endDate": MOMENT, "resetPeriod": "WEEK", "feature": feature(),
    })
}

/// The answer of a mutation that tells promotional entitlements.
pub(crate) fn promotional_entitlements(field: &str) -> Value {
    json!({field: [promotional_entitlement()]})
}

pub(crate) fn revoke_promotional_entitlements() -> Value {
    json!({"revokePromotionalEntitlement": {"id": "b1b9"}})
}
