//! Subscriptions as items of a list.

use stigg_models::{
    SlimDowngradePlan, SlimPrice, SlimSubscriptionCustomer, SlimSubscriptionPlan, SlimSubscriptionPrice,
    SlimSubscriptionProduct, SlimSubscriptionV2, SubscriptionItemAddon, SubscriptionItemCustomer, SubscriptionItemPlan,
    SubscriptionItemResource, SubscriptionQueryItem, TrialConfiguration,
};

use super::total_price;
use crate::convert::values::{metadata, optional_money};
use crate::convert::{Result, list};
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

pub(crate) fn slim_subscription(wire: wire::SlimSubscriptionV2) -> Result<SlimSubscriptionV2> {
    let mut subscription = SlimSubscriptionV2::new(wire.subscription_id, "", plan(wire.plan), wire.start_date);
    subscription.status = wire.status;
    subscription.pricing_type = wire.pricing_type;
    subscription.end_date = wire.end_date;
    subscription.cancellation_date = wire.cancellation_date;
    subscription.effective_end_date = wire.effective_end_date;
    subscription.current_billing_period_start = wire.current_billing_period_start;
    subscription.current_billing_period_end = wire.current_billing_period_end;
    subscription.billing_period = wire.billing_period;
    subscription.additional_meta_data = metadata(wire.additional_meta_data);
    subscription.total_price = wire.total_price.map(total_price).transpose()?;
    subscription.customer = contact(wire.customer);
    subscription.paying_customer = wire.paying_customer.map(contact);
    subscription.resource = wire
        .resource
        .map(|resource| SubscriptionItemResource::new(resource.resource_id));
    subscription.addons = addons(wire.addons);
    subscription.prices = list(wire.prices, price)?;
    subscription.trial_configuration = wire
        .trial_configuration
        .map(|trial| TrialConfiguration::new(trial.trial_end_behavior));
    subscription.trial_end_date = wire.trial_end_date;
    Ok(subscription)
}

fn contact(wire: wire::CustomerContact) -> SlimSubscriptionCustomer {
    let mut customer = SlimSubscriptionCustomer::new(wire.customer_id);
    customer.email = wire.email;
    customer
}

fn plan(wire: wire::SlimSubscriptionPlan) -> SlimSubscriptionPlan {
    let mut plan = SlimSubscriptionPlan::new(wire.plan_id, wire.display_name);
    plan.description = wire.description;
    let mut product = SlimSubscriptionProduct::new(wire.product.ref_id);
    product.display_name = wire.product.display_name;
    product.downgrade_plan = wire
        .product
        .downgrade_plan
        .map(|plan| SlimDowngradePlan::new(plan.ref_id, plan.display_name));
    plan.product = Some(product);
    plan
}

fn price(wire: wire::SlimSubscriptionPrice) -> Result<SlimSubscriptionPrice> {
    let mut price = SlimSubscriptionPrice::default();
    price.billing_model = wire.billing_model;
    if let Some(wire) = wire.price {
        let mut amount = SlimPrice::new(wire.billing_period);
        amount.price = optional_money(wire.price)?;
        price.price = Some(amount);
    }
    Ok(price)
}
