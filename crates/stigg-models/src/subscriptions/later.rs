//! What was going to happen to a subscription, and the newest version of its plan.

use serde::{Deserialize, Serialize};

use crate::validation::id;
use crate::with_methods::with_methods;
use crate::{InvalidRequest, SubscriptionMigrationTime, SubscriptionScheduleStatus};

/// Takes back the changes of a subscription that have not happened yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CancelSubscriptionScheduledUpdates {
    /// Your id of the subscription.
    pub subscription_id: String,
    /// Which changes: those that wait for their time ([`Scheduled`](SubscriptionScheduleStatus::Scheduled)), or those that
    /// wait for a payment ([`PendingPayment`](SubscriptionScheduleStatus::PendingPayment)); absent: those that wait for
    /// their time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<SubscriptionScheduleStatus>,
}

impl CancelSubscriptionScheduledUpdates {
    /// Takes back what waits for its time.
    pub fn new(subscription_id: impl Into<String>) -> Self {
        Self {
            subscription_id: subscription_id.into(),
            status: None,
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// The id is empty, or the changes are said to be over.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("subscriptionId", &self.subscription_id)?;
        match &self.status {
            Some(
                over @ (SubscriptionScheduleStatus::Canceled
                | SubscriptionScheduleStatus::Done
                | SubscriptionScheduleStatus::Failed),
            ) => {
                let problem = format!("is `{over}`; only changes that wait can be taken back");
                Err(InvalidRequest::new("status", problem))
            }
            _ => Ok(()),
        }
    }
}

with_methods! {
    CancelSubscriptionScheduledUpdates {
        /// Which changes.
        with_status => status: SubscriptionScheduleStatus,
    }
}

/// What became of a [`CancelSubscriptionScheduledUpdates`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CancelSubscriptionScheduledUpdatesResult {
    /// Your id of the subscription.
    pub subscription_id: String,
}

impl CancelSubscriptionScheduledUpdatesResult {
    /// The changes of this subscription have been taken back.
    pub fn new(subscription_id: impl Into<String>) -> Self {
        Self {
            subscription_id: subscription_id.into(),
        }
    }
}

/// Moves a subscription to the latest version of its plan and add-ons.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MigrateSubscriptionToLatest {
    /// Your id of the subscription.
    pub subscription_id: String,
    /// When; absent: at once. The end of the billing period can only be waited for with Stripe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_migration_time: Option<SubscriptionMigrationTime>,
}

impl MigrateSubscriptionToLatest {
    /// Moves it at once.
    pub fn new(subscription_id: impl Into<String>) -> Self {
        Self {
            subscription_id: subscription_id.into(),
            subscription_migration_time: None,
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// The id is empty.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("subscriptionId", &self.subscription_id)
    }
}

with_methods! {
    MigrateSubscriptionToLatest {
        /// When.
        with_subscription_migration_time => subscription_migration_time: SubscriptionMigrationTime,
    }
}

/// What became of a [`MigrateSubscriptionToLatest`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MigrateSubscriptionToLatestResult {
    /// Your id of the subscription.
    pub subscription_id: String,
    /// Your id of the customer; absent when Stigg did not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
}

impl MigrateSubscriptionToLatestResult {
    /// This subscription has been moved.
    pub fn new(subscription_id: impl Into<String>) -> Self {
        Self {
            subscription_id: subscription_id.into(),
            customer_id: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(validated: Result<(), InvalidRequest>, expected: &str) {
            assert_eq!(validated.unwrap_err().to_string(), expected);
        }
        let request = CancelSubscriptionScheduledUpdates::new("s");
        check(
            CancelSubscriptionScheduledUpdates::new("").validate(),
            "`subscriptionId` is empty",
        );
        check(
            request.clone().with_status(SubscriptionScheduleStatus::Done).validate(),
            "`status` is `Done`; only changes that wait can be taken back",
        );
        assert_eq!(request.validate(), Ok(()));
        let unpaid = request.with_status(SubscriptionScheduleStatus::PendingPayment);
        assert_eq!(unpaid.validate(), Ok(()));
        check(
            MigrateSubscriptionToLatest::new(" ").validate(),
            "`subscriptionId` is blank",
        );
        assert_eq!(MigrateSubscriptionToLatest::new("s").validate(), Ok(()));
    }
}
