//! How much memory an entity takes.

use std::mem::size_of;
use std::sync::Arc;

use serde_json::Value;
use stigg_models::{CreditEntitlementState, EntitlementCurrency, EntitlementFeature, FeatureEntitlementState};

use super::{CachedEntitlement, CachedEntity, Slot};

/// What the allocator keeps beside each block, with rounding.
const BLOCK: usize = 16;
/// The two counters of an `Arc`.
const COUNTERS: usize = 2 * size_of::<usize>();
/// A node of a `BTreeMap` of JSON: room for eleven members.
const JSON_NODE: usize = BLOCK + 11 * (size_of::<String>() + size_of::<Value>()) + 16;

pub(super) fn of(entity: &CachedEntity) -> u64 {
    let entitlements: usize = entity.entitlements().map(entitlement).sum();
    let slots = block(entity.slots.capacity() * size_of::<Slot>());
    let (cells, ids) = entity.index.sizes();
    let index = 2 * (BLOCK + COUNTERS) + cells + ids;
    (shared::<CachedEntity>() + slots + index + entitlements) as u64
}

fn entitlement(entitlement: &CachedEntitlement) -> usize {
    match entitlement {
        CachedEntitlement::Feature(state) => {
            shared::<FeatureEntitlementState>()
                + state.feature.as_deref().map_or(0, feature)
                + state.credit_rate.as_ref().map_or(0, |rate| {
                    text(&rate.currency_id) + rate.custom_currency_id.as_ref().map_or(0, text)
                })
                + enum_values(&state.enum_values)
        }
        CachedEntitlement::Credit(state) => shared::<CreditEntitlementState>() + currency(&state.currency),
    }
}

fn feature(feature: &EntitlementFeature) -> usize {
    shared::<EntitlementFeature>()
        + [&feature.id, &feature.units, &feature.units_plural]
            .into_iter()
            .map(text)
            .sum::<usize>()
        + [&feature.display_name, &feature.description]
            .into_iter()
            .flatten()
            .map(text)
            .sum::<usize>()
}

fn currency(currency: &EntitlementCurrency) -> usize {
    let texts = [
        &currency.display_name,
        &currency.description,
        &currency.unit_singular,
        &currency.unit_plural,
    ];
    shared::<EntitlementCurrency>()
        + text(&currency.currency_id)
        + texts.into_iter().flatten().map(text).sum::<usize>()
        + currency.additional_meta_data.as_ref().map_or(0, json)
}

fn enum_values(values: &Arc<[String]>) -> usize {
    if values.is_empty() {
        // All empty ones are the same.
        return 0;
    }
    BLOCK
        + COUNTERS
        + values
            .iter()
            .map(|value| size_of::<String>() + text(value))
            .sum::<usize>()
}

fn json(value: &Value) -> usize {
    match value {
        Value::String(string) => text(string),
        Value::Array(items) => block(items.capacity() * size_of::<Value>()) + items.iter().map(json).sum::<usize>(),
        // Nodes are at least half full, apart from the first one.
        Value::Object(members) => {
            members.len().div_ceil(6) * JSON_NODE
                + members
                    .iter()
                    .map(|(key, value)| text(key) + json(value))
                    .sum::<usize>()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

fn text(text: &String) -> usize {
    block(text.capacity())
}

fn shared<T>() -> usize {
    BLOCK + COUNTERS + size_of::<T>()
}

fn block(bytes: usize) -> usize {
    if bytes == 0 { 0 } else { BLOCK + bytes }
}
