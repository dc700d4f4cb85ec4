//! How much memory cached customers take. Each figure is measured in a process of its own, so that what was allocated before
//! does not matter.

use std::collections::{HashMap, VecDeque};
use std::hint::black_box;
use std::ops::Range;
use std::sync::Arc;

use stigg::models::EntitlementState;
use stigg::{ConnectionState, Stigg};

use crate::child;
use crate::plans::{self, customer_id};
use crate::process::resident_bytes;
use crate::series::Series;
use crate::stub::{self, Stub};
use crate::table::{Line, Promise, Table, Unit};

const CUSTOMERS: u64 = 10_000;
/// How many are there before it is measured, so that what is made once is not counted.
const BEFORE: u64 = 100;
/// The limit of row 8, in bytes.
const LIMIT: u64 = 32 * 1024 * 1024;
/// How often the limit flows through.
const FLOWS: u64 = 10;

/// Rows 7 and 8.
pub(super) fn all(wanted: &[u8], table: &mut Table) {
    let measure = |child: &str| -> Series { (0..3).map(|_| child::figure(&[child])).collect() };
    if wanted.contains(&7) {
        table.add(&Line {
            row: 7,
            what: "resident memory per cached customer".to_owned(),
            unit: Unit::Bytes,
            measured: measure("per-customer"),
            floor: Some(measure("per-customer-bare")),
            promise: Promise::AtMost {
                must: 9_000.0,
                aim: 5_000.0,
            },
        });
    }
    if wanted.contains(&8) {
        table.add(&Line {
            row: 8,
            what: "resident memory against the byte limit".to_owned(),
            unit: Unit::Fold,
            measured: measure("limit"),
            floor: Some(measure("limit-bare")),
            promise: Promise::AtMost { must: 1.3, aim: 1.15 },
        });
    }
}

/// A child: resident bytes per cached customer.
pub(crate) fn per_customer() -> f64 {
    with_client(1 << 30, async |stigg| {
        load(stigg, 0..BEFORE).await;
        let before = resident_bytes();
        load(stigg, BEFORE..BEFORE + CUSTOMERS).await;
        let grown = resident_bytes() - before;
        assert_eq!(stigg.counters().cached_entities, BEFORE + CUSTOMERS);
        grown / CUSTOMERS as f64
    })
}

/// A child: the same of a map that holds what differs between customers.
pub(crate) fn per_customer_bare() -> f64 {
    /// The usage, and when: of the period the start, the end and the anchor; of the news two.
    type Usage = (f64, [i64; 5]);
    let mut customers: HashMap<String, Box<[Usage]>> = HashMap::new();
    let mut load = |numbers: Range<u64>| {
        for number in numbers {
            let id = customer_id(number);
            let state = plans::state(&id);
            let usages = state.entitlements.iter().map(|entitlement| match entitlement {
                EntitlementState::Feature(state) => {
                    let dates = [
                        state.usage_period_start,
                        state.usage_period_end,
                        state.usage_period_anchor,
                        state.usage_updated_at,
                        state.entitlement_updated_at,
                    ];
                    let dates = dates.map(|date| date.map_or(0, stigg::models::Timestamp::as_millisecond));
                    (state.current_usage, dates)
                }
                _ => (0.0, [0; 5]),
            });
            customers.insert(id, usages.collect());
        }
    };
    load(0..BEFORE);
    let before = resident_bytes();
    load(BEFORE..BEFORE + CUSTOMERS);
    let grown = resident_bytes() - before;
    black_box(&customers);
    grown / CUSTOMERS as f64
}

/// A child: how many times the byte limit resident memory grows at most, while much more flows through.
pub(crate) fn limit() -> f64 {
    with_client(LIMIT, async |stigg| {
        const AT_ONCE: u64 = 50;
        load(stigg, 0..1).await;
        let before = resident_bytes();
        let mut most = before;
        load(stigg, 1..BEFORE * 2).await;
        let counters = stigg.counters();
        // As the client counts them.
        let bytes_each = counters.cached_bytes / counters.cached_entities;
        let mut number = BEFORE * 2;
        while number * bytes_each < FLOWS * LIMIT {
            load(stigg, number..number + AT_ONCE).await;
            number += AT_ONCE;
            most = most.max(resident_bytes());
        }
        let counters = stigg.counters();
        assert!(
            counters.evictions > 0 || counters.cached_entities < number,
            "the limit was reached"
        );
        (most - before) / LIMIT as f64
    })
}

/// A child: the same of a ring of blocks.
pub(crate) fn limit_bare() -> f64 {
    const BLOCK: u64 = 5_000;
    let before = resident_bytes();
    let mut most = before;
    let mut ring = VecDeque::new();
    for number in 0..FLOWS * LIMIT / BLOCK {
        if ring.len() as u64 == LIMIT / BLOCK {
            ring.pop_front();
        }
        ring.push_back(vec![1_u8; usize::try_from(BLOCK).unwrap()]);
        if number % 50 == 0 {
            most = most.max(resident_bytes());
        }
    }
    black_box(&ring);
    (most - before) / LIMIT as f64
}

fn with_client(cache_bytes: u64, measure: impl AsyncFnOnce(&Stigg) -> f64) -> f64 {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let builder = Stigg::builder().transport(Arc::new(Stub::new()));
        let stigg = builder.cache_bytes(cache_bytes).build().unwrap();
        stub::until(&stigg, ConnectionState::Connected).await;
        measure(&stigg).await
    })
}

async fn load(stigg: &Stigg, numbers: Range<u64>) {
    let mut numbers = numbers.peekable();
    while numbers.peek().is_some() {
        let some: Vec<String> = numbers.by_ref().take(50).map(customer_id).collect();
        let warm_up = stigg.warm_up(some.iter().map(String::as_str)).await;
        assert!(warm_up.failed.is_empty(), "{:?}", warm_up.failed);
    }
}
