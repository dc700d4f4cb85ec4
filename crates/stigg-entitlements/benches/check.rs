//! A warm check: lookup and evaluation.
//!
//! Next to each runs a floor: the least that one could do, on `HashMap`s that nobody ever writes, without merging, wallets,
//! expiry or a bound of memory. The ratio of the two means something on any machine, the nanoseconds only on this one.

#[path = "support/world.rs"]
mod world;

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};
use foldhash::fast::RandomState;
use stigg_entitlements::{EntityKeyRef, MemoryStore, evaluate_metered, evaluate_state};
use stigg_models::{Entitlement, EntitlementFeature, EntitlementState, EntitlementV2, MeteredEntitlement, Timestamp};
use world::{NOW_MONOTONIC, customer_id, feature_id, fill, now, state};

/// So many that they do not stay in the caches of the processor.
const MANY: usize = 10_000;

/// The least that is needed to answer.
struct Floor {
    customers: HashMap<String, Vec<FloorSlot>, RandomState>,
    features: HashMap<String, usize, RandomState>,
    shared: Vec<Arc<EntitlementFeature>>,
}

#[derive(Clone, Copy)]
struct FloorSlot {
    limit: f64,
    used: f64,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    anchor: Option<Timestamp>,
}

impl Floor {
    fn new(customers: usize) -> Self {
        let mut floor = Self {
            customers: HashMap::default(),
            features: HashMap::default(),
            shared: Vec::new(),
        };
        for customer in 0..customers {
            let mut slots = Vec::new();
            for entitlement in state(customer).entitlements {
                let EntitlementState::Feature(state) = entitlement else {
                    continue;
                };
                let feature = state.feature.expect("all have one");
                let place = floor.features.len();
                if floor.features.entry(feature.id.clone()).or_insert(place) == &floor.shared.len() {
                    floor.shared.push(feature);
                }
                slots.push(FloorSlot {
                    limit: state.usage_limit.unwrap_or(0.0),
                    used: state.current_usage,
                    start: state.usage_period_start,
                    end: state.usage_period_end,
                    anchor: state.usage_period_anchor,
                });
            }
            floor.customers.insert(customer_id(customer), slots);
        }
        floor
    }

    fn check(&self, customer_id: &str, feature_id: &str, requested: f64) -> MeteredEntitlement {
        let slots = &self.customers[customer_id];
        let place = self.features[feature_id];
        self.answer(&slots[place], place, requested)
    }

    fn answer(&self, slot: &FloorSlot, place: usize, requested: f64) -> MeteredEntitlement {
        let mut answer = MeteredEntitlement::default();
        answer.has_access = slot.used + requested <= slot.limit;
        answer.feature = Some(Arc::clone(&self.shared[place]));
        answer.usage_limit = Some(slot.limit);
        answer.current_usage = slot.used;
        answer.requested_usage = requested;
        answer.usage_period_start = slot.start;
        answer.usage_period_end = slot.end;
        answer.next_reset_date = slot.end;
        answer.usage_period_anchor = slot.anchor;
        answer
    }

    fn list(&self, customer_id: &str) -> Vec<EntitlementV2> {
        let slots = self.customers[customer_id].iter().enumerate();
        slots
            .map(|(place, slot)| EntitlementV2::Feature(Entitlement::Metered(self.answer(slot, place, 0.0))))
            .collect()
    }
}

/// Questions in an order that no processor foresees.
struct Questions {
    customer_ids: Vec<String>,
    feature_ids: Vec<String>,
}

impl Questions {
    fn new(customers: usize) -> Self {
        let mut number: usize = 1;
        let mut random = || {
            number = number
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            number >> 33
        };
        let mut customer_ids: Vec<_> = (0..customers).map(customer_id).collect();
        for i in (1..customers).rev() {
            customer_ids.swap(i, random() % (i + 1));
        }
        // Those that are metered: the first twenty and the fourth ten.
        let feature_ids = (0..1_021)
            .map(|_| feature_id([0, 10, 30][random() % 3] + random() % 10))
            .collect();
        Self {
            customer_ids,
            feature_ids,
        }
    }

