//! The transport: a connection pool, the addresses, and how requests are made and repeated.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Client, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use stigg_transport::{Delivery, Error, ErrorKind, Result};
use tokio::time::Instant;
use tracing::{Instrument, debug, debug_span};

use crate::api_key::ApiKey;
use crate::edge::EdgeRead;
use crate::endpoints::Endpoints;
use crate::exchange::exchange;
use crate::headers;
use crate::operation::{Operation, OperationKind};
use crate::retry::{Repeat, RetryBudget, RetryPolicy, may_repeat};

/// Stigg over the network: GraphQL over HTTP, and the reads of the Edge.
///
/// Cheap to clone: clones share the connections and the budget of retries.
///
/// ```no_run
/// use stigg_graphql::{ApiKey, GraphqlTransport};
/// use stigg_transport::Customers;
///
/// # async fn example() -> stigg_transport::Result<()> {
/// let stigg = GraphqlTransport::builder(ApiKey::from_env("STIGG_SERVER_API_KEY")?).build()?;
/// let customer = stigg.get_customer("customer-42").await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct GraphqlTransport(Arc<Inner>);

struct Inner {
    client: Client,
    headers: HeaderMap,
    endpoints: Endpoints,
    limits: Limits,
    entitlements_limits: Limits,
    max_response_bytes: usize,
    retry: RetryPolicy,
    budget: RetryBudget,
}

/// How long an operation may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// With all attempts and pauses.
    pub(crate) total: Duration,
    /// Each attempt.
    pub(crate) attempt: Duration,
}

/// Sets up a [`GraphqlTransport`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct GraphqlTransportBuilder {
    api_key: ApiKey,
    endpoints: Endpoints,
    connect_timeout: Duration,
    limits: Limits,
    entitlements_limits: Limits,
    max_response_bytes: usize,
    retry: RetryPolicy,
    client: Option<Client>,
}

impl GraphqlTransport {
    /// Starts with an API key.
    pub fn builder(api_key: ApiKey) -> GraphqlTransportBuilder {
        GraphqlTransportBuilder {
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
            client: None,
        }
    }

    /// Where a read of the Edge goes; `None` when it has to go to the API.
    pub(crate) fn edge_url(&self, read: &EdgeRead<'_>) -> Option<Url> {
        read.url(self.0.endpoints.edge.as_ref()?)
    }

    pub(crate) fn limits(&self) -> Limits {
        self.0.limits
    }

    pub(crate) fn entitlements_limits(&self) -> Limits {
        self.0.entitlements_limits
    }

    /// Reads, or changes something with the usual care: a change is not repeated when it may have been made.
    pub(crate) async fn call<O: Operation>(&self, method: &'static str, variables: O::Variables) -> Result<O::Data> {
        let repeat = match O::KIND {
            OperationKind::Query => Repeat::Harmless,
            OperationKind::Mutation => Repeat::Harmful,
        };
        self.call_with::<O>(method, variables, repeat).await
    }

    /// Changes something that Stigg recognises by its key when it comes again.
    pub(crate) async fn call_with<O: Operation>(
        &self,
        method: &'static str,
        variables: O::Variables,
        repeat: Repeat,
    ) -> Result<O::Data> {
        let body = encode::<O>(&variables)?;
        self.repeated(method, repeat, self.0.limits, |attempt| {
            self.graphql::<O>(body.clone(), attempt.timeout)
        })
        .await
    }

    /// One attempt of a GraphQL operation.
    pub(crate) async fn graphql<O: Operation>(&self, body: Vec<u8>, timeout: Duration) -> Result<O::Data> {
        let request = self
            .0
            .client
            .post(self.0.endpoints.graphql.clone())
            .headers(self.0.headers.clone())
            .header(headers::OPERATION_NAME, O::NAME)
            .header(reqwest::header::CONTENT_TYPE, "application/json")
            .body(body)
            .timeout(timeout);
        exchange(request, self.0.max_response_bytes).await?.data()
    }

    /// One attempt of a read from the Edge.
    pub(crate) async fn edge<T: DeserializeOwned>(&self, url: Url, timeout: Duration) -> Result<T> {
        let request = self
            .0
            .client
            .get(url)
            .headers(self.0.headers.clone())
            .header(headers::API_VERSION, "1")
            .timeout(timeout);
        exchange(request, self.0.max_response_bytes).await?.data()
    }

