//! What breaks on the way, and what becomes of it.

use std::time::Duration;

use serde_json::json;
use stigg_graphql::RetryPolicy;
use stigg_models::{ReportUsage, UpdateCustomer};
use stigg_transport::{Customers as _, Delivery, Entitlements as _, EntitlementsQuery, Error, ErrorKind, Usage as _};
use tokio::net::TcpListener;

use crate::answers;
use crate::client::{builder, client, impatient};
use crate::server::{Answer, Server};

/// A server that fails each time in the same way, however often it is asked.
async fn always(answer: Answer) -> Server {
    Server::start(std::iter::repeat_n(answer, 5)).await
}

/// What a read, a change, and a change with a key say when the server fails like this, and how often they ask.
#[track_caller]
fn check(error: &Error, server: &Server, kind: ErrorKind, delivery: Delivery, attempts: u32) {
    assert_eq!(
        (error.kind(), error.delivery(), error.attempts()),
        (kind, delivery, attempts),
        "{error:?}"
    );
    assert_eq!(server.journal().len(), usize::try_from(attempts).unwrap());
}

/// A failure that leaves open what became of the request: a read is repeated, a change with a key as well, another one not.
async fn leaves_it_open(answer: Answer, kind: ErrorKind) -> String {
    let patience = match kind {
        ErrorKind::Timeout => impatient,
        _ => builder,
    };
    let server = always(answer.clone()).await;
    let error = patience(server.url())
        .build()
        .unwrap()
        .get_customer("c")
        .await
        .unwrap_err();
    check(&error, &server, kind, Delivery::Unanswered, 3);

    let server = always(answer.clone()).await;
    let stigg = patience(server.url()).build().unwrap();
    let error = stigg.update_customer(UpdateCustomer::new("c")).await.unwrap_err();
    check(&error, &server, kind, Delivery::Unanswered, 1);
    assert!(error.may_have_been_applied());

    let server = always(answer).await;
    let stigg = patience(server.url()).build().unwrap();
    let error = stigg.report_usage(ReportUsage::new("c", "f", 1)).await.unwrap_err();
    check(&error, &server, kind, Delivery::Unanswered, 3);
    error.to_string()
}

/// An answer that is there, but of no use: asking again would not help, and the change has been made.
async fn is_of_no_use(answer: Answer, delivery: Delivery) -> String {
    let server = always(answer.clone()).await;
    let error = client(&server).get_customer("c").await.unwrap_err();
    check(&error, &server, ErrorKind::Decode, delivery, 1);

    let server = always(answer).await;
    let error = client(&server)
        .report_usage(ReportUsage::new("c", "f", 1))
        .await
        .unwrap_err();
    check(&error, &server, ErrorKind::Decode, delivery, 1);
    assert!(error.may_have_been_applied());
    error.to_string()
}

fn good_body() -> String {
    json!({"data": answers::update_customer()}).to_string()
}

/// The head of an answer that announces a body of some length.
fn announced(length: usize) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n").into_bytes()
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_even_for_a_change() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let stigg = builder(&url).build().unwrap();
    let error = stigg.update_customer(UpdateCustomer::new("c")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery(), error.attempts()),
        (ErrorKind::Connect, Delivery::NotSent, 3)
    );
    assert!(!error.may_have_been_applied() && error.is_retryable());
    assert!(
        error
            .to_string()
            .starts_with("update_customer failed: no connection to Stigg: "),
        "{error}"
    );
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn a_connection_that_takes_too_long_was_not_made_however_short_an_attempt_is() {
    // Nobody answers the handshake.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", silent.local_addr().unwrap());
    let stigg = builder(&url)
        .attempt_timeout(Duration::from_secs(2))
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let error = stigg.update_customer(UpdateCustomer::new("c")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Connect, Delivery::NotSent)
    );
}

#[tokio::test]
async fn a_host_that_does_not_exist_is_no_connection() {
    let stigg = builder("http://stigg.invalid").build().unwrap();
    let error = stigg.update_customer(UpdateCustomer::new("c")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Connect, Delivery::NotSent)
    );
}

#[tokio::test]
async fn a_connection_that_closes_without_an_answer_broke() {
    let text = leaves_it_open(Answer::nothing(), ErrorKind::Network).await;
    assert!(
        text.contains("the connection broke before the answer was complete"),
        "{text}"
    );
}

#[tokio::test]
async fn an_answer_that_ends_too_soon_broke_and_is_not_misunderstood() {
    let mut bytes = announced(good_body().len() + 1);
    bytes.extend_from_slice(good_body().as_bytes());
    let text = leaves_it_open(Answer::Bytes(bytes), ErrorKind::Network).await;
    assert!(
        text.contains("the connection broke before the answer was complete"),
        "{text}"
    );

    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"dat\r\n".to_vec();
    leaves_it_open(Answer::Bytes(chunked), ErrorKind::Network).await;
}

#[tokio::test]
async fn what_is_no_http_broke() {
    leaves_it_open(
        Answer::Bytes(b"220 mail.example.com ESMTP\r\n".to_vec()),
        ErrorKind::Network,
    )
    .await;
}

