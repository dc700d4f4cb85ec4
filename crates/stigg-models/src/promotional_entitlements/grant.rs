//! Giving a customer entitlements.

use serde::{Deserialize, Serialize};

use crate::validation::{each, id, optional_finite};
use crate::with_methods::{with_lists_of_text, with_methods};
use crate::{
    EntitlementResetPeriod, InvalidRequest, MonthlyResetPeriodConfiguration, PromotionalEntitlementPeriod, Quantity,
    Timestamp, WeeklyResetPeriodConfiguration, YearlyResetPeriodConfiguration, serde_ext,
};

/// Gives a customer entitlements beside those of its subscriptions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GrantPromotionalEntitlementsInput {
    /// Your id of the customer.
    pub customer_id: String,
    /// What the customer is given.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub promotional_entitlements: Vec<GrantPromotionalEntitlementInput>,
}

impl GrantPromotionalEntitlementsInput {
    /// Gives a customer these entitlements.
    pub fn new(
        customer_id: impl Into<String>,
        promotional_entitlements: impl Into<Vec<GrantPromotionalEntitlementInput>>,
    ) -> Self {
        Self {
            customer_id: customer_id.into(),
            promotional_entitlements: promotional_entitlements.into(),
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty, a limit is not a finite number, or an entitlement until a date has no date.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        validate_entitlements(&self.promotional_entitlements)
    }
}

/// Checks the entitlements of a request.
pub(super) fn validate_entitlements(entitlements: &[GrantPromotionalEntitlementInput]) -> Result<(), InvalidRequest> {
    each(
        "promotionalEntitlements",
        entitlements,
        GrantPromotionalEntitlementInput::validate,
    )
}

/// An entitlement to a feature that a customer is given for some time.
///
/// ```
/// use stigg_models::{GrantPromotionalEntitlementInput, PromotionalEntitlementPeriod};
///
/// let calls = GrantPromotionalEntitlementInput::new("api-calls", PromotionalEntitlementPeriod::OneMonth)
///     .with_usage_limit(5000);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GrantPromotionalEntitlementInput {
    /// Your id of the feature.
    pub feature_id: String,
    /// How long the customer has it, from now.
    pub period: PromotionalEntitlementPeriod,
    /// When it ends; for the period [`Custom`](PromotionalEntitlementPeriod::Custom), which needs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_end_date: Option<Timestamp>,
    /// The limit of a metered feature per usage period, or the value of a numeric one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_limit: Option<f64>,
    /// Whether there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_unlimited_usage: Option<bool>,
    /// Whether usage beyond the limit is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_soft_limit: Option<bool>,
    /// Whether Stigg's widgets show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_visible: Option<bool>,
    /// The values of an enum feature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_values: Option<Vec<String>>,
    /// How often usage starts again from zero; absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset_period: Option<EntitlementResetPeriod>,
    /// From where months are counted, if usage starts again monthly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monthly_reset_period_configuration: Option<MonthlyResetPeriodConfiguration>,
    /// From where weeks are counted, if usage starts again weekly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekly_reset_period_configuration: Option<WeeklyResetPeriodConfiguration>,
    /// From where years are counted, if usage starts again yearly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yearly_reset_period_configuration: Option<YearlyResetPeriodConfiguration>,
}

impl GrantPromotionalEntitlementInput {
    /// A feature for some time. One with a limit needs a limit, or [none at all](Self::with_unlimited_usage).
    pub fn new(feature_id: impl Into<String>, period: PromotionalEntitlementPeriod) -> Self {
        Self {
            feature_id: feature_id.into(),
            period,
            custom_end_date: None,
            usage_limit: None,
            has_unlimited_usage: None,
            has_soft_limit: None,
            is_visible: None,
            enum_values: None,
            reset_period: None,
            monthly_reset_period_configuration: None,
            weekly_reset_period_configuration: None,
            yearly_reset_period_configuration: None,
        }
    }

    /// A feature until a date: of the period [`Custom`](PromotionalEntitlementPeriod::Custom).
    pub fn until(feature_id: impl Into<String>, end_date: Timestamp) -> Self {
        Self {
            custom_end_date: Some(end_date),
            ..Self::new(feature_id, PromotionalEntitlementPeriod::Custom)
        }
    }

