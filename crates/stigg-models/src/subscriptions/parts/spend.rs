//! How much a subscription may, or has to, cost.

use serde::{Deserialize, Serialize};

use crate::validation::quantity;
use crate::{InvalidRequest, MoneyInput, Quantity};

/// How much a subscription may spend in a billing period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BudgetConfiguration {
    /// The limit, in full units of the subscription's currency.
    pub limit: f64,
    /// Whether usage goes on beyond the limit.
    pub has_soft_limit: bool,
}

impl BudgetConfiguration {
    /// A limit that ends usage when it is reached.
    pub fn hard(limit: impl Into<Quantity>) -> Self {
        Self {
            limit: limit.into().as_f64(),
            has_soft_limit: false,
        }
    }

    /// A limit beyond which usage goes on.
    pub fn soft(limit: impl Into<Quantity>) -> Self {
        Self {
            limit: limit.into().as_f64(),
            has_soft_limit: true,
        }
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidRequest> {
        quantity("limit", self.limit)
    }
}

/// How much a subscription costs at least in a billing period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MinimumSpend {
    /// The amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<MoneyInput>,
}

impl MinimumSpend {
    /// At least this amount.
    pub fn new(minimum: impl Into<MoneyInput>) -> Self {
        Self {
            minimum: Some(minimum.into()),
        }
    }
}

impl From<MoneyInput> for MinimumSpend {
    fn from(minimum: MoneyInput) -> Self {
        Self::new(minimum)
    }
}
