//! Promotional entitlements.

use super::Arguments;
use crate::engine::inputs::{self, GrantInput, PromotionGroupInput, RevokeInput};
use crate::engine::object::{Object, Value};
use crate::engine::views::promotional_entitlements::view;
use crate::error::ApiError;
use crate::state::State;
use crate::state::promotional_entitlements::Promotion;

pub(super) fn grant(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: GrantInput = inputs::read(&mut arguments, "input")?;
    let (customer, _, granted) = input.read()?;
    let granted = state.grant_promotions(&customer, granted)?;
    Ok(views(state, &granted))
}

pub(super) fn grant_group(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: GrantInput = inputs::read(&mut arguments, "input")?;
    let (customer, group, granted) = input.read()?;
    let granted = state.grant_promotion_group(&customer, &group, granted)?;
    Ok(views(state, &granted))
}

pub(super) fn revoke(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: RevokeInput = inputs::read(&mut arguments, "input")?;
    let revoked = state.revoke_promotion(&input.customer_id, &input.feature_id)?;
    Ok(view(state, &revoked).into())
}

pub(super) fn revoke_group(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: PromotionGroupInput = inputs::read(&mut arguments, "input")?;
    let revoked = state.revoke_promotion_group(&input.customer_id, &input.feature_group_id)?;
    Ok(views(state, &revoked))
}

pub(super) fn unlink_group(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: PromotionGroupInput = inputs::read(&mut arguments, "input")?;
    let unlinked = state.unlink_promotion_group(&input.customer_id, &input.feature_group_id)?;
    Ok(views(state, &unlinked))
}

fn views(state: &State, promotions: &[Promotion]) -> Value {
    let views = promotions.iter().map(|promotion| view(state, promotion));
    views.collect::<Vec<Object>>().into()
}
