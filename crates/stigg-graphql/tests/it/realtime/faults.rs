//! Connections that break, close, fall silent or say odd things.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::json;
use stigg_transport::{ErrorKind, RealtimeEvent};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use super::peer::Listener;
use super::{Feed, assert_connected, builder, disconnected, feed, pair, policy, unreadable};

fn usage(customer_id: &str) -> serde_json::Value {
    json!({"usageUpdatedV2": {
        "customerId": customer_id, "entitlementReference": {"type": "FEATURE", "id": "f"}, "usage": {"currentUsage": 1},
    }})
}

async fn next_customer(feed: &mut Feed) -> String {
    match feed.next().await {
        RealtimeEvent::UsageUpdated(event) => event.customer_id,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn r1_a_connection_that_breaks_is_made_again_and_nothing_else_is() {
    let (listener, mut feed) = pair().await;
    for _ in 0..5 {
        let peer = listener.connected(&mut feed).await;
        drop(peer);
        let error = disconnected(feed.next().await).error;
        assert_eq!(error.kind(), ErrorKind::Network, "{error}");
    }
    let _peer = listener.connected(&mut feed).await;
    // Nobody else waits to be accepted.
    let another = timeout(Duration::from_millis(50), listener.stream());
    let reading = async {
        tokio::select! {
            event = feed.next() => panic!("{event:?}"),
            another = another => another,
        }
    };
    assert!(reading.await.is_err(), "a second connection");
}

#[tokio::test]
async fn r1_a_refused_connection_is_tried_again() {
    let listener = Listener::start().await;
    let url = listener.url().to_owned();
    drop(listener);
    let mut feed = feed(&builder(&url));
    for _ in 0..3 {
        let error = disconnected(feed.next().await).error;
        assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    }
}

#[tokio::test]
async fn r2_a_silent_socket_is_noticed_and_closed() {
    let listener = Listener::start().await;
    let policy = policy()
        .with_ping_interval(Duration::from_millis(20))
        .with_pong_timeout(Duration::from_millis(200));
    let mut feed = feed(&builder(listener.url()).realtime(policy));
    let mut peer = listener.connected(&mut feed).await;
    // It is not even read.
    let error = disconnected(feed.next().await).error;
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    let (next, closed) = tokio::join!(listener.connected(&mut feed), peer.closed());
    assert_eq!(closed.0, 1000);
    drop(next);
}

#[tokio::test]
async fn r3_an_ack_that_does_not_come_ends_the_connection() {
    let listener = Listener::start().await;
    let policy = policy()
        .with_ack_timeout(Duration::from_millis(300))
        .with_first_pause(Duration::from_secs(60))
        .with_longest_pause(Duration::from_secs(60));
    let mut feed = feed(&builder(listener.url()).realtime(policy));
    let (event, mut peer) = tokio::join!(feed.next(), listener.upgraded());
    let error = disconnected(event).error;
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    let closed = tokio::select! {
        closed = peer.closed() => closed,
        event = feed.next() => panic!("{event:?}"),
    };
    assert_eq!(closed, (4504, "Connection acknowledgement timeout".to_owned()));
}

#[tokio::test]
async fn r4_r5_r6_a_close_code_tells_what_happened() {
    let (listener, mut feed) = pair().await;
    for (code, reason, kind) in [
        (4400, "Invalid message", ErrorKind::Api),
        (1011, "Oops", ErrorKind::Server),
        (4401, "Unauthorized", ErrorKind::Unauthenticated),
        (4403, "Forbidden", ErrorKind::Unauthenticated),
        (4408, "Connection initialisation timeout", ErrorKind::Timeout),
        (1001, "Going away", ErrorKind::Network),
        (4500, "ThrottlerException: Too Many Requests", ErrorKind::RateLimited),
        (1000, "Invalid API key", ErrorKind::Unauthenticated),
    ] {
        let peer = listener.connected(&mut feed).await;
        let (event, ()) = tokio::join!(
            async {
                let event = feed.next().await;
                // Goes on, so that the goodbye is answered.
                let _ = timeout(Duration::from_millis(1), feed.next()).await;
                event
            },
            async { drop(timeout(Duration::from_secs(5), peer.close(code, reason)).await) },
        );
        let error = disconnected(event).error;
        assert_eq!(error.kind(), kind, "{error}");
        assert!(
            error.to_string().contains(&format!("with the code {code}: {reason}")),
            "{error}"
        );
    }
}

/// The server has a thread of its own, and answers while the feed's stands still.
#[tokio::test]
async fn p11_a_blocked_program_keeps_its_connection() {
    let (started, url) = std::sync::mpsc::channel();
    let server = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(async {
            let listener = Listener::start().await;
            started.send(listener.url().to_owned()).unwrap();
            let mut peer = listener.upgraded().await;
            peer.acknowledge().await;
            peer.take_subscriptions(4).await;
            while peer.receive_or_end().await == Some(json!({"type": "ping"})) {
                peer.send(&json!({"type": "pong"})).await;
            }
        });
    });
    let policy = policy()
        .with_ping_interval(Duration::from_millis(10))
        .with_pong_timeout(Duration::from_millis(1_500));
    let mut feed = feed(&builder(&url.recv().unwrap()).realtime(policy));
    assert_connected(&feed.next().await);
    for _ in 0..2 {
        let quiet = timeout(Duration::from_millis(100), feed.next()).await;
        assert!(quiet.is_err(), "{quiet:?}");
        std::thread::sleep(Duration::from_millis(1_700));
    }
    let quiet = timeout(Duration::from_millis(100), feed.next()).await;
    assert!(quiet.is_err(), "{quiet:?}");
    feed.close().await;
    server.join().unwrap();
}

