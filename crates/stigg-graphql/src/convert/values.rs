//! The values that all areas share.

use serde_json::Value;
use stigg_models::{
    CustomerResource, DateRange, Decimal, DimensionValue, Dimensions, ExperimentInfo, Metadata, Money, MoneyInput,
    Patch,
};

use super::{Result, Unfit};
use crate::generated::{fragments as wire, inputs};

/// The text, if it says anything: on the wire an empty one means that there is none.
pub(crate) fn present(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// The number, if it is not 0, where 0 means that there is none.
pub(super) fn nonzero(number: Option<f64>) -> Option<f64> {
    number.filter(|number| *number != 0.0)
}

/// An amount of money, which arrives as a binary floating-point number.
pub(super) fn decimal(amount: f64) -> Result<Decimal> {
    // `Money` knows how to make the decimal that the sender meant; the currency is not looked at.
    match Money::from_f64(amount, stigg_models::Currency::Usd) {
        Some(money) => Ok(money.amount),
        None => Err(Unfit(format!("the amount {amount} is out of range"))),
    }
}

pub(super) fn money(wire: wire::Money) -> Result<Money> {
    Ok(Money::new(decimal(wire.amount)?, wire.currency))
}

pub(super) fn optional_money(wire: Option<wire::Money>) -> Result<Option<Money>> {
    wire.map(money).transpose()
}

pub(super) fn date_range(wire: &wire::DateRange) -> DateRange {
    let mut range = DateRange::default();
    range.start = wire.start;
    range.end = wire.end;
    range
}

impl From<MoneyInput> for inputs::MoneyInputDTO {
    fn from(input: MoneyInput) -> Self {
        Self {
            amount: double(input.amount),
            currency: input.currency,
        }
    }
}

/// The double that reads back as this decimal.
fn double(amount: Decimal) -> f64 {
    // The nearest double to the text is what every reader of JSON makes of it.
    amount
        .normalize()
        .to_string()
        .parse()
        .expect("a decimal is written as a number")
}

/// Metadata of an answer. It is free JSON, though Stigg's own tools write text only: numbers and the like become their
/// text, `null` is left out, and what is not an object is no metadata.
pub(super) fn metadata(wire: Option<Value>) -> Option<Metadata> {
    let Some(Value::Object(members)) = wire else {
        return None;
    };
    let text = |value| match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    };
    Some(
        members
            .into_iter()
            .filter_map(|(key, value)| Some((key, text(value)?)))
            .collect(),
    )
}

/// Metadata of a request.
pub(super) fn metadata_input(metadata: Metadata) -> Value {
    Value::Object(
        metadata
            .into_iter()
            .map(|(key, value)| (key, Value::String(value)))
            .collect(),
    )
}

/// Metadata of an update. `null` clears it.
pub(super) fn metadata_patch(metadata: Patch<Metadata>) -> Option<Value> {
    match metadata {
        Patch::Keep => None,
        Patch::Clear => Some(Value::Null),
        Patch::Set(metadata) => Some(metadata_input(metadata)),
    }
}

/// Dimensions of a report or an event. A number that JSON has no way to write has been refused before.
pub(super) fn dimensions_input(dimensions: Dimensions) -> Value {
    let value = |value| match value {
        DimensionValue::Bool(value) => Value::Bool(value),
        DimensionValue::Number(value) => Value::from(value),
        DimensionValue::Text(value) => Value::String(value),
        _ => Value::Null,
    };
    Value::Object(
        dimensions
            .into_iter()
            .map(|(name, dimension)| (name, value(dimension)))
            .collect(),
    )
}

pub(super) fn resource(wire: wire::CustomerResource) -> CustomerResource {
    CustomerResource::new(wire.resource_id)
}

pub(super) fn experiment(wire: wire::ExperimentInfo) -> ExperimentInfo {
    ExperimentInfo::new(wire.id, wire.name, wire.group_name, wire.group_type)
}

#[cfg(test)]
mod tests;
