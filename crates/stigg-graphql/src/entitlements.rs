//! Entitlements.

use async_trait::async_trait;
use stigg_models::{
    Entitlement, EntitlementCheckRequested, EntitlementV2, EntitlementsState, FetchEntitlementQuery,
    GetEntitlementV2Input,
};
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
        let query = checked(METHOD, query)?;
        let read = EdgeRead::entitlements_state(&query.customer_id, query.resource_id.as_deref());
        let edge = may_lag(&query).then(|| self.edge_url(&read)).flatten();
        let variables = operations::GetEntitlementsStateVariables { query: query.into() };
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

    async fn get_entitlement_remote(&self, query: FetchEntitlementQuery) -> Result<Entitlement> {
        const METHOD: &str = "get_entitlement_remote";
        check(METHOD, query.validate())?;
        let variables = operations::GetEntitlementVariables { query: query.into() };
        let limits = self.entitlements_limits();
        let answered = self
            .read::<operations::GetEntitlement>(METHOD, None, &variables, limits)
            .await?;
        Ok(convert::entitlement(answered.data.entitlement))
    }

    async fn get_entitlement_v2_remote(&self, query: GetEntitlementV2Input) -> Result<EntitlementV2> {
        const METHOD: &str = "get_entitlement_v2_remote";
        check(METHOD, query.validate())?;
        let options = query.options.clone();
        let variables = operations::GetEntitlementV2Variables { query: query.into() };
        let limits = self.entitlements_limits();
        self.read::<operations::GetEntitlementV2>(METHOD, None, &variables, limits)
            .await?
            .try_map(|data| Ok(convert::entitlement_v2(data.entitlement_v2, options)?))
    }

    async fn get_entitlements_remote(&self, query: EntitlementsQuery) -> Result<Vec<Entitlement>> {
        const METHOD: &str = "get_entitlements_remote";
        let query = checked(METHOD, query)?;
        let read = EdgeRead::entitlements(&query.customer_id, query.resource_id.as_deref());
        let edge = may_lag(&query).then(|| self.edge_url(&read)).flatten();
        let variables = operations::GetEntitlementsVariables { query: query.into() };
        let limits = self.entitlements_limits();
        let answered = self
            .read::<operations::GetEntitlements>(METHOD, edge, &variables, limits)
            .await?;
        Ok(answered
            .data
            .entitlements
            .into_iter()
            .map(convert::entitlement)
            .collect())
    }
}

/// The query with its ids checked; an empty resource id is none.
fn checked(method: &'static str, mut query: EntitlementsQuery) -> Result<EntitlementsQuery> {
    query.resource_id = query.resource_id.filter(|id| !id.is_empty());
    check_ids(method, &query.customer_id, query.resource_id.as_deref())?;
    Ok(query)
}

/// Whether the Edge will do, which lags behind the API.
fn may_lag(query: &EntitlementsQuery) -> bool {
    query.consistency == Consistency::Eventual
}

impl From<EntitlementsQuery> for inputs::FetchEntitlementsQuery {
    fn from(query: EntitlementsQuery) -> Self {
        Self {
            customer_id: query.customer_id,
            resource_id: query.resource_id,
        }
    }
}
