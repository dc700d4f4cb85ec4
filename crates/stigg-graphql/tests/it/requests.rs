//! What is sent, operation by operation.

use std::fmt::Write as _;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use stigg_graphql::GraphqlTransport;
use stigg_models::{ImportSubscription, ImportSubscriptionBulk, ReportEvent, ReportUsage, ReportUsageBulk};
use stigg_transport::{
    Catalog as _, Connection as _, Consistency, Credits as _, Customers as _, Entitlements as _, EntitlementsQuery,
    PromotionalEntitlements as _, Subscriptions as _, Usage as _,
};

use crate::client::{builder, client};
use crate::server::{Answer, Request, Server};

/// Headers that differ from process to process, or that the HTTP client sets.
const UNSTABLE: [&str; 5] = [
    "x-api-key",
    "x-sdk-instance-id",
    "x-sdk-os-process-hostname",
    "x-sdk-os-process-id",
    "x-sdk-os-process-timestamp",
];

/// The one request that a call makes; what comes of it is for other tests.
async fn sent<F: Future>(call: impl FnOnce(GraphqlTransport) -> F) -> Request {
    let server = Server::start([Answer::json(&json!({"data": null}))]).await;
    call(client(&server)).await;
    server.only_request()
}

/// The head of a request, without what is not ours to fix.
pub(crate) fn head(request: &Request) -> String {
    let mut text = format!("{} {}\n", request.method, request.target);
    let mut headers = request.headers.clone();
    headers.sort();
    for (name, value) in headers {
        let value = if UNSTABLE.contains(&name.as_str()) {
            assert!(!value.is_empty(), "{name}");
            "[…]".to_owned()
        } else {
            value.replace(env!("CARGO_PKG_VERSION"), "[version]")
        };
        if name != "host" && name != "content-length" {
            writeln!(text, "{name}: {value}").unwrap();
        }
    }
    text
}

/// Everything about an operation: as it is sent with all that can be said, and with as little as possible.
fn described(full: &Request, minimal: &Request) -> String {
    let (all, little) = (full.json(), minimal.json());
    assert_eq!(head(full), head(minimal));
    assert_eq!(all["query"], little["query"]);
    assert_eq!(all["operationName"], full.header("x-graphql-operation-name").unwrap());
    let members: Vec<&String> = all.as_object().unwrap().keys().collect();
    assert_eq!(members, ["operationName", "query", "variables"]);

    let query = all["query"].as_str().unwrap().replace("}fragment ", "}\nfragment ");
    format!(
        "{}\n--- variables\n{:#}\n\n--- fewest variables\n{:#}\n\n--- document\n{query}\n",
        head(full),
        all["variables"],
        little["variables"],
    )
}

/// A request as the official SDK would have it.
fn request<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).unwrap()
}

macro_rules! check {
    ($method:ident, $full:expr, $minimal:expr) => {{
        let full = sent(async |stigg| stigg.$method($full).await.map(|_| ())).await;
        let minimal = sent(async |stigg| stigg.$method($minimal).await.map(|_| ())).await;
        insta::assert_snapshot!(stringify!($method), described(&full, &minimal));
    }};
}

fn metadata() -> Value {
    json!({"tier": "gold", "zażółć": "🦀"})
}

fn address() -> Value {
    json!({
        "addressLine1": "1 Main Street", "addressLine2": "2nd floor", "city": "Springfield", "postalCode": "12345",
        "state": "OR", "country": "US", "phoneNumber": "+1 555 0100",
    })
}

fn billing_info() -> Value {
    json!({
        "customerName": "Ada Lovelace", "billingAddress": address(), "shippingAddress": address(), "currency": "EUR",
        "timezone": "Europe/Vienna", "language": "de", "taxIds": [{"type": "eu_vat", "value": "ATU12345678"}],
        "invoiceCustomFields": {"po": "77"}, "paymentMethodId": "pm_1", "metadata": metadata(), "integrationId": "int-1",
    })
}

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
fn new_subscription_parts() -> Value {
    let parts = json!({
        "id": "subscription-1", "resourceId": "site-1", "startDate": "2025-07-01T00:00:00+02:00", "billingCountryCode": "DE",
        "trialOverrideConfiguration": {
            "isTrial": true, "trialEndDate": "2025-08-01T00:00:00Z", "trialEndBehavior": "CONVERT_TO_PAID",
        },
        "billingId": "sub_1", "paymentCollectionMethod": "INVOICE",
    });
    merged(&subscription_parts(), parts)
}

fn merged(base: &Value, more: Value) -> Value {
    let (Value::Object(mut members), Value::Object(more)) = (base.clone(), more) else {
        panic!("only objects can be merged")
    };
    members.extend(more);
    Value::Object(members)
}

