//! Products and their settings.

use crate::catalog::model::{Product, Start};
use crate::engine::object::{Node, Object, Prices};
use crate::ids;
use crate::state::State;

pub(super) fn product(state: &State, product: &Product) -> Object {
    let has_subscriptions = state
        .all_subscriptions()
        .any(|(_, subscription)| state.plan_of(subscription).package.product == product.id);
    let is_default = state
        .catalog
        .products
        .iter()
        .next()
        .is_some_and(|first| first.id == product.id);
    let downgrade_plan = || {
        product
            .downgrade_plan
            .clone()
            .map(|plan| Node::Plan(plan, Prices::Country(None)))
    };
    let (start, start_plan) = match &product.start {
        Start::PlanSelection => ("PLAN_SELECTION", None),
        Start::FreePlan(plan) => ("FREE_PLAN", Some(plan)),
        Start::TrialPeriod(plan) => ("TRIAL_PERIOD", Some(plan)),
    };
    let end = if product.downgrade_plan.is_some() {
        "DOWNGRADE_TO_FREE"
    } else {
        "CANCEL_SUBSCRIPTION"
    };
    let uuid_of = |plan: &String| ids::named("plan", plan);
    let settings = Object::new("ProductSettings")
        .with("subscriptionStartSetup", start)
        .with("subscriptionStartPlanId", start_plan.map(uuid_of))
        .with("subscriptionEndSetup", end)
        .with("downgradePlan", downgrade_plan())
        .with("downgradePlanId", product.downgrade_plan.as_ref().map(uuid_of))
        .with("subscriptionCancellationTime", product.cancellation_time);
    Object::new("Product")
        .with("id", ids::named("product", &product.id))
        .with("refId", &product.id)
        .with("environmentId", ids::environment_id())
        .with("displayName", product.display_name.as_ref())
        .with("description", product.description.as_ref())
        .with("additionalMetaData", product.metadata.as_ref())
        .with("multipleSubscriptions", product.multiple_subscriptions)
        .with("isDefaultProduct", is_default)
        .with("hasSubscriptions", has_subscriptions)
        .with("downgradePlan", downgrade_plan())
        .with("productSettings", settings)
        .with("status", "PUBLISHED")
        .with("createdAt", state.since)
        .with("updatedAt", state.since)
}
