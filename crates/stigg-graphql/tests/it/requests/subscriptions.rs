//! What is sent about subscriptions.

use serde_json::{Value, json};
use stigg_transport::{Consistency, Subscriptions as _};

use super::{check, described, merged, metadata, request, sent};
use crate::client::client;
use crate::server::Server;

/// What all requests share that make or change a subscription.
fn subscription_parts() -> Value {
    let money = json!({"amount": 19.99, "currency": "EUR"});
    let resets = json!({
        "resetPeriod": "MONTH", "monthlyResetPeriodConfiguration": {"accordingTo": "StartOfTheMonth"},
        "weeklyResetPeriodConfiguration": {"accordingTo": "EveryMonday"},
        "yearlyResetPeriodConfiguration": {"accordingTo": "SubscriptionStart"},
        "usageLimit": 100, "hasUnlimitedUsage": false, "hasSoftLimit": true,
    });
    json!({
        "billingPeriod": "ANNUALLY", "addons": [{"addonId": "addon-seats", "quantity": 5}, {"addonId": "addon-sso"}],
        "unitQuantity": 3, "billableFeatures": [{"featureId": "seats", "quantity": 5}],
        "charges": [{"id": "seats", "quantity": 5, "type": "FEATURE"}, {"id": "tokens", "quantity": 1000.5, "type": "CREDIT"}],
        "appliedCoupon": {
            "couponId": "spring", "billingCouponId": "co_1", "promotionCode": "SPRING", "discount": {
                "name": "Spring", "description": "For old friends", "percentOff": 12.5, "amountsOff": [money],
                "durationInMonths": 3,
            },
            "configuration": {"startDate": "2025-07-01T00:00:00Z"},
        },
        "promotionCode": "SPRING",
        "priceOverrides": [
            {
                "addonId": "addon-seats", "featureId": "seats", "currencyId": "tokens", "baseCharge": true, "price": money,
                "tiers": [
                    {"upTo": 10, "unitPrice": money, "flatPrice": money}, {"unitPrice": {"amount": 0.1}},
                ],
                "blockSize": 100, "creditGrantCadence": "MONTHLY", "creditRate": {
                    "amount": 0.25, "currencyId": "tokens", "customCurrencyId": "7f9c", "costFormula": "tokens * 2",
                },
            },
        ],
        "entitlements": [
            {"feature": merged(&resets, json!({"featureId": "seats", "enumValues": ["a", "b"], "featureGroupId": "9d1e"}))},
            {"credit": {"customCurrencyId": "tokens", "amount": 500, "cadence": "MONTH", "hasSoftLimit": false}},
        ],
        "subscriptionEntitlements": [merged(&resets, json!({"featureId": "seats", "description": "Seats"}))],
        "budget": {"limit": 1000, "hasSoftLimit": false}, "minimumSpend": {"minimum": money},
        "billingInformation": {
            "taxRateIds": ["txr_1"], "taxPercentage": 20, "taxIds": [{"type": "eu_vat", "value": "ATU12345678"}],
            "billingAddress": {
                "line1": "1 Main Street", "line2": "2nd floor", "city": "Springfield", "postalCode": "12345", "state": "OR",
                "country": "US",
            },
            "metadata": metadata(), "chargeOnBehalfOfAccount": "acct_1", "couponId": "co_1", "isInvoicePaid": true,
            "isBackdated": false, "invoiceDaysUntilDue": 30, "integrationId": "int-1", "prorationBehavior": "NONE",
        },
        "billingCycleAnchor": "NOW", "awaitPaymentConfirmation": false, "salesforceId": "sf-1", "metadata": metadata(),
    })
}

/// What the two requests share that make a subscription.
pub(super) fn new_subscription_parts() -> Value {
    let parts = json!({
        "id": "subscription-1", "resourceId": "site-1", "startDate": "2025-07-01T00:00:00+02:00", "billingCountryCode": "DE",
        "trialOverrideConfiguration": {
            "isTrial": true, "trialEndDate": "2025-08-01T00:00:00Z", "trialEndBehavior": "CONVERT_TO_PAID",
        },
        "billingId": "sub_1", "paymentCollectionMethod": "INVOICE",
    });
    merged(&subscription_parts(), parts)
}

#[tokio::test]
async fn provision_subscription() {
    let full = json!({
        "customerId": "customer-42", "planId": "plan-pro", "payingCustomerId": "customer-43", "priceUnitAmount": 4,
        "scheduleStrategy": "END_OF_BILLING_PERIOD", "cancellationDate": "2026-07-01T00:00:00Z", "skipTrial": false,
        "checkoutOptions": {
            "successUrl": "https://example.com/yes", "cancelUrl": "https://example.com/no", "allowPromoCodes": true,
            "allowTaxIdCollection": true, "collectBillingAddress": true, "collectPhoneNumber": false, "referenceId": "r-1",
        },
    });
    let full = merged(&new_subscription_parts(), full);
    let minimal = json!({"customerId": "customer-42", "planId": "plan-pro"});
    check!(provision_subscription, request(full), request(minimal));
}

