use serde_json::{Value, json};
use stigg_models::{
    ApplySubscription, ApplySubscriptionResults, CancelSubscription, CancelSubscriptionScheduledUpdates,
    CancelSubscriptionScheduledUpdatesResult, CreateSubscription, DelegateSubscriptionToCustomerInput,
    GetActiveSubscriptions, GetSubscription, GetSubscriptionsParams, GetSubscriptionsResult,
    MigrateSubscriptionToLatest, MigrateSubscriptionToLatestResult, ProvisionSubscription, ProvisionSubscriptionResult,
    SlimSubscriptionV2, SubscriptionFutureUpdate, TransferSubscriptionInput, TransferSubscriptionToResourceInput,
    UpdateSubscription,
};

use crate::catalog::{addon, plan, price, price_feature, tiers};
use crate::customers::customer;
use crate::tolerance::check;

pub(crate) fn merged(parts: impl IntoIterator<Item = Value>) -> Value {
    let members = parts.into_iter().flat_map(|part| match part {
        Value::Object(members) => members,
        other => panic!("not an object: {other}"),
    });
    Value::Object(members.collect())
}

/// What all requests that buy something share.
pub(crate) fn purchase() -> Value {
    let money = json!({"amount": 9.5, "currency": "EUR"});
    json!({
        "billingPeriod": "MONTHLY", "addons": [{"addonId": "addon-seats", "quantity": 2}], "unitQuantity": 2.0,
        "billableFeatures": [{"featureId": "feature-seats", "quantity": 5.0}],
        "charges": [{"id": "tokens", "quantity": 100.0, "type": "CREDIT"}],
        "appliedCoupon": {
            "couponId": "coupon-spring", "billingCouponId": "co_1", "promotionCode": "SPRING",
            "discount": {
                "name": "Spring", "description": "A start", "percentOff": 10.0, "amountsOff": [money],
                "durationInMonths": 3.0,
            },
            "configuration": {"startDate": "2025-06-15T12:34:56.789Z"},
        },
        "promotionCode": "SPRING",
        "priceOverrides": [{
            "addonId": "addon-seats", "featureId": "feature-seats", "currencyId": "tokens", "baseCharge": false,
            "price": money, "tiers": [{"upTo": 10.0, "unitPrice": money, "flatPrice": money}], "blockSize": 10.0,
            "creditRate": {
                "amount": 0.5, "currencyId": "tokens", "customCurrencyId": "c-1", "costFormula": "tokens * 2",
            },
            "creditGrantCadence": "MONTHLY",
        }],
        "entitlements": [
            {"feature": merged([
                json!({"featureId": "feature-seats", "enumValues": ["eu"], "featureGroupId": "g-1"}),
                limits(),
            ])},
            {"credit": {"customCurrencyId": "tokens", "amount": 50.0, "cadence": "MONTH", "hasSoftLimit": true}},
        ],
        "budget": {"limit": 100.0, "hasSoftLimit": true}, "minimumSpend": {"minimum": money},
        "billingInformation": {
            "taxRateIds": ["txr_1"], "taxPercentage": 19.0, "taxIds": [{"type": "eu_vat", "value": "DE123456789"}],
            "billingAddress": {
                "line1": "Main St 1", "line2": "2nd floor", "city": "Berlin", "postalCode": "10115", "state": "BE",
                "country": "DE",
            },
            "metadata": {"a": "b"}, "chargeOnBehalfOfAccount": "acct_1", "couponId": "co_1", "isInvoicePaid": false,
            "isBackdated": false, "invoiceDaysUntilDue": 14.0, "integrationId": "integration-1",
            "prorationBehavior": "NONE",
        },
        "billingCycleAnchor": "NOW", "awaitPaymentConfirmation": false, "salesforceId": "sf-1", "metadata": {"a": "b"},
    })
}

pub(crate) fn limits() -> Value {
    json!({
        "usageLimit": 10.0, "hasUnlimitedUsage": false, "hasSoftLimit": true, "resetPeriod": "MONTH",
        "monthlyResetPeriodConfiguration": {"accordingTo": "StartOfTheMonth"},
        "weeklyResetPeriodConfiguration": {"accordingTo": "EveryMonday"},
        "yearlyResetPeriodConfiguration": {"accordingTo": "SubscriptionStart"},
    })
}

