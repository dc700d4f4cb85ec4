//! Many usage reports at once.

use stigg_models::{ReportUsage, ReportUsageAck, ReportUsageBulk};

use super::taken_offline;
use crate::bulk::Bulk;
use crate::client::checked;
use crate::{BulkError, ErrorKind, Stigg};

/// # Usage in bulk
impl Stigg {
    /// Reports usage of several features or customers, and answers the new totals in the same order. The next checks see
    /// them. One request per hundred reports.
    ///
    /// Each report carries an idempotency key: its own, or one that is made up. Retries inside this call therefore never
    /// count twice; to send reports again by yourself, give them keys of your own. In offline mode it answers as if all
    /// reports had arrived.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty or a value is not
    /// finite; the error names the report by its place. A [`BulkError`] says of each report whether it was counted. Stigg
    /// counts all reports of a request or none: [`NotFound`](crate::ErrorKind::NotFound) when a customer or a feature does
    /// not exist, [`Validation`](crate::ErrorKind::Validation) when a feature is not metered, or is fed by events.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::ReportUsage;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.provision_subscription(stigg::models::ProvisionSubscription::new("customer-42", "plan-free")).await?;
    /// let reports = vec![
    ///     ReportUsage::new("customer-42", "api-calls", 3).with_idempotency_key("request-1"),
    ///     ReportUsage::new("customer-42", "api-calls", 4).with_idempotency_key("request-2"),
    /// ];
    /// match stigg.report_usage_bulk(reports.clone()).await {
    ///     Ok(acks) => assert_eq!(acks[1].current_usage, Some(7.0)),
    ///     Err(failure) => {
    ///         for (place, error) in failure.failures() {
    ///             println!("the usage of {} was not counted: {error}", reports[place].customer_id);
    ///         }
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn report_usage_bulk(
        &self,
        request: impl Into<ReportUsageBulk> + Send,
    ) -> Result<Vec<ReportUsageAck>, BulkError<ReportUsageAck>> {
        self.report_all(request.into()).await
    }

    async fn report_all(&self, request: ReportUsageBulk) -> Result<Vec<ReportUsageAck>, BulkError<ReportUsageAck>> {
        const OPERATION: &str = "report_usage_bulk";
        let count = request.usages.len();
        let of_all = |error| BulkError::of_all(count, error);
        checked(OPERATION, request.validate()).map_err(of_all)?;
        let transport = match self.transport(OPERATION) {
            Err(error) if error.kind() == ErrorKind::Offline => {
                return Ok(request.usages.into_iter().map(taken_offline).collect());
            }
            transport => transport.map_err(of_all)?,
        };
        let mut bulk: Bulk<ReportUsage, ReportUsageAck> = Bulk::new(request.usages, ReportUsageBulk::MAX_PER_REQUEST);
        while let Some(batch) = bulk.next_batch(self.transport(OPERATION)) {
            let change = self
                .inner
                .changing_all(batch.iter().map(|report| report.customer_id.clone()));
            let outcome = change.settle(transport.report_usage_bulk(batch.into()).await);
            // What is counted is counted, whatever becomes of the other reports.
            for ack in outcome.iter().flatten() {
                self.inner.usage_counted(ack);
            }
            bulk.settle(outcome);
        }
        bulk.finish()
    }
}
