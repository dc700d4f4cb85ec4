//! What is sent about credits.

use stigg_models::{
    ConsumeCredits, CreditBalanceSummaryInput, CreditGrantBillingInfo, CreditGrantInput, CreditLedgerInput,
    CreditUsageInput, GetAutoRechargeSettingsInput, GetCreditGrantsInput, SaveAutoRechargeSettingsInput,
};

use crate::convert::values::{dimensions_input, metadata_input};
use crate::generated::inputs;

impl From<CreditGrantInput> for inputs::CreditGrantInput {
    fn from(request: CreditGrantInput) -> Self {
        Self {
            customer_id: request.customer_id,
            currency_id: request.currency_id,
            display_name: request.display_name,
            amount: request.amount,
            grant_type: request.grant_type,
            cost: request.cost.map(Into::into),
            priority: request.priority,
            effective_at: request.effective_at,
            expire_at: request.expire_at,
            comment: request.comment,
            resource_id: request.resource_id,
            additional_meta_data: request.metadata.map(metadata_input),
            await_payment_confirmation: request.await_payment_confirmation,
            payment_collection_method: request.payment_collection_method,
            billing_information: request.billing_information.map(Into::into),
        }
    }
}

impl From<CreditGrantBillingInfo> for inputs::CreditGrantBillingInfoInput {
    fn from(info: CreditGrantBillingInfo) -> Self {
        Self {
            billing_address: info.billing_address.map(Into::into),
            invoice_days_until_due: info.invoice_days_until_due,
            is_invoice_paid: info.is_invoice_paid,
        }
    }
}

impl From<GetCreditGrantsInput> for inputs::GetCreditGrantsInput {
    fn from(request: GetCreditGrantsInput) -> Self {
        Self {
            customer_id: request.customer_id,
            currency_id: request.currency_id,
            resource_id: request.resource_id,
            paging: request.paging.map(Into::into),
        }
    }
}

impl From<CreditLedgerInput> for inputs::CreditLedgerInput {
    fn from(request: CreditLedgerInput) -> Self {
        Self {
            customer_id: request.customer_id,
            currency_id: request.currency_id,
            resource_id: request.resource_id,
            event_type: request.event_type,
            paging: request.paging.map(Into::into),
        }
    }
}

impl From<CreditUsageInput> for inputs::CreditUsageInput {
    fn from(request: CreditUsageInput) -> Self {
        Self {
            customer_id: request.customer_id,
            currency_id: request.currency_id,
            resource_id: request.resource_id,
            time_range: request.time_range,
            start_date: request.start_date,
            end_date: request.end_date,
            group_by: request.group_by,
            paging: request.paging.map(Into::into),
        }
    }
}

impl From<CreditBalanceSummaryInput> for inputs::CreditBalanceSummaryInput {
    fn from(request: CreditBalanceSummaryInput) -> Self {
        Self {
            customer_id: request.customer_id,
            currency_id: request.currency_id,
            resource_id: request.resource_id,
        }
    }
}

impl From<GetAutoRechargeSettingsInput> for inputs::GetAutoRechargeSettingsInput {
    fn from(request: GetAutoRechargeSettingsInput) -> Self {
        Self {
            customer_id: request.customer_id,
            currency_id: request.currency_id,
        }
    }
}

impl From<SaveAutoRechargeSettingsInput> for inputs::SaveAutoRechargeSettingsInput {
    fn from(request: SaveAutoRechargeSettingsInput) -> Self {
        Self {
            customer_id: request.customer_id,
            currency_id: request.currency_id,
            is_enabled: request.is_enabled,
            threshold_type: request.threshold_type,
            threshold_value: request.threshold_value,
            target_balance: request.target_balance,
            max_spend_limit: request.max_spend_limit,
            grant_expiration_period: request.grant_expiration_period,
        }
    }
}

impl From<ConsumeCredits> for inputs::ConsumeCreditInput {
    /// The transport has given every consumption a key before.
    fn from(request: ConsumeCredits) -> Self {
        Self {
            customer_id: request.customer_id,
            currency_id: request.currency_id,
            amount: request.amount,
            idempotency_key: request.idempotency_key.unwrap_or_default(),
            resource_id: request.resource_id,
            created_at: request.created_at,
            dimensions: request.dimensions.map(dimensions_input),
        }
    }
}
