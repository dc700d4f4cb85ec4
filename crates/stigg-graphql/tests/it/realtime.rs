//! The feed of realtime updates against a WebSocket server, through a real socket.

mod documents;
mod events;
mod faults;
pub(crate) mod peer;
mod upgrade;

use std::time::Duration;

use stigg_graphql::{GraphqlTransportBuilder, RealtimePolicy};
use stigg_transport::{Connection as _, Disconnected, ErrorKind, RealtimeEvent, RealtimeFeed, Unreadable};

use self::peer::Listener;
use crate::client;

type Feed = Box<dyn RealtimeFeed>;

/// Pauses of no length worth mentioning, and more patience than a busy machine needs.
fn policy() -> RealtimePolicy {
    RealtimePolicy::default()
        .with_first_pause(Duration::from_millis(1))
        .with_longest_pause(Duration::from_millis(5))
        .with_refused_pause(Duration::from_millis(5))
        .with_unauthenticated_pause(Duration::from_millis(5))
        .with_ack_timeout(Duration::from_secs(60))
        .with_pong_timeout(Duration::from_secs(60))
}

fn builder(url: &str) -> GraphqlTransportBuilder {
    client::builder(url).realtime(policy())
}

/// A server and a feed that has not been read yet.
async fn pair() -> (Listener, Feed) {
    let listener = Listener::start().await;
    let feed = feed(&builder(listener.url()));
    (listener, feed)
}

fn feed(builder: &GraphqlTransportBuilder) -> Feed {
    builder.clone().build().unwrap().realtime().unwrap()
}

#[test]
fn a_feed_can_be_opened_before_there_is_a_runtime() {
    let mut feed = feed(&builder("http://127.0.0.1:9"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let event = runtime.unwrap().block_on(feed.next());
    assert_eq!(disconnected(event).error.kind(), ErrorKind::Connect);
}

#[track_caller]
fn assert_connected(event: &RealtimeEvent) {
    assert!(matches!(event, RealtimeEvent::Connected), "{event:?}");
}

#[track_caller]
fn disconnected(event: RealtimeEvent) -> Disconnected {
    match event {
        RealtimeEvent::Disconnected(disconnected) => disconnected,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn unreadable(event: RealtimeEvent) -> Unreadable {
    match event {
        RealtimeEvent::Unreadable(unreadable) => unreadable,
        other => panic!("{other:?}"),
    }
}
