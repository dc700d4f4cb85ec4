#![doc = include_str!("../README.md")]
#![warn(clippy::exhaustive_structs, clippy::exhaustive_enums)]

mod api_key;
mod catalog;
#[cfg(feature = "conformance")]
#[doc(hidden)]
pub mod conformance;
mod connection;
mod convert;
mod credits;
mod customers;
mod edge;
mod endpoints;
mod entitlements;
mod exchange;
#[allow(dead_code, reason = "the wire has fields that no conversion reads")]
mod generated;
mod headers;
mod lenient;
mod method;
mod operation;
mod pages;
mod previews;
mod promotional_entitlements;
mod realtime;
mod response;
mod retry;
mod subscriptions;
mod tidy;
mod transport;
mod usage;

pub use self::api_key::ApiKey;
pub use self::endpoints::Endpoints;
pub use self::realtime::RealtimePolicy;
pub use self::retry::RetryPolicy;
pub use self::transport::{GraphqlTransport, GraphqlTransportBuilder};
