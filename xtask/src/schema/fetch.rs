//! Asks an API for its schema.

use std::time::Duration;

use reqwest::header::HeaderValue;
use reqwest::redirect::Policy;
use serde_json::{Value, json};

use super::introspection::QUERY;
use crate::failure::{Failure, Result};

const TIMEOUT: Duration = Duration::from_secs(60);

/// The `data` of the answer. The key never gets into a failure, not even where the server repeats it.
pub(crate) fn introspect(url: &str, key: &str) -> Result<Value> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(Failure::context("the asynchronous runtime does not start"))?;
    let answer = runtime.block_on(post(url, key));
    answer.map_err(|message| Failure::new(format!("introspection of {url}: {}", message.replace(key, "<key>"))))
}

async fn post(url: &str, key: &str) -> std::result::Result<Value, String> {
    let mut header = HeaderValue::from_str(key).map_err(|_| "the API key has characters that no key has".to_owned())?;
    header.set_sensitive(true);
    // A redirect would take the key to another host.
    let client = reqwest::Client::builder()
        .redirect(Policy::none())
        .timeout(TIMEOUT)
        .build()
        .map_err(chain)?;
    let body = json!({ "operationName": "IntrospectionQuery", "query": QUERY, "variables": {} });
    let response = client
        .post(url)
        .header("X-API-KEY", header)
        .json(&body)
        .send()
        .await
        .map_err(chain)?;
    let status = response.status();
    let text = response.text().await.map_err(chain)?;
    // Before anything is cut off: half a key is too much as well.
    let shown = excerpt(&text.replace(key, "<key>"));
    if !status.is_success() {
        let advice = match status.as_u16() {
            401 | 403 => " Is STIGG_SERVER_API_KEY a valid server key?",
            300..=399 => " Is the URL that of the GraphQL endpoint itself?",
            _ => "",
        };
        return Err(format!("the server answered {status}.{advice} It said: {shown}"));
    }
    let mut answer: Value =
        serde_json::from_str(&text).map_err(|error| format!("the answer is not JSON ({error}). It begins: {shown}"))?;
    if let Some(error) = answer["errors"].get(0) {
        let message = error["message"].as_str().unwrap_or("an error without a message");
        return Err(format!(
            "the server refused: {}",
            excerpt(&message.replace(key, "<key>"))
        ));
    }
    match answer["data"].take() {
        Value::Null => Err(format!("the answer has no data. It begins: {shown}")),
        data => Ok(data),
    }
}

/// The error and its causes, without the URL, which the caller names.
fn chain(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

fn excerpt(text: &str) -> String {
    text.chars().take(300).collect()
}
