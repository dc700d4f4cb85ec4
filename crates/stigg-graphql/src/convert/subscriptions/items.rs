//! Subscriptions as items of a list.

use stigg_models::{
    SubscriptionItemAddon, SubscriptionItemCustomer, SubscriptionItemPlan, SubscriptionItemResource,
    SubscriptionQueryItem, TrialConfiguration,
};

use crate::generated::fragments as wire;

pub(crate) fn subscription_query_item(wire: wire::SubscriptionQuery) -> SubscriptionQueryItem {
    let plan = SubscriptionItemPlan::new(wire.plan.plan_id, wire.plan.display_name);
    let mut item = SubscriptionQueryItem::new(wire.subscription_id, wire.customer.customer_id, plan, wire.start_date);
    item.status = wire.status;
    item.pricing_type = wire.pricing_type;
    item.current_billing_period_end = wire.current_billing_period_end;
    item.paying_customer = wire
        .paying_customer
        .map(|customer| SubscriptionItemCustomer::new(customer.customer_id));
    item.resource = wire
        .resource
        .map(|resource| SubscriptionItemResource::new(resource.resource_id));
    item.addons = addons(wire.addons);
    item.trial_configuration = wire
        .trial_configuration
        .map(|trial| TrialConfiguration::new(trial.trial_end_behavior));
    item.trial_end_date = wire.trial_end_date;
    item
}

fn addons(wire: Option<Vec<wire::SubscriptionItemAddon>>) -> Vec<SubscriptionItemAddon> {
    let addons = wire.unwrap_or_default().into_iter();
    addons
        .map(|wire| SubscriptionItemAddon::new(wire.addon.addon_id, wire.quantity))
        .collect()
}
