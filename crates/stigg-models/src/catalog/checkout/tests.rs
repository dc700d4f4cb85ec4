use serde_json::{Value, json};

use super::*;
use crate::{BillingVendorIdentifier, InvalidRequest, Product, Timestamp};

#[test]
fn credentials_are_told_apart_by_their_type_and_print_no_secret() {
    let credentials = [
        json!({"__typename": "StripeCheckoutCredentials", "accountId": "acct_1", "setupSecret": "hush", "publicKey": "pk_1"}),
        json!({"__typename": "ZuoraCheckoutCredentials", "publishableKey": "pk_2"}),
        json!({
            "__typename": "AirwallexCheckoutCredentials", "clientSecret": "hush",
            "metadata": {"intentId": "int_1", "env": "demo", "currency": "eur", "customerId": "cus_1"},
        }),
        json!({"__typename": "BarterCheckoutCredentials", "password": "hush"}),
    ];
    let read: Vec<BillingCredentials> = serde_json::from_value(Value::from(credentials.to_vec())).unwrap();
    assert!(matches!(
        read.as_slice(),
        [
            BillingCredentials::Stripe(_),
            BillingCredentials::Zuora(_),
            BillingCredentials::Airwallex(_),
            BillingCredentials::Unknown(_),
        ]
    ));
    assert_eq!(serde_json::to_value(&read).unwrap(), Value::from(credentials.to_vec()));

    let printed = format!("{read:?} {read:#?}");
    assert!(!printed.contains("hush"), "{printed}");
    for public in ["acct_1", "pk_1", "pk_2", "int_1", "BarterCheckoutCredentials"] {
        assert!(printed.contains(public), "{printed}");
    }
}

#[test]
fn credentials_without_their_secret_are_an_error() {
    let error = serde_json::from_value::<BillingCredentials>(json!({"__typename": "StripeCheckoutCredentials"}));
    assert!(error.unwrap_err().to_string().contains("missing field"));
}

#[test]
fn neither_a_checkout_nor_a_payment_prints_its_secret() {
    let plan = Plan::new("plan-pro", "Pro", Product::new("product-crm"));
    let customer = FullCustomer::new("customer-42", Timestamp::UNIX_EPOCH);
    let integration = CheckoutBillingIntegration::new(BillingVendorIdentifier::Stripe);
    let state = CheckoutState::new("hush", customer, plan, integration);
    let session = PaymentSession::new("hush");
    let printed = format!("{state:?} {session:?}");
    assert!(printed.contains("plan-pro") && !printed.contains("hush"), "{printed}");
    assert_eq!(state.setup_secret.expose(), "hush");
    assert_eq!(serde_json::to_value(session).unwrap(), json!({"token": "hush"}));
}

#[test]
fn requests_name_what_is_wrong_with_them() {
    #[track_caller]
    fn check(outcome: Result<(), InvalidRequest>, expected: &str) {
        assert_eq!(outcome.unwrap_err().to_string(), expected);
    }
    let state = || CheckoutStateInput::new("c", "p");
    check(CheckoutStateInput::new("", "p").validate(), "`customerId` is empty");
    check(CheckoutStateInput::new("c", " ").validate(), "`planId` is blank");
    check(state().with_product_id("").validate(), "`productId` is empty");
    check(state().with_resource_id("").validate(), "`resourceId` is empty");
    let country = "`billingCountryCode` is not an ISO 3166-1 alpha-2 code: two letters, such as US";
    check(state().with_billing_country_code("USA").validate(), country);
    let session = PaymentSessionInput::new("c", "p");
    check(PaymentSessionInput::new(" ", "p").validate(), "`customerId` is blank");
    check(PaymentSessionInput::new("c", "").validate(), "`planId` is empty");
    check(session.clone().with_billing_country_code("").validate(), country);
    assert_eq!(session.with_billing_country_code("US").validate(), Ok(()));
    assert_eq!(state().with_billing_country_code("US").validate(), Ok(()));
}
