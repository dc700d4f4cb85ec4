//! Credits that were granted.

use serde::{Deserialize, Serialize};

use super::{CreditGrantInvoice, check_pool};
use crate::metadata::tolerant;
use crate::validation::{id, nested};
use crate::with_methods::with_methods;
use crate::{
    CreditGrantStatus, CreditGrantType, CursorPaging, InvalidRequest, Metadata, Money, Page, PaymentCollection,
    Timestamp,
};

/// Takes back what is left of a credit grant.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct VoidCreditGrantInput {
    /// The id of the grant: [`CreditGrant::grant_id`].
    pub id: String,
}

impl VoidCreditGrantInput {
    /// Takes back what is left of a grant.
    pub fn new(grant_id: impl Into<String>) -> Self {
        Self { id: grant_id.into() }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// The id is empty.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("id", &self.id)
    }
}

/// Asks for the credit grants of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetCreditGrantsInput {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the credit currency; absent: all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_id: Option<String>,
    /// Your id of the resource whose credits they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Which page; absent: the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paging: Option<CursorPaging>,
}

impl GetCreditGrantsInput {
    /// Asks for the credit grants of a customer.
    pub fn new(customer_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            currency_id: None,
            resource_id: None,
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
    GetCreditGrantsInput {
        /// Only credits of this currency.
        with_currency_id => currency_id: String,
        /// The credits of this resource.
        with_resource_id => resource_id: String,
        /// Which page.
        with_paging => paging: CursorPaging,
    }
}

/// A page of credit grants.
pub type GetCreditGrantsResult = Page<CreditGrant>;

/// Credits that were granted to a customer, and what became of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditGrant {
    /// The id of the grant.
    pub grant_id: String,
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the resource whose credits they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Your id of the credit currency.
    pub currency_id: String,
    /// The name that people see.
    pub display_name: String,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What kind of grant it is.
    pub grant_type: CreditGrantType,
    /// Whether its credits can be consumed. Always there in Stigg's answers of today; older ones lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<CreditGrantStatus>,
    /// Credits granted.
    pub amount: f64,
    /// Credits consumed of it. For an [overdraft](CreditGrantType::Overdraft): what is owed.
    pub consumed_amount: f64,
    /// Of several grants, the one with the lower number is consumed first.
    pub priority: f64,
    /// What the customer paid for it.
    pub cost: Money,
    /// When it takes, or took, effect.
    pub effective_at: Timestamp,
    /// When what is left of it is lost; absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expire_at: Option<Timestamp>,
    /// When it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voided_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// How far its payment has come. Always there in Stigg's answers of today; older ones lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_collection: Option<PaymentCollection>,
    /// The id of its invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_id: Option<String>,
    /// Its latest invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_invoice: Option<CreditGrantInvoice>,
    /// Stigg's id of the recharge that bought it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub automatic_recharge_configuration_id: Option<String>,
    /// What you keep on the grant. In JSON it goes by its name on the wire, as in Stigg's Node.js SDK.
    #[serde(
        default,
        rename = "additionalMetaData",
        deserialize_with = "tolerant",
        skip_serializing_if = "Option::is_none"
    )]
    pub metadata: Option<Metadata>,
}

impl CreditGrant {
    /// An active promotional grant of which nothing was consumed, until its fields say otherwise.
    pub fn new(
        grant_id: impl Into<String>,
        customer_id: impl Into<String>,
        currency_id: impl Into<String>,
        amount: f64,
        effective_at: Timestamp,
    ) -> Self {
        Self {
            grant_id: grant_id.into(),
            customer_id: customer_id.into(),
            resource_id: None,
            currency_id: currency_id.into(),
            display_name: String::new(),
            comment: None,
            grant_type: CreditGrantType::Promotional,
            status: Some(CreditGrantStatus::Active),
            amount,
            consumed_amount: 0.0,
            priority: 0.0,
            cost: Money::new(crate::Decimal::ZERO, crate::Currency::Usd),
            effective_at,
            expire_at: None,
            voided_at: None,
            created_at: effective_at,
            updated_at: effective_at,
            payment_collection: Some(PaymentCollection::NotRequired),
            invoice_id: None,
            latest_invoice: None,
            automatic_recharge_configuration_id: None,
            metadata: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_name_what_is_wrong_with_them() {
        #[track_caller]
        fn check(validated: Result<(), InvalidRequest>, expected: &str) {
            assert_eq!(validated.unwrap_err().to_string(), expected);
        }
        check(VoidCreditGrantInput::new("").validate(), "`id` is empty");
        assert_eq!(VoidCreditGrantInput::new("grant-1").validate(), Ok(()));
        let request = GetCreditGrantsInput::new("c").with_paging(CursorPaging::first(5));
        assert_eq!(request.validate(), Ok(()));
        check(GetCreditGrantsInput::new("").validate(), "`customerId` is empty");
        check(
            request.with_paging(CursorPaging::first(0)).validate(),
            "`paging.first` is 0; a page has at least one item",
        );
    }
}
