use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use allocation_counter::measure;
use futures_util::{FutureExt, StreamExt};
use stigg_models::{Cause, CauseKind, PublishMigrationType};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::task::TaskTracker;
use tracing::{Level, Metadata, Subscriber, span};

use super::queue::CAPACITY;
use super::*;
use crate::counters::Recorder;

fn hub() -> Hub {
    Hub::new(Arc::default())
}

fn published(package: &str) -> Event {
    let package = PackagePublished::new(package, PublishMigrationType::NewCustomers);
    Event::PackagePublished(Arc::new(package))
}

fn hit(customer: &str) -> Event {
    Event::CacheHit(Entity::new(customer, None::<&str>))
}

/// The event that waits, if any does.
fn waiting(events: &mut Events) -> Option<Event> {
    events.next().now_or_never().flatten()
}

fn has_ended(events: &mut Events) -> bool {
    matches!(events.next().now_or_never(), Some(None))
}

/// What a task answers that ends without anything else to happen.
async fn soon<T>(task: JoinHandle<T>) -> T {
    let answer = tokio::time::timeout(Duration::from_secs(1), task).await;
    answer.expect("it waits in vain").unwrap()
}

fn name(event: &Event) -> String {
    match event {
        Event::PackagePublished(package) => package.package_ref_id.clone(),
        Event::CacheHit(entity) => entity.customer_id.to_string(),
        Event::Lagged(lost) => format!("lagged {lost}"),
        event => event.kind().to_string(),
    }
}

#[test]
fn without_a_listener_an_event_is_not_made_and_nothing_is_allocated() {
    let hub = hub();
    let error = Error::new(ErrorKind::Network);
    let counted = measure(|| {
        for kind in EventKinds::all().iter() {
            assert!(!hub.wants(kind));
            hub.emit_with(kind, || panic!("nobody wants {kind}"));
        }
        hub.emit_failure(&error);
    });
    assert_eq!(counted.count_total, 0);
}

#[test]
fn what_no_listener_wants_is_not_made() {
    let hub = hub();
    let mut events = hub.subscribe(EventKind::PackagePublished.into());
    assert!(hub.wants(EventKind::PackagePublished) && !hub.wants(EventKind::CacheHit));
    let counted = measure(|| hub.emit_with(EventKind::CacheHit, || panic!("nobody wants it")));
    assert_eq!(counted.count_total, 0);
    assert!(waiting(&mut events).is_none());
}

#[test]
fn everybody_is_told_what_they_want_in_order() {
    let hub = hub();
    let mut all = hub.subscribe(EventKinds::all());
    let mut packages = hub.subscribe([EventKind::PackagePublished, EventKind::ApiKeyInvalid].into());
    for event in [published("a"), hit("c"), published("b")] {
        hub.emit(event);
    }
    let told = |events: &mut Events| -> Vec<String> {
        std::iter::from_fn(|| waiting(events))
            .map(|event| name(&event))
            .collect()
    };
    assert_eq!(told(&mut all), ["a", "c", "b"]);
    assert_eq!(told(&mut packages), ["a", "b"]);
}

#[test]
fn a_refused_key_is_an_event_of_its_own() {
    let hub = hub();
    let mut events = hub.subscribe(EventKinds::default());
    hub.emit_failure(&Error::new(ErrorKind::Unauthenticated));
    hub.emit_failure(&Error::new(ErrorKind::Timeout));
    assert!(matches!(waiting(&mut events), Some(Event::ApiKeyInvalid)));
    assert!(matches!(waiting(&mut events), Some(Event::RequestFailed(error)) if error.kind() == ErrorKind::Timeout));
}

#[test]
fn who_stops_listening_is_not_waited_for_nor_remembered() {
    let hub = hub();
    let all = hub.subscribe(EventKinds::all());
    let packages = hub.subscribe(EventKind::PackagePublished.into());
    drop(all);
    assert!(hub.wants(EventKind::PackagePublished));
    assert!(!hub.wants(EventKind::CacheHit));
    drop(packages);
    assert!(EventKinds::all().iter().all(|kind| !hub.wants(kind)));
}

#[test]
fn r17_who_is_too_slow_loses_the_oldest_and_is_told_how_many() {
    let recorder = Arc::new(Recorder::new());
    let hub = Hub::new(recorder.clone());
    let mut slow = hub.subscribe(EventKinds::all());
    for number in 0..CAPACITY + 3 {
        hub.emit(published(&number.to_string()));
    }
    assert_eq!(name(&waiting(&mut slow).unwrap()), "lagged 3");
    assert_eq!(name(&waiting(&mut slow).unwrap()), "3", "the oldest one that is left");

    hub.emit(published("fits"));
    hub.emit(published("does not"));
    assert_eq!(name(&waiting(&mut slow).unwrap()), "lagged 1", "since it was told last");
    let left: Vec<Event> = std::iter::from_fn(|| waiting(&mut slow)).collect();
    assert_eq!(left.len(), CAPACITY);
    assert_eq!(
        (name(&left[0]), name(&left[CAPACITY - 1])),
        ("5".into(), "does not".into())
    );
    assert_eq!(recorder.read().events_lost, 4);
}

