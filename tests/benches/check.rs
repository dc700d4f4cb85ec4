//! What a check costs through the client: answered from memory, beside the least that anything with a lock could do; and
//! answered by a server, beside the same request without the client's cache.
//!
//! `cargo bench --package stigg-tests`. Compare the lines of one run with each other; machines are noisy.

#![allow(missing_docs, reason = "criterion's macros make public functions")]
#![allow(clippy::unwrap_used, reason = "a bench that panics has failed")]

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::RwLock;

use criterion::{Criterion, criterion_group, criterion_main};
use stigg::models::{GetBooleanEntitlement, GetMeteredEntitlement, ProvisionCustomer, ProvisionSubscription};
use stigg::transport::{Consistency, Entitlements, EntitlementsQuery};
use stigg::{ApiKey, Endpoints, GraphqlTransport, Stigg};
use stigg_emulator::Emulator;
use tokio::runtime::Runtime;

const CUSTOMER: &str = "customer-42";

fn warm(criterion: &mut Criterion) {
    let (runtime, _emulator, stigg) = set_up();
    let mut group = criterion.benchmark_group("warm");
    group.bench_function("client, metered", |bencher| {
        bencher.to_async(&runtime).iter(|| async {
            let request = GetMeteredEntitlement::new(CUSTOMER, "api-calls").with_requested_usage(1);
            black_box(stigg.get_metered_entitlement(request).await.has_access)
        });
    });
    group.bench_function("client, boolean", |bencher| {
        bencher.to_async(&runtime).iter(|| async {
            let request = GetBooleanEntitlement::new(CUSTOMER, "single-sign-on");
            black_box(stigg.get_boolean_entitlement(request).await.has_access)
        });
    });
    let map = RwLock::new(HashMap::from([(
        CUSTOMER.to_owned(),
        HashMap::from([("api-calls".to_owned(), 5.0)]),
    )]));
    group.bench_function("baseline: RwLock of a map of maps", |bencher| {
        bencher.to_async(&runtime).iter(|| async {
            let map = map.read().unwrap();
            black_box(
                map.get(CUSTOMER)
                    .and_then(|features| features.get("api-calls"))
                    .is_some_and(|limit| *limit > 1.0),
            )
        });
    });
    group.finish();
}

fn cold(criterion: &mut Criterion) {
    let (runtime, emulator, stigg) = set_up();
    let endpoints = Endpoints::from_base_url(&emulator.api_url())
        .unwrap()
        .with_edge_url(&emulator.edge_url())
        .unwrap();
    let key = ApiKey::new(emulator.api_key()).unwrap();
    let transport = GraphqlTransport::builder(key).endpoints(endpoints).build().unwrap();
    let mut group = criterion.benchmark_group("cold");
    group.bench_function("client, reload", |bencher| {
        bencher
            .to_async(&runtime)
            .iter(|| async { black_box(stigg.reload_entitlements(CUSTOMER, None).await) });
    });
    group.bench_function("baseline: the request alone", |bencher| {
        bencher.to_async(&runtime).iter(|| async {
            let query = EntitlementsQuery::new(CUSTOMER).with_consistency(Consistency::ReadYourWrites);
            black_box(transport.get_entitlements_state(query).await.unwrap())
        });
    });
    group.finish();
}

fn set_up() -> (Runtime, Emulator, Stigg) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let (emulator, stigg) = runtime.block_on(async {
        let emulator = Emulator::builder().start().await.unwrap();
        let stigg = emulator.client().unwrap();
        stigg
            .provision_customer(ProvisionCustomer::new(CUSTOMER))
            .await
            .unwrap();
        stigg
            .provision_subscription(ProvisionSubscription::new(CUSTOMER, "plan-free"))
            .await
            .unwrap();
        (emulator, stigg)
    });
    (runtime, emulator, stigg)
}

criterion_group!(benches, warm, cold);
criterion_main!(benches);
