//! When two pieces of JSON say the same.

use std::collections::BTreeSet;
use std::fmt;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use stigg::models::Timestamp;

use crate::case::{Failure, Request};

/// What a `null` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nulls {
    /// The same as an absent member.
    Absent,
    /// Something of its own: in a request it clears a field.
    Meant,
}

/// One place where what was recorded and what happened are not the same.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Difference {
    /// Such as `requests[0].variables.input.couponRefId`.
    pub(crate) place: String,
    /// What was recorded; `None`: nothing.
    pub(crate) recorded: Option<Value>,
    /// What happened; `None`: nothing.
    pub(crate) actual: Option<Value>,
}

impl Difference {
    pub(crate) fn new(place: impl Into<String>, recorded: Option<Value>, actual: Option<Value>) -> Self {
        Self {
            place: place.into(),
            recorded,
            actual,
        }
    }

    /// The name of the member that differs.
    pub(crate) fn member(&self) -> &str {
        self.place.rsplit('.').next().unwrap_or_default()
    }

    /// The name of what the member is in, be it an object or a list of them.
    pub(crate) fn parent(&self) -> &str {
        let parent = self.place.rsplit('.').nth(1).unwrap_or_default();
        parent.split('[').next().unwrap_or_default()
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: &Option<Value>| value.as_ref().map_or_else(|| "nothing".to_owned(), Value::to_string);
        write!(
            f,
            "{}: recorded {}, got {}",
            self.place,
            shown(&self.recorded),
            shown(&self.actual)
        )
    }
}

/// Compares two pieces of JSON.
pub(crate) fn values(place: &str, recorded: &Value, actual: &Value, nulls: Nulls) -> Vec<Difference> {
    let mut differences = Vec::new();
    let [recorded, actual] =
        [recorded, actual].map(|value| (nulls == Nulls::Meant || !value.is_null()).then_some(value));
    walk(place, recorded, actual, nulls, &mut differences);
    differences
}

fn walk(
    place: &str,
    recorded: Option<&Value>,
    actual: Option<&Value>,
    nulls: Nulls,
    differences: &mut Vec<Difference>,
) {
    match (recorded, actual) {
        (Some(Value::Object(recorded)), Some(Value::Object(actual))) => {
            let names: BTreeSet<&String> = recorded.keys().chain(actual.keys()).collect();
            for name in names {
                walk(
                    &format!("{place}.{name}"),
                    member(recorded, name, nulls),
                    member(actual, name, nulls),
                    nulls,
                    differences,
                );
            }
        }
        (Some(Value::Array(recorded)), Some(Value::Array(actual))) => {
            for index in 0..recorded.len().max(actual.len()) {
                walk(
                    &format!("{place}[{index}]"),
                    recorded.get(index),
                    actual.get(index),
                    nulls,
                    differences,
                );
            }
        }
        (Some(recorded), Some(actual)) if same(recorded, actual) => {}
        (None, None) => {}
        _ => differences.push(Difference::new(place, recorded.cloned(), actual.cloned())),
    }
}

/// A member, unless it says nothing.
fn member<'a>(object: &'a Map<String, Value>, name: &str, nulls: Nulls) -> Option<&'a Value> {
    let value = object.get(name)?;
    let says_nothing = match value {
        Value::Null => nulls == Nulls::Absent,
        // The official SDK asks for it everywhere, and hands some objects on as they came.
        _ if name == "__typename" => true,
        // A customer or a subscription outside any experiment.
        Value::Object(info) => name == "experimentInfo" && info.is_empty(),
        _ => false,
    };
    (!says_nothing).then_some(value)
}

fn same(recorded: &Value, actual: &Value) -> bool {
    match (recorded, actual) {
        (Value::Number(recorded), Value::Number(actual)) => recorded == actual || recorded.as_f64() == actual.as_f64(),
        (Value::String(recorded), Value::String(actual)) => {
            recorded == actual || recorded == "<any string>" || same_instant(recorded, actual)
        }
        _ => recorded == actual,
    }
}

fn same_instant(recorded: &str, actual: &str) -> bool {
    let [recorded, actual] = [recorded, actual].map(|text| text.parse::<Timestamp>().ok());
    recorded.is_some() && recorded == actual
}

