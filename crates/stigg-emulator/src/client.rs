//! A client of the SDK that talks to an emulator.

use crate::clock::Clock;
use crate::emulator::Emulator;

impl Emulator {
    /// A client that talks to this emulator and lives by its clock.
    ///
    /// It is the client that an application makes, so that what a test sees of caches, retries and fallbacks is what the
    /// application will see.
    ///
    /// ```
    /// use stigg::models::{CreateSubscriptionParams, GetBooleanEntitlement, ProvisionCustomer};
    /// use stigg_emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::builder().start().await?;
    /// let stigg = emulator.client()?;
    ///
    /// let free = CreateSubscriptionParams::new("plan-free");
    /// stigg.provision_customer(ProvisionCustomer::new("customer-42").with_subscription_params(free)).await?;
    /// let sso = stigg.get_boolean_entitlement(GetBooleanEntitlement::new("customer-42", "single-sign-on")).await;
    /// assert!(!sso.has_access);
    /// # stigg.close().await;
    /// # emulator.shutdown().await;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// What the client's own builder answers: an API key that cannot be a header.
    pub fn client(&self) -> Result<stigg::Stigg, stigg::Error> {
        stigg::Stigg::builder()
            .api_key(self.api_key())
            .base_url(self.api_url())
            .edge_url(self.edge_url())
            .clock(self.clock().clone())
            .build()
    }
}

impl stigg::Clock for Clock {
    fn now(&self) -> stigg::models::Timestamp {
        let now: std::time::SystemTime = Clock::now(self).into();
        stigg::models::Timestamp::try_from(now).unwrap_or(stigg::models::Timestamp::MAX)
    }
}
