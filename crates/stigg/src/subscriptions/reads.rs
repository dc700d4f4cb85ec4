//! Reading subscriptions.

use stigg_models::{
    FullSubscription, GetActiveSubscriptions, GetSubscription, GetSubscriptionsParams, GetSubscriptionsResult,
    SlimSubscriptionV2, SubscriptionQueryItem,
};

use crate::client::checked;
use crate::items::only_forwards;
use crate::{Items, Result, Stigg};

/// # Reading subscriptions
impl Stigg {
    /// A subscription with its plan, add-ons and prices. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when the id is empty,
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
        let page = transport.get_subscriptions(request).await?;
        for item in &page.data {
            self.inner
                .owners
                .note(&item.subscription_id, &item.customer.customer_id);
        }
        Ok(page)
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
        Items::new("stream_subscriptions", move |cursor| {
            let (stigg, mut request) = (stigg.clone(), request.clone());
            if let Some(cursor) = cursor {
                request = request.after(cursor);
            }
            async move {
                let backwards = request.pagination.as_ref().and_then(|page| page.ending_before.as_ref());
                only_forwards(backwards.map(|_| "pagination.endingBefore"))?;
                stigg.get_subscriptions(request).await
            }
        })
    }

    /// The subscriptions that give a customer access right now: of the customer itself, or of the resources that the
    /// request names. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty,
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
        let customer_id = request.customer_id.clone();
        let subscriptions = transport.get_active_subscriptions(request).await?;
        for subscription in &subscriptions {
            self.inner.owners.note(&subscription.id, &customer_id);
        }
        Ok(subscriptions)
    }

    /// The same subscriptions as [`get_active_subscriptions`](Self::get_active_subscriptions), in brief: without the contents
    /// of their plans and add-ons. It is read from the Edge, and from the API while the Edge may not know of a change that
    /// this client made. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty,
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
    /// for subscription in stigg.get_active_subscriptions_list(GetActiveSubscriptions::new("customer-42")).await? {
    ///     println!("{} on {}", subscription.subscription_id, subscription.plan.display_name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_active_subscriptions_list(
        &self,
        request: GetActiveSubscriptions,
    ) -> Result<Vec<SlimSubscriptionV2>> {
        let transport = self.transport("get_active_subscriptions_list")?;
        checked("get_active_subscriptions_list", request.validate())?;
        let consistency = self.inner.consistency(&request.customer_id);
        let subscriptions = transport.get_active_subscriptions_list(request, consistency).await?;
        for subscription in &subscriptions {
            let customer_id = &subscription.customer.customer_id;
            self.inner.owners.note(&subscription.subscription_id, customer_id);
        }
        Ok(subscriptions)
    }
}