/// Compares what was sent: in the same order, the same number of times.
pub(crate) fn requests(recorded: &[Request], actual: &[Request]) -> Vec<Difference> {
    let mut differences = Vec::new();
    for index in 0..recorded.len().max(actual.len()) {
        let place = format!("requests[{index}]");
        let [recorded, actual] = [recorded, actual].map(|requests| requests.get(index).map(canonical));
        match (recorded, actual) {
            (Some(recorded), Some(actual)) => differences.extend(request(&place, &recorded, &actual)),
            (recorded, actual) => {
                let [recorded, actual] = [recorded, actual].map(|request| request.as_ref().map(described));
                differences.push(Difference::new(place, recorded, actual));
            }
        }
    }
    differences
}

fn request(place: &str, recorded: &Request, actual: &Request) -> Vec<Difference> {
    match (recorded, actual) {
        (
            Request::Graphql {
                operation_name: recorded_name,
                variables: recorded,
            },
            Request::Graphql {
                operation_name,
                variables,
            },
        ) if recorded_name == operation_name => {
            values(&format!("{place}.variables"), recorded, variables, Nulls::Meant)
        }
        (
            Request::Edge {
                path: recorded_path,
                query: recorded,
            },
            Request::Edge { path, query },
        ) if recorded_path == path => {
            let [recorded, actual] = [recorded, query].map(|query| as_object(query));
            values(&format!("{place}.query"), &recorded, &actual, Nulls::Meant)
        }
        _ => vec![Difference::new(
            place,
            Some(described(recorded)),
            Some(described(actual)),
        )],
    }
}

/// A query as an object, in which the order says nothing; a name that is there several times has all its values.
fn as_object(query: &[(String, String)]) -> Value {
    let mut object = Map::new();
    for (name, value) in query {
        let values = object.entry(name.clone()).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(values) = values {
            values.push(Value::from(value.clone()));
        }
    }
    Value::Object(object)
}

/// One name for both versions of the read of entitlements, and paths without encoding.
fn canonical(request: &Request) -> Request {
    match request {
        Request::Graphql {
            operation_name,
            variables,
        } => Request::Graphql {
            operation_name: match operation_name.as_str() {
                "GetEntitlements" => "GetEntitlementsState".to_owned(),
                name => name.to_owned(),
            },
            variables: variables.clone(),
        },
        Request::Edge { path, query } => {
            let path = match path.strip_suffix("/entitlements.json") {
                Some(start) => format!("{start}/entitlements-state.json"),
                None => path.clone(),
            };
            Request::Edge {
                path: percent_decode_str(&path).decode_utf8_lossy().into_owned(),
                query: query.clone(),
            }
        }
    }
}

/// A request in a few words.
fn described(request: &Request) -> Value {
    match request {
        Request::Graphql {
            operation_name,
            variables,
        } => format!("{operation_name} {variables}").into(),
        Request::Edge { path, query } => format!("GET {path} {query:?}").into(),
    }
}

/// Compares how a call failed. The wording around the text of the server or of a check is a matter of taste.
pub(crate) fn failures(recorded: &Failure, actual: &stigg::Error) -> Vec<Difference> {
    let mut differences = Vec::new();
    let code = actual.code().map(ToString::to_string);
    let trace_id = actual.trace_id().map(str::to_owned);
    for (place, recorded, actual) in [
        ("error.errorCode", &recorded.error_code, code),
        ("error.traceId", &recorded.trace_id, trace_id),
    ] {
        if *recorded != actual {
            let [recorded, actual] = [recorded.clone(), actual].map(|text| text.map(Value::from));
            differences.push(Difference::new(place, recorded, actual));
        }
    }
    // "Failed to get customer: Customer not found"
    let text = recorded
        .message
        .split_once(": ")
        .map_or(recorded.message.as_str(), |(_, text)| text);
    let said = actual.to_string();
    if !plain(&said).contains(&plain(text)) {
        differences.push(Difference::new("error.message", Some(text.into()), Some(said.into())));
    }
    differences
}

/// Neither letters' case nor code marks are part of what is said.
fn plain(text: &str) -> String {
    text.replace('`', "").to_lowercase()
}

#[cfg(test)]
mod tests;
