//! What a new coupon is made of.

use serde::{Deserialize, Serialize};

use crate::metadata::tolerant;
use crate::validation::{id, not_negative, optional_each, optional_percentage, optional_quantity, text};
use crate::with_methods::with_methods;
use crate::{CouponType, InvalidRequest, Metadata, MoneyInput, Quantity};

/// Makes a coupon: a discount in percent or in money, for some months or for ever.
///
/// ```
/// use stigg_models::{CreateCouponInput, Currency, MoneyInput};
///
/// let in_percent = CreateCouponInput::new("spring-sale", "Spring sale").with_percent_off(20).with_duration_in_months(3);
/// let in_money = CreateCouponInput::new("welcome", "Welcome").with_amounts_off([MoneyInput::new(5, Currency::Usd)]);
/// assert_eq!(serde_json::to_string(&in_money)?.matches("amountsOff").count(), 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateCouponInput {
    /// Your id of the coupon.
    pub id: String,
    /// The name that people see.
    pub name: String,
    /// What the coupon is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether the discount is in percent or a fixed amount; absent: as the discount that is given.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub coupon_type: Option<CouponType>,
    /// How much is taken off, in percent: 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent_off: Option<f64>,
    /// How much is taken off, one amount per currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amounts_off: Option<Vec<MoneyInput>>,
    /// For how many months a customer or a subscription has the discount; absent: for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_in_months: Option<f64>,
    /// What you keep on the coupon.
    #[serde(default, deserialize_with = "tolerant", skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
}

impl CreateCouponInput {
    /// Makes a coupon with your id and the name that people see. The discount is given by
    /// [`with_percent_off`](Self::with_percent_off) or [`with_amounts_off`](Self::with_amounts_off).
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            ..Self::default()
        }
    }

    /// Takes off so much per currency.
    #[must_use]
    pub fn with_amounts_off(mut self, amounts: impl IntoIterator<Item = MoneyInput>) -> Self {
        self.amounts_off = Some(amounts.into_iter().collect());
        self
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// The id or the name is empty, the percentage is not between 0 and 100, or an amount or the duration is negative.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("id", &self.id)?;
        text("name", &self.name)?;
        optional_percentage("percentOff", self.percent_off)?;
        optional_each("amountsOff", self.amounts_off.as_deref(), not_negative)?;
        optional_quantity("durationInMonths", self.duration_in_months)
    }
}

with_methods! {
    CreateCouponInput {
        /// What the coupon is for.
        with_description => description: String,
        /// Whether the discount is in percent or a fixed amount. Stigg sees it by the discount as well.
        with_coupon_type => coupon_type: CouponType,
        /// Takes off so much, in percent: 0 to 100.
        with_percent_off => percent_off: f64,
        /// The discount lasts so many months.
        with_duration_in_months => duration_in_months: Quantity,
        /// What you keep on the coupon.
        with_metadata => metadata: Metadata,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{Currency, Decimal};

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(request: &CreateCouponInput, expected: &str) {
            assert_eq!(request.validate().unwrap_err().to_string(), expected);
        }
        let coupon = || CreateCouponInput::new("spring", "Spring");
        check(&CreateCouponInput::new("", "Spring"), "`id` is empty");
        check(&CreateCouponInput::new("spring", " "), "`name` is blank");
        check(
            &coupon().with_percent_off(100.5),
            "`percentOff` is 100.5; it cannot be more than 100",
        );
        check(
            &coupon().with_percent_off(-1),
            "`percentOff` is -1; it cannot be negative",
        );
        check(
            &coupon().with_duration_in_months(-3),
            "`durationInMonths` is -3; it cannot be negative",
        );
        let amounts = [
            MoneyInput::new(0, Currency::Usd),
            MoneyInput::new(Decimal::new(-5, 1), Currency::Eur),
        ];
        check(
            &coupon().with_amounts_off(amounts),
            "`amountsOff[1].amount` is -0.5; it cannot be negative",
        );
        assert_eq!(coupon().with_percent_off(100).validate(), Ok(()));
        assert_eq!(coupon().validate(), Ok(()), "what a coupon needs is for Stigg to say");
    }

    #[test]
    fn amounts_travel_as_numbers_without_rounding() {
        let request = CreateCouponInput::new("spring", "Spring")
            .with_coupon_type(CouponType::Fixed)
            .with_amounts_off([
                MoneyInput::new(Decimal::new(1999, 2), Currency::Eur),
                MoneyInput::in_default_currency(5),
            ]);
        let json = json!({
            "id": "spring", "name": "Spring", "type": "FIXED",
            "amountsOff": [{"amount": 19.99, "currency": "EUR"}, {"amount": 5}],
        });
        assert_eq!(serde_json::to_value(&request).unwrap(), json);
        assert_eq!(serde_json::from_value::<CreateCouponInput>(json).unwrap(), request);
    }
}
