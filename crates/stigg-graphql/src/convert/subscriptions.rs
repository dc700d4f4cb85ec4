//! Subscriptions.

mod items;
mod list;
mod parts;
mod requests;
mod schedule;

use stigg_models::{
    ApplySubscriptionResults, FullSubscription, FullSubscriptionAddon, ProvisionSubscriptionResult, Subscription,
    SubscriptionAddon, SubscriptionInvoice, SubscriptionPrice, SubscriptionTotalPrice, TrialConfiguration,
};

pub(crate) use self::items::{slim_subscription, subscription_query_item};
pub(super) use self::schedule::portal_update;
use self::schedule::{future_update, scheduled_update};
use super::catalog::{addon, currency_of, plan, price, tiers};
use super::customers::customer;
use super::entitlements::entitlements;
use super::values::{decimal, experiment, metadata, money, present, resource};
use super::{Result, list};
use crate::generated::fragments as wire;

pub(crate) fn subscription(wire: wire::SlimSubscription) -> Result<Subscription> {
    let mut subscription = Subscription::new(wire.ref_id, wire.customer.ref_id, wire.plan.ref_id);
    subscription.paying_customer_id = wire.paying_customer.map(|customer| customer.ref_id);
    subscription.resource = wire.resource.map(resource);
    subscription.status = wire.status;
    subscription.addons = list(wire.addons, |wire| {
        Ok(SubscriptionAddon::new(wire.addon.ref_id, wire.quantity))
    })?;
    subscription.addon_ids = subscription.addons.iter().map(|addon| addon.addon_id.clone()).collect();
    subscription.metadata = metadata(wire.additional_meta_data);
    subscription.billing_id = present(wire.billing_id);
    subscription.billing_link_url = present(wire.billing_link_url);
    subscription.billing_sync_error = present(wire.billing_sync_error);
    subscription.latest_invoice = wire.latest_invoice.map(invoice).transpose()?;
    subscription.payment_collection = wire.payment_collection;
    subscription.pricing_type = wire.pricing_type;
    subscription.effective_end_date = wire.effective_end_date;
    subscription.cancellation_date = wire.cancellation_date;
    subscription.current_billing_period_end = wire.current_billing_period_end;
    subscription.total_price = wire.total_price.map(total_price).transpose()?;
    subscription.price = summary(wire.prices.as_deref(), subscription.total_price.as_ref())?;
    subscription.prices = prices(wire.prices)?;
    subscription.experiment_info = wire.experiment_info.map(experiment);
    Ok(subscription)
}

/// A subscription whose customer is known from elsewhere.
fn subscription_of(wire: wire::SubscriptionEssentials, customer_id: String) -> Result<Subscription> {
    subscription(wire::SlimSubscription {
        ref_id: wire.ref_id,
        status: wire.status,
        pricing_type: wire.pricing_type,
        payment_collection: wire.payment_collection,
        paying_customer: wire.paying_customer,
        resource: wire.resource,
        plan: wire.plan,
        addons: wire.addons,
        prices: wire.prices,
        total_price: wire.total_price,
        effective_end_date: wire.effective_end_date,
        cancellation_date: wire.cancellation_date,
        current_billing_period_end: wire.current_billing_period_end,
        latest_invoice: wire.latest_invoice,
        experiment_info: wire.experiment_info,
        billing_id: wire.billing_id,
        billing_link_url: wire.billing_link_url,
        billing_sync_error: wire.billing_sync_error,
        additional_meta_data: wire.additional_meta_data,
        customer: wire::CustomerRef { ref_id: customer_id },
    })
}

pub(crate) fn full_subscription(wire: wire::FullSubscription) -> Result<FullSubscription> {
    let mut subscription = FullSubscription::new(wire.ref_id, plan(wire.plan, 0)?, wire.start_date);
    subscription.paying_customer = wire.paying_customer.map(customer);
    subscription.resource = wire.resource.map(resource);
    subscription.status = wire.status;
    subscription.addons = list(wire.addons, |wire| {
        Ok(FullSubscriptionAddon::new(addon(wire.addon)?, wire.quantity))
    })?;
    subscription.total_price = wire.total_price.map(total_price).transpose()?;
    subscription.price = summary(wire.prices.as_deref(), subscription.total_price.as_ref())?;
    subscription.prices = prices(wire.prices)?;
    subscription.pricing_type = wire.pricing_type;
    subscription.end_date = wire.end_date;
    subscription.trial_end_date = wire.trial_end_date;
    subscription.cancellation_date = wire.cancellation_date;
    subscription.effective_end_date = wire.effective_end_date;
    subscription.current_billing_period_end = wire.current_billing_period_end;
    subscription.trial_configuration = wire
        .trial_configuration
        .map(|trial| TrialConfiguration::new(trial.trial_end_behavior));
    subscription.metadata = metadata(wire.additional_meta_data);
    subscription.billing_id = present(wire.billing_id);
    subscription.billing_link_url = present(wire.billing_link_url);
    subscription.billing_sync_error = present(wire.billing_sync_error);
    subscription.latest_invoice = wire.latest_invoice.map(invoice).transpose()?;
    subscription.payment_collection = wire.payment_collection;
    subscription.payment_collection_method = wire.payment_collection_method;
    subscription.experiment_info = wire.experiment_info.map(experiment);
    subscription.future_updates = list(wire.future_updates, |wire| Ok(future_update(wire)))?;
    subscription.scheduled_updates = list(wire.scheduled_updates, |wire| Ok(scheduled_update(wire)))?;
    Ok(subscription)
}

