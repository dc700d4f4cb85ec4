//! The transport: a connection pool, the addresses, and how requests are made and repeated.

mod builder;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Client, Method, Request, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use stigg_transport::{Delivery, Error, ErrorKind, Result};
use tokio::time::Instant;
use tracing::{Instrument, debug, debug_span};

pub use self::builder::GraphqlTransportBuilder;
use crate::api_key::ApiKey;
use crate::edge::EdgeRead;
use crate::endpoints::Endpoints;
use crate::exchange::exchange;
use crate::headers;
use crate::lenient::KnownFeatures;
use crate::method::Answered;
use crate::operation::{Operation, OperationKind};
use crate::realtime::{Dialer, RealtimePolicy};
use crate::response::Answer;
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
    /// For upgrades to a WebSocket, which HTTP/2 has not.
    websocket_client: Client,
    headers: HeaderMap,
    api_key: ApiKey,
    endpoints: Endpoints,
    limits: Limits,
    entitlements_limits: Limits,
    max_response_bytes: usize,
    known_features: KnownFeatures,
    retry: RetryPolicy,
    budget: RetryBudget,
    realtime: RealtimePolicy,
}

/// How long an operation may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// With all attempts and pauses.
    pub(crate) total: Duration,
    /// Each attempt.
    pub(crate) attempt: Duration,
}

impl GraphqlTransport {
    /// Starts with an API key.
    pub fn builder(api_key: ApiKey) -> GraphqlTransportBuilder {
        GraphqlTransportBuilder::new(api_key)
    }

    /// Where a read of the Edge goes; `None` when it has to go to the API.
    pub(crate) fn edge_url(&self, read: &EdgeRead<'_>) -> Option<Url> {
        read.url(self.0.endpoints.edge.as_ref()?)
    }

    /// What it takes to open a feed of realtime updates.
    pub(crate) fn dialer(&self) -> Dialer {
        Dialer {
            client: self.0.websocket_client.clone(),
            url: self.0.endpoints.upgrade_url(),
            headers: self.0.headers.clone(),
            api_key: self.0.api_key.clone(),
            max_message_bytes: self.0.max_response_bytes,
        }
    }

    pub(crate) fn realtime_policy(&self) -> &RealtimePolicy {
        &self.0.realtime
    }

    pub(crate) fn limits(&self) -> Limits {
        self.0.limits
    }

    pub(crate) fn entitlements_limits(&self) -> Limits {
        self.0.entitlements_limits
    }

    /// Reads, or changes something with the usual care: a change is not repeated when it may have been made.
    pub(crate) async fn call<O: Operation>(
        &self,
        method: &'static str,
        variables: O::Variables,
    ) -> Result<Answered<O::Data>> {
        let repeat = match O::KIND {
            OperationKind::Query | OperationKind::Subscription => Repeat::Harmless,
            OperationKind::Mutation => Repeat::Harmful,
        };
        self.call_with::<O>(method, variables, repeat).await
    }

    /// The same, where the caller knows what another attempt would do. A mutation may be repeated freely when Stigg recognises
    /// it by its key, or when it changes nothing.
    pub(crate) async fn call_with<O: Operation>(
        &self,
        method: &'static str,
        variables: O::Variables,
        repeat: Repeat,
    ) -> Result<Answered<O::Data>> {
        let body = encode::<O>(method, &variables)?;
        self.repeated(method, repeat, self.0.limits, |attempt| {
            self.graphql::<O>(body.clone(), attempt.timeout)
        })
        .await
    }

    /// One attempt of a GraphQL operation.
    pub(crate) async fn graphql<O: Operation>(&self, body: Vec<u8>, timeout: Duration) -> Result<O::Data> {
        let mut request = Request::new(Method::POST, self.0.endpoints.graphql.clone());
        *request.headers_mut() = headers::of_operation(&self.0.headers, O::NAME);
        *request.body_mut() = Some(body.into());
        self.exchange(request, timeout).await?.data(&self.0.known_features)
    }

    /// One attempt of a read from the Edge.
    pub(crate) async fn edge<T: DeserializeOwned>(&self, url: Url, timeout: Duration) -> Result<T> {
        let mut request = Request::new(Method::GET, url);
        *request.headers_mut() = headers::of_edge_read(&self.0.headers);
        self.exchange(request, timeout).await?.data(&self.0.known_features)
    }

