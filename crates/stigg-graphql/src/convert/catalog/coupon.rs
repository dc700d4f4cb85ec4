//! Coupons.

use stigg_models::{Coupon, CouponSyncState, CreateCouponInput};

use crate::convert::values::{metadata, metadata_input, money};
use crate::convert::{Result, each, optional_list};
use crate::generated::{fragments as wire, inputs};

impl From<CreateCouponInput> for inputs::CreateCouponInput {
    fn from(request: CreateCouponInput) -> Self {
        Self {
            ref_id: request.id,
            name: request.name,
            description: request.description,
            r#type: request.coupon_type,
            percent_off: request.percent_off,
            amounts_off: each(request.amounts_off),
            // The older way to say the discount, which does not tell percent from money.
            discount_value: None,
            duration_in_months: request.duration_in_months,
            additional_meta_data: request.metadata.map(metadata_input),
        }
    }
}

pub(crate) fn coupon(wire: wire::Coupon) -> Result<Coupon> {
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
