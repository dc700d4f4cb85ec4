//! The headers of every request.

use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use stigg_transport::{Error, ErrorKind, Result};
use zeroize::Zeroizing;

use crate::api_key::ApiKey;

const OPERATION_NAME: HeaderName = HeaderName::from_static("x-graphql-operation-name");
const API_VERSION: HeaderName = HeaderName::from_static("x-api-version");

/// Stigg's enum of sources knows three values; this is the one of a server SDK.
const SOURCE: &str = "NODE_SERVER_SDK";
const CLIENT_NAME: &str = "stigg-rust";

/// The headers that all requests of a client share. Those of the process let Stigg's support tell your servers apart; they
/// may be left out.
pub(crate) fn shared(api_key: &ApiKey, process: bool) -> Result<HeaderMap> {
    let mut key = HeaderValue::from_str(api_key.expose())
        .map_err(|_| Error::new(ErrorKind::Configuration).with_message("the API key cannot be sent in a header"))?;
    key.set_sensitive(true);

    let mut headers = HeaderMap::new();
    headers.insert("x-api-key", key);
    headers.insert("source", HeaderValue::from_static(SOURCE));
    headers.insert("apollographql-client-name", HeaderValue::from_static(CLIENT_NAME));
    headers.insert(
        "apollographql-client-version",
        HeaderValue::from_static(env!("CARGO_PKG_VERSION")),
    );
    if let Ok(instance) = HeaderValue::from_str(&instance_id()) {
        headers.insert("x-sdk-instance-id", instance);
    }
    if !process {
        return Ok(headers);
    }
    headers.insert("x-sdk-os-process-id", HeaderValue::from(std::process::id()));
    if let Ok(started) = HeaderValue::from_str(&now_millisecond().to_string()) {
        headers.insert("x-sdk-os-process-timestamp", started);
    }
    if let Ok(hostname) = HeaderValue::from_str(&gethostname::gethostname().to_string_lossy()) {
        headers.insert("x-sdk-os-process-hostname", hostname);
    }
    Ok(headers)
}

/// The headers of a GraphQL operation, from those that all requests share.
pub(crate) fn of_operation(shared: &HeaderMap, name: &'static str) -> HeaderMap {
    let mut headers = shared.clone();
    headers.insert(OPERATION_NAME, HeaderValue::from_static(name));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers
}

/// The headers of a read from the Edge, from those that all requests share.
pub(crate) fn of_edge_read(shared: &HeaderMap) -> HeaderMap {
    let mut headers = shared.clone();
    headers.insert(API_VERSION, HeaderValue::from_static("1"));
    headers
}

/// The payload of a `connection_init`: the same headers, named as the official SDKs name them there, and without the name of
/// the client, which they do not send.
///
/// It holds the key.
pub(crate) fn init_payload(headers: &HeaderMap) -> Zeroizing<String> {
    const NAMES: [&str; 6] = [
        "X-API-KEY",
        "source",
        "X-SDK-INSTANCE-ID",
        "X-SDK-OS-PROCESS-HOSTNAME",
        "X-SDK-OS-PROCESS-ID",
        "X-SDK-OS-PROCESS-TIMESTAMP",
    ];
    const NUMBERS: [&str; 2] = ["X-SDK-OS-PROCESS-ID", "X-SDK-OS-PROCESS-TIMESTAMP"];
    // Not by way of a `Value`, which would leave the key in memory.
    let mut payload = Zeroizing::new(String::with_capacity(4096));
    payload.push_str(r#"{"headers":{"#);
    let mut separator = "";
    for name in NAMES {
        let Some(value) = headers.get(name).and_then(|value| value.to_str().ok()) else {
            continue;
        };
        payload.push_str(separator);
        separator = ",";
        let _ = if NUMBERS.contains(&name) {
            write!(payload, r#""{name}":{value}"#)
        } else {
            // A header is visible ASCII, so that nothing but these has to be escaped.
            let value = Zeroizing::new(value.replace('\\', r"\\").replace('"', "\\\""));
            write!(payload, r#""{name}":"{}""#, *value)
        };
    }
    payload.push_str("}}");
    payload
}

/// 21 characters, as the official SDKs have it.
fn instance_id() -> String {
    std::iter::repeat_with(fastrand::alphanumeric).take(21).collect()
}

#[expect(clippy::disallowed_methods, reason = "it is about this process, and decides nothing")]
fn now_millisecond() -> u128 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |age| age.as_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_marked_so_that_nothing_prints_it() {
        let headers = shared(&ApiKey::new("server-secret").unwrap(), true).unwrap();
        assert_eq!(headers["x-api-key"], "server-secret");
        assert!(!format!("{headers:?}").contains("server-secret"));
    }

    #[test]
    fn the_process_is_described_only_if_it_may_be() {
        let described = |process| -> usize {
            let headers = shared(&ApiKey::new("k").unwrap(), process).unwrap();
            assert!(headers.contains_key("x-sdk-instance-id"));
            headers
                .keys()
                .filter(|name| name.as_str().starts_with("x-sdk-os-process-"))
                .count()
        };
        assert_eq!((described(true), described(false)), (3, 0));
    }

    #[test]
    fn the_init_payload_is_json_whatever_the_key_is() {
        let key = r#"server-"quoted\\""#;
        let headers = shared(&ApiKey::new(key).unwrap(), true).unwrap();
        let payload: serde_json::Value = serde_json::from_str(&init_payload(&headers)).unwrap();
        let payload = payload["headers"].as_object().unwrap();
        assert_eq!(payload["X-API-KEY"], key);
        assert_eq!(payload["X-SDK-OS-PROCESS-ID"], std::process::id());
        assert!(payload["X-SDK-OS-PROCESS-TIMESTAMP"].is_u64());
        assert_eq!(payload.len(), 6);

        let headers = shared(&ApiKey::new(key).unwrap(), false).unwrap();
        let payload: serde_json::Value = serde_json::from_str(&init_payload(&headers)).unwrap();
        let names: Vec<_> = payload["headers"].as_object().unwrap().keys().collect();
        assert_eq!(names, ["X-API-KEY", "X-SDK-INSTANCE-ID", "source"]);
    }

    #[test]
    fn the_source_is_one_that_stigg_knows() {
        let headers = shared(&ApiKey::new("k").unwrap(), true).unwrap();
        let source = headers["source"].to_str().unwrap();
        assert!(
            stigg_models::SourceType::ALL
                .iter()
                .any(|known| known.as_str() == source)
        );
        assert_eq!(headers["x-sdk-instance-id"].len(), 21);
    }
}
