//! The catalogue: plans, add-ons, prices, and the paywall that shows them.

mod coupon;
mod package;
mod package_entitlement;
mod paywall;
mod price;

pub(super) use self::coupon::coupon;
pub(super) use self::package::{addon, plan};
pub(super) use self::package_entitlement::{feature, units};
pub(crate) use self::paywall::paywall;
pub(super) use self::price::{currency_of, price, tiers};
