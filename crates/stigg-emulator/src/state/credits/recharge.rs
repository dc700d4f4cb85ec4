//! How credits would be bought when they run low. Nothing is bought: there is nobody to pay.

use jiff::Timestamp;
use uuid::Uuid;

use crate::error::ApiError;
use crate::state::State;
use crate::state::customers::Patch;
use crate::wire::{GrantExpiration, ThresholdType};

/// The settings of a customer for a currency.
#[derive(Debug, Clone)]
pub(crate) struct Recharge {
    /// None as long as nothing was saved.
    pub(crate) saved: Option<Saved>,
    pub(crate) is_enabled: bool,
    pub(crate) threshold_type: ThresholdType,
    pub(crate) threshold_value: f64,
    pub(crate) target_balance: f64,
    pub(crate) max_spend_limit: Option<f64>,
    pub(crate) grant_expiration: GrantExpiration,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Saved {
    pub(crate) uuid: Uuid,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl Default for Recharge {
    fn default() -> Self {
        Self {
            saved: None,
            is_enabled: false,
            threshold_type: ThresholdType::CreditAmount,
            threshold_value: 0.0,
            target_balance: 0.0,
            max_spend_limit: None,
            grant_expiration: GrantExpiration::OneYear,
        }
    }
}

/// What a caller saves; what is absent stays.
#[derive(Debug, Clone)]
pub(crate) struct SaveRecharge {
    pub(crate) is_enabled: bool,
    pub(crate) threshold_type: Option<ThresholdType>,
    pub(crate) threshold_value: Option<f64>,
    pub(crate) target_balance: Option<f64>,
    pub(crate) max_spend_limit: Patch<f64>,
    pub(crate) grant_expiration: Option<GrantExpiration>,
}

impl State {
    pub(crate) fn recharge(&self, customer: &str, currency: &str) -> Result<Recharge, ApiError> {
        self.check_pool(customer, Some(currency))?;
        let key = (customer.to_owned(), currency.to_owned());
        Ok(self.credits.recharges.get(&key).cloned().unwrap_or_default())
    }

    pub(crate) fn save_recharge(
        &mut self,
        customer: &str,
        currency: &str,
        save: &SaveRecharge,
    ) -> Result<Recharge, ApiError> {
        let known = self.recharge(customer, currency)?;
        let saved = Saved {
            updated_at: self.now,
            ..known.saved.unwrap_or_else(|| Saved {
                uuid: self.ids.uuid(),
                created_at: self.now,
                updated_at: self.now,
            })
        };
        let recharge = Recharge {
            saved: Some(saved),
            is_enabled: save.is_enabled,
            threshold_type: save.threshold_type.unwrap_or(known.threshold_type),
            threshold_value: save.threshold_value.unwrap_or(known.threshold_value),
            target_balance: save.target_balance.unwrap_or(known.target_balance),
            max_spend_limit: match save.max_spend_limit {
                Patch::Leave => known.max_spend_limit,
                Patch::Clear => None,
                Patch::Set(limit) => Some(limit),
            },
            grant_expiration: save.grant_expiration.unwrap_or(known.grant_expiration),
        };
        self.credits
            .recharges
            .insert((customer.to_owned(), currency.to_owned()), recharge.clone());
        Ok(recharge)
    }
}
