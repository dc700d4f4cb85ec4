//! A client of the SDK that talks to an emulator.

use std::time::SystemTime;

use stigg::models::Timestamp;
use stigg::{Stigg, StiggBuilder};

use crate::clock::{Clock, ManualClock};
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
    pub fn client(&self) -> Result<Stigg, stigg::Error> {
        self.client_builder().build()
    }

    /// The builder of such a client: key, addresses and clock are set, and everything else can be.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use stigg::models::GetBooleanEntitlement;
    /// use stigg_emulator::{Emulator, Fault};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::builder().start().await?;
    /// let stigg = emulator
    ///     .client_builder()
    ///     .entitlement_fallback("single-sign-on", true)
    ///     .entitlements_timeout(Duration::from_millis(50))
    ///     .build()?;
    ///
    /// emulator.faults().add(Fault::hang());
    /// let sso = stigg.get_boolean_entitlement(GetBooleanEntitlement::new("customer-42", "single-sign-on")).await;
    /// assert!(sso.has_access && sso.is_fallback);
    /// # stigg.close().await;
    /// # emulator.shutdown().await;
    /// # Ok(())
    /// # }
    /// ```
    pub fn client_builder(&self) -> StiggBuilder {
        Stigg::builder()
            .api_key(self.accepted_key())
            .base_url(self.api_url())
            .edge_url(self.edge_url())
            .clock(self.clock().clone())
    }
}

impl stigg::Clock for Clock {
    fn now(&self) -> Timestamp {
        timestamp(Clock::now(self).into())
    }
}

/// So that a client that is not made by [`Emulator::client_builder`] can live by the emulator's clock.
impl stigg::Clock for ManualClock {
    fn now(&self) -> Timestamp {
        timestamp(ManualClock::now(self))
    }
}

fn timestamp(time: SystemTime) -> Timestamp {
    Timestamp::try_from(time).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_reads_the_same_time_from_a_manual_clock() {
        let clock: ManualClock = "2026-01-31T10:00:00.250Z".parse().unwrap();
        assert_eq!(stigg::Clock::now(&clock).to_string(), "2026-01-31T10:00:00.250Z");
        assert_eq!(
            stigg::Clock::now(&Clock::Manual(clock)).to_string(),
            "2026-01-31T10:00:00.250Z"
        );
    }
}
