//! Invoices for credits.

use serde::{Deserialize, Serialize};

use crate::{CreditGrantInvoiceBillingReason, CreditGrantInvoiceStatus, Decimal, PaymentSecret, Timestamp, serde_ext};

/// An invoice for credits, as the billing provider made it.
///
/// Amounts are as they travel; Stigg does not document whether they are in full units of the currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditGrantInvoice {
    /// The billing provider's id of the invoice.
    pub billing_id: String,
    /// Whether it is paid.
    pub status: CreditGrantInvoiceStatus,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it has to be paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_date: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Why the last payment failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// Whether the customer has to do something before it can be paid, such as confirm the payment.
    pub requires_action: bool,
    /// What the billing provider's page needs to let the customer confirm the payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_secret: Option<PaymentSecret>,
    /// Where the customer can pay it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_url: Option<String>,
    /// Where it can be had as a PDF file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pdf_url: Option<String>,
    /// What it was made for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_reason: Option<CreditGrantInvoiceBillingReason>,
    /// The currency, in the billing provider's spelling, such as `usd`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Before discounts on the whole invoice, with the tax that prices include.
    #[serde(
        default,
        with = "serde_ext::decimal::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub sub_total: Option<Decimal>,
    /// Before discounts on the whole invoice, without tax.
    #[serde(
        default,
        with = "serde_ext::decimal::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub sub_total_excluding_tax: Option<Decimal>,
    /// After discounts, with tax.
    #[serde(
        default,
        with = "serde_ext::decimal::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub total: Option<Decimal>,
    /// After discounts, without tax.
    #[serde(
        default,
        with = "serde_ext::decimal::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub total_excluding_tax: Option<Decimal>,
    /// The tax.
    #[serde(
        default,
        with = "serde_ext::decimal::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub tax: Option<Decimal>,
    /// What the customer has to pay: the total less any balance.
    #[serde(
        default,
        with = "serde_ext::decimal::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub amount_due: Option<Decimal>,
    /// How often payment was tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt_count: Option<f64>,
}

impl CreditGrantInvoice {
    /// An invoice of which no more than this is known.
    pub fn new(
        billing_id: impl Into<String>,
        status: CreditGrantInvoiceStatus,
        created_at: Timestamp,
        updated_at: Timestamp,
    ) -> Self {
        Self {
            billing_id: billing_id.into(),
            status,
            created_at,
            due_date: None,
            updated_at,
            error_message: None,
            requires_action: false,
            payment_secret: None,
            payment_url: None,
            pdf_url: None,
            billing_reason: None,
            currency: None,
            sub_total: None,
            sub_total_excluding_tax: None,
            total: None,
            total_excluding_tax: None,
            tax: None,
            amount_due: None,
            attempt_count: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_invoice_keeps_its_amounts_and_shows_no_secret() {
        let json = json!({
            "billingId": "in_1", "status": "OPEN", "createdAt": "2025-06-15T12:00:00.000Z",
            "updatedAt": "2025-06-15T12:00:01.000Z", "requiresAction": true, "paymentSecret": "pi_1_secret_2",
            "currency": "usd", "subTotal": 19.99, "total": 24, "tax": 4.01, "attemptCount": 1.0,
        });
        let invoice: CreditGrantInvoice = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(invoice.sub_total, Some(Decimal::new(1999, 2)));
        assert_eq!(serde_json::to_value(&invoice).unwrap(), json);

        let debug = format!("{invoice:?}");
        assert!(debug.contains("in_1") && !debug.contains("pi_1_secret_2"), "{debug}");
        assert_eq!(invoice.payment_secret.unwrap().expose(), "pi_1_secret_2");
    }

    #[test]
    fn amounts_that_are_null_are_absent() {
        let json = json!({
            "billingId": "in_1", "status": "PAID", "createdAt": "2025-06-15T12:00:00Z", "updatedAt": "2025-06-15T12:00:00Z",
            "requiresAction": false, "subTotal": null, "total": null, "paymentSecret": null, "billingReason": null,
        });
        let moment = "2025-06-15T12:00:00Z".parse().unwrap();
        let expected = CreditGrantInvoice::new("in_1", CreditGrantInvoiceStatus::Paid, moment, moment);
        assert_eq!(serde_json::from_value::<CreditGrantInvoice>(json).unwrap(), expected);
    }
}
