//! What realtime updates do to the cache, and what happens while there are none.

use std::time::Duration;

use stigg::models::{
    AccessDeniedReason, CauseKind, CreditBalanceUpdated, CreditEntitlementState, EntitlementCurrency,
    EntitlementReference, EntitlementState, EntitlementUsage, EntitlementsState, EntitlementsUpdated,
    GetCreditEntitlement, Origin, PackagePublished, PublishMigrationType, UsageUpdated,
};
use stigg::transport::{Disconnected, RealtimeEvent, Unreadable};
use stigg::{ConnectionState, Error, ErrorKind, ManualClock, Stigg};
use tokio::sync::mpsc::UnboundedSender;

use crate::fake::{CUSTOMER, FEATURE, Fake, ask, at, client_with, metered};

struct Bench {
    fake: Fake,
    feed: UnboundedSender<RealtimeEvent>,
    stigg: Stigg,
    clock: ManualClock,
}

impl Bench {
    /// A client with a feed that is not connected yet.
    fn new() -> Self {
        Self::with(0)
    }

    fn with(refreshes_per_second: u32) -> Self {
        let fake = Fake::with_limit(5.0);
        let feed = fake.feed();
        let (stigg, clock) = client_with(&fake, |builder| builder.refreshes_per_second(refreshes_per_second));
        Self {
            fake,
            feed,
            stigg,
            clock,
        }
    }

    /// A client whose feed is connected, and that has been asked once.
    async fn live() -> Self {
        let bench = Self::new();
        bench.tell(RealtimeEvent::Connected).await;
        // As long as the Edge may be behind: what is read from then on is right.
        bench.pass(60);
        ask(&bench.stigg).await;
        assert_eq!(bench.fake.reads(), 1);
        bench
    }

    async fn tell(&self, event: RealtimeEvent) {
        self.feed.send(event).unwrap();
        settle().await;
    }

    async fn lose(&self, kind: ErrorKind) {
        let why = Disconnected::new(Error::new(kind), Duration::from_secs(1));
        self.tell(RealtimeEvent::Disconnected(why)).await;
    }

    fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}

/// Lets tasks in the background run.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(1)).await;
}

/// Waits where time is real: how long something takes is up to the machine then.
async fn in_time(something: impl Future<Output = ()>) {
    tokio::time::timeout(Duration::from_secs(30), something).await.unwrap();
}

fn used(usage: f64, updated_at: i64) -> RealtimeEvent {
    let mut usage = EntitlementUsage::new(usage);
    usage.usage_updated_at = Some(at(updated_at));
    let reference = EntitlementReference::Feature(FEATURE.to_owned());
    RealtimeEvent::UsageUpdated(UsageUpdated::new(CUSTOMER, reference, usage))
}

fn limited(limit: f64, updated_at: i64) -> RealtimeEvent {
    let mut entitlement = metered(limit, 0.0);
    entitlement.entitlement_updated_at = Some(at(updated_at));
    let entitlements = vec![EntitlementState::Feature(entitlement)];
    RealtimeEvent::EntitlementsUpdated(EntitlementsUpdated::new(CUSTOMER, entitlements))
}

fn cause(origin: &Origin) -> Option<CauseKind> {
    origin.cause().map(|cause| cause.kind)
}

