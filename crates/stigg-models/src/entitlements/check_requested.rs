//! Telling Stigg that an entitlement was checked.

use serde::{Deserialize, Serialize};

use super::{
    BooleanEntitlement, Entitlement, EnumEntitlement, MeteredEntitlement, NumericEntitlement, UnknownEntitlement,
};
use crate::validation::{id, nested, optional_finite, optional_id};
use crate::with_methods::with_methods;
use crate::{
    AccessDeniedReason, EntitlementResetPeriod, InvalidRequest, MonthlyResetPeriodConfiguration, Quantity, Timestamp,
    WeeklyResetPeriodConfiguration, YearlyResetPeriodConfiguration,
};

/// Tells Stigg that an entitlement was checked, and what came of it. Stigg makes statistics of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EntitlementCheckRequested {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the feature.
    pub feature_id: String,
    /// What the check answered.
    pub entitlement_check_result: EntitlementCheckResult,
    /// Your id of the resource that was checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Units that were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_usage: Option<f64>,
    /// Values that were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_values: Option<Vec<String>>,
}

impl EntitlementCheckRequested {
    /// A check of a feature, and what it answered: the answer itself, or whether there was access.
    pub fn new(
        customer_id: impl Into<String>,
        feature_id: impl Into<String>,
        result: impl Into<EntitlementCheckResult>,
    ) -> Self {
        Self {
            customer_id: customer_id.into(),
            feature_id: feature_id.into(),
            entitlement_check_result: result.into(),
            resource_id: None,
            requested_usage: None,
            requested_values: None,
        }
    }

    /// Units that were asked for, in any kind of number.
    #[must_use]
    pub fn with_requested_usage(mut self, requested_usage: impl Into<Quantity>) -> Self {
        self.requested_usage = Some(requested_usage.into().as_f64());
        self
    }

    /// Values that were asked for.
    #[must_use]
    pub fn with_requested_values(mut self, requested_values: impl IntoIterator<Item: Into<String>>) -> Self {
        self.requested_values = Some(requested_values.into_iter().map(Into::into).collect());
        self
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty, or a quantity is not a finite number.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("featureId", &self.feature_id)?;
        optional_id("resourceId", self.resource_id.as_deref())?;
        optional_finite("requestedUsage", self.requested_usage)?;
        nested(
            "entitlementCheckResult",
            Some(&self.entitlement_check_result),
            EntitlementCheckResult::validate,
        )
    }
}

with_methods! {
    EntitlementCheckRequested {
        /// The resource that was checked.
        with_resource_id => resource_id: String,
    }
}

/// What a check answered.
///
/// Every answer about a feature becomes one, and so does a `bool`. Of an [`EntitlementV2`](crate::EntitlementV2) that is
/// the answer that [`as_feature`](crate::EntitlementV2::as_feature) tells: Stigg takes no report of a check of credits.
///
/// ```
/// use stigg_models::{EntitlementCheckResult, MeteredEntitlement};
///
/// let mut answer = MeteredEntitlement::default();
/// answer.has_access = true;
/// answer.usage_limit = Some(100.0);
/// let result = EntitlementCheckResult::from(&answer);
/// assert!(result.has_access);
/// assert_eq!(result.usage_limit, Some(100.0));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EntitlementCheckResult {
    /// Whether access was granted.
    pub has_access: bool,
    /// Why access was denied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_denied_reason: Option<AccessDeniedReason>,
    /// The limit of a metered feature, or the value of a numeric one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_limit: Option<f64>,
    /// Units used in the usage period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_usage: Option<f64>,
    /// Units that were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_usage: Option<f64>,
    /// Values that were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_values: Option<Vec<String>>,
    /// The values of an enum feature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_values: Option<Vec<String>>,
    /// Whether there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_unlimited_usage: Option<bool>,
    /// Whether usage beyond the limit is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_soft_limit: Option<bool>,
    /// When usage begins again from zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_reset_date: Option<Timestamp>,
    /// How often usage begins again from zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset_period: Option<EntitlementResetPeriod>,
    /// From where months of usage are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monthly_reset_period_configuration: Option<MonthlyResetPeriodConfiguration>,
    /// From where weeks of usage are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekly_reset_period_configuration: Option<WeeklyResetPeriodConfiguration>,
    /// From where years of usage are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yearly_reset_period_configuration: Option<YearlyResetPeriodConfiguration>,
}

