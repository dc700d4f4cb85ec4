//! Usage: calculated values and raw events.

mod bulk;
mod estimates;
mod events;
mod history;
mod history_v1;
mod quantity;
mod report;

pub use self::bulk::ReportUsageBulk;
pub use self::estimates::{
    CreditCostEstimation, CurrencyEstimate, EstimateEventCostInput, EstimateUsageCostInput, EstimationBreakdownItem,
};
pub use self::events::ReportEvent;
pub use self::history::{
    UsageHistorySeries, UsageHistorySeriesPoint, UsageHistorySeriesTag, UsageHistoryV2, UsageHistoryV2Input,
    UsageMarker,
};
pub use self::history_v1::{FetchUsageHistory, UsageHistoryPoint};
pub use self::quantity::Quantity;
pub use self::report::{ReportUsage, ReportUsageAck, UsageCredit};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::InvalidRequest;
use crate::validation::finite;

/// Properties of a usage report or an event, by name.
///
/// ```
/// use stigg_models::{Dimensions, ReportUsage};
///
/// let dimensions = Dimensions::from([("region".to_owned(), "eu".into()), ("tokens".to_owned(), 1200.into())]);
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

/// Whole numbers are exact up to 2<sup>53</sup>, as in a [`Quantity`].
macro_rules! from_number {
    ($($number:ty),*) => {$(
        impl From<$number> for DimensionValue {
            fn from(value: $number) -> Self {
                Self::Number(Quantity::from(value).as_f64())
            }
        }
    )*};
}

from_number!(f64, i32, i64, u32, u64);

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

/// Refuses a number that JSON cannot carry, by the name of its dimension.
pub(crate) fn check_dimensions(dimensions: Option<&Dimensions>) -> Result<(), InvalidRequest> {
    for (name, value) in dimensions.into_iter().flatten() {
        if let DimensionValue::Number(number) = value {
            finite("", *number).map_err(|error| error.inside(format_args!("dimensions.{name}")))?;
        }
    }
    Ok(())
}
