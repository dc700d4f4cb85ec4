//! What changes at Stigg is in the next check.

use std::time::Duration;

use stigg::models::{
    CancelSubscription, CreditGrantInput, GetCreditEntitlement, GetMeteredEntitlement, Origin, ReportUsage,
};
use stigg::{ConnectionState, Event, EventKind, EventKinds};
use stigg_emulator::MigrationType;

use crate::live::{Live, USED, a_while, until};

#[tokio::test]
async fn usage_that_somebody_else_reports_is_in_the_next_check_without_a_request() {
    let live = Live::start().await;
    live.use_renders(3.0).await;
    live.see_usage(3.0).await;
    assert_eq!(live.renders().await.origin, Origin::Fresh);
    live.use_renders(4.5).await;
    live.see_usage(7.5).await;
    assert_eq!(live.reads(), 0);
}

#[tokio::test]
async fn entitlements_that_change_are_in_the_next_check_without_a_request() {
    let live = Live::start().await;
    let before = live.renders().await;
    let cancellation = CancelSubscription::new("subscription-pro");
    live.world.stigg.cancel_subscription(cancellation).await.unwrap();
    let peek = || {
        live.stigg
            .peek_metered_entitlement(GetMeteredEntitlement::new("pro-user", "renders"))
    };
    until("the cancellation", || {
        peek().is_some_and(|now| now.usage_limit != before.usage_limit)
    })
    .await;
    // One is the read of the client that made the change.
    assert!(live.reads() <= 1);
}

#[tokio::test]
async fn credits_that_are_granted_are_in_the_next_check() {
    let live = Live::start().await;
    let credits = || {
        live.stigg
            .peek_credit_entitlement(GetCreditEntitlement::new("pro-user", "tokens"))
    };
    let granted = CreditGrantInput::promotional("pro-user", "tokens", "Welcome", 100);
    live.world.stigg.grant_credits(granted).await.unwrap();
    until("the credits", || credits().is_some_and(|credits| credits.has_access)).await;
    assert_eq!(credits().unwrap().usage_limit, 100.0);
    assert_eq!(live.reads(), 0);
}

#[tokio::test]
async fn events_tell_what_stigg_pushes() {
    let live = Live::start().await;
    let mut events = live.stigg.events_of(EventKinds::of([EventKind::UsageUpdated]));
    let (send, mut received) = tokio::sync::mpsc::unbounded_channel();
    let _listener = live
        .stigg
        .on_event(EventKinds::of([EventKind::UsageUpdated]), move |event| {
            send.send(event.kind()).unwrap();
        })
        .unwrap();
    live.use_renders(2.0).await;
    let Some(Event::UsageUpdated(usage)) = events.next().await else {
        panic!("another event");
    };
    assert_eq!(
        (usage.customer_id.as_str(), usage.usage.current_usage),
        ("pro-user", USED + 2.0)
    );
    assert_eq!(received.recv().await, Some(EventKind::UsageUpdated));
    let counters = live.stigg.counters();
    assert!(
        counters.pushes_applied >= 1 && counters.realtime_connects == 1,
        "{counters:?}"
    );
}

#[tokio::test]
async fn customers_that_nobody_asked_for_are_not_cached() {
    let live = Live::start().await;
    for customer in 0..20 {
        live.world.customer(&format!("stranger-{customer}")).await;
        live.world.subscribe(&format!("stranger-{customer}"), "plan-free").await;
    }
    live.use_renders(1.0).await;
    live.see_usage(1.0).await;
    assert_eq!(live.stigg.counters().cached_entities, 1);
}

#[tokio::test]
async fn r16_a_package_that_is_published_for_all_makes_nobody_wait() {
    let live = Live::start().await;
    live.world
        .emulator
        .publish_package("plan-pro", MigrationType::NewCustomers)
        .unwrap();
    a_while().await;
    assert_eq!((live.renders().await.origin, live.reads()), (Origin::Fresh, 0));
    live.world
        .emulator
        .publish_package("plan-pro", MigrationType::AllCustomers)
        .unwrap();
    let peek = || {
        live.stigg
            .peek_metered_entitlement(GetMeteredEntitlement::new("pro-user", "renders"))
    };
    until("the news", || peek().unwrap().origin.is_stale()).await;
    assert!(live.renders().await.origin.is_stale(), "it is answered at once");
    until("the refresh", || peek().unwrap().origin == Origin::Fresh).await;
    assert_eq!(live.reads(), 1);
}

#[tokio::test]
async fn r12_whatever_comes_late_changes_nothing() {
    let live = Live::start().await;
    live.sockets().hold_pushes();
    for _ in 0..3 {
        // Stigg tells of each when it was, which is how one knows which is the newest.
        live.world.pass(Duration::from_millis(10));
        live.use_renders(1.0).await;
    }
    live.sockets().release_pushes_reversed();
    live.see_usage(3.0).await;
    a_while().await;
    assert_eq!(live.renders().await.current_usage, USED + 3.0);
    live.sockets().duplicate_pushes(true);
    live.use_renders(1.0).await;
    live.see_usage(4.0).await;
    // Its own report, and the push about it.
    let mine = ReportUsage::new("pro-user", "renders", 1);
    live.stigg.report_usage(mine).await.unwrap();
    assert_eq!(live.renders().await.current_usage, USED + 5.0);
    a_while().await;
    assert_eq!(live.renders().await.current_usage, USED + 5.0);
}

#[tokio::test]
async fn closing_or_dropping_the_client_closes_the_socket() {
    let live = Live::start().await;
    let sockets = live.sockets();
    assert_eq!(sockets.count(), 1);
    live.stigg.close().await;
    until("the goodbye", || sockets.count() == 0).await;
    assert_eq!(live.stigg.connection_state(), ConnectionState::Closed);

    let live = Live::start().await;
    let sockets = live.sockets();
    drop(live.stigg);
    until("the end", || sockets.count() == 0).await;
}
