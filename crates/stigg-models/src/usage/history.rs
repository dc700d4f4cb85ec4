//! How usage went over time.

use serde::{Deserialize, Serialize};

use crate::serde_ext::null_as_default;
use crate::validation::{group_by, id, nested, optional_id};
use crate::with_methods::with_methods;
use crate::{CursorPaging, InvalidRequest, Timestamp, UsageMarkerType};

/// Asks how the usage of a feature went over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageHistoryV2Input {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the feature.
    pub feature_id: String,
    /// Where the history begins.
    pub start_date: Timestamp,
    /// Where it ends; absent: now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Timestamp>,
    /// Your id of the resource that used it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Names of dimensions: the answer has a series for each combination of their values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_by: Option<Vec<String>>,
    /// Whether usage under subscriptions that are over is told too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_inactive_subscriptions: Option<bool>,
    /// Which of the series are asked for. Stigg does not tell their cursors here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paging: Option<CursorPaging>,
}

impl UsageHistoryV2Input {
    /// Asks how a customer used a feature from a time until now.
    pub fn new(
        customer_id: impl Into<String>,
        feature_id: impl Into<String>,
        start_date: impl Into<Timestamp>,
    ) -> Self {
        Self {
            customer_id: customer_id.into(),
            feature_id: feature_id.into(),
            start_date: start_date.into(),
            end_date: None,
            resource_id: None,
            group_by: None,
            include_inactive_subscriptions: None,
            paging: None,
        }
    }

    /// One series for each combination of the values of these dimensions.
    #[must_use]
    pub fn with_group_by(mut self, dimensions: impl IntoIterator<Item: Into<String>>) -> Self {
        self.group_by = Some(dimensions.into_iter().map(Into::into).collect());
        self
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id or the name of a dimension is empty, or the paging makes no sense.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("featureId", &self.feature_id)?;
        optional_id("resourceId", self.resource_id.as_deref())?;
        group_by(self.group_by.as_deref())?;
        nested("paging", self.paging.as_ref(), CursorPaging::validate)
    }
}

with_methods! {
    UsageHistoryV2Input {
        /// Where the history ends.
        with_end_date => end_date: Timestamp,
        /// The resource that used it.
        with_resource_id => resource_id: String,
        /// Whether usage under subscriptions that are over is told too.
        with_include_inactive_subscriptions => include_inactive_subscriptions: bool,
        /// Which of the series are asked for.
        with_paging => paging: CursorPaging,
    }
}

/// How the usage of a feature went over time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageHistoryV2 {
    /// When usage began again from zero, and why.
    #[serde(default, deserialize_with = "null_as_default")]
    pub markers: Vec<UsageMarker>,
    /// The usage: one series, or one for each combination of the dimensions that it is grouped by.
    #[serde(default, deserialize_with = "null_as_default")]
    pub series: Vec<UsageHistorySeries>,
}

/// Usage over time, all of it or that with certain dimensions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageHistorySeries {
    /// The dimensions that the usage has; none when it is not grouped.
    #[serde(default, deserialize_with = "null_as_default")]
    pub tags: Vec<UsageHistorySeriesTag>,
    /// The usage at certain times, oldest first.
    #[serde(default, deserialize_with = "null_as_default")]
    pub points: Vec<UsageHistorySeriesPoint>,
}

/// A dimension of the usage of a series.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageHistorySeriesTag {
    /// The name of the dimension.
    pub key: String,
    /// Its value, as text.
    pub value: String,
}

impl UsageHistorySeriesTag {
    /// A dimension that has a value.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            value: value.into(),
        }
    }
}

/// The usage at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageHistorySeriesPoint {
    /// When.
    pub timestamp: Timestamp,
    /// Units used in the usage period so far.
    pub value: f64,
    /// Whether usage began again from zero here.
    #[serde(default, deserialize_with = "null_as_default")]
    pub is_reset_point: bool,
}

impl UsageHistorySeriesPoint {
    /// So many units at a time at which usage went on.
    pub fn new(timestamp: impl Into<Timestamp>, value: f64) -> Self {
        Self {
            timestamp: timestamp.into(),
            value,
            is_reset_point: false,
        }
    }
}

/// A time at which usage began again from zero.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageMarker {
    /// Why it began again.
    #[serde(rename = "type")]
    pub marker_type: UsageMarkerType,
    /// When.
    pub timestamp: Timestamp,
}

impl UsageMarker {
    /// Usage began again at a time, for a reason.
    pub fn new(marker_type: UsageMarkerType, timestamp: impl Into<Timestamp>) -> Self {
        Self {
            marker_type,
            timestamp: timestamp.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(request: &UsageHistoryV2Input, expected: &str) {
            assert_eq!(request.validate().unwrap_err().to_string(), expected);
        }
        let of = |customer, feature| UsageHistoryV2Input::new(customer, feature, Timestamp::UNIX_EPOCH);
        check(&of("", "f"), "`customerId` is empty");
        check(&of("c", " "), "`featureId` is blank");
        check(&of("c", "f").with_resource_id(""), "`resourceId` is empty");
        check(&of("c", "f").with_group_by(["region", ""]), "`groupBy[1]` is empty");
        check(
            &of("c", "f").with_paging(CursorPaging::first(0)),
            "`paging.first` is 0; a page has at least one item",
        );
        assert_eq!(of("c", "f").with_group_by(["region"]).validate(), Ok(()));
    }
}
