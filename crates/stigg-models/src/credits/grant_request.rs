//! Granting credits.

use serde::{Deserialize, Serialize};

use crate::validation::{id, nested, not_negative, optional_finite, optional_id, optional_quantity, quantity};
use crate::with_methods::with_methods;
use crate::{
    BillingAddress, CreditGrantTypeInput, InvalidRequest, Metadata, MoneyInput, PaymentCollectionMethod, Quantity,
    Timestamp,
};

/// Grants credits to a customer.
///
/// ```
/// use stigg_models::CreditGrantInput;
///
/// let welcome = CreditGrantInput::promotional("customer-42", "tokens", "Welcome", 1000)
///     .with_expire_at("2030-01-01T00:00:00Z".parse::<stigg_models::Timestamp>()?);
/// assert!(welcome.validate().is_ok());
/// # Ok::<(), stigg_models::ParseTimestampError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditGrantInput {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the credit currency.
    pub currency_id: String,
    /// The name that people see.
    pub display_name: String,
    /// How many credits.
    pub amount: f64,
    /// Whether they are paid for.
    pub grant_type: CreditGrantTypeInput,
    /// What the customer pays for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<MoneyInput>,
    /// Of several grants, the one with the lower number is consumed first; absent: Stigg decides, and does not document how.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<f64>,
    /// When they can be consumed; absent: now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_at: Option<Timestamp>,
    /// When what is left of them is lost; absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expire_at: Option<Timestamp>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Your id of the resource whose credits they are; absent: they belong to the customer itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// What you keep on the grant. In JSON it goes by its name on the wire, as in Stigg's Node.js SDK.
    #[serde(rename = "additionalMetaData", skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// Whether Stigg answers only when the payment is confirmed; absent: yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub await_payment_confirmation: Option<bool>,
    /// How they are paid for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_collection_method: Option<PaymentCollectionMethod>,
    /// How they are billed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_information: Option<CreditGrantBillingInfo>,
}

impl CreditGrantInput {
    /// Grants credits for nothing, in any kind of number: see [`Quantity`].
    pub fn promotional(
        customer_id: impl Into<String>,
        currency_id: impl Into<String>,
        display_name: impl Into<String>,
        amount: impl Into<Quantity>,
    ) -> Self {
        Self::new(
            customer_id,
            currency_id,
            display_name,
            amount,
            CreditGrantTypeInput::Promotional,
        )
    }

    /// Grants credits that are paid for. What they cost is [`with_cost`](Self::with_cost).
    pub fn paid(
        customer_id: impl Into<String>,
        currency_id: impl Into<String>,
        display_name: impl Into<String>,
        amount: impl Into<Quantity>,
    ) -> Self {
        Self::new(
            customer_id,
            currency_id,
            display_name,
            amount,
            CreditGrantTypeInput::Paid,
        )
    }

    /// Grants credits of a kind that is known at run time only.
    pub fn new(
        customer_id: impl Into<String>,
        currency_id: impl Into<String>,
        display_name: impl Into<String>,
        amount: impl Into<Quantity>,
        grant_type: CreditGrantTypeInput,
    ) -> Self {
        Self {
            customer_id: customer_id.into(),
            currency_id: currency_id.into(),
            display_name: display_name.into(),
            amount: amount.into().as_f64(),
            grant_type,
            cost: None,
            priority: None,
            effective_at: None,
            expire_at: None,
            comment: None,
            resource_id: None,
            metadata: None,
            await_payment_confirmation: None,
            payment_collection_method: None,
            billing_information: None,
        }
    }

    /// Checks the request without sending it. Whether it expires after it takes effect is for Stigg to say.
    ///
    /// # Errors
    ///
    /// An id is empty, or a number is negative or not finite.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("currencyId", &self.currency_id)?;
        id("displayName", &self.display_name)?;
        quantity("amount", self.amount)?;
        optional_id("resourceId", self.resource_id.as_deref())?;
        nested("cost", self.cost.as_ref(), not_negative)?;
        optional_finite("priority", self.priority)?;
        nested("billingInformation", self.billing_information.as_ref(), |info| {
            optional_quantity("invoiceDaysUntilDue", info.invoice_days_until_due)
        })
    }
}

