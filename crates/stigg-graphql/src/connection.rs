//! The connection itself.

use async_trait::async_trait;
use stigg_transport::{Connection, Result};

use crate::edge::EdgeRead;
use crate::generated::operations;
use crate::transport::GraphqlTransport;

#[async_trait]
impl Connection for GraphqlTransport {
    /// Reads the SDK configuration. What it says is of no use here; that it is answered proves the key.
    async fn verify_api_key(&self) -> Result<()> {
        let edge = self.edge_url(&EdgeRead::sdk_configuration());
        let variables = operations::GetSdkConfigurationVariables {};
        let limits = self.limits();
        self.read::<operations::GetSdkConfiguration>("verify_api_key", edge, &variables, limits)
            .await?;
        Ok(())
    }
}
