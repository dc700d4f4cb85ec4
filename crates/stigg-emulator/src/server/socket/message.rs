//! The messages of `graphql-transport-ws`.

use serde_json::{Map, Value as Json};

use crate::engine::Request;
use crate::server::auth;

/// What a client says.
#[derive(Debug)]
pub(super) enum Incoming {
    Init(Json),
    Ping(Option<Json>),
    Pong,
    Subscribe { id: String, request: Request },
    Complete { id: String },
}

/// Reads a message; the error says what is wrong with it.
pub(super) fn read(text: &str) -> Result<Incoming, String> {
    let mut message: Map<String, Json> = serde_json::from_str(text).map_err(|_| "Not a JSON object".to_owned())?;
    let payload = message.remove("payload").filter(|payload| !payload.is_null());
    let Some(Json::String(kind)) = message.remove("type") else {
        return Err("A message has a type".to_owned());
    };
    match kind.as_str() {
        "connection_init" => Ok(Incoming::Init(object(payload)?.unwrap_or_default())),
        "ping" => Ok(Incoming::Ping(object(payload)?)),
        "pong" => object(payload).map(|_| Incoming::Pong),
        "complete" => Ok(Incoming::Complete { id: id(&mut message)? }),
        "subscribe" => {
            let id = id(&mut message)?;
            let payload = object(payload)?.ok_or("The payload of subscribe is missing")?;
            let request = serde_json::from_value(payload)
                .map_err(|error| format!("The payload of subscribe is not a GraphQL request: {error}"))?;
            Ok(Incoming::Subscribe { id, request })
        }
        _ => Err("Unknown message type".to_owned()),
    }
}

fn object(payload: Option<Json>) -> Result<Option<Json>, String> {
    match payload {
        Some(payload) if !payload.is_object() => Err("A payload is an object".to_owned()),
        payload => Ok(payload),
    }
}

fn id(message: &mut Map<String, Json>) -> Result<String, String> {
    match message.remove("id") {
        Some(Json::String(id)) if !id.is_empty() => Ok(id),
        _ => Err("The id is missing".to_owned()),
    }
}

/// Takes the API key out of the payload of `connection_init`: from its `headers`, or from the payload itself.
pub(super) fn take_key(payload: &mut Json) -> Option<String> {
    let beside = payload.as_object_mut().and_then(take_header);
    let header = payload
        .get_mut("headers")
        .and_then(Json::as_object_mut)
        .and_then(take_header);
    match header.or(beside) {
        Some(Json::String(key)) => Some(key),
        _ => None,
    }
}

fn take_header(map: &mut Map<String, Json>) -> Option<Json> {
    let is_key = |name: &String| name.eq_ignore_ascii_case(auth::HEADER);
    let names: Vec<String> = map.keys().filter(|name| is_key(name)).cloned().collect();
    let mut found = None;
    for name in names {
        found = found.or(map.remove(&name));
    }
    found
}

pub(super) const ACK: &str = r#"{"type":"connection_ack"}"#;

pub(super) fn pong(payload: Option<&Json>) -> String {
    match payload {
        Some(payload) => format!(r#"{{"type":"pong","payload":{payload}}}"#),
        None => r#"{"type":"pong"}"#.to_owned(),
    }
}

/// A `next`; the payload is JSON text, and not looked at.
pub(super) fn next(id: &str, payload: &str) -> String {
    format!(r#"{{"id":{},"type":"next","payload":{payload}}}"#, quoted(id))
}

/// An `error`; the list of errors is JSON text, and not looked at.
pub(super) fn error(id: &str, errors: &str) -> String {
    format!(r#"{{"id":{},"type":"error","payload":{errors}}}"#, quoted(id))
}

pub(super) fn complete(id: &str) -> String {
    format!(r#"{{"id":{},"type":"complete"}}"#, quoted(id))
}

fn quoted(id: &str) -> Json {
    Json::from(id)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_of_the_protocol_is_refused() {
        for text in [
            "",
            "{",
            "[]",
            "\"ping\"",
            "{}",
            r#"{"type":1}"#,
            r#"{"type":"start"}"#,
            r#"{"type":"next","id":"1","payload":{}}"#,
            r#"{"type":"connection_ack"}"#,
            r#"{"type":"connection_init","payload":[]}"#,
            r#"{"type":"ping","payload":1}"#,
            r#"{"type":"complete"}"#,
            r#"{"type":"complete","id":""}"#,
            r#"{"type":"subscribe","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":1,"payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"subscribe","id":"1","payload":{}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":[]}}"#,
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_key_is_found_in_any_case_and_taken_out() {
        let mut payload = json!({ "headers": { "x-Api-KEY": "one", "source": "TEST" } });
        assert_eq!(take_key(&mut payload).as_deref(), Some("one"));
        assert_eq!(payload, json!({ "headers": { "source": "TEST" } }));
        let mut payload = json!({ "X-API-KEY": "two" });
        assert_eq!(take_key(&mut payload).as_deref(), Some("two"));
        assert_eq!(payload, json!({}));
        assert_eq!(take_key(&mut json!({ "headers": { "X-API-KEY": 1 } })), None);
        assert_eq!(take_key(&mut json!({ "headers": [] })), None);
    }

    #[test]
    fn ids_are_quoted_whatever_they_hold() {
        assert_eq!(complete("a\"b"), r#"{"id":"a\"b","type":"complete"}"#);
        assert_eq!(next("1", "{oops"), r#"{"id":"1","type":"next","payload":{oops}"#);
        assert_eq!(error("1", "[]"), r#"{"id":"1","type":"error","payload":[]}"#);
        assert_eq!(pong(Some(&json!({ "a": 1 }))), r#"{"type":"pong","payload":{"a":1}}"#);
    }
}
