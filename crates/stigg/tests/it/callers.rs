//! Callers who do not look after what they wait for.

use std::pin::Pin;
use std::time::Duration;

use futures_util::FutureExt;
use stigg::Stigg;
use stigg::models::{GetBooleanEntitlement, Origin};

use crate::fake::{Fake, ask, client};

/// A check of another customer, begun and then left alone.
fn begun(stigg: &Stigg, customer: usize) -> Pin<Box<dyn Future<Output = Origin> + Send>> {
    let stigg = stigg.clone();
    let mut check = async move {
        let request = GetBooleanEntitlement::new(format!("another-{customer}"), "sso");
        stigg.get_boolean_entitlement(request).await.origin
    }
    .boxed();
    assert!(check.as_mut().now_or_never().is_none());
    check
}

#[tokio::test(start_paused = true)]
async fn as_many_checks_as_may_be_under_way_hold_up_nobody_when_their_callers_leave_them_alone() {
    let fake = Fake::with_limit(5.0);
    fake.take(Duration::from_millis(50));
    let (stigg, _) = client(&fake);
    let left_alone: Vec<_> = (0..64).map(|customer| begun(&stigg, customer)).collect();
    let before = tokio::time::Instant::now();
    assert_eq!(ask(&stigg).await.origin, Origin::Fresh);
    assert!(before.elapsed() <= Duration::from_millis(101), "{:?}", before.elapsed());
    assert_eq!(fake.reads(), 65);
    drop(left_alone);
}

#[tokio::test(start_paused = true)]
async fn a_check_that_its_caller_leaves_alone_does_not_hold_up_closing() {
    let fake = Fake::with_limit(5.0);
    fake.take(Duration::from_millis(50));
    let (stigg, _) = client(&fake);
    let left_alone = begun(&stigg, 1);
    assert!(stigg.close_within(Duration::from_millis(100)).await);
    left_alone.await;
}

/// As when a stream of checks has a slow consumer.
#[tokio::test(start_paused = true)]
async fn a_check_that_its_caller_leaves_alone_for_longer_than_a_read_may_take_has_its_answer_all_the_same() {
    let fake = Fake::with_limit(5.0);
    fake.take(Duration::from_millis(50));
    let (stigg, _) = client(&fake);
    let left_alone = begun(&stigg, 1);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(left_alone.await, Origin::Fresh);
    assert_eq!((fake.reads(), stigg.counters().loads_failed), (1, 0));
}
