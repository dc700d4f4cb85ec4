//! What is logged when things fail.

use std::cell::RefCell;
use std::io;
use std::sync::Once;

use stigg::models::{GetBooleanEntitlement, ProvisionSubscription};
use stigg_emulator::Fault;
use stigg_tests::{API_KEY, World, assert_discreet, refused};
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

thread_local! {
    /// What the test of this thread, if it is one that listens, has logged.
    static LOG: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.with_borrow_mut(|log| log.get_or_insert_default().extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Logs everything that happens on this thread from now on.
fn listen() {
    static ONCE: Once = Once::new();
    LOG.set(Some(Vec::new()));
    // One subscriber for the process: those of a single thread miss what other threads have met before.
    ONCE.call_once(|| {
        let layer = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(|| Log);
        let listening = dynamic_filter_fn(|_, _| LOG.with_borrow(Option::is_some));
        tracing_subscriber::registry().with(layer.with_filter(listening)).init();
    });
}

fn heard() -> String {
    String::from_utf8(LOG.take().unwrap()).unwrap()
}

#[tokio::test]
async fn p10_a_failed_refresh_is_a_warning_and_no_log_line_tells_the_key() {
    listen();
    let world = World::start().await;
    let sso = || GetBooleanEntitlement::new("pro-user", "single-sign-on");
    let echo = Fault::status(500).with_body(API_KEY);
    for fault in [Fault::unauthenticated(), Fault::close(), echo] {
        let fault = world.emulator.faults().add(fault);
        world.stigg.get_boolean_entitlement(sso()).await;
        let request = ProvisionSubscription::new("pro-user", "plan-free");
        refused(world.stigg.provision_subscription(request).await);
        world.emulator.faults().remove(fault);
    }
    world.stigg.get_boolean_entitlement(sso()).await;

    let log = heard();
    assert_discreet(&log);
    assert!(
        log.contains("attempt failed"),
        "the details are there for who wants them"
    );
    let warnings: Vec<&str> = log.lines().filter(|line| line.contains(" WARN ")).collect();
    let expected = "the entitlements could not be read";
    assert!(warnings.iter().all(|line| line.contains(expected)), "{warnings:#?}");
    assert_eq!(warnings.len(), 3, "one for each failed check: {warnings:#?}");
}
