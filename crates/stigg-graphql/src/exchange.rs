//! One request and its answer, over the socket.

use std::error::Error as StdError;
use std::io;

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, RETRY_AFTER};
use reqwest::{RequestBuilder, Response};
use stigg_transport::{Delivery, Error, ErrorKind, Result};

use crate::response::Answer;

/// Sends a request and reads the whole answer, up to `limit` bytes.
pub(crate) async fn exchange(request: RequestBuilder, limit: usize) -> Result<Answer> {
    let mut response = request.send().await.map_err(network_error)?;
    let status = response.status();
    let text = |headers: &HeaderMap, name: HeaderName| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let content_type = text(response.headers(), CONTENT_TYPE);
    let retry_after = text(response.headers(), RETRY_AFTER);
    let body = read_body(&mut response, limit)
        .await
        .map_err(|error| error.with_status(status.as_u16()))?;
    Ok(Answer {
        status,
        content_type,
        retry_after,
        body,
    })
}

async fn read_body(response: &mut Response, limit: usize) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(network_error)? {
        if body.len() + chunk.len() > limit {
            return Err(Error::new(ErrorKind::Decode)
                .with_delivery(Delivery::Applied)
                .with_message(format!("the answer is larger than {limit} bytes")));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// What it means when the HTTP client fails.
fn network_error(error: reqwest::Error) -> Error {
    // The URL holds the customer's id.
    let error = error.without_url();
    let (kind, delivery, what) = if error.is_connect() {
        let what = if error.is_timeout() {
            "no connection to Stigg in time"
        } else {
            "no connection to Stigg"
        };
        (ErrorKind::Connect, Delivery::NotSent, what)
    } else if error.is_timeout() {
        (ErrorKind::Timeout, Delivery::Unanswered, "no answer in time")
    } else if error.is_builder() {
        (
            ErrorKind::Configuration,
            Delivery::NotSent,
            "the request could not be built",
        )
    } else if is_malformed(&error) {
        (
            ErrorKind::Decode,
            Delivery::Applied,
            "the answer could not be decompressed",
        )
    } else {
        // A truncated body calls itself a decode error; it is the connection that broke.
        (
            ErrorKind::Network,
            Delivery::Unanswered,
            "the connection broke before the answer was complete",
        )
    };
    let message = match root_cause(&error) {
        Some(cause) if !error.is_timeout() => format!("{what}: {cause}"),
        _ => what.to_owned(),
    };
    let source: std::sync::Arc<dyn StdError + Send + Sync> = std::sync::Arc::new(error);
    Error::new(kind)
        .with_delivery(delivery)
        .with_message(message)
        .with_source(source)
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |&error| error.source())
}

fn root_cause(error: &reqwest::Error) -> Option<String> {
    causes(error).last().map(ToString::to_string)
}

/// Whether the content is at fault, not the connection.
fn is_malformed(error: &reqwest::Error) -> bool {
    causes(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| matches!(cause.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput))
}
