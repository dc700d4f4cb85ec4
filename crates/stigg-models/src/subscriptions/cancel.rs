//! Ending a subscription.

use serde::{Deserialize, Serialize};

use crate::validation::id;
use crate::with_methods::with_methods;
use crate::{InvalidRequest, SubscriptionCancellationAction, SubscriptionCancellationTime, Timestamp};

/// Ends a subscription, now or later.
///
/// ```
/// use stigg_models::{CancelSubscription, SubscriptionCancellationTime};
///
/// let request = CancelSubscription::new("subscription-1")
///     .with_subscription_cancellation_time(SubscriptionCancellationTime::EndOfBillingPeriod);
/// assert!(request.validate().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CancelSubscription {
    /// Your id of the subscription.
    pub subscription_id: String,
    /// When it ends; absent: as the product's settings say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_cancellation_time: Option<SubscriptionCancellationTime>,
    /// The date on which it ends, with [`SubscriptionCancellationTime::SpecificDate`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Timestamp>,
    /// What becomes of the customer; absent: as the product's settings say, such as a move to the downgrade plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_cancellation_action: Option<SubscriptionCancellationAction>,
    /// Whether what was paid for the rest of the billing period is given back; absent: as the product's settings say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prorate: Option<bool>,
    /// Whether Stigg answers only when the subscription has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub await_subscription_cancellation: Option<bool>,
}

impl CancelSubscription {
    /// Ends a subscription as the product's settings say.
    pub fn new(subscription_id: impl Into<String>) -> Self {
        Self {
            subscription_id: subscription_id.into(),
            subscription_cancellation_time: None,
            end_date: None,
            subscription_cancellation_action: None,
            prorate: None,
            await_subscription_cancellation: None,
        }
    }

    /// Ends it on a date.
    #[must_use]
    pub fn on(mut self, end_date: impl Into<Timestamp>) -> Self {
        self.subscription_cancellation_time = Some(SubscriptionCancellationTime::SpecificDate);
        self.end_date = Some(end_date.into());
        self
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
    CancelSubscription {
        /// When it ends.
        with_subscription_cancellation_time => subscription_cancellation_time: SubscriptionCancellationTime,
        /// The date on which it ends, with [`SubscriptionCancellationTime::SpecificDate`]; [`on`](Self::on) sets both.
        with_end_date => end_date: Timestamp,
        /// What becomes of the customer.
        with_subscription_cancellation_action => subscription_cancellation_action: SubscriptionCancellationAction,
        /// Whether what was paid for the rest of the billing period is given back.
        with_prorate => prorate: bool,
        /// Whether Stigg answers only when the subscription has ended.
        with_await_subscription_cancellation => await_subscription_cancellation: bool,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::serde_ext::fields::assert_every_field_is_set;

    #[test]
    fn a_request_travels_as_in_the_official_sdk() {
        let date: Timestamp = "2028-02-29T00:00:00Z".parse().unwrap();
        let request = CancelSubscription::new("s")
            .on(date)
            .with_subscription_cancellation_action(SubscriptionCancellationAction::RevokeEntitlements)
            .with_prorate(false)
            .with_await_subscription_cancellation(true);
        assert_every_field_is_set(&request);
        let json = json!({
            "subscriptionId": "s", "subscriptionCancellationTime": "SPECIFIC_DATE", "endDate": "2028-02-29T00:00:00.000Z",
            "subscriptionCancellationAction": "REVOKE_ENTITLEMENTS", "prorate": false,
            "awaitSubscriptionCancellation": true,
        });
        assert_eq!(serde_json::to_value(&request).unwrap(), json);
        assert_eq!(serde_json::from_value::<CancelSubscription>(json).unwrap(), request);
    }

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        let error = CancelSubscription::new("").validate().unwrap_err();
        assert_eq!(error.to_string(), "`subscriptionId` is empty");
        assert!(CancelSubscription::new("s").validate().is_ok());
    }
}
