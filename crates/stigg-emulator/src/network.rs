//! The emulator's place on the network, which can be taken away and given back while the state stays.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::builder::StartError;
use crate::server::connection::{self, Lifetime};
use crate::server::{self, Shared};

/// The listeners, and all connections that they accepted.
#[derive(Debug)]
pub(crate) struct Network {
    lifetime: Lifetime,
}

impl Network {
    /// Serves on tasks of the current runtime.
    pub(crate) fn start(shared: &Arc<Shared>, listeners: Vec<TcpListener>) -> Self {
        let lifetime = Lifetime {
            shutdown: shared.shutdown.clone(),
            cut: CancellationToken::new(),
            tasks: TaskTracker::new(),
        };
        let router = server::router(shared);
        for listener in listeners {
            lifetime
                .tasks
                .spawn(connection::accept(listener, router.clone(), lifetime.clone()));
        }
        lifetime.tasks.close();
        Self { lifetime }
    }

    /// Stops listening and cuts every connection where it is.
    pub(crate) async fn cut(self) {
        self.lifetime.cut.cancel();
        self.lifetime.tasks.wait().await;
    }

    /// Waits until everything has come to an end, after the shutdown was told.
    pub(crate) async fn ended(self) {
        self.lifetime.tasks.wait().await;
    }
}

/// Binds a port; what it returns is the address it got.
pub(crate) async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    connection::bind(address)
        .await
        .map_err(|source| StartError::Bind { address, source })
}

/// Tells those who listen what time brings, while anybody does.
pub(crate) async fn watch_clock(shared: Arc<Shared>) {
    let mut listeners = shared.engine.listeners();
    let mut moves = shared.engine.clock().moves();
    loop {
        let something_new = async {
            // Fails only when the engine is gone, which is held here.
            let _ = listeners.wait_for(|count| *count > 0).await;
            moves.next().await;
        };
        tokio::select! {
            () = shared.shutdown.cancelled() => return,
            () = something_new => shared.engine.refresh(),
        }
    }
}
