//! What is sent to ask for previews and estimates, and to import subscriptions.

use stigg_models::{
    EstimateSubscription, EstimateSubscriptionUpdate, ImportSubscription, ImportSubscriptionBulk, PreviewSubscription,
};

use crate::convert::each;
use crate::convert::values::metadata_input;
use crate::generated::inputs;

impl From<PreviewSubscription> for inputs::PreviewSubscriptionInput {
    fn from(request: PreviewSubscription) -> Self {
        Self {
            customer_id: request.customer_id,
            plan_id: request.plan_id,
            paying_customer_id: request.paying_customer_id,
            resource_id: request.resource_id,
            billing_period: request.billing_period,
            addons: each(request.addons),
            unit_quantity: request.unit_quantity,
            billable_features: each(request.billable_features),
            charges: each(request.charges),
            schedule_strategy: request.schedule_strategy,
            start_date: request.start_date,
            trial_override_configuration: request.trial_override_configuration.map(Into::into),
            applied_coupon: request.applied_coupon.map(Into::into),
            promotion_code: request.promotion_code,
            billing_information: request.billing_information.map(Into::into),
            billing_cycle_anchor: request.billing_cycle_anchor,
            billing_country_code: request.billing_country_code,
        }
    }
}

impl From<EstimateSubscription> for inputs::EstimateSubscriptionInput {
    fn from(request: EstimateSubscription) -> Self {
        Self {
            customer_id: request.customer_id,
            plan_id: request.plan_id,
            paying_customer_id: request.paying_customer_id,
            resource_id: request.resource_id,
            billing_period: request.billing_period,
            addons: each(request.addons),
            unit_quantity: request.unit_quantity,
            price_unit_amount: request.price_unit_amount,
            billable_features: each(request.billable_features),
            charges: each(request.charges),
            start_date: request.start_date,
            skip_trial: request.skip_trial,
            trial_override_configuration: request.trial_override_configuration.map(Into::into),
            applied_coupon: request.applied_coupon.map(Into::into),
            promotion_code: request.promotion_code,
            billing_information: request.billing_information.map(Into::into),
            billing_country_code: request.billing_country_code,
        }
    }
}

impl From<EstimateSubscriptionUpdate> for inputs::EstimateSubscriptionUpdateInput {
    fn from(request: EstimateSubscriptionUpdate) -> Self {
        Self {
            subscription_id: request.subscription_id,
            addons: each(request.addons),
            unit_quantity: request.unit_quantity,
            billable_features: each(request.billable_features),
            charges: each(request.charges),
            applied_coupon: request.applied_coupon.map(Into::into),
            promotion_code: request.promotion_code,
        }
    }
}

impl From<ImportSubscriptionBulk> for inputs::ImportSubscriptionsBulkInput {
    fn from(request: ImportSubscriptionBulk) -> Self {
        Self {
            integration_id: request.integration_id,
            subscriptions: request.subscriptions.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<ImportSubscription> for inputs::ImportSubscriptionInput {
    fn from(subscription: ImportSubscription) -> Self {
        Self {
            customer_id: subscription.customer_id,
            plan_id: subscription.plan_id,
            subscription_id: subscription.subscription_id,
            resource_id: subscription.resource_id,
            billing_id: subscription.billing_id,
            billing_period: subscription.billing_period,
            addons: each(subscription.addons),
            unit_quantity: subscription.unit_quantity,
            billable_features: each(subscription.billable_features),
            charges: each(subscription.charges),
            start_date: subscription.start_date,
            end_date: subscription.end_date,
            updated_at: subscription.updated_at,
            entitlements: each(subscription.entitlements),
            subscription_entitlements: each(subscription.subscription_entitlements),
            salesforce_id: subscription.salesforce_id,
            additional_meta_data: subscription.metadata.map(metadata_input),
        }
    }
}
