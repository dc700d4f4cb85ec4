//! What is sent about credits.

use serde_json::{Value, json};
use stigg_transport::Credits as _;

use super::{check, merged, metadata, request, sent};
use crate::client::client;
use crate::server::Server;

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
