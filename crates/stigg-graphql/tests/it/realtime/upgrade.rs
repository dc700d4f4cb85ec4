//! Upgrades that are refused, or are none.

use serde_json::json;
use stigg_transport::ErrorKind;
use tokio::io::AsyncWriteExt as _;

use super::{assert_connected, builder, disconnected, feed, pair};
use crate::client::KEY;
use crate::server::{Answer, Server};

/// What becomes of an attempt that is answered so.
async fn refused(answer: Answer) -> stigg_transport::Disconnected {
    let server = Server::start([answer]).await;
    let mut feed = feed(&builder(server.url()));
    let disconnected = disconnected(feed.next().await);
    let request = server.only_request();
    assert_eq!(request.target, "/graphql");
    assert_eq!(request.header("x-api-key"), None);
    assert!(!format!("{disconnected:?} {}", disconnected.error).contains(&KEY[..15]));
    disconnected
}

#[tokio::test]
async fn r15_a_refused_upgrade_is_an_error_of_its_kind() {
    for (status, kind) in [
        (400, ErrorKind::Validation),
        (401, ErrorKind::Unauthenticated),
        (403, ErrorKind::PermissionDenied),
        (404, ErrorKind::Api),
        (426, ErrorKind::Api),
        (429, ErrorKind::RateLimited),
        (500, ErrorKind::Server),
        (503, ErrorKind::Server),
    ] {
        let disconnected = refused(Answer::new(status, &[], format!("No, {KEY}"))).await;
        assert_eq!(
            (disconnected.error.kind(), disconnected.error.status()),
            (kind, Some(status)),
            "{}",
            disconnected.error
        );
    }
}

#[tokio::test]
async fn a_page_instead_of_a_websocket_is_told_as_such() {
    let error = refused(Answer::json(&json!({"data": {}}))).await.error;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("check the WebSocket URL"), "{error}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start([]).await;
    let location = format!("location: {}/graphql", elsewhere.url());
    let error = refused(Answer::new(302, &[&location], "")).await.error;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(302)));
    assert!(elsewhere.journal().is_empty());
}

#[tokio::test]
async fn the_servers_wish_for_a_pause_is_obeyed() {
    let disconnected = refused(Answer::new(429, &["retry-after: 100"], "")).await;
    assert_eq!(disconnected.retry_in.as_secs(), 100);
}

#[tokio::test]
async fn an_upgrade_to_something_else_is_none() {
    for (headers, problem) in [
        (vec!["upgrade: h2c", "connection: upgrade"], "another upgrade"),
        (
            vec![
                "upgrade: websocket",
                "connection: upgrade",
                "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                "sec-websocket-protocol: graphql-transport-ws",
            ],
            "somebody else's question",
        ),
    ] {
        let error = refused(Answer::new(101, &headers, "")).await.error;
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(problem), "{error}");
    }
}

#[tokio::test]
async fn a_server_of_another_protocol_is_refused() {
    let (listener, mut feed) = pair().await;
    let serve = async {
        let stream = listener.stream().await;
        // It agrees to no protocol.
        tokio_tungstenite::accept_async(stream).await.unwrap()
    };
    let (event, _socket) = tokio::join!(feed.next(), serve);
    let error = disconnected(event).error;
    assert!(
        error.to_string().contains("it does not speak graphql-transport-ws"),
        "{error}"
    );
}

#[tokio::test]
async fn r1_a_connection_that_is_dropped_before_the_upgrade_is_made_again() {
    let (listener, mut feed) = pair().await;
    let serve = async {
        drop(listener.stream().await);
        let mut stream = listener.stream().await;
        stream.write_all(b"no HTTP at all").await.unwrap();
    };
    let events = async {
        for _ in 0..2 {
            let error = disconnected(feed.next().await).error;
            assert_eq!(error.kind(), ErrorKind::Network, "{error}");
        }
    };
    tokio::join!(serve, events);
    listener.connected(&mut feed).await;
}

#[tokio::test]
async fn a_client_of_ones_own_makes_the_connection() {
    let (listener, _) = pair().await;
    let own = |name: &str| reqwest::Client::builder().user_agent(name).build().unwrap();
    for (builder, expected) in [
        (builder(listener.url()).http_client(own("mine")), "mine"),
        (
            builder(listener.url())
                .http_client(own("mine"))
                .websocket_client(own("other")),
            "other",
        ),
    ] {
        let mut feed = feed(&builder);
        let peer = listener.connected(&mut feed).await;
        assert_eq!(peer.headers["user-agent"], expected);
    }
}

#[tokio::test]
async fn the_websocket_may_be_elsewhere() {
    let (listener, _) = pair().await;
    let endpoints = stigg_graphql::Endpoints::default()
        .with_websocket_url(&format!("{}/elsewhere", listener.url().replace("http", "ws")))
        .unwrap();
    let mut feed = feed(&builder(listener.url()).endpoints(endpoints));
    let serve = async {
        let mut peer = listener.upgraded().await;
        peer.acknowledge().await;
        peer.take_subscriptions(4).await;
        peer.answer_ping().await;
        peer
    };
    let (event, peer) = tokio::join!(feed.next(), serve);
    assert_connected(&event);
    assert_eq!(peer.path, "/elsewhere/graphql");
}