impl EntitlementCheckResult {
    /// Access was granted, or was not; fields that say more are set on the value.
    pub fn new(has_access: bool) -> Self {
        Self {
            has_access,
            ..Self::default()
        }
    }

    fn validate(&self) -> Result<(), InvalidRequest> {
        optional_finite("usageLimit", self.usage_limit)?;
        optional_finite("currentUsage", self.current_usage)?;
        optional_finite("requestedUsage", self.requested_usage)
    }
}

impl From<bool> for EntitlementCheckResult {
    fn from(has_access: bool) -> Self {
        Self::new(has_access)
    }
}

impl From<&BooleanEntitlement> for EntitlementCheckResult {
    fn from(answer: &BooleanEntitlement) -> Self {
        Self {
            access_denied_reason: answer.access_denied_reason.clone(),
            ..Self::new(answer.has_access)
        }
    }
}

impl From<&NumericEntitlement> for EntitlementCheckResult {
    fn from(answer: &NumericEntitlement) -> Self {
        Self {
            access_denied_reason: answer.access_denied_reason.clone(),
            usage_limit: answer.value,
            has_unlimited_usage: Some(answer.is_unlimited),
            ..Self::new(answer.has_access)
        }
    }
}

impl From<&MeteredEntitlement> for EntitlementCheckResult {
    fn from(answer: &MeteredEntitlement) -> Self {
        Self {
            access_denied_reason: answer.access_denied_reason.clone(),
            usage_limit: answer.usage_limit,
            current_usage: Some(answer.current_usage),
            requested_usage: Some(answer.requested_usage),
            has_unlimited_usage: Some(answer.is_unlimited),
            has_soft_limit: Some(answer.has_soft_limit),
            next_reset_date: answer.next_reset_date,
            reset_period: answer.reset_period.clone(),
            ..Self::new(answer.has_access)
        }
    }
}

impl From<&EnumEntitlement> for EntitlementCheckResult {
    fn from(answer: &EnumEntitlement) -> Self {
        Self {
            access_denied_reason: answer.access_denied_reason.clone(),
            enum_values: Some(answer.enum_values.to_vec()),
            requested_values: answer.requested_values.as_deref().map(<[String]>::to_vec),
            ..Self::new(answer.has_access)
        }
    }
}

impl From<&UnknownEntitlement> for EntitlementCheckResult {
    /// Says what is known.
    fn from(answer: &UnknownEntitlement) -> Self {
        Self {
            access_denied_reason: answer.access_denied_reason.clone(),
            // What the feature has of the two depends on its type; they share a field here.
            usage_limit: answer.usage_limit.or(answer.value),
            current_usage: answer.current_usage,
            has_unlimited_usage: answer.is_unlimited,
            enum_values: answer.enum_values.as_deref().map(<[String]>::to_vec),
            ..Self::new(answer.has_access)
        }
    }
}

impl From<&Entitlement> for EntitlementCheckResult {
    fn from(answer: &Entitlement) -> Self {
        match answer {
            Entitlement::Boolean(answer) => answer.into(),
            Entitlement::Numeric(answer) => answer.into(),
            Entitlement::Metered(answer) => answer.into(),
            Entitlement::Enum(answer) => answer.into(),
            Entitlement::Unknown(answer) => answer.into(),
        }
    }
}

macro_rules! from_owned {
    ($($answer:ty),*) => {$(
        impl From<$answer> for EntitlementCheckResult {
            fn from(answer: $answer) -> Self {
                Self::from(&answer)
            }
        }
    )*};
}

