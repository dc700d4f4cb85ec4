//! Credits.

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::{Paging, Time, given, patch};
use crate::error::{ApiError, Code};
use crate::state::credits::{Consume, NewGrant, Pool, SaveRecharge, UsageQuery};
use crate::state::customers::Patch;
use crate::wire::{GrantExpiration, GrantType, LedgerEventType, ThresholdType, UsageTimeRange};

fn pool(customer: String, currency: String, resource: Option<String>) -> Pool {
    Pool {
        customer,
        currency,
        resource: resource.and_then(given),
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct CreditGrantInput {
    customer_id: String,
    currency_id: String,
    resource_id: Option<String>,
    display_name: String,
    amount: f64,
    grant_type: GrantType,
    cost: Option<CostInput>,
    priority: Option<f64>,
    effective_at: Option<Time>,
    expire_at: Option<Time>,
    comment: Option<String>,
    additional_meta_data: Option<Map<String, Json>>,
    billing_information: Option<GrantBillingInput>,
}

#[derive(Debug, Deserialize)]
struct CostInput {
    amount: f64,
    currency: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct GrantBillingInput {
    is_invoice_paid: Option<bool>,
}

impl CreditGrantInput {
    pub(in crate::engine) fn read(self) -> NewGrant {
        let cost = self.cost.map(|cost| {
            // A gift costs nothing, whatever is said.
            let amount = if self.grant_type == GrantType::Promotional {
                0.0
            } else {
                cost.amount
            };
            (amount, cost.currency.unwrap_or_else(|| "USD".to_owned()))
        });
        let billing = self.billing_information;
        NewGrant {
            pool: pool(self.customer_id, self.currency_id, self.resource_id),
            kind: self.grant_type,
            display_name: self.display_name,
            comment: self.comment,
            amount: self.amount,
            priority: self.priority.unwrap_or(0.0),
            cost: cost.unwrap_or_else(|| (0.0, "USD".to_owned())),
            effective_at: self.effective_at.map(|time| time.0),
            expire_at: self.expire_at.map(|time| time.0),
            is_invoice_paid: billing.and_then(|billing| billing.is_invoice_paid).unwrap_or(false),
            metadata: self.additional_meta_data,
        }
    }
}

#[derive(Debug, Deserialize)]
pub(in crate::engine) struct VoidCreditGrantInput {
    pub(in crate::engine) id: String,
}

/// What the queries of grants and balances have in common.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct CreditPoolInput {
    pub(in crate::engine) customer_id: String,
    currency_id: Option<String>,
    resource_id: Option<String>,
    pub(in crate::engine) paging: Option<Paging>,
}

impl CreditPoolInput {
    pub(in crate::engine) fn currency(&self) -> Option<&str> {
        self.currency_id.as_deref().and_then(given)
    }

    pub(in crate::engine) fn resource(&self) -> Option<&str> {
        self.resource_id.as_deref().and_then(given)
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct CreditLedgerInput {
    #[serde(flatten)]
    pub(in crate::engine) pool: CreditPoolInput,
    pub(in crate::engine) event_type: Option<Vec<LedgerEventType>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct CreditUsageInput {
    #[serde(flatten)]
    pool: CreditPoolInput,
    time_range: Option<UsageTimeRange>,
    start_date: Option<Time>,
    end_date: Option<Time>,
    group_by: Option<Vec<String>>,
}

impl CreditUsageInput {
    pub(in crate::engine) fn read(self) -> (UsageQuery, Paging) {
        let query = UsageQuery {
            customer: self.pool.customer_id,
            currency: self.pool.currency_id.and_then(given),
            resource: self.pool.resource_id.and_then(given),
            range: self.time_range.unwrap_or(UsageTimeRange::Month),
            start: self.start_date.map(|time| time.0),
            end: self.end_date.map(|time| time.0),
            group_by: self.group_by.unwrap_or_default(),
        };
        (query, self.pool.paging.unwrap_or_default())
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct ConsumeCreditInput {
    customer_id: String,
    currency_id: String,
    resource_id: Option<String>,
    amount: f64,
    idempotency_key: String,
    created_at: Option<Time>,
    dimensions: Option<Map<String, Json>>,
}

impl ConsumeCreditInput {
    pub(in crate::engine) fn read(self) -> Consume {
        Consume {
            pool: pool(self.customer_id, self.currency_id, self.resource_id),
            amount: self.amount,
            idempotency_key: self.idempotency_key,
            at: self.created_at.map(|time| time.0),
            dimensions: self.dimensions.unwrap_or_default(),
        }
    }
}

#[derive(Debug, Deserialize)]
pub(in crate::engine) struct ConsumeCreditsAsyncInput {
    pub(in crate::engine) consumptions: Vec<ConsumeCreditInput>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct RechargeInput {
    pub(in crate::engine) customer_id: String,
    pub(in crate::engine) currency_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct SaveRechargeInput {
    pub(in crate::engine) customer_id: String,
    pub(in crate::engine) currency_id: String,
    is_enabled: bool,
    threshold_type: Option<ThresholdType>,
    threshold_value: Option<f64>,
    target_balance: Option<f64>,
    #[serde(default, deserialize_with = "patch")]
    max_spend_limit: Patch<f64>,
    grant_expiration_period: Option<GrantExpiration>,
}

impl SaveRechargeInput {
    pub(in crate::engine) fn read(&self) -> Result<SaveRecharge, ApiError> {
        let limit = match self.max_spend_limit {
            Patch::Set(limit) => Some(limit),
            Patch::Leave | Patch::Clear => None,
        };
        for (name, value) in [
            ("thresholdValue", self.threshold_value),
            ("targetBalance", self.target_balance),
            ("maxSpendLimit", limit),
        ] {
            if value.is_some_and(|value| value < 0.0) {
                return Err(ApiError::new(
                    Code::InvalidArgumentError,
                    format!("{name} must not be negative"),
                ));
            }
        }
        Ok(SaveRecharge {
            is_enabled: self.is_enabled,
            threshold_type: self.threshold_type,
            threshold_value: self.threshold_value,
            target_balance: self.target_balance,
            max_spend_limit: self.max_spend_limit.clone(),
            grant_expiration: self.grant_expiration_period,
        })
    }
}