    /// Reads from the Edge if there is a URL for it, else by GraphQL. When the Edge fails in a way that says nothing about
    /// the request, the next attempt asks the API. Both answer in the same shape.
    pub(crate) async fn read<O: Operation>(
        &self,
        method: &'static str,
        edge: Option<Url>,
        variables: &O::Variables,
        limits: Limits,
    ) -> Result<O::Data> {
        let body = encode::<O>(variables)?;
        self.repeated(method, Repeat::Harmless, limits, |attempt| {
            // Too many requests are too many for both.
            let moved = attempt.number > 1 && attempt.last_kind != Some(ErrorKind::RateLimited);
            let url = edge.clone().filter(|_| !moved);
            let body = body.clone();
            async move {
                match url {
                    Some(url) => self.edge(url, attempt.timeout).await,
                    None => self.graphql::<O>(body, attempt.timeout).await,
                }
            }
        })
        .await
    }

    /// Makes attempts until one succeeds, or another would be wrong, too late, or one too many.
    async fn repeated<T, F>(
        &self,
        method: &'static str,
        repeat: Repeat,
        limits: Limits,
        make: impl Fn(Attempt) -> F,
    ) -> Result<T>
    where
        F: Future<Output = Result<T>>,
    {
        let policy = &self.0.retry;
        let span = debug_span!("stigg", operation = method);
        async {
            let deadline = Instant::now() + limits.total;
            let mut attempt = Attempt {
                number: 1,
                timeout: limits.attempt.min(limits.total),
                last_kind: None,
            };
            let mut unanswered = false;
            loop {
                let error = match make(attempt).await {
                    Ok(value) => {
                        self.0.budget.refill();
                        return Ok(value);
                    }
                    Err(error) => error,
                };
                debug!(attempt = attempt.number, kind = ?error.kind(), status = error.status(), "attempt failed");
                unanswered |= error.may_have_been_applied();

                let pause = policy.delay(&error, attempt.number, fastrand::f64());
                let left = deadline.saturating_duration_since(Instant::now()).saturating_sub(pause);
                let again = attempt.number < policy.max_attempts
                    && !left.is_zero()
                    && may_repeat(&error, repeat)
                    && self.0.budget.take(&error);
                if !again {
                    let error = error.with_operation(method).with_attempts(attempt.number);
                    // What an earlier attempt may have done is not undone by a later one that failed.
                    return Err(if unanswered && !error.may_have_been_applied() {
                        error.with_delivery(Delivery::Unanswered)
                    } else {
                        error
                    });
                }
                tokio::time::sleep(pause).await;
                attempt = Attempt {
                    number: attempt.number + 1,
                    timeout: limits.attempt.min(left),
                    last_kind: Some(error.kind()),
                };
            }
        }
        .instrument(span)
        .await
    }
}

/// One attempt.
#[derive(Clone, Copy, Debug)]
struct Attempt {
    number: u32,
    timeout: Duration,
    last_kind: Option<ErrorKind>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a, V> {
    operation_name: &'static str,
    variables: &'a V,
    query: &'static str,
}

fn encode<O: Operation>(variables: &O::Variables) -> Result<Vec<u8>> {
    serde_json::to_vec(&Body {
        operation_name: O::NAME,
        variables,
        query: O::DOCUMENT,
    })
    .map_err(|error| Error::invalid_argument(format!("the request cannot be written as JSON: {error}")))
}

impl fmt::Debug for GraphqlTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphqlTransport")
            .field("endpoints", &self.0.endpoints)
            .field("limits", &self.0.limits)
            .field("entitlements_limits", &self.0.entitlements_limits)
            .field("retry", &self.0.retry)
            .finish_non_exhaustive()
    }
}

impl GraphqlTransportBuilder {
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
            attempt: timeout * 2 / 5,
        };
        self
    }

    /// How long making a connection may take. Default: 3 s. Has no effect on a client of your own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How often and when to try again.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// The largest answer that is read, in bytes. Default: 8 MiB.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Brings your own HTTP client, for a proxy or TLS of your own.
    ///
    /// It should not follow redirects: the API key would go with them.
    pub fn http_client(mut self, client: Client) -> Self {
        self.client = Some(client);
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
        let headers = headers::shared(&self.api_key)?;
        let client = match self.client {
            Some(client) => client,
            None => Client::builder()
                .user_agent(concat!("stigg-rust/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(self.connect_timeout)
                // Servers close idle connections after a minute; writing to one that is being closed loses the request.
                .pool_idle_timeout(Duration::from_secs(50))
                // On the way to another host the API key would go with the request.
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .map_err(|error| {
                    let source: Arc<dyn std::error::Error + Send + Sync> = Arc::new(error.without_url());
                    Error::new(ErrorKind::Configuration)
                        .with_message("the HTTP client could not be made")
                        .with_source(source)
                })?,
        };
        Ok(GraphqlTransport(Arc::new(Inner {
            client,
            headers,
            endpoints: self.endpoints,
            limits: self.limits,
            entitlements_limits: self.entitlements_limits,
            max_response_bytes: self.max_response_bytes,
            retry: self.retry,
            budget: RetryBudget::new(),
        })))
    }
}
