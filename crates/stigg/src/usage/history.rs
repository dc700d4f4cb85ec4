//! How usage went over time.

use stigg_models::{FetchUsageHistory, UsageHistoryPoint, UsageHistoryV2, UsageHistoryV2Input};

use crate::client::checked;
use crate::{Result, Stigg};

/// # Usage history
impl Stigg {
    /// How the usage of a feature went over time, all of it or by dimensions, and when it began again from zero. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty,
    /// [`NotFound`](crate::ErrorKind::NotFound) when the customer or the feature does not exist.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use stigg::models::{Timestamp, UsageHistoryV2Input};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.provision_subscription(stigg::models::ProvisionSubscription::new("customer-42", "plan-free")).await?;
    /// # stigg.report_usage(stigg::models::ReportUsage::new("customer-42", "api-calls", 3)).await?;
    /// let yesterday = SystemTime::now() - Duration::from_secs(24 * 60 * 60);
    /// let request = UsageHistoryV2Input::new("customer-42", "api-calls", Timestamp::try_from(yesterday)?);
    /// let history = stigg.get_usage_history_v2(request).await?;
    /// for point in &history.series[0].points {
    ///     println!("{}: {}", point.timestamp, point.value);
    /// }
    /// # assert_eq!(history.series[0].points.last().map(|point| point.value), Some(3.0));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_usage_history_v2(&self, request: UsageHistoryV2Input) -> Result<UsageHistoryV2> {
        const OPERATION: &str = "get_usage_history_v2";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, request.validate())?;
        transport.get_usage_history_v2(request).await
    }

    /// How the usage of a feature went over time, as one list of points; until now unless an end is given. One request.
    /// [`get_usage_history_v2`](Self::get_usage_history_v2) tells the same and more.
    ///
    /// # Errors
    ///
    /// As [`get_usage_history_v2`](Self::get_usage_history_v2).
    ///
    /// # Examples
    ///
    /// ```
    /// # #![allow(deprecated)]
    /// use stigg::models::{FetchUsageHistory, Timestamp};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.report_usage(stigg::models::ReportUsage::new("customer-42", "api-calls", 3)).await?;
    /// let request = FetchUsageHistory::new("customer-42", "api-calls", Timestamp::UNIX_EPOCH);
    /// let points = stigg.fetch_usage_history(request).await?;
    /// assert_eq!(points.last().map(|point| point.value), Some(3.0));
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated(note = "use `get_usage_history_v2`")]
    pub async fn fetch_usage_history(&self, mut request: FetchUsageHistory) -> Result<Vec<UsageHistoryPoint>> {
        const OPERATION: &str = "fetch_usage_history";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, request.validate())?;
        request.end_date.get_or_insert_with(|| self.inner.clock.now());
        transport.fetch_usage_history(request).await
    }
}
