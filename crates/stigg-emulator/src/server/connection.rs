//! Listening: one task for each connection, so that a fault can cut one off.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Put on a response in place of which the connection is to be closed.
#[derive(Debug, Clone, Copy)]
pub(super) struct CloseConnection;

/// What hyper is told instead of a response: it then closes the connection without a word.
#[derive(Debug, thiserror::Error)]
#[error("the connection is closed on purpose")]
struct Closed;

/// Binds a port; what it returns is the address it got.
pub(crate) async fn bind(address: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Accepts connections until the shutdown.
pub(crate) async fn accept(listener: TcpListener, router: Router, tasks: TaskTracker, shutdown: CancellationToken) {
    let router = Arc::new(router);
    loop {
        let accepted = tokio::select! {
            () = shutdown.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                tasks.spawn(serve(stream, Arc::clone(&router), shutdown.clone()));
            }
            Err(error) => {
                // Out of file descriptors, most likely: wait for others to close.
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        }
    }
}

async fn serve(stream: TcpStream, router: Arc<Router>, shutdown: CancellationToken) {
    // Small answers should not wait for more to come.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let router = TowerToHyperService::new(Router::clone(&router));
        async move {
            let response: Result<_, Infallible> = hyper::service::Service::call(&router, request.map(Body::new)).await;
            let Ok(response) = response;
            if response.extensions().get::<CloseConnection>().is_some() {
                Err(Closed)
            } else {
                Ok(response)
            }
        }
    });
    let connection = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::trace!(%error, "a connection ended");
    }
}
