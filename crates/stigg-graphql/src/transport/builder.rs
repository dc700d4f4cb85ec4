//! Setting up a transport.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, ClientBuilder};
use stigg_transport::{Error, ErrorKind, Result};

use super::{GraphqlTransport, Inner, Limits};
use crate::api_key::ApiKey;
use crate::endpoints::Endpoints;
use crate::headers;
use crate::lenient::KnownFeatures;
use crate::realtime::RealtimePolicy;
use crate::retry::{RetryBudget, RetryPolicy};

/// Sets up a [`GraphqlTransport`].
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct GraphqlTransportBuilder {
    api_key: ApiKey,
    endpoints: Endpoints,
    connect_timeout: Duration,
    limits: Limits,
    entitlements_limits: Limits,
    max_response_bytes: usize,
    retry: RetryPolicy,
    process_headers: bool,
    client: Option<Client>,
    websocket_client: Option<Client>,
    realtime: RealtimePolicy,
}

impl GraphqlTransportBuilder {
    pub(super) fn new(api_key: ApiKey) -> Self {
        Self {
            api_key,
            endpoints: Endpoints::default(),
            connect_timeout: Duration::from_secs(3),
            limits: Limits {
                total: Duration::from_secs(60),
                attempt: Duration::from_secs(30),
            },
            entitlements_limits: Limits {
                total: Duration::from_secs(5),
                attempt: Duration::from_secs(2),
            },
            max_response_bytes: 8 * 1024 * 1024,
            retry: RetryPolicy::default(),
            process_headers: true,
            client: None,
            websocket_client: None,
            realtime: RealtimePolicy::default(),
        }
    }

    /// Where Stigg is. Default: `https://api.stigg.io` and its Edge.
    pub fn endpoints(mut self, endpoints: Endpoints) -> Self {
        self.endpoints = endpoints;
        self
    }

    /// How long an operation may take, with all attempts and pauses. Default: 60 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.total = timeout;
        self
    }

    /// How long one attempt may take. Default: 30 s.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt = timeout;
        self
    }

    /// How long a read of entitlements may take, with all attempts and pauses; one attempt gets at most two fifths of it, so
    /// that there is time for another. Default: 5 s.
    pub fn entitlements_timeout(mut self, timeout: Duration) -> Self {
        self.entitlements_limits = Limits {
            total: timeout,
            attempt: timeout / 5 * 2,
        };
        self
    }

    /// How long making a connection may take, at most three quarters of what the shortest attempt may take: so a failure
    /// to connect is known as one, and not as an answer that did not come. Default: 3 s, which with the default of
    /// [`entitlements_timeout`](Self::entitlements_timeout) comes to 1.5 s. Has no effect on a client of your own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How often and when to try again.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// How the connection for realtime updates is watched, and when it is made again.
    pub fn realtime(mut self, realtime: RealtimePolicy) -> Self {
        self.realtime = realtime;
        self
    }

    /// The largest answer, and the largest realtime message, that is read, in bytes. Default: 8 MiB.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Whether each request tells the host name, the process id and the time at which the client was made, as the official
    /// SDKs do: Stigg's support tells your servers apart by them. Default: `true`.
    pub fn process_headers(mut self, send: bool) -> Self {
        self.process_headers = send;
        self
    }

    /// Brings your own HTTP client, for a proxy or TLS of your own.
    ///
    /// It should not follow redirects: the API key would go with them.
    ///
    /// It makes the connection for realtime updates as well, for which it must speak HTTP/1.1: a client that may agree with
    /// the server on HTTP/2 cannot, and needs another one at its side, see [`websocket_client`](Self::websocket_client).
    pub fn http_client(mut self, client: Client) -> Self {
        self.client = Some(client);
        self
    }

    /// Brings your own HTTP client for the connection of realtime updates, made with `http1_only()`. Default:
    /// that of [`http_client`](Self::http_client), or one of this crate.
    pub fn websocket_client(mut self, client: Client) -> Self {
        self.websocket_client = Some(client);
        self
    }

    /// Makes the transport. Nothing is sent yet, and no runtime is needed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] when a time-out is zero or the HTTP client cannot be made.
    pub fn build(self) -> Result<GraphqlTransport> {
        for (field, duration) in [
            ("timeout", self.limits.total),
            ("attempt_timeout", self.limits.attempt),
            ("entitlements_timeout", self.entitlements_limits.total),
            ("connect_timeout", self.connect_timeout),
        ] {
            if duration.is_zero() {
                return Err(Error::new(ErrorKind::Configuration)
                    .with_message(format!("`{field}` is zero: nothing could ever be answered in time")));
            }
        }
        let connect_timeout = [self.limits, self.entitlements_limits]
            .iter()
            .flat_map(|limits| [limits.total, limits.attempt])
            .map(|limit| limit / 4 * 3)
            .fold(self.connect_timeout, Duration::min);
        let headers = headers::shared(&self.api_key, self.process_headers)?;
        let realtime = self.realtime.checked()?;
        let own = self.client.clone();
        let client = match self.client {
            Some(client) => client,
            None => made(own_client(connect_timeout))?,
        };
        let websocket_client = match self.websocket_client.or(own) {
            Some(client) => client,
            // Without TLS nobody agrees on HTTP/2, and to make a client takes as long as all the rest.
            None if self.endpoints.websocket_url().starts_with("ws:") => client.clone(),
            // A connection leaves the pool with its upgrade; one that was not upgraded is of no use for another attempt.
            None => made(own_client(connect_timeout).http1_only().pool_max_idle_per_host(0))?,
        };
        Ok(GraphqlTransport(Arc::new(Inner {
            client,
            websocket_client,
            headers,
            api_key: self.api_key,
            endpoints: self.endpoints,
            limits: self.limits,
            entitlements_limits: self.entitlements_limits,
            max_response_bytes: self.max_response_bytes,
            known_features: KnownFeatures::default(),
            retry: self.retry,
            budget: RetryBudget::new(),
            realtime,
        })))
    }
}

fn own_client(connect_timeout: Duration) -> ClientBuilder {
    Client::builder()
        .user_agent(concat!("stigg-rust/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(connect_timeout)
        // Servers close idle connections after a minute; writing to one that is being closed loses the request.
        .pool_idle_timeout(Duration::from_secs(50))
        // On the way to another host the API key would go with the request.
        .redirect(reqwest::redirect::Policy::none())
}

fn made(client: ClientBuilder) -> Result<Client> {
    client.build().map_err(|error| {
        Error::new(ErrorKind::Configuration)
            .with_message("the HTTP client could not be made")
            .with_source(error.without_url())
    })
}

impl fmt::Debug for GraphqlTransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphqlTransportBuilder")
            .field("api_key", &self.api_key)
            .field("endpoints", &self.endpoints)
            .field("connect_timeout", &self.connect_timeout)
            .field("limits", &self.limits)
            .field("entitlements_limits", &self.entitlements_limits)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("retry", &self.retry)
            .field("process_headers", &self.process_headers)
            // Of a client of one's own nobody knows what it would print.
            .field("own_client", &self.client.is_some())
            .field("own_websocket_client", &self.websocket_client.is_some())
            .field("realtime", &self.realtime)
            .finish()
    }
}