#[test]
fn who_wants_rare_events_loses_none_to_the_frequent_ones_of_others() {
    let hub = hub();
    let mut hits = hub.subscribe(EventKind::CacheHit.into());
    let mut packages = hub.subscribe(EventKind::PackagePublished.into());
    hub.emit(published("a"));
    for _ in 0..=CAPACITY {
        hub.emit(hit("c"));
    }
    assert_eq!(name(&waiting(&mut packages).unwrap()), "a");
    assert_eq!(
        name(&waiting(&mut hits).unwrap()),
        "lagged 1",
        "even if it did not ask for that"
    );
}

#[test]
fn a_listener_that_never_reads_takes_no_more_memory_than_its_queue() {
    let hub = hub();
    let _never_read = hub.subscribe(EventKinds::all());
    for number in 0..CAPACITY {
        hub.emit(hit(&format!("{number:4}")));
    }
    let counted = measure(|| {
        for number in 0..10 * CAPACITY {
            hub.emit(hit(&format!("{:4}", number % 10_000)));
        }
    });
    assert!(counted.count_total > 0, "each event has an id of its own");
    assert_eq!(counted.bytes_current, 0, "but the oldest one goes for it");
    assert!(size_of::<Event>() <= 40, "{}", size_of::<Event>());
}

#[tokio::test]
async fn a_stream_ends_after_the_events_until_the_client_is_closed() {
    let hub = hub();
    let mut events = hub.subscribe(EventKinds::default());
    hub.emit(Event::ConnectionStateChanged(ConnectionState::Closed));
    hub.close();
    hub.emit(published("too late"));
    let told: Vec<String> = events.by_ref().map(|event| name(&event)).collect().await;
    assert_eq!(told, ["connection_state_changed"]);
    assert!(has_ended(&mut events), "for good");
    assert!(!hub.wants(EventKind::PackagePublished));

    assert!(has_ended(&mut hub.subscribe(EventKinds::all())), "nothing will come");
    assert!(!hub.wants(EventKind::PackagePublished));
}

#[tokio::test(start_paused = true)]
async fn a_stream_does_not_keep_the_hub_alive_and_ends_with_it() {
    let hub = hub();
    let mut events = hub.subscribe(EventKinds::default());
    let reader = tokio::spawn(async move { events.next().await.is_none() });
    tokio::task::yield_now().await;
    drop(hub);
    assert!(soon(reader).await);
}

#[tokio::test(start_paused = true)]
async fn who_waits_is_woken_and_a_wait_that_is_given_up_loses_nothing() {
    let hub = hub();
    let mut events = hub.subscribe(EventKinds::default());
    assert!(waiting(&mut events).is_none());
    let reader = tokio::spawn(async move {
        let first = events.next().await.unwrap();
        (name(&first), name(&events.next().await.unwrap()))
    });
    tokio::task::yield_now().await;
    hub.emit(published("a"));
    tokio::task::yield_now().await;
    hub.emit(published("b"));
    assert_eq!(soon(reader).await, ("a".to_owned(), "b".to_owned()));
}

#[tokio::test]
async fn a_reader_that_always_finds_an_event_lets_others_run() {
    let hub = hub();
    let mut events = hub.subscribe(EventKinds::all());
    let others_ran = tokio::spawn(async {});
    for _ in 0..CAPACITY {
        hub.emit(hit("c"));
    }
    for _ in 0..CAPACITY {
        events.next().await.unwrap();
    }
    assert!(others_ran.is_finished());
}

#[tokio::test]
async fn a_function_is_given_the_events_that_it_wants_until_the_hub_is_closed() {
    let (hub, tasks) = (hub(), TaskTracker::new());
    let told = Arc::new(Mutex::new(Vec::new()));
    let list = told.clone();
    let listen = hub.listen(
        EventKind::PackagePublished.into(),
        move |event| list.lock().unwrap().push(name(event)),
        &tasks,
    );
    listen.unwrap().forever();
    hub.emit(published("a"));
    hub.emit(Event::ApiKeyInvalid);
    hub.emit(published("b"));
    hub.close();
    tasks.close();
    tasks.wait().await;
    assert_eq!(*told.lock().unwrap(), ["a", "b"]);
}