pub(crate) fn provision_result(wire: wire::ProvisionSubscriptionResult) -> Result<ProvisionSubscriptionResult> {
    // Either constructor would do: every field is set.
    let mut result = ProvisionSubscriptionResult::payment_required("");
    result.provision_status = wire.status;
    result.subscription = wire.subscription.map(subscription).transpose()?;
    result.checkout_url = wire.checkout_url;
    result.checkout_billing_id = wire.checkout_billing_id;
    result.entitlements = wire.entitlements_v2.map(entitlements);
    Ok(result)
}

pub(crate) fn apply_result(
    wire: wire::ApplySubscriptionResult,
    customer_id: String,
) -> Result<ApplySubscriptionResults> {
    let mut results = ApplySubscriptionResults::default();
    results.subscription = wire
        .subscription
        .map(|wire| subscription_of(wire, customer_id))
        .transpose()?;
    results.entitlements = wire.entitlements_v2.map(entitlements);
    Ok(results)
}

/// The prices that are there; the schema allows for entries without one.
fn prices(wire: Option<Vec<wire::SubscriptionPrice>>) -> Result<Vec<stigg_models::Price>> {
    wire.unwrap_or_default()
        .into_iter()
        .filter_map(|entry| Some(price(entry.price?, entry.usage_limit)))
        .collect()
}

pub(super) fn total_price(wire: wire::SubscriptionTotalPrice) -> Result<SubscriptionTotalPrice> {
    Ok(SubscriptionTotalPrice::new(money(wire.sub_total)?, money(wire.total)?))
}

/// The price in one object, as older versions of the official SDKs have it: the first price, with the totals as its
/// amounts. There is none when either is missing.
fn summary(
    prices: Option<&[wire::SubscriptionPrice]>,
    total: Option<&SubscriptionTotalPrice>,
) -> Result<Option<SubscriptionPrice>> {
    let first = prices.and_then(<[_]>::first);
    let (Some(first), Some(total)) = (first, total) else {
        return Ok(None);
    };
    let Some(wire) = &first.price else { return Ok(None) };
    let mut summary = SubscriptionPrice::new(
        wire.billing_model.clone(),
        wire.billing_period.clone(),
        total.total.amount,
        total.sub_total.amount,
        currency_of(wire.price.as_ref(), wire.tiers.as_deref()),
    );
    summary.tiers_mode.clone_from(&wire.tiers_mode);
    summary.tiers = tiers(wire.tiers.clone())?;
    summary.feature = wire.feature.as_ref().map(|wire| {
        let mut feature = stigg_models::PriceFeature::new(wire.ref_id.clone(), wire.display_name.clone());
        feature.units.clone_from(&wire.feature_units);
        feature.units_plural.clone_from(&wire.feature_units_plural);
        feature.unit_quantity = first.usage_limit;
        feature
    });
    Ok(Some(summary))
}

fn invoice(wire: wire::SubscriptionInvoice) -> Result<SubscriptionInvoice> {
    let amount = |amount: Option<f64>| amount.map(decimal).transpose();
    let mut invoice = SubscriptionInvoice::new(wire.billing_id, wire.status, wire.created_at, wire.updated_at);
    invoice.due_date = wire.due_date;
    invoice.error_message = wire.error_message;
    invoice.requires_action = wire.requires_action;
    invoice.payment_secret = wire.payment_secret.map(Into::into);
    invoice.payment_url = wire.payment_url;
    invoice.pdf_url = wire.pdf_url;
    invoice.billing_reason = wire.billing_reason;
    invoice.currency = wire.currency;
    invoice.sub_total = amount(wire.sub_total)?;
    invoice.sub_total_excluding_tax = amount(wire.sub_total_excluding_tax)?;
    invoice.total = amount(wire.total)?;
    invoice.total_excluding_tax = amount(wire.total_excluding_tax)?;
    invoice.tax = amount(wire.tax)?;
    invoice.amount_due = amount(wire.amount_due)?;
    invoice.attempt_count = wire.attempt_count;
    Ok(invoice)
}

#[cfg(test)]
mod tests;
