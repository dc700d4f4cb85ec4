//! The client itself.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use stigg_entitlements::{Clock, MemoryStore};
use stigg_models::{CreditEntitlementFallback, EntitlementFallback, InvalidRequest};
use stigg_transport::{Error, ErrorKind, Transport};
use tokio::sync::{Mutex, Semaphore, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;

use crate::Result;
use crate::breaker::Breaker;
use crate::builder::StiggBuilder;
use crate::counters::Recorder;
use crate::events::{ConnectionState, Hub};
use crate::freshness::Freshness;
use crate::link::Link;
use crate::missed_news::MissedNews;
use crate::observed_transport::ObservedTransport;
use crate::recent_writes::RecentWrites;
use crate::refresher::Refresher;
use crate::setbacks::Setbacks;
use crate::single_flight::SingleFlight;
use crate::subscription_owners::SubscriptionOwners;

/// A client of Stigg.
///
/// Made with [`Stigg::builder`], cheap to clone, and meant to be made once per process: clones share the cache and the
/// connections. Entitlement checks are answered from memory, and never fail: see
/// [`get_boolean_entitlement`](Self::get_boolean_entitlement) and its siblings. Everything else is a request to Stigg, and
/// answers a `Result`.
///
/// In the background it listens to what changes at Stigg, and refreshes what may be outdated. That stops with
/// [`close`](Self::close), or when the last clone is dropped.
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
    /// Ends with the last clone, while work in the background may still hold the rest.
    _life: Arc<Life>,
}

pub(crate) struct Inner {
    pub(crate) transport: ObservedTransport,
    pub(crate) store: MemoryStore,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) freshness: Freshness,
    pub(crate) fallbacks: BTreeMap<String, EntitlementFallback>,
    pub(crate) credit_fallbacks: BTreeMap<String, CreditEntitlementFallback>,
    pub(crate) offline: bool,
    pub(crate) realtime: bool,
    pub(crate) cache_file: Option<PathBuf>,
    /// Whether the end has been reached: the cache is written and emptied once.
    pub(crate) has_ended: Mutex<bool>,
    pub(crate) link: Link,
    pub(crate) connection: watch::Sender<ConnectionState>,
    pub(crate) events: Arc<Hub>,
    pub(crate) counters: Arc<Recorder>,
    pub(crate) flights: SingleFlight,
    /// How many reads of entitlements may be under way.
    pub(crate) loads: Semaphore,
    /// How long a check waits for one.
    pub(crate) patience: Duration,
    pub(crate) breaker: Breaker,
    pub(crate) setbacks: Setbacks,
    pub(crate) refresher: Refresher,
    pub(crate) writes: RecentWrites,
    pub(crate) news: MissedNews,
    pub(crate) owners: SubscriptionOwners,
    /// Requests that are under way: closing waits for them.
    pub(crate) work: TaskTracker,
    /// What goes on in the background until the end.
    pub(crate) loops: TaskTracker,
    pub(crate) has_loops: AtomicBool,
    /// Nothing new is begun any more. Every check asks, and asking the token would take a lock.
    pub(crate) has_closed: AtomicBool,
    /// The same, for who waits for it.
    pub(crate) closed: CancellationToken,
    /// What is under way is given up.
    pub(crate) abandoned: CancellationToken,
}

/// Stops everything when it is dropped.
struct Life {
    closed: CancellationToken,
    abandoned: CancellationToken,
}

impl Drop for Life {
    fn drop(&mut self) {
        self.closed.cancel();
        self.abandoned.cancel();
    }
}

impl Inner {
    pub(crate) fn is_closed(&self) -> bool {
        self.has_closed.load(Ordering::Relaxed)
    }
}

impl Stigg {
    /// Sets up a client.
    pub fn builder() -> StiggBuilder {
        StiggBuilder::new()
    }

    pub(crate) fn new(inner: Inner) -> Self {
        let life = Life {
            closed: inner.closed.clone(),
            abandoned: inner.abandoned.clone(),
        };
        Self {
            inner: Arc::new(inner),
            _life: Arc::new(life),
        }
    }

    /// The transport, if requests are allowed right now.
    pub(crate) fn transport(&self, operation: &'static str) -> Result<Call<'_>> {
        let kind = if self.inner.is_closed() {
            ErrorKind::Closed
        } else if self.inner.offline {
            ErrorKind::Offline
        } else {
            self.inner.start_loops();
            return Ok(Call {
                transport: &self.inner.transport,
                _under_way: self.inner.work.token(),
            });
        };
        Err(Error::new(kind).with_operation(operation))
    }
}

/// The transport while a request is under way, which closing waits for.
pub(crate) struct Call<'a> {
    transport: &'a dyn Transport,
    _under_way: TaskTrackerToken,
}

impl Deref for Call<'_> {
    type Target = dyn Transport;

    fn deref(&self) -> &Self::Target {
        self.transport
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
            .field("closed", &self.inner.is_closed())
            .field("connection", &self.connection_state())
            .field("freshness", &self.inner.freshness)
            .field("cached", &self.inner.store.len())
            .finish_non_exhaustive()
    }
}
