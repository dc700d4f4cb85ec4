//! The connection itself.

use async_trait::async_trait;

use crate::{Error, Result};

/// The connection to Stigg.
#[async_trait]
pub trait Connection: Send + Sync + 'static {
    /// Whether Stigg answers and accepts the API key.
    async fn verify_api_key(&self) -> Result<()> {
        Err(Error::unsupported("verify_api_key"))
    }
}
