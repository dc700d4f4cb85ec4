//! What is sent about subscriptions.

use stigg_models::{
    ApplySubscription, CancelSubscription, CancelSubscriptionScheduledUpdates, CreateSubscription,
    DelegateSubscriptionToCustomerInput, GetActiveSubscriptions, MigrateSubscriptionToLatest, OneOrMany,
    ProvisionSubscription, TransferSubscriptionInput, TransferSubscriptionToResourceInput, UpdateSubscription,
};

use crate::convert::each;
use crate::convert::values::{metadata_input, metadata_patch};
use crate::generated::inputs;

impl From<ProvisionSubscription> for inputs::ProvisionSubscriptionInput {
    fn from(request: ProvisionSubscription) -> Self {
        Self {
            ref_id: request.id,
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
            schedule_strategy: request.schedule_strategy,
            start_date: request.start_date,
            cancellation_date: request.cancellation_date,
            skip_trial: request.skip_trial,
            trial_override_configuration: request.trial_override_configuration.map(Into::into),
            applied_coupon: request.applied_coupon.map(Into::into),
            promotion_code: request.promotion_code,
            price_overrides: each(request.price_overrides),
            entitlements: each(request.entitlements),
            subscription_entitlements: each(request.subscription_entitlements),
            budget: request.budget.map(Into::into),
            minimum_spend: request.minimum_spend.map(Into::into),
            billing_information: request.billing_information.map(Into::into),
            billing_cycle_anchor: request.billing_cycle_anchor,
            billing_country_code: request.billing_country_code,
            billing_id: request.billing_id,
            payment_collection_method: request.payment_collection_method,
            await_payment_confirmation: request.await_payment_confirmation,
            checkout_options: request.checkout_options.map(Into::into),
            salesforce_id: request.salesforce_id,
            additional_meta_data: request.metadata.map(metadata_input),
            ..Self::default()
        }
    }
}

impl From<ApplySubscription> for inputs::ApplySubscriptionInput {
    fn from(request: ApplySubscription) -> Self {
        Self {
            customer_id: request.customer_id,
            plan_id: request.plan_id,
            paying_customer_id: request.paying_customer_id,
            resource_id: request.resource_id,
            payment_method_id: request.payment_method_id,
            billing_period: request.billing_period,
            addons: each(request.addons),
            unit_quantity: request.unit_quantity,
            billable_features: each(request.billable_features),
            charges: each(request.charges),
            schedule_strategy: request.schedule_strategy,
            start_date: request.start_date,
            cancellation_date: request.cancellation_date,
            skip_trial: request.skip_trial,
            trial_override_configuration: request.trial_override_configuration.map(Into::into),
            trial_end_date: request.trial_end_date,
            applied_coupon: request.applied_coupon.map(Into::into),
            promotion_code: request.promotion_code,
            price_overrides: each(request.price_overrides),
            entitlements: each(request.entitlements),
            subscription_entitlements: each(request.subscription_entitlements),
            budget: request.budget.map(Into::into),
            minimum_spend: request.minimum_spend.map(Into::into),
            billing_information: request.billing_information.map(Into::into),
            billing_cycle_anchor: request.billing_cycle_anchor,
            billing_country_code: request.billing_country_code,
            billing_id: request.billing_id,
            payment_collection_method: request.payment_collection_method,
            await_payment_confirmation: request.await_payment_confirmation,
            salesforce_id: request.salesforce_id,
            additional_meta_data: request.metadata.map(metadata_input),
        }
    }
}

impl From<CreateSubscription> for inputs::SubscriptionInput {
    fn from(request: CreateSubscription) -> Self {
        let (is_trial, trial_end_behavior) = match (request.skip_trial, request.trial_override_configuration) {
            (Some(true), _) => (Some(false), None),
            (_, Some(trial)) => (Some(trial.is_trial), trial.trial_end_behavior),
            (_, None) => (None, None),
        };
        Self {
            is_overriding_trial_config: is_trial.map(|_| true),
            is_trial,
            trial_end_behavior,
            customer_id: request.customer_id,
            plan_id: request.plan_id,
            ref_id: request.id,
            paying_customer_id: request.paying_customer_id,
            resource_id: request.resource_id,
            billing_period: request.billing_period,
            addons: each(request.addons),
            // The input has both, and the official SDK sends this one.
            price_unit_amount: request.unit_quantity,
            billable_features: each(request.billable_features),
            charges: each(request.charges),
            schedule_strategy: request.schedule_strategy,
            start_date: request.start_date,
            end_date: request.end_date,
            cancellation_date: request.cancellation_date,
            applied_coupon: request.applied_coupon.map(Into::into),
            promotion_code: request.promotion_code,
            price_overrides: each(request.price_overrides),
            entitlements: each(request.entitlements),
            subscription_entitlements: each(request.subscription_entitlements),
            is_custom_price_subscription: request.is_custom_price_subscription,
            budget: request.budget.map(Into::into),
            minimum_spend: request.minimum_spend.map(Into::into),
            billing_information: request.billing_information.map(Into::into),
            billing_cycle_anchor: request.billing_cycle_anchor,
            billing_country_code: request.billing_country_code,
            billing_id: request.billing_id,
            payment_collection_method: request.payment_collection_method,
            await_payment_confirmation: request.await_payment_confirmation,
            salesforce_id: request.salesforce_id,
            crm_id: request.crm_id,
            additional_meta_data: request.metadata.map(metadata_input),
            ..Self::default()
        }
    }
}

