//! What Stigg tells unasked.

use std::time::Duration;

use async_trait::async_trait;
use stigg_models::{CreditBalanceUpdated, EntitlementsUpdated, PackagePublished, UsageUpdated};

use crate::Error;

/// A feed of what Stigg tells unasked. Opened by [`Connection::realtime`](crate::Connection::realtime).
///
/// It connects, and connects again when the connection is lost, for as long as it is read; pauses in between grow, up to a
/// limit. It lives only while it is read: who stops reading it should [close](Self::close) or drop it.
#[async_trait]
pub trait RealtimeFeed: Send + 'static {
    /// Waits for the next event; never the last one.
    ///
    /// Cancel safe: a call that is given up loses no event.
    async fn next(&mut self) -> RealtimeEvent;

    /// Says goodbye to Stigg and closes the connection. Waits for nobody. Afterwards the feed must not be read.
    async fn close(&mut self) {}
}

/// An event of a [`RealtimeFeed`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RealtimeEvent {
    /// From now on everything is told. What happened before, since the feed was opened or since the last
    /// [`Disconnected`](Self::Disconnected), was not.
    Connected,
    /// From now on not everything is told: the connection could not be made, was lost, or Stigg ended one of the
    /// subscriptions. The feed tries again by itself.
    Disconnected(Disconnected),
    /// The entitlements of a customer changed.
    EntitlementsUpdated(EntitlementsUpdated),
    /// The usage of a feature or of credits changed.
    UsageUpdated(UsageUpdated),
    /// The credits of a customer changed.
    CreditBalanceUpdated(CreditBalanceUpdated),
    /// A plan or an add-on was published.
    PackagePublished(PackagePublished),
    /// Something was told that cannot be read.
    Unreadable(Unreadable),
}

/// Why not everything is told, and when that is tried to be changed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Disconnected {
    /// What happened. [`ErrorKind::Unauthenticated`](crate::ErrorKind::Unauthenticated): Stigg does not accept the API key.
    pub error: Error,
    /// The pause until the next attempt.
    pub retry_in: Duration,
}

impl Disconnected {
    /// Disconnected by this, for so long at least.
    pub fn new(error: Error, retry_in: Duration) -> Self {
        Self { error, retry_in }
    }
}

/// An event that cannot be read. Whom it was about has to be asked for again.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Unreadable {
    /// What is wrong with it.
    pub error: Error,
    /// Whom it was about, if that could be read.
    pub customer_id: Option<String>,
}

impl Unreadable {
    /// An event with something wrong, about nobody knows whom.
    pub fn new(error: Error) -> Self {
        Self {
            error,
            customer_id: None,
        }
    }

    /// Whom it was about.
    #[must_use]
    pub fn with_customer_id(mut self, customer_id: impl Into<String>) -> Self {
        self.customer_id = Some(customer_id.into());
        self
    }
}
