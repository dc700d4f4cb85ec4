//! Start and stop.

use std::time::Duration;

use tracing::warn;

use crate::{Result, Stigg};

/// How long closing waits for work in the background.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

impl Stigg {
    /// Waits until Stigg has answered once, and accepted the API key.
    ///
    /// Optional: the client works from the start, and a check that comes before this has finished is answered all the same.
    /// Call it where a program had better not start with a wrong key. One request, at every call.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unauthenticated`](crate::ErrorKind::Unauthenticated) when the key is refused, or what else kept Stigg from
    /// answering. The client stays usable: checks are answered by their fallbacks until Stigg can be asked.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// stigg.wait_for_initialization().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn wait_for_initialization(&self) -> Result<()> {
        if self.inner.offline {
            return Ok(());
        }
        self.transport("wait_for_initialization")?.verify_api_key().await
    }

    /// Ends the client and all its clones: stops what goes on in the background, and empties the cache. Requests that are
    /// under way are finished. Closing again does nothing.
    ///
    /// Afterwards checks answer their fallbacks, and everything else [`ErrorKind::Closed`](crate::ErrorKind::Closed).
    /// Dropping a client without closing it is fine as well.
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
        self.inner.closed.cancel();
        self.inner.tasks.close();
        if tokio::time::timeout(CLOSE_TIMEOUT, self.inner.tasks.wait())
            .await
            .is_err()
        {
            warn!("work in the background did not end in time; it is left behind");
        }
        self.inner.store.clear();
    }
}