#[tokio::test]
async fn update_subscription() {
    let full = json!({
        "subscriptionId": "subscription-1", "scheduleStrategy": "IMMEDIATE", "trialEndDate": "2025-08-01T00:00:00Z",
        "cancellationDate": null,
    });
    let mut full = merged(&subscription_parts(), full);
    let entitlement = &mut full["subscriptionEntitlements"][0];
    *entitlement = merged(entitlement, json!({"id": "e-1"}));
    check!(
        update_subscription,
        request(full),
        request(json!({"subscriptionId": "subscription-1"}))
    );
}

#[tokio::test]
async fn cancel_subscription() {
    let full = json!({
        "subscriptionId": "subscription-1", "subscriptionCancellationTime": "SPECIFIC_DATE",
        "endDate": "2026-07-01T00:00:00Z", "subscriptionCancellationAction": "REVOKE_ENTITLEMENTS", "prorate": false,
        "awaitSubscriptionCancellation": true,
    });
    check!(
        cancel_subscription,
        request(full),
        request(json!({"subscriptionId": "subscription-1"}))
    );
}

#[tokio::test]
async fn apply_subscription() {
    let mut full = merged(
        &new_subscription_parts(),
        json!({
            "customerId": "customer-42", "planId": "plan-pro", "payingCustomerId": "customer-43",
            "paymentMethodId": "pm_1", "scheduleStrategy": "END_OF_BILLING_PERIOD",
            "cancellationDate": "2026-07-01T00:00:00Z", "skipTrial": false, "trialEndDate": "2025-08-01T00:00:00Z",
        }),
    );
    full.as_object_mut().unwrap().remove("id");
    let minimal = json!({"customerId": "customer-42", "planId": "plan-pro"});
    check!(apply_subscription, request(full), request(minimal));
}

#[tokio::test]
async fn create_subscription() {
    let full = merged(
        &new_subscription_parts(),
        json!({
            "customerId": "customer-42", "planId": "plan-pro", "payingCustomerId": "customer-43",
            "scheduleStrategy": "END_OF_BILLING_PERIOD", "endDate": "2027-07-01T00:00:00Z",
            "cancellationDate": "2026-07-01T00:00:00Z", "skipTrial": false,
            "trialOverrideConfiguration": {"isTrial": true, "trialEndBehavior": "CONVERT_TO_PAID"},
            "isCustomPriceSubscription": true, "crmId": "crm-1",
        }),
    );
    let minimal = json!({"customerId": "customer-42", "planId": "plan-pro"});
    check!(create_subscription, request(full), request(minimal));
}

#[tokio::test]
async fn a_subscription_that_is_created_without_its_trial_says_so() {
    let query = json!({"customerId": "c", "planId": "p", "skipTrial": true});
    let sent = sent(async |stigg| stigg.create_subscription(request(query)).await.map(drop)).await;
    assert_eq!(
        sent.json()["variables"]["input"],
        json!({"customerId": "c", "planId": "p", "isOverridingTrialConfig": true, "isTrial": false})
    );
}

#[tokio::test]
async fn cancel_subscription_scheduled_updates() {
    check!(
        cancel_subscription_scheduled_updates,
        request(json!({"subscriptionId": "subscription-1", "status": "PendingPayment"})),
        request(json!({"subscriptionId": "subscription-1"}))
    );
}

#[tokio::test]
async fn migrate_subscription_to_latest() {
    check!(
        migrate_subscription_to_latest,
        request(json!({
            "subscriptionId": "subscription-1", "subscriptionMigrationTime": "END_OF_BILLING_PERIOD",
        })),
        request(json!({"subscriptionId": "subscription-1"}))
    );
}

#[tokio::test]
async fn transfer_subscription() {
    let query = json!({
        "customerId": "customer-42", "sourceResourceId": "site-1", "destinationResourceId": "site-2",
    });
    check!(transfer_subscription, request(query.clone()), request(query.clone()));
}

#[tokio::test]
async fn transfer_subscription_to_resource() {
    check!(
        transfer_subscription_to_resource,
        request(json!({"subscriptionId": "subscription-1", "destinationResourceId": "site-2"})),
        request(json!({"subscriptionId": "subscription-1"}))
    );
}

