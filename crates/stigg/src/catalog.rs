//! The product catalogue.

use stigg_models::{GetPaywall, Paywall};

use crate::client::checked;
use crate::{Result, Stigg};

/// # Catalogue
impl Stigg {
    /// The plans to offer, in their order, with prices and entitlements; for a customer, what it has already as well. One
    /// request.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) when the product or the customer does not exist.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetPaywall;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// for plan in stigg.get_paywall(GetPaywall::new()).await?.plans {
    ///     println!("{}: {} entitlements", plan.display_name, plan.entitlements.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_paywall(&self, request: GetPaywall) -> Result<Paywall> {
        let transport = self.transport("get_paywall")?;
        checked("get_paywall", request.validate())?;
        transport.get_paywall(request).await
    }
}
