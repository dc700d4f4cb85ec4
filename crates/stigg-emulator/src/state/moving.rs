//! Subscriptions that go to another resource, to another customer, or to another version of their plan.

use super::State;
use super::customers::check_id;
use crate::error::{ApiError, Code};
use crate::wire::{CancelReason, PricingType, SubscriptionStatus};

impl State {
    /// Gives a subscription to another resource of its customer, or to the customer itself.
    pub(crate) fn move_to_resource(&mut self, id: &str, resource: Option<String>) -> Result<usize, ApiError> {
        let index = self.find_subscription(id)?;
        self.check_not_ended(index)?;
        match &resource {
            Some(resource) => check_id(resource)?,
            None if self.has_several_of_its_product(index) => {
                return Err(ApiError::new(
                    Code::InvalidArgumentError,
                    format!(
                        "destinationResourceId is required: the product of subscription {id} has several subscriptions"
                    ),
                ));
            }
            None => {}
        }
        let customer = self.subscriptions[index].customer.clone();
        self.place(index, customer, resource);
        Ok(index)
    }

    /// Gives the paid subscription of a resource to another one, in place of the free one there.
    pub(crate) fn move_between_resources(
        &mut self,
        customer: &str,
        source: &str,
        destination: &str,
    ) -> Result<usize, ApiError> {
        let found = self.customer(customer)?;
        for resource in [source, destination] {
            if !found.resources.contains_key(resource) {
                return Err(ApiError::new(
                    Code::CustomerResourceNotFound,
                    format!("Customer {customer} has no resource {resource}"),
                ));
            }
        }
        let of = |resource: &str, pricing: PricingType| -> Vec<usize> {
            let mut live = self.live_subscriptions_of(customer);
            live.retain(|&index| {
                let subscription = &self.subscriptions[index];
                subscription.status == SubscriptionStatus::Active
                    && subscription.resource.as_deref() == Some(resource)
                    && self.plan_of(subscription).package.pricing == pricing
            });
            live
        };
        let product = |index: usize| &self.plan_of(&self.subscriptions[index]).package.product;
        let free = of(destination, PricingType::Free);
        let paid = of(source, PricingType::Paid)
            .into_iter()
            .find(|&paid| free.iter().any(|&free| product(free) == product(paid)));
        let Some(index) = paid else {
            return Err(ApiError::new(
                Code::NoActiveSubscriptionForCustomer,
                format!(
                    "Customer {customer} has no paid subscription of {source} and a free one of {destination} to replace"
                ),
            ));
        };
        self.place(index, customer.to_owned(), Some(destination.to_owned()));
        Ok(index)
    }

    /// Gives a subscription to another customer. Who paid for it pays for it still.
    pub(crate) fn delegate(&mut self, id: &str, destination: &str) -> Result<usize, ApiError> {
        let index = self.find_subscription(id)?;
        self.check_not_ended(index)?;
        self.customer(destination)?;
        let subscription = &self.subscriptions[index];
        if subscription.customer == destination {
            return Err(ApiError::new(
                Code::InvalidArgumentError,
                format!("Subscription {id} is {destination}'s already"),
            ));
        }
        let payer = subscription.paying_customer.as_ref().unwrap_or(&subscription.customer);
        let payer = Some(payer.clone()).filter(|payer| payer != destination);
        let resource = subscription.resource.clone();
        self.place(index, destination.to_owned(), resource);
        self.change(index, |subscription| subscription.paying_customer = payer);
        Ok(index)
    }

    /// Moves a subscription to the latest version of its plan. A catalogue has one version of each plan, so every
    /// subscription is there already.
    pub(crate) fn migrate(&self, id: &str) -> Result<usize, ApiError> {
        let index = self.find_subscription(id)?;
        self.check_not_ended(index)?;
        Err(ApiError::new(
            Code::SubscriptionAlreadyOnLatestPlanError,
            format!("Subscription {id} is on the latest version of its plan"),
        ))
    }

    /// Puts a subscription where it goes, and ends what gave way to it. Its cycle goes on.
    fn place(&mut self, index: usize, customer: String, resource: Option<String>) {
        if let Some(resource) = &resource {
            self.use_resource(&customer, resource);
        }
        let previous = self.subscriptions[index].customer.clone();
        if previous != customer {
            if let Some(theirs) = self.subscriptions_by_customer.get_mut(&previous) {
                theirs.retain(|&other| other != index);
            }
            self.subscriptions_by_customer
                .entry(customer.clone())
                .or_default()
                .push(index);
        }
        self.change(index, |subscription| {
            if let Some(scheduled) = &mut subscription.scheduled {
                scheduled.request.customer.clone_from(&customer);
                scheduled.request.resource.clone_from(&resource);
            }
            subscription.customer = customer;
            subscription.resource = resource;
        });
        let as_trial = match self.subscriptions[index].status {
            SubscriptionStatus::InTrial => true,
            SubscriptionStatus::Active => false,
            _ => return,
        };
        for (other, _) in self.rivals(index, as_trial) {
            self.end(other, CancelReason::UpgradeOrDowngrade);
        }
    }

    fn has_several_of_its_product(&self, index: usize) -> bool {
        let product = &self.plan_of(&self.subscriptions[index]).package.product;
        let product = self.catalog.products.get(product);
        product.is_some_and(|product| product.multiple_subscriptions)
    }
}
