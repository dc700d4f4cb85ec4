//! Entitlements.

use async_trait::async_trait;
use stigg_models::{EntitlementCheckRequested, EntitlementsState};
use stigg_transport::{Consistency, Entitlements, EntitlementsQuery, Result};

use crate::convert;
use crate::edge::EdgeRead;
use crate::generated::{inputs, operations};
use crate::method::{check, check_ids};
use crate::transport::GraphqlTransport;

#[async_trait]
impl Entitlements for GraphqlTransport {
    async fn get_entitlements_state(&self, query: EntitlementsQuery) -> Result<EntitlementsState> {
        const METHOD: &str = "get_entitlements_state";
        let resource_id = query.resource_id.filter(|id| !id.is_empty());
        check_ids(METHOD, &query.customer_id, resource_id.as_deref())?;
        let edge = match query.consistency {
            Consistency::Eventual => self.edge_url(&EdgeRead::entitlements_state(
                &query.customer_id,
                resource_id.as_deref(),
            )),
            // The Edge lags behind the API.
            _ => None,
        };
        let variables = operations::GetEntitlementsStateVariables {
            query: inputs::FetchEntitlementsQuery {
                customer_id: query.customer_id,
                resource_id,
            },
        };
        let limits = self.entitlements_limits();
        let answered = self
            .read::<operations::GetEntitlementsState>(METHOD, edge, &variables, limits)
            .await?;
        Ok(convert::entitlements_state(answered.data.entitlements_state))
    }

    async fn report_entitlement_check_requested(&self, request: EntitlementCheckRequested) -> Result<()> {
        const METHOD: &str = "report_entitlement_check_requested";
        check(METHOD, request.validate())?;
        let variables = operations::ReportEntitlementCheckRequestedVariables {
            entitlement_check_requested: request.into(),
        };
        self.call::<operations::ReportEntitlementCheckRequested>(METHOD, variables)
            .await?;
        Ok(())
    }
}