#[tokio::test]
async fn a_server_that_says_nothing_is_out_of_time() {
    let text = leaves_it_open(Answer::silence(), ErrorKind::Timeout).await;
    assert!(text.contains("no answer in time"), "{text}");
}

#[tokio::test]
async fn an_answer_that_stalls_is_out_of_time() {
    let mut bytes = announced(good_body().len());
    bytes.extend_from_slice(&good_body().as_bytes()[..10]);
    leaves_it_open(Answer::BytesThenSilence(bytes), ErrorKind::Timeout).await;
}

#[tokio::test]
async fn a_read_of_entitlements_has_limits_of_its_own() {
    let server = always(Answer::silence()).await;
    let stigg = builder(server.url())
        .entitlements_timeout(Duration::from_secs(1))
        .build()
        .unwrap();
    let error = stigg
        .get_entitlements_state(EntitlementsQuery::new("c"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!((2..=3).contains(&error.attempts()), "{error}");
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_not_read() {
    let server = always(Answer::new(200, &[], "x".repeat(2_000))).await;
    let stigg = builder(server.url()).max_response_bytes(1_000).build().unwrap();
    let error = stigg.update_customer(UpdateCustomer::new("c")).await.unwrap_err();
    check(&error, &server, ErrorKind::Decode, Delivery::Applied, 1);
    assert_eq!(
        error.to_string(),
        "update_customer failed: the answer is larger than 1000 bytes"
    );
}

#[tokio::test]
async fn an_answer_that_unpacks_to_too_much_is_not_read() {
    let server = always(Answer::new(200, &["content-encoding: gzip"], gzip(&vec![b'x'; 2_000]))).await;
    let stigg = builder(server.url()).max_response_bytes(1_000).build().unwrap();
    let error = stigg.update_customer(UpdateCustomer::new("c")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "update_customer failed: the answer is larger than 1000 bytes"
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_the_key_stays() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = always(Answer::json(&json!({"data": answers::update_customer()}))).await;
        let location = format!("location: {}/graphql", elsewhere.url());
        let server = always(Answer::new(status, &[&location], "")).await;
        let error = client(&server)
            .update_customer(UpdateCustomer::new("c"))
            .await
            .unwrap_err();
        check(&error, &server, ErrorKind::Api, Delivery::Refused, 1);
        assert_eq!(error.status(), Some(status));
        assert!(elsewhere.journal().is_empty(), "{status} was followed");
    }
}

/// Packs bytes without compressing them, as the format allows.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let crc = bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xEDB8_8320
            } else {
                crc >> 1
            }
        })
    });
    let length = u16::try_from(bytes.len()).unwrap();
    let mut packed = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 1];
    packed.extend_from_slice(&length.to_le_bytes());
    packed.extend_from_slice(&(!length).to_le_bytes());
    packed.extend_from_slice(bytes);
    packed.extend_from_slice(&(!crc).to_le_bytes());
    packed.extend_from_slice(&u32::from(length).to_le_bytes());
    packed
}

#[tokio::test]
async fn a_packed_answer_is_unpacked() {
    let answer = Answer::new(200, &["content-encoding: gzip"], gzip(good_body().as_bytes()));
    let server = Server::start([answer]).await;
    let customer = client(&server).update_customer(UpdateCustomer::new("c")).await.unwrap();
    assert_eq!(customer.id, "customer-42");
}

#[tokio::test]
async fn a_packed_answer_that_is_broken_is_of_no_use() {
    let text = is_of_no_use(
        Answer::new(200, &["content-encoding: gzip"], good_body()),
        Delivery::Unanswered,
    )
    .await;
    assert!(text.contains("the answer could not be decompressed"), "{text}");

    // Cut off, it is the connection that broke.
    let whole = gzip(good_body().as_bytes());
    let cut = Answer::new(200, &["content-encoding: gzip"], &whole[..whole.len() / 2]);
    leaves_it_open(cut, ErrorKind::Network).await;
}

#[tokio::test]
async fn garbage_that_calls_itself_a_success_is_of_no_use() {
    for garbage in [
        "",
        "<html>Please sign in</html>",
        "{",
        "\u{feff}{}",
        "null",
        "[]",
        "\"data\"",
    ] {
        is_of_no_use(
            Answer::new(200, &["content-type: text/html"], garbage),
            Delivery::Unanswered,
        )
        .await;
    }
    is_of_no_use(Answer::new(200, &[], b"\xFF\xFE{\0}\0"), Delivery::Unanswered).await;
}

#[tokio::test]
async fn a_status_that_says_no_counts_even_when_its_body_breaks() {
    let broken = b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 100\r\n\r\n{\"errors\"".to_vec();
    let server = always(Answer::Bytes(broken)).await;
    let error = client(&server).get_customer("c").await.unwrap_err();
    check(&error, &server, ErrorKind::Unauthenticated, Delivery::Refused, 1);
}

#[tokio::test]
async fn an_idle_server_that_went_away_is_no_problem_for_a_read() {
    let server = always(Answer::nothing()).await;
    let url = server.url().to_owned();
    let stigg = builder(&url).build().unwrap();
    assert_eq!(stigg.get_customer("c").await.unwrap_err().kind(), ErrorKind::Network);
    drop(server);
    assert_eq!(stigg.get_customer("c").await.unwrap_err().kind(), ErrorKind::Connect);
}
