//! What is sent about the catalogue, and to pay.

use serde_json::json;
use stigg_transport::Catalog as _;

use super::{check, described, metadata, request, sent};

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
