//! Previews and estimates of subscriptions.

use serde_json::Value as Json;

use super::Arguments;
use crate::engine::inputs::{self, ProvisionInput, SubscriptionIdInput, UpdateSubscriptionInput};
use crate::engine::object::Value;
use crate::engine::views;
use crate::error::ApiError;
use crate::state::State;

pub(super) fn preview(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    const OPERATION: &str = "previewSubscription";
    refuse_what_is_not_followed(OPERATION, &arguments)?;
    let input: ProvisionInput = inputs::read(&mut arguments, "input")?;
    let customer = input.customer_id.clone();
    let preview = state.preview(OPERATION, input.read(OPERATION, &customer)?)?;
    Ok(views::previews::preview(state, &preview).into())
}

pub(super) fn estimate(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    const OPERATION: &str = "estimateSubscription";
    refuse_what_is_not_followed(OPERATION, &arguments)?;
    let input: ProvisionInput = inputs::read(&mut arguments, "input")?;
    let customer = input.customer_id.clone();
    let preview = state.preview(OPERATION, input.read(OPERATION, &customer)?)?;
    Ok(views::previews::estimate(state, &preview).into())
}

pub(super) fn estimate_update(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    const OPERATION: &str = "estimateSubscriptionUpdate";
    refuse_what_is_not_followed(OPERATION, &arguments)?;
    let input: UpdateSubscriptionInput = inputs::read(&mut arguments, "input")?;
    let (id, update) = input.read(OPERATION)?;
    let preview = state.preview_update(OPERATION, &id, update)?;
    Ok(views::previews::estimate(state, &preview).into())
}

pub(super) fn next_invoice(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: SubscriptionIdInput = inputs::read(&mut arguments, "input")?;
    let invoice = state.next_invoice("previewNextInvoice", &input.subscription_id)?;
    Ok(views::previews::next_invoice(state, &invoice).into())
}

/// Provisioning passes over what changes the invoice and nothing else; a preview of it would be wrong.
fn refuse_what_is_not_followed(operation: &str, arguments: &Arguments) -> Result<(), ApiError> {
    let given = |pointer: &str| {
        let value = arguments.get("input").and_then(|input| input.pointer(pointer));
        value.filter(|value| !value.is_null())
    };
    let behavior = given("/billingInformation/prorationBehavior").and_then(Json::as_str);
    let not_followed = [
        (
            "a prorationBehavior other than INVOICE_IMMEDIATELY",
            behavior.is_some_and(|behavior| behavior != "INVOICE_IMMEDIATELY"),
        ),
        (
            "the duration of a discount outside of the catalogue",
            given("/appliedCoupon/discount/durationInMonths").is_some(),
        ),
        (
            "the start of a coupon",
            given("/appliedCoupon/configuration/startDate").is_some(),
        ),
    ];
    match not_followed.iter().find(|(_, is_given)| *is_given) {
        Some((what, _)) => Err(ApiError::unsupported(operation, what)),
        None => Ok(()),
    }
}
