//! Checks that are answered from memory.

mod threads;

use std::hint::black_box;
use std::slice;
use std::sync::Arc;
use std::time::Duration;

use stigg::models::GetMeteredEntitlement;
use stigg::{Clock, ConnectionState, Stigg, SystemClock};
use tokio::runtime::Runtime;

use self::threads::Pair;
use crate::bare::Bare;
use crate::plans::{self, ENDING, METERED, customer_id, mix};
use crate::process::thread_time;
use crate::series::take_turns;
use crate::stub::{self, Stub};
use crate::table::{Line, Promise, Table, Unit};

/// How many batches are measured.
const ROUNDS: usize = 101;
/// How many checks a batch makes: so few that most batches are not interrupted by another process.
const CHECKS: u32 = 5_000;
/// How many customers row 2 asks for.
const MANY: u64 = 10_000;

/// A client whose customers are in memory, and the same in plain maps.
struct World {
    runtime: Runtime,
    stigg: Stigg,
    bare: Arc<Bare>,
}

impl World {
    fn of(customer_ids: &[String], cache_bytes: Option<u64>) -> Self {
        let runtime = current_thread();
        let stigg = runtime.block_on(async {
            let mut builder = Stigg::builder().transport(Arc::new(Stub::new()));
            if let Some(bytes) = cache_bytes {
                builder = builder.cache_bytes(bytes);
            }
            let stigg = builder.build().unwrap();
            stub::until(&stigg, ConnectionState::Connected).await;
            let warm_up = stigg.warm_up(customer_ids.iter().map(String::as_str)).await;
            assert_eq!(warm_up.loaded, customer_ids.len());
            stigg
        });
        assert_eq!(stigg.counters().cached_entities, customer_ids.len() as u64);
        Self {
            runtime,
            stigg,
            bare: Arc::new(Bare::of(customer_ids.iter().map(String::as_str))),
        }
    }

    /// Nanoseconds per check, asking for these customers in turn.
    fn time_async<'a>(&self, customers: impl Iterator<Item = &'a str>) -> f64 {
        self.runtime.block_on(async {
            time(customers, async |id| {
                let request = GetMeteredEntitlement::new(id, METERED).with_requested_usage(1);
                black_box(self.stigg.get_metered_entitlement(request).await);
            })
            .await
        })
    }

    /// The same without an await.
    fn time_peek<'a>(&self, customers: impl Iterator<Item = &'a str>) -> f64 {
        self.runtime.block_on(time(customers, async |id| {
            let request = GetMeteredEntitlement::new(id, METERED).with_requested_usage(1);
            black_box(self.stigg.peek_metered_entitlement(request).unwrap());
        }))
    }

    /// The same by the plain maps.
    fn time_bare<'a>(&self, customers: impl Iterator<Item = &'a str>) -> f64 {
        self.runtime.block_on(time(customers, async |id| {
            black_box(self.bare.check(id, METERED, 1.0));
        }))
    }

    /// That the checks are what they are meant to be.
    fn verify(&self, customer: &str) {
        let before = self.stigg.counters();
        let request = GetMeteredEntitlement::new(customer, METERED).with_requested_usage(1);
        let answer = self.runtime.block_on(self.stigg.get_metered_entitlement(request));
        assert!(answer.has_access && !answer.is_fallback, "{answer:?}");
        assert_eq!(self.stigg.counters().since(&before).checks_fresh, 1);
        let bare = self.bare.check(customer, METERED, 1.0);
        assert_eq!(
            (bare.has_access, bare.usage_limit),
            (answer.has_access, answer.usage_limit)
        );
    }
}

fn current_thread() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

/// Nanoseconds per call, of the time that this thread was running: nothing here ever waits.
async fn time<'a>(customers: impl Iterator<Item = &'a str>, call: impl AsyncFn(&'a str)) -> f64 {
    let started = thread_time();
    let mut calls = 0_u32;
    for customer in customers {
        call(black_box(customer)).await;
        calls += 1;
    }
    nanoseconds(thread_time().saturating_sub(started), calls)
}

