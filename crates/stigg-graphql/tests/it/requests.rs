//! What is sent, operation by operation.

use std::fmt::Write as _;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use stigg_graphql::GraphqlTransport;
use stigg_models::ReportEvent;
use stigg_transport::{
    Catalog as _, Connection as _, Customers as _, Entitlements as _, EntitlementsQuery, Subscriptions as _, Usage as _,
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
async fn get_entitlements_state() {
    let query = EntitlementsQuery::new("customer-42");
    check!(
        get_entitlements_state,
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
            .get_paywall(request(json!({"billingCountryCode": "Germany"})))
            .await
            .map(drop),
        stigg.get_entitlements_state(EntitlementsQuery::new("")).await.map(drop),
        stigg
            .get_entitlements_state(EntitlementsQuery::new("c").with_resource_id(" "))
            .await
            .map(drop),
        stigg
            .report_usage(request(json!({"customerId": "c", "featureId": "", "value": 1})))
            .await
            .map(drop),
        stigg
            .report_events(vec![
                ReportEvent::new("c", "call", "k"),
                ReportEvent::new("c", "call", ""),
            ])
            .await,
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
async fn the_process_may_be_kept_to_oneself() {
    let server = Server::start([Answer::status(401)]).await;
    let stigg = builder(server.url()).process_headers(false).build().unwrap();
    stigg.get_customer("c").await.unwrap_err();
    let request = server.only_request();
    let told = |(name, _): &&(String, String)| name.starts_with("x-sdk-os-process-");
    assert_eq!(request.headers.iter().find(told), None);
    assert_eq!(request.header("source"), Some("NODE_SERVER_SDK"));
}
