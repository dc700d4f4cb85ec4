//! Coupons: what they need, and who has them.

use std::sync::Arc;

use super::State;
use super::customers::check_id;
use super::pricing::AppliedCoupon;
use crate::catalog::model::{Coupon, Discount};
use crate::error::{ApiError, Code};
use crate::wire::CouponStatus;

impl State {
    /// Adds a coupon to the catalogue of this state.
    pub(crate) fn create_coupon(&mut self, coupon: Coupon) -> Result<(), ApiError> {
        check_id(&coupon.id)?;
        let problem = match coupon.discount {
            Discount::Percent(percent) if !(percent > 0.0 && percent <= 100.0) => {
                Some("percentOff must be above 0 and at most 100")
            }
            Discount::Amount(amount, _) if amount < 0.0 => Some("amountsOff must not be negative"),
            _ => None,
        };
        if let Some(problem) = problem {
            return Err(ApiError::new(Code::BadUserInput, problem));
        }
        let id = coupon.id.clone();
        if self.catalog.coupons.contains(&id) {
            let message = format!("Coupon {id} already exists");
            return Err(ApiError::new(Code::DuplicatedEntityNotAllowed, message));
        }
        let coupon = Coupon {
            created_at: Some(self.now),
            ..coupon
        };
        Arc::make_mut(&mut self.catalog).coupons.insert(&id, coupon);
        Ok(())
    }

    pub(super) fn check_coupon(&self, id: &str) -> Result<(), ApiError> {
        let coupon = self
            .catalog
            .coupons
            .get(id)
            .ok_or_else(|| ApiError::new(Code::CouponNotFound, format!("Coupon {id} not found")))?;
        if coupon.status == CouponStatus::Archived {
            return Err(ApiError::new(
                Code::ArchivedCouponCantBeApplied,
                format!("Coupon {id} is archived"),
            ));
        }
        Ok(())
    }

    /// The coupon that all subscriptions of the customer are discounted by.
    pub(super) fn customer_coupon(&self, id: &str) -> Option<AppliedCoupon> {
        let id = self.customers.get(id)?.coupon.as_ref()?;
        self.catalog.coupons.get(id).map(|coupon| AppliedCoupon {
            coupon: Some(coupon.id.clone()),
            discount: coupon.discount.clone(),
        })
    }
}