#[tokio::test(start_paused = true)]
async fn a_push_changes_the_next_check_without_a_request() {
    let bench = Bench::live().await;
    bench.tell(limited(7.0, 10)).await;
    let answer = ask(&bench.stigg).await;
    assert_eq!((answer.usage_limit, answer.origin), (Some(7.0), Origin::Fresh));
    bench.tell(used(6.0, 11)).await;
    assert_eq!(ask(&bench.stigg).await.current_usage, 6.0);
    assert_eq!(bench.fake.reads(), 1);
    let counters = bench.stigg.counters();
    assert_eq!((counters.pushes_applied, counters.pushes_ignored), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn r11_older_pushes_and_those_about_strangers_change_nothing() {
    let bench = Bench::live().await;
    bench.tell(limited(7.0, 10)).await;
    bench.tell(limited(6.0, 9)).await;
    // It seems to be late; but an entitlement that was taken away looks the same, so Stigg is asked.
    bench.fake.answer(metered(7.0, 0.0));
    assert_eq!(ask(&bench.stigg).await.usage_limit, Some(7.0));
    assert_eq!(bench.fake.reads(), 2);
    bench.tell(used(4.0, 21)).await;
    bench.tell(used(3.0, 20)).await;
    bench.tell(used(4.0, 21)).await;
    assert_eq!(ask(&bench.stigg).await.current_usage, 4.0);
    for i in 0..100 {
        let event = EntitlementsUpdated::new(
            format!("stranger-{i}"),
            vec![EntitlementState::Feature(metered(1.0, 0.0))],
        );
        bench.tell(RealtimeEvent::EntitlementsUpdated(event)).await;
    }
    assert_eq!(bench.stigg.counters().cached_entities, 1);
}

#[tokio::test(start_paused = true)]
async fn r12_a_push_during_a_load_is_not_undone_by_it() {
    let bench = Bench::live().await;
    bench.fake.take(Duration::from_secs(1));
    let loading = tokio::spawn({
        let stigg = bench.stigg.clone();
        async move { stigg.reload_entitlements(CUSTOMER, None).await }
    });
    settle().await;
    bench.tell(used(4.0, 50)).await;
    loading.await.unwrap();
    assert_eq!(
        ask(&bench.stigg).await.current_usage,
        4.0,
        "the load began before the push, and knows of no usage"
    );
}

#[tokio::test(start_paused = true)]
async fn r12_a_push_about_somebody_who_is_being_read_is_not_lost() {
    for tell_the_customer in [true, false] {
        let bench = Bench::new();
        bench.tell(RealtimeEvent::Connected).await;
        bench.pass(60);
        bench.fake.take(Duration::from_secs(1));
        let cold = tokio::spawn({
            let stigg = bench.stigg.clone();
            async move { ask(&stigg).await }
        });
        settle().await;
        bench
            .tell(if tell_the_customer {
                limited(7.0, 100)
            } else {
                used(3.0, 100)
            })
            .await;
        assert_eq!(cold.await.unwrap().usage_limit, Some(5.0), "that is what was read");
        bench.fake.take(Duration::ZERO);
        bench.fake.answer(metered(7.0, 3.0));
        let next = ask(&bench.stigg).await;
        assert_eq!((next.usage_limit, next.current_usage), (Some(7.0), 3.0));
        assert_eq!(bench.fake.reads(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_edge_said_when_it_may_have_been_behind_is_asked_for_once_more() {
    let bench = Bench::new();
    bench.tell(RealtimeEvent::Connected).await;
    ask(&bench.stigg).await;
    bench.pass(59);
    ask(&bench.stigg).await;
    settle().await;
    assert_eq!(bench.fake.reads(), 1);
    bench.pass(1);
    bench.fake.answer(metered(9.0, 0.0));
    assert_eq!(ask(&bench.stigg).await.origin, Origin::Fresh, "nobody waits");
    settle().await;
    assert_eq!(ask(&bench.stigg).await.usage_limit, Some(9.0));
    bench.pass(1_000);
    ask(&bench.stigg).await;
    settle().await;
    assert_eq!(bench.fake.reads(), 2);
}

#[tokio::test(start_paused = true)]
async fn reports_of_usage_do_not_keep_a_customer_out_of_the_cache() {
    let bench = Bench::new();
    bench.fake.take(Duration::from_millis(100));
    let reporting = tokio::spawn({
        let stigg = bench.stigg.clone();
        async move {
            for _ in 0..50 {
                let report = stigg::models::ReportUsage::new(CUSTOMER, FEATURE, 1);
                stigg.report_usage(report).await.unwrap();
            }
        }
    });
    ask(&bench.stigg).await;
    assert_eq!(bench.stigg.counters().cached_entities, 1);
    reporting.await.unwrap();
    ask(&bench.stigg).await;
    assert!(bench.fake.reads() <= 3, "{}", bench.fake.reads());
}

#[tokio::test(start_paused = true)]
async fn while_updates_arrive_entries_are_fresh_however_old_and_for_an_hour() {
    let bench = Bench::live().await;
    bench.pass(3_599);
    assert_eq!(ask(&bench.stigg).await.origin, Origin::Fresh);
    settle().await;
    assert_eq!(bench.fake.reads(), 1);
    bench.pass(1);
    assert_eq!(
        ask(&bench.stigg).await.origin,
        Origin::Fresh,
        "it is asked for once more, but surely right"
    );
    settle().await;
    assert_eq!(bench.fake.reads(), 2);
}

#[tokio::test(start_paused = true)]
async fn r1_while_disconnected_entries_age_from_the_loss_and_nothing_is_thrown_away() {
    let bench = Bench::live().await;
    bench.pass(1_000);
    bench.lose(ErrorKind::Network).await;
    assert_eq!(bench.stigg.connection_state(), ConnectionState::Disconnected);
    bench.fake.fail(ErrorKind::Connect);
    bench.pass(9);
    assert_eq!(ask(&bench.stigg).await.origin, Origin::Fresh);
    settle().await;
    assert_eq!(bench.fake.reads(), 1, "a fresh entry needs no request");
    bench.pass(1);
    let answer = ask(&bench.stigg).await;
    assert_eq!(cause(&answer.origin), Some(CauseKind::Refreshing));
    assert_eq!(answer.origin.age(), Some(Duration::from_secs(10)));
    bench.pass(5_000);
    let answer = ask(&bench.stigg).await;
    assert!(!answer.is_fallback);
    assert_eq!(cause(&answer.origin), Some(CauseKind::Connect));
    assert_eq!(answer.origin.age(), Some(Duration::from_secs(5_010)));
}

#[tokio::test(start_paused = true)]
async fn after_a_reconnect_an_entry_is_used_and_refreshed_behind_once() {
    let bench = Bench::live().await;
    bench.lose(ErrorKind::Network).await;
    bench.pass(2);
    bench.tell(RealtimeEvent::Connected).await;
    bench.fake.answer(metered(9.0, 0.0));
    let answer = ask(&bench.stigg).await;
    assert_eq!(answer.usage_limit, Some(5.0), "nobody waits");
    assert_eq!(cause(&answer.origin), Some(CauseKind::Refreshing));
    assert_eq!(answer.origin.age(), Some(Duration::from_secs(2)));
    settle().await;
    let answer = ask(&bench.stigg).await;
    assert_eq!((answer.usage_limit, answer.origin), (Some(9.0), Origin::Fresh));
    bench.pass(1_000);
    ask(&bench.stigg).await;
    settle().await;
    assert_eq!(
        bench.fake.reads(),
        3,
        "and once more, because the Edge may have been behind"
    );
    bench.pass(1_000);
    ask(&bench.stigg).await;
    settle().await;
    assert_eq!(bench.fake.reads(), 3);
}

#[tokio::test(start_paused = true)]
async fn after_a_reconnect_what_is_in_use_is_refreshed_without_being_asked_for() {
    let bench = Bench::with(20);
    bench.tell(RealtimeEvent::Connected).await;
    ask(&bench.stigg).await;
    bench.lose(ErrorKind::Network).await;
    bench.tell(RealtimeEvent::Connected).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(bench.fake.reads(), 2);
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(bench.fake.reads(), 2, "once is enough");
}

#[tokio::test(start_paused = true)]
async fn r15_without_updates_what_is_in_use_is_polled_so_that_checks_stay_local() {
    let fake = Fake::with_limit(5.0);
    let (stigg, clock) = client_with(&fake, |builder| builder.refreshes_per_second(20));
    ask(&stigg).await;
    assert_eq!(stigg.connection_state(), ConnectionState::Off);
    for _ in 0..5 {
        clock.advance(Duration::from_secs(10));
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(ask(&stigg).await.origin, Origin::Fresh);
    }
    assert_eq!(fake.reads(), 6);
    // What nobody asks for is left alone.
    clock.advance(Duration::from_secs(101));
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(fake.reads(), 6);
}

#[tokio::test(start_paused = true)]
async fn r16_a_package_for_all_customers_makes_entries_unconfirmed_and_one_for_new_customers_does_not() {
    let bench = Bench::live().await;
    let publish = |migration| RealtimeEvent::PackagePublished(PackagePublished::new("plan-pro", migration));
    bench.tell(publish(PublishMigrationType::NewCustomers)).await;
    assert_eq!(ask(&bench.stigg).await.origin, Origin::Fresh);
    bench.tell(publish(PublishMigrationType::AllCustomers)).await;
    assert!(ask(&bench.stigg).await.origin.is_stale());
    settle().await;
    assert_eq!(ask(&bench.stigg).await.origin, Origin::Fresh);
    assert_eq!(bench.fake.reads(), 2);
}

#[tokio::test(start_paused = true)]
async fn r8_what_cannot_be_read_is_asked_for_again() {
    let bench = Bench::live().await;
    let unreadable = Unreadable::new(Error::new(ErrorKind::Decode)).with_customer_id(CUSTOMER);
    bench.tell(RealtimeEvent::Unreadable(unreadable)).await;
    bench.fake.answer(metered(9.0, 0.0));
    assert_eq!(ask(&bench.stigg).await.usage_limit, Some(9.0));
    assert_eq!(bench.stigg.counters().pushes_unreadable, 1);
}

#[tokio::test(start_paused = true)]
async fn an_empty_list_without_a_reason_says_only_that_something_is_different() {
    let bench = Bench::live().await;
    let empty = EntitlementsUpdated::new(CUSTOMER, Vec::new());
    bench.tell(RealtimeEvent::EntitlementsUpdated(empty)).await;
    assert_eq!(ask(&bench.stigg).await.usage_limit, Some(5.0));
    assert_eq!(bench.fake.reads(), 2);

    let mut archived = EntitlementsUpdated::new(CUSTOMER, Vec::new());
    archived.access_denied_reason = Some("CustomerIsArchived".into());
    bench.tell(RealtimeEvent::EntitlementsUpdated(archived)).await;
    let answer = ask(&bench.stigg).await;
    assert_eq!(
        answer.access_denied_reason,
        Some(AccessDeniedReason::CustomerIsArchived)
    );
    assert_eq!(bench.fake.reads(), 2);
}

#[tokio::test(start_paused = true)]
async fn credits_follow_their_balance() {
    let fake = Fake::default();
    let mut tokens = CreditEntitlementState::new(EntitlementCurrency::new("tokens"));
    tokens.usage_limit = Some(10.0);
    fake.answer_state(EntitlementsState::new(vec![EntitlementState::Credit(tokens)]));
    let feed = fake.feed();
    let (stigg, _) = client_with(&fake, |builder| builder);
    feed.send(RealtimeEvent::Connected).unwrap();
    settle().await;
    let credits = || stigg.get_credit_entitlement(GetCreditEntitlement::new(CUSTOMER, "tokens"));
    assert!(credits().await.has_access);
    let spent = CreditBalanceUpdated::new(CUSTOMER, EntitlementCurrency::new("tokens"), 12.0, 12.0);
    feed.send(RealtimeEvent::CreditBalanceUpdated(spent)).unwrap();
    settle().await;
    let answer = credits().await;
    assert_eq!(
        (answer.has_access, answer.usage_limit, answer.current_usage),
        (false, 12.0, 12.0)
    );
    assert_eq!(fake.reads(), 1);
}

#[tokio::test(start_paused = true)]
async fn r5_a_key_that_is_refused_is_told_and_picked_up_when_it_becomes_valid_again() {
    let bench = Bench::live().await;
    let mut events = bench.stigg.events();
    bench.lose(ErrorKind::Unauthenticated).await;
    assert_eq!(bench.stigg.connection_state(), ConnectionState::Unauthenticated);
    let mut told = Vec::new();
    for _ in 0..2 {
        told.push(format!("{:?}", events.next().await.unwrap().kind()));
    }
    told.sort();
    assert_eq!(told, ["ApiKeyInvalid", "ConnectionStateChanged"]);
    assert!(!ask(&bench.stigg).await.is_fallback);
    bench.tell(RealtimeEvent::Connected).await;
    assert_eq!(bench.stigg.connection_state(), ConnectionState::Connected);
}

#[tokio::test(start_paused = true)]
async fn dropping_the_last_client_or_closing_it_ends_the_feed() {
    let bench = Bench::live().await;
    let clone = bench.stigg.clone();
    drop(bench.stigg);
    settle().await;
    assert!(!bench.feed.is_closed());
    drop(clone);
    bench.feed.closed().await;

    let bench = Bench::live().await;
    bench.stigg.close().await;
    bench.feed.closed().await;
    assert_eq!(bench.stigg.connection_state(), ConnectionState::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_jumps_makes_nobody_wait_and_asks_in_the_background() {
    let bench = Bench::with(20);
    bench.tell(RealtimeEvent::Connected).await;
    ask(&bench.stigg).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    bench.clock.set(at(366 * 86_400));
    assert_eq!(ask(&bench.stigg).await.origin, Origin::Fresh, "ages do not jump");
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(bench.fake.reads(), 2);
    bench.clock.set(at(0));
    assert_eq!(ask(&bench.stigg).await.origin, Origin::Fresh);
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(bench.fake.reads(), 3);
}

#[test]
fn p12_when_the_runtime_of_the_feed_ends_the_client_lives_on_and_does_not_trust_the_silence() {
    let fake = Fake::with_limit(5.0);
    let feed = fake.feed();
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let first = runtime();
    let (stigg, clock) = first.block_on(async {
        let (stigg, clock) = client_with(&fake, |builder| builder);
        feed.send(RealtimeEvent::Connected).unwrap();
        in_time(async {
            while stigg.connection_state() != ConnectionState::Connected {
                settle().await;
            }
        })
        .await;
        ask(&stigg).await;
        (stigg, clock)
    });
    assert_eq!(stigg.connection_state(), ConnectionState::Connected);
    drop(first);
    assert_eq!(stigg.connection_state(), ConnectionState::Disconnected);
    clock.advance(Duration::from_secs(60));
    let second = runtime();
    second.block_on(async {
        assert!(ask(&stigg).await.origin.is_stale());
        in_time(async {
            while ask(&stigg).await.origin.is_stale() {
                settle().await;
            }
        })
        .await;
    });
    assert_eq!(fake.reads(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_entry_that_is_too_old_is_worth_nothing_any_more() {
    let fake = Fake::with_limit(5.0);
    let (stigg, clock) = client_with(&fake, |builder| builder.entitlement_fallback(FEATURE, true));
    ask(&stigg).await;
    fake.fail(ErrorKind::Connect);
    clock.advance(Duration::from_secs(24 * 3600 - 1));
    assert!(ask(&stigg).await.origin.is_stale());
    clock.advance(Duration::from_secs(1));
    assert!(ask(&stigg).await.is_fallback);
}

#[tokio::test(start_paused = true)]
async fn a_failed_refresh_is_not_repeated_by_every_check() {
    let fake = Fake::with_limit(5.0);
    let (stigg, clock) = client_with(&fake, |builder| builder);
    ask(&stigg).await;
    fake.fail(ErrorKind::Timeout);
    clock.advance(Duration::from_secs(1_000));
    for _ in 0..100 {
        assert!(ask(&stigg).await.origin.is_stale());
    }
    assert_eq!(fake.reads(), 2);
}

#[tokio::test(start_paused = true)]
async fn r14_after_a_reconnect_at_most_so_many_entries_are_read_each_second_and_those_first_that_were_used_last() {
    let bench = Bench::with(20);
    bench.tell(RealtimeEvent::Connected).await;
    let customers: Vec<String> = (0..1_000).map(|i| format!("customer-{i}")).collect();
    assert_eq!(
        bench.stigg.warm_up(customers.iter().map(String::as_str)).await.loaded,
        1_000
    );
    bench.pass(5);
    ask(&bench.stigg).await;
    bench.pass(5);
    bench.lose(ErrorKind::Network).await;
    bench.tell(RealtimeEvent::Connected).await;
    let before = bench.fake.reads();
    let mut most = 0;
    for _ in 0..20 {
        let reads = bench.fake.reads();
        tokio::time::sleep(Duration::from_secs(1)).await;
        most = most.max(bench.fake.reads() - reads);
    }
    assert!(most <= 40, "{most} in a second");
    let reads = bench.fake.reads() - before;
    assert!((100..=400).contains(&reads), "{reads} in twenty seconds");
    assert_eq!(bench.fake.customers_read()[before], CUSTOMER);
    // Nobody was lost.
    assert_eq!(bench.stigg.counters().cached_entities, 1_000);
}
