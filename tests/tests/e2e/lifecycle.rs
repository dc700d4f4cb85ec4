//! Start, stop, offline.

use stigg::models::{
    CancelSubscription, CauseKind, EstimateSubscription, EstimateSubscriptionUpdate, GetActiveSubscriptions,
    GetBooleanEntitlement, GetPaywall, GetSubscription, GetSubscriptionsParams, ImportSubscription,
    ImportSubscriptionBulk, PreviewNextInvoice, PreviewSubscription, ProvisionCustomer, ProvisionSubscription,
    ReportEvent, ReportUsage, UpdateCustomer, UpdateSubscription,
};
use stigg::{Delivery, Error, ErrorKind, Stigg};
use stigg_tests::{World, assert_discreet, refused};

fn sso() -> GetBooleanEntitlement<'static> {
    GetBooleanEntitlement::new("pro-user", "single-sign-on")
}

/// Every operation that can fail, once.
async fn all_that_can_fail(stigg: &Stigg) -> Vec<Option<Error>> {
    vec![
        stigg.provision_customer(ProvisionCustomer::new("ada")).await.err(),
        stigg.get_customer("pro-user").await.err(),
        stigg
            .update_customer(UpdateCustomer::new("pro-user").with_name("N"))
            .await
            .err(),
        stigg
            .preview_subscription(PreviewSubscription::new("free-rider", "plan-free"))
            .await
            .err(),
        stigg
            .preview_next_invoice(PreviewNextInvoice::new("subscription-pro"))
            .await
            .err(),
        stigg
            .estimate_subscription(EstimateSubscription::new("free-rider", "plan-free"))
            .await
            .err(),
        stigg
            .estimate_subscription_update(EstimateSubscriptionUpdate::new("subscription-pro"))
            .await
            .err(),
        stigg
            .import_subscription_bulk(ImportSubscriptionBulk::new([ImportSubscription::new(
                "free-rider",
                "plan-free",
            )]))
            .await
            .err()
            .map(Into::into),
        stigg
            .provision_subscription(ProvisionSubscription::new("free-rider", "plan-free"))
            .await
            .err(),
        stigg
            .update_subscription(UpdateSubscription::new("subscription-pro").without_cancellation())
            .await
            .err(),
        stigg
            .cancel_subscription(CancelSubscription::new("subscription-pro"))
            .await
            .err(),
        stigg
            .get_subscription(GetSubscription::new("subscription-pro"))
            .await
            .err(),
        stigg.get_subscriptions(GetSubscriptionsParams::new()).await.err(),
        stigg
            .stream_subscriptions(GetSubscriptionsParams::new())
            .next()
            .await
            .and_then(Result::err),
        stigg
            .get_active_subscriptions(GetActiveSubscriptions::new("pro-user"))
            .await
            .err(),
        stigg.get_paywall(GetPaywall::new()).await.err(),
        stigg
            .report_usage(ReportUsage::new("pro-user", "renders", 1))
            .await
            .err(),
        stigg
            .report_event(ReportEvent::new("pro-user", "video-exported", "k"))
            .await
            .err(),
        stigg.wait_for_initialization().await.err(),
    ]
}

#[tokio::test]
async fn the_start_can_be_waited_for_with_one_request() {
    let world = World::start().await;
    world.stigg.wait_for_initialization().await.unwrap();
    assert_eq!(world.sent(), ["server-sdk-configuration.json"]);
}

#[tokio::test]
async fn a_wrong_key_is_told_at_the_start_and_checks_answer_their_fallbacks() {
    let world = World::start().await;
    let stigg = world
        .builder()
        .api_key("server-a-key-that-was-revoked")
        .build()
        .unwrap();
    let error = refused(stigg.wait_for_initialization().await);
    assert_eq!(
        (error.kind(), error.status(), error.attempts()),
        (ErrorKind::Unauthenticated, Some(401), 1)
    );
    assert!(!format!("{error}{error:?}{}", error.report()).contains("server-a-key-that-was-revoked"));
    assert_eq!(world.sent().len(), 1, "another attempt would not make the key right");

    let answer = stigg.get_boolean_entitlement(sso().with_fallback(true)).await;
    assert!(answer.has_access && answer.is_fallback);
    assert_eq!(answer.origin.cause().unwrap().kind, CauseKind::Unauthenticated);
    for error in all_that_can_fail(&stigg).await {
        assert_eq!(error.unwrap().kind(), ErrorKind::Unauthenticated);
    }
}

