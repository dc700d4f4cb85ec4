//! Subscriptions.

use super::{customers, money};
use crate::engine::object::{Node, Object, Prices, Value};
use crate::ids;
use crate::state::State;
use crate::state::scheduling::{Direction, Scheduled};
use crate::state::subscriptions::Subscription;
use crate::wire::{BillingModel, SubscriptionStatus};

/// The type `CustomerSubscription`.
pub(super) fn subscription(state: &State, index: usize) -> Object {
    let subscription = state.subscription_at(index);
    let uuid_of = |customer: &str| state.any_customer(customer).map(|customer| customer.uuid);
    let updates = scheduled(state, subscription, "SubscriptionFutureUpdate");
    let legacy_updates = scheduled(state, subscription, "SubscriptionScheduledUpdate");
    common(Object::new("CustomerSubscription"), state, subscription)
        .with("id", subscription.uuid)
        .with("customerId", uuid_of(&subscription.customer))
        .with(
            "payingCustomerId",
            subscription.paying_customer.as_deref().and_then(uuid_of),
        )
        .with(
            "resourceId",
            subscription
                .resource
                .as_ref()
                .map(|resource| ids::named("resource", resource)),
        )
        .with("isCustomPriceSubscription", false)
        .with("prices", prices(state, subscription))
        .with("totalPrice", total(state, subscription))
        .with("outdatedPricePackages", Value::List(Vec::new()))
        .with("futureUpdates", updates)
        .with("scheduledUpdates", legacy_updates)
}

/// The type `SubscriptionQuery`: the same with fewer fields, and the ids that callers know.
pub(super) fn item(state: &State, index: usize) -> Object {
    let subscription = state.subscription_at(index);
    common(Object::new("SubscriptionQuery"), state, subscription)
        .with("id", subscription.uuid)
        .with("customerId", &subscription.customer)
        .with("payingCustomerId", subscription.paying_customer.as_ref())
        .with("resourceId", subscription.resource.as_ref())
}

fn common(object: Object, state: &State, subscription: &Subscription) -> Object {
    let customer = state.any_customer(&subscription.customer);
    let resource = subscription.resource.as_deref();
    let period = subscription.billing_period_at(state.now);
    let country = Prices::Country(subscription.billing_country.clone());
    let was_in_trial = subscription.trial.is_some() && (subscription.was_active || subscription.has_ended());
    object
        .with("refId", &subscription.id)
        .with("subscriptionId", &subscription.id)
        .with("environmentId", ids::environment_id())
        .with("status", subscription.status)
        .with("pricingType", state.plan_of(subscription).package.pricing)
        .with("paymentCollection", payment_collection(subscription))
        .with("paymentCollectionMethod", subscription.collection_method)
        .with("customer", Node::Customer(subscription.customer.clone()))
        .with(
            "payingCustomer",
            subscription.paying_customer.clone().map(Node::Customer),
        )
        .with(
            "resource",
            customer
                .zip(resource)
                .and_then(|(customer, id)| customers::resource(customer, id)),
        )
        .with("plan", Node::Plan(subscription.plan.clone(), country.clone()))
        .with("addons", addons(subscription, &country))
        .with("billingPeriod", subscription.billing_period)
        .with("billingId", subscription.billing_id.as_ref())
        .with("salesforceId", subscription.salesforce_id.as_ref())
        .with("crmId", subscription.crm_id.as_ref())
        .with("additionalMetaData", subscription.metadata.as_ref())
        .with("budgetExceeded", false)
        .with("startDate", subscription.start)
        .with("endDate", subscription.end_date)
        .with("effectiveEndDate", subscription.effective_end())
        .with("cancellationDate", subscription.cancellation_date)
        .with("cancelReason", subscription.cancel_reason)
        .with("trialEndDate", subscription.trial.map(|trial| trial.end))
        .with(
            "trialConfiguration",
            subscription
                .trial
                .map(|trial| Object::new("TrialConfiguration").with("trialEndBehavior", trial.behavior)),
        )
        .with("wasInTrial", was_in_trial)
        .with(
            "billingCycleAnchor",
            subscription.billing_period.map(|_| subscription.billing_anchor),
        )
        .with("currentBillingPeriodStart", period.map(|(start, _)| start))
        .with("currentBillingPeriodEnd", period.map(|(_, end)| end))
        .with("createdAt", subscription.created_at)
}

