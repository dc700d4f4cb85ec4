//! Clients that behave badly, and many of them.

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::client::{Client, USAGE, until};
use crate::support::{REPORT_USAGE, World};

/// A connection that is upgraded by hand.
async fn upgraded(world: &World) -> TcpStream {
    let mut stream = TcpStream::connect(world.emulator.addr()).await.unwrap();
    let upgrade = "GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
        Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n";
    stream.write_all(upgrade.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    assert!(
        head.to_lowercase()
            .contains("sec-websocket-protocol: graphql-transport-ws"),
        "{head}"
    );
    stream
}

#[tokio::test]
async fn what_is_not_a_frame_is_closed_as_such() {
    let world = World::new().await;
    let mut stream = upgraded(&world).await;
    // A client's frames are masked; this one is not.
    stream.write_all(&[0x81, 2, b'{', b'}']).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert_eq!(answer[..4], [0x88, 16, 0x03, 0xea], "close 1002");
    until(|| world.emulator.sockets().count() == 0).await;
}

#[tokio::test]
async fn whoever_does_not_read_is_still_cut() {
    let world = World::new().await;
    let sockets = world.emulator.sockets();
    let stream = upgraded(&world).await;
    let other = upgraded(&world).await;
    until(|| sockets.count() == 2).await;
    sockets.send_text("x".repeat(16 * 1024 * 1024));
    sockets.drop_all();
    until(|| sockets.count() == 0).await;
    drop((stream, other));
    let stream = upgraded(&world).await;
    until(|| sockets.count() == 1).await;
    sockets.send_bytes(vec![0; 16 * 1024 * 1024]);
    world.emulator.shutdown().await;
    drop(stream);
}

#[tokio::test]
async fn many_clients_are_all_told_and_leave_nothing_behind() {
    const CLIENTS: u32 = 50;
    let world = World::new().await;
    let sockets = world.emulator.sockets();
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        let mut client = Client::connect(&world.emulator).await;
        client.subscribe(&world.emulator, "u", USAGE).await;
        clients.push(client);
    }
    let usage = json!({ "input": { "customerId": "customer-demo", "featureId": "api-calls", "value": 1 } });
    for _ in 0..10 {
        world.run(REPORT_USAGE, usage.clone()).await;
    }
    for client in &mut clients {
        for total in 1..=10 {
            let event = client.event("u", "usageUpdatedV2").await;
            assert_eq!(event["usage"]["currentUsage"], f64::from(total));
        }
    }
    drop(clients);
    until(|| sockets.count() == 0).await;
    assert_eq!(sockets.subscriptions("usageUpdatedV2"), 0);
    assert_eq!(sockets.opened(), u64::from(CLIENTS));
    world.emulator.shutdown().await;
}
