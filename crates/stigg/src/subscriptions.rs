//! Subscriptions.

mod import;

use stigg_models::{
    CancelSubscription, FullSubscription, GetActiveSubscriptions, GetSubscription, GetSubscriptionsParams,
    GetSubscriptionsResult, InvalidRequest, ProvisionSubscription, ProvisionSubscriptionResult,
    ProvisionSubscriptionStatus, Subscription, SubscriptionQueryItem, UpdateSubscription,
};

use crate::client::checked;
use crate::{Items, Result, Stigg};

/// # Subscriptions
impl Stigg {
    /// Gives a customer a plan: the first one, or another one in its place.
    ///
    /// For a paid plan and a customer without a payment method the result is
    /// [`PaymentRequired`](stigg_models::ProvisionSubscriptionStatus::PaymentRequired) with the URL of a checkout, and no
    /// subscription yet. The next check sees the new entitlements. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty or a quantity
    /// negative, [`NotFound`](crate::ErrorKind::NotFound) when the customer, the plan or an add-on does not exist,
    /// [`Validation`](crate::ErrorKind::Validation) when Stigg refuses the combination. Before you repeat a call that failed,
    /// see [`Error::may_have_been_applied`](crate::Error::may_have_been_applied).
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{BillingPeriod, ProvisionSubscription};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let provisioned = stigg
    ///     .provision_subscription(
    ///         ProvisionSubscription::new("customer-42", "plan-pro").with_billing_period(BillingPeriod::Monthly),
    ///     )
    ///     .await?;
    /// println!("{:?} {:?}", provisioned.provision_status, provisioned.checkout_url);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn provision_subscription(&self, request: ProvisionSubscription) -> Result<ProvisionSubscriptionResult> {
        let transport = self.transport("provision_subscription")?;
        checked("provision_subscription", request.validate())?;
        let (customer_id, resource_id) = (request.customer_id.clone(), request.resource_id.clone());
        let change = self.inner.changing(&customer_id);
        let provisioned = change.settle(transport.provision_subscription(request).await)?;
        // A subscription that has to be paid for first changes nothing.
        if provisioned.provision_status != ProvisionSubscriptionStatus::PaymentRequired {
            let told = provisioned.entitlements.clone();
            self.inner.entitlements_told(&customer_id, resource_id.as_deref(), told);
        }
        Ok(provisioned)
    }

    /// Changes a subscription, but not its plan: for that, provision again. What the request leaves out stays as it is;
    /// a list of add-ons replaces the whole list. The customer's new entitlements are in the cache when this returns. Two
    /// requests.
    ///
    /// # Errors
    ///
    /// As [`provision_subscription`](Self::provision_subscription).
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::UpdateSubscription;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # let request = stigg::models::ProvisionSubscription::new("customer-42", "plan-pro")
    /// #     .with_billing_period(stigg::models::BillingPeriod::Monthly);
    /// # let id = stigg.provision_subscription(request).await?.subscription.ok_or("no subscription")?.id;
    /// let subscription =
    ///     stigg.update_subscription(UpdateSubscription::new(id).with_addon("addon-extra-calls", 2)).await?;
    /// assert_eq!(subscription.addons.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn update_subscription(&self, request: UpdateSubscription) -> Result<Subscription> {
        let transport = self.transport("update_subscription")?;
        checked("update_subscription", request.validate())?;
        let subscription = transport.update_subscription(request).await?;
        self.subscription_changed(&subscription).await;
        Ok(subscription)
    }

    /// Ends a subscription: now, at the end of its billing period, or at a date, as the request or else the product says.
    /// The customer's new entitlements are in the cache when this returns. Two requests.
    ///
    /// # Errors
    ///
    /// As [`provision_subscription`](Self::provision_subscription);
    /// [`Validation`](crate::ErrorKind::Validation) when it has ended already.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::CancelSubscription;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # let request = stigg::models::ProvisionSubscription::new("customer-42", "plan-pro")
    /// #     .with_billing_period(stigg::models::BillingPeriod::Monthly);
    /// # let id = stigg.provision_subscription(request).await?.subscription.ok_or("no subscription")?.id;
    /// let subscription = stigg.cancel_subscription(CancelSubscription::new(id)).await?;
    /// println!("{} until {:?}", subscription.status, subscription.effective_end_date);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn cancel_subscription(&self, request: CancelSubscription) -> Result<Subscription> {
        let transport = self.transport("cancel_subscription")?;
        checked("cancel_subscription", request.validate())?;
        let subscription = transport.cancel_subscription(request).await?;
        self.subscription_changed(&subscription).await;
        Ok(subscription)
    }

    /// A subscription with its plan, add-ons and prices. One request.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such subscription.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetSubscription;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # let request = stigg::models::ProvisionSubscription::new("customer-42", "plan-free");
    /// # let id = stigg.provision_subscription(request).await?.subscription.ok_or("no subscription")?.id;
    /// let subscription = stigg.get_subscription(GetSubscription::new(id)).await?;
    /// assert_eq!(subscription.plan.id, "plan-free");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_subscription(&self, request: GetSubscription) -> Result<FullSubscription> {
        let transport = self.transport("get_subscription")?;
        checked("get_subscription", request.validate())?;
        transport.get_subscription(request).await
    }

    /// A page of subscriptions, in whatever state they are: of all customers, or as far as the request says. One request.
    ///
    /// [`stream_subscriptions`](Self::stream_subscriptions) goes through all pages.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id or a cursor is empty, or
    /// the limit is not positive.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{GetSubscriptionsParams, Pagination, SubscriptionStatus};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.provision_subscription(stigg::models::ProvisionSubscription::new("customer-42", "plan-free")).await?;
    /// let running = GetSubscriptionsParams::new()
    ///     .with_status([SubscriptionStatus::Active, SubscriptionStatus::InTrial])
    ///     .with_pagination(Pagination::limit(50));
    /// let page = stigg.get_subscriptions(running.clone()).await?;
    /// for subscription in &page.data {
    ///     println!("{} has {}", subscription.customer.customer_id, subscription.plan.display_name);
    /// }
    /// if let Some(cursor) = page.next_cursor() {
    ///     let next_page = stigg.get_subscriptions(running.after(cursor)).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_subscriptions(&self, request: GetSubscriptionsParams) -> Result<GetSubscriptionsResult> {
        let transport = self.transport("get_subscriptions")?;
        checked("get_subscriptions", request.validate())?;
        transport.get_subscriptions(request).await
    }

    /// The same subscriptions, page after page as they are read: those of [`get_subscriptions`](Self::get_subscriptions)
    /// and all that follow. The pages are as large, and the first one starts where, the request says. One request a page.
    ///
    /// # Errors
    ///
    /// As items: those of [`get_subscriptions`](Self::get_subscriptions), and
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when the request asks for what is before a cursor, because the
    /// list is read forwards.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetSubscriptionsParams;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.provision_subscription(stigg::models::ProvisionSubscription::new("customer-42", "plan-free")).await?;
    /// let mut history = stigg.stream_subscriptions(GetSubscriptionsParams::new().with_customer_id("customer-42"));
    /// while let Some(subscription) = history.next().await {
    ///     let subscription = subscription?;
    ///     println!("{} since {}: {}", subscription.plan.display_name, subscription.start_date, subscription.status);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream_subscriptions(&self, request: GetSubscriptionsParams) -> Items<SubscriptionQueryItem> {
        let stigg = self.clone();
        Items::new(move |cursor| {
            let (stigg, mut request) = (stigg.clone(), request.clone());
            if let Some(cursor) = cursor {
                request = request.after(cursor);
            }
            async move {
                let pagination = request.pagination.as_ref();
                if pagination.is_some_and(|pagination| pagination.ending_before.is_some()) {
                    let invalid =
                        InvalidRequest::new("pagination.endingBefore", "cannot be used: the list is read forwards");
                    checked("stream_subscriptions", Err(invalid))?;
                }
                stigg.get_subscriptions(request).await
            }
        })
    }

    /// The subscriptions that give a customer access right now: of the customer itself, or of the resources that the
    /// request names. One request.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such customer.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetActiveSubscriptions;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.provision_subscription(stigg::models::ProvisionSubscription::new("customer-42", "plan-free")).await?;
    /// for subscription in stigg.get_active_subscriptions(GetActiveSubscriptions::new("customer-42")).await? {
    ///     println!("{} on {}", subscription.id, subscription.plan.display_name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_active_subscriptions(&self, request: GetActiveSubscriptions) -> Result<Vec<FullSubscription>> {
        let transport = self.transport("get_active_subscriptions")?;
        checked("get_active_subscriptions", request.validate())?;
        transport.get_active_subscriptions(request).await
    }

    async fn subscription_changed(&self, subscription: &Subscription) {
        let resource_id = subscription.resource.as_ref().map(|resource| resource.id.as_str());
        self.inner
            .entitlements_changed(&subscription.customer_id, resource_id)
            .await;
    }
}