with_methods! {
    CreditGrantInput {
        /// What the customer pays for them.
        with_cost => cost: MoneyInput,
        /// When they can be consumed.
        with_effective_at => effective_at: Timestamp,
        /// When what is left of them is lost.
        with_expire_at => expire_at: Timestamp,
        /// A remark.
        with_comment => comment: String,
        /// The resource whose credits they are.
        with_resource_id => resource_id: String,
        /// What you keep on the grant.
        with_metadata => metadata: Metadata,
        /// Whether Stigg answers only when the payment is confirmed.
        with_await_payment_confirmation => await_payment_confirmation: bool,
        /// How they are paid for.
        with_payment_collection_method => payment_collection_method: PaymentCollectionMethod,
        /// How they are billed.
        with_billing_information => billing_information: CreditGrantBillingInfo,
        /// Of several grants, the one with the lower number is consumed first.
        with_priority => priority: Quantity,
    }
}

/// How granted credits are billed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditGrantBillingInfo {
    /// The address on the invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<BillingAddress>,
    /// After how many days the invoice is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_days_until_due: Option<f64>,
    /// Whether the invoice has been paid already, outside of the billing provider; absent: no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_invoice_paid: Option<bool>,
}

impl CreditGrantBillingInfo {
    /// Billing by Stigg's defaults.
    pub fn new() -> Self {
        Self::default()
    }
}

with_methods! {
    CreditGrantBillingInfo {
        /// The address on the invoice.
        with_billing_address => billing_address: BillingAddress,
        /// After how many days the invoice is due.
        with_invoice_days_until_due => invoice_days_until_due: Quantity,
        /// Whether the invoice has been paid already.
        with_invoice_paid => is_invoice_paid: bool,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Currency;
    use crate::serde_ext::fields::assert_every_field_is_set;

    #[test]
    fn a_request_with_everything_travels_as_in_the_official_sdk() {
        let moment: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let request = CreditGrantInput::paid("c", "tokens", "Top-up", 100)
            .with_cost(MoneyInput::new(5, Currency::Eur))
            .with_priority(2.0)
            .with_effective_at(moment)
            .with_expire_at(moment)
            .with_comment("By phone")
            .with_resource_id("site-1")
            .with_metadata([("order".to_owned(), "7".to_owned())])
            .with_await_payment_confirmation(false)
            .with_payment_collection_method(PaymentCollectionMethod::Invoice)
            .with_billing_information(
                CreditGrantBillingInfo::new()
                    .with_billing_address(BillingAddress::new().with_country("DE"))
                    .with_invoice_days_until_due(30.0)
                    .with_invoice_paid(true),
            );
        assert_every_field_is_set(&request);
        assert_every_field_is_set(request.billing_information.as_ref().unwrap());
        let json = serde_json::to_value(&request).unwrap();
        assert_eq!(json["additionalMetaData"], json!({"order": "7"}));
        assert_eq!(json["grantType"], "PAID");
        assert_eq!(serde_json::from_value::<CreditGrantInput>(json).unwrap(), request);
        // Stigg judges dates: it may be later there than here.
        assert_eq!(request.validate(), Ok(()));
    }

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(request: &CreditGrantInput, expected: &str) {
            assert_eq!(request.validate().unwrap_err().to_string(), expected);
        }
        let request = CreditGrantInput::promotional("c", "tokens", "Welcome", 1);
        check(&CreditGrantInput::paid("", "tokens", "T", 1), "`customerId` is empty");
        check(&CreditGrantInput::paid("c", "", "T", 1), "`currencyId` is empty");
        check(&CreditGrantInput::paid("c", "tokens", " ", 1), "`displayName` is blank");
        check(
            &CreditGrantInput::paid("c", "tokens", "T", -1),
            "`amount` is -1; it cannot be negative",
        );
        check(
            &request.clone().with_cost(MoneyInput::in_default_currency(-1)),
            "`cost.amount` is -1; it cannot be negative",
        );
        check(
            &request.clone().with_priority(f64::NAN),
            "`priority` is NaN, which is not a number that can be sent",
        );
        let billing = CreditGrantBillingInfo::new().with_invoice_days_until_due(-1.0);
        check(
            &request.with_billing_information(billing),
            "`billingInformation.invoiceDaysUntilDue` is -1; it cannot be negative",
        );
    }
}