pub(crate) fn subscription_params() -> Value {
    let older = merged([json!({"featureId": "feature-seats", "description": "a gift"}), limits()]);
    merged([
        purchase(),
        json!({
            "planId": "plan-pro", "id": "subscription-1", "resourceId": "site-1",
            "startDate": "2025-06-15T12:34:56.789Z", "skipTrial": true,
            "trialOverrideConfiguration": {
                "isTrial": true, "trialEndDate": "2025-07-15T12:34:56.789Z", "trialEndBehavior": "CONVERT_TO_PAID",
            },
            "subscriptionEntitlements": [older], "billingCountryCode": "DE", "billingId": "sub_1",
            "paymentCollectionMethod": "INVOICE",
        }),
    ])
}

/// What subscriptions in brief and in full share.
fn essentials() -> Value {
    let money = json!({"amount": 19.99, "currency": "USD"});
    json!({
        "id": "subscription-1", "resource": {"id": "site-1"}, "status": "ACTIVE", "metadata": {"a": "b"},
        "billingId": "sub_1", "billingLinkUrl": "https://billing.example/sub_1",
        "latestInvoice": {
            "billingId": "in_1", "status": "OPEN", "createdAt": "2025-06-15T12:34:56.789Z",
            "dueDate": "2025-06-29T12:34:56.789Z", "updatedAt": "2025-06-15T12:34:56.789Z", "errorMessage": "declined",
            "requiresAction": true, "paymentSecret": "pi_1_secret_2", "paymentUrl": "https://billing.example/pay",
            "pdfUrl": "https://billing.example/pdf", "billingReason": "BILLING_CYCLE", "currency": "usd",
            "subTotal": 19.99, "subTotalExcludingTax": 16.8, "total": 19.99, "totalExcludingTax": 16.8, "tax": 3.19,
            "amountDue": 0, "attemptCount": 2.0,
        },
        "paymentCollection": "PROCESSING", "pricingType": "PAID", "effectiveEndDate": "2026-06-15T12:34:56.789Z",
        "cancellationDate": "2026-06-15T12:34:56.789Z", "currentBillingPeriodEnd": "2025-07-15T12:34:56.789Z",
        "prices": [price()], "totalPrice": {"subTotal": money, "total": money},
        "price": {
            "pricingModel": "PER_UNIT", "billingPeriod": "MONTHLY", "amount": 19.99, "grossAmount": 24.99,
            "currency": "USD", "tiersMode": "VOLUME", "tiers": tiers(), "feature": price_feature(),
        },
        "experimentInfo": {"id": "e-1", "name": "Prices", "groupName": "B", "groupType": "VARIANT"},
        "billingSyncError": "no such price",
    })
}

pub(crate) fn subscription() -> Value {
    merged([
        essentials(),
        json!({
            "customerId": "customer-42", "payingCustomerId": "customer-1", "planId": "plan-pro", "addonIds": ["addon-seats"],
            "addons": [{"addonId": "addon-seats", "quantity": 2.0}],
        }),
    ])
}

pub(crate) fn future_update(variables: &Value) -> Value {
    json!({
        "subscriptionScheduleType": "Plan", "scheduleStatus": "Scheduled",
        "scheduledExecutionTime": "2025-07-15T12:34:56.789Z",
        "targetPackage": {"id": "p-1", "refId": "plan-pro", "displayName": "Pro"}, "scheduleVariables": variables,
    })
}

fn plan_change() -> Value {
    json!({
        "billingPeriod": "MONTHLY", "billableFeatures": [{"featureId": "feature-seats", "quantity": 5.0}],
        "addons": [{"addonRefId": "addon-seats", "quantity": 1.0}],
        "priceOverrides": [{"planRefId": "plan-pro", "addonRefId": "addon-seats", "featureId": "feature-seats"}],
    })
}

pub(crate) fn full_subscription() -> Value {
    let change = json!({"__typename": "PlanChangeVariables", "planRefId": "plan-pro", "changeType": "UPGRADE"});
    let update = future_update(&merged([change, plan_change()]));
    merged([
        essentials(),
        json!({
            "payingCustomer": customer(), "plan": plan(), "addons": [{"quantity": 2.0, "addon": addon()}],
            "startDate": "2025-06-15T12:34:56.789Z", "endDate": "2027-06-15T12:34:56.789Z",
            "trialEndDate": "2025-06-29T12:34:56.789Z", "trialConfiguration": {"trialEndBehavior": "CONVERT_TO_PAID"},
            "paymentCollectionMethod": "CHARGE", "futureUpdates": [update], "scheduledUpdates": [update],
        }),
    ])
}

