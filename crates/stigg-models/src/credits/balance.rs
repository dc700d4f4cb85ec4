//! How many credits there are.

use serde::{Deserialize, Serialize};

use super::check_pool;
use crate::serde_ext::{milliseconds, null_as_default};
use crate::with_methods::with_methods;
use crate::{CustomCurrency, InvalidRequest, Timestamp};

/// Asks for the credit balances of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditBalanceSummaryInput {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the credit currency; absent: all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_id: Option<String>,
    /// Your id of the resource whose credits they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
}

impl CreditBalanceSummaryInput {
    /// Asks for all credit balances of a customer.
    pub fn new(customer_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            currency_id: None,
            resource_id: None,
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        check_pool(
            &self.customer_id,
            self.currency_id.as_deref(),
            self.resource_id.as_deref(),
        )
    }
}

with_methods! {
    CreditBalanceSummaryInput {
        /// Only credits of this currency.
        with_currency_id => currency_id: String,
        /// The credits of this resource.
        with_resource_id => resource_id: String,
    }
}

/// The credit balances of a customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditBalanceSummary {
    /// Your id of the customer.
    pub customer_id: String,
    /// One balance for each currency, and each resource that has credits of its own.
    #[serde(default, deserialize_with = "null_as_default")]
    pub balances: Vec<CreditBalance>,
}

impl CreditBalanceSummary {
    /// The balances of a customer without credits.
    pub fn new(customer_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            balances: Vec::new(),
        }
    }
}

/// How many credits of a currency a customer, or one of its resources, has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditBalance {
    /// Your id of the customer.
    pub customer_id: String,
    /// The credit currency.
    pub currency: CustomCurrency,
    /// What can still be consumed. Negative when more was consumed than there was.
    pub current_balance: f64,
    /// What was consumed of the grants that are in force.
    pub total_consumed: f64,
    /// What the grants that are in force amount to.
    pub total_granted: f64,
    /// Your id of the resource whose credits they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// When the balance next changes by itself, because a grant expires or takes effect. In JSON it is in milliseconds
    /// since 1970.
    #[serde(default, with = "milliseconds", skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Timestamp>,
}

impl CreditBalance {
    /// The balance of a customer without grants.
    pub fn new(customer_id: impl Into<String>, currency: CustomCurrency) -> Self {
        Self {
            customer_id: customer_id.into(),
            currency,
            current_balance: 0.0,
            total_consumed: 0.0,
            total_granted: 0.0,
            resource_id: None,
            valid_until: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_end_of_a_balance_is_written_in_milliseconds_and_read_in_any_form() {
        let mut balance = CreditBalance::new("c", CustomCurrency::new("tokens", "Tokens"));
        balance.valid_until = Timestamp::from_millisecond(2_081_917_260_000);
        let mut json = serde_json::to_value(&balance).unwrap();
        assert_eq!(json["validUntil"], json!(2_081_917_260_000_i64));
        for form in [
            json!(2_081_917_260_000_i64),
            json!(2_081_917_260_000.0),
            json!("2035-12-22T06:21:00Z"),
        ] {
            json["validUntil"] = form;
            assert_eq!(serde_json::from_value::<CreditBalance>(json.clone()).unwrap(), balance);
        }
    }

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(request: &CreditBalanceSummaryInput, expected: &str) {
            assert_eq!(request.validate().unwrap_err().to_string(), expected);
        }
        let request = CreditBalanceSummaryInput::new("c");
        assert_eq!(request.validate(), Ok(()));
        check(&CreditBalanceSummaryInput::new(""), "`customerId` is empty");
        check(&request.clone().with_currency_id(" "), "`currencyId` is blank");
        check(&request.with_resource_id(""), "`resourceId` is empty");
    }
}
