//! The connection itself.

use async_trait::async_trait;

use crate::{Error, RealtimeFeed, Result};

/// The connection to Stigg.
#[async_trait]
pub trait Connection: Send + Sync + 'static {
    /// Whether Stigg answers and accepts the API key.
    async fn verify_api_key(&self) -> Result<()> {
        Err(Error::unsupported("verify_api_key"))
    }

    /// Opens the feed of what Stigg tells unasked. Nothing happens before it is [read](RealtimeFeed::next).
    ///
    /// Each call opens another one; a client needs one. A transport that has none is asked for entitlements again from time
    /// to time instead.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) when the transport has none.
    fn realtime(&self) -> Result<Box<dyn RealtimeFeed>> {
        Err(Error::unsupported("realtime"))
    }
}
