//! Coupons.

use stigg_models::{Coupon, CouponSyncState};

use crate::convert::values::{metadata, money};
use crate::convert::{Result, optional_list};
use crate::generated::fragments as wire;

pub(in crate::convert) fn coupon(wire: wire::Coupon) -> Result<Coupon> {
    let mut coupon = Coupon::new(wire.ref_id, wire.name);
    coupon.description = wire.description;
    coupon.discount_value = wire.discount_value;
    coupon.percent_off = wire.percent_off;
    coupon.amounts_off = optional_list(wire.amounts_off, money)?;
    coupon.metadata = metadata(wire.additional_meta_data);
    coupon.coupon_type = Some(wire.r#type);
    coupon.status = Some(wire.status);
    coupon.created_at = Some(wire.created_at);
    coupon.updated_at = Some(wire.updated_at);
    coupon.billing_id = wire.billing_id;
    coupon.billing_link_url = wire.billing_link_url;
    coupon.sync_states = optional_list(wire.sync_states, |state| {
        Ok(CouponSyncState::new(state.vendor_identifier, state.status))
    })?;
    Ok(coupon)
}
