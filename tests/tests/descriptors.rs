//! What happens when the process has no file descriptors left. A program of its own: it takes them from everybody in it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "in a test a panic is a failure")]

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use stigg::Stigg;
use stigg::models::{CauseKind, GetMeteredEntitlement, MeteredEntitlement, Origin, ReportUsage};
use stigg::{ErrorKind, RetryPolicy};
use stigg_tests::World;

async fn renders(stigg: &Stigg) -> MeteredEntitlement {
    stigg
        .get_metered_entitlement(GetMeteredEntitlement::new("pro-user", "renders"))
        .await
}

/// Lets no more be opened as long as it lives. What is open stays so.
struct Exhausted(Rlimit);

impl Exhausted {
    fn now() -> Self {
        let before = getrlimit(Resource::Nofile);
        let none = Rlimit {
            current: Some(0),
            maximum: before.maximum,
        };
        setrlimit(Resource::Nofile, none).unwrap();
        Self(before)
    }
}

impl Drop for Exhausted {
    fn drop(&mut self) {
        setrlimit(Resource::Nofile, self.0).unwrap();
    }
}

#[tokio::test]
async fn p13_without_file_descriptors_requests_fail_and_checks_go_on_and_when_there_are_some_all_is_well() {
    let world = World::start().await;
    assert_eq!(renders(&world.stigg).await.origin, Origin::Fresh);
    let other = world.builder().retry(RetryPolicy::never()).build().unwrap();
    world.sent();

    let exhausted = Exhausted::now();
    assert_eq!(renders(&world.stigg).await.origin, Origin::Fresh, "from memory");
    let answer = renders(&other).await;
    assert!(answer.is_fallback);
    assert_eq!(answer.origin.cause().unwrap().kind, CauseKind::Connect);
    let error = other
        .report_usage(ReportUsage::new("pro-user", "renders", 1))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(!error.may_have_been_applied());
    assert_eq!(world.sent(), [] as [&str; 0]);

    drop(exhausted);
    assert_eq!(renders(&other).await.origin, Origin::Fresh);
    other
        .report_usage(ReportUsage::new("pro-user", "renders", 1))
        .await
        .unwrap();
}
