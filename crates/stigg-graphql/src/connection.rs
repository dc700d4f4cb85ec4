//! The connection itself.

use async_trait::async_trait;
use stigg_transport::{Connection, RealtimeFeed, Result};

use crate::edge::EdgeRead;
use crate::generated::operations;
use crate::realtime::Feed;
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

    /// Realtime updates by `graphql-transport-ws`. Needs a runtime of Tokio with time and I/O when it is read, and nothing
    /// before.
    fn realtime(&self) -> Result<Box<dyn RealtimeFeed>> {
        Ok(Box::new(Feed::new(self.dialer(), self.realtime_policy().clone())))
    }
}
