//! Answers of Stigg, with a value in every member that the documents select.

mod catalog;
mod credits;
mod customers;
mod entitlements;
mod previews;
mod promotional_entitlements;
mod realtime;
mod subscriptions;
mod usage;

use serde_json::{Value, json};

pub(crate) use self::catalog::*;
pub(crate) use self::credits::*;
pub(crate) use self::customers::*;
pub(crate) use self::entitlements::*;
pub(crate) use self::previews::*;
pub(crate) use self::promotional_entitlements::*;
pub(crate) use self::realtime::*;
pub(crate) use self::subscriptions::*;
pub(crate) use self::usage::*;

pub(crate) const MOMENT: &str = "2025-06-15T12:34:56.789Z";

fn money() -> Value {
    json!({"__typename": "Money", "amount": 19.99, "currency": "EUR"})
}

fn metadata() -> Value {
    json!({"tier": "gold", "seats": 5})
}

fn units() -> Value {
    json!({"singular": "token", "plural": "tokens"})
}

fn page_info() -> Value {
    json!({"startCursor": "a", "endCursor": "b", "hasNextPage": true, "hasPreviousPage": false})
}

pub(crate) fn verify_api_key() -> Value {
    json!({"sdkConfiguration": {"sentryDsn": "", "isWidgetWatermarkEnabled": false, "showWatermark": false}})
}
