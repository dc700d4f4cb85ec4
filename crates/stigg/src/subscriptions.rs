//! Subscriptions.

mod import;
mod moving;
mod reads;

use stigg_models::{
    ApplySubscription, ApplySubscriptionResults, CancelSubscription, CreateSubscription, ProvisionSubscription,
    ProvisionSubscriptionResult, ProvisionSubscriptionStatus, Subscription, UpdateSubscription,
};

use crate::client::checked;
use crate::{Result, Stigg};

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
        let began = change.began();
        let provisioned = change.settle(transport.provision_subscription(request).await)?;
        self.subscription_told(provisioned.subscription.as_ref());
        // A subscription that has to be paid for first changes nothing.
        if provisioned.provision_status != ProvisionSubscriptionStatus::PaymentRequired {
            let told = provisioned.entitlements.clone();
            self.inner
                .entitlements_told(began, &customer_id, resource_id.as_deref(), told);
        }
        Ok(provisioned)
    }

    /// Gives a customer a plan without a checkout: it is paid for with a payment method that is known, or that the request
    /// names. The next check sees the new entitlements. One request.
    ///
    /// # Errors
    ///
    /// As [`provision_subscription`](Self::provision_subscription).
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{ApplySubscription, BillingPeriod};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let request = ApplySubscription::new("customer-42", "plan-pro")
    ///     .with_billing_period(BillingPeriod::Monthly)
    ///     .with_payment_method_id("pm_1");
    /// let applied = stigg.apply_subscription(request).await?;
    /// println!("{:?}", applied.subscription.map(|subscription| subscription.status));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn apply_subscription(&self, request: ApplySubscription) -> Result<ApplySubscriptionResults> {
        let transport = self.transport("apply_subscription")?;
        checked("apply_subscription", request.validate())?;
        let (customer_id, resource_id) = (request.customer_id.clone(), request.resource_id.clone());
        let change = self.inner.changing(&customer_id);
        let began = change.began();
        let applied = change.settle(transport.apply_subscription(request).await)?;
        self.subscription_told(applied.subscription.as_ref());
        self.inner.entitlements_told(
            began,
            &customer_id,
            resource_id.as_deref(),
            applied.entitlements.clone(),
        );
        Ok(applied)
    }

    /// Gives a customer a plan, the older way. It starts now unless the request says when. The customer's new entitlements
    /// are in the cache when this returns. Two requests.
    ///
    /// Use [`provision_subscription`](Self::provision_subscription): it knows checkouts, and takes one request.
    ///
    /// # Errors
    ///
    /// As [`provision_subscription`](Self::provision_subscription).
    ///
    /// # Examples
    ///
    /// ```
    /// # #![allow(deprecated)]
    /// use stigg::models::{BillingPeriod, CreateSubscription};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let request = CreateSubscription::new("customer-42", "plan-pro").with_billing_period(BillingPeriod::Monthly);
    /// let subscription = stigg.create_subscription(request).await?;
    /// assert_eq!(subscription.customer_id, "customer-42");
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated(note = "use `provision_subscription`")]
    pub async fn create_subscription(&self, mut request: CreateSubscription) -> Result<Subscription> {
        let transport = self.transport("create_subscription")?;
        checked("create_subscription", request.validate())?;
        request.start_date.get_or_insert_with(|| self.inner.clock.now());
        let (customer_id, resource_id) = (request.customer_id.clone(), request.resource_id.clone());
        let change = self.inner.changing(&customer_id);
        let subscription = change.settle(transport.create_subscription(request).await)?;
        self.subscription_told(Some(&subscription));
        self.inner
            .entitlements_changed(&customer_id, resource_id.as_deref())
            .await;
        Ok(subscription)
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
        let change = self.inner.changing_subscription(&request.subscription_id);
        let subscription = change.settle(transport.update_subscription(request).await)?;
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
        let change = self.inner.changing_subscription(&request.subscription_id);
        let subscription = change.settle(transport.cancel_subscription(request).await)?;
        self.subscription_changed(&subscription).await;
        Ok(subscription)
    }

    /// A subscription has been changed, and the answer did not tell what the customer is entitled to now.
    async fn subscription_changed(&self, subscription: &Subscription) {
        self.subscription_told(Some(subscription));
        let resource_id = subscription.resource.as_ref().map(|resource| resource.id.as_str());
        self.inner
            .entitlements_changed(&subscription.customer_id, resource_id)
            .await;
    }

    /// An answer has told whose subscription it is.
    pub(crate) fn subscription_told(&self, subscription: Option<&Subscription>) {
        if let Some(subscription) = subscription {
            self.inner.owners.note(&subscription.id, &subscription.customer_id);
        }
    }
}
