//! The coupon of a subscription.

use serde::{Deserialize, Serialize};

use crate::validation::{nested, optional_id, optional_percentage, optional_quantity};
use crate::with_methods::with_methods;
use crate::{InvalidRequest, MoneyInput, Quantity, Timestamp};

/// A coupon to apply to a subscription, named in one of four ways.
///
/// ```
/// use stigg_models::{CouponDiscountInput, SubscriptionCouponInput};
///
/// let of_the_catalog = SubscriptionCouponInput::coupon("spring-sale");
/// let made_for_one = SubscriptionCouponInput::discount(CouponDiscountInput::percent_off(20).with_duration_in_months(3));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionCouponInput {
    /// Your id of a coupon of the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coupon_id: Option<String>,
    /// The billing provider's id of a coupon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_coupon_id: Option<String>,
    /// A promotion code of the billing provider; its id of the coupon is the newer way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promotion_code: Option<String>,
    /// A discount for this subscription alone, outside of the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<CouponDiscountInput>,
    /// When the coupon applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<CouponConfigurationInput>,
}

impl SubscriptionCouponInput {
    /// A coupon of the catalogue, by your id.
    pub fn coupon(coupon_id: impl Into<String>) -> Self {
        Self {
            coupon_id: Some(coupon_id.into()),
            ..Self::default()
        }
    }

    /// A coupon of the billing provider, by its id there.
    pub fn billing_coupon(billing_coupon_id: impl Into<String>) -> Self {
        Self {
            billing_coupon_id: Some(billing_coupon_id.into()),
            ..Self::default()
        }
    }

    /// A promotion code of the billing provider.
    pub fn promotion_code(promotion_code: impl Into<String>) -> Self {
        Self {
            promotion_code: Some(promotion_code.into()),
            ..Self::default()
        }
    }

    /// A discount for this subscription alone.
    pub fn discount(discount: CouponDiscountInput) -> Self {
        Self {
            discount: Some(discount),
            ..Self::default()
        }
    }

    /// When the coupon begins to apply.
    #[must_use]
    pub fn with_start_date(mut self, start_date: impl Into<Timestamp>) -> Self {
        self.configuration.get_or_insert_default().start_date = Some(start_date.into());
        self
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidRequest> {
        optional_id("couponId", self.coupon_id.as_deref())?;
        optional_id("billingCouponId", self.billing_coupon_id.as_deref())?;
        optional_id("promotionCode", self.promotion_code.as_deref())?;
        nested("discount", self.discount.as_ref(), CouponDiscountInput::validate)?;
        let names = [&self.coupon_id, &self.billing_coupon_id, &self.promotion_code];
        if self.discount.is_none() && names.into_iter().all(Option::is_none) {
            return Err(InvalidRequest::whole("names no coupon"));
        }
        Ok(())
    }
}

/// A discount for one subscription alone: in percent or in money.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CouponDiscountInput {
    /// The name on the invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the discount is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How much is taken off, in percent: 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent_off: Option<f64>,
    /// How much is taken off, one amount per currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amounts_off: Option<Vec<MoneyInput>>,
    /// For how many months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_in_months: Option<f64>,
}

impl CouponDiscountInput {
    /// A discount in percent: 0 to 100.
    pub fn percent_off(percent: impl Into<f64>) -> Self {
        Self {
            percent_off: Some(percent.into()),
            ..Self::default()
        }
    }

    /// A discount in money, one amount per currency.
    pub fn amounts_off(amounts: impl Into<Vec<MoneyInput>>) -> Self {
        Self {
            amounts_off: Some(amounts.into()),
            ..Self::default()
        }
    }

    fn validate(&self) -> Result<(), InvalidRequest> {
        optional_percentage("percentOff", self.percent_off)?;
        optional_quantity("durationInMonths", self.duration_in_months)
    }
}

with_methods! {
    CouponDiscountInput {
        /// The name on the invoice.
        with_name => name: String,
        /// What the discount is for.
        with_description => description: String,
        /// For how many months.
        with_duration_in_months => duration_in_months: Quantity,
    }
}

/// When a coupon applies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CouponConfigurationInput {
    /// When it begins to apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Timestamp>,
}