from_owned!(
    BooleanEntitlement,
    NumericEntitlement,
    MeteredEntitlement,
    EnumEntitlement,
    UnknownEntitlement,
    Entitlement
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CreditEntitlement, EntitlementCurrency, EntitlementV2};

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(request: &EntitlementCheckRequested, expected: &str) {
            assert_eq!(request.validate().unwrap_err().to_string(), expected);
        }
        check(&EntitlementCheckRequested::new("", "f", true), "`customerId` is empty");
        check(&EntitlementCheckRequested::new("c", "", true), "`featureId` is empty");
        check(
            &EntitlementCheckRequested::new("c", "f", true).with_requested_usage(f64::NAN),
            "`requestedUsage` is NaN, which is not a number that can be sent",
        );
        let mut result = EntitlementCheckResult::new(true);
        result.usage_limit = Some(f64::INFINITY);
        check(
            &EntitlementCheckRequested::new("c", "f", result),
            "`entitlementCheckResult.usageLimit` is inf, which is not a number that can be sent",
        );
    }

    #[test]
    fn the_answer_of_a_check_is_told_as_it_was() {
        let answer = EnumEntitlement {
            enum_values: ["eu".to_owned()].into(),
            requested_values: Some(["us".to_owned()].into()),
            access_denied_reason: Some(AccessDeniedReason::RequestedValuesMismatch),
            ..EnumEntitlement::default()
        };
        let result = EntitlementCheckResult::from(&answer);
        assert!(!result.has_access);
        assert_eq!(result.enum_values, Some(vec!["eu".to_owned()]));
        assert_eq!(result.requested_values, Some(vec!["us".to_owned()]));
        assert_eq!(result.access_denied_reason, answer.access_denied_reason);
    }

    #[test]
    fn an_answer_of_any_kind_is_told_as_that_kind_is() {
        #[track_caller]
        fn check(answer: Entitlement, expected: &EntitlementCheckResult) {
            assert_eq!(EntitlementCheckResult::from(&answer), *expected);
            let any = EntitlementV2::Feature(answer.clone());
            assert_eq!(
                any.as_feature().map(EntitlementCheckResult::from).as_ref(),
                Some(expected)
            );
            assert_eq!(EntitlementCheckResult::from(answer), *expected);
        }
        let boolean = BooleanEntitlement {
            has_access: true,
            ..BooleanEntitlement::default()
        };
        check(Entitlement::Boolean(boolean.clone()), &boolean.into());
        let numeric = NumericEntitlement {
            value: Some(5.0),
            ..NumericEntitlement::default()
        };
        check(Entitlement::Numeric(numeric.clone()), &numeric.into());
        let metered = MeteredEntitlement {
            current_usage: 3.0,
            ..MeteredEntitlement::default()
        };
        check(Entitlement::Metered(metered.clone()), &metered.into());
        let of_enum = EnumEntitlement {
            enum_values: ["eu".to_owned()].into(),
            ..EnumEntitlement::default()
        };
        check(Entitlement::Enum(of_enum.clone()), &of_enum.into());
        let unknown = UnknownEntitlement {
            has_access: true,
            ..UnknownEntitlement::default()
        };
        check(Entitlement::Unknown(unknown), &true.into());
    }

    #[test]
    fn of_a_feature_of_unknown_type_everything_that_is_known_is_told() {
        let answer = UnknownEntitlement {
            access_denied_reason: Some(AccessDeniedReason::Unknown),
            value: Some(5.0),
            current_usage: Some(3.0),
            is_unlimited: Some(false),
            enum_values: Some(["eu".to_owned()].into()),
            ..UnknownEntitlement::default()
        };
        let result = EntitlementCheckResult::from(&answer);
        assert_eq!(result.access_denied_reason, answer.access_denied_reason);
        assert_eq!(result.usage_limit, Some(5.0));
        assert_eq!(result.current_usage, Some(3.0));
        assert_eq!(result.has_unlimited_usage, Some(false));
        assert_eq!(result.enum_values, Some(vec!["eu".to_owned()]));
        let metered = UnknownEntitlement {
            usage_limit: Some(10.0),
            ..answer
        };
        assert_eq!(EntitlementCheckResult::from(metered).usage_limit, Some(10.0));
    }

    #[test]
    fn an_answer_about_credits_is_none_about_a_feature() {
        let credits = CreditEntitlement::new(EntitlementCurrency::new("tokens"));
        assert_eq!(EntitlementV2::Credit(credits).as_feature(), None);
    }
}
