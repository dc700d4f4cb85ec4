#![doc = include_str!("../README.md")]
#![warn(clippy::exhaustive_structs, clippy::exhaustive_enums)]

mod catalog;
mod connection;
mod credits;
mod customers;
mod entitlements;
mod error;
#[cfg(feature = "mock")]
mod mock;
mod promotional_entitlements;
mod realtime;
mod subscriptions;
mod transport;
mod usage;

pub use async_trait::async_trait;

pub use self::catalog::Catalog;
pub use self::connection::Connection;
pub use self::credits::Credits;
pub use self::customers::Customers;
pub use self::entitlements::{Consistency, Entitlements, EntitlementsQuery};
pub use self::error::{Delivery, Error, ErrorKind};
#[cfg(feature = "mock")]
pub use self::mock::MockTransport;
pub use self::promotional_entitlements::PromotionalEntitlements;
pub use self::realtime::{Disconnected, RealtimeEvent, RealtimeFeed, Unreadable};
pub use self::subscriptions::Subscriptions;
pub use self::transport::Transport;
pub use self::usage::Usage;

/// What every method of a transport answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;
