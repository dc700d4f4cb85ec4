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
    /// Call it where a program had better not start with a wrong key. One request, at every call, with its attempts.
    ///
    /// Takes at most [`timeout`](crate::StiggBuilder::timeout) (60 s) for the key, and then as long as a check may wait
    /// ([`entitlements_timeout`](crate::StiggBuilder::entitlements_timeout) and a second) for realtime updates: success does not
    /// mean that they arrive. In offline mode it succeeds at once.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unauthenticated`](crate::ErrorKind::Unauthenticated) when the key is refused, or what else kept Stigg from
    /// answering. The client stays usable: checks are answered by what is cached, or by their fallbacks, until Stigg can be
    /// asked. That there are no realtime updates is no error: see [`connection_state`](Self::connection_state).
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

    /// Whether a request has succeeded, or realtime updates have arrived, since the client was made. In offline mode always,
    /// after [`close`](Self::close) never. It stays true when Stigg cannot be reached later: checks are still answered.
    ///
    /// The client by itself asks for nothing but realtime updates: before you put this into a readiness probe, call
    /// [`wait_for_initialization`](Self::wait_for_initialization) or [`warm_up`](Self::warm_up). It says nothing about the cache: a
    /// client that started from a [`cache_file`](crate::StiggBuilder::cache_file) has answers while this is still false.
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

    /// Ends the client and all its clones. From now on nothing new begins, and updates and refreshes in the background end.
    /// Requests that are under way are waited for, up to 5 s, and then given up. After that come at most 2 s for closing the
    /// connection, and the writing of the [cache file](crate::StiggBuilder::cache_file), if there is one; the cache is empty
    /// then. Closing again does nothing.
    ///
    /// From the beginning on checks answer their fallbacks, and everything else [`ErrorKind::Closed`](crate::ErrorKind::Closed).
    /// Dropping the last clone without closing it stops everything as well, without waiting and without writing the file.
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
    /// ended in time. The limit is for the requests alone: leave room for 2 s of goodbyes and for the file.
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
