#![doc = include_str!("../README.md")]

mod builder;
mod calendar;
mod catalog;
#[cfg(feature = "client")]
mod client;
mod clock;
mod emulator;
mod engine;
mod entitlements;
mod error;
mod ids;
mod network;
mod schema;
mod server;
mod state;
mod wire;

pub use self::builder::{DEFAULT_API_KEY, EmulatorBuilder, StartError};
pub use self::catalog::{Catalog, CatalogError};
pub use self::clock::{InvalidTime, ManualClock};
pub use self::emulator::{Emulator, PaymentError, UnknownPackage};
pub use self::engine::subscriptions::MigrationType;
pub use self::server::faults::{Fault, FaultId, Faults};
pub use self::server::journal::RecordedRequest;
pub use self::server::sockets::{RecordedOperation, RecordedSocket, Sockets};

/// The built-in sample catalogue, [`Catalog::sample`], as YAML: a beginning for a catalogue of one's own.
pub const SAMPLE_CATALOG: &str = include_str!("../catalogs/sample.yaml");