    /// The time that threads take for so many questions each.
    fn ask(&self, threads: usize, count: u64, check: impl Fn(&str, &str) + Sync) -> Duration {
        let work = |first: usize| {
            let customers = self
                .customer_ids
                .iter()
                .cycle()
                .skip(first * self.customer_ids.len() / threads);
            let features = self.feature_ids.iter().cycle().skip(first);
            for ((customer_id, feature_id), _) in customers.zip(features).zip(0..count) {
                check(black_box(customer_id), black_box(feature_id));
            }
        };
        if threads == 1 {
            let start = Instant::now();
            work(0);
            return start.elapsed();
        }
        let barrier = Barrier::new(threads + 1);
        thread::scope(|scope| {
            let handles: Vec<_> = (0..threads)
                .map(|thread| {
                    let (barrier, work) = (&barrier, &work);
                    scope.spawn(move || {
                        barrier.wait();
                        work(thread);
                    })
                })
                .collect();
            barrier.wait();
            let start = Instant::now();
            for handle in handles {
                handle.join().expect("no panic");
            }
            start.elapsed()
        })
    }
}

type Group<'a> = BenchmarkGroup<'a, criterion::measurement::WallTime>;

fn bench(group: &mut Group<'_>, name: &str, questions: &Questions, threads: usize, check: impl Fn(&str, &str) + Sync) {
    group.bench_function(name, |bencher| {
        bencher.iter_custom(|count| questions.ask(threads, count, &check));
    });
}

fn metered(store: &MemoryStore, customer_id: &str, feature_id: &str, now: Timestamp) {
    let key = EntityKeyRef::new(customer_id, None);
    let answer = store.with(key, NOW_MONOTONIC, |entity| {
        evaluate_metered(entity, feature_id, black_box(Some(1.0)), now)
    });
    black_box(answer).expect("it is known").expect("it is metered");
}

fn checks(criterion: &mut Criterion) {
    let now = now();
    let after_the_period: Timestamp = "2025-07-20T00:00:00Z".parse().expect("a time");
    for (name, customers) in [("one customer", 1), ("ten thousand customers", MANY)] {
        let store = MemoryStore::new(1 << 30);
        fill(&store, 0..customers);
        let floor = Floor::new(customers);
        let questions = Questions::new(customers);
        let mut group = criterion.benchmark_group(name);
        bench(&mut group, "floor", &questions, 1, |customer_id, feature_id| {
            black_box(floor.check(customer_id, feature_id, black_box(1.0)));
        });
        bench(&mut group, "metered", &questions, 1, |customer_id, feature_id| {
            metered(&store, customer_id, feature_id, now);
        });
        bench(
            &mut group,
            "metered, the period over",
            &questions,
            1,
            |customer_id, feature_id| {
                metered(&store, customer_id, feature_id, after_the_period);
            },
        );
        bench(
            &mut group,
            "metered, two threads",
            &questions,
            2,
            |customer_id, feature_id| {
                metered(&store, customer_id, feature_id, now);
            },
        );
        bench(
            &mut group,
            "floor, two threads",
            &questions,
            2,
            |customer_id, feature_id| {
                black_box(floor.check(customer_id, feature_id, black_box(1.0)));
            },
        );
        bench(&mut group, "lookup alone", &questions, 1, |customer_id, _| {
            black_box(
                store.with(EntityKeyRef::new(customer_id, None), NOW_MONOTONIC, |entity| {
                    entity.len()
                }),
            );
        });
        bench(&mut group, "all fifty", &questions, 1, |customer_id, _| {
            let key = EntityKeyRef::new(customer_id, None);
            black_box(store.with(key, NOW_MONOTONIC, |entity| evaluate_state(entity, now)));
        });
        bench(&mut group, "floor of all fifty", &questions, 1, |customer_id, _| {
            black_box(floor.list(customer_id));
        });
        group.finish();
    }
}

criterion_group!(benches, checks);
criterion_main!(benches);