/// Whether money is waited for.
pub(in crate::engine) fn payment_collection(subscription: &Subscription) -> &'static str {
    if subscription.status == SubscriptionStatus::PaymentPending {
        "ACTION_REQUIRED"
    } else {
        "NOT_REQUIRED"
    }
}

fn addons(subscription: &Subscription, prices: &Prices) -> Vec<Object> {
    let subscribed = subscription.addons.iter();
    subscribed
        .map(|subscribed| {
            Object::new("SubscriptionAddon")
                .with("id", ids::named(&subscription.id, &subscribed.addon))
                .with("addonId", ids::named("addon", &subscribed.addon))
                .with("addon", Node::Addon(subscribed.addon.clone(), prices.clone()))
                .with("quantity", subscribed.quantity)
                .with("createdAt", subscribed.created_at)
                .with("updatedAt", subscribed.updated_at)
        })
        .collect()
}

fn prices(state: &State, subscription: &Subscription) -> Vec<Object> {
    let paid = state.prices_of(subscription).into_iter();
    paid.map(|paid| {
        let id = ids::named(&subscription.id, &format!("{}/{}", paid.package.id, paid.position));
        let bought = (paid.price.model == BillingModel::PerUnit && !paid.is_addon).then_some(paid.quantity);
        Object::new("SubscriptionPrice")
            .with("id", id)
            .with("subscriptionId", &subscription.id)
            .with("environmentId", ids::environment_id())
            .with("billingModel", paid.price.model)
            .with("featureId", paid.price.feature.as_ref())
            .with("usageLimit", bought)
            .with(
                "price",
                super::packages::price(state, paid.package, paid.position, paid.price),
            )
            .with("createdAt", subscription.created_at)
            .with("updatedAt", subscription.updated_at)
    })
    .collect()
}

pub(super) fn total(state: &State, subscription: &Subscription) -> Option<Object> {
    let total = state.total_of(subscription)?;
    Some(
        Object::new("CustomerSubscriptionTotalPrice")
            .with("addonsTotal", money(total.addons, &total.currency))
            .with("subTotal", money(total.before_discount, &total.currency))
            .with("total", money(total.after_discount, &total.currency)),
    )
}

pub(super) fn scheduled(state: &State, subscription: &Subscription, type_name: &'static str) -> Vec<Object> {
    let Some(Scheduled {
        at,
        created_at,
        direction,
        request,
    }) = &subscription.scheduled
    else {
        return Vec::new();
    };
    let addons = |addon: &(String, Option<f64>)| {
        Object::new("PlanChangeAddon")
            .with("addonRefId", &addon.0)
            .with("quantity", addon.1.unwrap_or(1.0))
    };
    let units = |units: &(String, f64)| {
        Object::new("BillableFeature")
            .with("featureId", &units.0)
            .with("quantity", units.1)
    };
    let fill = |variables: Object| {
        variables
            .with("billingPeriod", request.billing_period)
            .with("addons", request.addons.iter().map(addons).collect::<Vec<_>>())
            .with(
                "billableFeatures",
                request.quantities.iter().map(units).collect::<Vec<_>>(),
            )
            .with("priceOverrides", Value::List(Vec::new()))
    };
    let (kind, variables) = match direction {
        Direction::Downgrade => (
            "Downgrade",
            Object::new("DowngradeChangeVariables").with("downgradePlanRefId", &request.plan),
        ),
        Direction::Upgrade | Direction::Neither => {
            let change = if *direction == Direction::Upgrade {
                "UPGRADE"
            } else {
                "NONE"
            };
            let variables = Object::new("PlanChangeVariables");
            (
                "Plan",
                variables.with("planRefId", &request.plan).with("changeType", change),
            )
        }
    };
    let target = state
        .catalog
        .plans
        .get(&request.plan)
        .map(|plan| super::packages::package_dto(state, plan));
    vec![
        Object::new(type_name)
            .with("subscriptionScheduleType", kind)
            .with("scheduleStatus", "Scheduled")
            .with("scheduledExecutionTime", *at)
            .with("scheduleVariables", fill(variables))
            .with("targetPackage", target)
            .with("createdAt", *created_at),
    ]
}
