//! How long a push takes to the next check, and what happens around an outage: over real sockets, against the emulator, with
//! the default settings. Prints figures and asserts nothing about time.
//!
//! `cargo bench --package stigg-tests --bench recovery`. The silent socket alone takes a quarter of a minute.

#![allow(clippy::unwrap_used, reason = "a bench that panics has failed")]
#![allow(clippy::print_stdout, reason = "this is what it is for")]
#![allow(clippy::disallowed_methods, reason = "it measures time")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use stigg::models::{GetMeteredEntitlement, Origin, ReportUsage};
use stigg::{ConnectionState, Stigg};
use stigg_tests::World;

const PUSHES: usize = 300;
const CUSTOMERS: usize = 1_000;
const OUTAGE: Duration = Duration::from_secs(4);

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    push().await;
    outage().await;
    silence().await;
}

async fn connected() -> (World, Stigg) {
    let world = World::start().await;
    // The defaults of an application.
    let stigg = Stigg::builder()
        .api_key(stigg_tests::API_KEY)
        .base_url(world.emulator.api_url())
        .edge_url(world.emulator.edge_url())
        // In the same month as Stigg is, or every usage period would be over.
        .clock(world.clock.clone())
        .build()
        .unwrap();
    stigg.wait_for_initialization().await.unwrap();
    assert_eq!(stigg.connection_state(), ConnectionState::Connected);
    (world, stigg)
}

/// From the answer that usage was counted, to somebody else, until a check sees it.
async fn push() {
    let (world, stigg) = connected().await;
    let request = || GetMeteredEntitlement::new("pro-user", "renders");
    let mut usage = stigg.get_metered_entitlement(request()).await.current_usage;
    let mut times = Vec::new();
    for _ in 0..PUSHES {
        let report = ReportUsage::new("pro-user", "renders", 0.125);
        world.stigg.report_usage(report).await.unwrap();
        usage += 0.125;
        let counted = Instant::now();
        while stigg.peek_metered_entitlement(request()).unwrap().current_usage < usage {
            tokio::task::yield_now().await;
        }
        times.push(counted.elapsed());
    }
    times.sort();
    println!(
        "push: {PUSHES} pushes; usage counted → seen by a check: median {:?}, 99 % {:?}, worst {:?}",
        times[PUSHES / 2],
        times[PUSHES * 99 / 100],
        times[PUSHES - 1]
    );
    stigg.close().await;
}

/// Stigg is stopped and started again under load.
async fn outage() {
    let (world, stigg) = connected().await;
    let customers: Arc<[String]> = (0..CUSTOMERS).map(|i| format!("customer-{i}")).collect();
    stigg.warm_up(customers.iter().map(String::as_str)).await;
    world.sent();

    let stop = Arc::new(AtomicBool::new(false));
    let counts: Arc<[AtomicU64; 3]> = Arc::default();
    let load = tokio::spawn({
        let (stigg, stop, counts, customers) = (stigg.clone(), stop.clone(), counts.clone(), customers.clone());
        async move {
            // A tenth of the customers is asked for, again and again.
            while !stop.load(Ordering::Relaxed) {
                for customer in &customers[..CUSTOMERS / 10] {
                    let request = GetMeteredEntitlement::new(customer.as_str(), "renders");
                    let answer = stigg.get_metered_entitlement(request).await;
                    counts[0].fetch_add(1, Ordering::Relaxed);
                    counts[1].fetch_add(u64::from(answer.origin.is_stale()), Ordering::Relaxed);
                    counts[2].fetch_add(u64::from(answer.is_fallback), Ordering::Relaxed);
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    });
    world.emulator.stop_network().await;
    tokio::time::sleep(OUTAGE).await;
    world.emulator.clear_requests();
    world.emulator.start_network().await.unwrap();
    let back = Instant::now();
    while stigg.connection_state() != ConnectionState::Connected {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let connected = back.elapsed();
    let is_fresh = |customer: &String| {
        let request = GetMeteredEntitlement::new(customer.as_str(), "renders");
        stigg.peek_metered_entitlement(request).unwrap().origin == Origin::Fresh
    };
    while !customers[..CUSTOMERS / 10].iter().all(is_fresh) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let used_are_fresh = back.elapsed();
    let reads_of_used = reads(&world);
    tokio::time::sleep(Duration::from_secs(5)).await;
    let later = reads(&world);
    stop.store(true, Ordering::Relaxed);
    load.await.unwrap();
    let [checks, stale, fallbacks] = [0, 1, 2].map(|i| counts[i].load(Ordering::Relaxed));
    println!(
        "outage of {OUTAGE:?}, {CUSTOMERS} cached, {} of them in use: {checks} checks, {stale} stale, {fallbacks} fallbacks; \
         back → connected {connected:?}, → all in use fresh {used_are_fresh:?} with {reads_of_used} reads; 5 s later {later} reads in all",
        CUSTOMERS / 10
    );
    stigg.close().await;
}

fn reads(world: &World) -> usize {
    let names = ["entitlements-state.json", "GetEntitlementsState"];
    names.iter().map(|name| world.emulator.requests_of(name).len()).sum()
}

/// The socket falls silent without being closed.
async fn silence() {
    let (world, stigg) = connected().await;
    world.emulator.sockets().go_silent();
    let silent = Instant::now();
    while stigg.connection_state() == ConnectionState::Connected {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    println!(
        "silent socket: noticed after {:?} (pings every 10 s, 5 s of patience)",
        silent.elapsed()
    );
    stigg.close().await;
}