#[tokio::test]
async fn delegate_subscription_to_customer() {
    check!(
        delegate_subscription_to_customer,
        request(json!({"subscriptionId": "subscription-1", "destinationCustomerId": "customer-43"})),
        request(json!({"subscriptionId": "subscription-1"}))
    );
}

#[tokio::test]
async fn get_active_subscriptions_list() {
    let full = request(json!({"customerId": "customer-42", "resourceId": ["site-1", "site-2"]}));
    let minimal = request(json!({"customerId": "customer-42"}));
    let sent = async |query| {
        sent(async |stigg| {
            stigg
                .get_active_subscriptions_list(query, Consistency::Eventual)
                .await
                .map(drop)
        })
        .await
    };
    insta::assert_snapshot!(
        "get_active_subscriptions_list",
        described(&sent(full).await, &sent(minimal).await)
    );
}

#[tokio::test]
async fn get_subscription() {
    let query = json!({"subscriptionId": "subscription-1"});
    check!(get_subscription, request(query.clone()), request(query.clone()));
}

#[tokio::test]
async fn get_subscriptions() {
    let full = json!({
        "customerId": "customer-42", "resourceId": ["site-1", "site-2"], "status": ["ACTIVE", "IN_TRIAL"],
        "productId": "product-crm", "subscriptionId": ["subscription-1"], "billingId": "sub_1", "salesforceId": "sf-1",
        "pricingType": ["PAID", "CUSTOM"], "paymentCollection": "FAILED",
        "sorting": [
            {"field": "createdAt", "direction": "DESC"},
            {"field": "endDate", "direction": "ASC", "nulls": "NULLS_FIRST"},
        ],
        "pagination": {"limit": 50, "startingAfter": "a", "endingBefore": "b"},
    });
    check!(get_subscriptions, request(full), request(json!({})));
}

#[tokio::test]
async fn a_page_before_a_cursor_has_the_last_items_before_it() {
    let of = async |pagination: Value| {
        let query = json!({"pagination": pagination});
        let request = sent(async |stigg| stigg.get_subscriptions(request(query)).await.map(drop)).await;
        request.json()["variables"]["paging"].take()
    };
    assert_eq!(of(json!({})).await, json!({}));
    assert_eq!(
        of(json!({"limit": 5, "endingBefore": "b"})).await,
        json!({"last": 5, "before": "b"})
    );
}

#[tokio::test]
async fn get_active_subscriptions() {
    let full = json!({"customerId": "customer-42", "resourceId": ["site-1", "site-2"]});
    check!(
        get_active_subscriptions,
        request(full),
        request(json!({"customerId": "customer-42"}))
    );
}

#[tokio::test]
async fn one_resource_is_not_a_list_of_one() {
    let of = async |resource: Value| {
        let query = json!({"customerId": "customer-42", "resourceId": resource});
        let request = sent(async |stigg| stigg.get_active_subscriptions(request(query)).await.map(drop)).await;
        request.json()["variables"]["input"].take()
    };
    assert_eq!(
        of(json!("site-1")).await,
        json!({"customerId": "customer-42", "resourceId": "site-1"})
    );
    assert_eq!(
        of(json!(["site-1"])).await,
        json!({"customerId": "customer-42", "resourceIds": ["site-1"]})
    );
}

/// Some of what the requests share that make or change a subscription.
pub(super) fn bought(names: &[&str]) -> Value {
    let parts = new_subscription_parts();
    let bought = names.iter().map(|name| ((*name).to_owned(), parts[*name].clone()));
    Value::Object(bought.collect())
}

#[tokio::test]
async fn import_subscription_bulk() {
    let parts = bought(&[
        "resourceId",
        "billingId",
        "billingPeriod",
        "addons",
        "unitQuantity",
        "billableFeatures",
        "charges",
        "startDate",
        "entitlements",
        "subscriptionEntitlements",
        "salesforceId",
        "metadata",
    ]);
    let minimal = json!({"customerId": "customer-42", "planId": "plan-pro"});
    let full = merged(&parts, minimal.clone());
    let full = merged(
        &full,
        json!({
            "subscriptionId": "subscription-1", "endDate": "2026-07-01T00:00:00Z", "updatedAt": "2025-06-15T12:34:56.789Z",
        }),
    );
    let full = json!({"subscriptions": [full, minimal], "integrationId": "int-1"});
    check!(
        import_subscription_bulk,
        request(full),
        request(json!({"subscriptions": [minimal]}))
    );
}

#[tokio::test]
async fn nothing_to_import_is_nothing_to_send() {
    let server = Server::start([]).await;
    let nothing = request(json!({"subscriptions": []}));
    client(&server).import_subscription_bulk(nothing).await.unwrap();
    assert_eq!(server.journal().len(), 0);
}
