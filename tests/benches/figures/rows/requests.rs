//! How often Stigg is asked.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use stigg::models::GetMeteredEntitlement;
use stigg::{ConnectionState, Stigg};
use tokio::runtime::Runtime;
use tokio::sync::Barrier;

use crate::plans::{METERED, customer_id};
use crate::server::Server;
use crate::stub::{self, Stub};
use crate::table::{Line, Table};

const CALLERS: usize = 64;
const CUSTOMERS: u64 = 100;

/// Rows 11 and 12.
pub(super) fn all(wanted: &[u8], table: &mut Table) {
    let runtime = Runtime::new().unwrap();
    let server = Server::start();
    if wanted.contains(&11) {
        let most = (0..20).map(|number| runtime.block_on(at_once(&server, number))).max();
        let what = "requests by 64 callers of one cold customer, at most";
        table.add(&Line::counted(11, what, most.unwrap_or_default(), 1));
    }
    if wanted.contains(&12) {
        let mut add = |what, requests| {
            let what = format!("requests by checks of fresh entries, realtime {what}");
            table.add(&Line::counted(12, &what, requests, 0));
        };
        add("off", runtime.block_on(without_realtime(&server, false)));
        add("refused", runtime.block_on(without_realtime(&server, true)));
        add("lost", runtime.block_on(after_realtime()));
    }
}

/// How many requests many callers make who ask at once for somebody who is not known.
async fn at_once(server: &Server, number: u64) -> u64 {
    let stigg = server.client().realtime(false).build().unwrap();
    let before = server.requests();
    let barrier = Arc::new(Barrier::new(CALLERS));
    let callers = (0..CALLERS).map(|_| {
        let (stigg, barrier) = (stigg.clone(), Arc::clone(&barrier));
        tokio::spawn(async move {
            barrier.wait().await;
            let customer = customer_id(number);
            let request = GetMeteredEntitlement::new(customer.as_str(), METERED);
            stigg.get_metered_entitlement(request).await.is_fallback
        })
    });
    for is_fallback in join_all(callers).await {
        assert!(!is_fallback.unwrap());
    }
    let after = server.requests();
    after.edge + after.other - before.edge - before.other
}

/// How many requests are made by checks of what was just read, while realtime updates are off or refused.
async fn without_realtime(server: &Server, realtime: bool) -> u64 {
    let stigg = server.client().realtime(realtime).build().unwrap();
    let customers = warm(&stigg).await;
    let before = server.requests();
    check(&stigg, &customers).await;
    let after = server.requests();
    assert_ne!(stigg.connection_state(), ConnectionState::Connected);
    after.edge + after.other - before.edge - before.other
}

/// The same after the connection on which they arrived was lost.
async fn after_realtime() -> u64 {
    let transport = Stub::new();
    let stigg = Stigg::builder().transport(Arc::new(transport.clone())).build().unwrap();
    stub::until(&stigg, ConnectionState::Connected).await;
    let customers = warm(&stigg).await;
    transport.disconnect();
    stub::until(&stigg, ConnectionState::Disconnected).await;
    let before = transport.reads();
    check(&stigg, &customers).await;
    transport.reads() - before
}

async fn warm(stigg: &Stigg) -> Vec<String> {
    let customers: Vec<String> = (0..CUSTOMERS).map(customer_id).collect();
    let warm_up = stigg.warm_up(customers.iter().map(String::as_str)).await;
    assert_eq!(warm_up.loaded, customers.len());
    customers
}

/// Asks for all customers again and again, over a few rounds of what the client does in the background.
async fn check(stigg: &Stigg, customers: &[String]) {
    for _ in 0..30 {
        for customer in customers {
            let request = GetMeteredEntitlement::new(customer.as_str(), METERED);
            let answer = stigg.get_metered_entitlement(request).await;
            assert!(!answer.is_fallback && !answer.origin.is_stale(), "{answer:?}");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
