//! Subscriptions.

use async_trait::async_trait;
use stigg_models::{
    ApplySubscription, ApplySubscriptionResults, CancelSubscription, CancelSubscriptionScheduledUpdates,
    CancelSubscriptionScheduledUpdatesResult, CreateSubscription, DelegateSubscriptionToCustomerInput,
    EstimateSubscription, EstimateSubscriptionUpdate, FullSubscription, GetActiveSubscriptions, GetSubscription,
    GetSubscriptionsParams, GetSubscriptionsResult, ImportSubscriptionBulk, MigrateSubscriptionToLatest,
    MigrateSubscriptionToLatestResult, PreviewNextInvoice, PreviewSubscription, ProvisionSubscription,
    ProvisionSubscriptionResult, SlimSubscriptionV2, Subscription, SubscriptionInvoicePreview, SubscriptionPreview,
    SubscriptionPreviewV2, TransferSubscriptionInput, TransferSubscriptionToResourceInput, UpdateSubscription,
};

use crate::{Consistency, Error, Result};

/// Who pays for what.
#[async_trait]
pub trait Subscriptions: Send + Sync + 'static {
    /// Gives a customer a plan: the first one, or another one in its place.
    async fn provision_subscription(&self, request: ProvisionSubscription) -> Result<ProvisionSubscriptionResult> {
        let _ = request;
        Err(Error::unsupported("provision_subscription"))
    }

    /// Changes a subscription, but not its plan.
    async fn update_subscription(&self, request: UpdateSubscription) -> Result<Subscription> {
        let _ = request;
        Err(Error::unsupported("update_subscription"))
    }

    /// Ends a subscription, now or later.
    async fn cancel_subscription(&self, request: CancelSubscription) -> Result<Subscription> {
        let _ = request;
        Err(Error::unsupported("cancel_subscription"))
    }

    /// Gives a customer a plan without a checkout.
    async fn apply_subscription(&self, request: ApplySubscription) -> Result<ApplySubscriptionResults> {
        let _ = request;
        Err(Error::unsupported("apply_subscription"))
    }

    /// Gives a customer a plan, the older way.
    async fn create_subscription(&self, request: CreateSubscription) -> Result<Subscription> {
        let _ = request;
        Err(Error::unsupported("create_subscription"))
    }

    /// Takes back the changes of a subscription that have not happened yet.
    async fn cancel_subscription_scheduled_updates(
        &self,
        request: CancelSubscriptionScheduledUpdates,
    ) -> Result<CancelSubscriptionScheduledUpdatesResult> {
        let _ = request;
        Err(Error::unsupported("cancel_subscription_scheduled_updates"))
    }

    /// Moves a subscription to the latest version of its plan.
    async fn migrate_subscription_to_latest(
        &self,
        request: MigrateSubscriptionToLatest,
    ) -> Result<MigrateSubscriptionToLatestResult> {
        let _ = request;
        Err(Error::unsupported("migrate_subscription_to_latest"))
    }

    /// Moves the paid subscription of a resource to another resource, in place of a free one.
    async fn transfer_subscription(&self, request: TransferSubscriptionInput) -> Result<Subscription> {
        let _ = request;
        Err(Error::unsupported("transfer_subscription"))
    }

    /// Moves a subscription to another resource of its customer.
    async fn transfer_subscription_to_resource(
        &self,
        request: TransferSubscriptionToResourceInput,
    ) -> Result<Subscription> {
        let _ = request;
        Err(Error::unsupported("transfer_subscription_to_resource"))
    }

    /// Gives the entitlements of a subscription to another customer.
    async fn delegate_subscription_to_customer(
        &self,
        request: DelegateSubscriptionToCustomerInput,
    ) -> Result<Subscription> {
        let _ = request;
        Err(Error::unsupported("delegate_subscription_to_customer"))
    }

    /// A subscription. One that does not exist is [`ErrorKind::NotFound`](crate::ErrorKind::NotFound).
    async fn get_subscription(&self, request: GetSubscription) -> Result<FullSubscription> {
        let _ = request;
        Err(Error::unsupported("get_subscription"))
    }

    /// A page of the subscriptions that meet what is asked for, in any state.
    async fn get_subscriptions(&self, request: GetSubscriptionsParams) -> Result<GetSubscriptionsResult> {
        let _ = request;
        Err(Error::unsupported("get_subscriptions"))
    }

    /// The subscriptions of a customer, or of some of its resources, that give access right now.
    async fn get_active_subscriptions(&self, request: GetActiveSubscriptions) -> Result<Vec<FullSubscription>> {
        let _ = request;
        Err(Error::unsupported("get_active_subscriptions"))
    }

    /// The same subscriptions in brief. One that has just been changed may be told as it was before, unless the answer has
    /// to be fresh.
    async fn get_active_subscriptions_list(
        &self,
        request: GetActiveSubscriptions,
        consistency: Consistency,
    ) -> Result<Vec<SlimSubscriptionV2>> {
        let _ = (request, consistency);
        Err(Error::unsupported("get_active_subscriptions_list"))
    }

    /// Takes subscriptions that exist outside of Stigg, at most [`ImportSubscriptionBulk::MAX_PER_REQUEST`]. Stigg brings
    /// them in after it has answered.
    async fn import_subscription_bulk(&self, request: ImportSubscriptionBulk) -> Result<()> {
        let _ = request;
        Err(Error::unsupported("import_subscription_bulk"))
    }

    /// What it would cost to give a customer a plan.
    async fn preview_subscription(&self, request: PreviewSubscription) -> Result<SubscriptionPreviewV2> {
        let _ = request;
        Err(Error::unsupported("preview_subscription"))
    }

    /// What the next invoice of a subscription is going to say.
    async fn preview_next_invoice(&self, request: PreviewNextInvoice) -> Result<SubscriptionInvoicePreview> {
        let _ = request;
        Err(Error::unsupported("preview_next_invoice"))
    }

    /// What it would cost to give a customer a plan, in the older form.
    async fn estimate_subscription(&self, request: EstimateSubscription) -> Result<SubscriptionPreview> {
        let _ = request;
        Err(Error::unsupported("estimate_subscription"))
    }

    /// What it would cost to change a subscription, but not its plan.
    async fn estimate_subscription_update(&self, request: EstimateSubscriptionUpdate) -> Result<SubscriptionPreview> {
        let _ = request;
        Err(Error::unsupported("estimate_subscription_update"))
    }
}
