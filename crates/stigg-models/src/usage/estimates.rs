//! What usage would cost in credits.

use serde::{Deserialize, Serialize};

use super::{DimensionValue, Dimensions, Quantity, check_dimensions};
use crate::serde_ext::null_as_default;
use crate::validation::{finite, id, optional_id};
use crate::with_methods::with_methods;
use crate::{EstimationRequestWarning, EstimationWarningCode, InvalidRequest, UsageUpdateBehavior};

/// Asks what an event would cost in credits, without reporting it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EstimateEventCostInput {
    /// Your id of the customer.
    pub customer_id: String,
    /// The name of the event; meters filter on it.
    pub event_name: String,
    /// Your id of the resource that it would belong to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Properties of the event; meters filter and aggregate over them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Dimensions>,
}

impl EstimateEventCostInput {
    /// Asks about an event of a customer.
    pub fn new(customer_id: impl Into<String>, event_name: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            event_name: event_name.into(),
            resource_id: None,
            dimensions: None,
        }
    }

    /// Adds a property.
    #[must_use]
    pub fn with_dimension(mut self, name: impl Into<String>, value: impl Into<DimensionValue>) -> Self {
        self.dimensions
            .get_or_insert_default()
            .insert(name.into(), value.into());
        self
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id or the name is empty, or a dimension is not a finite number.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("eventName", &self.event_name)?;
        optional_id("resourceId", self.resource_id.as_deref())?;
        check_dimensions(self.dimensions.as_ref())
    }
}

with_methods! {
    EstimateEventCostInput {
        /// The resource that it would belong to.
        with_resource_id => resource_id: String,
        /// Properties of the event.
        with_dimensions => dimensions: Dimensions,
    }
}

/// Asks what usage of a feature would cost in credits, without reporting it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EstimateUsageCostInput {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the feature.
    pub feature_id: String,
    /// Units to add, or the new total, as [`update_behavior`](Self::update_behavior) says.
    pub value: f64,
    /// Your id of the resource that would use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Properties of the usage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Dimensions>,
    /// Whether the value would be added (`DELTA`, the default of Stigg) or would replace the total (`SET`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_behavior: Option<UsageUpdateBehavior>,
}

impl EstimateUsageCostInput {
    /// Asks about so many units of a feature, in any kind of number: see [`Quantity`].
    pub fn new(customer_id: impl Into<String>, feature_id: impl Into<String>, value: impl Into<Quantity>) -> Self {
        Self {
            customer_id: customer_id.into(),
            feature_id: feature_id.into(),
            value: value.into().as_f64(),
            resource_id: None,
            dimensions: None,
            update_behavior: None,
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
        finite("value", self.value)?;
        check_dimensions(self.dimensions.as_ref())
    }
}

with_methods! {
    EstimateUsageCostInput {
        /// The resource that would use it.
        with_resource_id => resource_id: String,
        /// Properties of the usage.
        with_dimensions => dimensions: Dimensions,
        /// Whether the value would be added or would replace the total.
        with_update_behavior => update_behavior: UsageUpdateBehavior,
    }
}

/// What usage or an event would cost in credits.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditCostEstimation {
    /// The cost in each credit currency that is concerned.
    #[serde(default, deserialize_with = "null_as_default")]
    pub estimates: Vec<CurrencyEstimate>,
    /// Why the estimate is not complete.
    #[serde(default, deserialize_with = "null_as_default")]
    pub warnings: Vec<EstimationRequestWarning>,
}

/// The cost in one credit currency.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CurrencyEstimate {
    /// Your id of the credit currency.
    pub currency_id: String,
    /// Credits that it would cost.
    pub estimated_cost: f64,
    /// Credits that are left now.
    pub current_balance: f64,
    /// Credits that would be left; negative when there are not enough.
    pub balance_after_estimate: f64,
    /// Whether there are not enough credits.
    pub would_overdraft: bool,
    /// The cost by feature.
    #[serde(default, deserialize_with = "null_as_default")]
    pub breakdown: Vec<EstimationBreakdownItem>,
}

impl CurrencyEstimate {
    /// The cost in a currency of which a balance is left.
    pub fn new(currency_id: impl Into<String>, estimated_cost: f64, current_balance: f64) -> Self {
        let balance_after_estimate = current_balance - estimated_cost;
        Self {
            currency_id: currency_id.into(),
            estimated_cost,
            current_balance,
            balance_after_estimate,
            would_overdraft: balance_after_estimate < 0.0,
            breakdown: Vec::new(),
        }
    }
}

/// What one feature would cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EstimationBreakdownItem {
    /// Your id of the feature.
    pub feature_id: String,
    /// Credits that it would cost.
    pub cost: f64,
    /// Why the cost of this feature could not be estimated well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning_code: Option<EstimationWarningCode>,
}

impl EstimationBreakdownItem {
    /// The cost of a feature, without a warning.
    pub fn new(feature_id: impl Into<String>, cost: f64) -> Self {
        Self {
            feature_id: feature_id.into(),
            cost,
            warning_code: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(validated: Result<(), InvalidRequest>, expected: &str) {
            assert_eq!(validated.unwrap_err().to_string(), expected);
        }
        check(EstimateEventCostInput::new("", "e").validate(), "`customerId` is empty");
        check(EstimateEventCostInput::new("c", "").validate(), "`eventName` is empty");
        check(
            EstimateEventCostInput::new("c", "e")
                .with_dimension("n", f64::NAN)
                .validate(),
            "`dimensions.n` is NaN, which is not a number that can be sent",
        );
        check(
            EstimateUsageCostInput::new("c", "", 1).validate(),
            "`featureId` is empty",
        );
        check(
            EstimateUsageCostInput::new("c", "f", f64::INFINITY).validate(),
            "`value` is inf, which is not a number that can be sent",
        );
        check(
            EstimateUsageCostInput::new("c", "f", 1).with_resource_id("").validate(),
            "`resourceId` is empty",
        );
    }

    #[test]
    fn an_estimate_says_whether_credits_would_run_out() {
        assert!(!CurrencyEstimate::new("tokens", 5.0, 5.0).would_overdraft);
        let estimate = CurrencyEstimate::new("tokens", 7.0, 5.0);
        assert!(estimate.would_overdraft);
        assert!((estimate.balance_after_estimate + 2.0).abs() < f64::EPSILON);
    }
}
