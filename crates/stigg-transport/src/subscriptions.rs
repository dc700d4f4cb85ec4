//! Subscriptions.

use async_trait::async_trait;
use stigg_models::{
    CancelSubscription, FullSubscription, GetActiveSubscriptions, GetSubscription, GetSubscriptionsParams,
    GetSubscriptionsResult, ProvisionSubscription, ProvisionSubscriptionResult, Subscription, UpdateSubscription,
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
}