fn nanoseconds(elapsed: Duration, calls: u32) -> f64 {
    elapsed.as_secs_f64() * 1e9 / f64::from(calls)
}

/// Rows 1 and 2.
pub(super) fn checks(wanted: &[u8], table: &mut Table) {
    if wanted.contains(&1) {
        hot(table);
    }
    if wanted.contains(&2) {
        many(table);
    }
}

fn hot(table: &mut Table) {
    let hot = customer_id(1);
    let world = World::of(slice::from_ref(&hot), None);
    world.verify(&hot);
    let batch = || std::iter::repeat_n(hot.as_str(), CHECKS as usize);
    let [awaited, peeked, bare, clocks] = take_turns(
        ROUNDS,
        [
            &mut || world.time_async(batch()),
            &mut || world.time_peek(batch()),
            &mut || world.time_bare(batch()),
            &mut || {
                world.runtime.block_on(time(batch(), async |_| {
                    black_box((SystemClock.now(), SystemClock.monotonic()));
                }))
            },
        ],
    );
    for (what, measured) in [
        ("metered check, one hot customer", awaited),
        ("the same without an await (peek)", peeked),
    ] {
        table.add(&Line {
            row: 1,
            what: what.to_owned(),
            unit: Unit::Nanoseconds,
            measured,
            floor: Some(bare.clone()),
            promise: Promise::AtMost { must: 150.0, aim: 90.0 },
        });
    }
    table.add(&Line {
        row: 1,
        what: "for comparison: reading both clocks, once each".to_owned(),
        unit: Unit::Nanoseconds,
        measured: clocks,
        floor: None,
        promise: Promise::Nothing,
    });
}

fn many(table: &mut Table) {
    let customers: Vec<String> = (0..MANY).map(customer_id).collect();
    let world = World::of(&customers, Some(1 << 30));
    world.verify(&customers[0]);
    let order: Vec<&str> = (0..u64::from(CHECKS) * 40)
        .map(|i| customers[usize::try_from(mix(i) % MANY).unwrap()].as_str())
        .collect();
    // Each contestant walks through the whole order, batch by batch.
    let batches: Vec<&[&str]> = order.chunks(CHECKS as usize).collect();
    let next = |place: &mut usize| {
        *place += 1;
        batches[*place % batches.len()].iter().copied()
    };
    let (mut first, mut second, mut third) = (0, 0, 0);
    let [awaited, peeked, bare] = take_turns(
        ROUNDS,
        [
            &mut || world.time_async(next(&mut first)),
            &mut || world.time_peek(next(&mut second)),
            &mut || world.time_bare(next(&mut third)),
        ],
    );
    for (what, measured) in [
        ("metered check, 10,000 customers in random order", awaited),
        ("the same without an await (peek)", peeked),
    ] {
        table.add(&Line {
            row: 2,
            what: what.to_owned(),
            unit: Unit::Nanoseconds,
            measured,
            floor: Some(bare.clone()),
            promise: Promise::AtMost {
                must: 1_000.0,
                aim: 450.0,
            },
        });
    }
}

/// Rows 4, 5 and 6.
pub(super) fn others(wanted: &[u8], table: &mut Table) {
    if wanted.contains(&4) {
        two_threads(table);
    }
    if wanted.contains(&5) {
        over(table);
    }
    if wanted.contains(&6) {
        everything(table);
    }
}

