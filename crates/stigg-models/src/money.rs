//! Amounts of money.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Currency;
use crate::serde_ext;

/// An amount of money in full units (`19.99` is nineteen dollars and ninety-nine cents).
///
/// The amount is a decimal, never a binary floating-point number; in JSON it is a number.
///
/// ```
/// use stigg_models::{Currency, Decimal, Money};
///
/// let price: Money = serde_json::from_str(r#"{"amount":19.99,"currency":"USD"}"#)?;
/// assert_eq!(price, Money::new(Decimal::new(1999, 2), Currency::Usd));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Money {
    /// The amount, in full units.
    #[serde(with = "serde_ext::decimal")]
    pub amount: Decimal,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// An amount in a currency.
    pub fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// An amount that arrived as a binary floating-point number; `None` if it is not finite or out of range.
    ///
    /// ```
    /// use stigg_models::{Currency, Money};
    ///
    /// let money = Money::from_f64(19.99, Currency::Eur).ok_or("out of range")?;
    /// assert_eq!(money.amount.to_string(), "19.99");
    /// # Ok::<(), &str>(())
    /// ```
    pub fn from_f64(amount: f64, currency: Currency) -> Option<Self> {
        Some(Self {
            amount: decimal_from_f64(amount)?,
            currency,
        })
    }
}

/// An amount of money in a request; without a currency Stigg takes the one of the object that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MoneyInput {
    /// The amount, in full units.
    #[serde(with = "serde_ext::decimal")]
    pub amount: Decimal,
    /// The currency; absent: the one of the object that the amount belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
}

impl MoneyInput {
    /// An amount in a currency.
    pub fn new(amount: impl Into<Decimal>, currency: Currency) -> Self {
        Self {
            amount: amount.into(),
            currency: Some(currency),
        }
    }

    /// An amount in the currency of the object that it belongs to.
    pub fn in_default_currency(amount: impl Into<Decimal>) -> Self {
        Self {
            amount: amount.into(),
            currency: None,
        }
    }
}

impl From<Money> for MoneyInput {
    fn from(money: Money) -> Self {
        Self {
            amount: money.amount,
            currency: Some(money.currency),
        }
    }
}

/// The decimal that a JSON number stands for: the shortest text that reads back as this double, so that `19.99` stays
/// `19.99` and does not become `19.989999999999998436805981327779591083526611328125`. `None` for a number out of range.
pub(crate) fn decimal_from_f64(number: f64) -> Option<Decimal> {
    if !number.is_finite() {
        return None;
    }
    let text = number.to_string();
    Decimal::from_str_exact(&text).or_else(|_| text.parse()).ok()
}
