//! Customers and resources.

use super::promotional_entitlements;
use crate::engine::object::{Node, Object};
use crate::ids;
use crate::state::State;
use crate::state::customers::Customer;
use crate::wire::PricingType;

pub(super) fn customer(state: &State, customer: &Customer) -> Object {
    let profile = &customer.profile;
    let method = customer.payment_method.as_ref();
    let live = state.live_subscriptions_of(&customer.id);
    let has_active_resource = live
        .iter()
        .any(|&index| state.subscription_at(index).resource.is_some());
    let subscriptions: Vec<Node> = state
        .subscriptions_of(&customer.id)
        .into_iter()
        .map(Node::Subscription)
        .collect();
    let promotions: Vec<Object> = customer
        .promotions
        .iter()
        .map(|promotion| promotional_entitlements::view(state, promotion))
        .collect();
    Object::new("Customer")
        .with("id", customer.uuid)
        .with("refId", &customer.id)
        .with("customerId", &customer.id)
        .with("environmentId", ids::environment_id())
        .with("name", profile.name.as_ref())
        .with("email", profile.email.as_ref())
        .with("billingId", profile.billing_id.as_ref())
        .with("salesforceId", profile.salesforce_id.as_ref())
        .with("crmId", profile.crm_id.as_ref())
        .with("awsMarketplaceCustomerId", profile.aws_marketplace_customer_id.as_ref())
        .with("billingCurrency", profile.billing_currency.as_ref())
        .with("additionalMetaData", profile.metadata.as_ref())
        .with("coupon", customer.coupon.clone().map(Node::Coupon))
        .with("excludeFromExperiment", customer.exclude_from_experiment)
        .with("hasPaymentMethod", method.is_some())
        .with("defaultPaymentMethodId", method.map(|method| &method.id))
        .with("defaultPaymentMethodType", method.map(|_| "CARD"))
        .with("defaultPaymentMethodLast4Digits", method.map(|method| method.last4))
        .with(
            "defaultPaymentExpirationMonth",
            method.map(|method| method.expiration_month),
        )
        .with(
            "defaultPaymentExpirationYear",
            method.map(|method| method.expiration_year),
        )
        .with("hasActiveSubscription", !live.is_empty())
        .with("hasActiveResource", has_active_resource)
        .with("totalActiveSubscription", count(live.len()))
        .with(
            "totalActivePromotionalEntitlements",
            count(customer.active_promotions(state.now).count()),
        )
        .with("promotionalEntitlements", promotions)
        .with("statistics", statistics(state, &live))
        .with("subscriptions", subscriptions)
        .with("trialedPlans", trialed_plans(state, customer))
        .with("eligibleForTrial", eligible_for_trial(state, customer))
        .with("createdAt", customer.created_at)
        .with("updatedAt", customer.updated_at)
        .with("deletedAt", customer.archived_at)
}

/// A resource of a customer; none when it was never used.
pub(in crate::engine) fn resource(customer: &Customer, id: &str) -> Option<Object> {
    let created_at = *customer.resources.get(id)?;
    Some(
        Object::new("CustomerResource")
            .with("resourceId", id)
            .with("environmentId", ids::environment_id())
            .with("createdAt", created_at),
    )
}

fn statistics(state: &State, live: &[usize]) -> Object {
    let counts = [PricingType::Free, PricingType::Paid, PricingType::Custom]
        .into_iter()
        .filter_map(|pricing| {
            let of_type = live
                .iter()
                .filter(|&&index| state.plan_of(state.subscription_at(index)).package.pricing == pricing);
            let total = of_type.count();
            (total > 0).then(|| {
                Object::new("SubscriptionPricingTypeStatistics")
                    .with("pricingType", pricing)
                    .with("totalCount", count(total))
            })
        });
    Object::new("CustomerStatistics").with("activeSubscriptionsByPricingType", counts.collect::<Vec<_>>())
}

fn trialed_plans(state: &State, customer: &Customer) -> Vec<Object> {
    let plans = customer
        .trialed_plans
        .iter()
        .filter_map(|id| state.catalog.plans.get(id));
    plans
        .map(|plan| {
            Object::new("TrialedPlan")
                .with("planId", ids::named("plan", &plan.package.id))
                .with("planRefId", &plan.package.id)
                .with("productId", ids::named("product", &plan.package.product))
                .with("productRefId", &plan.package.product)
        })
        .collect()
}

fn eligible_for_trial(state: &State, customer: &Customer) -> Vec<Object> {
    let products = state.catalog.products.iter();
    products
        .map(|product| {
            Object::new("EligibleForTrial")
                .with("productId", ids::named("product", &product.id))
                .with("productRefId", &product.id)
                .with("eligible", state.eligible_for_trial(&customer.id, &product.id))
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "the schema counts in floating point")]
fn count(n: usize) -> f64 {
    n as f64
}