#[tokio::test]
async fn provision_customer() {
    let full = json!({
        "customerId": "customer-42", "name": "Ada", "email": "ada@example.com", "billingId": "cus_1", "salesforceId": "sf-1",
        "crmId": "crm-1", "awsMarketplaceCustomerId": "aws-1", "billingInfo": billing_info(), "couponId": "spring",
        "metadata": metadata(), "excludeFromExperiment": true, "createdAt": "2020-02-29T12:00:00.5Z",
        "subscriptionParams": merged(&new_subscription_parts(), json!({"planId": "plan-pro", "skipTrial": true})),
    });
    check!(provision_customer, request(full), request(json!({})));
}

#[tokio::test]
async fn update_customer() {
    let full = json!({
        "customerId": "customer-42", "name": "Ada", "email": "ada@example.com", "billingId": "cus_1", "salesforceId": "sf-1",
        "crmId": "crm-1", "awsMarketplaceCustomerId": "aws-1", "couponId": null, "billingInfo": billing_info(),
        "metadata": metadata(), "shouldWaitSync": true,
    });
    check!(
        update_customer,
        request(full),
        request(json!({"customerId": "customer-42"}))
    );
}

#[tokio::test]
async fn get_customer() {
    check!(get_customer, "../a b?\"", "customer-42");
}

#[tokio::test]
async fn get_customer_statistics() {
    check!(get_customer_statistics, "../a b?\"", "customer-42");
}

#[tokio::test]
async fn detach_customer_payment_method() {
    check!(detach_customer_payment_method, "../a b?\"", "customer-42");
}

#[tokio::test]
async fn archive_customer() {
    check!(archive_customer, "../a b?\"", "customer-42");
}

#[tokio::test]
async fn unarchive_customer() {
    check!(unarchive_customer, "../a b?\"", "customer-42");
}

fn imported_customer() -> Value {
    json!({
        "customerId": "customer-42", "billingId": "cus_1", "name": "Ada", "email": "ada@example.com",
        "paymentMethodId": "pm_1", "salesforceId": "sf-1", "metadata": metadata(), "updatedAt": "2020-02-29T12:00:00.5Z",
    })
}

#[tokio::test]
async fn import_customer() {
    check!(import_customer, request(imported_customer()), request(json!({})));
}

#[tokio::test]
async fn import_customer_bulk() {
    let full = json!({"customers": [imported_customer(), {"customerId": "customer-43"}], "integrationId": "int-1"});
    check!(import_customer_bulk, request(full), request(json!({"customers": [{}]})));
}

