//! When the cache answers, when Stigg is asked, and what happens when it does not answer.

use std::time::Duration;

use futures_util::future::{FutureExt, join_all};
use stigg::ErrorKind;
use stigg::models::{CauseKind, GetBooleanEntitlement, Origin};
use stigg::transport::Consistency;

use crate::fake::{CUSTOMER, Fake, ask, at, client, metered, pass_until};

fn cause_kind(origin: &Origin) -> Option<CauseKind> {
    origin.cause().map(|cause| cause.kind)
}

/// Lets tasks in the background run.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(1)).await;
}

#[tokio::test(start_paused = true)]
async fn the_first_check_asks_stigg_and_the_next_ones_do_not() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    for _ in 0..3 {
        let answer = ask(&stigg).await;
        assert_eq!((answer.usage_limit, answer.origin), (Some(5.0), Origin::Fresh));
    }
    assert_eq!(fake.reads(), 1);
    assert_eq!(fake.last_consistency(), Some(Consistency::Eventual));
}

#[tokio::test(start_paused = true)]
async fn a_thousand_checks_at_once_make_one_request() {
    for outcome in [None, Some(ErrorKind::Timeout)] {
        let fake = Fake::with_limit(5.0);
        fake.take(Duration::from_millis(50));
        fake.fail(outcome);
        let (stigg, _) = client(&fake);
        let answers = join_all((0..1000).map(|_| ask(&stigg))).await;
        assert!(answers.iter().all(|answer| answer.is_fallback == outcome.is_some()));
        assert_eq!(fake.reads(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn an_entry_that_is_due_answers_at_once_and_is_refreshed_behind() {
    let fake = Fake::with_limit(5.0);
    let (stigg, clock) = client(&fake);
    ask(&stigg).await;
    fake.answer(metered(7.0, 0.0));
    fake.take(Duration::from_secs(3));

    pass_until(&clock, at(10));
    let before = tokio::time::Instant::now();
    let answer = ask(&stigg).await;
    assert_eq!(before.elapsed(), Duration::ZERO, "nobody waits");
    assert_eq!(answer.usage_limit, Some(5.0));
    assert_eq!(cause_kind(&answer.origin), Some(CauseKind::Refreshing));

    tokio::time::sleep(Duration::from_secs(4)).await;
    let answer = ask(&stigg).await;
    assert_eq!((answer.usage_limit, answer.origin), (Some(7.0), Origin::Fresh));
    assert_eq!(fake.reads(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_entry_that_is_too_old_is_refreshed_first() {
    let fake = Fake::with_limit(5.0);
    let (stigg, clock) = client(&fake);
    ask(&stigg).await;
    fake.answer(metered(7.0, 0.0));
    pass_until(&clock, at(100));
    let answer = ask(&stigg).await;
    assert_eq!((answer.usage_limit, answer.origin), (Some(7.0), Origin::Fresh));
}

#[tokio::test(start_paused = true)]
async fn an_entry_that_cannot_be_refreshed_is_still_used_and_says_so() {
    let fake = Fake::with_limit(5.0);
    let (stigg, clock) = client(&fake);
    ask(&stigg).await;
    fake.fail(ErrorKind::Connect);
    pass_until(&clock, at(80_000));
    let answer = ask(&stigg).await;
    assert!(answer.has_access && !answer.is_fallback);
    assert_eq!(answer.origin.age(), Some(Duration::from_secs(80_000)));
    assert_eq!(cause_kind(&answer.origin), Some(CauseKind::Connect));
    assert!(answer.origin.is_stale());
    assert!(
        answer
            .origin
            .cause()
            .unwrap()
            .to_string()
            .contains("no connection to Stigg")
    );
}

#[tokio::test(start_paused = true)]
async fn what_stigg_gave_until_now_is_asked_for_again_whatever_its_age() {
    let fake = Fake::default();
    let mut until_five = metered(5.0, 0.0);
    until_five.valid_until = Some(at(5));
    fake.answer(until_five);
    let (stigg, clock) = client(&fake);
    ask(&stigg).await;
    pass_until(&clock, at(4));
    ask(&stigg).await;
    assert_eq!(fake.reads(), 1);
    fake.answer(metered(7.0, 0.0));
    pass_until(&clock, at(5));
    assert_eq!(ask(&stigg).await.usage_limit, Some(7.0));
    assert_eq!(fake.reads(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_stigg_keeps_giving_until_a_time_that_has_passed_is_not_asked_for_at_every_check() {
    let fake = Fake::default();
    let mut until_five = metered(5.0, 0.0);
    until_five.valid_until = Some(at(5));
    fake.answer(until_five);
    let (stigg, clock) = client(&fake);
    pass_until(&clock, at(6));
    for _ in 0..3 {
        assert!(ask(&stigg).await.has_access);
    }
    assert_eq!(fake.reads(), 1);
}

#[tokio::test(start_paused = true)]
async fn p1_a_wall_clock_that_jumps_changes_no_age() {
    let fake = Fake::with_limit(5.0);
    let (stigg, clock) = client(&fake);
    ask(&stigg).await;
    for time in [at(3_600), at(-3_600), at(366 * 86_400), at(-366 * 86_400)] {
        clock.set(time);
        assert_eq!(ask(&stigg).await.origin, Origin::Fresh);
    }
    clock.advance(Duration::from_secs(10));
    assert!(ask(&stigg).await.origin.is_stale());
    assert_eq!(fake.reads(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_due_entry_in_an_outage_says_what_is_the_matter_and_starts_nothing() {
    let fake = Fake::with_limit(5.0);
    let (stigg, clock) = client(&fake);
    ask(&stigg).await;
    fake.fail(ErrorKind::Timeout);
    for second in 0..5 {
        pass_until(&clock, at(200 + second));
        ask(&stigg).await;
    }
    pass_until(&clock, at(20));
    let reads = fake.reads();
    let answer = ask(&stigg).await;
    settle().await;
    assert_eq!(cause_kind(&answer.origin), Some(CauseKind::Timeout));
    assert_eq!(fake.reads(), reads);
}

#[tokio::test(start_paused = true)]
async fn a_transport_that_hangs_does_not_hang_checks() {
    let fake = Fake::with_limit(5.0);
    fake.take(Duration::from_secs(1_000_000));
    let (stigg, _) = client(&fake);
    let answer = ask(&stigg).await;
    assert!(answer.is_fallback);
    assert_eq!(cause_kind(&answer.origin), Some(CauseKind::Timeout));
    // The next one does not wait for the one that hangs.
    fake.take(Duration::ZERO);
    assert!(!ask(&stigg).await.is_fallback);
}

#[tokio::test(start_paused = true)]
async fn in_an_outage_most_checks_do_not_wait() {
    let fake = Fake::default();
    fake.fail(ErrorKind::Timeout);
    fake.take(Duration::from_secs(5));
    let (stigg, _) = client(&fake);
    let ask_for = |customer: usize| {
        let request = GetBooleanEntitlement::new(format!("customer-{customer}"), "sso");
        stigg.get_boolean_entitlement(request)
    };
    // A customer that has just failed is left alone …
    assert!(ask(&stigg).await.is_fallback);
    assert!(ask(&stigg).await.is_fallback);
    assert_eq!(fake.reads(), 1);
    // … and when that happens to many, so are all others.
    for customer in 1..5 {
        assert!(ask_for(customer).await.is_fallback);
    }
    let before = tokio::time::Instant::now();
    for customer in 5..100 {
        assert!(ask_for(customer).await.is_fallback);
    }
    assert_eq!(before.elapsed(), Duration::ZERO);
    assert_eq!(fake.reads(), 5);

    // Stigg comes back, and the next probe finds out.
    fake.fail(None);
    fake.take(Duration::ZERO);
    fake.answer(metered(5.0, 0.0));
    tokio::time::sleep(Duration::from_secs(31)).await;
    assert!(!ask(&stigg).await.is_fallback);
}

#[tokio::test(start_paused = true)]
async fn a_customer_and_its_resources_are_apart() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    ask(&stigg).await;
    let of_resource =
        stigg::models::GetMeteredEntitlement::new(CUSTOMER, crate::fake::FEATURE).with_resource_id("site-1");
    stigg.get_metered_entitlement(of_resource).await;
    assert_eq!(fake.reads(), 2);
    // An empty resource id is none.
    let of_nothing = stigg::models::GetMeteredEntitlement::new(CUSTOMER, crate::fake::FEATURE).with_resource_id("");
    stigg.get_metered_entitlement(of_nothing).await;
    assert_eq!(fake.reads(), 2);
}

#[tokio::test(start_paused = true)]
async fn p5_a_caller_who_gives_up_leaves_the_answer_for_the_next_one() {
    let fake = Fake::with_limit(5.0);
    fake.take(Duration::from_secs(1));
    let (stigg, _) = client(&fake);
    let gave_up = tokio::time::timeout(Duration::from_millis(10), ask(&stigg)).await;
    assert!(gave_up.is_err());
    tokio::time::sleep(Duration::from_secs(2)).await;
    let answer = ask(&stigg).now_or_never().unwrap();
    assert_eq!(answer.origin, Origin::Fresh);
    assert_eq!(fake.reads(), 1);
}

#[tokio::test(start_paused = true)]
async fn p4_ten_thousand_who_miss_at_once_make_so_many_requests_at_a_time_and_nobody_waits_for_ever() {
    let fake = Fake::with_limit(5.0);
    fake.take(Duration::from_millis(50));
    let (stigg, _) = client(&fake);
    let before = tokio::time::Instant::now();
    let checks = (0..10_000).map(|customer| {
        let stigg = stigg.clone();
        tokio::spawn(async move {
            let request = GetBooleanEntitlement::new(format!("customer-{customer}"), "sso");
            stigg.get_boolean_entitlement(request).await.is_fallback
        })
    });
    let fallbacks = join_all(checks)
        .await
        .into_iter()
        .filter(|outcome| *outcome.as_ref().unwrap())
        .count();
    assert_eq!(fake.most_reads_at_once(), 64);
    // 64 every 50 ms; who has waited for 6 s gets a fallback.
    assert!(fallbacks < 10_000 - 64 * 100, "{fallbacks}");
    assert!(before.elapsed() <= Duration::from_millis(6_050));
}

#[tokio::test(start_paused = true)]
async fn p4_what_waits_in_the_queue_when_stigg_hangs_is_not_sent_when_it_is_back() {
    let fake = Fake::with_limit(5.0);
    fake.take(Duration::from_secs(5));
    fake.fail(ErrorKind::Timeout);
    let (stigg, _) = client(&fake);
    let ask_for = |customer: usize| {
        let stigg = stigg.clone();
        async move {
            let request = GetBooleanEntitlement::new(format!("customer-{customer}"), "sso");
            stigg.get_boolean_entitlement(request).await.is_fallback
        }
    };
    let checks = join_all((0..5_000).map(|customer| tokio::spawn(ask_for(customer)))).await;
    assert!(checks.into_iter().all(|outcome| outcome.unwrap()));
    let reads = fake.reads();
    assert!(reads <= 128, "{reads}");
    fake.fail(None);
    fake.take(Duration::ZERO);
    tokio::time::sleep(Duration::from_secs(40)).await;
    assert_eq!(fake.reads(), reads, "nobody waits for these any more");
    assert!(!ask_for(1).await);
}
