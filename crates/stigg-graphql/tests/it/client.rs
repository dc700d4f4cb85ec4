//! The transport under test, impatient and without an Edge unless a test says otherwise.

use std::time::Duration;

use stigg_graphql::{ApiKey, Endpoints, GraphqlTransport, GraphqlTransportBuilder, RetryPolicy};

use crate::server::Server;

/// Long enough to be found in any text by accident never.
pub(crate) const KEY: &str = "server-key-5e1f0c2d4b";

/// A transport to this server, without an Edge.
pub(crate) fn client(server: &Server) -> GraphqlTransport {
    builder(server.url()).build().unwrap()
}

/// A transport to an API and an Edge.
pub(crate) fn client_with_edge(api: &Server, edge: &Server) -> GraphqlTransport {
    let endpoints = Endpoints::from_base_url(api.url()).unwrap();
    let endpoints = endpoints.with_edge_url(edge.url()).unwrap();
    builder(api.url()).endpoints(endpoints).build().unwrap()
}

/// Three attempts with pauses of no length worth mentioning, and more time than a busy machine needs.
pub(crate) fn builder(base_url: &str) -> GraphqlTransportBuilder {
    let mut retry = RetryPolicy::default();
    retry.base_delay = Duration::from_millis(1);
    retry.throttled_delay = Duration::from_millis(1);
    GraphqlTransport::builder(ApiKey::new(KEY).unwrap())
        .endpoints(Endpoints::from_base_url(base_url).unwrap().without_edge())
        .retry(retry)
        .entitlements_timeout(Duration::from_secs(60))
}

/// Gives up on a hanging server soon.
pub(crate) fn impatient(base_url: &str) -> GraphqlTransportBuilder {
    builder(base_url)
        .attempt_timeout(Duration::from_millis(250))
        .entitlements_timeout(Duration::from_millis(600))
}
