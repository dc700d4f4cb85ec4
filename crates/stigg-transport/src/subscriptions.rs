//! Subscriptions.

use async_trait::async_trait;
use stigg_models::{
    CancelSubscription, EstimateSubscription, EstimateSubscriptionUpdate, FullSubscription, GetActiveSubscriptions,
    GetSubscription, GetSubscriptionsParams, GetSubscriptionsResult, ImportSubscriptionBulk, PreviewNextInvoice,
    PreviewSubscription, ProvisionSubscription, ProvisionSubscriptionResult, Subscription, SubscriptionInvoicePreview,
    SubscriptionPreview, SubscriptionPreviewV2, UpdateSubscription,
};

use crate::{Error, Result};

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
