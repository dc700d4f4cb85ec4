//! A span of time.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// A span of time, of which either end may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DateRange {
    /// The first moment of it; absent: it has no beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Timestamp>,
    /// The first moment after it; absent: it has no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Timestamp>,
}

impl DateRange {
    /// A span with a beginning and an end.
    pub fn new(start: impl Into<Timestamp>, end: impl Into<Timestamp>) -> Self {
        Self {
            start: Some(start.into()),
            end: Some(end.into()),
        }
    }
}
