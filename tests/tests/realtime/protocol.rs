//! A socket that talks nonsense, refuses, or ends what it should not.

use stigg::ConnectionState;
use stigg::models::Origin;

use crate::live::{Live, a_while, until};

const USAGE: &str = "usageUpdatedV2";

#[tokio::test]
async fn r2_a_silent_socket_is_noticed_and_replaced() {
    let live = Live::start().await;
    live.sockets().go_silent();
    live.reach(ConnectionState::Disconnected).await;
    live.sockets().speak();
    live.reach(ConnectionState::Connected).await;
    live.use_renders(1.0).await;
    live.see_usage(1.0).await;
}

#[tokio::test]
async fn r3_without_an_ack_it_is_tried_again() {
    let live = Live::start().await;
    live.sockets().withhold_ack(true);
    live.sockets().drop_all();
    live.reach(ConnectionState::Disconnected).await;
    let before = live.sockets().opened();
    until("another attempt", || live.sockets().opened() >= before + 2).await;
    live.sockets().withhold_ack(false);
    live.reach(ConnectionState::Connected).await;
}

#[tokio::test]
async fn r4_whatever_code_the_socket_is_closed_with_it_comes_back() {
    let live = Live::start().await;
    for code in [
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1012, 1013, 4400, 4406, 4408, 4409, 4429, 4500, 4999,
    ] {
        let before = live.stigg.counters().realtime_connects;
        live.sockets().close_all(code, "because");
        until("the next connection", || {
            live.stigg.counters().realtime_connects > before
        })
        .await;
        assert!(live.sockets().count() <= 1, "{code}");
    }
    live.use_renders(1.0).await;
    live.see_usage(1.0).await;
}

#[tokio::test]
async fn r5_a_key_that_is_refused_is_told_and_one_that_is_accepted_again_is_picked_up() {
    let live = Live::start().await;
    live.world.emulator.set_api_keys(["another"]);
    live.reach(ConnectionState::Unauthenticated).await;
    assert!(!live.renders().await.is_fallback, "what is known is known");
    live.world.emulator.set_api_keys([stigg_tests::API_KEY]);
    live.reach(ConnectionState::Connected).await;
    live.use_renders(1.0).await;
    live.see_usage(1.0).await;
}

