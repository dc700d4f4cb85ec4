//! What a new coupon is made of.

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::subscriptions::{MoneyInput, refuse};
use crate::catalog::model::{Coupon, Discount};
use crate::error::{ApiError, Code};
use crate::wire::CouponStatus;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct CreateCouponInput {
    ref_id: String,
    name: String,
    description: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    percent_off: Option<f64>,
    amounts_off: Option<Vec<MoneyInput>>,
    discount_value: Option<f64>,
    duration_in_months: Option<f64>,
    additional_meta_data: Option<Map<String, Json>>,
}

impl CreateCouponInput {
    pub(in crate::engine) fn read(self, operation: &str) -> Result<Coupon, ApiError> {
        let bad = |problem: &str| Err(ApiError::new(Code::BadUserInput, problem));
        let mut amounts = self.amounts_off.unwrap_or_default().into_iter();
        let (amount, others) = (amounts.next(), amounts.len());
        refuse(
            operation,
            &[
                ("discountValue", self.discount_value.is_some()),
                ("amountsOff in several currencies", others > 0),
            ],
        )?;
        let (discount, kind) = match (self.percent_off, amount) {
            (Some(percent), None) => (Discount::Percent(percent), "PERCENTAGE"),
            (None, Some(money)) => {
                let currency = money.currency.unwrap_or_else(|| "USD".to_owned());
                (Discount::Amount(money.amount, currency), "FIXED")
            }
            _ => return bad("A coupon has either percentOff or amountsOff"),
        };
        if self.kind.is_some_and(|given| given != kind) {
            return bad("The type of the coupon contradicts its discount");
        }
        let duration_in_months = match self.duration_in_months {
            None => None,
            Some(months) => match whole(months) {
                Some(months) => Some(months),
                None => return bad("durationInMonths must be a whole number above 0"),
            },
        };
        Ok(Coupon {
            id: self.ref_id,
            name: self.name,
            description: self.description,
            discount,
            duration_in_months,
            status: CouponStatus::Active,
            metadata: self.additional_meta_data,
            created_at: None,
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole, above 0, and within the type"
)]
fn whole(months: f64) -> Option<u32> {
    let fits = months >= 1.0 && months <= f64::from(u32::MAX) && months.fract() == 0.0;
    fits.then_some(months as u32)
}
