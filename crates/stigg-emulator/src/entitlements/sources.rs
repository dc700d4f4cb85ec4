//! Where entitlements come from: the subscriptions that count and what each of them gives, and the promotions.

use std::collections::HashMap;

use super::merge::Grant;
use crate::catalog::model::PackageEntitlement;
use crate::state::State;
use crate::state::promotional_entitlements::Promotion;
use crate::state::subscriptions::Subscription;
use crate::wire::{BillingModel, EntitlementBehavior};

impl State {
    /// The live subscriptions that count: those of the resource, or of the customer itself. Those of the customer itself
    /// count for its resources too where the product allows one subscription only.
    pub(crate) fn sources(&self, customer: &str, resource: Option<&str>) -> Vec<usize> {
        let mut found = self.live_subscriptions_of(customer);
        found.retain(|&index| self.counts_for(index, resource));
        found
    }

    /// Whether a subscription, while it lives, counts for a resource, or for the customer itself.
    pub(super) fn counts_for(&self, index: usize, resource: Option<&str>) -> bool {
        let subscription = self.subscription_at(index);
        match (&subscription.resource, resource) {
            (Some(own), Some(asked)) => own == asked,
            (Some(_), None) => false,
            (None, None) => true,
            (None, Some(_)) => {
                let product = &self.plan_of(subscription).package.product;
                self.catalog
                    .products
                    .get(product)
                    .is_some_and(|product| !product.multiple_subscriptions)
            }
        }
    }

    /// The promotions that are in force. They are the customer's, and count for all of its resources.
    pub(super) fn promotions(&self, customer: &str) -> Vec<&Promotion> {
        let customer = self.any_customer(customer);
        customer
            .map(|customer| customer.active_promotions(self.now).collect())
            .unwrap_or_default()
    }

    /// What subscriptions and promotions give together, by feature.
    pub(super) fn grants<'a>(&'a self, sources: &[usize], promotions: &[&'a Promotion]) -> HashMap<&'a str, Grant> {
        let by_subscriptions = sources.iter().map(|&index| self.subscription_at(index));
        let by_subscriptions = by_subscriptions.flat_map(|subscription| self.grants_of(subscription));
        let by_promotions = promotions
            .iter()
            .map(|promotion| (promotion.feature(), Grant::promotional(promotion)));
        let mut merged: HashMap<&str, Grant> = HashMap::new();
        for (feature, grant) in by_subscriptions.chain(by_promotions) {
            match merged.remove(feature) {
                Some(other) => merged.insert(feature, other.or(grant)),
                None => merged.insert(feature, grant),
            };
        }
        merged
    }

    /// What one subscription gives: the plan with those it is built on, above it the values of the subscription, the
    /// units bought in advance, and the add-ons.
    fn grants_of<'a>(&'a self, subscription: &'a Subscription) -> HashMap<&'a str, Grant> {
        let plan = self.plan_of(subscription);
        let new = |entitlement: &PackageEntitlement| Grant::new(entitlement, subscription);
        let mut grants: HashMap<&str, Grant> = HashMap::new();
        for entitlement in self.catalog.effective(plan) {
            grants.insert(&entitlement.feature, new(entitlement));
        }
        for entitlement in &subscription.entitlements {
            let values = match grants.get(entitlement.feature.as_str()) {
                // What the subscription does not say about resets is as in the plan.
                Some(grant) => Grant {
                    reset: entitlement.reset.or(grant.reset),
                    ..new(entitlement)
                },
                None => new(entitlement),
            };
            grants.insert(&entitlement.feature, values);
        }
        for paid in self.prices_of(subscription).into_iter().filter(|paid| !paid.is_addon) {
            let Some(feature) = paid.price.feature.as_deref() else {
                continue;
            };
            match paid.price.model {
                BillingModel::PerUnit => {
                    let grant = grants
                        .entry(feature)
                        .or_insert_with(|| new(&PackageEntitlement::granting(feature)));
                    grant.granted = true;
                    grant.unlimited = false;
                    grant.limit = Some(paid.quantity);
                }
                // Paying for what is used: without a limit of the plan there is none, and one of the plan is soft.
                BillingModel::UsageBased => {
                    let grant = grants.entry(feature).or_insert_with(|| Grant {
                        unlimited: true,
                        ..new(&PackageEntitlement::granting(feature))
                    });
                    grant.soft_limit = true;
                }
                BillingModel::FlatFee => {}
            }
        }
        self.apply_addons(subscription, &mut grants);
        grants
    }

    fn apply_addons<'a>(&'a self, subscription: &'a Subscription, grants: &mut HashMap<&'a str, Grant>) {
        let mut overrides: HashMap<&str, Grant> = HashMap::new();
        for subscribed in &subscription.addons {
            let Some(addon) = self.catalog.addons.get(&subscribed.addon) else {
                continue;
            };
            for entitlement in &addon.package.entitlements {
                let feature = entitlement.feature.as_str();
                let given = Grant::new(entitlement, subscription);
                match entitlement.behavior {
                    EntitlementBehavior::Increment => {
                        let given = given.times(subscribed.quantity);
                        match grants.remove(feature) {
                            Some(grant) => grants.insert(feature, grant.plus(given)),
                            None => grants.insert(feature, given),
                        };
                    }
                    EntitlementBehavior::Override => {
                        match overrides.remove(feature) {
                            Some(other) => overrides.insert(feature, other.or(given)),
                            None => overrides.insert(feature, given),
                        };
                    }
                }
            }
        }
        for (feature, given) in overrides {
            let reset = given.reset.or(grants.get(feature).and_then(|grant| grant.reset));
            grants.insert(feature, Grant { reset, ..given });
        }
    }
}
