//! Raw events, from which Stigg calculates usage.

use serde::{Deserialize, Serialize};

use super::{DimensionValue, Dimensions, check_dimensions};
use crate::validation::{each, id, optional_id};
use crate::with_methods::with_methods;
use crate::{InvalidRequest, Timestamp};

/// Reports something that happened. Stigg counts it for every feature whose meter matches, within seconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReportEvent {
    /// Your id of the customer.
    pub customer_id: String,
    /// The name of the event; meters filter on it.
    pub event_name: String,
    /// Events with the same key count once. Take something that stays the same when you send the event again, such as the
    /// id of the request that caused it.
    pub idempotency_key: String,
    /// Your id of the resource that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Properties of the event; meters filter and aggregate over them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Dimensions>,
    /// When it happened; absent: when Stigg receives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<Timestamp>,
}

impl ReportEvent {
    /// The most events that Stigg takes in one request.
    pub const MAX_PER_REQUEST: usize = 1_000;

    /// Reports that something happened to a customer.
    pub fn new(
        customer_id: impl Into<String>,
        event_name: impl Into<String>,
        idempotency_key: impl Into<String>,
    ) -> Self {
        Self {
            customer_id: customer_id.into(),
            event_name: event_name.into(),
            idempotency_key: idempotency_key.into(),
            resource_id: None,
            dimensions: None,
            timestamp: None,
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

    /// Checks the event without sending it.
    ///
    /// # Errors
    ///
    /// An id, the name or the key is empty, or a dimension is not a finite number.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("eventName", &self.event_name)?;
        id("idempotencyKey", &self.idempotency_key)?;
        optional_id("resourceId", self.resource_id.as_deref())?;
        check_dimensions(self.dimensions.as_ref())
    }

    /// Checks several events without sending them.
    ///
    /// # Errors
    ///
    /// As [`validate`](Self::validate), for the first event that fails; it is named by its place: `events[3].customerId`.
    pub fn validate_all(events: &[Self]) -> Result<(), InvalidRequest> {
        each("events", events, Self::validate)
    }
}

with_methods! {
    ReportEvent {
        /// The resource that it belongs to.
        with_resource_id => resource_id: String,
        /// Properties of the event.
        with_dimensions => dimensions: Dimensions,
        /// When it happened.
        with_timestamp => timestamp: Timestamp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(event: &ReportEvent, expected: &str) {
            assert_eq!(event.validate().unwrap_err().to_string(), expected);
        }
        check(&ReportEvent::new("", "e", "k"), "`customerId` is empty");
        check(&ReportEvent::new("c", "", "k"), "`eventName` is empty");
        check(&ReportEvent::new("c", "e", ""), "`idempotencyKey` is empty");
        check(
            &ReportEvent::new("c", "e", "k").with_dimension("n", f64::NAN),
            "`dimensions.n` is NaN, which is not a number that can be sent",
        );
        assert!(
            ReportEvent::new("c", "e", "k")
                .with_dimension("n", 1.0)
                .validate()
                .is_ok()
        );
    }
}
