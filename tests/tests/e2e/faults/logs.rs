//! What is logged when things fail.

use std::io;
use std::sync::{Arc, Mutex};

use stigg::models::{GetBooleanEntitlement, ProvisionSubscription};
use stigg_emulator::Fault;
use stigg_tests::{API_KEY, World, assert_discreet, refused};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_failed_refresh_is_a_warning_and_no_log_line_tells_the_key() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    // For this thread, which is the only one of this test's runtime.
    let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);

    let world = World::start().await;
    let sso = || GetBooleanEntitlement::new("pro-user", "single-sign-on");
    for fault in [
        Fault::unauthenticated(),
        Fault::close(),
        Fault::status(500).with_body(API_KEY),
    ] {
        let fault = world.emulator.faults().add(fault);
        world.stigg.get_boolean_entitlement(sso()).await;
        refused(
            world
                .stigg
                .provision_subscription(ProvisionSubscription::new("pro-user", "plan-free"))
                .await,
        );
        world.emulator.faults().remove(fault);
    }
    world.stigg.get_boolean_entitlement(sso()).await;

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert_discreet(&log);
    let warnings: Vec<&str> = log.lines().filter(|line| line.contains(" WARN ")).collect();
    assert_eq!(
        warnings.len(),
        3,
        "one for each failed check, and no more:\n{}",
        warnings.join("\n")
    );
    assert!(
        warnings
            .iter()
            .all(|line| line.contains("the entitlements could not be read")),
        "{warnings:?}"
    );
}
