//! Customers.

mod portal;
mod requests;

use stigg_models::{
    Customer, CustomerStatistics, EligibleForTrial, FullCustomer, PaymentMethodDetails, PricingTypeStatistics,
    ProvisionedCustomer, SubscriptionStatistics, TrialedPlan,
};

pub(crate) use self::portal::customer_portal;
pub(crate) use self::requests::imported_alone;
use super::catalog::coupon;
use super::entitlements::entitlements;
use super::promotional_entitlements::promotional_entitlements;
use super::subscriptions::{full_subscription, subscription};
use super::values::{experiment, metadata, present};
use super::{Result, list};
use crate::generated::fragments as wire;

pub(crate) fn customer(wire: wire::SlimCustomer) -> Customer {
    let mut customer = Customer::new(wire.ref_id, wire.updated_at);
    customer.name = present(wire.name);
    customer.email = present(wire.email);
    customer.billing_id = present(wire.billing_id);
    customer.created_at = wire.created_at;
    customer.metadata = metadata(wire.additional_meta_data);
    customer.aws_marketplace_customer_id = wire.aws_marketplace_customer_id;
    customer
}

pub(crate) fn full_customer(wire: wire::FullCustomer) -> Result<FullCustomer> {
    let mut customer = FullCustomer::new(wire.ref_id, wire.updated_at);
    customer.name = present(wire.name);
    customer.email = present(wire.email);
    customer.billing_id = present(wire.billing_id);
    customer.created_at = wire.created_at;
    customer.metadata = metadata(wire.additional_meta_data);
    customer.aws_marketplace_customer_id = wire.aws_marketplace_customer_id;
    customer.has_payment_method = wire.has_payment_method;
    customer.payment_method_details = payment_method(
        wire.default_payment_expiration_month,
        wire.default_payment_expiration_year,
        wire.default_payment_method_last4_digits,
        wire.default_payment_method_type,
    );
    customer.subscriptions = list(wire.subscriptions, full_subscription)?;
    customer.promotional_entitlements = promotional_entitlements(wire.promotional_entitlements.unwrap_or_default());
    customer.coupon = wire.coupon.map(coupon).transpose()?;
    customer.experiment_info = wire.experiment_info.map(experiment);
    customer.already_trial_plans = list(wire.trialed_plans, |wire| {
        let mut plan = TrialedPlan::default();
        plan.plan_id = wire.plan_ref_id;
        plan.product_id = wire.product_ref_id;
        Ok(plan)
    })?;
    customer.has_active_subscription = Some(wire.has_active_subscription);
    customer.eligible_for_trial = list(wire.eligible_for_trial, |wire| {
        let mut eligible = EligibleForTrial::default();
        eligible.product_id = wire.product_ref_id;
        eligible.eligible = wire.eligible;
        Ok(eligible)
    })?;
    Ok(customer)
}

/// The payment method, if anything is known about it beside its type.
fn payment_method(
    month: Option<i64>,
    year: Option<i64>,
    last4_digits: Option<String>,
    payment_method_type: Option<stigg_models::PaymentMethodType>,
) -> Option<PaymentMethodDetails> {
    let mut details = PaymentMethodDetails::new();
    details.expiration_month = month.filter(|&month| month != 0);
    details.expiration_year = year.filter(|&year| year != 0);
    details.last4_digits = present(last4_digits);
    if details == PaymentMethodDetails::new() {
        return None;
    }
    details.payment_method_type = payment_method_type;
    Some(details)
}

/// Statistics that are missing count nothing.
pub(crate) fn customer_statistics(wire: wire::CustomerWithStatistics) -> CustomerStatistics {
    let counts = wire
        .statistics
        .and_then(|wire| wire.active_subscriptions_by_pricing_type)
        .unwrap_or_default();
    let count = |wire: wire::PricingTypeStatistics| PricingTypeStatistics::new(wire.pricing_type, wire.total_count);
    CustomerStatistics::new(SubscriptionStatistics::new(counts.into_iter().map(count).collect()))
}

pub(crate) fn provisioned_customer(wire: wire::ProvisionedCustomer) -> Result<ProvisionedCustomer> {
    let mut provisioned = ProvisionedCustomer::new(customer(wire.customer));
    provisioned.subscription_decision_strategy = wire.subscription_decision_strategy;
    provisioned.subscription = wire.subscription.map(subscription).transpose()?;
    provisioned.entitlements = wire.entitlements_v2.map(entitlements);
    Ok(provisioned)
}

#[cfg(test)]
mod tests;