#[tokio::test]
async fn r8_an_unreadable_event_does_not_cost_the_connection() {
    let (listener, mut feed) = pair().await;
    let mut peer = listener.connected(&mut feed).await;
    peer.tell("OnUsageUpdatedV2", &json!({"usageUpdatedV2": {"customerId": "c"}}))
        .await;
    peer.tell("OnUsageUpdatedV2", &usage("d")).await;
    assert_eq!(unreadable(feed.next().await).customer_id.as_deref(), Some("c"));
    assert_eq!(next_customer(&mut feed).await, "d");
}

#[tokio::test]
async fn r8_a_message_that_is_cut_off_is_told() {
    let (listener, mut feed) = pair().await;
    let mut peer = listener.connected(&mut feed).await;
    let id = peer.ids["OnUsageUpdatedV2"].clone();
    let whole = json!({"id": id, "type": "next", "payload": {"data": usage("c")}}).to_string();
    let half = &whole[..whole.len() / 2];
    peer.socket.send(Message::text(half)).await.unwrap();
    peer.tell("OnUsageUpdatedV2", &usage("d")).await;
    let problem = unreadable(feed.next().await);
    assert_eq!(problem.error.kind(), ErrorKind::Decode);
    assert_eq!(problem.error.operation(), Some("realtime"));
    assert_eq!(problem.customer_id, None);
    assert_eq!(next_customer(&mut feed).await, "d");
}

#[tokio::test]
async fn r9_a_server_may_send_messages_of_its_own_invention() {
    let (listener, mut feed) = pair().await;
    let mut peer = listener.connected(&mut feed).await;
    for _ in 0..10 {
        peer.send(&json!({"type": "ka"})).await;
    }
    peer.tell("OnUsageUpdatedV2", &usage("c")).await;
    assert_eq!(next_customer(&mut feed).await, "c");
}

