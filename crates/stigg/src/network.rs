//! From what the builder knows to a transport over the network.

use std::fmt;
use std::time::Duration;

use stigg_graphql::{ApiKey, Endpoints, GraphqlTransport, RealtimePolicy, RetryPolicy};
use stigg_transport::{
    Catalog, Connection, Credits, Customers, Entitlements, Error, ErrorKind, PromotionalEntitlements, Subscriptions,
    Usage,
};

use crate::Result;

/// The environment variable that holds the API key.
pub(crate) const API_KEY_VARIABLE: &str = "STIGG_SERVER_API_KEY";

/// What the builder was told about the network.
#[derive(Clone)]
pub(crate) struct Network {
    /// A key that is no key is reported when the client is built.
    pub(crate) api_key: Option<Result<ApiKey>>,
    pub(crate) base_url: Option<String>,
    pub(crate) edge_url: Option<String>,
    pub(crate) websocket_url: Option<String>,
    pub(crate) realtime: Option<RealtimePolicy>,
    pub(crate) without_edge: bool,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) entitlements_timeout: Duration,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) http_client: Option<reqwest::Client>,
    pub(crate) websocket_client: Option<reqwest::Client>,
    pub(crate) without_process_headers: bool,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            api_key: None,
            base_url: None,
            edge_url: None,
            websocket_url: None,
            realtime: None,
            without_edge: false,
            timeout: None,
            attempt_timeout: None,
            entitlements_timeout: Duration::from_secs(5),
            connect_timeout: None,
            retry: None,
            http_client: None,
            websocket_client: None,
            without_process_headers: false,
        }
    }
}

/// Without the URLs, which may hold a password until they are checked, and without the HTTP client, whose own `Debug` shows
/// its headers and proxies.
impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network")
            .field("has_api_key", &self.api_key.is_some())
            .field("own_base_url", &self.base_url.is_some())
            .field("own_edge_url", &self.edge_url.is_some())
            .field("own_websocket_url", &self.websocket_url.is_some())
            .field("realtime", &self.realtime)
            .field("without_edge", &self.without_edge)
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("entitlements_timeout", &self.entitlements_timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("retry", &self.retry)
            .field("own_http_client", &self.http_client.is_some())
            .field("own_websocket_client", &self.websocket_client.is_some())
            .field("without_process_headers", &self.without_process_headers)
            .finish()
    }
}

impl Network {
    pub(crate) fn build(self) -> Result<GraphqlTransport> {
        let api_key = self.api_key.ok_or_else(|| {
            Error::new(ErrorKind::Configuration)
                .with_message("no API key: call `api_key` or `api_key_from_env`, or choose offline mode")
        })??;
        let mut endpoints = Endpoints::from_base_url(self.base_url.as_deref().unwrap_or(Endpoints::DEFAULT_BASE_URL))?;
        if let Some(edge_url) = &self.edge_url {
            endpoints = endpoints.with_edge_url(edge_url)?;
        }
        if let Some(url) = &self.websocket_url {
            endpoints = endpoints.with_websocket_url(url)?;
        }
        if self.without_edge {
            endpoints = endpoints.without_edge();
        }
        let mut transport = GraphqlTransport::builder(api_key)
            .endpoints(endpoints)
            .entitlements_timeout(self.entitlements_timeout)
            .process_headers(!self.without_process_headers);
        if let Some(timeout) = self.timeout {
            transport = transport.timeout(timeout);
        }
        if let Some(timeout) = self.attempt_timeout {
            transport = transport.attempt_timeout(timeout);
        }
        if let Some(timeout) = self.connect_timeout {
            transport = transport.connect_timeout(timeout);
        }
        if let Some(retry) = self.retry {
            transport = transport.retry(retry);
        }
        if let Some(policy) = self.realtime {
            transport = transport.realtime(policy);
        }
        if let Some(client) = self.http_client {
            transport = transport.http_client(client);
        }
        if let Some(client) = self.websocket_client {
            transport = transport.websocket_client(client);
        }
        transport.build()
    }
}

/// The transport of a client in offline mode, which asks nobody.
#[derive(Debug)]
pub(crate) struct Nowhere;

impl Customers for Nowhere {}
impl Subscriptions for Nowhere {}
impl Catalog for Nowhere {}
impl Entitlements for Nowhere {}
impl Usage for Nowhere {}
impl Credits for Nowhere {}
impl PromotionalEntitlements for Nowhere {}
impl Connection for Nowhere {}
