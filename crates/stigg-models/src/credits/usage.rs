//! What credits were consumed for.

use serde::{Deserialize, Serialize};

use super::check_pool;
use crate::serde_ext::null_as_default;
use crate::validation::{group_by, nested};
use crate::with_methods::{with_lists_of_text, with_methods};
use crate::{CreditUsageTimeRange, CursorPaging, CustomCurrency, InvalidRequest, PageInfo, Timestamp};

/// Asks what credits a customer has consumed over time.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditUsageInput {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the credit currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_id: Option<String>,
    /// Your id of the resource whose credits they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// How far back; absent: a month. A [start date](Self::start_date) counts more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_range: Option<CreditUsageTimeRange>,
    /// From when on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Timestamp>,
    /// Until when; absent: now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Timestamp>,
    /// Names of dimensions: one series for each combination of their values. At most three.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_by: Option<Vec<String>>,
    /// Which page of the series; absent: the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paging: Option<CursorPaging>,
}

impl CreditUsageInput {
    /// Asks what credits a customer has consumed in the last month.
    pub fn new(customer_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            currency_id: None,
            resource_id: None,
            time_range: None,
            start_date: None,
            end_date: None,
            group_by: None,
            paging: None,
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id, the name of a dimension or a cursor is empty, or a page has no size.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        check_pool(
            &self.customer_id,
            self.currency_id.as_deref(),
            self.resource_id.as_deref(),
        )?;
        group_by(self.group_by.as_deref())?;
        nested("paging", self.paging.as_ref(), CursorPaging::validate)
    }
}

with_methods! {
    CreditUsageInput {
        /// Only credits of this currency.
        with_currency_id => currency_id: String,
        /// The credits of this resource.
        with_resource_id => resource_id: String,
        /// How far back.
        with_time_range => time_range: CreditUsageTimeRange,
        /// From when on.
        with_start_date => start_date: Timestamp,
        /// Until when.
        with_end_date => end_date: Timestamp,
        /// Which page of the series.
        with_paging => paging: CursorPaging,
    }
}

with_lists_of_text! {
    CreditUsageInput {
        /// One series for each combination of the values of these dimensions.
        with_group_by => group_by,
    }
}

/// What credits a customer has consumed over time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditUsage {
    /// What was consumed, by what it was consumed for.
    #[serde(default, deserialize_with = "null_as_default")]
    pub series: Vec<CreditUsageSeries>,
    /// The credit currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<CustomCurrency>,
    /// Where the page is in the list of series.
    #[serde(default, deserialize_with = "null_as_default")]
    pub page_info: PageInfo,
}

/// Credits that were consumed for one thing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditUsageSeries {
    /// Your id of the feature; absent for credits that were consumed by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_id: Option<String>,
    /// The name of the feature that people see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_name: Option<String>,
    /// How many credits.
    pub total_credits: f64,
    /// When they were consumed.
    #[serde(default, deserialize_with = "null_as_default")]
    pub points: Vec<CreditUsagePoint>,
}

/// Credits that were consumed at one time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditUsagePoint {
    /// When.
    pub timestamp: Timestamp,
    /// How many credits.
    pub value: f64,
}

impl CreditUsagePoint {
    /// Credits that were consumed at a time.
    pub fn new(timestamp: Timestamp, value: f64) -> Self {
        Self { timestamp, value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(request: &CreditUsageInput, expected: &str) {
            assert_eq!(request.validate().unwrap_err().to_string(), expected);
        }
        let request = CreditUsageInput::new("c").with_group_by(["model"]);
        assert_eq!(request.validate(), Ok(()));
        check(&CreditUsageInput::new(""), "`customerId` is empty");
        check(&request.clone().with_group_by(["model", ""]), "`groupBy[1]` is empty");
        check(
            &request.with_paging(CursorPaging::first(1).with_after("")),
            "`paging.after` is empty",
        );
    }
}