    async fn exchange(&self, mut request: Request, timeout: Duration) -> Result<Answer<'_>> {
        *request.timeout_mut() = Some(timeout);
        exchange(&self.0.client, request, &self.0.api_key, self.0.max_response_bytes).await
    }

    /// Reads from the Edge if there is a URL for it, else by GraphQL. When the Edge fails in a way that says nothing about
    /// the request, the next attempt asks the API. Both answer in the same shape.
    pub(crate) async fn read<O: Operation>(
        &self,
        method: &'static str,
        edge: Option<Url>,
        variables: &O::Variables,
        limits: Limits,
    ) -> Result<Answered<O::Data>> {
        let repeat = match edge {
            Some(_) => Repeat::Elsewhere,
            None => Repeat::Harmless,
        };
        self.repeated(method, repeat, limits, |attempt| {
            let url = edge.clone().filter(|_| !attempt.moved);
            async move {
                match url {
                    Some(url) => self.edge(url, attempt.timeout).await,
                    None => {
                        self.graphql::<O>(encode::<O>(method, variables)?, attempt.timeout)
                            .await
                    }
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
    ) -> Result<Answered<T>>
    where
        F: Future<Output = Result<T>>,
    {
        let policy = &self.0.retry;
        let span = debug_span!("stigg", operation = method);
        async {
            let started = Instant::now();
            let mut attempt = Attempt {
                number: 1,
                timeout: limits.attempt.min(limits.total),
                moved: false,
            };
            let mut unanswered = false;
            let mut taken = 0;
            loop {
                let error = match make(attempt).await {
                    Ok(data) => {
                        self.0.budget.give_back(taken);
                        let attempts = attempt.number;
                        return Ok(Answered { method, attempts, data });
                    }
                    Err(error) => error,
                };
                debug!(
                    attempt = attempt.number,
                    kind = ?error.kind(),
                    status = error.status(),
                    trace_id = error.trace_id(),
                    "attempt failed"
                );
                unanswered |= error.may_have_been_applied();

                let pause = policy.delay(&error, attempt.number, fastrand::f64());
                let left = limits.total.saturating_sub(started.elapsed()).saturating_sub(pause);
                let repeat = if attempt.moved { Repeat::Harmless } else { repeat };
                // Too many requests are too many for both places.
                let moves = repeat == Repeat::Elsewhere && error.kind() != ErrorKind::RateLimited;
                let again = attempt.number < policy.max_attempts && !left.is_zero() && may_repeat(&error, repeat);
                // To the API a read that moves is a first attempt: it has to work however long the Edge is down.
                let cost = match again {
                    true if moves => Some(0),
                    true => self.0.budget.take(&error),
                    false => None,
                };
                let Some(cost) = cost else {
                    let error = error.with_operation(method).with_attempts(attempt.number);
                    // What an earlier attempt may have done is not undone by a later one that failed.
                    return Err(if unanswered && !error.may_have_been_applied() {
                        error.with_delivery(Delivery::Unanswered)
                    } else {
                        error
                    });
                };
                taken = cost;
                tokio::time::sleep(pause).await;
                attempt = Attempt {
                    number: attempt.number + 1,
                    timeout: limits.attempt.min(left),
                    moved: attempt.moved || moves,
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
    /// Whether a read goes to the API, because the Edge has failed.
    moved: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a, V> {
    operation_name: &'static str,
    variables: &'a V,
    query: &'static str,
}

fn encode<O: Operation>(method: &'static str, variables: &O::Variables) -> Result<Vec<u8>> {
    serde_json::to_vec(&Body {
        operation_name: O::NAME,
        variables,
        query: O::DOCUMENT,
    })
    .map_err(|error| {
        Error::invalid_argument(format!("the request cannot be written as JSON: {error}")).with_operation(method)
    })
}

impl fmt::Debug for GraphqlTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphqlTransport")
            .field("endpoints", &self.0.endpoints)
            .field("limits", &self.0.limits)
            .field("entitlements_limits", &self.0.entitlements_limits)
            .field("retry", &self.0.retry)
            .field("realtime", &self.0.realtime)
            .finish_non_exhaustive()
    }
}
