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

fn plan() -> Value {
    json!({
        "refId": "plan-pro", "displayName": "Pro", "description": "For teams", "versionNumber": 3, "pricingType": "PAID",
        "basePlan": {"refId": "plan-basic", "displayName": "Basic"},
        "product": {
            "refId": "product-crm", "displayName": "CRM", "description": "Know your customers",
            "productSettings": {"downgradePlan": {"refId": "plan-free", "displayName": "Free"}},
            "awsMarketplaceProductId": "aws-2", "additionalMetaData": metadata(),
        },
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
        "customer": {"refId": "customer-42"}, "resource": {"resourceId": "site-1"}, "plan": {"refId": "plan-pro"},
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

pub(crate) fn get_paywall() -> Value {
    let font = json!({"fontSize": 16, "fontWeight": "BOLD"});
    json!({"paywall": {
        "plans": [plan()], "currency": {"code": "EUR", "symbol": "€"},
        "configuration": {
            "palette": {
                "primary": "#111111", "textColor": "#222222", "backgroundColor": "#333333", "borderColor": "#444444",
                "currentPlanBackground": "#555555",
            },
            "typography": {"fontFamily": "Inter", "h1": font, "h2": font, "h3": font, "body": font},
            "layout": {"alignment": "CENTER", "planWidth": 200, "planMargin": 10, "planPadding": 5},
            "customCss": "p {}",
        },
        "customer": slim_customer(), "resource": {"resourceId": "site-1"}, "activeSubscriptions": [full_subscription()],
        "paywallCalculatedPricePoints": [{
            "planId": "plan-pro", "billingPeriod": "MONTHLY", "amount": 1999, "currency": "EUR",
            "additionalChargesMayApply": true, "billingCountryCode": "DE", "feature": priced_feature(),
        }],
    }})
}

pub(crate) fn get_entitlements_state() -> Value {
    json!({"entitlementsState": {"accessDeniedReason": "NoActiveSubscription", "entitlementsV2": entitlements()}})
}

pub(crate) fn report_usage() -> Value {
    json!({"reportUsage": {
        "id": "m-1", "customerId": "customer-42", "featureId": "seats", "resourceId": "site-1", "timestamp": MOMENT,
        "currentUsage": 43.5, "usagePeriodStart": MOMENT, "usagePeriodEnd": MOMENT,
        "credit": {
            "currencyId": "tokens", "currentUsage": 500, "usageLimit": 1000, "consumed": 0.5, "usagePeriodEnd": MOMENT,
            "timestamp": MOMENT,
        },
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
