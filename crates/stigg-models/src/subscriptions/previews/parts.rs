//! What previews are made of: tax, discount, proration, credits.

use serde::{Deserialize, Serialize};

use crate::serde_ext::{is_default, null_as_default};
use crate::{DiscountDurationType, DiscountType, Money, Timestamp};

/// The tax in an amount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionPreviewTaxDetails {
    /// The name of the tax that people see, such as `VAT`.
    pub display_name: String,
    /// The rate, in percent.
    pub percentage: f64,
    /// Whether the prices hold the tax already; otherwise it is added to them.
    pub inclusive: bool,
}

impl SubscriptionPreviewTaxDetails {
    /// A tax that is added to prices.
    pub fn new(display_name: impl Into<String>, percentage: f64) -> Self {
        Self {
            display_name: display_name.into(),
            percentage,
            inclusive: false,
        }
    }
}

/// The discount in an amount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionPreviewDiscount {
    /// The name of the coupon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether [`value`](Self::value) is a percentage or an amount.
    #[serde(rename = "type")]
    pub discount_type: DiscountType,
    /// How much is taken off: percent, or full units of the currency.
    pub value: f64,
    /// How long it is taken off.
    pub duration_type: DiscountDurationType,
    /// For how many months, where it is for some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_in_months: Option<f64>,
}

impl SubscriptionPreviewDiscount {
    /// A discount without a name.
    pub fn new(discount_type: DiscountType, value: f64, duration_type: DiscountDurationType) -> Self {
        Self {
            name: None,
            discount_type,
            value,
            duration_type,
            duration_in_months: None,
        }
    }
}

/// What a change in the middle of a billing period gives back and charges.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionPreviewProrations {
    /// What is given back for the time that was paid for and is not used.
    pub credit: Money,
    /// What the time that is left costs now.
    pub debit: Money,
    /// The one less the other.
    pub net_amount: Money,
    /// When the change takes effect: the rest of the period is counted from here.
    pub proration_date: Timestamp,
    /// Whether there is anything to prorate.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "is_default")]
    pub has_prorations: bool,
}

impl SubscriptionPreviewProrations {
    /// What is given back, and what is charged.
    pub fn new(credit: Money, debit: Money, net_amount: Money, proration_date: impl Into<Timestamp>) -> Self {
        Self {
            credit,
            debit,
            net_amount,
            proration_date: proration_date.into(),
            has_prorations: false,
        }
    }
}

/// What the customer has to its credit at the billing provider. This is money, not a credit currency.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionPreviewCredits {
    /// Before this invoice.
    pub initial: Money,
    /// What this invoice uses of it.
    pub used: Money,
    /// After this invoice.
    pub remaining: Money,
}

impl SubscriptionPreviewCredits {
    /// What there is before and after an invoice, and what the invoice uses.
    pub fn new(initial: Money, used: Money, remaining: Money) -> Self {
        Self {
            initial,
            used,
            remaining,
        }
    }
}