#[tokio::test]
async fn get_customer_portal() {
    let full = json!({"customerId": "customer-42", "resourceId": "site-1", "productId": "product-crm"});
    check!(
        get_customer_portal,
        request(full),
        request(json!({"customerId": "customer-42"}))
    );
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
fn bought(names: &[&str]) -> Value {
    let parts = new_subscription_parts();
    let bought = names.iter().map(|name| ((*name).to_owned(), parts[*name].clone()));
    Value::Object(bought.collect())
}

/// What all requests share that ask for a price.
const PRICED: [&str; 6] = [
    "addons",
    "unitQuantity",
    "billableFeatures",
    "charges",
    "appliedCoupon",
    "promotionCode",
];

/// What those share besides that ask for the price of a new subscription.
const PRICED_ANEW: [&str; 6] = [
    "resourceId",
    "startDate",
    "billingPeriod",
    "billingCountryCode",
    "billingInformation",
    "trialOverrideConfiguration",
];

#[tokio::test]
async fn preview_subscription() {
    let full = json!({
        "customerId": "customer-42", "planId": "plan-pro", "payingCustomerId": "customer-43",
        "scheduleStrategy": "END_OF_BILLING_PERIOD", "billingCycleAnchor": "NOW",
    });
    let full = merged(&merged(&bought(&PRICED), bought(&PRICED_ANEW)), full);
    let minimal = json!({"customerId": "customer-42", "planId": "plan-pro"});
    check!(preview_subscription, request(full), request(minimal));
}

#[tokio::test]
async fn preview_next_invoice() {
    let query = json!({"subscriptionId": "subscription-1"});
    check!(preview_next_invoice, request(query.clone()), request(query.clone()));
}

#[tokio::test]
async fn estimate_subscription() {
    let full = json!({
        "customerId": "customer-42", "planId": "plan-pro", "payingCustomerId": "customer-43", "priceUnitAmount": 4,
        "skipTrial": false,
    });
    let full = merged(&merged(&bought(&PRICED), bought(&PRICED_ANEW)), full);
    let minimal = json!({"customerId": "customer-42", "planId": "plan-pro"});
    check!(estimate_subscription, request(full), request(minimal));
}

#[tokio::test]
async fn estimate_subscription_update() {
    let minimal = json!({"subscriptionId": "subscription-1"});
    let full = merged(&bought(&PRICED), minimal.clone());
    check!(estimate_subscription_update, request(full), request(minimal));
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

#[tokio::test]
async fn get_paywall() {
    let full = json!({
        "productId": "product-crm", "customerId": "customer-42", "resourceId": "site-1", "billingCountryCode": "DE",
        "fetchAllCountriesPrices": true, "includeHiddenPlans": true, "context": "CHECKOUT", "offerId": "offer-1",
    });
    let minimal = json!({"productId": "", "fetchAllCountriesPrices": false, "includeHiddenPlans": false});
    check!(get_paywall, request(full), request(minimal));
}

#[tokio::test]
async fn get_mock_paywall() {
    let full = json!({
        "productId": "product-crm", "customerId": "customer-42", "resourceId": "site-1", "billingCountryCode": "DE",
        "fetchAllCountriesPrices": true, "includeHiddenPlans": true, "context": "CHECKOUT", "offerId": "offer-1",
    });
    let minimal = json!({"productId": "", "fetchAllCountriesPrices": false, "includeHiddenPlans": false});
    check!(get_mock_paywall, request(full), request(minimal));
}

#[tokio::test]
async fn get_products() {
    let request = sent(async |stigg| stigg.get_products().await.map(drop)).await;
    insta::assert_snapshot!("get_products", described(&request, &request));
}

#[tokio::test]
async fn get_coupons() {
    let request = sent(async |stigg| stigg.get_coupons().await.map(drop)).await;
    insta::assert_snapshot!("get_coupons", described(&request, &request));
}

#[tokio::test]
async fn create_coupon() {
    let full = json!({
        "id": "spring", "name": "Spring", "description": "For old friends", "type": "FIXED", "percentOff": 12.5,
        "amountsOff": [{"amount": 19.99, "currency": "EUR"}, {"amount": 20}], "durationInMonths": 3,
        "metadata": metadata(),
    });
    let minimal = json!({"id": "spring", "name": "Spring"});
    check!(create_coupon, request(full), request(minimal));
}

#[tokio::test]
async fn get_checkout_state() {
    let full = json!({
        "customerId": "customer-42", "planId": "plan-pro", "productId": "product-crm", "resourceId": "site-1",
        "billingCountryCode": "DE",
    });
    let minimal = json!({"customerId": "customer-42", "planId": "plan-pro"});
    check!(get_checkout_state, request(full), request(minimal));
}

#[tokio::test]
async fn create_payment_session() {
    let full = json!({"customerId": "customer-42", "planId": "plan-pro", "billingCountryCode": "DE"});
    let minimal = json!({"customerId": "customer-42", "planId": "plan-pro"});
    check!(create_payment_session, request(full), request(minimal));
}

#[tokio::test]
async fn get_entitlements_state() {
    let query = EntitlementsQuery::new("customer-42");
    check!(
        get_entitlements_state,
        query.clone().with_resource_id("site-1"),
        query.clone().with_resource_id("")
    );
}

#[tokio::test]
async fn get_entitlement_remote() {
    let full = json!({
        "customerId": "customer-42", "featureId": "seats", "resourceId": "site-1",
        "options": {"requestedUsage": 2.5, "requestedValues": ["eu"], "shouldTrack": false},
    });
    let minimal = json!({"customerId": "customer-42", "featureId": "seats", "resourceId": "", "options": {}});
    check!(get_entitlement_remote, request(full), request(minimal));
}

#[tokio::test]
async fn get_entitlement_v2_remote() {
    let full = json!({
        "customerId": "customer-42", "featureId": "seats", "currencyId": "", "resourceId": "site-1",
        "options": {"requestedUsage": 2.5, "requestedValues": ["eu"], "shouldTrack": false},
    });
    let minimal = json!({"customerId": "customer-42", "currencyId": "tokens"});
    check!(get_entitlement_v2_remote, request(full), request(minimal));
}

#[tokio::test]
async fn get_entitlements_remote() {
    let query = EntitlementsQuery::new("customer-42");
    check!(
        get_entitlements_remote,
        query.clone().with_resource_id("site-1"),
        query.clone().with_resource_id("")
    );
}

#[tokio::test]
async fn report_usage() {
    let full = json!({
        "customerId": "customer-42", "featureId": "api-calls", "value": -2.5, "resourceId": "site-1",
        "updateBehavior": "SET", "createdAt": "2025-06-15T12:34:56.789Z", "idempotencyKey": "key-1",
        "dimensions": {"region": "eu", "tokens": 1200, "batch": true},
    });
    let minimal = json!({"customerId": "customer-42", "featureId": "api-calls", "value": 1, "idempotencyKey": "key-2"});
    check!(report_usage, request(full), request(minimal));
}

#[tokio::test]
async fn a_report_without_a_key_gets_a_new_one_each_time() {
    let report = json!({"customerId": "customer-42", "featureId": "api-calls", "value": 1});
    let mut keys = Vec::new();
    for _ in 0..2 {
        let report = request(report.clone());
        let request = sent(async |stigg| stigg.report_usage(report).await.map(drop)).await;
        let key = request.json()["variables"]["input"]["idempotencyKey"].take();
        let key: uuid::Uuid = key.as_str().unwrap().parse().unwrap();
        assert_eq!(key.get_version(), Some(uuid::Version::SortRand));
        keys.push(key);
    }
    assert_ne!(keys[0], keys[1]);
}

#[tokio::test]
async fn report_usage_bulk() {
    let full = json!({
        "customerId": "customer-42", "featureId": "api-calls", "value": -2.5, "resourceId": "site-1",
        "updateBehavior": "SET", "createdAt": "2025-06-15T12:34:56.789Z", "idempotencyKey": "key-1",
        "dimensions": {"region": "eu", "tokens": 1200, "batch": true},
    });
    let minimal = json!({"customerId": "customer-42", "featureId": "api-calls", "value": 1, "idempotencyKey": "key-2"});
    check!(
        report_usage_bulk,
        request(json!({"usages": [full, minimal]})),
        request(json!({"usages": [minimal]}))
    );
}

#[tokio::test]
async fn each_report_of_many_without_a_key_gets_one_of_its_own() {
    let reports = (1..=3).map(|value| ReportUsage::new("customer-42", "api-calls", value));
    let mut reports: Vec<ReportUsage> = reports.collect();
    reports[1].idempotency_key = Some("key-1".to_owned());
    let request = sent(async |stigg| stigg.report_usage_bulk(reports.into()).await.map(drop)).await;
    let usages = request.json()["variables"]["input"]["usages"].take();
    let keys: Vec<&str> = (0..3)
        .map(|index| usages[index]["idempotencyKey"].as_str().unwrap())
        .collect();
    assert_eq!(keys[1], "key-1");
    assert!(keys[0].parse::<uuid::Uuid>().is_ok() && keys[2].parse::<uuid::Uuid>().is_ok());
    assert_ne!(keys[0], keys[2]);
}

#[tokio::test]
async fn more_reports_than_stigg_takes_are_not_sent_and_no_reports_need_no_request() {
    let server = Server::start([]).await;
    let stigg = client(&server);
    let report = ReportUsage::new("customer-42", "api-calls", 1);
    let error = stigg
        .report_usage_bulk(vec![report; ReportUsageBulk::MAX_PER_REQUEST + 1].into())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "report_usage_bulk failed: invalid argument: `usages` has 101 items; Stigg takes at most 100 in one request"
    );
    assert_eq!(stigg.report_usage_bulk(Vec::new().into()).await.unwrap(), []);
    assert_eq!(server.journal().len(), 0);
}

#[tokio::test]
async fn estimate_event_cost() {
    let full = json!({
        "customerId": "customer-42", "eventName": "call", "resourceId": "site-1",
        "dimensions": {"region": "eu", "tokens": 1200, "batch": true},
    });
    let minimal = json!({"customerId": "customer-42", "eventName": "call"});
    check!(estimate_event_cost, request(full), request(minimal));
}

#[tokio::test]
async fn estimate_usage_cost() {
    let full = json!({
        "customerId": "customer-42", "featureId": "api-calls", "value": 2.5, "resourceId": "site-1",
        "dimensions": {"region": "eu", "tokens": 1200, "batch": true}, "updateBehavior": "SET",
    });
    let minimal = json!({"customerId": "customer-42", "featureId": "api-calls", "value": 1});
    check!(estimate_usage_cost, request(full), request(minimal));
}

#[tokio::test]
async fn fetch_usage_history() {
    let full = json!({
        "customerId": "customer-42", "featureId": "api-calls", "resourceId": "site-1",
        "startDate": "2025-06-01T00:00:00.000Z", "endDate": "2025-06-15T12:34:56.789Z", "resetPeriod": "MONTH",
        "monthlyResetPeriodConfiguration": {"accordingTo": "StartOfTheMonth"},
        "weeklyResetPeriodConfiguration": {"accordingTo": "EveryMonday"},
        "yearlyResetPeriodConfiguration": {"accordingTo": "SubscriptionStart"},
    });
    let minimal = json!({
        "customerId": "customer-42", "featureId": "api-calls", "startDate": "2025-06-01T00:00:00.000Z",
    });
    check!(fetch_usage_history, request(full), request(minimal));
}

#[tokio::test]
async fn get_usage_history_v2() {
    let full = json!({
        "customerId": "customer-42", "featureId": "api-calls", "resourceId": "site-1",
        "startDate": "2025-06-01T00:00:00.000Z", "endDate": "2025-06-15T12:34:56.789Z",
        "groupBy": ["region", "model"], "includeInactiveSubscriptions": false,
        "paging": {"last": 10, "before": "c9"},
    });
    let minimal = json!({
        "customerId": "customer-42", "featureId": "api-calls", "startDate": "2025-06-01T00:00:00.000Z",
        "paging": {"first": 10, "after": "c1"},
    });
    check!(get_usage_history_v2, request(full), request(minimal));
}

#[tokio::test]
async fn report_entitlement_check_requested() {
    let full = json!({
        "customerId": "customer-42", "featureId": "api-calls", "resourceId": "site-1", "requestedUsage": 3,
        "requestedValues": ["eu"],
        "entitlementCheckResult": {
            "hasAccess": false, "accessDeniedReason": "RequestedUsageExceedingLimit", "usageLimit": 10,
            "currentUsage": 8, "requestedUsage": 3, "requestedValues": ["eu"], "enumValues": ["us"],
            "hasUnlimitedUsage": false, "hasSoftLimit": false, "nextResetDate": "2025-07-01T00:00:00.000Z",
            "resetPeriod": "MONTH", "monthlyResetPeriodConfiguration": {"accordingTo": "StartOfTheMonth"},
            "weeklyResetPeriodConfiguration": {"accordingTo": "EveryMonday"},
            "yearlyResetPeriodConfiguration": {"accordingTo": "SubscriptionStart"},
        },
    });
    let minimal = json!({
        "customerId": "customer-42", "featureId": "api-calls", "entitlementCheckResult": {"hasAccess": true},
    });
    check!(report_entitlement_check_requested, request(full), request(minimal));
}

#[tokio::test]
async fn report_events() {
    let full = json!([
        {
            "customerId": "customer-42", "eventName": "call", "idempotencyKey": "key-1", "resourceId": "site-1",
            "dimensions": {"region": "eu", "tokens": 1200, "batch": true}, "timestamp": "2025-06-15T12:34:56.789Z",
        },
        {"customerId": "customer-42", "eventName": "call", "idempotencyKey": "key-2"},
    ]);
    let minimal = vec![ReportEvent::new("customer-42", "call", "key-1")];
    check!(report_events, request(full), minimal);
}

fn credit_pool() -> Value {
    json!({"customerId": "customer-42", "currencyId": "tokens", "resourceId": "site-1"})
}

fn paging() -> Value {
    json!({"first": 5, "after": "cursor-1"})
}

#[tokio::test]
async fn grant_credits() {
    let minimal = json!({
        "customerId": "customer-42", "currencyId": "tokens", "displayName": "Gift", "amount": 100,
        "grantType": "PROMOTIONAL",
    });
    let full = json!({
        "resourceId": "site-1", "cost": {"amount": 19.99, "currency": "EUR"}, "priority": 2,
        "effectiveAt": "2025-07-01T00:00:00Z", "expireAt": "2026-07-01T00:00:00Z", "comment": "By phone",
        "additionalMetaData": metadata(), "awaitPaymentConfirmation": false, "paymentCollectionMethod": "INVOICE",
        "billingInformation": {
            "billingAddress": {
                "line1": "1 Main Street", "line2": "2nd floor", "city": "Springfield", "postalCode": "12345", "state": "OR",
                "country": "US",
            },
            "invoiceDaysUntilDue": 30, "isInvoicePaid": true,
        },
    });
    check!(grant_credits, request(merged(&minimal, full)), request(minimal.clone()));
}

#[tokio::test]
async fn void_credit_grant() {
    let void = json!({"id": "grant-1"});
    check!(void_credit_grant, request(void.clone()), request(void.clone()));
}

#[tokio::test]
async fn get_credit_grants() {
    let full = merged(&credit_pool(), json!({"paging": paging()}));
    check!(
        get_credit_grants,
        request(full),
        request(json!({"customerId": "customer-42"}))
    );
}

#[tokio::test]
async fn get_credit_ledger() {
    let full = json!({
        "eventType": ["CREDITS_GRANTED", "CREDITS_CONSUMED"], "paging": {"last": 5, "before": "cursor-1"},
    });
    check!(
        get_credit_ledger,
        request(merged(&credit_pool(), full)),
        request(json!({"customerId": "customer-42"}))
    );
}

#[tokio::test]
async fn get_credit_usage() {
    let full = json!({
        "timeRange": "LAST_YEAR", "startDate": "2025-01-01T00:00:00Z", "endDate": "2025-07-01T00:00:00Z",
        "groupBy": ["model", "region"], "paging": paging(),
    });
    check!(
        get_credit_usage,
        request(merged(&credit_pool(), full)),
        request(json!({"customerId": "customer-42"}))
    );
}

#[tokio::test]
async fn get_credit_balance() {
    check!(
        get_credit_balance,
        request(credit_pool()),
        request(json!({"customerId": "customer-42"}))
    );
}

#[tokio::test]
async fn get_automatic_recharge_configuration() {
    let query = json!({"customerId": "customer-42", "currencyId": "tokens"});
    check!(
        get_automatic_recharge_configuration,
        request(query.clone()),
        request(query.clone())
    );
}

#[tokio::test]
async fn save_automatic_recharge_configuration() {
    let minimal = json!({"customerId": "customer-42", "currencyId": "tokens", "isEnabled": false});
    let full = json!({
        "isEnabled": true, "thresholdType": "DollarAmount", "thresholdValue": 10, "targetBalance": 100.5,
        "maxSpendLimit": null, "grantExpirationPeriod": "OneYear",
    });
    check!(
        save_automatic_recharge_configuration,
        request(merged(&minimal, full)),
        request(minimal.clone())
    );
}

fn consumption(key: &str) -> Value {
    json!({"customerId": "customer-42", "currencyId": "tokens", "amount": 2.5, "idempotencyKey": key})
}

#[tokio::test]
async fn consume_credits() {
    let full = json!({
        "resourceId": "site-1", "createdAt": "2025-06-15T12:34:56.789Z", "dimensions": {"model": "large", "tokens": 1200},
    });
    check!(
        consume_credits,
        request(merged(&consumption("key-1"), full)),
        request(consumption("key-1"))
    );
}

#[tokio::test]
async fn consume_credits_async() {
    let second = json!({"resourceId": "site-1", "createdAt": "2025-07-01T00:00:00Z", "dimensions": {"model": "large"}});
    let full = json!({"consumptions": [consumption("key-1"), merged(&consumption("key-2"), second)]});
    let minimal = json!({"consumptions": [consumption("key-1")]});
    check!(consume_credits_async, request(full), request(minimal));
}

#[tokio::test]
async fn consumptions_without_a_key_get_one_each() {
    let consumption = json!({"customerId": "customer-42", "currencyId": "tokens", "amount": 1});
    let consumptions = json!({"consumptions": [consumption, consumption]});
    let request = sent(async |stigg| stigg.consume_credits_async(request(consumptions)).await).await;
    let key = |place: usize| -> uuid::Uuid {
        let json = request.json();
        let key = &json["variables"]["input"]["consumptions"][place]["idempotencyKey"];
        key.as_str().unwrap().parse().unwrap()
    };
    assert_ne!(key(0), key(1));
}

#[tokio::test]
async fn no_consumptions_are_no_request_and_too_many_are_refused() {
    let server = Server::start([]).await;
    let stigg = client(&server);
    stigg
        .consume_credits_async(request(json!({"consumptions": []})))
        .await
        .unwrap();
    let many = json!({"consumptions": vec![consumption("k"); 1_001]});
    let error = stigg.consume_credits_async(request(many)).await.unwrap_err();
    assert_eq!(error.kind(), stigg_transport::ErrorKind::InvalidArgument);
    assert_eq!(server.journal().len(), 0);
}

/// What is sent of an entitlement that is granted.
fn grants() -> Value {
    json!([
        {
            "featureId": "seats", "period": "CUSTOM", "customEndDate": "2026-07-01T00:00:00+02:00", "usageLimit": 100,
            "hasUnlimitedUsage": false, "hasSoftLimit": true, "isVisible": false, "enumValues": ["a", "b"],
            "resetPeriod": "MONTH", "monthlyResetPeriodConfiguration": {"accordingTo": "StartOfTheMonth"},
            "weeklyResetPeriodConfiguration": {"accordingTo": "EveryMonday"},
            "yearlyResetPeriodConfiguration": {"accordingTo": "SubscriptionStart"},
        },
        {"featureId": "sso", "period": "LIFETIME"},
    ])
}

#[tokio::test]
async fn grant_promotional_entitlements() {
    let full = json!({"customerId": "customer-42", "promotionalEntitlements": grants()});
    let minimal = json!({"customerId": "customer-42", "promotionalEntitlements": []});
    check!(grant_promotional_entitlements, request(full), request(minimal));
}

#[tokio::test]
async fn revoke_promotional_entitlements() {
    let one = json!({"customerId": "customer-42", "featureId": "seats"});
    check!(
        revoke_promotional_entitlements,
        request(one.clone()),
        request(one.clone())
    );
}

#[tokio::test]
async fn grant_promotional_entitlements_group() {
    let group = json!({"customerId": "customer-42", "featureGroupId": "group-1"});
    let full = merged(&group, json!({"promotionalEntitlements": grants()}));
    let minimal = merged(&group, json!({"promotionalEntitlements": []}));
    check!(grant_promotional_entitlements_group, request(full), request(minimal));
}

#[tokio::test]
async fn revoke_promotional_entitlements_group() {
    let group = json!({"customerId": "customer-42", "featureGroupId": "group-1"});
    check!(
        revoke_promotional_entitlements_group,
        request(group.clone()),
        request(group.clone())
    );
}

#[tokio::test]
async fn unlink_promotional_entitlements_group() {
    let group = json!({"customerId": "customer-42", "featureGroupId": "group-1"});
    check!(
        unlink_promotional_entitlements_group,
        request(group.clone()),
        request(group.clone())
    );
}

#[tokio::test]
async fn verify_api_key() {
    let request = sent(async |stigg| stigg.verify_api_key().await).await;
    insta::assert_snapshot!(described(&request, &request));
}

#[tokio::test]
async fn what_cannot_be_meant_is_not_sent() {
    let server = Server::start([]).await;
    let stigg = client(&server);
    let problems = [
        stigg
            .provision_customer(request(json!({"customerId": ""})))
            .await
            .map(drop),
        stigg
            .update_customer(request(json!({"customerId": " "})))
            .await
            .map(drop),
        stigg.get_customer("").await.map(drop),
        stigg.get_customer(&"x".repeat(2_000)).await.map(drop),
        stigg.get_customer_statistics(" ").await.map(drop),
        stigg.detach_customer_payment_method("").await.map(drop),
        stigg.archive_customer("").await.map(drop),
        stigg.unarchive_customer("\t").await.map(drop),
        stigg
            .import_customer(request(json!({"customerId": ""})))
            .await
            .map(drop),
        stigg
            .import_customer_bulk(request(json!({"customers": [{}, {"customerId": " "}]})))
            .await,
        stigg
            .import_customer_bulk(request(json!({"customers": vec![json!({}); 1_001]})))
            .await,
        stigg
            .get_customer_portal(request(json!({"customerId": "c", "productId": ""})))
            .await
            .map(drop),
        stigg
            .provision_subscription(request(json!({"customerId": "c", "planId": ""})))
            .await
            .map(drop),
        stigg
            .update_subscription(request(json!({"subscriptionId": ""})))
            .await
            .map(drop),
        stigg
            .cancel_subscription(request(json!({"subscriptionId": ""})))
            .await
            .map(drop),
        stigg
            .apply_subscription(request(json!({"customerId": "c", "planId": ""})))
            .await
            .map(drop),
        stigg
            .create_subscription(request(json!({"customerId": "", "planId": "p"})))
            .await
            .map(drop),
        stigg
            .cancel_subscription_scheduled_updates(request(json!({"subscriptionId": "s", "status": "Done"})))
            .await
            .map(drop),
        stigg
            .migrate_subscription_to_latest(request(json!({"subscriptionId": ""})))
            .await
            .map(drop),
        stigg
            .transfer_subscription(request(
                json!({"customerId": "c", "sourceResourceId": "", "destinationResourceId": "r"}),
            ))
            .await
            .map(drop),
        stigg
            .transfer_subscription_to_resource(request(json!({"subscriptionId": ""})))
            .await
            .map(drop),
        stigg
            .delegate_subscription_to_customer(request(json!({"subscriptionId": "s", "destinationCustomerId": ""})))
            .await
            .map(drop),
        stigg
            .get_active_subscriptions_list(request(json!({"customerId": ""})), Consistency::Eventual)
            .await
            .map(drop),
        stigg
            .get_subscription(request(json!({"subscriptionId": ""})))
            .await
            .map(drop),
        stigg
            .get_subscriptions(request(json!({"pagination": {"limit": 0}})))
            .await
            .map(drop),
        stigg
            .get_active_subscriptions(request(json!({"customerId": ""})))
            .await
            .map(drop),
        stigg
            .preview_subscription(request(json!({"customerId": "", "planId": "p"})))
            .await
            .map(drop),
        stigg
            .preview_next_invoice(request(json!({"subscriptionId": ""})))
            .await
            .map(drop),
        stigg
            .estimate_subscription(request(json!({"customerId": "c", "planId": ""})))
            .await
            .map(drop),
        stigg
            .estimate_subscription_update(request(json!({"subscriptionId": ""})))
            .await
            .map(drop),
        stigg
            .import_subscription_bulk(request(json!({"subscriptions": [{"customerId": "c", "planId": ""}]})))
            .await,
        stigg
            .import_subscription_bulk(ImportSubscriptionBulk::new(vec![
                ImportSubscription::new("c", "p");
                ImportSubscriptionBulk::MAX_PER_REQUEST
                    + 1
            ]))
            .await,
        stigg
            .get_paywall(request(json!({"billingCountryCode": "Germany"})))
            .await
            .map(drop),
        stigg
            .get_mock_paywall(request(json!({"customerId": " "})))
            .await
            .map(drop),
        stigg
            .create_coupon(request(json!({"id": "", "name": "Spring"})))
            .await
            .map(drop),
        stigg
            .create_coupon(request(json!({"id": "spring", "name": "Spring", "percentOff": 101})))
            .await
            .map(drop),
        stigg
            .get_checkout_state(request(json!({"customerId": "c", "planId": ""})))
            .await
            .map(drop),
        stigg
            .create_payment_session(request(json!({"customerId": "", "planId": "p"})))
            .await
            .map(drop),
        stigg.get_entitlements_state(EntitlementsQuery::new("")).await.map(drop),
        stigg
            .get_entitlements_state(EntitlementsQuery::new("c").with_resource_id(" "))
            .await
            .map(drop),
        stigg
            .get_entitlement_remote(request(json!({"customerId": "c", "featureId": ""})))
            .await
            .map(drop),
        stigg
            .get_entitlement_v2_remote(request(json!({"customerId": "c", "featureId": "f", "currencyId": "t"})))
            .await
            .map(drop),
        stigg
            .get_entitlements_remote(EntitlementsQuery::new(" "))
            .await
            .map(drop),
        stigg
            .report_usage(request(json!({"customerId": "c", "featureId": "", "value": 1})))
            .await
            .map(drop),
        stigg
            .report_usage_bulk(request(
                json!({"usages": [{"customerId": "", "featureId": "f", "value": 1}]}),
            ))
            .await
            .map(drop),
        stigg
            .estimate_event_cost(request(json!({"customerId": "c", "eventName": ""})))
            .await
            .map(drop),
        stigg
            .estimate_usage_cost(request(json!({"customerId": "c", "featureId": "", "value": 1})))
            .await
            .map(drop),
        stigg
            .fetch_usage_history(request(
                json!({"customerId": "c", "featureId": "", "startDate": "2025-06-01T00:00:00.000Z"}),
            ))
            .await
            .map(drop),
        stigg
            .get_usage_history_v2(request(json!({
                "customerId": "c", "featureId": "f", "startDate": "2025-06-01T00:00:00.000Z", "groupBy": [""],
            })))
            .await
            .map(drop),
        stigg
            .report_entitlement_check_requested(request(
                json!({"customerId": "c", "featureId": "", "entitlementCheckResult": {"hasAccess": true}}),
            ))
            .await,
        stigg
            .report_events(vec![
                ReportEvent::new("c", "call", "k"),
                ReportEvent::new("c", "call", ""),
            ])
            .await,
        stigg
            .grant_credits(request(json!({
                "customerId": "c", "currencyId": "t", "displayName": "d", "amount": -1, "grantType": "PAID",
            })))
            .await
            .map(drop),
        stigg.void_credit_grant(request(json!({"id": ""}))).await.map(drop),
        stigg
            .get_credit_grants(request(json!({"customerId": ""})))
            .await
            .map(drop),
        stigg
            .get_credit_ledger(request(json!({"customerId": "c", "paging": {"first": 0}})))
            .await
            .map(drop),
        stigg
            .get_credit_usage(request(json!({"customerId": "c", "groupBy": [""]})))
            .await
            .map(drop),
        stigg
            .get_credit_balance(request(json!({"customerId": "c", "currencyId": ""})))
            .await
            .map(drop),
        stigg
            .get_automatic_recharge_configuration(request(json!({"customerId": "c", "currencyId": ""})))
            .await
            .map(drop),
        stigg
            .save_automatic_recharge_configuration(request(json!({
                "customerId": "c", "currencyId": "t", "isEnabled": true, "maxSpendLimit": -1,
            })))
            .await
            .map(drop),
        stigg
            .consume_credits(request(json!({"customerId": "c", "currencyId": "t", "amount": 0})))
            .await
            .map(drop),
        stigg
            .consume_credits_async(request(json!({
                "consumptions": [{"customerId": "c", "currencyId": "", "amount": 1}],
            })))
            .await,
        stigg
            .grant_promotional_entitlements(request(json!({
                "customerId": "c", "promotionalEntitlements": [{"featureId": "f", "period": "CUSTOM"}],
            })))
            .await
            .map(drop),
        stigg
            .revoke_promotional_entitlements(request(json!({"customerId": "c", "featureId": ""})))
            .await
            .map(drop),
        stigg
            .grant_promotional_entitlements_group(request(json!({
                "customerId": "c", "featureGroupId": "g",
                "promotionalEntitlements": [{"featureId": "", "period": "LIFETIME"}],
            })))
            .await
            .map(drop),
        stigg
            .revoke_promotional_entitlements_group(request(json!({"customerId": "", "featureGroupId": "g"})))
            .await
            .map(drop),
        stigg
            .unlink_promotional_entitlements_group(request(json!({"customerId": "c", "featureGroupId": ""})))
            .await
            .map(drop),
    ];
    let mut lines = String::new();
    for problem in problems {
        let error = problem.unwrap_err();
        assert_eq!(error.kind(), stigg_transport::ErrorKind::InvalidArgument);
        assert!(!error.may_have_been_applied());
        writeln!(lines, "{error}").unwrap();
    }
    insta::assert_snapshot!(lines);
    assert_eq!(server.journal().len(), 0);
}

#[tokio::test]
async fn to_import_nobody_asks_nobody() {
    let server = Server::start([]).await;
    client(&server)
        .import_customer_bulk(request(json!({"customers": []})))
        .await
        .unwrap();
    assert_eq!(server.journal().len(), 0);
}

#[tokio::test]
async fn the_process_may_be_kept_to_oneself() {
    let server = Server::start([Answer::status(401)]).await;
    let stigg = builder(server.url()).process_headers(false).build().unwrap();
    stigg.get_customer("c").await.unwrap_err();
    let request = server.only_request();
    let told = |(name, _): &&(String, String)| name.starts_with("x-sdk-os-process-");
    assert_eq!(request.headers.iter().find(told), None);
    assert_eq!(request.header("source"), Some("NODE_SERVER_SDK"));
}
