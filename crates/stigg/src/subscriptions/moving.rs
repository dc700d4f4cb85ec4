//! Subscriptions that go to another resource, customer or version, and changes that are taken back.

use stigg_models::{
    CancelSubscriptionScheduledUpdates, CancelSubscriptionScheduledUpdatesResult, DelegateSubscriptionToCustomerInput,
    MigrateSubscriptionToLatest, MigrateSubscriptionToLatestResult, Subscription, TransferSubscriptionInput,
    TransferSubscriptionToResourceInput,
};

use crate::client::checked;
use crate::{Result, Stigg};

/// # Moving subscriptions
///
/// After each of these the next check of the customers concerned reads their entitlements afresh.
impl Stigg {
    /// Takes back the changes of a subscription that have not happened yet, such as a downgrade at the end of the billing
    /// period. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty,
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such subscription,
    /// [`Validation`](crate::ErrorKind::Validation) when Stigg refuses it, here when nothing waits. Before you repeat a call
    /// that failed, see [`Error::may_have_been_applied`](crate::Error::may_have_been_applied).
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{CancelSubscriptionScheduledUpdates, ErrorCode};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # let request = stigg::models::ProvisionSubscription::new("customer-42", "plan-pro")
    /// #     .with_billing_period(stigg::models::BillingPeriod::Monthly);
    /// # let id = stigg.provision_subscription(request).await?.subscription.ok_or("no subscription")?.id;
    /// match stigg.cancel_subscription_scheduled_updates(CancelSubscriptionScheduledUpdates::new(id)).await {
    ///     Ok(cancelled) => println!("{} stays as it is", cancelled.subscription_id),
    ///     Err(error) if error.code() == Some(&ErrorCode::FutureUpdateNotFound) => println!("nothing was going to happen"),
    ///     Err(error) => return Err(error.into()),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn cancel_subscription_scheduled_updates(
        &self,
        request: CancelSubscriptionScheduledUpdates,
    ) -> Result<CancelSubscriptionScheduledUpdatesResult> {
        const OPERATION: &str = "cancel_subscription_scheduled_updates";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, request.validate())?;
        let change = self.inner.changing_subscription(&request.subscription_id);
        change.settle_by_outdating(transport.cancel_subscription_scheduled_updates(request).await)
    }

    /// Moves a subscription to the latest version of its plan and add-ons, now or at the end of its billing period. One
    /// request.
    ///
    /// # Errors
    ///
    /// As [`cancel_subscription_scheduled_updates`](Self::cancel_subscription_scheduled_updates);
    /// [`Validation`](crate::ErrorKind::Validation) when it is on the latest version.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{ErrorCode, MigrateSubscriptionToLatest};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # let request = stigg::models::ProvisionSubscription::new("customer-42", "plan-pro")
    /// #     .with_billing_period(stigg::models::BillingPeriod::Monthly);
    /// # let id = stigg.provision_subscription(request).await?.subscription.ok_or("no subscription")?.id;
    /// match stigg.migrate_subscription_to_latest(MigrateSubscriptionToLatest::new(id)).await {
    ///     Ok(migrated) => println!("{} is up to date now", migrated.subscription_id),
    ///     Err(error) if error.code() == Some(&ErrorCode::SubscriptionAlreadyOnLatestPlanError) => {
    ///         println!("it was already");
    ///     }
    ///     Err(error) => return Err(error.into()),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn migrate_subscription_to_latest(
        &self,
        request: MigrateSubscriptionToLatest,
    ) -> Result<MigrateSubscriptionToLatestResult> {
        const OPERATION: &str = "migrate_subscription_to_latest";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, request.validate())?;
        let change = self.inner.changing_subscription(&request.subscription_id);
        let migrated = change.settle_by_outdating(transport.migrate_subscription_to_latest(request).await)?;
        if let Some(customer_id) = &migrated.customer_id {
            self.inner.owners.note(&migrated.subscription_id, customer_id);
            self.inner.outdate(customer_id);
        }
        Ok(migrated)
    }

    /// Moves the paid subscription of a resource to another resource of the same customer, in place of the free one that is
    /// there. One request.
    ///
    /// Use [`transfer_subscription_to_resource`](Self::transfer_subscription_to_resource): it moves any subscription.
    ///
    /// # Errors
    ///
    /// As [`cancel_subscription_scheduled_updates`](Self::cancel_subscription_scheduled_updates);
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such customer or resource,
    /// [`Validation`](crate::ErrorKind::Validation) when there is no such pair of subscriptions.
    ///
    /// # Examples
    ///
    /// ```
    /// # #![allow(deprecated)]
    /// use stigg::models::TransferSubscriptionInput;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let catalog = "products: [{ id: sites, multipleSubscriptions: true, plans: [{ id: site-free, pricing: free }, \
    /// #     { id: site-plus, pricing: paid, prices: [{ period: monthly, amount: 9 }] }] }]";
    /// # let emulator = stigg_emulator::Emulator::builder().catalog_yaml(catalog).start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # for (plan, site) in [("site-plus", "site-old"), ("site-free", "site-new")] {
    /// #     let request = stigg::models::ProvisionSubscription::new("customer-42", plan)
    /// #         .with_billing_period(stigg::models::BillingPeriod::Monthly)
    /// #         .with_resource_id(site);
    /// #     stigg.provision_subscription(request).await?;
    /// # }
    /// let request = TransferSubscriptionInput::new("customer-42", "site-old", "site-new");
    /// let subscription = stigg.transfer_subscription(request).await?;
    /// assert_eq!(subscription.resource.ok_or("no resource")?.id, "site-new");
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated(note = "use `transfer_subscription_to_resource`")]
    pub async fn transfer_subscription(&self, request: TransferSubscriptionInput) -> Result<Subscription> {
        let transport = self.transport("transfer_subscription")?;
        checked("transfer_subscription", request.validate())?;
        let change = self.inner.changing(&request.customer_id);
        let subscription = change.settle_by_outdating(transport.transfer_subscription(request).await)?;
        self.subscription_moved(&subscription);
        Ok(subscription)
    }

    /// Moves a subscription to another resource of its customer, or to the customer itself. Plan, billing cycle and
    /// entitlements stay as they are. One request.
    ///
    /// # Errors
    ///
    /// As [`cancel_subscription_scheduled_updates`](Self::cancel_subscription_scheduled_updates).
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::TransferSubscriptionToResourceInput;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # let request = stigg::models::ProvisionSubscription::new("customer-42", "plan-pro")
    /// #     .with_billing_period(stigg::models::BillingPeriod::Monthly);
    /// # let id = stigg.provision_subscription(request).await?.subscription.ok_or("no subscription")?.id;
    /// let request = TransferSubscriptionToResourceInput::new(id).with_destination_resource_id("site-1");
    /// let subscription = stigg.transfer_subscription_to_resource(request).await?;
    /// assert_eq!(subscription.resource.ok_or("no resource")?.id, "site-1");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn transfer_subscription_to_resource(
        &self,
        request: TransferSubscriptionToResourceInput,
    ) -> Result<Subscription> {
        const OPERATION: &str = "transfer_subscription_to_resource";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, request.validate())?;
        let change = self.inner.changing_subscription(&request.subscription_id);
        let subscription = change.settle_by_outdating(transport.transfer_subscription_to_resource(request).await)?;
        self.subscription_moved(&subscription);
        Ok(subscription)
    }

    /// Gives the entitlements of a subscription, and its management, to another customer. The one who pays for it stays the
    /// same. One request.
    ///
    /// # Errors
    ///
    /// As [`cancel_subscription_scheduled_updates`](Self::cancel_subscription_scheduled_updates);
    /// [`NotFound`](crate::ErrorKind::NotFound) also when there is no such customer.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::DelegateSubscriptionToCustomerInput;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # let request = stigg::models::ProvisionSubscription::new("customer-42", "plan-pro")
    /// #     .with_billing_period(stigg::models::BillingPeriod::Monthly);
    /// # let id = stigg.provision_subscription(request).await?.subscription.ok_or("no subscription")?.id;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-43")).await?;
    /// let request = DelegateSubscriptionToCustomerInput::new(id, "customer-43");
    /// let subscription = stigg.delegate_subscription_to_customer(request).await?;
    /// assert_eq!(subscription.customer_id, "customer-43");
    /// assert_eq!(subscription.paying_customer_id.as_deref(), Some("customer-42"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn delegate_subscription_to_customer(
        &self,
        request: DelegateSubscriptionToCustomerInput,
    ) -> Result<Subscription> {
        const OPERATION: &str = "delegate_subscription_to_customer";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, request.validate())?;
        let change = self
            .inner
            .changing_subscription(&request.subscription_id)
            .and(request.destination_customer_id.as_deref());
        let subscription = change.settle_by_outdating(transport.delegate_subscription_to_customer(request).await)?;
        self.subscription_moved(&subscription);
        Ok(subscription)
    }

    /// A subscription has gone somewhere: what is known about those who have to do with it is outdated.
    fn subscription_moved(&self, subscription: &Subscription) {
        self.subscription_told(Some(subscription));
        self.inner.outdate(&subscription.customer_id);
        if let Some(payer) = &subscription.paying_customer_id {
            // Who delegates a subscription goes on paying for it.
            self.inner.outdate(payer);
        }
    }
}
