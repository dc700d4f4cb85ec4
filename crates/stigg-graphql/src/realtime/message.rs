//! The messages of `graphql-transport-ws`.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::api_key::ApiKey;
use crate::response::{Answer, code_of};

/// The sub-protocol, as the upgrade names it.
pub(super) const PROTOCOL: &str = "graphql-transport-ws";

pub(super) const PING: &str = r#"{"type":"ping"}"#;
pub(super) const PONG: &str = r#"{"type":"pong"}"#;

/// What Stigg says.
#[derive(Debug)]
pub(super) enum Message<'a> {
    Ack,
    Ping,
    Pong,
    Next {
        id: String,
        payload: &'a RawValue,
    },
    Error {
        id: String,
        payload: Option<&'a RawValue>,
    },
    Complete {
        id: String,
    },
    /// Of a type that is not known, which means nothing. Whatever else it has is not looked at.
    Unknown {
        kind: String,
    },
}

#[derive(Deserialize)]
struct Envelope<'a> {
    r#type: String,
    /// A text where it matters, and whatever it is where it does not.
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    payload: Option<&'a RawValue>,
}

impl<'a> Message<'a> {
    /// Reads a message.
    ///
    /// # Errors
    ///
    /// What is wrong with one that is malformed.
    pub(super) fn read(text: &'a str) -> Result<Self, String> {
        if !text.trim_start().starts_with('{') {
            // An envelope could be read from a list as well.
            return Err("no JSON object".to_owned());
        }
        let envelope: Envelope<'a> = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let payload = envelope.payload;
        let id = || {
            let id = envelope.id.and_then(|id| serde_json::from_str(id.get()).ok());
            id.ok_or_else(|| format!("`{}` without an id", envelope.r#type))
        };
        Ok(match envelope.r#type.as_str() {
            "connection_ack" => Self::Ack,
            "ping" => Self::Ping,
            "pong" => Self::Pong,
            "next" => Self::Next {
                id: id()?,
                payload: payload.ok_or("`next` without a payload")?,
            },
            "error" => Self::Error { id: id()?, payload },
            "complete" => Self::Complete { id: id()? },
            _ => Self::Unknown { kind: envelope.r#type },
        })
    }
}

pub(super) fn subscribe(id: &str, operation_name: &str, query: &str) -> String {
    json!({
        "id": id,
        "type": "subscribe",
        "payload": {"operationName": operation_name, "query": query, "variables": {}, "extensions": {}},
    })
    .to_string()
}

pub(super) fn complete(id: &str) -> String {
    json!({"id": id, "type": "complete"}).to_string()
}

/// The payload of a `next`.
#[derive(Debug, Deserialize)]
pub(super) struct Payload {
    #[serde(default)]
    pub(super) data: Option<Value>,
    #[serde(default)]
    pub(super) errors: Option<Vec<Value>>,
}

/// The errors of an `error`: a list, and where it is not one, whatever it is.
pub(super) fn errors(payload: Option<&RawValue>) -> Vec<Value> {
    match payload.and_then(|payload| serde_json::from_str(payload.get()).ok()) {
        Some(Value::Array(errors)) => errors,
        Some(Value::Null) | None => Vec::new(),
        Some(error) => vec![error],
    }
}

/// What GraphQL errors mean, as if they had come over HTTP.
pub(super) fn reported(errors: &[Value], key: &ApiKey) -> stigg_transport::Error {
    let errors = if errors.is_empty() {
        &[json!({"message": "an error without a reason"})]
    } else {
        errors
    };
    Answer {
        status: reqwest::StatusCode::OK,
        content_type: None,
        retry_after: None,
        body: Vec::new(),
        key,
    }
    .reported_errors(errors)
}

/// Whether Stigg does not know what was subscribed to.
pub(super) fn is_unknown_document(errors: &[Value]) -> bool {
    errors.iter().any(|error| {
        let code = code_of(error);
        code.is_some_and(|code| code.as_str() == "GRAPHQL_VALIDATION_FAILED")
            || error["message"]
                .as_str()
                .is_some_and(|message| message.contains("Cannot query field"))
    })
}
