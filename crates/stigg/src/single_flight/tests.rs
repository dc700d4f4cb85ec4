use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use stigg_entitlements::{Source, Stamp};
use stigg_models::EntitlementsState;

use super::*;

#[derive(Default)]
struct Bench {
    flights: SingleFlight,
    tasks: TaskTracker,
    closed: CancellationToken,
    loads: Arc<AtomicU32>,
}

impl Bench {
    fn join(&self, customer_id: &str, outcome: Result<(), ErrorKind>) -> Flight {
        self.try_join(customer_id, outcome).unwrap()
    }

    fn try_join(&self, customer_id: &str, outcome: Result<(), ErrorKind>) -> Result<Flight, Error> {
        let loads = self.loads.clone();
        let joined = self
            .flights
            .join(key(customer_id, 0), &self.tasks, &self.closed, move || async move {
                loads.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(50)).await;
                outcome.map(|()| entity()).map_err(Error::new)
            });
        joined.map(|(_, flight)| flight)
    }

    fn loads(&self) -> u32 {
        self.loads.load(Ordering::Relaxed)
    }
}

fn key(customer_id: &str, change: u64) -> FlightKey {
    FlightKey {
        entity: EntityKey::new(customer_id, None::<&str>),
        change,
    }
}

fn entity() -> Arc<CachedEntity> {
    Arc::new(CachedEntity::new(
        EntitlementsState::default(),
        Stamp::new(stigg_models::Timestamp::UNIX_EPOCH, Source::Api),
    ))
}

#[tokio::test(start_paused = true)]
async fn a_thousand_callers_make_one_load_whether_it_succeeds_or_fails() {
    for outcome in [Ok(()), Err(ErrorKind::Timeout)] {
        let bench = Bench::default();
        let flights: Vec<Flight> = (0..1000).map(|_| bench.join("a", outcome)).collect();
        for result in futures_util::future::join_all(flights).await {
            assert_eq!(result.map(|_| ()).map_err(|error| error.kind()), outcome);
        }
        assert_eq!(bench.loads(), 1);
        assert_eq!(bench.flights.len(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn another_key_or_a_later_call_makes_another_load() {
    let bench = Bench::default();
    let (a, b) = (bench.join("a", Ok(())), bench.join("b", Ok(())));
    a.await.unwrap();
    b.await.unwrap();
    bench.join("a", Ok(())).await.unwrap();
    assert_eq!(bench.loads(), 3);
}

#[tokio::test(start_paused = true)]
async fn who_changed_something_does_not_join_a_load_that_began_before() {
    let bench = Bench::default();
    let before = bench.join("a", Ok(()));
    let loads = bench.loads.clone();
    let after = bench
        .flights
        .join(key("a", 1), &bench.tasks, &bench.closed, move || async move {
            loads.fetch_add(1, Ordering::Relaxed);
            Ok(entity())
        });
    after.unwrap().1.await.unwrap();
    before.await.unwrap();
    assert_eq!(bench.loads(), 2);
}

#[tokio::test(start_paused = true)]
async fn p5_a_caller_who_gives_up_does_not_take_the_load_from_the_others() {
    let bench = Bench::default();
    let leader = bench.join("a", Ok(()));
    let follower = bench.join("a", Ok(()));
    drop(leader);
    assert!(follower.await.is_ok());
    assert_eq!(bench.loads(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_load_that_was_given_up_is_started_again() {
    let bench = Bench::default();
    let hanging = bench.join("a", Ok(()));
    bench.flights.forget(&key("a", 0), 1);
    let next = bench.join("a", Ok(()));
    // The first one that gives up ended the first load; the others do not end the second one.
    bench.flights.forget(&key("a", 0), 1);
    assert_eq!(bench.flights.len(), 1);
    next.await.unwrap();
    hanging.await.unwrap();
    assert_eq!(bench.loads(), 2);
}

#[tokio::test(start_paused = true)]
async fn closing_ends_loads_with_an_error() {
    let bench = Bench::default();
    let flight = bench.join("a", Ok(()));
    bench.closed.cancel();
    assert_eq!(flight.await.unwrap_err().kind(), ErrorKind::Closed);
    assert_eq!(bench.flights.len(), 0);
}

#[tokio::test(start_paused = true)]
async fn p6_a_load_that_panics_is_an_error_and_not_the_last_one() {
    let bench = Bench::default();
    let flight = bench.flights.join(key("a", 0), &bench.tasks, &bench.closed, || async {
        tokio::task::yield_now().await;
        panic!("on purpose")
    });
    assert_eq!(flight.unwrap().1.await.unwrap_err().kind(), ErrorKind::Network);
    assert!(bench.join("a", Ok(())).await.is_ok());
}

#[test]
fn without_a_runtime_there_is_an_error_and_no_panic() {
    let bench = Bench::default();
    let error = bench.try_join("a", Ok(())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(bench.loads(), 0);
}

#[test]
fn a_runtime_that_shuts_down_leaves_no_flight_behind() {
    let bench = Bench::default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let flight = {
        let _inside = runtime.enter();
        bench.join("a", Ok(()))
    };
    drop(runtime);
    let error = FutureExt::now_or_never(flight).unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network);
    assert_eq!(bench.flights.len(), 0);
}
