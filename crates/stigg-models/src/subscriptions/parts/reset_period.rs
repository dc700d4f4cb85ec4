//! From where the usage periods of an entitlement are counted.

use serde::{Deserialize, Serialize};

use crate::{MonthlyAccordingTo, WeeklyAccordingTo, YearlyAccordingTo};

/// Declares the configuration of one kind of period.
macro_rules! reset_period_configuration {
    ($(#[$meta:meta])* $configuration:ident, $according_to:ident) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        pub struct $configuration {
            /// What a period begins with.
            pub according_to: $according_to,
        }

        impl $configuration {
            /// Periods that begin with this.
            pub fn new(according_to: $according_to) -> Self {
                Self { according_to }
            }
        }

        impl From<$according_to> for $configuration {
            fn from(according_to: $according_to) -> Self {
                Self::new(according_to)
            }
        }
    };
}

reset_period_configuration! {
    /// From where months of usage are counted.
    MonthlyResetPeriodConfiguration, MonthlyAccordingTo
}
reset_period_configuration! {
    /// From where weeks of usage are counted.
    WeeklyResetPeriodConfiguration, WeeklyAccordingTo
}
reset_period_configuration! {
    /// From where years of usage are counted.
    YearlyResetPeriodConfiguration, YearlyAccordingTo
}
