//! What a program can hear of: what Stigg pushes, how the cache answers, what goes wrong.

mod connection_state;
mod hub;
mod kind;
mod kinds;
mod listener;
mod payloads;
mod queue;
mod stream;

use std::sync::Arc;

use stigg_models::{CreditBalanceUpdated, EntitlementsUpdated, PackagePublished, UsageUpdated};
use stigg_transport::{Error, ErrorKind};

pub use self::connection_state::ConnectionState;
pub(crate) use self::hub::Hub;
pub use self::kind::EventKind;
pub use self::kinds::EventKinds;
pub use self::listener::Listener;
pub use self::payloads::{AskedFor, Entity, FallbackServed, StaleServed};
pub use self::stream::Events;

/// Something that happened in a client. Cheap to clone.
///
/// Read them from [`Events`], or have them given to a function (see [`Listener`]).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event {
    /// Stigg told of new entitlements of a customer, or of a resource.
    EntitlementsUpdated(Arc<EntitlementsUpdated>),
    /// Stigg told of new usage of a feature, or of credits.
    UsageUpdated(Arc<UsageUpdated>),
    /// Stigg told of a new balance of credits.
    CreditBalanceUpdated(Arc<CreditBalanceUpdated>),
    /// Stigg told that a version of a plan or an add-on was published.
    PackagePublished(Arc<PackagePublished>),
    /// A check found what it asks for in the cache, however old. Happens at every check but the first of a customer, and is
    /// not among the [default kinds](EventKinds#impl-Default-for-EventKinds).
    CacheHit(Entity),
    /// A check did not find the customer, or the resource, in the cache.
    CacheMiss(Entity),
    /// The connection on which Stigg pushes changes is in another state.
    ConnectionStateChanged(ConnectionState),
    /// Stigg does not accept the API key. Takes the place of [`RequestFailed`](Self::RequestFailed).
    ApiKeyInvalid,
    /// An operation failed, or a read of entitlements for checks. A read that many checks waited for fails once.
    RequestFailed(Error),
    /// A check was answered by a fallback. Happens at every check for as long as there is a reason to.
    FallbackServed(Arc<FallbackServed>),
    /// A check was answered by knowledge that may be outdated. Happens at every check for as long as there is a reason to.
    StaleServed(Arc<StaleServed>),
    /// Whoever reads this was too slow, and lost so many of the events that it wanted, which came before those that it reads
    /// next. Comes whatever kinds were asked for.
    Lagged(u64),
}

impl Event {
    /// The kind of event.
    pub fn kind(&self) -> EventKind {
        match self {
            Self::EntitlementsUpdated(_) => EventKind::EntitlementsUpdated,
            Self::UsageUpdated(_) => EventKind::UsageUpdated,
            Self::CreditBalanceUpdated(_) => EventKind::CreditBalanceUpdated,
            Self::PackagePublished(_) => EventKind::PackagePublished,
            Self::CacheHit(_) => EventKind::CacheHit,
            Self::CacheMiss(_) => EventKind::CacheMiss,
            Self::ConnectionStateChanged(_) => EventKind::ConnectionStateChanged,
            Self::ApiKeyInvalid => EventKind::ApiKeyInvalid,
            Self::RequestFailed(_) => EventKind::RequestFailed,
            Self::FallbackServed(_) => EventKind::FallbackServed,
            Self::StaleServed(_) => EventKind::StaleServed,
            Self::Lagged(_) => EventKind::Lagged,
        }
    }

    /// The event of a request that failed.
    pub(crate) fn of_failure(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::Unauthenticated => Self::ApiKeyInvalid,
            _ => Self::RequestFailed(error.clone()),
        }
    }
}

#[cfg(test)]
mod tests;
