//! Credits that are bought by themselves when they run low.

use serde::{Deserialize, Serialize};

use crate::validation::{id, optional_quantity, quantity};
use crate::with_methods::with_methods;
use crate::{GrantExpirationPeriod, InvalidRequest, Patch, Quantity, ThresholdType, Timestamp};

/// Asks how the credits of a customer are recharged.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetAutoRechargeSettingsInput {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the credit currency.
    pub currency_id: String,
}

impl GetAutoRechargeSettingsInput {
    /// Asks how the credits of a customer are recharged.
    pub fn new(customer_id: impl Into<String>, currency_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            currency_id: currency_id.into(),
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("currencyId", &self.currency_id)
    }
}

/// Sets how the credits of a customer are recharged.
///
/// ```
/// use stigg_models::{SaveAutoRechargeSettingsInput, ThresholdType};
///
/// // Buys up to 1000 credits as soon as fewer than 100 are left, for at most 50 dollars a month.
/// let on = SaveAutoRechargeSettingsInput::new("customer-42", "tokens", true)
///     .with_threshold_type(ThresholdType::CreditAmount)
///     .with_threshold_value(100.0)
///     .with_target_balance(1000.0)
///     .with_max_spend_limit(50.0);
///
/// let off = SaveAutoRechargeSettingsInput::new("customer-42", "tokens", false);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SaveAutoRechargeSettingsInput {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the credit currency.
    pub currency_id: String,
    /// Whether credits are recharged.
    pub is_enabled: bool,
    /// What the threshold is counted in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold_type: Option<ThresholdType>,
    /// Credits are bought as soon as the balance is below this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold_value: Option<f64>,
    /// Up to what balance they are bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_balance: Option<f64>,
    /// How much may be spent in a month, in US dollars: as much as it takes, or so much. Stigg does not document whether
    /// leaving it out keeps the limit or lifts it.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub max_spend_limit: Patch<f64>,
    /// When credits expire that were bought. Stigg allows server SDKs alone to set it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant_expiration_period: Option<GrantExpirationPeriod>,
}

impl SaveAutoRechargeSettingsInput {
    /// Switches the recharge of credits on or off.
    pub fn new(customer_id: impl Into<String>, currency_id: impl Into<String>, is_enabled: bool) -> Self {
        Self {
            customer_id: customer_id.into(),
            currency_id: currency_id.into(),
            is_enabled,
            threshold_type: None,
            threshold_value: None,
            target_balance: None,
            max_spend_limit: Patch::Keep,
            grant_expiration_period: None,
        }
    }

    /// How much may be spent in a month, in US dollars.
    #[must_use]
    pub fn with_max_spend_limit(mut self, max_spend_limit: impl Into<Quantity>) -> Self {
        self.max_spend_limit = Patch::Set(max_spend_limit.into().as_f64());
        self
    }

    /// As much may be spent as it takes.
    #[must_use]
    pub fn without_max_spend_limit(mut self) -> Self {
        self.max_spend_limit = Patch::Clear;
        self
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty, or a number is negative or not finite.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("currencyId", &self.currency_id)?;
        optional_quantity("thresholdValue", self.threshold_value)?;
        optional_quantity("targetBalance", self.target_balance)?;
        match self.max_spend_limit {
            Patch::Set(limit) => quantity("maxSpendLimit", limit),
            Patch::Keep | Patch::Clear => Ok(()),
        }
    }
}

with_methods! {
    SaveAutoRechargeSettingsInput {
        /// What the threshold is counted in.
        with_threshold_type => threshold_type: ThresholdType,
        /// Credits are bought as soon as the balance is below this.
        with_threshold_value => threshold_value: Quantity,
        /// Up to what balance they are bought.
        with_target_balance => target_balance: Quantity,
        /// When credits expire that were bought.
        with_grant_expiration_period => grant_expiration_period: GrantExpirationPeriod,
    }
}

/// How the credits of a customer are recharged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AutoRechargeSettings {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the credit currency.
    pub currency_id: String,
    /// Whether credits are recharged.
    pub is_enabled: bool,
    /// What the threshold is counted in.
    pub threshold_type: ThresholdType,
    /// Credits are bought as soon as the balance is below this.
    pub threshold_value: f64,
    /// Up to what balance they are bought.
    pub target_balance: f64,
    /// How much may be spent in a month, in US dollars; absent: as much as it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_spend_limit: Option<f64>,
    /// When credits expire that were bought.
    pub grant_expiration_period: GrantExpirationPeriod,
    /// How much was spent this month, in US dollars.
    pub current_monthly_spend: f64,
    /// When the settings were first saved; absent: they never were, and these are Stigg's defaults.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When the settings were last saved; absent: they never were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

impl AutoRechargeSettings {
    /// Settings that recharge nothing, and were never saved.
    pub fn new(customer_id: impl Into<String>, currency_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            currency_id: currency_id.into(),
            is_enabled: false,
            threshold_type: ThresholdType::CreditAmount,
            threshold_value: 0.0,
            target_balance: 0.0,
            max_spend_limit: None,
            grant_expiration_period: GrantExpirationPeriod::OneYear,
            current_monthly_spend: 0.0,
            created_at: None,
            updated_at: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_limit_is_kept_lifted_or_set() {
        #[track_caller]
        fn check(request: &SaveAutoRechargeSettingsInput, expected: Option<&serde_json::Value>) {
            let json = serde_json::to_value(request).unwrap();
            assert_eq!(json.get("maxSpendLimit"), expected);
            assert_eq!(
                serde_json::from_value::<SaveAutoRechargeSettingsInput>(json).unwrap(),
                *request
            );
        }
        let request = SaveAutoRechargeSettingsInput::new("c", "tokens", true);
        check(&request, None);
        check(&request.clone().without_max_spend_limit(), Some(&json!(null)));
        check(&request.with_max_spend_limit(50.0), Some(&json!(50.0)));
    }

    #[test]
    fn requests_name_what_is_wrong_with_them() {
        #[track_caller]
        fn check(validated: Result<(), InvalidRequest>, expected: &str) {
            assert_eq!(validated.unwrap_err().to_string(), expected);
        }
        let request = SaveAutoRechargeSettingsInput::new("c", "tokens", true);
        assert_eq!(request.validate(), Ok(()));
        check(
            GetAutoRechargeSettingsInput::new("c", "").validate(),
            "`currencyId` is empty",
        );
        check(
            SaveAutoRechargeSettingsInput::new("", "t", true).validate(),
            "`customerId` is empty",
        );
        check(
            request.clone().with_threshold_value(-1.0).validate(),
            "`thresholdValue` is -1; it cannot be negative",
        );
        check(
            request.with_max_spend_limit(f64::INFINITY).validate(),
            "`maxSpendLimit` is inf, which is not a number that can be sent",
        );
    }
}
