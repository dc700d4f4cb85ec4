//! The client itself.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use stigg_entitlements::{Clock, MemoryStore};
use stigg_models::{CreditEntitlementFallback, EntitlementFallback, InvalidRequest};
use stigg_transport::{Error, ErrorKind, Transport};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::Result;
use crate::breaker::Breaker;
use crate::builder::{Freshness, StiggBuilder};
use crate::recent_writes::RecentWrites;
use crate::single_flight::SingleFlight;
use crate::subscription_owners::SubscriptionOwners;

/// A client of Stigg.
///
/// Made with [`Stigg::builder`], cheap to clone, and meant to be made once per process: clones share the cache and the
/// connections. Entitlement checks are answered from memory, and never fail: see
/// [`get_boolean_entitlement`](Self::get_boolean_entitlement) and its siblings. Everything else is a request to Stigg, and
/// answers a `Result`.
///
/// # Examples
///
/// ```
/// use stigg::Stigg;
/// use stigg::models::GetMeteredEntitlement;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let emulator = stigg_emulator::Emulator::builder().start().await?;
/// # let (url, key) = (emulator.api_url(), emulator.api_key().to_owned());
/// # let edge_url = emulator.edge_url();
/// let stigg = Stigg::builder().api_key(key).base_url(url).edge_url(edge_url).build()?;
///
/// let calls = stigg
///     .get_metered_entitlement(GetMeteredEntitlement::new("customer-42", "api-calls").with_requested_usage(1))
///     .await;
/// if !calls.has_access {
///     println!("no: {:?}", calls.access_denied_reason);
/// }
/// stigg.close().await;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Stigg {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) store: MemoryStore,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) freshness: Freshness,
    pub(crate) fallbacks: BTreeMap<String, EntitlementFallback>,
    pub(crate) credit_fallbacks: BTreeMap<String, CreditEntitlementFallback>,
    pub(crate) offline: bool,
    pub(crate) flights: SingleFlight,
    /// How many reads of entitlements may be under way.
    pub(crate) loads: Semaphore,
    /// How long a check waits for one.
    pub(crate) patience: Duration,
    pub(crate) breaker: Breaker,
    pub(crate) writes: RecentWrites,
    pub(crate) owners: SubscriptionOwners,
    pub(crate) tasks: TaskTracker,
    pub(crate) closed: CancellationToken,
}

impl Stigg {
    /// Sets up a client.
    pub fn builder() -> StiggBuilder {
        StiggBuilder::new()
    }

    /// The transport, if requests are allowed right now.
    pub(crate) fn transport(&self, operation: &'static str) -> Result<&dyn Transport> {
        let kind = if self.inner.closed.is_cancelled() {
            ErrorKind::Closed
        } else if self.inner.offline {
            ErrorKind::Offline
        } else {
            return Ok(&*self.inner.transport);
        };
        Err(Error::new(kind).with_operation(operation))
    }
}

/// Turns what is wrong with a request into the error of an operation.
pub(crate) fn checked(operation: &'static str, outcome: std::result::Result<(), InvalidRequest>) -> Result<()> {
    outcome.map_err(|invalid| Error::from(invalid).with_operation(operation))
}

impl fmt::Debug for Stigg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stigg")
            .field("offline", &self.inner.offline)
            .field("closed", &self.inner.closed.is_cancelled())
            .field("freshness", &self.inner.freshness)
            .field("cached", &self.inner.store.len())
            .finish_non_exhaustive()
    }
}
