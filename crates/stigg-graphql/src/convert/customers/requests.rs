//! What is sent about customers.

use stigg_models::{
    Address, BillingInfo, CreateSubscriptionParams, CustomerPortalInput, ImportCustomer, ImportCustomerBulk,
    ProvisionCustomer, TaxExempt, TrialOverrideConfiguration, UpdateCustomer,
};

use crate::convert::each;
use crate::convert::values::{metadata_input, metadata_patch};
use crate::generated::inputs;

impl From<ProvisionCustomer> for inputs::ProvisionCustomerInput {
    fn from(request: ProvisionCustomer) -> Self {
        Self {
            ref_id: request.customer_id,
            name: request.name,
            email: request.email,
            billing_id: request.billing_id,
            salesforce_id: request.salesforce_id,
            crm_id: request.crm_id,
            aws_marketplace_customer_id: request.aws_marketplace_customer_id,
            billing_information: request.billing_info.map(Into::into),
            coupon_ref_id: request.coupon_id,
            additional_meta_data: request.metadata.map(metadata_input),
            exclude_from_experiment: request.exclude_from_experiment,
            created_at: request.created_at,
            subscription_params: request.subscription_params.map(Into::into),
            ..Self::default()
        }
    }
}

impl From<CreateSubscriptionParams> for inputs::ProvisionCustomerSubscriptionInput {
    fn from(params: CreateSubscriptionParams) -> Self {
        // This input has no `skipTrial`: a trial that is ruled out says the same.
        let skipped = params
            .skip_trial
            .filter(|&skip| skip)
            .map(|_| TrialOverrideConfiguration::no_trial());
        Self {
            ref_id: params.id,
            plan_id: params.plan_id,
            resource_id: params.resource_id,
            billing_period: params.billing_period,
            addons: each(params.addons),
            price_unit_amount: params.unit_quantity,
            billable_features: each(params.billable_features),
            charges: each(params.charges),
            start_date: params.start_date,
            trial_override_configuration: params.trial_override_configuration.or(skipped).map(Into::into),
            applied_coupon: params.applied_coupon.map(Into::into),
            promotion_code: params.promotion_code,
            price_overrides: each(params.price_overrides),
            entitlements: each(params.entitlements),
            subscription_entitlements: each(params.subscription_entitlements),
            budget: params.budget.map(Into::into),
            minimum_spend: params.minimum_spend.map(Into::into),
            billing_information: params.billing_information.map(Into::into),
            billing_cycle_anchor: params.billing_cycle_anchor,
            billing_country_code: params.billing_country_code,
            billing_id: params.billing_id,
            payment_collection_method: params.payment_collection_method,
            await_payment_confirmation: params.await_payment_confirmation,
            salesforce_id: params.salesforce_id,
            additional_meta_data: params.metadata.map(metadata_input),
            ..Self::default()
        }
    }
}

impl From<UpdateCustomer> for inputs::UpdateCustomerInput {
    fn from(request: UpdateCustomer) -> Self {
        Self {
            ref_id: Some(request.customer_id),
            name: request.name,
            email: request.email,
            billing_id: request.billing_id,
            salesforce_id: request.salesforce_id,
            crm_id: request.crm_id,
            aws_marketplace_customer_id: request.aws_marketplace_customer_id,
            coupon_ref_id: request.coupon_id,
            billing_information: request.billing_info.map(Into::into),
            additional_meta_data: metadata_patch(request.metadata),
            should_wait_sync: request.should_wait_sync,
            ..Self::default()
        }
    }
}

/// The customer of a request of its own: there, its id goes by another name than in bulk.
pub(crate) fn imported_alone(request: ImportCustomer) -> inputs::ImportCustomerInput {
    let mut input = inputs::ImportCustomerInput::from(request);
    input.ref_id = input.customer_id.take();
    input
}

impl From<ImportCustomer> for inputs::ImportCustomerInput {
    fn from(request: ImportCustomer) -> Self {
        Self {
            customer_id: request.customer_id,
            billing_id: request.billing_id,
            name: request.name,
            email: request.email,
            payment_method_id: request.payment_method_id,
            salesforce_id: request.salesforce_id,
            additional_meta_data: request.metadata.map(metadata_input),
            updated_at: request.updated_at,
            ref_id: None,
        }
    }
}

impl From<ImportCustomerBulk> for inputs::ImportCustomerBulkInput {
    fn from(request: ImportCustomerBulk) -> Self {
        Self {
            customers: request.customers.into_iter().map(Into::into).collect(),
            integration_id: request.integration_id,
        }
    }
}

impl From<CustomerPortalInput> for inputs::CustomerPortalInput {
    fn from(request: CustomerPortalInput) -> Self {
        Self {
            customer_id: request.customer_id,
            resource_id: request.resource_id,
            product_id: request.product_id,
        }
    }
}

impl From<BillingInfo> for inputs::CustomerBillingInfo {
    fn from(info: BillingInfo) -> Self {
        Self {
            customer_name: info.customer_name,
            billing_address: info.billing_address.map(Into::into),
            shipping_address: info.shipping_address.map(Into::into),
            currency: info.currency,
            timezone: info.timezone,
            language: info.language,
            tax_ids: each(info.tax_ids),
            invoice_custom_fields: info.invoice_custom_fields.map(metadata_input),
            payment_method_id: info.payment_method_id,
            metadata: info.metadata.map(metadata_input),
            integration_id: info.integration_id,
        }
    }
}

impl From<Address> for inputs::Address {
    fn from(address: Address) -> Self {
        Self {
            address_line1: address.address_line1,
            address_line2: address.address_line2,
            city: address.city,
            postal_code: address.postal_code,
            state: address.state,
            country: address.country,
            phone_number: address.phone_number,
        }
    }
}

impl From<TaxExempt> for inputs::TaxExempt {
    fn from(tax: TaxExempt) -> Self {
        Self {
            r#type: tax.tax_type,
            value: tax.value,
        }
    }
}
