//! Trials that differ from what the plan says.

use serde::{Deserialize, Serialize};

use crate::with_methods::with_methods;
use crate::{Timestamp, TrialEndBehavior};

/// Whether a subscription starts as a trial, whatever the plan says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TrialOverrideConfiguration {
    /// Whether the subscription starts as a trial.
    pub is_trial: bool,
    /// When the trial ends; absent: as the plan says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_end_date: Option<Timestamp>,
    /// What happens then; absent: as the plan says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_end_behavior: Option<TrialEndBehavior>,
}

impl TrialOverrideConfiguration {
    /// Starts with a trial, or without one.
    pub fn new(is_trial: bool) -> Self {
        Self {
            is_trial,
            trial_end_date: None,
            trial_end_behavior: None,
        }
    }

    /// Starts with a trial that ends then.
    pub fn trial_until(trial_end_date: impl Into<Timestamp>) -> Self {
        Self::new(true).with_trial_end_date(trial_end_date)
    }

    /// Starts without a trial.
    pub fn no_trial() -> Self {
        Self::new(false)
    }
}

with_methods! {
    TrialOverrideConfiguration {
        /// When the trial ends.
        with_trial_end_date => trial_end_date: Timestamp,
        /// What happens at its end.
        with_trial_end_behavior => trial_end_behavior: TrialEndBehavior,
    }
}
