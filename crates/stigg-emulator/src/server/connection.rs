//! Listening: one task for each connection, so that a fault can cut one off.

mod link;

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

pub(super) use self::link::Link;

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

/// What the tasks of a network have in common.
#[derive(Debug, Clone)]
pub(crate) struct Lifetime {
    /// Cancelled when the emulator shuts down: what goes on comes to an end.
    pub(crate) shutdown: CancellationToken,
    /// Cancelled when the network goes: everything is cut off where it is.
    pub(crate) cut: CancellationToken,
    pub(crate) tasks: TaskTracker,
}

/// Accepts connections until the shutdown.
pub(crate) async fn accept(listener: TcpListener, router: Router, lifetime: Lifetime) {
    let router = Arc::new(router);
    loop {
        let accepted = tokio::select! {
            () = lifetime.shutdown.cancelled() => return,
            () = lifetime.cut.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                lifetime
                    .tasks
                    .spawn(serve(stream, Arc::clone(&router), lifetime.clone()));
            }
            Err(error) => {
                // Out of file descriptors, most likely: wait for others to close.
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        }
    }
}

async fn serve(stream: TcpStream, router: Arc<Router>, lifetime: Lifetime) {
    // Small answers should not wait for more to come.
    let _ = stream.set_nodelay(true);
    let link = Link::new(stream);
    let service = {
        let (link, lifetime) = (link.clone(), lifetime.clone());
        service_fn(move |request: hyper::Request<Incoming>| {
            let router = TowerToHyperService::new(Router::clone(&router));
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(link.clone());
            request.extensions_mut().insert(lifetime.clone());
            async move {
                let response: Result<_, Infallible> = hyper::service::Service::call(&router, request).await;
                let Ok(response) = response;
                if response.extensions().get::<CloseConnection>().is_some() {
                    Err(Closed)
                } else {
                    Ok(response)
                }
            }
        })
    };
    let connection = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(link), service)
        .with_upgrades();
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = lifetime.cut.cancelled() => return,
        () = lifetime.shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::trace!(%error, "a connection ended");
    }
}
