//! What Stigg refuses, and how the error tells it.

use stigg::models::{
    BillingPeriod, CancelSubscription, GetActiveSubscriptions, GetSubscription, ProvisionSubscription,
    SubscriptionCouponInput, UpdateSubscription,
};
use stigg::{Delivery, Error, ErrorKind};
use stigg_tests::{World, at, refused};

use super::pro;

#[track_caller]
fn check(error: &Error, operation: &str, kind: ErrorKind, code: &str) {
    assert_eq!(error.operation(), Some(operation), "{error:?}");
    assert_eq!(
        error.code().map(stigg::models::ErrorCode::as_str),
        Some(code),
        "{error:?}"
    );
    assert_eq!(error.kind(), kind, "{error:?}");
    assert_eq!(
        (error.delivery(), error.attempts()),
        (Delivery::Refused, 1),
        "{error:?}"
    );
    assert!(error.to_string().contains(code), "{error}");
}

#[tokio::test]
async fn a_subscription_that_cannot_be_is_refused_and_the_error_says_why() {
    use ErrorKind::{Conflict, NotFound, Validation};

    let world = World::start().await;
    world.customer("ada").await;
    let plan = |plan_id: &str| ProvisionSubscription::new("ada", plan_id);
    let cases = [
        (pro("nobody"), NotFound, "CustomerNotFound"),
        (plan("plan-of-dreams"), NotFound, "PlanNotFound"),
        (plan("plan-pro"), Validation, "BillingPeriodMissingError"),
        (pro("ada").with_addon("addon-of-dreams", 1), NotFound, "AddonNotFound"),
        (
            pro("ada").with_addon("addon-foreign", 1),
            Validation,
            "IncompatibleSubscriptionAddon",
        ),
        (
            pro("ada").with_addon("addon-renders", 11),
            Validation,
            "AddonQuantityExceedsLimitError",
        ),
        (
            pro("ada").with_addon("addon-pdf", 1).with_addon("addon-pdf", 1),
            Validation,
            "DuplicateAddonProvisionedError",
        ),
        (
            pro("ada").with_applied_coupon(SubscriptionCouponInput::coupon("coupon-none")),
            NotFound,
            "CouponNotFound",
        ),
        (
            pro("ada").with_id("subscription-pro"),
            Conflict,
            "DuplicatedEntityNotAllowed",
        ),
        (
            pro("ada").with_cancellation_date(at("2026-01-01T00:00:00Z")),
            Validation,
            "InvalidCancellationDate",
        ),
        (
            plan("plan-site").with_billing_period(BillingPeriod::Monthly),
            Validation,
            "InvalidArgumentError",
        ),
    ];
    for (request, kind, code) in cases {
        let error = refused(world.stigg.provision_subscription(request).await);
        check(&error, "provision_subscription", kind, code);
    }
    let active = world
        .stigg
        .get_active_subscriptions(GetActiveSubscriptions::new("ada"))
        .await
        .unwrap();
    assert!(active.is_empty(), "nothing came of all that");
}

#[tokio::test]
async fn what_is_not_there_cannot_be_read_changed_or_ended() {
    let world = World::start().await;
    let stigg = &world.stigg;
    let error = refused(stigg.get_subscription(GetSubscription::new("s-0")).await);
    check(&error, "get_subscription", ErrorKind::NotFound, "SubscriptionNotFound");
    let error = refused(
        stigg
            .update_subscription(UpdateSubscription::new("s-0").without_cancellation())
            .await,
    );
    check(
        &error,
        "update_subscription",
        ErrorKind::NotFound,
        "SubscriptionNotFound",
    );
    let error = refused(stigg.cancel_subscription(CancelSubscription::new("s-0")).await);
    check(
        &error,
        "cancel_subscription",
        ErrorKind::NotFound,
        "SubscriptionNotFound",
    );
    let error = refused(
        stigg
            .get_active_subscriptions(GetActiveSubscriptions::new("nobody"))
            .await,
    );
    check(
        &error,
        "get_active_subscriptions",
        ErrorKind::NotFound,
        "CustomerNotFound",
    );
    assert_eq!(world.sent().len(), 4);
}

#[tokio::test]
async fn what_has_ended_cannot_end_again() {
    let world = World::start().await;
    let request = CancelSubscription::new("subscription-pro");
    world.stigg.cancel_subscription(request.clone()).await.unwrap();
    let error = refused(world.stigg.cancel_subscription(request).await);
    check(
        &error,
        "cancel_subscription",
        ErrorKind::Validation,
        "SubscriptionAlreadyCanceledOrExpired",
    );
}
