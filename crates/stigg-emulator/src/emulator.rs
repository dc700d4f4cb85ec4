//! A running emulator.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio_util::task::TaskTracker;

use crate::builder::EmulatorBuilder;
use crate::clock::InvalidTime;
use crate::server::Shared;
use crate::server::faults::Faults;
use crate::server::journal::RecordedRequest;

/// A running Stigg in this process.
///
/// It serves on tasks of the runtime that started it. Dropping it stops them without waiting; [`shutdown`](Self::shutdown)
/// waits.
///
/// ```
/// use stigg_emulator::Emulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::builder()
///     .catalog_json(r#"{ "features": [{ "id": "feature-sso", "type": "boolean" }] }"#)
///     .start()
///     .await?;
/// println!("point a client at {} with the key {}", emulator.api_url(), emulator.api_key());
/// emulator.shutdown().await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Emulator {
    shared: Arc<Shared>,
    api_address: SocketAddr,
    edge_address: SocketAddr,
    tasks: TaskTracker,
}

/// A checkout, or a subscription that waits for its payment, could not be paid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PaymentError {
    message: String,
}

impl Emulator {
    /// An emulator that sells the [sample](crate::Catalog::sample), on any free port of 127.0.0.1, with [`DEFAULT_API_KEY`](crate::DEFAULT_API_KEY);
    /// the methods of the builder change that.
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::default()
    }

    pub(crate) fn new(
        shared: Arc<Shared>,
        api_address: SocketAddr,
        edge_address: SocketAddr,
        tasks: TaskTracker,
    ) -> Self {
        Self {
            shared,
            api_address,
            edge_address,
            tasks,
        }
    }

    /// The base address of the API, such as `http://127.0.0.1:41234`; GraphQL is at `/graphql` below it.
    pub fn api_url(&self) -> String {
        format!("http://{}", reachable(self.api_address))
    }

    /// The base address of the Edge; that of the API unless it was given a port of its own.
    pub fn edge_url(&self) -> String {
        format!("http://{}", reachable(self.edge_address))
    }

    /// The (first) API key that is accepted.
    pub fn api_key(&self) -> &str {
        self.shared.keys.first()
    }

    /// The address that the API listens on.
    pub fn addr(&self) -> SocketAddr {
        self.api_address
    }

    /// The faults: what goes wrong on purpose.
    pub fn faults(&self) -> &Faults {
        &self.shared.faults
    }

    /// The requests to GraphQL and Edge so far, oldest first: the last 10,000 of them.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.shared.journal.requests()
    }

    /// The requests of one GraphQL operation, or of one file of the Edge, so far.
    ///
    /// ```
    /// # use stigg_emulator::Emulator;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::builder().start().await?;
    /// assert_eq!(emulator.requests_of("ReportUsage").len(), 0);
    /// assert_eq!(emulator.requests_of("entitlements-state.json").len(), 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn requests_of(&self, name: &str) -> Vec<RecordedRequest> {
        let mut requests = self.requests();
        requests.retain(|request| {
            let is_file = request.is_edge() && request.path.rsplit('/').next() == Some(name);
            is_file || request.operation.as_deref() == Some(name)
        });
        requests
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.shared.journal.clear();
    }

    /// Moves the clock forward. What becomes due happens at the next call, as of its own time.
    pub fn advance(&self, by: Duration) {
        self.shared.engine.clock().advance(by);
    }

    /// Sets the clock: the machine's clock goes on from there, a manual one stands there.
    ///
    /// # Errors
    ///
    /// [`InvalidTime`] when the time is outside the years -9999 to 9999.
    pub fn set_now(&self, now: impl Into<SystemTime>) -> Result<(), InvalidTime> {
        self.shared.engine.clock().set(now.into())
    }

    /// What the emulator's clock says.
    pub fn now(&self) -> SystemTime {
        self.shared.engine.clock().now().into()
    }

    #[cfg(feature = "client")]
    pub(crate) fn clock(&self) -> &crate::clock::Clock {
        self.shared.engine.clock()
    }

    /// Pays a checkout, or a subscription that is `PAYMENT_PENDING`, and returns the subscription's id.
    ///
    /// The id of a checkout is the `id` of the answer with `PAYMENT_REQUIRED`; it is that of the subscription too. A `POST`
    /// to the checkout's address does the same.
    ///
    /// # Errors
    ///
    /// [`PaymentError`] when there is nothing to pay under this id, or when the subscription is no longer possible.
    pub fn pay(&self, id: &str) -> Result<String, PaymentError> {
        self.shared.engine.with_state(|state| match state.pay(id) {
            Ok(index) => Ok(state.subscription_at(index).id.clone()),
            Err(error) => Err(PaymentError {
                message: error.to_string(),
            }),
        })
    }

    /// Stops listening, closes all connections (those that hang on purpose too) and waits until that is done.
    pub async fn shutdown(self) {
        self.shared.shutdown.cancel();
        self.tasks.wait().await;
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.shared.shutdown.cancel();
    }
}

/// The address under which this machine reaches a listener on all addresses.
pub(crate) fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}