impl From<CancelSubscriptionScheduledUpdates> for inputs::SubscriptionUpdateScheduleCancellationInput {
    fn from(request: CancelSubscriptionScheduledUpdates) -> Self {
        Self {
            subscription_id: request.subscription_id,
            status: request.status,
        }
    }
}

impl From<MigrateSubscriptionToLatest> for inputs::SubscriptionMigrationInput {
    fn from(request: MigrateSubscriptionToLatest) -> Self {
        Self {
            subscription_id: request.subscription_id,
            subscription_migration_time: request.subscription_migration_time,
        }
    }
}

impl From<TransferSubscriptionInput> for inputs::TransferSubscriptionInput {
    fn from(request: TransferSubscriptionInput) -> Self {
        Self {
            customer_id: request.customer_id,
            source_resource_id: request.source_resource_id,
            destination_resource_id: request.destination_resource_id,
        }
    }
}

impl From<TransferSubscriptionToResourceInput> for inputs::TransferSubscriptionToResourceInput {
    fn from(request: TransferSubscriptionToResourceInput) -> Self {
        Self {
            subscription_id: request.subscription_id,
            destination_resource_id: request.destination_resource_id,
        }
    }
}

impl From<DelegateSubscriptionToCustomerInput> for inputs::DelegateSubscriptionToCustomerInput {
    fn from(request: DelegateSubscriptionToCustomerInput) -> Self {
        Self {
            subscription_id: request.subscription_id,
            destination_customer_id: request.destination_customer_id,
        }
    }
}

impl From<UpdateSubscription> for inputs::UpdateSubscriptionInput {
    fn from(request: UpdateSubscription) -> Self {
        Self {
            ref_id: Some(request.subscription_id),
            billing_period: request.billing_period,
            addons: each(request.addons),
            unit_quantity: request.unit_quantity,
            billable_features: each(request.billable_features),
            charges: each(request.charges),
            schedule_strategy: request.schedule_strategy,
            trial_end_date: request.trial_end_date,
            cancellation_date: request.cancellation_date,
            applied_coupon: request.applied_coupon.map(Into::into),
            promotion_code: request.promotion_code,
            price_overrides: each(request.price_overrides),
            entitlements: each(request.entitlements),
            subscription_entitlements: each(request.subscription_entitlements),
            budget: request.budget.map(Into::into),
            minimum_spend: request.minimum_spend.map(Into::into),
            billing_information: request.billing_information.map(Into::into),
            billing_cycle_anchor: request.billing_cycle_anchor,
            await_payment_confirmation: request.await_payment_confirmation,
            salesforce_id: request.salesforce_id,
            additional_meta_data: metadata_patch(request.metadata),
            ..Self::default()
        }
    }
}

impl From<CancelSubscription> for inputs::SubscriptionCancellationInput {
    fn from(request: CancelSubscription) -> Self {
        Self {
            subscription_ref_id: request.subscription_id,
            end_date: request.end_date,
            subscription_cancellation_time: request.subscription_cancellation_time,
            subscription_cancellation_action: request.subscription_cancellation_action,
            prorate: request.prorate,
            await_subscription_cancellation: request.await_subscription_cancellation,
        }
    }
}

impl From<GetActiveSubscriptions> for inputs::GetActiveSubscriptionsInput {
    fn from(request: GetActiveSubscriptions) -> Self {
        let (resource_id, resource_ids) = match request.resource_id {
            None => (None, None),
            Some(OneOrMany::One(id)) => (Some(id), None),
            Some(OneOrMany::Many(ids)) => (None, Some(ids)),
        };
        Self {
            customer_id: request.customer_id,
            resource_id,
            resource_ids,
        }
    }
}
