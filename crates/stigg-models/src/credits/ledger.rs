//! What happened to credits.

use serde::{Deserialize, Serialize};

use super::check_pool;
use crate::validation::nested;
use crate::with_methods::with_methods;
use crate::{CreditLedgerEventType, CursorPaging, InvalidRequest, Page, Timestamp};

/// Asks what happened to the credits of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditLedgerInput {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the credit currency; absent: all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_id: Option<String>,
    /// Your id of the resource whose credits they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// What kinds of events; absent: all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_type: Option<Vec<CreditLedgerEventType>>,
    /// Which page; absent: the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paging: Option<CursorPaging>,
}

impl CreditLedgerInput {
    /// Asks for everything that happened to the credits of a customer.
    pub fn new(customer_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            currency_id: None,
            resource_id: None,
            event_type: None,
            paging: None,
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id or a cursor is empty, or a page has no size.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        check_pool(
            &self.customer_id,
            self.currency_id.as_deref(),
            self.resource_id.as_deref(),
        )?;
        nested("paging", self.paging.as_ref(), CursorPaging::validate)
    }
}

with_methods! {
    CreditLedgerInput {
        /// Only credits of this currency.
        with_currency_id => currency_id: String,
        /// The credits of this resource.
        with_resource_id => resource_id: String,
        /// Only events of these kinds.
        with_event_type => event_type: Vec<CreditLedgerEventType>,
        /// Which page.
        with_paging => paging: CursorPaging,
    }
}

/// A page of the credit ledger.
pub type GetCreditLedgerResult = Page<CreditLedgerEvent>;

/// Something that happened to the credits of one grant. What falls on several grants is an event for each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditLedgerEvent {
    /// When it happened.
    pub timestamp: Timestamp,
    /// What happened.
    pub event_type: CreditLedgerEventType,
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the resource whose credits they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// The id of what caused it, such as a usage event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
    /// Your id of the feature that the credits were consumed for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_id: Option<String>,
    /// How many credits of this grant.
    pub amount: f64,
    /// The id of the grant: [`CreditGrant::grant_id`](crate::CreditGrant::grant_id).
    pub credit_grant_id: String,
    /// Your id of the credit currency.
    pub credit_currency_id: String,
}

impl CreditLedgerEvent {
    /// Something that happened to the credits of a grant.
    pub fn new(
        timestamp: Timestamp,
        event_type: CreditLedgerEventType,
        customer_id: impl Into<String>,
        credit_currency_id: impl Into<String>,
        credit_grant_id: impl Into<String>,
        amount: f64,
    ) -> Self {
        Self {
            timestamp,
            event_type,
            customer_id: customer_id.into(),
            resource_id: None,
            event_id: None,
            feature_id: None,
            amount,
            credit_grant_id: credit_grant_id.into(),
            credit_currency_id: credit_currency_id.into(),
        }
    }
}
