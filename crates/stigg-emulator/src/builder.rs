//! Starting an emulator.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::catalog::{Catalog, CatalogError};
use crate::clock::{Clock, ManualClock};
use crate::emulator::Emulator;
use crate::engine::Engine;
use crate::network::{self, Network, bind};
use crate::server::{self, Shared};

/// The API key that an emulator accepts unless told otherwise.
pub const DEFAULT_API_KEY: &str = "server-emulator";

/// Settings of an [`Emulator`] before it starts; see [`Emulator::builder`].
#[derive(Debug, Clone)]
#[must_use = "an emulator does nothing until `start` is awaited"]
pub struct EmulatorBuilder {
    catalog: Source,
    keys: Vec<String>,
    address: SocketAddr,
    edge_port: Option<u16>,
    clock: Clock,
}

#[derive(Debug, Clone)]
enum Source {
    Ready(Catalog),
    File(PathBuf),
    Json(String),
    #[cfg(feature = "yaml")]
    Yaml(String),
}

/// Why an emulator did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The catalogue cannot be used.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}")]
    Bind {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the operating system says.
        source: io::Error,
    },
}

impl Default for EmulatorBuilder {
    fn default() -> Self {
        Self {
            catalog: Source::Ready(Catalog::sample()),
            keys: Vec::new(),
            address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            edge_port: None,
            clock: Clock::running(),
        }
    }
}

impl EmulatorBuilder {
    /// What is for sale. Default: [`Catalog::sample`].
    pub fn catalog(mut self, catalog: Catalog) -> Self {
        self.catalog = Source::Ready(catalog);
        self
    }

    /// What is for sale, from a file that is read at the start; see [`Catalog::from_file`].
    pub fn catalog_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.catalog = Source::File(path.into());
        self
    }

    /// What is for sale, from JSON text that is read at the start.
    pub fn catalog_json(mut self, text: impl Into<String>) -> Self {
        self.catalog = Source::Json(text.into());
        self
    }

    /// What is for sale, from YAML text that is read at the start.
    #[cfg(feature = "yaml")]
    pub fn catalog_yaml(mut self, text: impl Into<String>) -> Self {
        self.catalog = Source::Yaml(text.into());
        self
    }

    /// Accepts this API key; several calls add up. Default: [`DEFAULT_API_KEY`] alone.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.keys.push(key.into());
        self
    }

    /// Listens on this address. Default: 127.0.0.1 and any free port.
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Listens on this port; 0 is any free one. Default: 0.
    pub fn port(mut self, port: u16) -> Self {
        self.address.set_port(port);
        self
    }

    /// Listens on a port of its own for the Edge; 0 is any free one. Default: the Edge shares the port of the API.
    pub fn edge_port(mut self, port: u16) -> Self {
        self.edge_port = Some(port);
        self
    }

    /// Lives by this clock, which stands still until it is moved. Default: the clock of the machine.
    pub fn clock(mut self, clock: ManualClock) -> Self {
        self.clock = Clock::Manual(clock);
        self
    }

    /// Reads the catalogue, binds the ports, and serves on tasks of the current tokio runtime.
    ///
    /// # Errors
    ///
    /// - [`StartError::Catalog`] when the catalogue holds a mistake,
    /// - [`StartError::Bind`] when a port cannot be listened on.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with I/O and time enabled.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let catalog = match self.catalog {
            Source::Ready(catalog) => catalog,
            Source::File(path) => Catalog::from_file(path)?,
            Source::Json(text) => Catalog::from_json(&text)?,
            #[cfg(feature = "yaml")]
            Source::Yaml(text) => Catalog::from_yaml(&text)?,
        };
        let state = catalog.state(self.clock.now())?;
        let keys = if self.keys.is_empty() {
            vec![DEFAULT_API_KEY.to_owned()]
        } else {
            self.keys
        };
        let shared = Arc::new(Shared {
            engine: Engine::new(state, self.clock),
            keys: server::Keys::new(keys),
            faults: server::Faults::default(),
            journal: server::Journal::default(),
            sockets: server::Sockets::default(),
            shutdown: CancellationToken::new(),
        });
        let (api, api_address) = bind(self.address).await?;
        let edge = match self.edge_port {
            Some(port) => Some(bind(SocketAddr::new(self.address.ip(), port)).await?),
            None => None,
        };
        let edge_address = edge.as_ref().map_or(api_address, |(_, address)| *address);
        shared.engine.set_checkout_url(format!(
            "http://{}/emulator/pay/",
            crate::emulator::reachable(api_address)
        ));
        let listeners = [Some(api), edge.map(|(listener, _)| listener)];
        let network = Network::start(&shared, listeners.into_iter().flatten().collect());
        let clock_watch = tokio::spawn(network::watch_clock(Arc::clone(&shared)));
        Ok(Emulator::new(shared, (api_address, edge_address), network, clock_watch))
    }
}
