//! From where the usage periods of an entitlement are counted, as Stigg tells it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{MonthlyAccordingTo, WeeklyAccordingTo, YearlyAccordingTo};

/// From where the usage periods of an entitlement are counted. In JSON, `__typename` tells the kinds apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "__typename")]
#[non_exhaustive]
pub enum ResetPeriodConfiguration {
    /// Of months.
    #[serde(rename = "MonthlyResetPeriodConfig")]
    Monthly {
        /// What a month begins with.
        #[serde(rename = "monthlyAccordingTo")]
        according_to: MonthlyAccordingTo,
    },
    /// Of weeks.
    #[serde(rename = "WeeklyResetPeriodConfig")]
    Weekly {
        /// What a week begins with.
        #[serde(rename = "weeklyAccordingTo")]
        according_to: WeeklyAccordingTo,
    },
    /// Of years.
    #[serde(rename = "YearlyResetPeriodConfig")]
    Yearly {
        /// What a year begins with.
        #[serde(rename = "yearlyAccordingTo")]
        according_to: YearlyAccordingTo,
    },
    /// Of periods that this version of the SDK does not know, as it travels.
    #[serde(untagged)]
    Unknown(Value),
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_kinds_are_told_apart_and_new_ones_survive() {
        let monthly = json!({"__typename": "MonthlyResetPeriodConfig", "monthlyAccordingTo": "StartOfTheMonth"});
        let read: ResetPeriodConfiguration = serde_json::from_value(monthly.clone()).unwrap();
        let according_to = MonthlyAccordingTo::StartOfTheMonth;
        assert_eq!(read, ResetPeriodConfiguration::Monthly { according_to });
        assert_eq!(serde_json::to_value(&read).unwrap(), monthly);

        let newer = json!({"__typename": "DecadeResetPeriodConfig", "decadeAccordingTo": "Moon"});
        let read: ResetPeriodConfiguration = serde_json::from_value(newer.clone()).unwrap();
        assert_eq!(read, ResetPeriodConfiguration::Unknown(newer.clone()));
        assert_eq!(serde_json::to_value(&read).unwrap(), newer);
    }
}
