//! Checkouts: what a customer has to pay before there is a subscription.

use super::State;
use super::customers::PaymentMethod;
use super::provisioning::Provision;
use crate::error::{ApiError, Code};
use crate::wire::SubscriptionStatus;

#[derive(Debug, Clone)]
pub(crate) struct Checkout {
    pub(crate) request: Provision,
}

impl State {
    pub(crate) fn checkout(&self, id: &str) -> Option<&Checkout> {
        self.checkouts.get(id)
    }

    /// Pays a checkout, or a subscription that waits as `PAYMENT_PENDING`: the payer has a payment method from now on,
    /// and the subscription begins.
    pub(crate) fn pay(&mut self, id: &str) -> Result<usize, ApiError> {
        let request = match self.checkouts.get(id) {
            Some(checkout) => checkout.request.clone(),
            None => return self.pay_pending(id),
        };
        // Checked before anything changes, so that a checkout that went stale can be looked at and paid no harm.
        self.check_subscribe(&request)?;
        let payer = request
            .paying_customer
            .clone()
            .unwrap_or_else(|| request.customer.clone());
        self.customer_mut(&payer)?.payment_method = Some(PaymentMethod::card(None));
        self.checkouts.remove(id);
        self.subscribe(request)
    }

    fn pay_pending(&mut self, id: &str) -> Result<usize, ApiError> {
        let index = self.find_subscription(id)?;
        let subscription = &self.subscriptions[index];
        if subscription.status != SubscriptionStatus::PaymentPending {
            return Err(ApiError::new(
                Code::InvalidSubscriptionStatus,
                format!(
                    "Subscription {id} is {}: there is nothing to pay",
                    subscription.status.as_str()
                ),
            ));
        }
        let payer = subscription
            .paying_customer
            .clone()
            .unwrap_or_else(|| subscription.customer.clone());
        self.customer_mut(&payer)?.payment_method = Some(PaymentMethod::card(None));
        self.begin(index);
        Ok(index)
    }
}
