//! Everything that can be made to go wrong.

use std::time::Duration;

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::client::{Client, ENTITLEMENTS, End, USAGE, until};
use crate::support::{REPORT_USAGE, World};

const FIELD: &str = "usageUpdatedV2";

async fn report(world: &World, value: u32) {
    world
        .run(
            REPORT_USAGE,
            json!({ "input": { "customerId": "customer-demo", "featureId": "api-calls", "value": value } }),
        )
        .await;
}

async fn listening(world: &World) -> Client {
    let mut client = Client::connect(&world.emulator).await;
    client.subscribe(&world.emulator, "u", USAGE).await;
    client
}

async fn usage(client: &mut Client) -> Value {
    client.event("u", FIELD).await["usage"]["currentUsage"].take()
}

#[tokio::test]
async fn connections_are_cut_without_a_word() {
    let world = World::new().await;
    let mut client = listening(&world).await;
    let mut new = Client::open(&world.emulator).await;
    let sockets = world.emulator.sockets();
    until(|| sockets.count() == 2).await;
    sockets.drop_all();
    assert_eq!(client.end().await, End::Cut);
    assert_eq!(new.end().await, End::Cut);
    until(|| sockets.count() == 0).await;
    assert_eq!(sockets.subscriptions(FIELD), 0);
    let mut again = listening(&world).await;
    report(&world, 1).await;
    assert_eq!(usage(&mut again).await, 1.0);
    assert_eq!(sockets.opened(), 3);
    let opened = sockets.journal().into_iter().map(|socket| socket.opened_after);
    assert!(opened.is_sorted());
}

#[tokio::test]
async fn sockets_are_closed_with_any_code() {
    let world = World::new().await;
    for code in [1000, 1001, 1011, 1012, 4400, 4500] {
        let mut client = listening(&world).await;
        world.emulator.sockets().close_all(code, "because");
        assert_eq!(client.end().await, End::Close(code, "because".to_owned()));
    }
    let mut client = listening(&world).await;
    world.emulator.sockets().close_all(4000, &"é".repeat(100));
    assert_eq!(client.end().await, End::Close(4000, "é".repeat(61)));
}