#[test]
fn requests_ignore_what_they_do_not_know() {
    check::<ProvisionSubscription>(&merged([
        subscription_params(),
        json!({
            "customerId": "customer-42", "payingCustomerId": "customer-1", "priceUnitAmount": 2.0,
            "scheduleStrategy": "IMMEDIATE", "cancellationDate": "2026-06-15T12:34:56.789Z",
            "checkoutOptions": {
                "successUrl": "https://example.com/ok", "cancelUrl": "https://example.com/no", "allowPromoCodes": true,
                "allowTaxIdCollection": true, "collectBillingAddress": true, "collectPhoneNumber": false,
                "referenceId": "order-1",
            },
        }),
    ]));
    let older = merged([json!({"id": "e-1", "featureId": "feature-seats"}), limits()]);
    check::<UpdateSubscription>(&merged([
        purchase(),
        json!({
            "subscriptionId": "subscription-1", "scheduleStrategy": "END_OF_BILLING_PERIOD",
            "trialEndDate": "2025-06-29T12:34:56.789Z", "subscriptionEntitlements": [older], "cancellationDate": null,
        }),
    ]));
    check::<CancelSubscription>(&json!({
        "subscriptionId": "subscription-1", "subscriptionCancellationTime": "SPECIFIC_DATE",
        "endDate": "2026-06-15T12:34:56.789Z", "subscriptionCancellationAction": "DEFAULT", "prorate": true,
        "awaitSubscriptionCancellation": true,
    }));
    let apply = json!({
        "customerId": "customer-42", "payingCustomerId": "customer-1", "scheduleStrategy": "IMMEDIATE",
        "cancellationDate": "2026-06-15T12:34:56.789Z", "trialEndDate": "2025-06-29T12:34:56.789Z",
        "paymentMethodId": "pm_1",
    });
    let mut params = subscription_params();
    params.as_object_mut().unwrap().remove("id");
    check::<ApplySubscription>(&merged([params, apply]));
    check::<CreateSubscription>(&merged([
        subscription_params(),
        json!({
            "customerId": "customer-42", "payingCustomerId": "customer-1", "scheduleStrategy": "IMMEDIATE",
            "cancellationDate": "2026-06-15T12:34:56.789Z", "endDate": "2026-06-15T12:34:56.789Z",
            "isCustomPriceSubscription": true, "crmId": "crm-1",
        }),
    ]));
    check::<CancelSubscriptionScheduledUpdates>(
        &json!({"subscriptionId": "subscription-1", "status": "PendingPayment"}),
    );
    check::<MigrateSubscriptionToLatest>(
        &json!({"subscriptionId": "subscription-1", "subscriptionMigrationTime": "END_OF_BILLING_PERIOD"}),
    );
    check::<TransferSubscriptionInput>(
        &json!({"customerId": "customer-42", "sourceResourceId": "site-1", "destinationResourceId": "site-2"}),
    );
    check::<TransferSubscriptionToResourceInput>(
        &json!({"subscriptionId": "subscription-1", "destinationResourceId": "site-2"}),
    );
    check::<DelegateSubscriptionToCustomerInput>(
        &json!({"subscriptionId": "subscription-1", "destinationCustomerId": "customer-43"}),
    );
    check::<GetSubscription>(&json!({"subscriptionId": "subscription-1"}));
    check::<GetActiveSubscriptions>(&json!({"customerId": "customer-42", "resourceId": "site-1"}));
    check::<GetActiveSubscriptions>(&json!({"customerId": "customer-42", "resourceId": ["site-1", "site-2"]}));
    check::<GetSubscriptionsParams>(&json!({
        "customerId": "customer-42", "resourceId": "site-1", "status": ["ACTIVE", "IN_TRIAL"], "productId": ["product-crm"],
        "subscriptionId": "subscription-1", "billingId": "sub_1", "salesforceId": "sf-1", "pricingType": "PAID",
        "paymentCollection": "PROCESSING",
        "sorting": [{"field": "startDate", "direction": "ASC", "nulls": "NULLS_FIRST"}],
        "pagination": {"limit": 5, "startingAfter": "a", "endingBefore": "b"},
    }));
}

