//! A running emulator.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::task::JoinHandle;

use crate::builder::{EmulatorBuilder, StartError};
use crate::clock::InvalidTime;
use crate::engine::subscriptions::MigrationType;
use crate::network::{self, Network};
use crate::server::Shared;
use crate::server::faults::Faults;
use crate::server::journal::RecordedRequest;
use crate::server::sockets::Sockets;

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
    /// None while it is stopped.
    network: Mutex<Option<Network>>,
    clock_watch: Option<JoinHandle<()>>,
}

/// A checkout, or a subscription that waits for its payment, could not be paid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PaymentError {
    message: String,
}

/// The catalogue has no package of this id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the catalogue has no plan or add-on {0:?}")]
pub struct UnknownPackage(String);

impl Emulator {
    /// An emulator that sells the [sample](crate::Catalog::sample), on any free port of 127.0.0.1, with [`DEFAULT_API_KEY`](crate::DEFAULT_API_KEY);
    /// the methods of the builder change that.
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::default()
    }

    pub(crate) fn new(
        shared: Arc<Shared>,
        (api_address, edge_address): (SocketAddr, SocketAddr),
        network: Network,
        clock_watch: JoinHandle<()>,
    ) -> Self {
        Self {
            shared,
            api_address,
            edge_address,
            network: Mutex::new(Some(network)),
            clock_watch: Some(clock_watch),
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

    /// The (first) API key that it was started with; [`set_api_keys`](Self::set_api_keys) does not change this answer.
    pub fn api_key(&self) -> &str {
        self.shared.keys.original()
    }

    /// Accepts these API keys from now on and no others. Sockets that were opened with another one are closed as for a
    /// wrong key.
    ///
    /// ```
    /// # use stigg_emulator::Emulator;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::builder().start().await?;
    /// // The key is rotated: for a while both are good, then only the new one.
    /// emulator.set_api_keys(["server-old", "server-new"]);
    /// emulator.set_api_keys(["server-new"]);
    /// # emulator.shutdown().await;
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_api_keys<K: Into<String>>(&self, keys: impl IntoIterator<Item = K>) {
        self.shared.keys.replace(keys.into_iter().map(Into::into).collect());
        self.shared.sockets.close_unauthorized(&self.shared.keys);
    }

    #[cfg(feature = "client")]
    pub(crate) fn accepted_key(&self) -> String {
        self.shared.keys.first().unwrap_or_else(|| self.api_key().to_owned())
    }

    /// The address that the API listens on.
    pub fn addr(&self) -> SocketAddr {
        self.api_address
    }

    /// The faults: what goes wrong on purpose.
    pub fn faults(&self) -> &Faults {
        &self.shared.faults
    }

    /// The realtime sockets: what came in over them, and what goes wrong with them on purpose.
    pub fn sockets(&self) -> Sockets {
        self.shared.sockets.clone()
    }

    /// Tells realtime clients that a new version of a plan or an add-on was published. The catalogue stays as it is.
    ///
    /// # Errors
    ///
    /// [`UnknownPackage`] when the catalogue has no such plan or add-on.
    pub fn publish_package(&self, package_id: &str, migration_type: MigrationType) -> Result<(), UnknownPackage> {
        if self.shared.engine.publish_package(package_id, migration_type) {
            Ok(())
        } else {
            Err(UnknownPackage(package_id.to_owned()))
        }
    }

    /// The requests to GraphQL and Edge so far, oldest first: the last 10,000 of them. What comes over sockets is in
    /// [`Sockets::journal`].
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

    /// Moves the clock forward. What becomes due happens as of its own time: at once when realtime clients wait for it, else
    /// with the next call.
    pub fn advance(&self, by: Duration) {
        self.shared.engine.clock().advance(by);
        self.shared.engine.refresh();
    }

    /// Sets the clock: the machine's clock goes on from there, a manual one stands there.
    ///
    /// # Errors
    ///
    /// [`InvalidTime`] when the time is outside the years -9999 to 9999.
    pub fn set_now(&self, now: impl Into<SystemTime>) -> Result<(), InvalidTime> {
        self.shared.engine.clock().set(now.into())?;
        self.shared.engine.refresh();
        Ok(())
    }

    /// Stops the clock; it still moves when it is told to. A [`ManualClock`](crate::ManualClock) stands still anyway.
    pub fn freeze(&self) {
        self.shared.engine.clock().freeze();
    }

    /// Lets the clock go on from where it stands after [`freeze`](Self::freeze).
    pub fn unfreeze(&self) {
        self.shared.engine.clock().unfreeze();
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

    /// Goes off the network: stops listening and cuts every connection, whatever it is doing. State, clock and journals
    /// stay. It returns when all of it is done; without effect on one that is stopped already.
    ///
    /// ```
    /// use stigg_emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::builder().start().await?;
    /// emulator.stop_network().await;
    /// // Clients find nobody here now.
    /// emulator.start_network().await?;
    /// # emulator.shutdown().await;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn stop_network(&self) {
        let network = self.take_network();
        if let Some(network) = network {
            network.cut().await;
        }
    }

    /// Comes back after [`stop_network`](Self::stop_network), at the same addresses and with the state as it is. Without
    /// effect on one that is not stopped.
    ///
    /// # Errors
    ///
    /// [`StartError::Bind`] when somebody else listens on one of the addresses by now.
    pub async fn start_network(&self) -> Result<(), StartError> {
        if self.lock_network().is_some() {
            return Ok(());
        }
        let mut listeners = vec![network::bind(self.api_address).await?.0];
        if self.edge_address != self.api_address {
            listeners.push(network::bind(self.edge_address).await?.0);
        }
        *self.lock_network() = Some(Network::start(&self.shared, listeners));
        Ok(())
    }

    /// Stops listening, closes all connections (those that hang on purpose too) and waits until that is done.
    pub async fn shutdown(mut self) {
        self.shared.shutdown.cancel();
        let network = self.take_network();
        if let Some(network) = network {
            network.ended().await;
        }
        if let Some(clock_watch) = self.clock_watch.take() {
            // It only ends otherwise when its runtime does.
            let _ = clock_watch.await;
        }
    }

    fn take_network(&self) -> Option<Network> {
        self.lock_network().take()
    }

    fn lock_network(&self) -> std::sync::MutexGuard<'_, Option<Network>> {
        self.network.lock().unwrap_or_else(PoisonError::into_inner)
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
