//! How much memory an entity takes.

use std::mem::size_of;
use std::sync::Arc;

use serde_json::Value;
use stigg_models::{EntitlementCurrency, EntitlementFeature};

use super::CachedEntity;
use super::balance::KnownBalance;
use super::index::Index;
use super::slot::Slot;
use super::terms::Terms;
use crate::stripe::Stripes;

/// The two counters of an `Arc`.
const COUNTERS: usize = 2 * size_of::<usize>();
/// A node of a `BTreeMap` of JSON: room for eleven members.
const JSON_NODE: usize = 11 * (size_of::<String>() + size_of::<Value>()) + 16;

/// What of an entity no other one shares, beside the entity itself.
pub(crate) fn own(entity: &CachedEntity) -> usize {
    slots(entity.slots.len())
        + entity.balances.as_ref().map_or(0, |balances| {
            block(COUNTERS + size_of_val(&**balances))
                + balances
                    .iter()
                    .map(|balance: &KnownBalance| block(balance.currency_id.len()))
                    .sum::<usize>()
        })
}

fn slots(slots: usize) -> usize {
    block(COUNTERS + slots * size_of::<Slot>())
}

/// All of an entity, as if it shared nothing with another one.
pub(crate) fn whole(entity: &CachedEntity) -> usize {
    let shared: usize = entity
        .slots
        .iter()
        .map(|slot| terms(&slot.terms) + named(&slot.terms))
        .sum();
    shared_block::<CachedEntity>() + own(entity) + index(&entity.index) + shared
}

pub(crate) fn index(index: &Index) -> usize {
    let (cells, ids) = index.sizes();
    shared_block::<Index>() + block(cells) + block(ids)
}

/// Terms without the feature or currency that they name.
pub(crate) fn terms(terms: &Terms) -> usize {
    let content = match terms {
        Terms::Feature(terms) => {
            let state = &terms.state;
            state.credit_rate.as_ref().map_or(0, |rate| {
                text(&rate.currency_id) + rate.custom_currency_id.as_ref().map_or(0, text)
            }) + terms.values.as_ref().map_or(0, values)
        }
        Terms::Credit(_) => 0,
    };
    shared_block::<Terms>() + content
}

/// The feature or the currency that terms name, with its copies.
fn named(terms: &Terms) -> usize {
    match terms {
        Terms::Feature(terms) => terms.features.as_ref().map_or(0, features),
        Terms::Credit(terms) => currencies(&terms.currencies),
    }
}

pub(crate) fn features(features: &Stripes<EntitlementFeature>) -> usize {
    stripes(features) + features.len() * feature(features.first())
}

pub(crate) fn currencies(currencies: &Stripes<EntitlementCurrency>) -> usize {
    stripes(currencies) + currencies.len() * currency(currencies.first())
}

fn values(values: &Stripes<[String]>) -> usize {
    let copy = block(COUNTERS + size_of_val(&**values.first())) + values.first().iter().map(text).sum::<usize>();
    stripes(values) + values.len() * copy
}

/// The list of several copies. A single one needs none.
fn stripes<T: ?Sized>(stripes: &Stripes<T>) -> usize {
    match stripes.len() {
        1 => 0,
        copies => block(COUNTERS + copies * size_of::<Arc<T>>()),
    }
}

fn feature(feature: &EntitlementFeature) -> usize {
    shared_block::<EntitlementFeature>()
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
    shared_block::<EntitlementCurrency>()
        + text(&currency.currency_id)
        + texts.into_iter().flatten().map(text).sum::<usize>()
        + currency.additional_meta_data.as_ref().map_or(0, json)
}

fn json(value: &Value) -> usize {
    match value {
        Value::String(string) => text(string),
        Value::Array(items) => block(items.capacity() * size_of::<Value>()) + items.iter().map(json).sum::<usize>(),
        // Nodes are at least half full, apart from the first one.
        Value::Object(members) => {
            members.len().div_ceil(6) * block(JSON_NODE)
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

pub(crate) fn shared_block<T>() -> usize {
    block(COUNTERS + size_of::<T>())
}

/// What the usual allocators take for a block of so many bytes: eight more, in steps of sixteen.
pub(crate) fn block(bytes: usize) -> usize {
    if bytes == 0 {
        0
    } else {
        (bytes + 8).next_multiple_of(16).max(32)
    }
}
