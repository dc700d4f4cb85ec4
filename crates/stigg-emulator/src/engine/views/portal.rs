//! The customer portal: what a customer has, and what it costs.

use jiff::Timestamp;

use super::{customers, entitlements, features, money, previews, subscriptions};
use crate::catalog::model::{Charge, Plan};
use crate::engine::object::Object;
use crate::state::State;
use crate::state::customers::Customer;
use crate::state::pricing::Paid;
use crate::state::scheduling::Direction;
use crate::state::subscriptions::Subscription;
use crate::wire::{BillingModel, SubscriptionStatus, WidgetType};

/// The portal of a customer or of one of its resources, for one product or for all of them.
///
/// How it looks and where the billing provider's portal is are not known here: null.
pub(in crate::engine) fn portal(
    state: &State,
    customer: &Customer,
    resource: Option<&str>,
    product: Option<&str>,
) -> Object {
    let shown: Vec<&Subscription> = state
        .subscriptions_of(&customer.id)
        .into_iter()
        .map(|index| state.subscription_at(index))
        .filter(|subscription| !subscription.has_ended() && subscription.resource.as_deref() == resource)
        .filter(|subscription| product.is_none_or(|id| state.plan_of(subscription).package.product == id))
        .collect();
    let rows: Vec<Object> = shown.iter().map(|one| subscription(state, one)).collect();
    Object::new("CustomerPortal")
        .with("subscriptions", rows)
        .with("entitlements", entitlements::granted_v1(state, &customer.id, resource))
        .with(
            "entitlementsV2",
            entitlements::granted_v2(state, &customer.id, resource),
        )
        .with("promotionalEntitlements", promotions(state, customer))
        .with("billingInformation", billing_information(customer))
        .with("canUpgradeSubscription", can_upgrade(state, &shown, product))
        .with("showWatermark", false)
        .with("resource", resource.and_then(|id| customers::resource(customer, id)))
}

/// The promotions in force that widgets show.
fn promotions(state: &State, customer: &Customer) -> Vec<Object> {
    let shown = customer
        .active_promotions(state.now)
        .filter(|promotion| promotion.is_visible);
    shown
        .filter_map(|promotion| {
            let feature = state.catalog.features.get(promotion.feature())?;
            let entitlement = &promotion.entitlement;
            Some(
                Object::new("CustomerPortalPromotionalEntitlement")
                    .with("displayName", &feature.display_name)
                    .with("description", feature.description.as_ref())
                    .with("period", promotion.period)
                    .with("startDate", promotion.start)
                    .with("endDate", promotion.end)
                    .with("usageLimit", entitlement.limit.filter(|_| !entitlement.unlimited))
                    .with("hasUnlimitedUsage", entitlement.unlimited)
                    .with("hasSoftLimit", entitlement.soft_limit),
            )
        })
        .collect()
}

fn billing_information(customer: &Customer) -> Object {
    let method = customer.payment_method.as_ref();
    Object::new("CustomerPortalBillingInformation")
        .with("name", customer.profile.name.as_ref())
        .with("email", customer.profile.email.as_ref())
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
}

/// Whether there is a plan above the one that the customer has of a product, or any plan where it has none.
fn can_upgrade(state: &State, shown: &[&Subscription], product: Option<&str>) -> bool {
    let for_sale = state.catalog.plans.iter().filter(|plan| {
        product.is_none_or(|id| plan.package.product == id) && !plan.package.hidden_from.contains(&WidgetType::Paywall)
    });
    let is_above = |plan: &Plan| {
        let mut current = shown
            .iter()
            .map(|subscription| state.plan_of(subscription))
            .filter(|current| current.package.product == plan.package.product);
        current.all(|current| state.direction(current, plan) == Direction::Upgrade)
    };
    for_sale.into_iter().any(is_above)
}

fn subscription(state: &State, subscription: &Subscription) -> Object {
    let package = &state.plan_of(subscription).package;
    let paid = state.prices_of(subscription);
    let period = subscription.billing_period_at(state.now);
    let trial = subscription
        .trial
        .filter(|_| subscription.status == SubscriptionStatus::InTrial);
    // Custom plans, and what is not billed by period, have no invoice that could be foreseen.
    let invoice = state.next_invoice("customerPortal", &subscription.id).ok();
    Object::new("CustomerPortalSubscription")
        .with("subscriptionId", &subscription.id)
        .with("planId", &package.id)
        .with("planName", &package.display_name)
        .with("pricingType", package.pricing)
        .with("status", subscription.status)
        .with("pricing", pricing(state, subscription, paid.first()))
        .with("prices", paid.iter().map(|paid| price(state, paid)).collect::<Vec<_>>())
        .with("totalPrice", subscriptions::total(state, subscription))
        .with("trialRemainingDays", trial.map(|trial| days(state.now, trial.end)))
        .with(
            "billingPeriodRange",
            period.map(|(start, end)| Object::new("DateRange").with("start", start).with("end", end)),
        )
        .with("addons", addons(state, subscription))
        .with(
            "scheduledUpdates",
            subscriptions::scheduled(state, subscription, "SubscriptionScheduledUpdate"),
        )
        .with(
            "previewNextInvoice",
            invoice.map(|invoice| previews::next_invoice(state, &invoice)),
        )
}

/// The first price stands for the subscription.
fn pricing(state: &State, subscription: &Subscription, first: Option<&Paid<'_>>) -> Object {
    let per_unit = first.filter(|paid| paid.price.model == BillingModel::PerUnit);
    Object::new("CustomerPortalSubscriptionPricing")
        .with("pricingType", state.plan_of(subscription).package.pricing)
        .with("billingPeriod", subscription.billing_period)
        .with("billingCountryCode", subscription.billing_country.as_ref())
        .with("billingModel", first.map(|paid| paid.price.model))
        .with("unitQuantity", per_unit.map(|paid| whole(paid.quantity)))
        .with("price", first.and_then(amount))
        .with("feature", first.and_then(|paid| feature(state, paid)))
}

fn price(state: &State, paid: &Paid<'_>) -> Object {
    Object::new("CustomerPortalSubscriptionPrice")
        .with("billingPeriod", paid.price.period)
        .with("billingModel", paid.price.model)
        .with("blockSize", paid.price.block_size)
        .with("price", amount(paid))
        .with("feature", feature(state, paid))
}

/// Tiers have no single amount.
fn amount(paid: &Paid<'_>) -> Option<Object> {
    match paid.price.charge {
        Charge::Amount(amount) => Some(money(amount, &paid.price.currency)),
        Charge::Tiers(..) => None,
    }
}

fn feature(state: &State, paid: &Paid<'_>) -> Option<Object> {
    let feature = state.catalog.features.get(paid.price.feature.as_ref()?)?;
    Some(features::in_portal(feature))
}

fn addons(state: &State, subscription: &Subscription) -> Vec<Object> {
    let subscribed = subscription.addons.iter();
    subscribed
        .filter_map(|subscribed| {
            let package = &state.catalog.addons.get(&subscribed.addon)?.package;
            Some(
                Object::new("CustomerPortalAddon")
                    .with("addonId", &package.id)
                    .with("displayName", &package.display_name)
                    .with("description", package.description.as_ref())
                    .with("quantity", whole(subscribed.quantity)),
            )
        })
        .collect()
}

/// The days until then, begun ones included.
fn days(now: Timestamp, then: Timestamp) -> i32 {
    let left = then.duration_since(now).as_secs_f64();
    whole((left / 86_400.0).ceil())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the schema counts in 32 bits here, and a cast of too many ends at the most"
)]
fn whole(n: f64) -> i32 {
    n as i32
}