#[tokio::test]
async fn a_function_that_is_stopped_is_given_nothing_more_and_let_go() {
    let (hub, tasks) = (hub(), TaskTracker::new());
    let (sender, mut told) = mpsc::unbounded_channel();
    let send = move |event: &Event| sender.send(name(event)).unwrap();
    let listener = hub.listen(EventKinds::all(), send, &tasks).unwrap();
    hub.emit(published("a"));
    assert_eq!(told.recv().await.unwrap(), "a");

    hub.emit(published("waits"));
    drop(listener);
    assert!(!hub.wants(EventKind::PackagePublished));
    hub.emit(published("b"));
    assert_eq!(told.recv().await, None, "the function is gone");
    tasks.close();
    tasks.wait().await;
}

#[tokio::test]
async fn p6_a_panic_in_a_function_is_caught_and_counted_and_it_goes_on() {
    let (recorder, tasks) = (Arc::new(Recorder::new()), TaskTracker::new());
    let hub = Hub::new(recorder.clone());
    let (sender, mut told) = mpsc::unbounded_channel();
    let send = move |event: &Event| {
        let name = name(event);
        assert_ne!(name, "bad", "a panic of the listener, as this test wants it");
        sender.send(name).unwrap();
    };
    let errors = Arc::new(AtomicUsize::new(0));
    let _guard = tracing::subscriber::set_default(Errors(errors.clone()));
    let _listener = hub.listen(EventKinds::all(), send, &tasks).unwrap();
    for package in ["a", "bad", "bad", "b"] {
        hub.emit(published(package));
    }
    assert_eq!(told.recv().await.unwrap(), "a");
    assert_eq!(told.recv().await.unwrap(), "b");
    assert_eq!(recorder.read().listener_panics, 2);
    assert_eq!(errors.load(Ordering::Relaxed), 1, "it is logged once");
}

/// How many errors were logged.
struct Errors(Arc<AtomicUsize>);

impl Subscriber for Errors {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() == Level::ERROR
    }

    fn event(&self, _: &tracing::Event<'_>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

#[test]
fn without_a_runtime_a_function_cannot_listen_and_leaves_nothing_behind() {
    let hub = hub();
    let error = hub.listen(EventKinds::all(), |_| {}, &TaskTracker::new()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(!hub.wants(EventKind::PackagePublished));
}

#[test]
fn a_runtime_that_ends_takes_its_listeners_along() {
    let (hub, tasks) = (hub(), TaskTracker::new());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let guard = runtime.enter();
    hub.listen(EventKinds::all(), |_| {}, &tasks).unwrap().forever();
    assert!(hub.wants(EventKind::CacheHit));
    drop(guard);
    drop(runtime);
    assert!(!hub.wants(EventKind::CacheHit));
    assert!(tasks.is_empty());
}

#[test]
fn events_from_many_threads_arrive_once_each() {
    let hub = hub();
    let mut events = hub.subscribe(EventKinds::all());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..CAPACITY / 4 {
                    hub.emit(hit("c"));
                }
            });
        }
    });
    let told = std::iter::from_fn(|| waiting(&mut events));
    assert_eq!(
        told.filter(|event| event.kind() == EventKind::CacheHit).count(),
        CAPACITY
    );
}

#[test]
fn sets_of_kinds_hold_what_they_say() {
    let hit = [EventKind::CacheHit];
    assert!(EventKind::ALL.iter().all(|kind| EventKinds::all().contains(*kind)));
    assert_eq!(EventKinds::default().with(hit), EventKinds::all());
    assert_eq!(EventKinds::all().without(hit), EventKinds::default());
    assert_eq!(EventKinds::all().iter().collect::<EventKinds>(), EventKinds::all());
    assert_eq!(format!("{:?}", EventKinds::from(hit)), "{CacheHit}");
    assert_eq!(EventKinds::of([]).iter().count(), 0);
}

#[test]
fn every_event_has_its_kind_and_every_kind_a_name_that_stays() {
    let entity = Entity::new("c", Some("r"));
    let asked = AskedFor::Feature("f".into());
    let cause = Cause::new(CauseKind::Timeout);
    let fallback = FallbackServed::new(entity.clone(), asked.clone(), cause.clone());
    let stale = StaleServed::new(entity.clone(), asked, Duration::from_secs(1), cause);
    let of = |event: Event| event.kind().as_str();
    let served = [
        Event::FallbackServed(Arc::new(fallback)),
        Event::StaleServed(Arc::new(stale)),
    ]
    .map(of);
    assert_eq!(served, ["fallback_served", "stale_served"]);
    assert_eq!(of(Event::CacheMiss(entity)), "cache_miss");
    assert_eq!(of(Event::Lagged(1)), "lagged");
    for kind in EventKind::ALL {
        let name: String = kind.as_str().split('_').collect();
        assert_eq!(name, format!("{kind:?}").to_lowercase());
    }
}

#[test]
fn what_is_public_can_be_shared_between_threads() {
    fn shareable<T: Send + Sync + Unpin + std::fmt::Debug + 'static>() {}
    shareable::<Event>();
    shareable::<Events>();
    shareable::<Listener>();
    shareable::<EventKinds>();
    shareable::<ConnectionState>();
}
