//! What the tests of this crate share: entitlements written as the JSON of the domain types.

use serde::Serialize;
use serde_json::{Value, json};
use stigg_models::{EntitlementsState, Timestamp};

use crate::{CachedEntity, Source, Stamp};

/// The moment of all checks that do not say another.
pub(crate) const NOW: &str = "2025-06-15T12:00:00Z";

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().expect("tests write times that are ones")
}

pub(crate) fn second(second: i64) -> Timestamp {
    Timestamp::from_millisecond(second * 1000).expect("tests stay within the years that can be held")
}

pub(crate) fn stamp(source: Source, fetched_at: Timestamp) -> Stamp {
    Stamp::new(fetched_at, source)
}

pub(crate) fn state(entitlements: &[Value]) -> EntitlementsState {
    serde_json::from_value(json!({ "entitlements": entitlements })).expect("tests write states that are ones")
}

pub(crate) fn entity(entitlements: &[Value]) -> CachedEntity {
    CachedEntity::new(state(entitlements), stamp(Source::Api, at(NOW)))
}

/// An entitlement without entitlements around it, for a reason.
pub(crate) fn denied_entity(reason: &str, entitlements: &[Value]) -> CachedEntity {
    let mut state = state(entitlements);
    state.access_denied_reason = Some(reason.into());
    CachedEntity::new(state, stamp(Source::Api, at(NOW)))
}

/// An entitlement to the feature `id`, of a type such as `BOOLEAN` or `NUMBER/Incremental`, with more members.
pub(crate) fn feature(id: &str, feature_type: &str, more: Value) -> Value {
    let mut feature = json!({ "id": id });
    let mut types = feature_type.split('/');
    feature["featureType"] = json!(types.next());
    if let Some(meter_type) = types.next() {
        feature["meterType"] = json!(meter_type);
    }
    with(json!({ "type": "FEATURE", "feature": feature }), more)
}

/// An entitlement to credits of the currency `id`, with more members.
pub(crate) fn credit(id: &str, more: Value) -> Value {
    with(json!({ "type": "CREDIT", "currency": { "currencyId": id } }), more)
}

pub(crate) fn with(mut value: Value, more: Value) -> Value {
    if let (Value::Object(members), Value::Object(more)) = (&mut value, more) {
        members.extend(more);
    }
    value
}

/// The JSON of an answer, in which `1` and `1.0` are the same number.
pub(crate) fn json_of(answer: &impl Serialize) -> Value {
    by_number(serde_json::to_value(answer).expect("answers are JSON"))
}

fn by_number(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.into_iter().map(by_number).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(key, value)| (key, by_number(value)))
            .collect(),
        other => other,
    }
}
