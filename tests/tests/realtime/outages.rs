//! Stigg goes away and comes back, with and without its socket.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use stigg::ConnectionState;
use stigg::models::{GetMeteredEntitlement, Origin};

use crate::live::{Live, USED, a_while, renders, short_lived, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r1_stigg_is_stopped_and_started_under_load_and_no_check_ever_fails() {
    let live = Live::start_with(|builder| builder.freshness(short_lived()).refreshes_per_second(20)).await;
    let customers: Vec<String> = (0..100).map(|i| format!("customer-{i}")).collect();
    for customer in &customers {
        live.world.customer(customer).await;
    }
    assert_eq!(
        live.stigg.warm_up(customers.iter().map(String::as_str)).await.loaded,
        100
    );
    live.renders().await;
    live.world.sent();

    let (stop, fallbacks, stale) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicU64::new(0)),
        Arc::new(AtomicU64::new(0)),
    );
    let load = tokio::spawn({
        let (stigg, customers) = (live.stigg.clone(), customers.clone());
        let (stop, fallbacks, stale) = (stop.clone(), fallbacks.clone(), stale.clone());
        async move {
            let mut checks = 0_u64;
            while !stop.load(Ordering::Relaxed) {
                for customer in &customers {
                    let request = GetMeteredEntitlement::new(customer.as_str(), "renders");
                    let answer = stigg.get_metered_entitlement(request).await;
                    fallbacks.fetch_add(u64::from(answer.is_fallback), Ordering::Relaxed);
                    stale.fetch_add(u64::from(answer.origin.is_stale()), Ordering::Relaxed);
                    checks += 1;
                }
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            checks
        }
    });

    live.world.emulator.stop_network().await;
    live.reach(ConnectionState::Disconnected).await;
    assert_eq!(stale.load(Ordering::Relaxed), 0, "what was right a moment ago is fresh");
    live.world.pass(Duration::from_secs(20));
    until("stale answers", || stale.load(Ordering::Relaxed) > 0).await;
    live.world.pass(Duration::from_secs(2_000));
    a_while().await;
    live.world.emulator.start_network().await.unwrap();
    live.reach(ConnectionState::Connected).await;
    until("the refresh of all", || {
        customers.iter().all(|customer| {
            let request = GetMeteredEntitlement::new(customer.as_str(), "renders");
            live.stigg.peek_metered_entitlement(request).unwrap().origin == Origin::Fresh
        })
    })
    .await;
    stop.store(true, Ordering::Relaxed);
    assert!(load.await.unwrap() > 0);
    assert_eq!(fallbacks.load(Ordering::Relaxed), 0);
    // Each of them once; and some more that failed while Stigg was away do not count there.
    let reads = live.reads();
    assert!((100..=110).contains(&reads), "{reads} reads for 101 entries");
    assert_eq!(live.stigg.counters().evictions, 0);
}

#[tokio::test]
async fn r13_a_stigg_that_restarts_again_and_again_leaves_one_socket_and_a_client_that_works() {
    let live = Live::start().await;
    for _ in 0..15 {
        let before = live.stigg.counters().realtime_connects;
        live.world.emulator.stop_network().await;
        live.world.emulator.start_network().await.unwrap();
        until("the next connection", || {
            live.stigg.counters().realtime_connects > before
        })
        .await;
        assert!(live.sockets().count() <= 1);
    }
    live.renders().await;
    a_while().await;
    live.use_renders(1.0).await;
    live.see_usage(1.0).await;
    assert_eq!(live.sockets().count(), 1);
}

#[tokio::test]
async fn what_changed_while_the_socket_was_gone_is_seen_after_it_is_back() {
    let live = Live::start().await;
    live.sockets().refuse_upgrades(503);
    live.sockets().drop_all();
    live.reach(ConnectionState::Disconnected).await;
    live.use_renders(6.0).await;
    assert_eq!(live.renders().await.current_usage, USED, "nobody told");
    live.sockets().refuse_upgrades(None);
    live.reach(ConnectionState::Connected).await;
    assert!(live.renders().await.origin.is_stale());
    live.see_usage(6.0).await;
    assert_eq!(live.renders().await.origin, Origin::Fresh);
}

#[tokio::test]
async fn p3_a_thousand_who_miss_one_customer_make_one_request() {
    let live = Live::start().await;
    live.world.customer("new-user").await;
    live.world.sent();
    let misses = (0..1_000).map(|_| {
        let stigg = live.stigg.clone();
        tokio::spawn(async move {
            stigg
                .get_metered_entitlement(GetMeteredEntitlement::new("new-user", "renders"))
                .await
        })
    });
    for answer in futures_util::future::join_all(misses).await {
        assert_eq!(answer.unwrap().origin, Origin::Fresh);
    }
    assert_eq!(live.reads(), 1);
}

#[tokio::test]
async fn p1_a_clock_that_jumps_by_a_year_makes_nobody_wait() {
    let live = Live::start_with(|builder| builder.refreshes_per_second(20)).await;
    let year = stigg_tests::at("2027-01-31T10:00:00Z");
    live.world.clock.set(year);
    let answer = renders(&live.stigg).await;
    assert!(!answer.is_fallback && answer.usage_period_end.is_some_and(|end| end > year));
    a_while().await;
    assert!(live.reads() <= 1, "one in the background at most");
}
