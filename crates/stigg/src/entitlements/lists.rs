//! All entitlements of a customer at once.

use stigg_entitlements::{CachedEntity, EntityKey, evaluate_state, state_fallback};
use stigg_models::{
    Cause, CustomerEntitlementsResult, CustomerEntitlementsResultV2, Entitlement, EntitlementsStateAccessDeniedReason,
    InvalidRequest, ReloadEntitlementsResult, Timestamp,
};
use tracing::warn;

use super::check::{Check, Question};
use crate::client::{Inner, checked};
use crate::freshness::Asked;
use crate::{Result, Stigg};

/// # All entitlements of a customer
///
/// The lists are answered from memory as checks are. They never fail, and neither does reloading.
impl Stigg {
    /// Everything that a customer, or one of its resources, is entitled to, evaluated without a request.
    ///
    /// When nothing is known, the configured fallbacks are listed: those of features as
    /// [`Entitlement::Unknown`](stigg_models::Entitlement::Unknown), since a fallback tells no type.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let state = stigg.get_entitlements_state_v2("customer-42", None).await;
    /// if let Some(reason) = &state.access_denied_reason {
    ///     println!("nothing, because {reason}");
    /// }
    /// # assert_eq!(state.access_denied_reason, Some("CustomerNotFound".into()));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_entitlements_state_v2(
        &self,
        customer_id: &str,
        resource_id: Option<&str>,
    ) -> CustomerEntitlementsResultV2 {
        let check = GetState {
            customer_id,
            resource_id,
        };
        self.check(&check).await
    }

    /// What a customer, or one of its resources, is entitled to, without credits. Its successor
    /// [`get_entitlements_state_v2`](Self::get_entitlements_state_v2) lists these as well.
    ///
    /// Answered from memory. When nothing is known, the configured fallbacks of features are listed.
    ///
    /// # Examples
    ///
    /// ```
    /// # #![allow(deprecated)]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let state = stigg.get_entitlements_state("customer-42", None).await;
    /// assert!(state.entitlements.is_empty());
    /// assert_eq!(state.access_denied_reason, Some("CustomerNotFound".into()));
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated(note = "use `get_entitlements_state_v2`")]
    pub async fn get_entitlements_state(
        &self,
        customer_id: &str,
        resource_id: Option<&str>,
    ) -> CustomerEntitlementsResult {
        self.get_entitlements_state_v2(customer_id, resource_id).await.into()
    }

    /// What a customer, or one of its resources, is entitled to, without credits, and without the reason why there is nothing.
    /// Its successor [`get_entitlements_state_v2`](Self::get_entitlements_state_v2) tells both.
    ///
    /// Answered from memory. When nothing is known, the configured fallbacks of features are listed.
    ///
    /// # Examples
    ///
    /// ```
    /// # #![allow(deprecated)]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.provision_subscription(stigg::models::ProvisionSubscription::new("customer-42", "plan-free")).await?;
    /// for entitlement in stigg.get_entitlements("customer-42", None).await {
    ///     let feature = entitlement.feature().ok_or("no feature")?;
    ///     println!("{}: {}", feature.id, entitlement.has_access());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated(note = "use `get_entitlements_state_v2`")]
    pub async fn get_entitlements(&self, customer_id: &str, resource_id: Option<&str>) -> Vec<Entitlement> {
        let state = self.get_entitlements_state_v2(customer_id, resource_id).await;
        CustomerEntitlementsResult::from(state).entitlements
    }

    /// Reads the entitlements of a customer, or of one of its resources, again: from Stigg's API, never from the Edge, so that
    /// they show every change that was made before. One request.
    ///
    /// Never fails: when Stigg cannot be asked, what is known stays, and the result is `false`, as for a customer that does
    /// not exist or is archived. The reason is logged.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// // Somebody changed the customer in Stigg's console, and a webhook told us.
    /// let reloaded = stigg.reload_entitlements("customer-42", None).await;
    /// assert!(!reloaded.entitled_entity_exists);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn reload_entitlements(&self, customer_id: &str, resource_id: Option<&str>) -> ReloadEntitlementsResult {
        if self.inner.offline {
            return ReloadEntitlementsResult::new(true);
        }
        let exists = match self.reload(customer_id, resource_id).await {
            Ok(reason) => matches!(
                reason,
                None | Some(EntitlementsStateAccessDeniedReason::NoActiveSubscription)
            ),
            Err(error) => {
                warn!(%error, "the entitlements could not be reloaded");
                false
            }
        };
        ReloadEntitlementsResult::new(exists)
    }

    async fn reload(
        &self,
        customer_id: &str,
        resource_id: Option<&str>,
    ) -> Result<Option<EntitlementsStateAccessDeniedReason>> {
        self.transport("reload_entitlements")?;
        checked(
            "reload_entitlements",
            InvalidRequest::check_id("customerId", customer_id),
        )?;
        // What was changed elsewhere may take as long to reach the Edge as what was changed here.
        self.inner.writes.note(customer_id, self.inner.clock.monotonic());
        let key = EntityKey::new(customer_id, resource_id);
        let entity = self.inner.reload(key).await?;
        Ok(entity.access_denied_reason().cloned())
    }
}

/// What [`Stigg::get_entitlements_state_v2`] asks.
pub(super) struct GetState<'a> {
    pub(super) customer_id: &'a str,
    pub(super) resource_id: Option<&'a str>,
}

impl Check for GetState<'_> {
    type Answer = CustomerEntitlementsResultV2;

    fn question(&self) -> Result<Question<'_>, InvalidRequest> {
        Question::new(self.customer_id, self.resource_id, Asked::Everything)
    }

    fn evaluate(&self, entity: &CachedEntity, now: Timestamp) -> Result<Self::Answer, Cause> {
        Ok(evaluate_state(entity, now))
    }

    /// All configured fallbacks.
    fn fallback(&self, client: &Inner, cause: Cause) -> Self::Answer {
        let features = client.fallbacks.iter().map(|(id, fallback)| (id.as_str(), fallback));
        let credits = client.credit_fallbacks.iter();
        state_fallback(features, credits.map(|(id, fallback)| (id.as_str(), fallback)), cause)
    }
}
