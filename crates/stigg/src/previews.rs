//! Previews and estimates: what a subscription is going to cost.

use stigg_models::{
    EstimateSubscription, EstimateSubscriptionUpdate, PreviewNextInvoice, PreviewSubscription,
    SubscriptionInvoicePreview, SubscriptionPreview, SubscriptionPreviewV2,
};

use crate::client::checked;
use crate::{Result, Stigg};

/// # Previews
impl Stigg {
    /// What it would cost to give a customer a plan: the first one, or another one in the place of the one that the customer
    /// has. Tells the invoice that would come at once, and the one of each billing period after that. Changes nothing. One
    /// request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty or a quantity
    /// negative, [`NotFound`](crate::ErrorKind::NotFound) when the customer, the plan or an add-on does not exist,
    /// [`Validation`](crate::ErrorKind::Validation) when Stigg refuses the combination.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{BillingPeriod, PreviewSubscription, TrialOverrideConfiguration};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let request = PreviewSubscription::new("customer-42", "plan-pro")
    ///     .with_billing_period(BillingPeriod::Monthly)
    ///     .with_trial_override_configuration(TrialOverrideConfiguration::no_trial())
    ///     .with_addon("addon-extra-calls", 2);
    /// let preview = stigg.preview_subscription(request).await?;
    /// let total = preview.immediate_invoice.total;
    /// assert_eq!(format!("{} {}", total.amount, total.currency), "36 USD");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn preview_subscription(&self, request: PreviewSubscription) -> Result<SubscriptionPreviewV2> {
        let transport = self.transport("preview_subscription")?;
        checked("preview_subscription", request.validate())?;
        transport.preview_subscription(request).await
    }

    /// What the next invoice of a subscription is going to say, as far as it is known by now. Changes nothing. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when the id is empty,
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such subscription,
    /// [`Validation`](crate::ErrorKind::Validation) when no invoice is going to follow.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::PreviewNextInvoice;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # let request = stigg::models::ProvisionSubscription::new("customer-42", "plan-pro")
    /// #     .with_billing_period(stigg::models::BillingPeriod::Monthly)
    /// #     .with_skip_trial(true);
    /// # let id = stigg.provision_subscription(request).await?.subscription.ok_or("no subscription")?.id;
    /// let invoice = stigg.preview_next_invoice(PreviewNextInvoice::new(id)).await?;
    /// for line in &invoice.lines {
    ///     println!("{}: {} {}", line.description, line.amount.amount, line.amount.currency);
    /// }
    /// assert_eq!(invoice.total.amount, 20.into());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn preview_next_invoice(&self, request: PreviewNextInvoice) -> Result<SubscriptionInvoicePreview> {
        let transport = self.transport("preview_next_invoice")?;
        checked("preview_next_invoice", request.validate())?;
        transport.preview_next_invoice(request).await
    }

    /// What it would cost to give a customer a plan, in the older form. Changes nothing. One request.
    ///
    /// [`preview_subscription`](Self::preview_subscription) is the newer way, and tells more.
    ///
    /// # Errors
    ///
    /// As [`preview_subscription`](Self::preview_subscription).
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{BillingPeriod, EstimateSubscription};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let request = EstimateSubscription::new("customer-42", "plan-pro")
    ///     .with_billing_period(BillingPeriod::Annually)
    ///     .with_skip_trial(true);
    /// let estimate = stigg.estimate_subscription(request).await?;
    /// assert_eq!(estimate.total.amount, 200.into());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn estimate_subscription(&self, request: EstimateSubscription) -> Result<SubscriptionPreview> {
        let transport = self.transport("estimate_subscription")?;
        checked("estimate_subscription", request.validate())?;
        transport.estimate_subscription(request).await
    }

    /// What it would cost to change a subscription, but not its plan. Changes nothing. One request.
    ///
    /// For another plan see [`preview_subscription`](Self::preview_subscription), which is the newer way and tells more.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty or a quantity
    /// negative, [`NotFound`](crate::ErrorKind::NotFound) when the subscription or an add-on does not exist,
    /// [`Validation`](crate::ErrorKind::Validation) when Stigg refuses the combination.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::EstimateSubscriptionUpdate;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # let request = stigg::models::ProvisionSubscription::new("customer-42", "plan-pro")
    /// #     .with_billing_period(stigg::models::BillingPeriod::Monthly)
    /// #     .with_skip_trial(true);
    /// # let id = stigg.provision_subscription(request).await?.subscription.ok_or("no subscription")?.id;
    /// let request = EstimateSubscriptionUpdate::new(id).with_addon("addon-extra-calls", 2);
    /// let estimate = stigg.estimate_subscription_update(request).await?;
    /// // The subscription has only just begun.
    /// println!("{} {} more", estimate.total.amount, estimate.total.currency);
    /// assert_eq!(estimate.subscription.ok_or("no price")?.total.amount, 36.into());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn estimate_subscription_update(
        &self,
        request: EstimateSubscriptionUpdate,
    ) -> Result<SubscriptionPreview> {
        let transport = self.transport("estimate_subscription_update")?;
        checked("estimate_subscription_update", request.validate())?;
        transport.estimate_subscription_update(request).await
    }
}
