//! GraphQL over WebSocket: `graphql-transport-ws` on the path of GraphQL over HTTP.

pub(super) mod frames;
mod message;
mod session;

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use self::session::Session;
use super::connection::{Lifetime, Link};
use super::{BODY_LIMIT, Shared, observe};

const PROTOCOL: &str = "graphql-transport-ws";

/// `GET /graphql`: the upgrade. It needs no key, that comes with the first message.
pub(super) async fn upgrade(
    State(shared): State<Arc<Shared>>,
    Extension(link): Extension<Link>,
    Extension(lifetime): Extension<Lifetime>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    shared.sockets.attempted();
    let mut settings = shared.sockets.settings();
    tokio::select! {
        // Fails only when the emulator is gone.
        _ = settings.wait_for(|settings| !settings.hang_upgrades) => {}
        () = lifetime.shutdown.cancelled() => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
    let refused = settings.borrow().refuse_upgrades;
    if let Some(status) = refused {
        return StatusCode::from_u16(status)
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response();
    }
    let headers = observe::headers(&headers);
    // The task is not ours, but it holds a token, so that whoever waits for the tasks waits for it too.
    let token = lifetime.tasks.token();
    upgrade
        .max_message_size(BODY_LIMIT)
        .max_frame_size(BODY_LIMIT)
        .protocols([PROTOCOL])
        .on_upgrade(move |socket| async move {
            let member = shared.sockets.open(headers);
            let session = Session::new(&shared, socket, link, member);
            session.run(&lifetime).await;
            drop(token);
        })
}
