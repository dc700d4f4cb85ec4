//! Coupons.

use super::money;
use crate::catalog::model::{Coupon, Discount};
use crate::engine::object::{Object, Value};
use crate::ids;
use crate::state::State;

pub(super) fn coupon(state: &State, coupon: &Coupon) -> Object {
    let created_at = coupon.created_at.unwrap_or(state.since);
    let object = Object::new("Coupon")
        .with("id", ids::named("coupon", &coupon.id))
        .with("refId", &coupon.id)
        .with("environmentId", ids::environment_id())
        .with("name", &coupon.name)
        .with("description", coupon.description.as_ref())
        .with("durationInMonths", coupon.duration_in_months.map(f64::from))
        .with("status", coupon.status)
        .with("source", "STIGG")
        .with("syncStates", Value::List(Vec::new()))
        .with("additionalMetaData", coupon.metadata.as_ref())
        .with("createdAt", created_at)
        .with("updatedAt", created_at);
    match &coupon.discount {
        Discount::Percent(percent) => object
            .with("type", "PERCENTAGE")
            .with("percentOff", *percent)
            .with("discountValue", *percent),
        Discount::Amount(amount, currency) => object
            .with("type", "FIXED")
            .with("amountsOff", vec![money(*amount, currency)])
            .with("discountValue", *amount),
    }
}
