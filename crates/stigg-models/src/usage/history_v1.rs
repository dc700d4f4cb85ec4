//! How usage went over time, as it was asked for before groups of dimensions came.

use serde::{Deserialize, Serialize};

use crate::serde_ext::null_as_default;
use crate::validation::{id, optional_id};
use crate::with_methods::with_methods;
use crate::{
    EntitlementResetPeriod, InvalidRequest, MonthlyResetPeriodConfiguration, Timestamp, WeeklyResetPeriodConfiguration,
    YearlyResetPeriodConfiguration,
};

/// Asks how the usage of a feature went over time. [`UsageHistoryV2Input`](crate::UsageHistoryV2Input) asks for more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FetchUsageHistory {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the feature.
    pub feature_id: String,
    /// Your id of the resource that used it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Where the history begins.
    pub start_date: Timestamp,
    /// Where it ends; absent: now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Timestamp>,
    /// How often usage is taken to begin again from zero; absent: as often as it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset_period: Option<EntitlementResetPeriod>,
    /// From where months are counted, if usage is taken to begin again every month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monthly_reset_period_configuration: Option<MonthlyResetPeriodConfiguration>,
    /// From where weeks are counted, if usage is taken to begin again every week.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekly_reset_period_configuration: Option<WeeklyResetPeriodConfiguration>,
    /// From where years are counted, if usage is taken to begin again every year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yearly_reset_period_configuration: Option<YearlyResetPeriodConfiguration>,
}

impl FetchUsageHistory {
    /// Asks how a customer used a feature from a time until now.
    pub fn new(
        customer_id: impl Into<String>,
        feature_id: impl Into<String>,
        start_date: impl Into<Timestamp>,
    ) -> Self {
        Self {
            customer_id: customer_id.into(),
            feature_id: feature_id.into(),
            resource_id: None,
            start_date: start_date.into(),
            end_date: None,
            reset_period: None,
            monthly_reset_period_configuration: None,
            weekly_reset_period_configuration: None,
            yearly_reset_period_configuration: None,
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("featureId", &self.feature_id)?;
        optional_id("resourceId", self.resource_id.as_deref())
    }
}

with_methods! {
    FetchUsageHistory {
        /// The resource that used it.
        with_resource_id => resource_id: String,
        /// Where the history ends.
        with_end_date => end_date: Timestamp,
        /// How often usage is taken to begin again from zero.
        with_reset_period => reset_period: EntitlementResetPeriod,
        /// From where months are counted.
        with_monthly_reset => monthly_reset_period_configuration: MonthlyResetPeriodConfiguration,
        /// From where weeks are counted.
        with_weekly_reset => weekly_reset_period_configuration: WeeklyResetPeriodConfiguration,
        /// From where years are counted.
        with_yearly_reset => yearly_reset_period_configuration: YearlyResetPeriodConfiguration,
    }
}

/// The usage at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageHistoryPoint {
    /// When.
    pub date: Timestamp,
    /// Units used in the usage period so far.
    pub value: f64,
    /// Whether usage began again from zero here.
    #[serde(default, deserialize_with = "null_as_default")]
    pub is_reset_point: bool,
}

impl UsageHistoryPoint {
    /// So many units at a time at which usage went on.
    pub fn new(date: impl Into<Timestamp>, value: f64) -> Self {
        Self {
            date: date.into(),
            value,
            is_reset_point: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(request: &FetchUsageHistory, expected: &str) {
            assert_eq!(request.validate().unwrap_err().to_string(), expected);
        }
        let of = |customer, feature| FetchUsageHistory::new(customer, feature, Timestamp::UNIX_EPOCH);
        check(&of("", "f"), "`customerId` is empty");
        check(&of("c", ""), "`featureId` is empty");
        check(&of("c", "f").with_resource_id(" "), "`resourceId` is blank");
    }
}
