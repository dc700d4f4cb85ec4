//! The kinds of features that a check tells apart.

use std::error::Error;
use std::fmt;

use stigg_models::{Cause, CauseKind, EntitlementFeature, FeatureType, MeterType};

/// The kinds of features that a check tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FeatureKind {
    /// Had or not had.
    Boolean,
    /// A number that is set, not used up.
    Numeric,
    /// A number that is used up.
    Metered,
    /// A choice of values.
    Enum,
    /// A kind that this version of the SDK does not know.
    Unknown,
}

impl FeatureKind {
    /// The kind of a feature.
    pub fn of(feature: &EntitlementFeature) -> Self {
        match &feature.feature_type {
            Some(FeatureType::Boolean) => Self::Boolean,
            Some(FeatureType::Enum) => Self::Enum,
            Some(FeatureType::Number) => match feature.meter_type {
                None | Some(MeterType::None) => Self::Numeric,
                // However it is measured, it is.
                Some(_) => Self::Metered,
            },
            _ => Self::Unknown,
        }
    }
}

impl fmt::Display for FeatureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Boolean => "boolean",
            Self::Numeric => "numeric",
            Self::Metered => "metered",
            Self::Enum => "enum",
            Self::Unknown => "of an unknown type",
        })
    }
}

/// The feature is of another kind than the check asks for. The answer is a fallback then, with this as its [`Cause`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FeatureTypeMismatch {
    /// The kind that the check asks for.
    pub expected: FeatureKind,
    /// The kind that the feature is of.
    pub actual: FeatureKind,
}

impl fmt::Display for FeatureTypeMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the feature is {}, not {}", self.actual, self.expected)
    }
}

impl Error for FeatureTypeMismatch {}

impl From<FeatureTypeMismatch> for Cause {
    fn from(mismatch: FeatureTypeMismatch) -> Self {
        Self::with_detail(CauseKind::FeatureTypeMismatch, mismatch.to_string())
    }
}
