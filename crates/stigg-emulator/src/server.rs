//! The emulator on the network: GraphQL (over HTTP and over WebSocket) and Edge on one or two ports, faults on request, a
//! journal of what came in.

mod answer;
mod auth;
pub(crate) mod connection;
mod edge;
pub(crate) mod faults;
mod graphql;
pub(crate) mod journal;
mod observe;
mod pages;
mod socket;
pub(crate) mod sockets;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use tokio_util::sync::CancellationToken;

pub(crate) use self::auth::Keys;
pub(crate) use self::faults::Faults;
pub(crate) use self::journal::Journal;
pub(crate) use self::sockets::Sockets;
use crate::engine::Engine;

/// The largest body that is read. A full batch of usage events stays below it.
const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// What the handlers share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) engine: Engine,
    pub(crate) keys: Keys,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    pub(crate) sockets: Sockets,
    /// Cancelled when the emulator shuts down; whatever waits for ever waits for this too.
    pub(crate) shutdown: CancellationToken,
}

/// All routes. Both ports serve all of them, so that a client finds what it looks for under either address.
pub(crate) fn router(shared: &Arc<Shared>) -> Router {
    let api = Router::new()
        .route("/graphql", post(graphql::answer))
        .route(
            "/v1/c/{customer}/entitlements-state.json",
            get(edge::entitlements_state),
        )
        .route("/v1/c/{customer}/entitlements.json", get(edge::entitlements))
        .route("/v1/c/{customer}/subscriptions.json", get(edge::subscriptions))
        .route("/v1/paywall.json", get(edge::paywall))
        .route("/v1/p/{product}/paywall.json", get(edge::product_paywall))
        .route("/v1/config/server-sdk-configuration.json", get(edge::sdk_configuration))
        .route("/v1/config/client-sdk-configuration.json", get(edge::sdk_configuration))
        .route_layer(middleware::from_fn_with_state(Arc::clone(shared), auth::check))
        .route_layer(middleware::from_fn_with_state(Arc::clone(shared), observe::observe));
    Router::new()
        .merge(api)
        // Neither key nor faults: the key comes with the first message, and what goes wrong is up to `Sockets`.
        .route("/graphql", get(socket::upgrade))
        .route("/health", get(pages::health))
        .route("/emulator/pay/{checkout}", get(pages::checkout).post(pages::pay))
        .fallback(pages::not_found)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(Arc::clone(shared))
}
