//! A transport within the process: it answers at once, and its realtime updates say only whether they arrive.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use stigg::models::EntitlementsState;
use stigg::transport::{
    Catalog, Connection, Credits, Customers, Disconnected, Entitlements, EntitlementsQuery, PromotionalEntitlements,
    RealtimeEvent, RealtimeFeed, Subscriptions, Usage, async_trait,
};
use stigg::{ConnectionState, Error, ErrorKind, Result, Stigg};
use tokio::sync::watch;

use crate::plans;

/// What answers; shared with the client.
#[derive(Clone, Debug)]
pub(crate) struct Stub(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    reads: AtomicU64,
    fails: AtomicBool,
    connected: watch::Sender<bool>,
}

impl Stub {
    /// One whose realtime updates arrive.
    pub(crate) fn new() -> Self {
        Self(Arc::new(Shared {
            reads: AtomicU64::new(0),
            fails: AtomicBool::new(false),
            connected: watch::Sender::new(true),
        }))
    }

    /// How often entitlements were read.
    pub(crate) fn reads(&self) -> u64 {
        self.0.reads.load(Ordering::Relaxed)
    }

    /// From now on all reads fail, as they do while Stigg is down.
    pub(crate) fn fail(&self) {
        self.0.fails.store(true, Ordering::Relaxed);
    }

    /// Loses the connection on which realtime updates arrive.
    pub(crate) fn disconnect(&self) {
        self.0.connected.send_replace(false);
    }
}

/// Waits until the client has heard what became of the connection.
pub(crate) async fn until(stigg: &Stigg, state: ConnectionState) {
    while stigg.connection_state() != state {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[async_trait]
impl Entitlements for Stub {
    async fn get_entitlements_state(&self, query: EntitlementsQuery) -> Result<EntitlementsState> {
        self.0.reads.fetch_add(1, Ordering::Relaxed);
        if self.0.fails.load(Ordering::Relaxed) {
            return Err(Error::new(ErrorKind::Connect));
        }
        Ok(plans::state(&query.customer_id))
    }
}

#[async_trait]
impl Connection for Stub {
    fn realtime(&self) -> Result<Box<dyn RealtimeFeed>> {
        let mut connected = self.0.connected.subscribe();
        connected.mark_changed();
        Ok(Box::new(Feed(connected)))
    }
}

struct Feed(watch::Receiver<bool>);

#[async_trait]
impl RealtimeFeed for Feed {
    async fn next(&mut self) -> RealtimeEvent {
        if self.0.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
        if *self.0.borrow_and_update() {
            RealtimeEvent::Connected
        } else {
            let error = Error::new(ErrorKind::Connect);
            RealtimeEvent::Disconnected(Disconnected::new(error, Duration::from_secs(30)))
        }
    }
}

impl Customers for Stub {}
impl Subscriptions for Stub {}
impl Catalog for Stub {}
impl Usage for Stub {}
impl Credits for Stub {}
impl PromotionalEntitlements for Stub {}
