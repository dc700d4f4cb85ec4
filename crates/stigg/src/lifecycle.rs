//! Start and stop.

use std::sync::atomic::Ordering;
use std::time::Duration;

use tracing::warn;

use crate::events::{ConnectionState, Event};
use crate::{Result, Stigg};

/// How long closing waits for requests that are under way.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);
/// How long closing waits for the goodbyes.
const GOODBYE: Duration = Duration::from_secs(2);

/// # Start and stop
impl Stigg {
    /// Waits until Stigg has answered once and accepted the API key, and until realtime updates arrive or it is known that
    /// they do not.
    ///
    /// Optional: the client works from the start, and a check that comes before this has finished is answered all the same.
    /// Call it where a program had better not start with a wrong key. One request, at every call.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unauthenticated`](crate::ErrorKind::Unauthenticated) when the key is refused, or what else kept Stigg from
    /// answering. The client stays usable: checks are answered by their fallbacks until Stigg can be asked. That there are no
    /// realtime updates is no error: see [`connection_state`](Self::connection_state).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// stigg.wait_for_initialization().await?;
    /// assert!(stigg.is_ready());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn wait_for_initialization(&self) -> Result<()> {
        if self.inner.offline {
            return Ok(());
        }
        let transport = self.transport("wait_for_initialization")?;
        transport.verify_api_key().await?;
        let mut connection = self.inner.connection.subscribe();
        let known = connection.wait_for(|state| *state != ConnectionState::Connecting);
        // Realtime updates are not worth waiting for longer than for anything else.
        let _ = tokio::time::timeout(self.inner.patience, known).await;
        Ok(())
    }

    /// Whether Stigg has answered once since the client was made. In offline mode always, after [`close`](Self::close) never.
    /// For a readiness probe.
    ///
    /// It stays true when Stigg cannot be reached later: checks are still answered.
    pub fn is_ready(&self) -> bool {
        !self.inner.is_closed() && (self.inner.offline || self.inner.transport.has_answered())
    }

    /// Whether realtime updates arrive.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::ConnectionState;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// stigg.wait_for_initialization().await?;
    /// assert_eq!(stigg.connection_state(), ConnectionState::Connected);
    /// # Ok(())
    /// # }
    /// ```
    pub fn connection_state(&self) -> ConnectionState {
        if self.inner.is_closed() {
            return ConnectionState::Closed;
        }
        *self.inner.connection.borrow()
    }

    /// Ends the client and all its clones. Requests that are under way are waited for, up to 5 s; then everything in the
    /// background stops, the connections are closed, and the cache is written to its [file](crate::StiggBuilder::cache_file),
    /// if it has one, and emptied. Closing again does nothing.
    ///
    /// From the beginning on checks answer their fallbacks, and everything else [`ErrorKind::Closed`](crate::ErrorKind::Closed).
    /// Dropping the last clone without closing it stops everything as well, at once and without waiting.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// stigg.close().await;
    /// assert!(stigg.get_customer("customer-42").await.is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn close(&self) {
        self.close_within(CLOSE_TIMEOUT).await;
    }

    /// The same, with another limit to how long requests that are under way are waited for. Answers whether all of them
    /// ended in time; those that did not are given up.
    pub async fn close_within(&self, limit: Duration) -> bool {
        let inner = &*self.inner;
        let is_first = !inner.has_closed.swap(true, Ordering::AcqRel);
        inner.closed.cancel();
        if is_first {
            inner
                .events
                .emit(Event::ConnectionStateChanged(ConnectionState::Closed));
            inner.events.close();
        }
        inner.work.close();
        inner.loops.close();
        let in_time = tokio::time::timeout(limit, inner.work.wait()).await.is_ok();
        if !in_time {
            warn!("requests did not end in time; they are given up");
        }
        inner.abandoned.cancel();
        if tokio::time::timeout(GOODBYE, inner.loops.wait()).await.is_err() {
            warn!("work in the background did not end in time; it is left behind");
        }
        // Whoever closes as well waits until the cache is written, and whoever comes after one that gave up writes it.
        let mut has_ended = inner.has_ended.lock().await;
        if !*has_ended {
            inner.write_cache_file().await;
            inner.store.clear();
            *has_ended = true;
        }
        in_time
    }
}
