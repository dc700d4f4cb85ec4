//! What the tests share: an emulator with a catalogue, and a client of it. Time stands still for both until a test moves it.

#![allow(clippy::missing_panics_doc, reason = "in a test a panic is a failure")]

use std::time::Duration;

use stigg::models::{BillingPeriod, ProvisionCustomer, ProvisionSubscription, Timestamp};
use stigg::{Clock, Error, RetryPolicy, Stigg, StiggBuilder};
use stigg_emulator::{Emulator, EmulatorBuilder, RecordedRequest};

/// The API key of all tests. It is in no other text, so that it can be searched for.
pub const API_KEY: &str = "server-b6d1f0c2-nobody-may-ever-read-this";

/// When the tests begin: at the end of a long month, so that months are of different length.
pub const START: &str = "2026-01-31T10:00:00.000Z";

/// A day.
pub const DAY: Duration = Duration::from_secs(24 * 3600);

/// What the tests buy, unless they say otherwise.
pub const STUDIO: &str = include_str!("../catalogs/studio.yaml");

/// The same kind of product, paid for at a checkout.
pub const CHECKOUT: &str = include_str!("../catalogs/checkout.yaml");

/// A Stigg and a client of it.
#[derive(Debug)]
pub struct World {
    /// The Stigg. Its Edge has an address of its own.
    pub emulator: Emulator,
    /// The client, with an Edge and with short pauses between attempts.
    pub stigg: Stigg,
    /// The client's clock.
    pub clock: stigg::ManualClock,
}

impl World {
    /// Starts with the catalogue [`STUDIO`].
    pub async fn start() -> Self {
        Self::selling(STUDIO).await
    }

    /// Starts with another catalogue.
    pub async fn selling(catalog: &str) -> Self {
        let emulator = emulator(catalog)
            .start()
            .await
            .expect("the catalogue is right and a port is free");
        let clock = stigg::ManualClock::new(at(START));
        let stigg = builder(&emulator, &clock).build().expect("the configuration is right");
        Self { emulator, stigg, clock }
    }

    /// The settings of another client of the same Stigg.
    pub fn builder(&self) -> StiggBuilder {
        builder(&self.emulator, &self.clock)
    }

    /// Another client of the same Stigg, with its own cache: somebody else who changes things.
    pub fn somebody_else(&self) -> Stigg {
        self.builder().build().expect("the configuration is right")
    }

    /// Lets time pass, for Stigg and for the client.
    pub fn pass(&self, time: Duration) {
        self.emulator.advance(time);
        self.clock.advance(time);
    }

    /// Lets time pass until some point.
    pub fn pass_until(&self, time: &str) {
        self.pass(at(time).saturating_duration_since(self.clock.now()));
    }

    /// What was sent since this was asked last: names of operations, and of files of the Edge.
    pub fn sent(&self) -> Vec<String> {
        self.requests().iter().map(name).collect()
    }

    /// The requests themselves since this or [`sent`](Self::sent) was asked last.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        let requests = self.emulator.requests();
        self.emulator.clear_requests();
        requests
    }

    /// Makes a customer without a subscription.
    pub async fn customer(&self, customer_id: &str) {
        let request = ProvisionCustomer::new(customer_id);
        self.stigg
            .provision_customer(request)
            .await
            .expect("the customer is new");
    }

    /// Gives a customer a plan without a trial, and answers the id of the subscription.
    pub async fn subscribe(&self, customer_id: &str, plan_id: &str) -> String {
        let request = ProvisionSubscription::new(customer_id, plan_id)
            .with_billing_period(BillingPeriod::Monthly)
            .with_skip_trial(true);
        let provisioned = self
            .stigg
            .provision_subscription(request)
            .await
            .expect("the plan is there");
        provisioned.subscription.expect("nothing has to be paid first").id
    }
}

/// A point in time.
pub fn at(time: &str) -> Timestamp {
    time.parse().expect("a time in RFC 3339")
}

/// The settings of an emulator that starts at [`START`] and accepts [`API_KEY`].
pub fn emulator(catalog: &str) -> EmulatorBuilder {
    let clock: stigg_emulator::ManualClock = START.parse().expect("a time in RFC 3339");
    Emulator::builder()
        .catalog_yaml(catalog)
        .clock(clock)
        .api_key(API_KEY)
        .edge_port(0)
}

/// The settings of a client of an emulator, with time-outs that no busy machine reaches.
pub fn builder(emulator: &Emulator, clock: &stigg::ManualClock) -> StiggBuilder {
    Stigg::builder()
        .api_key(API_KEY)
        .base_url(emulator.api_url())
        .edge_url(emulator.edge_url())
        .clock(clock.clone())
        .retry(quick_retries())
        .timeout(Duration::from_secs(200))
        .attempt_timeout(Duration::from_secs(50))
        .entitlements_timeout(Duration::from_secs(125))
        .connect_timeout(Duration::from_secs(50))
        // Requests are counted: nothing is to be asked for that the test did not ask for.
        .realtime(false)
        .refreshes_per_second(0)
        // And what failed is tried again at once, where a test does not say otherwise.
        .pause_after_failure(Duration::ZERO)
}

/// Three attempts, with pauses too short to notice.
pub fn quick_retries() -> RetryPolicy {
    let mut retry = RetryPolicy::default();
    retry.base_delay = Duration::from_millis(1);
    retry.throttled_delay = Duration::from_millis(1);
    retry
}

/// The error of an operation that must fail. It must not tell the API key.
#[track_caller]
pub fn refused<T>(outcome: Result<T, Error>) -> Error {
    match outcome {
        Ok(_) => panic!("it should have failed"),
        Err(error) => {
            assert_discreet(&format!("{error}\n{error:?}\n{error:#?}\n{}", error.report()));
            error
        }
    }
}

/// Panics when a text holds the API key.
#[track_caller]
pub fn assert_discreet(text: &str) {
    assert!(!text.contains(API_KEY), "this tells the API key: {text}");
}

fn name(request: &RecordedRequest) -> String {
    match &request.operation {
        Some(operation) => operation.clone(),
        None => request.path.rsplit('/').next().unwrap_or_default().to_owned(),
    }
}
