//! What a fault does to a request.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::StreamExt;
use futures_util::stream;
use tokio_util::sync::CancellationToken;

use crate::server::connection::CloseConnection;

/// How long the sent part of a cut body gets on its way before the connection goes.
const FLUSH: Duration = Duration::from_millis(5);

#[derive(Debug, Clone)]
pub(in crate::server) enum Action {
    Respond(Canned),
    Truncate { after: usize },
    Stall { after: usize },
    Delay(Duration),
    Hang,
    Close,
    LoseAnswer,
}

/// An answer that is there before the question.
#[derive(Debug, Clone)]
pub(in crate::server) struct Canned {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Action {
    pub(in crate::server) async fn perform(
        self,
        request: Request,
        next: Next,
        shutdown: &CancellationToken,
    ) -> Response {
        match self {
            Self::Respond(canned) => canned.into_response(),
            Self::Delay(by) => {
                tokio::select! {
                    () = tokio::time::sleep(by) => next.run(request).await,
                    () = shutdown.cancelled() => close(),
                }
            }
            Self::Hang => {
                shutdown.cancelled().await;
                close()
            }
            Self::Close => close(),
            Self::LoseAnswer => {
                next.run(request).await;
                close()
            }
            Self::Truncate { after } => {
                let end = async {
                    tokio::time::sleep(FLUSH).await;
                    Err(io::Error::new(io::ErrorKind::ConnectionAborted, "cut off on purpose"))
                };
                cut(next.run(request).await, after, end).await
            }
            Self::Stall { after } => {
                let shutdown = shutdown.clone();
                let end = async move {
                    shutdown.cancelled().await;
                    Err(io::Error::new(
                        io::ErrorKind::ConnectionAborted,
                        "the emulator shuts down",
                    ))
                };
                cut(next.run(request).await, after, end).await
            }
        }
    }
}

/// The response with a part of its body, and `end` in place of the rest. It still declares the whole length.
async fn cut(
    response: Response,
    after: usize,
    end: impl Future<Output = io::Result<Bytes>> + Send + 'static,
) -> Response {
    let (mut parts, body) = response.into_parts();
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    // A part that is the whole would be an answer like any other.
    let sent = whole.slice(..after.min(whole.len().saturating_sub(1)));
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(whole.len()));
    let body = stream::once(async move { Ok(sent) }).chain(stream::once(end));
    Response::from_parts(parts, Body::from_stream(body))
}

fn close() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(CloseConnection);
    response
}

impl Canned {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in self.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}
