//! Entitlements.

use async_trait::async_trait;
use stigg_models::{
    Entitlement, EntitlementCheckRequested, EntitlementV2, EntitlementsState, FetchEntitlementQuery,
    GetEntitlementV2Input,
};

use crate::{Error, Result};

/// What a customer may use.
#[async_trait]
pub trait Entitlements: Send + Sync + 'static {
    /// All entitlements of a customer, or of one of its resources.
    ///
    /// A customer that does not exist is no error: the state says so.
    async fn get_entitlements_state(&self, query: EntitlementsQuery) -> Result<EntitlementsState> {
        let _ = query;
        Err(Error::unsupported("get_entitlements_state"))
    }

    /// Tells that an entitlement was checked, for statistics.
    async fn report_entitlement_check_requested(&self, request: EntitlementCheckRequested) -> Result<()> {
        let _ = request;
        Err(Error::unsupported("report_entitlement_check_requested"))
    }

    /// The entitlement of a customer, or of one of its resources, to one feature, as Stigg decides it.
    ///
    /// What the customer does not have is no error: the entitlement says so.
    async fn get_entitlement_remote(&self, query: FetchEntitlementQuery) -> Result<Entitlement> {
        let _ = query;
        Err(Error::unsupported("get_entitlement_remote"))
    }

    /// The same for one feature or for credits.
    async fn get_entitlement_v2_remote(&self, query: GetEntitlementV2Input) -> Result<EntitlementV2> {
        let _ = query;
        Err(Error::unsupported("get_entitlement_v2_remote"))
    }

    /// All entitlements to features of a customer, or of one of its resources, as Stigg decides them.
    async fn get_entitlements_remote(&self, query: EntitlementsQuery) -> Result<Vec<Entitlement>> {
        let _ = query;
        Err(Error::unsupported("get_entitlements_remote"))
    }
}

/// Whose entitlements to read, and how fresh they have to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct EntitlementsQuery {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the resource, for the entitlements of one of its resources.
    pub resource_id: Option<String>,
    /// How fresh the answer has to be.
    pub consistency: Consistency,
}

impl EntitlementsQuery {
    /// The entitlements of a customer itself, [`Consistency::Eventual`].
    pub fn new(customer_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            resource_id: None,
            consistency: Consistency::Eventual,
        }
    }

    /// The entitlements of one of its resources.
    #[must_use]
    pub fn with_resource_id(mut self, resource_id: impl Into<String>) -> Self {
        self.resource_id = Some(resource_id.into());
        self
    }

    /// How fresh the answer has to be.
    #[must_use]
    pub fn with_consistency(mut self, consistency: Consistency) -> Self {
        self.consistency = consistency;
        self
    }
}

/// How fresh an answer has to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Consistency {
    /// A nearby copy will do, though it may be some seconds behind (Stigg's Edge).
    #[default]
    Eventual,
    /// The answer has to show every change that was made before it was asked for (Stigg's API).
    ReadYourWrites,
}
