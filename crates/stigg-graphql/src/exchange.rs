//! One request and its answer, over the socket.

use std::error::Error as StdError;
use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, RETRY_AFTER};
use reqwest::{Client, Request, Response};
use stigg_transport::{Delivery, Error, ErrorKind, Result};
use tokio::time::{Instant, Sleep, sleep};

use crate::api_key::ApiKey;
use crate::response::Answer;
use crate::tidy::tidy;

/// How long the rest of an answer may stand still. The head of an answer may take longer: Stigg is at work meanwhile.
const STALL: Duration = Duration::from_secs(5);

/// Sends a request that is made with this key, and reads the whole answer, up to `limit` bytes.
pub(crate) async fn exchange<'a>(
    client: &Client,
    request: Request,
    key: &'a ApiKey,
    limit: usize,
) -> Result<Answer<'a>> {
    let response = client.execute(request).await;
    let response = response.map_err(|error| network_error(error, key))?;
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
    let mut stall = pin!(sleep(STALL));
    while let Some(chunk) = moving(response.chunk(), stall.as_mut())
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

/// Waits for the next piece of an answer, but not for long. The timer is set only if there is something to wait for.
async fn moving<T>(next: impl Future<Output = T>, mut stall: Pin<&mut Sleep>) -> Result<T> {
    let mut next = pin!(next);
    let mut waiting = false;
    poll_fn(|context| {
        if let Poll::Ready(piece) = next.as_mut().poll(context) {
            return Poll::Ready(Ok(piece));
        }
        if !waiting {
            waiting = true;
            stall.as_mut().reset(Instant::now() + STALL);
        }
        stall.as_mut().poll(context).map(|()| {
            Err(Error::new(ErrorKind::Timeout)
                .with_delivery(Delivery::Unanswered)
                .with_message("the answer stopped in the middle"))
        })
    })
    .await
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
        let mut stall = pin!(sleep(STALL));
        // Each piece has the whole of the time, whatever the others took.
        for _ in 0..3 {
            let slow = sleep(STALL.checked_sub(Duration::from_millis(1)).unwrap());
            moving(slow, stall.as_mut()).await.unwrap();
        }
        sleep(2 * STALL).await;
        moving(std::future::ready(()), stall.as_mut()).await.unwrap();

        let started = Instant::now();
        let error = moving(std::future::pending::<()>(), stall).await.unwrap_err();
        assert_eq!(started.elapsed().as_secs(), STALL.as_secs());
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Timeout, Delivery::Unanswered)
        );
    }
}