#[tokio::test]
async fn nobody_there_is_a_failed_connection_and_nothing_was_sent() {
    let world = World::start().await;
    let builder = world.builder();
    world.emulator.shutdown().await;
    let stigg = builder.build().unwrap();
    let error = refused(stigg.wait_for_initialization().await);
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
    let request = ProvisionSubscription::new("pro-user", "plan-free");
    let error = refused(stigg.provision_subscription(request).await);
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Connect, Delivery::NotSent)
    );
    assert!(!error.may_have_been_applied() && error.is_retryable());
}

#[tokio::test]
async fn after_closing_nothing_is_sent_by_any_clone() {
    let world = World::start().await;
    let clone = world.stigg.clone();
    assert!(clone.get_boolean_entitlement(sso()).await.has_access);
    world.sent();
    world.stigg.close().await;
    world.stigg.close().await;

    let answer = clone.get_boolean_entitlement(sso()).await;
    assert!(!answer.has_access && answer.is_fallback);
    assert_eq!(answer.origin.cause().unwrap().kind, CauseKind::Closed);
    assert!(!clone.reload_entitlements("pro-user", None).await.entitled_entity_exists);
    for error in all_that_can_fail(&clone).await {
        let error = error.unwrap();
        assert_eq!((error.kind(), error.delivery()), (ErrorKind::Closed, Delivery::NotSent));
        assert!(error.operation().is_some());
    }
    assert_eq!(world.sent(), [] as [&str; 0]);
}

#[tokio::test]
async fn closing_ends_a_check_that_waits() {
    let world = World::start().await;
    world.emulator.faults().add(stigg_emulator::Fault::hang());
    let waiting = tokio::spawn({
        let stigg = world.stigg.clone();
        async move { stigg.get_boolean_entitlement(sso()).await }
    });
    while world.sent().is_empty() {
        tokio::task::yield_now().await;
    }
    world.stigg.close().await;
    assert_eq!(waiting.await.unwrap().origin.cause().unwrap().kind, CauseKind::Closed);
}

#[tokio::test]
async fn offline_reads_and_changes_fail_reports_are_taken_and_nothing_is_sent() {
    let world = World::start().await;
    let stigg = world.builder().offline(true).build().unwrap();
    let errors = all_that_can_fail(&stigg).await;
    let (others, reports) = errors.split_at(16);
    assert!(reports.iter().all(Option::is_none), "{reports:?}");
    for error in others {
        let error = error.as_ref().unwrap();
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Offline, Delivery::NotSent)
        );
    }
    assert_eq!(world.sent(), [] as [&str; 0]);
}

#[tokio::test]
async fn every_operation_works_and_sends_what_it_says() {
    let world = World::start().await;
    for error in all_that_can_fail(&world.stigg).await {
        assert!(error.is_none(), "{error:?}");
    }
    let mut sent = world.sent();
    sent.retain(|name| name != "GetEntitlementsState");
    let expected = [
        "ProvisionCustomer",
        "GetCustomerById",
        "UpdateCustomer",
        "PreviewSubscription",
        "PreviewNextInvoice",
        "EstimateSubscription",
        "EstimateSubscriptionUpdate",
        "ImportSubscriptionsBulk",
        "ProvisionSubscription",
        "UpdateSubscription",
        "CancelSubscription",
        "GetSubscription",
        "GetSubscriptions",
        "GetSubscriptions",
        "GetActiveSubscriptions",
        "paywall.json",
        "ReportUsage",
        "ReportEvent",
        "server-sdk-configuration.json",
    ];
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn nothing_that_can_be_printed_tells_the_key() {
    let world = World::start().await;
    assert_discreet(&format!("{:?} {:?}", world.stigg, world.builder()));
    assert_discreet(&format!("{:?}", world.emulator));
    world.stigg.get_customer("pro-user").await.unwrap();
    assert_discreet(&format!("{:?}", world.requests()));
}