fn two_threads(table: &mut Table) {
    let hot = customer_id(1);
    let world = World::of(slice::from_ref(&hot), None);
    world.verify(&hot);
    let client: Arc<dyn Fn() + Send + Sync> = Arc::new({
        let (stigg, hot) = (world.stigg.clone(), hot.clone());
        move || {
            let request = GetMeteredEntitlement::new(black_box(hot.as_str()), METERED).with_requested_usage(1);
            let check = stigg.get_metered_entitlement(request);
            black_box(futures_util::FutureExt::now_or_never(check).unwrap());
        }
    });
    let bare: Arc<dyn Fn() + Send + Sync> = Arc::new({
        let (bare, hot) = (Arc::clone(&world.bare), hot);
        move || {
            black_box(bare.check(black_box(&hot), METERED, 1.0));
        }
    });
    let pair = Pair::start();
    let calls = CHECKS * 2;
    let [two, one, bare_two, bare_one] = take_turns(
        ROUNDS,
        [
            &mut || nanoseconds(pair.both(&client, calls), calls),
            &mut || nanoseconds(pair.one(&client, calls), calls),
            &mut || nanoseconds(pair.both(&bare, calls), calls),
            &mut || nanoseconds(pair.one(&bare, calls), calls),
        ],
    );
    table.add(&Line {
        row: 4,
        what: "two threads on one hot customer, per call".to_owned(),
        unit: Unit::Nanoseconds,
        measured: two,
        floor: Some(one),
        promise: Promise::AtMostFold { must: 2.5, aim: 1.6 },
    });
    table.add(&Line {
        row: 4,
        what: "for comparison: the plain maps".to_owned(),
        unit: Unit::Nanoseconds,
        measured: bare_two,
        floor: Some(bare_one),
        promise: Promise::Nothing,
    });
}

fn over(table: &mut Table) {
    let hot = customer_id(1);
    let world = World::of(&[hot.clone(), ENDING.to_owned()], None);
    std::thread::sleep(Duration::from_millis(1_500));
    world.verify(&hot);
    let request = GetMeteredEntitlement::new(ENDING, METERED).with_requested_usage(1);
    let answer = world.runtime.block_on(world.stigg.get_metered_entitlement(request));
    assert!(
        answer.has_access && answer.current_usage < 1.0,
        "it is another period: {answer:?}"
    );
    assert_eq!(world.stigg.counters().cache_misses, 0);

    let batch = |id: &'static str| std::iter::repeat_n(id, CHECKS as usize);
    let [ended, row_1, bare] = take_turns(
        ROUNDS,
        [
            &mut || world.time_async(batch(ENDING)),
            &mut || world.time_async(std::iter::repeat_n(hot.as_str(), CHECKS as usize)),
            &mut || world.time_bare(batch(ENDING)),
        ],
    );
    table.add(&Line {
        row: 5,
        what: "metered check after its usage period has ended".to_owned(),
        unit: Unit::Nanoseconds,
        measured: ended,
        floor: Some(bare),
        promise: Promise::AtMost {
            must: 400.0,
            aim: 1.2 * row_1.median(),
        },
    });
}

fn everything(table: &mut Table) {
    let hot = customer_id(1);
    let world = World::of(slice::from_ref(&hot), None);
    let World { runtime, stigg, .. } = &world;
    let all = runtime.block_on(stigg.get_entitlements_state_v2(&hot, None));
    assert_eq!(all.entitlements.len(), plans::ENTITLEMENTS);
    let calls = CHECKS / 25;
    let microseconds = |started| nanoseconds(thread_time().saturating_sub(started), calls) / 1_000.0;
    let [measured, floor] = take_turns(
        ROUNDS,
        [
            &mut || {
                let started = thread_time();
                runtime.block_on(async {
                    for _ in 0..calls {
                        black_box(stigg.get_entitlements_state_v2(black_box(&hot), None).await);
                    }
                });
                microseconds(started)
            },
            &mut || {
                let started = thread_time();
                for _ in 0..calls {
                    black_box(black_box(&all).clone());
                }
                microseconds(started)
            },
        ],
    );
    table.add(&Line {
        row: 6,
        what: "all 50 entitlements of a hot customer".to_owned(),
        unit: Unit::Microseconds,
        measured,
        floor: Some(floor),
        promise: Promise::AtMost { must: 3.0, aim: 1.0 },
    });
}
