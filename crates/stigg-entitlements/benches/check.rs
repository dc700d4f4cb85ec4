//! A warm check: lookup and evaluation.
//!
//! Next to each check runs the same one on a `HashMap` under an `RwLock`, which is what one would write first: the ratio of
//! the two means something on any machine, the nanoseconds only on this one.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::{Arc, Barrier, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::{Value, json};
use stigg_entitlements::{
    CachedEntity, EntityKey, EntityKeyRef, MemoryStore, Source, Stamp, evaluate_boolean, evaluate_credit,
    evaluate_enum, evaluate_metered, evaluate_numeric,
};
use stigg_models::Timestamp;

/// So few that they stay in the caches of the processor, as customers do that are asked for all the time.
const HOT: usize = 16;
/// So many that they do not.
const MANY: usize = 4_000;

fn now() -> Timestamp {
    "2025-06-15T12:00:00Z".parse().expect("a time")
}

fn feature(id: &str, feature_type: &str, meter_type: Option<&str>) -> Value {
    json!({"type": "FEATURE", "feature": {"id": id, "featureType": feature_type, "meterType": meter_type},
        "usageLimit": 100, "currentUsage": 10, "enumValues": ["red", "green", "blue"], "resetPeriod": "MONTH",
        "usagePeriodAnchor": "2024-01-31T00:00:00Z", "usagePeriodStart": "2025-05-31T00:00:00Z",
        "usagePeriodEnd": if id == "over" { "2025-05-31T00:00:00Z" } else { "2025-06-30T00:00:00Z" },
        "creditRate": (id == "backed").then(|| json!({"amount": 2, "currencyId": "credits"}))})
}

/// A customer with forty entitlements.
fn entity() -> CachedEntity {
    let mut entitlements = vec![
        feature("boolean", "BOOLEAN", None),
        feature("numeric", "NUMBER", Some("None")),
        feature("metered", "NUMBER", Some("Incremental")),
        feature("over", "NUMBER", Some("Incremental")),
        feature("backed", "NUMBER", Some("Incremental")),
        feature("enum", "ENUM", None),
        json!({"type": "CREDIT", "currency": {"currencyId": "credits"}, "usageLimit": 100}),
    ];
    entitlements.extend((0..33).map(|i| feature(&format!("feature-{i}"), "BOOLEAN", None)));
    let state = serde_json::from_value(json!({ "entitlements": entitlements })).expect("a state");
    let stamp = Stamp::new(now(), Source::Api);
    CachedEntity::new(state, stamp)
}

/// Where the entities of the benchmark are.
trait Lookup: Sync {
    fn find(&self, customer_id: &str) -> Option<Arc<CachedEntity>>;
}

impl Lookup for MemoryStore {
    fn find(&self, customer_id: &str) -> Option<Arc<CachedEntity>> {
        self.get(EntityKeyRef::new(customer_id, None))
    }
}

type Baseline = RwLock<HashMap<String, Arc<CachedEntity>>>;

impl Lookup for Baseline {
    fn find(&self, customer_id: &str) -> Option<Arc<CachedEntity>> {
        self.read().expect("not poisoned").get(customer_id).cloned()
    }
}

struct World {
    customer_ids: Vec<String>,
    store: MemoryStore,
    baseline: Baseline,
}

impl World {
    fn new(customers: usize) -> Self {
        let customer_ids: Vec<_> = (0..customers).map(|i| format!("customer-{i}")).collect();
        let store = MemoryStore::new(1 << 30);
        let mut baseline = HashMap::new();
        for customer_id in &customer_ids {
            let entity = store.put(EntityKey::new(customer_id.as_str(), None::<&str>), entity());
            baseline.insert(customer_id.clone(), entity);
        }
        assert_eq!(store.len(), customers, "all of them are warm");
        Self {
            customer_ids,
            store,
            baseline: RwLock::new(baseline),
        }
    }
}

/// The time that `threads` threads take for `checks` checks each, of one customer after the other.
fn run(
    customer_ids: &[String],
    lookup: &impl Lookup,
    threads: usize,
    checks: u64,
    check: impl Fn(&CachedEntity) + Sync,
) -> Duration {
    let work = |first: usize| {
        let ids = customer_ids.iter().cycle().skip(first);
        for (customer_id, _) in ids.zip(0..checks) {
            check(&lookup.find(black_box(customer_id)).expect("it is warm"));
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
                    work(thread * customer_ids.len() / threads);
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

fn bench_check(criterion: &mut Criterion, world: &World, name: &str, check: impl Fn(&CachedEntity) + Sync) {
    let mut group = criterion.benchmark_group(name);
    for threads in [1, 2] {
        group.bench_function(format!("store, threads: {threads}"), |bencher| {
            bencher.iter_custom(|checks| run(&world.customer_ids, &world.store, threads, checks, &check));
        });
        group.bench_function(format!("HashMap + RwLock, threads: {threads}"), |bencher| {
            bencher.iter_custom(|checks| run(&world.customer_ids, &world.baseline, threads, checks, &check));
        });
    }
    group.finish();
}

fn checks(criterion: &mut Criterion) {
    let world = World::new(HOT);
    let now = now();
    let values: Arc<[String]> = ["blue".to_owned()].into();
    bench_check(criterion, &world, "lookup alone", |entity| {
        black_box(entity);
    });
    bench_check(criterion, &world, "boolean", |entity| {
        black_box(evaluate_boolean(entity, black_box("boolean"), now)).expect("boolean");
    });
    bench_check(criterion, &world, "numeric", |entity| {
        black_box(evaluate_numeric(entity, black_box("numeric"), now)).expect("numeric");
    });
    bench_check(criterion, &world, "metered", |entity| {
        black_box(evaluate_metered(entity, black_box("metered"), Some(1.0), now)).expect("metered");
    });
    bench_check(criterion, &world, "metered, period over", |entity| {
        black_box(evaluate_metered(entity, black_box("over"), Some(1.0), now)).expect("metered");
    });
    bench_check(criterion, &world, "metered, paid for with credits", |entity| {
        black_box(evaluate_metered(entity, black_box("backed"), Some(1.0), now)).expect("metered");
    });
    bench_check(criterion, &world, "enum", |entity| {
        black_box(evaluate_enum(entity, black_box("enum"), Some(&values), now)).expect("enum");
    });
    bench_check(criterion, &world, "credit", |entity| {
        black_box(evaluate_credit(entity, black_box("credits"), black_box(Some(1.0))));
    });
    let world = World::new(MANY);
    bench_check(criterion, &world, "metered, of many customers", |entity| {
        black_box(evaluate_metered(entity, black_box("metered"), Some(1.0), now)).expect("metered");
    });
}

criterion_group!(benches, checks);
criterion_main!(benches);