#[test]
fn results_ignore_what_they_do_not_know() {
    check::<ProvisionSubscriptionResult>(&json!({
        "provisionStatus": "SUCCESS", "subscription": subscription(), "checkoutUrl": "https://example.com/pay",
        "checkoutBillingId": "cs_1",
    }));
    check::<ApplySubscriptionResults>(&json!({"subscription": subscription()}));
    check::<CancelSubscriptionScheduledUpdatesResult>(&json!({"subscriptionId": "subscription-1"}));
    check::<MigrateSubscriptionToLatestResult>(
        &json!({"subscriptionId": "subscription-1", "customerId": "customer-42"}),
    );
    let money = json!({"amount": 19.99, "currency": "USD"});
    check::<SlimSubscriptionV2>(&json!({
        "subscriptionId": "subscription-1", "status": "ACTIVE", "pricingType": "PAID",
        "startDate": "2025-06-15T12:34:56.789Z", "endDate": "2027-06-15T12:34:56.789Z",
        "cancellationDate": "2026-06-15T12:34:56.789Z", "effectiveEndDate": "2026-06-15T12:34:56.789Z",
        "currentBillingPeriodEnd": "2025-07-15T12:34:56.789Z", "currentBillingPeriodStart": "2025-06-15T12:34:56.789Z",
        "billingPeriod": "MONTHLY", "additionalMetaData": {"a": "b"}, "totalPrice": {"subTotal": money, "total": money},
        "customer": {"customerId": "customer-42", "email": "ada@example.com"},
        "payingCustomer": {"customerId": "customer-1", "email": "bob@example.com"}, "resource": {"resourceId": "site-1"},
        "plan": {
            "planId": "plan-pro", "displayName": "Pro", "description": "For teams",
            "product": {
                "refId": "product-crm", "displayName": "CRM",
                "downgradePlan": {"refId": "plan-free", "displayName": "Free"},
            },
        },
        "addons": [{"quantity": 2.0, "addon": {"addonId": "addon-seats"}}],
        "prices": [{"billingModel": "FLAT_FEE", "price": {"billingPeriod": "MONTHLY", "price": money}}],
        "trialConfiguration": {"trialEndBehavior": "CONVERT_TO_PAID"}, "trialEndDate": "2025-06-29T12:34:56.789Z",
    }));
    check::<GetSubscriptionsResult>(&json!({
        "data": [{
            "subscriptionId": "subscription-1", "status": "ACTIVE", "pricingType": "PAID",
            "startDate": "2025-06-15T12:34:56.789Z", "currentBillingPeriodEnd": "2025-07-15T12:34:56.789Z",
            "customer": {"customerId": "customer-42"}, "payingCustomer": {"customerId": "customer-1"},
            "resource": {"resourceId": "site-1"}, "plan": {"planId": "plan-pro", "displayName": "Pro"},
            "addons": [{"quantity": 2.0, "addon": {"addonId": "addon-seats"}}],
            "trialConfiguration": {"trialEndBehavior": "CONVERT_TO_PAID"}, "trialEndDate": "2025-06-29T12:34:56.789Z",
        }],
        "pageInfo": {"startCursor": "a", "endCursor": "b", "hasNextPage": true, "hasPreviousPage": false},
        "totalCount": 7,
    }));
}

#[test]
fn changes_to_come_ignore_what_they_do_not_know() {
    let downgrade = json!({"__typename": "DowngradeChangeVariables", "downgradePlanRefId": "plan-free"});
    for variables in [
        merged([downgrade, plan_change()]),
        json!({"__typename": "BillingPeriodChangeVariables", "billingPeriod": "ANNUALLY"}),
        json!({"__typename": "UnitAmountChangeVariables", "newUnitAmount": 7.0, "featureId": "feature-seats"}),
        json!({"__typename": "AddonChangeVariables", "addonRefId": "addon-seats", "newQuantity": 2.0}),
        json!({"__typename": "PlanPriceOverrideChangeVariables", "planRefId": "plan-pro", "featureId": "f-1"}),
        json!({"__typename": "AddonPriceOverrideChangeVariables", "addonRefId": "addon-seats", "featureId": "f-1"}),
        json!({"__typename": "CouponChangeVariables"}),
        json!({"__typename": "RecurringCreditsChangeVariables"}),
    ] {
        check::<SubscriptionFutureUpdate>(&future_update(&variables));
    }
}
