//! Checks without an await, from memory alone.

use stigg_models::{
    BooleanEntitlement, CreditEntitlement, CustomerEntitlementsResultV2, EntitlementV2, EnumEntitlement,
    GetBooleanEntitlement, GetCreditEntitlement, GetEntitlementV2Params, GetEnumEntitlement, GetMeteredEntitlement,
    GetNumericEntitlement, MeteredEntitlement, NumericEntitlement,
};

use super::lists::GetState;
use crate::Stigg;

/// # Checks without an await
///
/// The same checks for code that cannot wait: they are answered from memory alone, send nothing, start nothing, and need no
/// runtime. (Refreshing goes on in the background only if the client was made, or has been used by an asynchronous method,
/// within a Tokio runtime.) `None` means that nothing is known: the customer has not been asked for yet
/// ([`warm_up`](Self::warm_up) sees to that), or so long ago that it is worth nothing any more
/// ([`Freshness::stale_for`](crate::Freshness::stale_for)); the client is closed or offline; or the request makes no sense. It takes no
/// fallback, not even a configured one; but what is known may make a fallback of an answer, such as a feature of another type. An
/// answer that is due for a refresh says so by its [`origin`](BooleanEntitlement::origin); what is asked for in this way counts
/// as in use, and is refreshed in the background.
#[expect(
    clippy::needless_pass_by_value,
    reason = "they take what their asynchronous siblings take"
)]
impl Stigg {
    /// Whether a customer has a boolean feature: [`get_boolean_entitlement`](Self::get_boolean_entitlement) from memory.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetBooleanEntitlement;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let request = GetBooleanEntitlement::new("customer-42", "single-sign-on");
    /// assert!(stigg.peek_boolean_entitlement(request.clone()).is_none());
    ///
    /// stigg.warm_up(["customer-42"]).await;
    /// let sso = stigg.peek_boolean_entitlement(request).ok_or("it was read just now")?;
    /// assert!(!sso.has_access);
    /// # Ok(())
    /// # }
    /// ```
    pub fn peek_boolean_entitlement(&self, request: GetBooleanEntitlement<'_>) -> Option<BooleanEntitlement> {
        self.peek(&request)
    }

    /// The value of a numeric feature: [`get_numeric_entitlement`](Self::get_numeric_entitlement) from memory.
    pub fn peek_numeric_entitlement(&self, request: GetNumericEntitlement<'_>) -> Option<NumericEntitlement> {
        self.peek(&request)
    }

    /// Whether a customer may use a metered feature, and how much:
    /// [`get_metered_entitlement`](Self::get_metered_entitlement) from memory.
    pub fn peek_metered_entitlement(&self, request: GetMeteredEntitlement<'_>) -> Option<MeteredEntitlement> {
        self.peek(&request)
    }

    /// The values of an enum feature: [`get_enum_entitlement`](Self::get_enum_entitlement) from memory.
    pub fn peek_enum_entitlement(&self, request: GetEnumEntitlement<'_>) -> Option<EnumEntitlement> {
        self.peek(&request)
    }

    /// Whether a customer may consume credits: [`get_credit_entitlement`](Self::get_credit_entitlement) from memory.
    pub fn peek_credit_entitlement(&self, request: GetCreditEntitlement<'_>) -> Option<CreditEntitlement> {
        self.peek(&request)
    }

    /// Whether a customer may use a feature of whatever type, or credits:
    /// [`get_entitlement_v2`](Self::get_entitlement_v2) from memory.
    pub fn peek_entitlement_v2(&self, request: GetEntitlementV2Params<'_>) -> Option<EntitlementV2> {
        self.peek(&request)
    }

    /// Everything that a customer, or one of its resources, is entitled to:
    /// [`get_entitlements_state_v2`](Self::get_entitlements_state_v2) from memory. Allocates the list.
    pub fn peek_entitlements_state_v2(
        &self,
        customer_id: &str,
        resource_id: Option<&str>,
    ) -> Option<CustomerEntitlementsResultV2> {
        self.peek(&GetState {
            customer_id,
            resource_id,
        })
    }
}
