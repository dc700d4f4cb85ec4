//! Checkouts and payment sessions. The emulator has no billing provider, and says so.

use stigg::models::{CheckoutStateInput, PaymentSessionInput};
use stigg::{Delivery, Error, ErrorKind, Stigg};
use stigg_tests::{World, refused};

/// Both operations, for a customer and a plan.
async fn both(stigg: &Stigg, customer_id: &str, plan_id: &str) -> [Error; 2] {
    let state = CheckoutStateInput::new(customer_id, plan_id);
    let session = PaymentSessionInput::new(customer_id, plan_id);
    [
        refused(stigg.get_checkout_state(state).await),
        refused(stigg.create_payment_session(session).await),
    ]
}

#[tokio::test]
async fn what_stigg_does_not_offer_is_an_error_with_its_code() {
    let world = World::start().await;
    let errors = both(&world.stigg, "pro-user", "plan-pro").await;
    assert_eq!(world.sent(), ["GetCheckoutState", "CreatePaymentSession"]);
    for (error, (method, field)) in errors.iter().zip([
        ("get_checkout_state", "checkoutState"),
        ("create_payment_session", "createPaymentSession"),
    ]) {
        assert_eq!(error.code().unwrap().as_str(), "UnsupportedParameter");
        assert_eq!(error.message(), format!("{field} is not implemented by the emulator"));
        assert_eq!((error.operation(), error.attempts()), (Some(method), 1));
        assert_eq!(error.delivery(), Delivery::Refused);
    }
}

#[tokio::test]
async fn offline_closed_and_bad_input_are_told_and_nothing_is_sent() {
    let world = World::start().await;
    let offline = world.builder().offline(true).build().unwrap();
    let closed = world.somebody_else();
    closed.close().await;
    for (stigg, customer_id, plan_id, kind) in [
        (&offline, "pro-user", "plan-pro", ErrorKind::Offline),
        (&closed, "pro-user", "plan-pro", ErrorKind::Closed),
        (&world.stigg, "", "plan-pro", ErrorKind::InvalidArgument),
        (&world.stigg, "pro-user", " ", ErrorKind::InvalidArgument),
    ] {
        for error in both(stigg, customer_id, plan_id).await {
            assert_eq!((error.kind(), error.delivery()), (kind, Delivery::NotSent));
            assert!(error.operation().is_some());
        }
    }
    assert_eq!(world.sent(), [] as [&str; 0]);
}
