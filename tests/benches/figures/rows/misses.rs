//! Checks that Stigg is asked for, over HTTP, beside the same requests without the client.

use std::sync::Arc;
use std::time::{Duration, Instant};

use stigg::Stigg;
use stigg::models::GetMeteredEntitlement;
use stigg_graphql::ApiKey;
use stigg_graphql::conformance::EntitlementsReader;
use tokio::task::JoinSet;

use crate::bare;
use crate::plans::{self, METERED, customer_id};
use crate::process::processor_time;
use crate::series::take_turns;
use crate::server::{API_KEY, Server};
use crate::table::{Line, Promise, Table, Unit};

/// How many misses a batch makes, one after the other.
const ONE_BY_ONE: u64 = 100;
/// How many are in flight at once.
const IN_FLIGHT: u64 = 64;
/// How many each of them makes in a batch.
const EACH: u64 = 15;

/// A check of somebody who has never been asked for.
async fn miss(stigg: &Stigg, customer: &str) {
    let request = GetMeteredEntitlement::new(customer, METERED).with_requested_usage(1);
    let answer = stigg.get_metered_entitlement(request).await;
    assert!(answer.has_access && !answer.is_fallback, "{answer:?}");
}

/// Customers that were never asked for before.
struct Strangers(u64);

impl Strangers {
    fn next(&mut self, how_many: u64) -> Vec<String> {
        let first = self.0;
        self.0 += how_many;
        (first..self.0).map(customer_id).collect()
    }
}

/// Row 9.
pub(super) fn cost(_wanted: &[u8], table: &mut Table) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let server = Server::start();
    let stigg = server.client().realtime(false).build().unwrap();
    let client = reqwest::Client::new();
    let mut strangers = Strangers(0);
    let mut bare_strangers = Strangers(0);
    let microseconds =
        |started: Duration| processor_time().saturating_sub(started).as_secs_f64() * 1e6 / ONE_BY_ONE as f64;
    let before = server.requests();
    let [measured, floor] = take_turns(
        25,
        [
            &mut || {
                let customers = strangers.next(ONE_BY_ONE);
                let started = processor_time();
                runtime.block_on(async {
                    for customer in &customers {
                        miss(&stigg, customer).await;
                    }
                });
                microseconds(started)
            },
            &mut || {
                let customers = bare_strangers.next(ONE_BY_ONE);
                let started = processor_time();
                runtime.block_on(async {
                    for customer in &customers {
                        bare::get(&client, server.url(), customer).await;
                    }
                });
                microseconds(started)
            },
        ],
    );
    let after = server.requests();
    assert_eq!(
        after.edge - before.edge,
        strangers.0 + bare_strangers.0,
        "one request each"
    );
    assert_eq!(after.other, before.other);
    table.add(&Line {
        row: 9,
        what: "the client's processor time per miss".to_owned(),
        unit: Unit::Microseconds,
        measured,
        floor: Some(floor),
        promise: Promise::AtMostFold { must: 1.3, aim: 1.1 },
    });
    reading(table);
}

/// The part of a miss that is reading what the server said. The features are known from the round before, as those of a
/// customer are from other customers.
fn reading(table: &mut Table) {
    let body = plans::edge_body();
    let reader = EntitlementsReader::new(ApiKey::new(API_KEY).unwrap());
    let microseconds = |read: &dyn Fn(Vec<u8>)| {
        let started = processor_time();
        for _ in 0..ONE_BY_ONE {
            read(body.clone().into_bytes());
        }
        processor_time().saturating_sub(started).as_secs_f64() * 1e6 / ONE_BY_ONE as f64
    };
    let [measured, floor] = take_turns(
        25,
        [
            &mut || {
                microseconds(&|body| {
                    let state = reader.read(body).unwrap();
                    assert_eq!(state.entitlements.len(), plans::ENTITLEMENTS);
                })
            },
            &mut || microseconds(&|body| drop(bare::parse(&body))),
        ],
    );
    table.add(&Line {
        row: 9,
        what: "for comparison: reading the answer alone".to_owned(),
        unit: Unit::Microseconds,
        measured,
        floor: Some(floor),
        promise: Promise::Nothing,
    });
}

/// Row 10.
pub(super) fn rate(_wanted: &[u8], table: &mut Table) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = Server::start();
    let url: Arc<str> = server.url().into();
    let stigg = server.client().realtime(false).build().unwrap();
    let client = reqwest::Client::new();
    let mut strangers = Strangers(0);
    let mut bare_strangers = Strangers(0);
    let [measured, floor] = take_turns(
        15,
        [
            &mut || {
                let mut tasks = JoinSet::new();
                let started = Instant::now();
                for _ in 0..IN_FLIGHT {
                    let (stigg, customers) = (stigg.clone(), strangers.next(EACH));
                    let task = async move {
                        for customer in &customers {
                            miss(&stigg, customer).await;
                        }
                    };
                    tasks.spawn_on(task, runtime.handle());
                }
                runtime.block_on(tasks.join_all());
                (IN_FLIGHT * EACH) as f64 / started.elapsed().as_secs_f64()
            },
            &mut || {
                let mut tasks = JoinSet::new();
                let started = Instant::now();
                for _ in 0..IN_FLIGHT {
                    let (client, url, customers) = (client.clone(), Arc::clone(&url), bare_strangers.next(EACH));
                    let task = async move {
                        for customer in &customers {
                            bare::get(&client, &url, customer).await;
                        }
                    };
                    tasks.spawn_on(task, runtime.handle());
                }
                runtime.block_on(tasks.join_all());
                (IN_FLIGHT * EACH) as f64 / started.elapsed().as_secs_f64()
            },
        ],
    );
    table.add(&Line {
        row: 10,
        what: "misses per second, 64 in flight".to_owned(),
        unit: Unit::PerSecond,
        measured,
        floor: Some(floor),
        promise: Promise::AtLeastFold { must: 0.8, aim: 0.95 },
    });
}
