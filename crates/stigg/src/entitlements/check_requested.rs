//! Telling Stigg that an entitlement was checked.

use stigg_models::EntitlementCheckRequested;

use crate::client::checked;
use crate::{Result, Stigg};

/// # Statistics of checks
impl Stigg {
    /// Tells Stigg that an entitlement was checked, and what came of it, for its statistics. One request.
    ///
    /// Checks tell Stigg nothing by themselves. Unlike them, this one fails when Stigg cannot be reached.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty or a quantity is not
    /// finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{EntitlementCheckRequested, GetMeteredEntitlement};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let request = GetMeteredEntitlement::new("customer-42", "api-calls").with_requested_usage(10);
    /// let calls = stigg.get_metered_entitlement(request).await;
    ///
    /// let told = EntitlementCheckRequested::new("customer-42", "api-calls", &calls).with_requested_usage(10);
    /// stigg.report_entitlement_check_requested(told).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn report_entitlement_check_requested(&self, request: EntitlementCheckRequested) -> Result<()> {
        const OPERATION: &str = "report_entitlement_check_requested";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, request.validate())?;
        transport.report_entitlement_check_requested(request).await
    }
}
