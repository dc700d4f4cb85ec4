//! Setting up a client.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use stigg_entitlements::{Clock, MemoryStore, SystemClock};
use stigg_graphql::{ApiKey, RealtimePolicy, RetryPolicy};
use stigg_models::{CreditEntitlementFallback, EntitlementFallback};
use stigg_transport::Transport;
use tokio::sync::{Mutex, Semaphore, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::Result;
use crate::breaker::Breaker;
use crate::client::{Inner, Stigg};
use crate::counters::Recorder;
use crate::events::{ConnectionState, Hub};
use crate::freshness::Freshness;
use crate::link::Link;
use crate::missed_news::MissedNews;
use crate::network::{API_KEY_VARIABLE, Network, Nowhere};
use crate::observed_transport::ObservedTransport;
use crate::recent_writes::RecentWrites;
use crate::refresher::Refresher;
use crate::setbacks::{FIRST_PAUSE, Setbacks};
use crate::single_flight::SingleFlight;
use crate::subscription_owners::SubscriptionOwners;

/// Sets up a [`Stigg`].
///
/// Everything has a default but the API key.
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct StiggBuilder {
    network: Network,
    transport: Option<Arc<dyn Transport>>,
    offline: bool,
    fallbacks: BTreeMap<String, EntitlementFallback>,
    credit_fallbacks: BTreeMap<String, CreditEntitlementFallback>,
    cache_bytes: u64,
    freshness: Freshness,
    clock: Arc<dyn Clock>,
    realtime: bool,
    refreshes_per_second: u32,
    pause_after_failure: Duration,
    cache_file: Option<PathBuf>,
    has_own_clock: bool,
}

/// How many reads of entitlements may be under way at once.
const MAX_LOADS: usize = 64;

/// What a check waits longer than a read may take.
const SLACK: Duration = Duration::from_secs(1);

impl StiggBuilder {
    pub(crate) fn new() -> Self {
        Self {
            network: Network::default(),
            transport: None,
            offline: false,
            fallbacks: BTreeMap::new(),
            credit_fallbacks: BTreeMap::new(),
            cache_bytes: 64 * 1024 * 1024,
            freshness: Freshness::default(),
            clock: Arc::new(SystemClock),
            realtime: true,
            refreshes_per_second: 20,
            pause_after_failure: FIRST_PAUSE,
            cache_file: None,
            has_own_clock: false,
        }
    }

    /// The server API key (`server-…`), from Stigg's console. Checked by [`build`](Self::build).
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.network.api_key = Some(ApiKey::new(key));
        self
    }

    /// The server API key from the environment variable `STIGG_SERVER_API_KEY`.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) when it is not set, or is no key.
    pub fn api_key_from_env(mut self) -> Result<Self> {
        self.network.api_key = Some(Ok(ApiKey::from_env(API_KEY_VARIABLE)?));
        Ok(self)
    }

    /// The base URL of Stigg's API. Default: `https://api.stigg.io`. The Edge's URL follows from it: see
    /// [`Endpoints`](crate::Endpoints).
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.network.base_url = Some(url.into());
        self
    }

    /// The base URL of Stigg's Edge, where it does not follow from [`base_url`](Self::base_url).
    pub fn edge_url(mut self, url: impl Into<String>) -> Self {
        self.network.edge_url = Some(url.into());
        self
    }

    /// Whether reads go to the Edge, which is nearer, but may be some seconds behind. Default: `true`. What you change
    /// through this client is read from the API for a minute, so that you always see your own changes.
    pub fn edge(mut self, enabled: bool) -> Self {
        self.network.without_edge = !enabled;
        self
    }

    /// How long an operation may take, with all attempts and pauses. Default: 60 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.network.timeout = Some(timeout);
        self
    }

    /// How long one attempt of an operation may take. Default: 30 s. Reads of entitlements have
    /// [limits of their own](Self::entitlements_timeout).
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.network.attempt_timeout = Some(timeout);
        self
    }

    /// How long a read of entitlements may take, and so a check that cannot be answered from memory. One attempt gets two
    /// fifths of it, so that there is time for another. Default: 5 s.
    pub fn entitlements_timeout(mut self, timeout: Duration) -> Self {
        self.network.entitlements_timeout = timeout;
        self
    }

    /// How long making a connection may take. Default: 3 s. Has no effect on a client of your own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.network.connect_timeout = Some(timeout);
        self
    }

    /// How often and when requests are tried again. Default: [`RetryPolicy::default`].
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.network.retry = Some(retry);
        self
    }

    /// Brings your own HTTP client (of reqwest 0.13), for a proxy or TLS of your own. It should not follow redirects: the API
    /// key would go with them.
    ///
    /// It makes the connection for realtime updates as well, which needs HTTP/1.1. A client that may agree on HTTP/2 (reqwest's
    /// default over TLS) cannot: bring a second one, made with `http1_only()`, by [`websocket_client`](Self::websocket_client).
    /// Without it there are no realtime updates then, and entries are refreshed by age.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.network.http_client = Some(client);
        self
    }

    /// Brings another HTTP client (of reqwest 0.13) for the connection of realtime updates. It has to speak HTTP/1.1:
    /// `http1_only()`. Default: your [`http_client`](Self::http_client), or else one that is made for it.
    pub fn websocket_client(mut self, client: reqwest::Client) -> Self {
        self.network.websocket_client = Some(client);
        self
    }

    /// Whether requests tell the host name, the process id and when the process started, so that Stigg's support can tell your
    /// servers apart. Default: `true`.
    pub fn process_headers(mut self, enabled: bool) -> Self {
        self.network.without_process_headers = !enabled;
        self
    }

    /// Takes another transport instead of the network: a mock, a fake (`Arc::new(fake)`), or one that wraps
    /// [`GraphqlTransport`](crate::GraphqlTransport). The API key, the URLs, the time-outs and the retries have no effect then.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Offline mode, for tests and for work without a network. Checks answer their fallbacks; reports of usage and events
    /// and consumptions of credits are taken and dropped; estimates of costs are empty;
    /// [`wait_for_initialization`](Stigg::wait_for_initialization) succeeds, and
    /// [`reload_entitlements`](Stigg::reload_entitlements) answers that the customer exists. Everything else answers
    /// [`Offline`](crate::ErrorKind::Offline) at once. No API key is needed. Default: `false`.
    pub fn offline(mut self, offline: bool) -> Self {
        self.offline = offline;
        self
    }

    /// The answer to give for a feature when Stigg cannot be asked and the check brings no fallback of its own. A `bool`
    /// will do.
    pub fn entitlement_fallback(
        mut self,
        feature_id: impl Into<String>,
        fallback: impl Into<EntitlementFallback>,
    ) -> Self {
        self.fallbacks.insert(feature_id.into(), fallback.into());
        self
    }

    /// The answer to give for a credit currency when Stigg cannot be asked and the check brings no fallback of its own. A
    /// `bool` will do.
    pub fn credit_entitlement_fallback(
        mut self,
        currency_id: impl Into<String>,
        fallback: impl Into<CreditEntitlementFallback>,
    ) -> Self {
        self.credit_fallbacks.insert(currency_id.into(), fallback.into());
        self
    }

    /// How much memory cached entitlements may take, in bytes. Default: 64 MiB. Those that are used least go first.
    pub fn cache_bytes(mut self, bytes: u64) -> Self {
        self.cache_bytes = bytes;
        self
    }

    /// How old cached entitlements may get. Default: [`Freshness::default`].
    pub fn freshness(mut self, freshness: Freshness) -> Self {
        self.freshness = freshness;
        self
    }

    /// Whether to listen to what changes at Stigg, over a WebSocket. Default: `true`. Without it, and while the network does
    /// not let it through, entries are refreshed by their age: see [`Freshness`].
    pub fn realtime(mut self, enabled: bool) -> Self {
        self.realtime = enabled;
        self
    }

    /// The base URL of Stigg's WebSocket (`wss://…`), where it does not follow from [`base_url`](Self::base_url).
    pub fn websocket_url(mut self, url: impl Into<String>) -> Self {
        self.network.websocket_url = Some(url.into());
        self
    }

    /// How the connection for realtime updates is watched, and made again. Default: [`RealtimePolicy::default`].
    pub fn realtime_policy(mut self, policy: RealtimePolicy) -> Self {
        self.network.realtime = Some(policy);
        self
    }

    /// How many entries are refreshed in the background each second, at most. Default: 20. With 0 none is, apart from those
    /// that a check finds due.
    pub fn refreshes_per_second(mut self, limit: u32) -> Self {
        self.refreshes_per_second = limit;
        self
    }

    /// How long a customer whose entitlements could not be read is not read again, after the first failure; after each further
    /// one it is twice as long, up to 30 s, less a random part. Meanwhile checks are answered by what is known, or by their
    /// fallbacks, without waiting. Default: 1 s. With zero every check tries again.
    pub fn pause_after_failure(mut self, pause: Duration) -> Self {
        self.pause_after_failure = pause;
        self
    }

    /// Starts from what an earlier process [saved](Stigg::save_cache) into this file, and saves it there when the client is
    /// [closed](Stigg::close). Default: no file.
    ///
    /// What is read from it counts as unconfirmed: it is used according to its age, and refreshed. A file that is missing is
    /// no mistake; one that cannot be read, or is damaged, or was written by another version, is passed over with a warning.
    ///
    /// It is written by `close` alone, not when the last clone is dropped or the process is killed: call
    /// [`save_cache`](Stigg::save_cache) from time to time if that matters. Take one file for each API key and each process:
    /// nothing in it says whose it is. [`build`](Self::build) reads it before it returns.
    pub fn cache_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.cache_file = Some(path.into());
        self
    }

    /// Takes another clock, for tests. It decides what has expired, which usage period it is, and how old entries are.
    /// Time-outs, pauses after failures and the rounds of background refreshes go by Tokio's clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self.has_own_clock = true;
        self
    }

    /// Makes the client, at once: connections are made behind it, or with the first use where there is no Tokio runtime yet. If
    /// there is a [`cache_file`](Self::cache_file), it is read.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) when the API key is missing or malformed, a URL is not one,
    /// a time-out is zero, or `freshness` contradicts itself. The error names the field.
    pub fn build(self) -> Result<Stigg> {
        self.freshness.validate()?;
        let patience = self.network.entitlements_timeout.saturating_add(SLACK);
        let transport: Arc<dyn Transport> = match (self.transport, self.offline) {
            (Some(transport), _) => transport,
            (None, true) => Arc::new(Nowhere),
            (None, false) => Arc::new(self.network.build()?),
        };
        let counters = Arc::new(Recorder::default());
        let (connection, _) = watch::channel(if self.offline || !self.realtime {
            ConnectionState::Off
        } else {
            ConnectionState::Connecting
        });
        let events = Arc::new(Hub::new(Arc::clone(&counters)));
        let stigg = Stigg::new(Inner {
            transport: ObservedTransport::new(transport, Arc::clone(&events)),
            store: MemoryStore::new(self.cache_bytes),
            clock: self.clock,
            freshness: self.freshness,
            fallbacks: self.fallbacks,
            credit_fallbacks: self.credit_fallbacks,
            offline: self.offline,
            realtime: self.realtime,
            cache_file: self.cache_file,
            has_ended: Mutex::new(false),
            link: Link::new(!self.has_own_clock),
            connection,
            events,
            counters,
            flights: SingleFlight::default(),
            loads: Semaphore::new(MAX_LOADS),
            patience,
            breaker: Breaker::default(),
            setbacks: Setbacks::new(self.pause_after_failure),
            refresher: Refresher::new(self.refreshes_per_second),
            writes: RecentWrites::default(),
            news: MissedNews::default(),
            owners: SubscriptionOwners::default(),
            work: TaskTracker::new(),
            loops: TaskTracker::new(),
            has_loops: AtomicBool::new(false),
            has_closed: AtomicBool::new(false),
            closed: CancellationToken::new(),
            abandoned: CancellationToken::new(),
        });
        stigg.inner.read_cache_file();
        stigg.inner.start_loops();
        Ok(stigg)
    }
}

impl fmt::Debug for StiggBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StiggBuilder")
            .field("network", &self.network)
            .field("offline", &self.offline)
            .field("fallbacks", &self.fallbacks)
            .field("credit_fallbacks", &self.credit_fallbacks)
            .field("cache_bytes", &self.cache_bytes)
            .field("freshness", &self.freshness)
            .field("realtime", &self.realtime)
            .field("refreshes_per_second", &self.refreshes_per_second)
            .field("pause_after_failure", &self.pause_after_failure)
            .field("cache_file", &self.cache_file)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
