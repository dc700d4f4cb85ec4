//! Calculated usage: "this customer used so much", answered with the new total.

use serde::{Deserialize, Serialize};

use super::{Dimensions, Quantity, check_dimensions};
use crate::validation::{finite, id, optional_id};
use crate::with_methods::with_methods;
use crate::{InvalidRequest, Timestamp, UsageUpdateBehavior};

/// Reports usage of a metered feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReportUsage {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the feature.
    pub feature_id: String,
    /// Units to add, or the new total, as [`update_behavior`](Self::update_behavior) says. Negative values take back.
    pub value: f64,
    /// Your id of the resource that used it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Whether the value is added (`DELTA`, the default of Stigg) or replaces the total (`SET`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_behavior: Option<UsageUpdateBehavior>,
    /// When it was used; absent: now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// Properties of the usage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Dimensions>,
    /// Reports with the same key count once. The client makes one up for each report that has none, so that its own
    /// retries never count twice; give your own to make *your* retries safe as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
}

impl ReportUsage {
    /// Reports that a customer used some units of a feature, in any kind of number: see [`Quantity`].
    pub fn new(customer_id: impl Into<String>, feature_id: impl Into<String>, value: impl Into<Quantity>) -> Self {
        Self {
            customer_id: customer_id.into(),
            feature_id: feature_id.into(),
            value: value.into().as_f64(),
            resource_id: None,
            update_behavior: None,
            created_at: None,
            dimensions: None,
            idempotency_key: None,
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty, or the value or a dimension is not a finite number.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("featureId", &self.feature_id)?;
        optional_id("resourceId", self.resource_id.as_deref())?;
        optional_id("idempotencyKey", self.idempotency_key.as_deref())?;
        finite("value", self.value)?;
        check_dimensions(self.dimensions.as_ref())
    }
}

with_methods! {
    ReportUsage {
        /// The resource that used it.
        with_resource_id => resource_id: String,
        /// Whether the value is added or replaces the total.
        with_update_behavior => update_behavior: UsageUpdateBehavior,
        /// When it was used.
        with_created_at => created_at: Timestamp,
        /// Properties of the usage.
        with_dimensions => dimensions: Dimensions,
        /// Reports with the same key count once.
        with_idempotency_key => idempotency_key: String,
    }
}

/// Stigg's answer to a usage report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReportUsageAck {
    /// Stigg's id of the measurement.
    pub measurement_id: String,
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the feature.
    pub feature_id: String,
    /// Your id of the resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Units used in the current period, with this report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_usage: Option<f64>,
    /// The start of the current usage period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_period_start: Option<Timestamp>,
    /// The end of the current usage period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_period_end: Option<Timestamp>,
    /// The same as [`usage_period_end`](Self::usage_period_end), by the name that Stigg used before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_reset_date: Option<Timestamp>,
    /// When Stigg counted the usage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<Timestamp>,
    /// What the usage cost in credits, if the feature is paid for with credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<UsageCredit>,
}

impl ReportUsageAck {
    /// An answer that tells no more than that the report arrived.
    pub fn new(
        measurement_id: impl Into<String>,
        customer_id: impl Into<String>,
        feature_id: impl Into<String>,
    ) -> Self {
        Self {
            measurement_id: measurement_id.into(),
            customer_id: customer_id.into(),
            feature_id: feature_id.into(),
            resource_id: None,
            current_usage: None,
            usage_period_start: None,
            usage_period_end: None,
            next_reset_date: None,
            timestamp: None,
            credit: None,
        }
    }
}

/// What a usage report cost in credits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageCredit {
    /// Your id of the credit currency.
    pub currency_id: String,
    /// Credits consumed in total, with this report.
    pub current_usage: f64,
    /// Credits consumed by this report; 0 for one that was counted before.
    pub consumed: f64,
    /// Credits granted in total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_limit: Option<f64>,
    /// When recurring credits are granted again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_period_end: Option<Timestamp>,
    /// When Stigg counted the credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<Timestamp>,
}

impl UsageCredit {
    /// What a report cost in credits of a currency.
    pub fn new(currency_id: impl Into<String>, current_usage: f64, consumed: f64) -> Self {
        Self {
            currency_id: currency_id.into(),
            current_usage,
            consumed,
            usage_limit: None,
            usage_period_end: None,
            timestamp: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_report_travels_as_in_the_official_sdk() {
        let report = ReportUsage::new("customer-42", "api-calls", -2)
            .with_resource_id("site-1")
            .with_update_behavior(UsageUpdateBehavior::Set)
            .with_dimensions([("region".to_owned(), "eu".into()), ("batch".to_owned(), true.into())])
            .with_idempotency_key("key-1");
        let json = json!({
            "customerId": "customer-42", "featureId": "api-calls", "value": -2.0, "resourceId": "site-1",
            "updateBehavior": "SET", "dimensions": {"batch": true, "region": "eu"}, "idempotencyKey": "key-1",
        });
        assert_eq!(serde_json::to_value(&report).unwrap(), json);
        assert_eq!(serde_json::from_value::<ReportUsage>(json).unwrap(), report);
    }

    #[test]
    fn a_report_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(report: &ReportUsage, expected: &str) {
            assert_eq!(report.validate().unwrap_err().to_string(), expected);
        }
        check(&ReportUsage::new("", "f", 1), "`customerId` is empty");
        check(&ReportUsage::new("c", " ", 1), "`featureId` is blank");
        check(
            &ReportUsage::new("c", "f", 1).with_resource_id(""),
            "`resourceId` is empty",
        );
        check(
            &ReportUsage::new("c", "f", 1).with_idempotency_key(""),
            "`idempotencyKey` is empty",
        );
        check(
            &ReportUsage::new("c", "f", f64::INFINITY),
            "`value` is inf, which is not a number that can be sent",
        );
        let tokens = |tokens: f64| Dimensions::from([("tokens".to_owned(), tokens.into())]);
        check(
            &ReportUsage::new("c", "f", 1).with_dimensions(tokens(f64::NAN)),
            "`dimensions.tokens` is NaN, which is not a number that can be sent",
        );
        assert!(
            ReportUsage::new("c", "f", -1)
                .with_dimensions(tokens(1.0))
                .validate()
                .is_ok()
        );
    }
}
