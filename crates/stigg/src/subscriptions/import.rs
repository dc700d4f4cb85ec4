//! Subscriptions that exist outside of Stigg.

use stigg_models::ImportSubscriptionBulk;

use crate::bulk::Bulk;
use crate::client::checked;
use crate::{BulkError, Stigg};

impl Stigg {
    /// Brings subscriptions in that exist outside of Stigg. One request per thousand subscriptions.
    ///
    /// Stigg accepts them and works on them in the background: when this returns, they may not be there yet. It passes over
    /// those that are not right, and those that were changed at Stigg after their
    /// [`updated_at`](stigg_models::ImportSubscription::updated_at), and does not tell. Until they are there, a check still
    /// answers what was before.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when a subscription lacks an id or has a
    /// negative quantity; the error names the subscription by its place. A [`BulkError`] says of each subscription whether it
    /// was accepted. Before you send one again, see
    /// [`Error::may_have_been_applied`](crate::Error::may_have_been_applied): without a
    /// [`subscription_id`](stigg_models::ImportSubscription::subscription_id) it may come in twice.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{BillingPeriod, ImportSubscription, ImportSubscriptionBulk};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let subscription = ImportSubscription::new("customer-42", "plan-pro")
    ///     .with_subscription_id("subscription-1")
    ///     .with_billing_period(BillingPeriod::Monthly);
    /// stigg.import_subscription_bulk(ImportSubscriptionBulk::new([subscription])).await?;
    /// # let request = stigg::models::GetSubscription::new("subscription-1");
    /// # assert_eq!(stigg.get_subscription(request).await?.plan.id, "plan-pro");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn import_subscription_bulk(&self, request: ImportSubscriptionBulk) -> Result<(), BulkError> {
        const OPERATION: &str = "import_subscription_bulk";
        let count = request.subscriptions.len();
        let of_all = |error| BulkError::of_all(count, error);
        let transport = self.transport(OPERATION).map_err(of_all)?;
        checked(OPERATION, request.validate()).map_err(of_all)?;
        let integration_id = request.integration_id;
        let mut bulk = Bulk::new(request.subscriptions, ImportSubscriptionBulk::MAX_PER_REQUEST);
        while let Some(batch) = bulk.next_batch(self.transport(OPERATION)) {
            let customer_ids = batch.iter().map(|subscription| subscription.customer_id.clone());
            let change = self.inner.changing_all(customer_ids);
            let mut request = ImportSubscriptionBulk::new(batch);
            request.integration_id.clone_from(&integration_id);
            bulk.settle_all(change.settle_by_outdating(transport.import_subscription_bulk(request).await));
        }
        bulk.finish()?;
        Ok(())
    }
}