#[tokio::test]
async fn a_silent_socket_says_nothing_until_it_speaks() {
    let world = World::new().await;
    let sockets = world.emulator.sockets();
    sockets.set_init_timeout(Duration::from_millis(300));
    let mut client = listening(&world).await;
    sockets.go_silent();
    let mut new = Client::open(&world.emulator).await;
    new.init(world.emulator.api_key()).await;
    client.say(&json!({ "type": "ping" })).await;
    client.send(Message::Ping(Vec::new().into())).await;
    report(&world, 1).await;
    client.nothing().await;
    new.nothing().await;
    assert_eq!(sockets.count(), 2);
    sockets.speak();
    let mut heard = [client.message().await, client.message().await, client.message().await]
        .map(|message| message.unwrap().unwrap().to_string());
    heard.sort();
    assert_eq!(heard[0], "");
    assert!(heard[1].contains("next"));
    assert_eq!(heard[2], r#"{"type":"pong"}"#);
    assert_eq!(new.next().await["type"], "connection_ack");
}

#[tokio::test]
async fn a_silent_socket_still_ends() {
    let world = World::new().await;
    let sockets = world.emulator.sockets();
    let client = listening(&world).await;
    let mut other = listening(&world).await;
    let mut third = listening(&world).await;
    sockets.go_silent();
    drop(client);
    until(|| sockets.count() == 2).await;
    sockets.close_all(1001, "");
    assert_eq!(other.end().await, End::Close(1001, String::new()));
    assert_eq!(third.end().await, End::Close(1001, String::new()));
    let mut last = Client::open(&world.emulator).await;
    until(|| sockets.count() == 1).await;
    sockets.drop_all();
    assert_eq!(last.end().await, End::Cut);
    let hanging = Client::open(&world.emulator).await;
    world.emulator.shutdown().await;
    drop(hanging);
}

#[tokio::test]
async fn upgrades_are_refused_or_hang() {
    let world = World::new().await;
    let sockets = world.emulator.sockets();
    sockets.refuse_upgrades(503);
    let refused = Client::try_open(&world.emulator, None).await.err().unwrap();
    assert!(matches!(refused, Error::Http(response) if response.status() == 503));
    sockets.refuse_upgrades(None);
    sockets.hang_upgrades(true);
    let hanging = tokio::time::timeout(Duration::from_millis(50), Client::open(&world.emulator)).await;
    assert!(hanging.is_err());
    let (client, ()) = tokio::join!(Client::open(&world.emulator), async {
        until(|| sockets.attempts() == 3).await;
        assert_eq!(sockets.opened(), 0);
        sockets.hang_upgrades(false);
    });
    until(|| sockets.opened() == 1).await;
    drop(client);
    sockets.hang_upgrades(true);
    let _hanging = tokio::time::timeout(Duration::from_millis(50), Client::open(&world.emulator)).await;
    world.emulator.shutdown().await;
}

#[tokio::test]
async fn the_acknowledgement_is_withheld() {
    let world = World::new().await;
    world.emulator.sockets().withhold_ack(true);
    let mut client = Client::open(&world.emulator).await;
    client.init(world.emulator.api_key()).await;
    client.quiet().await;
    assert!(!world.emulator.sockets().journal()[0].is_acknowledged);
    world.emulator.sockets().withhold_ack(false);
    assert_eq!(client.next().await["type"], "connection_ack");
}

#[tokio::test]
async fn subscriptions_are_refused_fail_and_complete() {
    let world = World::new().await;
    let sockets = world.emulator.sockets();
    let mut client = listening(&world).await;
    client.subscribe(&world.emulator, "e", ENTITLEMENTS).await;
    sockets.refuse_subscription(FIELD, r#"[{"message":"no"}]"#);
    client.ask("2", USAGE).await;
    let refusal = json!({ "id": "2", "type": "error", "payload": [{ "message": "no" }] });
    assert_eq!(client.next().await, refusal);
    report(&world, 1).await;
    assert_eq!(usage(&mut client).await, 1.0);
    sockets.fail_subscription(FIELD, r#"[{"message":"gone"}]"#);
    let failure = json!({ "id": "u", "type": "error", "payload": [{ "message": "gone" }] });
    assert_eq!(client.next().await, failure);
    sockets.allow_subscription(FIELD);
    client.subscribe(&world.emulator, "u", USAGE).await;
    sockets.complete_subscription(FIELD);
    assert_eq!(client.next().await, json!({ "id": "u", "type": "complete" }));
    assert_eq!(sockets.subscriptions(FIELD), 0);
    assert_eq!(sockets.subscriptions("entitlementsUpdatedV2"), 1);
    report(&world, 1).await;
    client.quiet().await;
}

#[tokio::test]
async fn anything_can_be_said() {
    let world = World::new().await;
    let sockets = world.emulator.sockets();
    let mut client = listening(&world).await;
    sockets.push_raw(FIELD, r#"{"data":{"usageUpdatedV2":17}}"#);
    assert_eq!(
        client.next().await,
        json!({ "id": "u", "type": "next", "payload": { "data": { "usageUpdatedV2": 17 } } })
    );
    sockets.push_raw(FIELD, "{oops");
    assert_eq!(client.text().await, r#"{"id":"u","type":"next","payload":{oops}"#);
    sockets.send_text(r#"{"type":"unheard"}"#);
    assert_eq!(client.text().await, r#"{"type":"unheard"}"#);
    sockets.send_binary([1, 2, 3]);
    match client.message().await {
        Some(Ok(Message::Binary(bytes))) => assert_eq!(&bytes[..], [1, 2, 3]),
        other => panic!("{other:?}"),
    }
    let long = "x".repeat(200_000);
    sockets.send_text(long.clone());
    assert_eq!(client.text().await, long);
    sockets.send_fragmented("one byte a frame", 1);
    assert_eq!(client.text().await, "one byte a frame");
    sockets.ping_frame();
    assert!(matches!(client.message().await, Some(Ok(Message::Ping(_)))));
    client.quiet().await;
    // A reserved opcode.
    sockets.send_bytes([0x83, 0]);
    assert!(matches!(client.message().await, Some(Err(Error::Protocol(_)))));
}

#[tokio::test]
async fn pushes_come_late_twice_and_in_any_order() {
    let world = World::new().await;
    let sockets = world.emulator.sockets();
    let mut client = listening(&world).await;

    sockets.duplicate_pushes(true);
    report(&world, 1).await;
    sockets.duplicate_pushes(false);
    assert_eq!(usage(&mut client).await, 1.0);
    assert_eq!(usage(&mut client).await, 1.0);

    sockets.hold_pushes();
    report(&world, 1).await;
    report(&world, 1).await;
    client.quiet().await;
    sockets.release_pushes_reversed();
    assert_eq!(usage(&mut client).await, 3.0);
    assert_eq!(usage(&mut client).await, 2.0);
    sockets.hold_pushes();
    report(&world, 1).await;
    report(&world, 1).await;
    sockets.release_pushes();
    assert_eq!(usage(&mut client).await, 4.0);
    assert_eq!(usage(&mut client).await, 5.0);

    sockets.delay_pushes(Duration::from_millis(100));
    report(&world, 1).await;
    sockets.delay_pushes(Duration::ZERO);
    report(&world, 1).await;
    client.quiet().await;
    assert_eq!(usage(&mut client).await, 6.0);
    assert_eq!(usage(&mut client).await, 7.0);
}

#[tokio::test]
async fn what_is_late_for_a_subscription_is_not_said_to_the_next_one_of_its_id() {
    let world = World::new().await;
    let sockets = world.emulator.sockets();
    let mut client = listening(&world).await;
    sockets.hold_pushes();
    report(&world, 1).await;
    client.say(&json!({ "id": "u", "type": "complete" })).await;
    client.ask("u", USAGE).await;
    client.quiet().await;
    sockets.release_pushes();
    report(&world, 1).await;
    assert_eq!(usage(&mut client).await, 2.0);
}
