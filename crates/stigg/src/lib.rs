#![doc = include_str!("../README.md")]
#![warn(clippy::exhaustive_structs, clippy::exhaustive_enums)]

mod breaker;
mod builder;
mod bulk;
mod cache_file;
mod cache_writes;
mod catalog;
mod checkout;
pub mod checks;
mod client;
mod counters;
mod credits;
mod customers;
mod entitlements;
mod events;
mod freshness;
mod items;
mod lifecycle;
mod link;
mod missed_news;
mod network;
mod observed_transport;
mod observing;
pub mod operations;
mod previews;
mod promotional_entitlements;
mod read_path;
mod realtime;
mod recent_writes;
mod refresher;
mod setbacks;
mod single_flight;
mod subscription_owners;
mod subscriptions;
mod usage;
mod warm_up;

#[doc(inline)]
pub use stigg_models as models;
#[doc(inline)]
pub use stigg_transport as transport;

pub use stigg_entitlements::{Clock, ManualClock, SystemClock};
pub use stigg_graphql::{ApiKey, Endpoints, GraphqlTransport, GraphqlTransportBuilder, RealtimePolicy, RetryPolicy};
pub use stigg_transport::{Delivery, Error, ErrorKind};

pub use self::builder::StiggBuilder;
pub use self::bulk::BulkError;
pub use self::client::Stigg;
pub use self::counters::Counters;
pub use self::events::{
    AskedFor, ConnectionState, Entity, Event, EventKind, EventKinds, Events, FallbackServed, Listener, StaleServed,
};
pub use self::freshness::Freshness;
pub use self::items::Items;
pub use self::warm_up::WarmUp;

/// What every operation but a check answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;
