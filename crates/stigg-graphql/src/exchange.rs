//! One request and its answer, over the socket.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, RETRY_AFTER};
use reqwest::{RequestBuilder, Response};
use stigg_transport::{Delivery, Error, ErrorKind, Result};
use tokio::time::timeout;

use crate::api_key::ApiKey;
use crate::response::Answer;
use crate::tidy::tidy;

/// How long the rest of an answer may stand still. The head of an answer may take longer: Stigg is at work meanwhile.
const STALL: Duration = Duration::from_secs(5);

/// Sends a request that is made with this key, and reads the whole answer, up to `limit` bytes.
pub(crate) async fn exchange(request: RequestBuilder, key: &ApiKey, limit: usize) -> Result<Answer<'_>> {
    let response = request.send().await.map_err(|error| network_error(error, key))?;
    answer(response, key, limit).await
}

/// Reads the whole of an answer to a request that was made with this key, up to `limit` bytes.
pub(crate) async fn answer(mut response: Response, key: &ApiKey, limit: usize) -> Result<Answer<'_>> {
    let status = response.status();
    let text = |headers: &HeaderMap, name: HeaderName| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let content_type = text(response.headers(), CONTENT_TYPE);
    let retry_after = text(response.headers(), RETRY_AFTER);
    // What it calls itself is believed up to what is read at all.
    let length = response.content_length().unwrap_or_default();
    let mut body = Vec::with_capacity(usize::try_from(length).unwrap_or(limit).min(limit));
    let read = read_body(&mut response, &mut body, key, limit).await;
    // A status that says no is an answer, whatever became of the rest.
    if let Err(error) = read
        && status.is_success()
    {
        return Err(error.with_status(status.as_u16()));
    }
    Ok(Answer {
        status,
        content_type,
        retry_after,
        body,
        key,
    })
}

async fn read_body(response: &mut Response, body: &mut Vec<u8>, key: &ApiKey, limit: usize) -> Result<()> {
    while let Some(chunk) = moving(response.chunk())
        .await?
        .map_err(|error| network_error(error, key))?
    {
        if body.len() + chunk.len() > limit {
            return Err(Error::new(ErrorKind::Decode)
                .with_delivery(Delivery::Applied)
                .with_message(format!("the answer is larger than {limit} bytes")));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(())
}

/// Waits for the next piece of an answer, but not for long.
async fn moving<T>(next: impl Future<Output = T>) -> Result<T> {
    timeout(STALL, next).await.map_err(|_| {
        Error::new(ErrorKind::Timeout)
            .with_delivery(Delivery::Unanswered)
            .with_message("the answer stopped in the middle")
    })
}

/// What it means when the HTTP client fails.
pub(crate) fn network_error(error: reqwest::Error, key: &ApiKey) -> Error {
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
        // Perhaps it is not even from Stigg.
        (
            ErrorKind::Decode,
            Delivery::Unanswered,
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
        Some(cause) if !error.is_timeout() => tidy(&format!("{what}: {cause}"), key),
        _ => what.to_owned(),
    };
    Error::new(kind)
        .with_delivery(delivery)
        .with_message(message)
        .with_source(error)
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |&error| error.source())
}

fn root_cause(error: &reqwest::Error) -> Option<String> {
    causes(error).last().map(ToString::to_string)
}

/// Whether the content is at fault, not the connection: TLS that is broken calls itself invalid data as well.
fn is_malformed(error: &reqwest::Error) -> bool {
    error.is_decode()
        && causes(error)
            .filter_map(|cause| cause.downcast_ref::<io::Error>())
            .any(|cause| matches!(cause.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn an_answer_may_be_slow_but_not_stand_still() {
        let slow = tokio::time::sleep(STALL.checked_sub(Duration::from_millis(1)).unwrap());
        moving(slow).await.unwrap();

        let error = moving(std::future::pending::<()>()).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Timeout, Delivery::Unanswered)
        );
    }
}