#[tokio::test]
async fn r9_frames_may_be_of_every_kind_and_size() {
    let (listener, mut feed) = pair().await;
    let mut peer = listener.connected(&mut feed).await;
    let id = peer.ids["OnUsageUpdatedV2"].clone();
    let text = |customer| json!({"id": id, "type": "next", "payload": {"data": usage(customer)}}).to_string();

    peer.socket.send(Message::binary(vec![1, 2, 3])).await.unwrap();
    peer.socket.send(Message::Ping("are you there?".into())).await.unwrap();
    peer.socket.send(Message::Pong("unasked".into())).await.unwrap();
    // In pieces, with a ping in between.
    let whole = text("in pieces");
    let (start, end) = whole.split_at(20);
    let piece = |text: &str, code, last| Message::Frame(Frame::message(text.to_owned().into_bytes(), code, last));
    peer.socket
        .send(piece(start, OpCode::Data(Data::Text), false))
        .await
        .unwrap();
    peer.socket.send(Message::Ping("still?".into())).await.unwrap();
    peer.socket
        .send(piece(end, OpCode::Data(Data::Continue), true))
        .await
        .unwrap();
    assert_eq!(next_customer(&mut feed).await, "in pieces");
    peer.socket.send(Message::text(text("a sequel"))).await.unwrap();
    assert_eq!(next_customer(&mut feed).await, "a sequel");

    // A byte at a time.
    let mut bytes = Vec::new();
    let slow = text("slowly");
    Frame::message(slow.into_bytes(), OpCode::Data(Data::Text), true)
        .format(&mut bytes)
        .unwrap();
    let write = async {
        let stream = peer.socket.get_mut();
        for byte in bytes {
            stream.write_all(&[byte]).await.unwrap();
            stream.flush().await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    let (customer, ()) = tokio::join!(next_customer(&mut feed), write);
    assert_eq!(customer, "slowly");

    // The pings were answered.
    let mut pongs = Vec::new();
    while pongs.len() < 2 {
        if let Message::Pong(payload) = peer.socket.next().await.unwrap().unwrap() {
            pongs.push(payload);
        }
    }
    assert_eq!(pongs, ["are you there?", "still?"]);
}

#[tokio::test]
async fn r10_a_message_over_the_limit_closes_the_connection() {
    let listener = Listener::start().await;
    let mut feed = feed(&builder(listener.url()).max_response_bytes(10_000));
    let mut peer = listener.connected(&mut feed).await;
    peer.tell("OnUsageUpdatedV2", &usage(&"c".repeat(9_000))).await;
    assert_eq!(next_customer(&mut feed).await.len(), 9_000);

    let closed = async {
        peer.tell("OnUsageUpdatedV2", &usage(&"c".repeat(200_000))).await;
        peer.closed().await
    };
    let events = async {
        let error = disconnected(feed.next().await).error;
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains("larger than 10000 bytes"), "{error}");
        // The goodbye is sent while the next connection is made.
        listener.connected(&mut feed).await
    };
    let ((code, _), _peer) = tokio::join!(closed, events);
    assert_eq!(code, 1009);
}

#[tokio::test]
async fn a_wait_that_is_given_up_loses_nothing() {
    let (listener, mut feed) = pair().await;
    let mut peer = listener.connected(&mut feed).await;
    for round in 0..50 {
        let customer = format!("customer-{round}");
        let tell = async {
            tokio::task::yield_now().await;
            peer.tell("OnUsageUpdatedV2", &usage(&customer)).await;
        };
        let wait = async {
            // May be given up at any moment.
            for _ in 0..round {
                tokio::select! {
                    biased;
                    customer = next_customer(&mut feed) => return customer,
                    () = tokio::task::yield_now() => {}
                }
            }
            next_customer(&mut feed).await
        };
        let ((), told) = tokio::join!(tell, wait);
        assert_eq!(told, customer);
    }
}

#[tokio::test]
async fn a_goodbye_is_said() {
    let (listener, mut feed) = pair().await;
    let mut peer = listener.connected(&mut feed).await;
    let serve = async {
        let mut completed = Vec::new();
        for _ in 0..4 {
            let message = peer.receive().await;
            assert_eq!(message["type"], "complete");
            completed.push(message["id"].as_str().unwrap().to_owned());
        }
        completed.sort();
        let mut ids: Vec<_> = peer.ids.values().cloned().collect();
        ids.sort();
        assert_eq!(completed, ids);
        assert_eq!(peer.closed().await, (1000, "Normal Closure".to_owned()));
        // The connection itself is closed as well.
        assert!(matches!(peer.socket.next().await, None | Some(Err(_))));
    };
    tokio::join!(feed.close(), serve);
    drop(peer);
    // Nothing comes any more, and no other connection is made.
    let silence = timeout(Duration::from_millis(50), feed.next()).await;
    assert!(silence.is_err(), "{silence:?}");
}

#[tokio::test]
async fn a_goodbye_waits_for_nobody() {
    let (listener, mut feed) = pair().await;
    let peer = listener.connected(&mut feed).await;
    // The server neither reads nor closes.
    timeout(Duration::from_secs(30), feed.close()).await.unwrap();
    drop(peer);

    let mut never_read = super::feed(&builder(listener.url()));
    never_read.close().await;
}

#[tokio::test]
async fn a_feed_that_is_dropped_leaves_no_connection() {
    let (listener, mut feed) = pair().await;
    let mut peer = listener.connected(&mut feed).await;
    drop(feed);
    let mut rest = Vec::new();
    let read = peer.socket.get_mut().read_to_end(&mut rest);
    // It ends, in one way or the other.
    let _ = timeout(Duration::from_secs(30), read).await.unwrap();
}

#[tokio::test]
async fn several_feeds_do_not_know_each_other() {
    let listener = Listener::start().await;
    let builder = builder(listener.url());
    let (mut one, mut other) = (feed(&builder), feed(&builder));
    let mut to_one = listener.connected(&mut one).await;
    let serve = async {
        let mut peer = listener.upgraded().await;
        peer.acknowledge().await;
        peer.take_subscriptions(4).await;
        peer.answer_ping().await;
        peer
    };
    let (event, mut to_other) = tokio::join!(other.next(), serve);
    assert_connected(&event);
    to_one.tell("OnUsageUpdatedV2", &usage("one")).await;
    to_other.tell("OnUsageUpdatedV2", &usage("other")).await;
    assert_eq!(next_customer(&mut one).await, "one");
    assert_eq!(next_customer(&mut other).await, "other");
}