    fn validate(&self) -> Result<(), InvalidRequest> {
        id("featureId", &self.feature_id)?;
        if self.period == PromotionalEntitlementPeriod::Custom && self.custom_end_date.is_none() {
            return Err(InvalidRequest::new(
                "customEndDate",
                "is missing; the period `CUSTOM` needs it",
            ));
        }
        optional_finite("usageLimit", self.usage_limit)
    }
}

with_methods! {
    GrantPromotionalEntitlementInput {
        /// The limit of a metered feature per usage period, or the value of a numeric one.
        with_usage_limit => usage_limit: Quantity,
        /// Whether there is no limit.
        with_unlimited_usage => has_unlimited_usage: bool,
        /// Whether usage beyond the limit is allowed.
        with_soft_limit => has_soft_limit: bool,
        /// Whether Stigg's widgets show it.
        with_visible => is_visible: bool,
        /// How often usage starts again from zero.
        with_reset_period => reset_period: EntitlementResetPeriod,
        /// From where months are counted, if usage starts again monthly.
        with_monthly_reset => monthly_reset_period_configuration: MonthlyResetPeriodConfiguration,
        /// From where weeks are counted, if usage starts again weekly.
        with_weekly_reset => weekly_reset_period_configuration: WeeklyResetPeriodConfiguration,
        /// From where years are counted, if usage starts again yearly.
        with_yearly_reset => yearly_reset_period_configuration: YearlyResetPeriodConfiguration,
    }
}

with_lists_of_text! {
    GrantPromotionalEntitlementInput {
        /// The values of an enum feature.
        with_enum_values => enum_values,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::serde_ext::fields::assert_every_field_is_set;
    use crate::{MonthlyAccordingTo, WeeklyAccordingTo, YearlyAccordingTo};

    fn end() -> Timestamp {
        "2026-03-01T00:00:00.000Z".parse().unwrap()
    }

    #[test]
    fn everything_can_be_said_of_a_grant() {
        let grant = GrantPromotionalEntitlementInput::until("seats", end())
            .with_usage_limit(10)
            .with_unlimited_usage(false)
            .with_soft_limit(true)
            .with_visible(true)
            .with_enum_values(["eu".to_owned()])
            .with_reset_period(EntitlementResetPeriod::Month)
            .with_monthly_reset(MonthlyAccordingTo::StartOfTheMonth)
            .with_weekly_reset(WeeklyAccordingTo::EveryMonday)
            .with_yearly_reset(YearlyAccordingTo::SubscriptionStart);
        assert_every_field_is_set(&grant);
        assert_eq!(
            serde_json::to_value(GrantPromotionalEntitlementsInput::new("customer-42", [grant])).unwrap(),
            json!({"customerId": "customer-42", "promotionalEntitlements": [{
                "featureId": "seats", "period": "CUSTOM", "customEndDate": "2026-03-01T00:00:00.000Z",
                "usageLimit": 10.0, "hasUnlimitedUsage": false, "hasSoftLimit": true, "isVisible": true,
                "enumValues": ["eu"], "resetPeriod": "MONTH",
                "monthlyResetPeriodConfiguration": {"accordingTo": "StartOfTheMonth"},
                "weeklyResetPeriodConfiguration": {"accordingTo": "EveryMonday"},
                "yearlyResetPeriodConfiguration": {"accordingTo": "SubscriptionStart"},
            }]})
        );
    }

    #[test]
    fn a_grant_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(grant: GrantPromotionalEntitlementInput, expected: &str) {
            let first = GrantPromotionalEntitlementInput::until("seats", end());
            let request = GrantPromotionalEntitlementsInput::new("customer-42", [first, grant]);
            assert_eq!(request.validate().unwrap_err().to_string(), expected);
        }
        let lifetime = |feature| GrantPromotionalEntitlementInput::new(feature, PromotionalEntitlementPeriod::Lifetime);
        check(lifetime(""), "`promotionalEntitlements[1].featureId` is empty");
        check(
            lifetime("seats").with_usage_limit(f64::NAN),
            "`promotionalEntitlements[1].usageLimit` is NaN, which is not a number that can be sent",
        );
        check(
            GrantPromotionalEntitlementInput::new("seats", PromotionalEntitlementPeriod::Custom),
            "`promotionalEntitlements[1].customEndDate` is missing; the period `CUSTOM` needs it",
        );
        let nobody = GrantPromotionalEntitlementsInput::new("", []);
        assert_eq!(nobody.validate().unwrap_err().field(), "customerId");
    }
}
