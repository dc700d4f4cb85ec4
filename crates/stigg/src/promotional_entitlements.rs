//! Promotional entitlements.

use std::future::Future;

use stigg_models::{
    GrantPromotionalEntitlementsGroupInput, GrantPromotionalEntitlementsInput, PromotionalEntitlement,
    RevokePromotionalEntitlementInput, RevokePromotionalEntitlementsGroupInput, RevokedPromotionalEntitlement,
    UnlinkPromotionalEntitlementsGroupInput,
};

use crate::client::checked;
use crate::{Result, Stigg};

/// # Promotional entitlements
///
/// What a customer has for some time beside its subscriptions: for a trial of a feature, as an apology, as a gift. Of what a
/// subscription and a promotion give, the more generous counts. The next check after a change asks Stigg.
impl Stigg {
    /// Gives a customer entitlements for some time, and answers them. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty, a limit is not a
    /// finite number, or an entitlement until a date has no date; [`NotFound`](crate::ErrorKind::NotFound) when the customer
    /// or a feature does not exist.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{
    ///     GetMeteredEntitlement, GrantPromotionalEntitlementInput, GrantPromotionalEntitlementsInput,
    ///     PromotionalEntitlementPeriod,
    /// };
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let calls = GrantPromotionalEntitlementInput::new("api-calls", PromotionalEntitlementPeriod::OneMonth)
    ///     .with_usage_limit(5000);
    /// let request = GrantPromotionalEntitlementsInput::new("customer-42", [calls]);
    /// let granted = stigg.grant_promotional_entitlements(request).await?;
    /// println!("until {:?}", granted[0].expires_at);
    ///
    /// let calls = stigg.get_metered_entitlement(GetMeteredEntitlement::new("customer-42", "api-calls")).await;
    /// assert_eq!(calls.usage_limit, Some(5000.0));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn grant_promotional_entitlements(
        &self,
        request: GrantPromotionalEntitlementsInput,
    ) -> Result<Vec<PromotionalEntitlement>> {
        const OPERATION: &str = "grant_promotional_entitlements";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, request.validate())?;
        let customer_id = request.customer_id.clone();
        let call = transport.grant_promotional_entitlements(request);
        self.promoting(&customer_id, call).await
    }

    /// Takes one promotional entitlement away from a customer, and answers Stigg's id of it. One feature a call, in spite
    /// of the name, which is that of the official SDKs. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty,
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such customer, or it was not given the feature.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::RevokePromotionalEntitlementInput;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # use stigg::models::{GrantPromotionalEntitlementInput, GrantPromotionalEntitlementsInput, PromotionalEntitlementPeriod};
    /// # let sso = GrantPromotionalEntitlementInput::new("single-sign-on", PromotionalEntitlementPeriod::Lifetime);
    /// # stigg.grant_promotional_entitlements(GrantPromotionalEntitlementsInput::new("customer-42", [sso])).await?;
    /// let request = RevokePromotionalEntitlementInput::new("customer-42", "single-sign-on");
    /// stigg.revoke_promotional_entitlements(request).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn revoke_promotional_entitlements(
        &self,
        request: RevokePromotionalEntitlementInput,
    ) -> Result<RevokedPromotionalEntitlement> {
        const OPERATION: &str = "revoke_promotional_entitlements";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, request.validate())?;
        let customer_id = request.customer_id.clone();
        let call = transport.revoke_promotional_entitlements(request);
        self.promoting(&customer_id, call).await
    }

    /// Gives a customer the features of a group, and answers the entitlements of the group. One request.
    ///
    /// The request has every feature of the group that the customer was not given yet; those that it was given become part
    /// of the group.
    ///
    /// # Errors
    ///
    /// As [`grant_promotional_entitlements`](Self::grant_promotional_entitlements);
    /// [`NotFound`](crate::ErrorKind::NotFound) also when there is no such group,
    /// [`Validation`](crate::ErrorKind::Validation) when a feature is missing or not of the group.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{
    ///     GrantPromotionalEntitlementInput, GrantPromotionalEntitlementsGroupInput, PromotionalEntitlementPeriod,
    /// };
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let for_a_year = |feature| GrantPromotionalEntitlementInput::new(feature, PromotionalEntitlementPeriod::OneYear);
    /// let request = GrantPromotionalEntitlementsGroupInput::new(
    ///     "customer-42",
    ///     "group-collaboration",
    ///     [for_a_year("single-sign-on"), for_a_year("seats").with_usage_limit(25)],
    /// );
    /// assert_eq!(stigg.grant_promotional_entitlements_group(request).await?.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn grant_promotional_entitlements_group(
        &self,
        request: GrantPromotionalEntitlementsGroupInput,
    ) -> Result<Vec<PromotionalEntitlement>> {
        const OPERATION: &str = "grant_promotional_entitlements_group";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, request.validate())?;
        let customer_id = request.customer_id.clone();
        let call = transport.grant_promotional_entitlements_group(request);
        self.promoting(&customer_id, call).await
    }

    /// Takes the features of a group away from a customer, and answers the entitlements that are gone. Those that it has by
    /// another group as well stay. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty,
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such customer or group, or the customer was not given it.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::RevokePromotionalEntitlementsGroupInput;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # use stigg::models::{GrantPromotionalEntitlementInput, GrantPromotionalEntitlementsGroupInput, PromotionalEntitlementPeriod};
    /// # let forever = |feature| GrantPromotionalEntitlementInput::new(feature, PromotionalEntitlementPeriod::Lifetime);
    /// # let request = GrantPromotionalEntitlementsGroupInput::new(
    /// #     "customer-42",
    /// #     "group-collaboration",
    /// #     [forever("single-sign-on"), forever("seats").with_usage_limit(25)],
    /// # );
    /// # stigg.grant_promotional_entitlements_group(request).await?;
    /// let request = RevokePromotionalEntitlementsGroupInput::new("customer-42", "group-collaboration");
    /// let revoked = stigg.revoke_promotional_entitlements_group(request).await?;
    /// assert_eq!(revoked.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn revoke_promotional_entitlements_group(
        &self,
        request: RevokePromotionalEntitlementsGroupInput,
    ) -> Result<Vec<PromotionalEntitlement>> {
        const OPERATION: &str = "revoke_promotional_entitlements_group";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, request.validate())?;
        let customer_id = request.customer_id.clone();
        let call = transport.revoke_promotional_entitlements_group(request);
        self.promoting(&customer_id, call).await
    }

    /// Takes what a customer has of a group out of the group, and answers it: the customer keeps it, feature by feature. One
    /// request.
    ///
    /// # Errors
    ///
    /// As [`revoke_promotional_entitlements_group`](Self::revoke_promotional_entitlements_group).
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::UnlinkPromotionalEntitlementsGroupInput;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # use stigg::models::{GrantPromotionalEntitlementInput, GrantPromotionalEntitlementsGroupInput, PromotionalEntitlementPeriod};
    /// # let forever = |feature| GrantPromotionalEntitlementInput::new(feature, PromotionalEntitlementPeriod::Lifetime);
    /// # let request = GrantPromotionalEntitlementsGroupInput::new(
    /// #     "customer-42",
    /// #     "group-collaboration",
    /// #     [forever("single-sign-on"), forever("seats").with_usage_limit(25)],
    /// # );
    /// # stigg.grant_promotional_entitlements_group(request).await?;
    /// let request = UnlinkPromotionalEntitlementsGroupInput::new("customer-42", "group-collaboration");
    /// let kept = stigg.unlink_promotional_entitlements_group(request).await?;
    /// assert_eq!(kept.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn unlink_promotional_entitlements_group(
        &self,
        request: UnlinkPromotionalEntitlementsGroupInput,
    ) -> Result<Vec<PromotionalEntitlement>> {
        const OPERATION: &str = "unlink_promotional_entitlements_group";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, request.validate())?;
        let customer_id = request.customer_id.clone();
        let call = transport.unlink_promotional_entitlements_group(request);
        self.promoting(&customer_id, call).await
    }

    /// Makes a change of what a customer was given. No answer tells the entitlements that the customer has now, so they are
    /// outdated, and the next check reads them.
    async fn promoting<T>(&self, customer_id: &str, call: impl Future<Output = Result<T>>) -> Result<T> {
        let change = self.inner.changing(customer_id);
        change.settle_by_outdating(call.await)
    }
}
