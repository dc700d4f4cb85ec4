//! Credits that are used up by hand.

use serde::{Deserialize, Serialize};

use crate::bulk::from_many;
use crate::usage::check_dimensions;
use crate::validation::{each, id, optional_id, positive};
use crate::with_methods::with_methods;
use crate::{DimensionValue, Dimensions, InvalidRequest, Quantity, Timestamp, serde_ext};

/// Consumes credits of a customer.
///
/// ```
/// use stigg_models::ConsumeCredits;
///
/// let request = ConsumeCredits::new("customer-42", "tokens", 25)
///     .with_dimension("model", "large")
///     .with_idempotency_key("answer-4711");
/// assert!(request.validate().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConsumeCredits {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the credit currency.
    pub currency_id: String,
    /// How many credits; more than 0.
    pub amount: f64,
    /// Consumptions with the same key count once. The client makes one up for each that has none, so that its own retries
    /// never consume twice; give your own to make *your* retries safe as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
    /// Your id of the resource whose credits they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// When they were consumed; absent: now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// What the consumption can be grouped by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Dimensions>,
}

impl ConsumeCredits {
    /// Consumes credits of a customer, in any kind of number: see [`Quantity`].
    pub fn new(customer_id: impl Into<String>, currency_id: impl Into<String>, amount: impl Into<Quantity>) -> Self {
        Self {
            customer_id: customer_id.into(),
            currency_id: currency_id.into(),
            amount: amount.into().as_f64(),
            idempotency_key: None,
            resource_id: None,
            created_at: None,
            dimensions: None,
        }
    }

    /// Adds something to group by.
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
    /// An id or the key is empty, the amount is not above 0, or a dimension is not a finite number.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("currencyId", &self.currency_id)?;
        positive("amount", self.amount)?;
        optional_id("idempotencyKey", self.idempotency_key.as_deref())?;
        optional_id("resourceId", self.resource_id.as_deref())?;
        check_dimensions(self.dimensions.as_ref())
    }
}

with_methods! {
    ConsumeCredits {
        /// Consumptions with the same key count once.
        with_idempotency_key => idempotency_key: String,
        /// The resource whose credits they are.
        with_resource_id => resource_id: String,
        /// When they were consumed.
        with_created_at => created_at: Timestamp,
        /// What the consumption can be grouped by.
        with_dimensions => dimensions: Dimensions,
    }
}

/// Consumes credits, of one customer or of many, some time soon.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConsumeCreditsAsync {
    /// What is consumed, in this order.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub consumptions: Vec<ConsumeCredits>,
}

impl ConsumeCreditsAsync {
    /// The most consumptions that Stigg takes in one request.
    pub const MAX_PER_REQUEST: usize = 1_000;

    /// Consumes credits in this order.
    pub fn new(consumptions: impl IntoIterator<Item = ConsumeCredits>) -> Self {
        Self {
            consumptions: consumptions.into_iter().collect(),
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// As [`ConsumeCredits::validate`], for the first consumption that fails; it is named by its place:
    /// `consumptions[3].amount`.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        each("consumptions", &self.consumptions, ConsumeCredits::validate)
    }
}

from_many!(ConsumeCreditsAsync of ConsumeCredits);

/// Stigg's answer to a consumption.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConsumeCreditsResult {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the credit currency.
    pub currency_id: String,
    /// Your id of the resource whose credits they were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// How many credits were consumed.
    pub amount: f64,
    /// When they were consumed.
    pub timestamp: Timestamp,
    /// What the balance has come to. Absent when Stigg works it out later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<ConsumedCredit>,
}

impl ConsumeCreditsResult {
    /// An answer that does not tell the balance.
    pub fn new(
        customer_id: impl Into<String>,
        currency_id: impl Into<String>,
        amount: f64,
        timestamp: Timestamp,
    ) -> Self {
        Self {
            customer_id: customer_id.into(),
            currency_id: currency_id.into(),
            resource_id: None,
            amount,
            timestamp,
            credit: None,
        }
    }
}

/// What the balance of a credit currency has come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConsumedCredit {
    /// Your id of the credit currency.
    pub currency_id: String,
    /// Credits consumed in total. More than [`usage_limit`](Self::usage_limit) when the balance did not cover them.
    pub current_usage: f64,
    /// Credits granted in total.
    pub usage_limit: f64,
    /// When recurring credits are granted again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_period_end: Option<Timestamp>,
    /// When this was so.
    pub timestamp: Timestamp,
}

impl ConsumedCredit {
    /// What the balance has come to.
    pub fn new(currency_id: impl Into<String>, current_usage: f64, usage_limit: f64, timestamp: Timestamp) -> Self {
        Self {
            currency_id: currency_id.into(),
            current_usage,
            usage_limit,
            usage_period_end: None,
            timestamp,
        }
    }

    /// The credits that are left; negative when more were consumed than there were.
    pub fn balance(&self) -> f64 {
        self.usage_limit - self.current_usage
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consumption_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(request: &ConsumeCredits, expected: &str) {
            assert_eq!(request.validate().unwrap_err().to_string(), expected);
        }
        let request = ConsumeCredits::new("c", "tokens", 0.5);
        assert_eq!(request.validate(), Ok(()));
        check(&ConsumeCredits::new(" ", "tokens", 1), "`customerId` is blank");
        check(&ConsumeCredits::new("c", "", 1), "`currencyId` is empty");
        check(
            &ConsumeCredits::new("c", "tokens", 0),
            "`amount` is 0; it has to be above 0",
        );
        check(
            &ConsumeCredits::new("c", "tokens", -1),
            "`amount` is -1; it has to be above 0",
        );
        check(
            &ConsumeCredits::new("c", "tokens", f64::NAN),
            "`amount` is NaN, which is not a number that can be sent",
        );
        check(&request.clone().with_idempotency_key(""), "`idempotencyKey` is empty");
        check(&request.clone().with_resource_id(""), "`resourceId` is empty");
        let of_two = ConsumeCreditsAsync::new([request, ConsumeCredits::new("c", "tokens", 0)]);
        assert_eq!(of_two.validate().unwrap_err().field(), "consumptions[1].amount");
        assert_eq!(ConsumeCreditsAsync::default().validate(), Ok(()));
    }

    #[test]
    fn a_balance_may_be_negative() {
        let credit = ConsumedCredit::new("tokens", 25.0, 10.0, Timestamp::UNIX_EPOCH);
        assert_eq!(credit.balance().total_cmp(&-15.0), std::cmp::Ordering::Equal);
    }
}
