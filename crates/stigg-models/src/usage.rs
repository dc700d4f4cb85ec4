//! Usage: calculated values and raw events.

mod events;
mod report;

pub use self::events::ReportEvent;
pub use self::report::{ReportUsage, ReportUsageAck, UsageCredit};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Properties of a usage report or an event, by name.
///
/// ```
/// use stigg_models::{Dimensions, ReportUsage};
///
/// let dimensions = Dimensions::from([("region".to_owned(), "eu".into()), ("tokens".to_owned(), 1200.0.into())]);
/// let report = ReportUsage::new("customer-42", "api-calls", 1.0).with_dimensions(dimensions);
/// ```
pub type Dimensions = BTreeMap<String, DimensionValue>;

/// The value of a dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum DimensionValue {
    /// Yes or no.
    Bool(bool),
    /// A number.
    Number(f64),
    /// Text.
    Text(String),
}

impl From<bool> for DimensionValue {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<f64> for DimensionValue {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<&str> for DimensionValue {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for DimensionValue {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