#[tokio::test]
async fn r7_a_subscription_that_stigg_ends_is_made_again_on_the_same_socket() {
    let live = Live::start().await;
    for _ in 0..3 {
        let before = live.stigg.counters().realtime_connects;
        live.sockets().complete_subscription(USAGE);
        until("the gap", || live.stigg.counters().realtime_connects > before).await;
        live.sockets()
            .fail_subscription(USAGE, r#"[{"message": "overloaded"}]"#);
        until("the gap", || live.stigg.counters().realtime_connects > before + 1).await;
    }
    live.use_renders(1.0).await;
    live.see_usage(1.0).await;
    assert_eq!(live.sockets().opened(), 1);
}

#[tokio::test]
async fn an_older_stigg_that_knows_only_the_old_subscriptions_will_do() {
    let unknown = |field: &str| {
        format!(
            r#"[{{"message": "Cannot query field \"{field}\" on type \"Subscription\".", "extensions": {{"code": "GRAPHQL_VALIDATION_FAILED"}}}}]"#
        )
    };
    let live = Live::start().await;
    for field in [USAGE, "entitlementsUpdatedV2"] {
        live.sockets().refuse_subscription(field, &unknown(field));
    }
    let before = live.stigg.counters().realtime_connects;
    live.sockets().drop_all();
    until("the next connection", || {
        live.stigg.counters().realtime_connects > before
    })
    .await;
    until("the old subscriptions", || {
        live.sockets().subscriptions("usageUpdated") == 1 && live.sockets().subscriptions("entitlementsUpdated") == 1
    })
    .await;
    live.reach(ConnectionState::Connected).await;
    // What was known before is unconfirmed.
    live.renders().await;
    a_while().await;
    assert_eq!(live.renders().await.origin, Origin::Fresh);
    live.use_renders(1.0).await;
    live.see_usage(1.0).await;
}

#[tokio::test]
async fn r8_what_cannot_be_read_is_asked_for_again() {
    let live = Live::start().await;
    let unreadable = r#"{"data": {"usageUpdatedV2": {"customerId": "pro-user", "usage": {"currentUsage": "many"}}}}"#;
    live.sockets().push_raw(USAGE, unreadable);
    until("the complaint", || live.stigg.counters().pushes_unreadable == 1).await;
    assert_eq!((live.renders().await.origin, live.reads()), (Origin::Fresh, 1));
    assert_eq!(live.stigg.connection_state(), ConnectionState::Connected);
}

#[tokio::test]
async fn r9_what_is_legal_but_strange_does_no_harm() {
    let live = Live::start().await;
    let sockets = live.sockets();
    sockets.send_text(r#"{"type": "pong"}"#);
    sockets.send_text(r#"{"id": "nobody", "type": "next", "payload": {"data": {"usageUpdatedV2": null}}}"#);
    sockets.send_text(r#"{"id": "nobody", "type": "complete"}"#);
    sockets.send_text(r#"{"id": "nobody", "type": "error", "payload": []}"#);
    sockets.send_fragmented(r#"{"type": "ping", "payload": {"why": "not"}}"#, 1);
    sockets.ping();
    sockets.ping_frame();
    live.use_renders(1.0).await;
    live.see_usage(1.0).await;
    assert_eq!((sockets.opened(), live.stigg.counters().realtime_disconnects), (1, 0));
}

#[tokio::test]
async fn r9_what_is_illegal_is_survived() {
    let live = Live::start().await;
    live.sockets().send_text("not JSON");
    live.sockets().send_text(r#"{"type": "unheard-of"}"#);
    live.sockets().send_binary(vec![0, 159, 146, 150]);
    a_while().await;
    live.reach(ConnectionState::Connected).await;
    live.use_renders(1.0).await;
    live.see_usage(1.0).await;
}

#[tokio::test]
async fn r10_a_message_beyond_the_limit_ends_the_connection_and_not_the_client() {
    let live = Live::start().await;
    let before = live.stigg.counters().realtime_connects;
    live.sockets().send_text("x".repeat(9 * 1024 * 1024));
    until("the next connection", || {
        live.stigg.counters().realtime_connects > before
    })
    .await;
    live.reach(ConnectionState::Connected).await;
}

#[tokio::test]
async fn r15_where_no_websocket_comes_through_entries_are_refreshed_by_age() {
    for status in [400, 403, 404, 426, 502] {
        let world = stigg_tests::World::start().await;
        world.emulator.sockets().refuse_upgrades(status);
        let stigg = world
            .builder()
            .realtime(true)
            .realtime_policy(crate::live::policy())
            .freshness(crate::live::short_lived())
            .build()
            .unwrap();
        stigg.wait_for_initialization().await.unwrap();
        until("the refusal", || {
            stigg.connection_state() != ConnectionState::Connecting
        })
        .await;
        assert_ne!(stigg.connection_state(), ConnectionState::Connected, "{status}");
        assert_eq!(crate::live::renders(&stigg).await.origin, Origin::Fresh);
        world.sent();
        for _ in 0..10 {
            assert_eq!(crate::live::renders(&stigg).await.origin, Origin::Fresh);
        }
        assert!(
            world.sent().iter().all(|name| !name.contains("ntitlements")),
            "{status}"
        );
        world.clock.advance(std::time::Duration::from_secs(11));
        assert!(crate::live::renders(&stigg).await.origin.is_stale());
        let peek = || stigg.peek_metered_entitlement(stigg::models::GetMeteredEntitlement::new("pro-user", "renders"));
        until("the refresh", || peek().unwrap().origin == Origin::Fresh).await;
    }
}
