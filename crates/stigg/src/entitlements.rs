//! Entitlement checks. None of them fails: they answer, and say whether the answer is a fallback, and why. Those that ask Stigg
//! itself are in `remote.rs`.

mod answer;
mod any;
mod check;
mod check_requested;
mod lists;
mod peek;
mod remote;
mod typed;

use stigg_models::{
    BooleanEntitlement, EnumEntitlement, GetBooleanEntitlement, GetEnumEntitlement, GetMeteredEntitlement,
    GetNumericEntitlement, MeteredEntitlement, NumericEntitlement,
};

use crate::Stigg;

/// # Entitlement checks
///
/// Answered from memory. Only the first check of a customer waits for Stigg, and one whose entry is too old: see
/// [`Freshness`](crate::Freshness). They never fail; [`origin`](BooleanEntitlement::origin) says where an answer came from.
/// In offline mode, and after [`close`](Self::close), they answer their fallbacks.
impl Stigg {
    /// Whether a customer has a boolean feature.
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
    /// let request = GetBooleanEntitlement::new("customer-42", "single-sign-on").with_fallback(true);
    /// let sso = stigg.get_boolean_entitlement(request).await;
    /// if sso.is_fallback {
    ///     println!("a guess, because {}", sso.origin.cause().ok_or("no cause")?);
    /// }
    /// # assert!(!sso.is_fallback && !sso.has_access);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_boolean_entitlement(&self, request: GetBooleanEntitlement<'_>) -> BooleanEntitlement {
        self.check(&request).await
    }

    /// The value of a numeric feature, one that is not metered.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetNumericEntitlement;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let projects = stigg.get_numeric_entitlement(GetNumericEntitlement::new("customer-42", "projects")).await;
    /// let allowed = if projects.is_unlimited { f64::INFINITY } else { projects.value.unwrap_or(0.0) };
    /// # assert_eq!(allowed, 0.0);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_numeric_entitlement(&self, request: GetNumericEntitlement<'_>) -> NumericEntitlement {
        self.check(&request).await
    }

    /// Whether a customer may use a metered feature, and how much.
    ///
    /// Access is granted if what was used and what is requested fit into the limit; without a request, as long as the limit
    /// is not exceeded.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetMeteredEntitlement;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.provision_subscription(stigg::models::ProvisionSubscription::new("customer-42", "plan-free")).await?;
    /// let request = GetMeteredEntitlement::new("customer-42", "api-calls").with_requested_usage(10);
    /// let calls = stigg.get_metered_entitlement(request).await;
    /// println!("{:?} of {:?} left", calls.remaining(), calls.usage_limit);
    /// # assert!(calls.has_access);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_metered_entitlement(&self, request: GetMeteredEntitlement<'_>) -> MeteredEntitlement {
        self.check(&request).await
    }

    /// The values of an enum feature, and whether those that are needed are among them.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetEnumEntitlement;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let request = GetEnumEntitlement::new("customer-42", "regions").with_requested_values(["eu"]);
    /// let regions = stigg.get_enum_entitlement(request).await;
    /// # assert!(!regions.has_access);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_enum_entitlement(&self, request: GetEnumEntitlement<'_>) -> EnumEntitlement {
        self.check(&request).await
    }
}
