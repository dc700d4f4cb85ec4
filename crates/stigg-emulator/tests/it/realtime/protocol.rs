//! The protocol itself: handshake, codes, ids.

use std::time::Duration;

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::client::{Client, ENTITLEMENTS, End, USAGE, until};
use crate::support::World;

#[tokio::test]
async fn a_whole_life_of_a_socket() {
    let world = World::new().await;
    let sockets = world.emulator.sockets();
    let mut client = Client::connect(&world.emulator).await;
    assert_eq!((sockets.count(), sockets.opened(), sockets.attempts()), (1, 1, 1));
    client.subscribe(&world.emulator, "1", ENTITLEMENTS).await;
    world.customer("customer-new", "plan-free").await;
    let event = client.event("1", "entitlementsUpdatedV2").await;
    assert_eq!(event["customerId"], "customer-new");

    client.say(&json!({ "id": "1", "type": "complete" })).await;
    until(|| sockets.subscriptions("entitlementsUpdatedV2") == 0).await;
    world.customer("customer-other", "plan-free").await;
    client.quiet().await;
    client.close().await;
    until(|| sockets.count() == 0).await;

    let journal = sockets.journal();
    assert_eq!(journal.len(), 1);
    let socket = &journal[0];
    assert_eq!(socket.id, 1);
    assert!(socket.is_acknowledged && !socket.is_open);
    assert_eq!(socket.init.as_deref(), Some(r#"{"headers":{"source":"TEST"}}"#));
    assert_eq!(socket.operations.len(), 1);
    assert_eq!(socket.operations[0].field.as_deref(), Some("entitlementsUpdatedV2"));
    assert!(!socket.operations[0].is_running);
    assert_eq!(socket.pings, 1);
    assert_eq!(socket.closed_by_client, Some((1000, "Normal Closure".to_owned())));
    assert!(!format!("{sockets:?} {journal:?}").contains(world.emulator.api_key()));
    sockets.clear_journal();
    assert_eq!(sockets.journal(), []);
    // Requests are what came over HTTP.
    assert_eq!(world.emulator.requests().len(), 2);
}

#[tokio::test]
async fn a_wrong_and_a_missing_key_are_closed_with_a_code_that_can_be_chosen() {
    let world = World::new().await;
    let refused = |code| End::Close(code, "Invalid API key".to_owned());
    let mut client = Client::open(&world.emulator).await;
    client.init("server-wrong").await;
    assert_eq!(client.end().await, refused(4403));
    world.emulator.sockets().set_invalid_key_code(1008);
    let mut client = Client::open(&world.emulator).await;
    client.say(&json!({ "type": "connection_init" })).await;
    assert_eq!(client.end().await, refused(1008));
    // In another case, and beside the headers, the key is as good.
    for payload in [
        json!({ "headers": { "x-api-key": world.emulator.api_key() } }),
        json!({ "X-Api-Key": world.emulator.api_key() }),
    ] {
        let mut client = Client::open(&world.emulator).await;
        client
            .say(&json!({ "type": "connection_init", "payload": payload }))
            .await;
        assert_eq!(client.next().await["type"], "connection_ack");
    }
}

#[tokio::test]
async fn whoever_breaks_the_protocol_is_told_by_the_code() {
    let world = World::new().await;
    let emulator = &world.emulator;
    let subscribe = json!({ "id": "1", "type": "subscribe", "payload": { "query": USAGE } });

    let mut client = Client::open(emulator).await;
    client.say(&subscribe).await;
    assert_eq!(client.end().await, End::Close(4401, "Unauthorized".to_owned()));

    let mut client = Client::connect(emulator).await;
    client.init(emulator.api_key()).await;
    assert!(matches!(client.end().await, End::Close(4429, _)));

    let mut client = Client::connect(emulator).await;
    client.say(&subscribe).await;
    client.say(&subscribe).await;
    assert_eq!(
        client.end().await,
        End::Close(4409, "Subscriber for 1 already exists".to_owned())
    );

    for message in [
        Message::text("{"),
        Message::text(r#"{"type":"start"}"#),
        Message::binary(b"{}".to_vec()),
    ] {
        let mut client = Client::connect(emulator).await;
        client.send(message).await;
        assert!(matches!(client.end().await, End::Close(4400, _)));
    }

    let mut client = Client::try_open(emulator, None).await.unwrap();
    assert!(matches!(client.end().await, End::Close(4406, _)));
    until(|| emulator.sockets().count() == 0).await;
    assert_eq!(emulator.sockets().subscriptions("usageUpdatedV2"), 0);
}

#[tokio::test]
async fn whoever_does_not_introduce_itself_in_time_is_closed() {
    let world = World::new().await;
    world.emulator.sockets().set_init_timeout(Duration::from_millis(20));
    let mut client = Client::open(&world.emulator).await;
    assert_eq!(
        client.end().await,
        End::Close(4408, "Connection initialisation timeout".to_owned())
    );
}

#[tokio::test]
async fn pings_are_answered_before_and_after_the_introduction() {
    let world = World::new().await;
    let mut client = Client::open(&world.emulator).await;
    client.say(&json!({ "type": "ping" })).await;
    assert_eq!(client.next().await, json!({ "type": "pong" }));
    client.init(world.emulator.api_key()).await;
    assert_eq!(client.next().await["type"], "connection_ack");
    // A pong that nobody asked for is legal, and so is an end of something unknown.
    client.say(&json!({ "type": "pong" })).await;
    client.say(&json!({ "id": "nothing", "type": "complete" })).await;
    client.quiet().await;
    world.emulator.sockets().ping();
    assert_eq!(client.next().await, json!({ "type": "ping" }));
    client.say(&json!({ "type": "pong" })).await;
    client.quiet().await;
    assert_eq!(world.emulator.sockets().journal()[0].pongs, 2);
    client.send(Message::Ping(b"frame".to_vec().into())).await;
    match client.message().await {
        Some(Ok(Message::Pong(data))) => assert_eq!(&data[..], b"frame"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn documents_are_checked_against_the_schema() {
    let world = World::new().await;
    let mut client = Client::connect(&world.emulator).await;
    for (query, code) in [
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { usageUpdatedV2 { oops } }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "subscription { usageUpdatedV2 { customerId } packagePublished { packageRefId } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
    ] {
        client.ask("1", query).await;
        let message = client.next().await;
        assert_eq!((&message["id"], &message["type"]), (&json!("1"), &json!("error")));
        assert_eq!(message["payload"][0]["extensions"]["code"], code, "{message:#}");
    }
    let payload = json!({ "query": USAGE, "operationName": "Other" });
    client
        .say(&json!({ "id": "1", "type": "subscribe", "payload": payload }))
        .await;
    assert_eq!(client.next().await["type"], "error");
    // The id is free again.
    client.subscribe(&world.emulator, "1", USAGE).await;
}

#[tokio::test]
async fn queries_and_mutations_are_answered_once() {
    let world = World::new().await;
    let mut client = Client::connect(&world.emulator).await;
    client.ask("1", "{ __typename }").await;
    assert_eq!(
        client.next().await,
        json!({ "id": "1", "type": "next", "payload": { "data": { "__typename": "Query" } } })
    );
    assert_eq!(client.next().await, json!({ "id": "1", "type": "complete" }));
    client
        .ask(
            "1",
            "query Q($a: String!) { getSubscription(input: { subscriptionId: $a }) { id } }",
        )
        .await;
    let message = client.next().await;
    assert_eq!(message["type"], "error");
    assert_eq!(message["payload"][0]["extensions"]["code"], "BAD_USER_INPUT");
    // What is executed and fails has data, and errors beside it.
    client
        .ask(
            "2",
            "{ entitlement(query: { customerId: \"c\", featureId: \"\" }) { isGranted } }",
        )
        .await;
    let message: Value = client.next().await;
    assert_eq!(message["type"], "next");
    assert!(message["payload"]["errors"].is_array());
}

#[tokio::test]
async fn a_plain_get_is_not_an_upgrade() {
    let world = World::new().await;
    let url = format!("{}/graphql", world.emulator.api_url());
    assert_eq!(world.http.get(url).send().await.unwrap().status(), 400);
    assert_eq!(world.emulator.sockets().attempts(), 0);
    // The edge's port upgrades as well, and a path of its own does not.
    let url = world.emulator.api_url().replacen("http", "ws", 1);
    let refused = tokio_tungstenite::connect_async(format!("{url}/nothing"))
        .await
        .unwrap_err();
    assert!(matches!(refused, Error::Http(response) if response.status() == 404));
}
