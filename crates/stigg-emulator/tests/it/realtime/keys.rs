//! Keys that change while the emulator runs.

use serde_json::json;
use stigg_emulator::Emulator;

use super::client::{Client, End, until};
use crate::support::http;

#[tokio::test]
async fn keys_that_change_are_seen_at_once() {
    let emulator = Emulator::builder().api_key("server-old").start().await.unwrap();
    let status = async |key: &str| {
        let request = http().post(format!("{}/graphql", emulator.api_url()));
        let request = request
            .header("X-API-KEY", key)
            .json(&json!({ "query": "{ __typename }" }));
        request.send().await.unwrap().status().as_u16()
    };
    let mut old = Client::connect(&emulator).await;
    emulator.set_api_keys(["server-old", "server-new"]);
    let mut new = Client::open(&emulator).await;
    new.init("server-new").await;
    assert_eq!(new.next().await["type"], "connection_ack");
    old.quiet().await;
    assert_eq!((status("server-old").await, status("server-new").await), (200, 200));

    emulator.set_api_keys(["server-new"]);
    assert_eq!(old.end().await, End::Close(4403, "Invalid API key".to_owned()));
    new.quiet().await;
    assert_eq!((status("server-old").await, status("server-new").await), (401, 200));
    let mut late = Client::open(&emulator).await;
    late.init("server-old").await;
    assert_eq!(late.end().await, End::Close(4403, "Invalid API key".to_owned()));
    until(|| emulator.sockets().count() == 1).await;
    assert_eq!(emulator.api_key(), "server-old");
    emulator.shutdown().await;
}
