//! The catalogue: products, plans, add-ons, prices, coupons, and the pages that show and sell them.

mod checkout;
mod coupon;
mod mock_paywall;
mod package;
mod package_entitlement;
mod paywall;
mod price;
mod product;

pub(crate) use self::checkout::checkout_state;
pub(crate) use self::coupon::coupon;
pub(crate) use self::mock_paywall::mock_paywall;
pub(super) use self::package::{addon, plan};
pub(super) use self::package_entitlement::{feature, units};
pub(crate) use self::paywall::paywall;
pub(super) use self::paywall::typography;
pub(super) use self::price::{currency_of, price, tiers};
pub(crate) use self::product::product;
