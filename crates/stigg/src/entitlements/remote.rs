//! Entitlements as Stigg itself decides on them.

use stigg_models::{Entitlement, EntitlementV2, FetchEntitlementQuery, GetEntitlementV2Input, InvalidRequest};
use stigg_transport::EntitlementsQuery;

use crate::client::checked;
use crate::{Result, Stigg};

/// # Entitlements straight from Stigg
///
/// One request each: Stigg decides, and memory is neither asked nor told. For a second opinion, or for a program that asks once
/// and ends; a service wants the checks that are answered from memory, such as
/// [`get_entitlement_v2`](Self::get_entitlement_v2). Unlike those they fail when Stigg cannot be asked, and know no fallbacks.
impl Stigg {
    /// Whether a customer may use a feature of whatever type, as Stigg decides it. One request.
    ///
    /// What the customer does not have is no error: the answer says so.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty or the requested usage
    /// not finite; and when Stigg cannot be asked: see [`ErrorKind`](crate::ErrorKind).
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::FetchEntitlementQuery;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.provision_subscription(stigg::models::ProvisionSubscription::new("customer-42", "plan-free")).await?;
    /// let query = FetchEntitlementQuery::new("customer-42", "api-calls").with_requested_usage(10);
    /// let calls = stigg.get_entitlement_remote(query).await?;
    /// assert!(calls.has_access());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_entitlement_remote(&self, query: FetchEntitlementQuery) -> Result<Entitlement> {
        let transport = self.transport("get_entitlement_remote")?;
        checked("get_entitlement_remote", query.validate())?;
        transport.get_entitlement_remote(query).await
    }

    /// Whether a customer may use a feature of whatever type, or credits, as Stigg decides it. One request.
    ///
    /// What the customer does not have is no error: the answer says so.
    ///
    /// # Errors
    ///
    /// As [`get_entitlement_remote`](Self::get_entitlement_remote);
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) also unless exactly one of the two is asked for.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{EntitlementV2, GetEntitlementV2Input};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let query = GetEntitlementV2Input::feature("customer-42", "api-calls");
    /// let calls = stigg.get_entitlement_v2_remote(query).await?;
    /// assert_eq!(calls.access_denied_reason().map(|reason| reason.as_str()), Some("CustomerNotFound"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_entitlement_v2_remote(&self, query: GetEntitlementV2Input) -> Result<EntitlementV2> {
        let transport = self.transport("get_entitlement_v2_remote")?;
        checked("get_entitlement_v2_remote", query.validate())?;
        transport.get_entitlement_v2_remote(query).await
    }

    /// All features that a customer, or one of its resources, is entitled to, as Stigg decides it. One request: to the Edge,
    /// unless the customer was just changed.
    ///
    /// The list is empty for a customer that does not exist, is archived, or has no subscription.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when the customer's id is empty; and when
    /// Stigg cannot be asked: see [`ErrorKind`](crate::ErrorKind).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let entitlements = stigg.get_entitlements_remote("customer-42", None).await?;
    /// assert!(entitlements.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_entitlements_remote(
        &self,
        customer_id: &str,
        resource_id: Option<&str>,
    ) -> Result<Vec<Entitlement>> {
        let transport = self.transport("get_entitlements_remote")?;
        checked(
            "get_entitlements_remote",
            InvalidRequest::check_id("customerId", customer_id),
        )?;
        let mut query = EntitlementsQuery::new(customer_id).with_consistency(self.inner.consistency(customer_id));
        if let Some(resource_id) = resource_id {
            query = query.with_resource_id(resource_id);
        }
        transport.get_entitlements_remote(query).await
    }
}
