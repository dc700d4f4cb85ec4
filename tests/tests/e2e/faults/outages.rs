//! Outages: what checks answer while they last, and that they end.

use std::time::Duration;

use stigg::models::{CauseKind, GetBooleanEntitlement, GetMeteredEntitlement, GetPaywall, MeteredEntitlement, Origin};
use stigg::{ErrorKind, Freshness, Stigg};
use stigg_emulator::Fault;
use stigg_tests::{World, refused};

use super::run;

const EDGE: &str = "entitlements-state.json";
const API: &str = "GetEntitlementsState";

async fn renders(stigg: &Stigg) -> MeteredEntitlement {
    stigg
        .get_metered_entitlement(GetMeteredEntitlement::new("pro-user", "renders").with_requested_usage(60))
        .await
}

#[tokio::test]
async fn when_the_edge_is_down_the_api_answers() {
    let another_shape = Fault::status(200).with_body(r#"{"data":{"something":"else"}}"#);
    let cases = [
        ("closed", Fault::close(), false),
        ("hanging", Fault::hang(), true),
        ("stopped", Fault::stalled(30), true),
        ("cut off", Fault::truncated(30), false),
        ("500", Fault::server_error(), false),
        ("502", Fault::bad_gateway(), false),
        ("404", Fault::status(404), false),
        ("garbage", Fault::garbage(), false),
        ("not the data", another_shape, false),
    ];
    let world = World::start().await;
    for (name, fault, hangs) in cases {
        let stigg = world.somebody_else();
        let fault = world.emulator.faults().add(fault.on_edge());
        let answer = run(hangs, renders(&stigg)).await;
        assert!(answer.has_access && !answer.is_fallback, "{name}: {answer:?}");
        assert_eq!((answer.current_usage, answer.origin), (40.0, Origin::Fresh), "{name}");
        assert_eq!(world.sent(), [EDGE, API], "{name}");
        let paywall = run(hangs, stigg.get_paywall(GetPaywall::new())).await.unwrap();
        assert_eq!(paywall.plans.len(), 2, "{name}");
        assert_eq!(world.sent(), ["paywall.json", "GetPaywall"], "{name}");
        run(hangs, stigg.wait_for_initialization()).await.unwrap();
        world.emulator.faults().remove(fault);
        world.sent();
    }
}

#[tokio::test]
async fn a_key_that_the_edge_refuses_is_not_tried_elsewhere() {
    let world = World::start().await;
    world.emulator.faults().add(Fault::unauthenticated().on_edge());
    assert_eq!(
        refused(world.stigg.wait_for_initialization().await).kind(),
        ErrorKind::Unauthenticated
    );
    assert_eq!(world.sent().len(), 1);
}

#[tokio::test]
async fn with_a_warm_cache_checks_keep_answering_marked_as_stale_until_stigg_is_back() {
    let world = World::start().await;
    assert_eq!(renders(&world.stigg).await.origin, Origin::Fresh);
    let outage = world.emulator.faults().add(Fault::close());
    world.sent();

    // The entry is fresh: nobody notices.
    assert_eq!(renders(&world.stigg).await.origin, Origin::Fresh);
    assert_eq!(world.sent(), [] as [&str; 0]);

    world.pass(Duration::from_secs(3600));
    for _ in 0..3 {
        let answer = renders(&world.stigg).await;
        assert!(answer.has_access && !answer.is_fallback && answer.origin.is_stale());
        assert_eq!((answer.current_usage, answer.usage_limit), (40.0, Some(100.0)));
        let cause = answer.origin.cause().unwrap();
        assert_eq!(cause.kind, CauseKind::RequestFailed);
        assert!(cause.to_string().contains("connection"), "{cause}");
    }
    let state = world.stigg.get_entitlements_state_v2("pro-user", None).await;
    assert!(state.origin.is_stale() && !state.entitlements.is_empty());
    assert!(
        !world
            .stigg
            .reload_entitlements("pro-user", None)
            .await
            .entitled_entity_exists
    );

    world.emulator.faults().remove(outage);
    assert_eq!(renders(&world.stigg).await.origin, Origin::Fresh);
}

#[tokio::test]
async fn even_when_there_is_nobody_to_connect_to() {
    let world = World::start().await;
    renders(&world.stigg).await;
    world.emulator.shutdown().await;
    world.clock.advance(Duration::from_secs(3600));
    let answer = renders(&world.stigg).await;
    assert!(answer.has_access && answer.origin.is_stale());
    assert!(
        answer.origin.cause().unwrap().to_string().contains("no connection"),
        "{:?}",
        answer.origin
    );
    // Of whom nothing is known, a fallback is all there is.
    let request = GetBooleanEntitlement::new("free-rider", "single-sign-on").with_fallback(true);
    let answer = world.stigg.get_boolean_entitlement(request).await;
    assert!(answer.has_access && answer.is_fallback);
}

#[tokio::test]
async fn with_a_cold_cache_checks_answer_fallbacks_until_stigg_is_back() {
    let world = World::start().await;
    let outage = world.emulator.faults().add(Fault::server_error());
    let answer = renders(&world.stigg).await;
    assert!(!answer.has_access && answer.is_fallback);
    assert_eq!(world.sent(), [EDGE, API, API]);
    assert_eq!(answer.origin.cause().unwrap().kind, CauseKind::RequestFailed);

    world.emulator.faults().remove(outage);
    let answer = renders(&world.stigg).await;
    assert!(answer.has_access && !answer.is_fallback);
}

#[tokio::test]
async fn many_who_wait_share_one_failure() {
    let world = World::start().await;
    world.emulator.faults().add(Fault::server_error());
    let checks = (0..50).map(|_| {
        let stigg = world.stigg.clone();
        tokio::spawn(async move { renders(&stigg).await })
    });
    for answer in futures_util::future::join_all(checks).await {
        assert!(answer.unwrap().is_fallback);
    }
    assert_eq!(world.sent(), [EDGE, API, API]);
}

#[tokio::test]
async fn in_a_long_outage_most_checks_do_not_even_ask_and_the_first_one_after_a_pause_finds_stigg_back() {
    let world = World::start().await;
    let always = Freshness::new(Duration::ZERO, Duration::ZERO);
    let stigg = world.builder().freshness(always).build().unwrap();
    world.emulator.faults().add(Fault::server_error());
    for _ in 0..5 {
        renders(&stigg).await;
    }
    assert_eq!(world.sent().len(), 15);
    for _ in 0..20 {
        let answer = renders(&stigg).await;
        assert!(answer.is_fallback && answer.origin.cause().unwrap().to_string().contains("went wrong"));
    }
    assert_eq!(world.sent(), [] as [&str; 0]);
    // Who asks for something else is not held back.
    refused(stigg.get_customer("pro-user").await);
    assert_eq!(world.sent(), ["GetCustomerById"; 3]);

    world.emulator.faults().clear();
    // The pauses are real time, which no test waits for.
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(1)).await;
    tokio::time::resume();
    assert_eq!(renders(&stigg).await.origin, Origin::Fresh);
    assert_eq!(renders(&stigg).await.origin, Origin::Fresh);
    assert_eq!(world.sent(), [EDGE, EDGE]);
}

#[tokio::test]
async fn a_failed_refresh_in_the_background_is_not_noticed() {
    let world = World::start().await;
    renders(&world.stigg).await;
    world.emulator.faults().add(Fault::close());
    world.sent();
    world.pass(Duration::from_secs(31));
    let answer = renders(&world.stigg).await;
    assert!(answer.has_access);
    assert_eq!(answer.origin.cause().unwrap().kind, CauseKind::Refreshing);
    while world.emulator.requests().len() < 3 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert!(renders(&world.stigg).await.has_access);
}
