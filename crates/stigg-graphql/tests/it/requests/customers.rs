//! What is sent about customers.

use serde_json::{Value, json};
use stigg_transport::Customers as _;

use super::subscriptions::new_subscription_parts;
use super::{check, merged, metadata, request};
use crate::client::client;
use crate::server::Server;

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
async fn to_import_nobody_asks_nobody() {
    let server = Server::start([]).await;
    client(&server)
        .import_customer_bulk(request(json!({"customers": []})))
        .await
        .unwrap();
    assert_eq!(server.journal().len(), 0);
}
