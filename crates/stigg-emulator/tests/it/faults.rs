//! Faults, as they arrive at a client.

use std::time::Duration;

use serde_json::json;
use stigg_emulator::Fault;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{REPORT_USAGE, STATE, World};

fn usage() -> serde_json::Value {
    json!({ "input": { "customerId": "customer-demo", "featureId": "api-calls", "value": 1 } })
}

/// The usage of the demo customer.
async fn total(world: &World) -> serde_json::Value {
    let data = world
        .run(STATE, json!({ "query": { "customerId": "customer-demo" } }))
        .await;
    data["entitlementsState"]["entitlementsV2"][2]["currentUsage"].clone()
}

/// Sends a read to the Edge over a bare socket and returns all that comes back until the emulator closes it.
async fn raw(world: &World) -> String {
    let mut stream = TcpStream::connect(world.emulator.addr()).await.unwrap();
    let request = format!(
        "GET /v1/config/server-sdk-configuration.json HTTP/1.1\r\nHost: x\r\nX-API-KEY: {}\r\nConnection: close\r\n\r\n",
        world.emulator.api_key()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A connection that is reset has said what it had to say.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn canned_answers_have_their_status_headers_and_body() {
    let world = World::new().await;
    for (fault, status, content_type, body) in [
        (Fault::unauthenticated(), 401, "application/json", "Unauthenticated"),
        (
            Fault::rate_limited(None),
            429,
            "application/json",
            "rate_limit_exceeded",
        ),
        (Fault::server_error(), 500, "application/json", "UnexpectedError"),
        (Fault::bad_gateway(), 502, "text/html", "<h1>502 Bad Gateway</h1>"),
        (
            Fault::graphql_error("CustomerNotFound", "no"),
            200,
            "application/json",
            "CustomerNotFound",
        ),
        (Fault::garbage(), 200, "application/json", "not json"),
    ] {
        let id = world.emulator.faults().add(fault.times(1));
        let response = world.request(REPORT_USAGE, &usage()).send().await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["content-type"], content_type);
        let text = response.text().await.unwrap();
        assert!(text.contains(body), "{text}");
        assert_eq!(world.emulator.faults().hits(id), 1);
    }
    assert_eq!(total(&world).await, 0.0);
}

#[tokio::test]
async fn garbage_is_not_json() {
    let world = World::new().await;
    world.emulator.faults().add(Fault::garbage());
    let response = world.request(STATE, &json!({})).send().await.unwrap();
    assert!(serde_json::from_slice::<serde_json::Value>(&response.bytes().await.unwrap()).is_err());
}

#[tokio::test]
async fn headers_and_bodies_can_be_chosen() {
    let world = World::new().await;
    world
        .emulator
        .faults()
        .add(Fault::rate_limited(Some(Duration::from_secs(7))).on_operation("ReportUsage"));
    let response = world.request(REPORT_USAGE, &usage()).send().await.unwrap();
    assert_eq!(response.headers()["retry-after"], "7");
    world.emulator.faults().clear();
    world
        .emulator
        .faults()
        .add(Fault::status(503).with_header("x-why", "because").with_body("closed"));
    let response = world.request(REPORT_USAGE, &usage()).send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["x-why"]),
        (503, &"because".parse().unwrap())
    );
    assert_eq!(response.text().await.unwrap(), "closed");
}

#[tokio::test]
async fn faults_hit_what_they_are_meant_for() {
    let world = World::new().await;
    let faults = world.emulator.faults();
    let status_of = async |document: &str, variables: serde_json::Value| {
        world
            .request(document, &variables)
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    let state = json!({ "query": { "customerId": "c" } });
    let edge = "/v1/c/c/entitlements-state.json";

    let id = faults.add(Fault::server_error().on_operation("ReportUsage"));
    assert_eq!(status_of(REPORT_USAGE, usage()).await, 500);
    assert_eq!(status_of(STATE, state.clone()).await, 200);
    assert_eq!(world.edge(edge).await.0, 200);
    faults.remove(id);
    assert_eq!(status_of(REPORT_USAGE, usage()).await, 200);
    assert_eq!(faults.hits(id), 0);

    let id = faults.add(Fault::server_error().on_graphql());
    assert_eq!(status_of(STATE, state.clone()).await, 500);
    assert_eq!(world.edge(edge).await.0, 200);
    faults.remove(id);

    let id = faults.add(Fault::server_error().on_edge());
    assert_eq!(status_of(STATE, state.clone()).await, 200);
    assert_eq!(world.edge(edge).await.0, 500);
    faults.remove(id);

    faults.add(Fault::server_error().on_edge_file("paywall.json"));
    assert_eq!(world.edge(edge).await.0, 200);
    assert_eq!(world.edge("/v1/p/product-oracle/paywall.json").await.0, 500);
}

#[tokio::test]
async fn faults_come_in_order_after_so_many_and_so_often() {
    let world = World::new().await;
    let faults = world.emulator.faults();
    let slow = faults.add(Fault::rate_limited(None).after(1).times(2));
    faults.add(Fault::bad_gateway().times(2));
    let mut seen = Vec::new();
    for _ in 0..5 {
        let url = format!("{}/v1/paywall.json", world.emulator.edge_url());
        let request = world.http.get(url).header("X-API-KEY", world.emulator.api_key());
        seen.push(request.send().await.unwrap().status().as_u16());
    }
    assert_eq!(seen, [502, 429, 429, 502, 200]);
    assert_eq!(faults.hits(slow), 2);
}

#[tokio::test]
async fn a_closed_connection_says_nothing_and_does_nothing() {
    let world = World::new().await;
    world.emulator.faults().add(Fault::close().times(2));
    assert!(
        world
            .request(REPORT_USAGE, &usage())
            .send()
            .await
            .unwrap_err()
            .is_request()
    );
    assert_eq!(raw(&world).await, "");
    assert_eq!(total(&world).await, 0.0);
}

#[tokio::test]
async fn a_lost_answer_leaves_the_work_done() {
    let world = World::new().await;
    world.emulator.faults().add(Fault::lost_answer().times(1));
    assert!(world.request(REPORT_USAGE, &usage()).send().await.is_err());
    assert_eq!(total(&world).await, 1.0);
}

#[tokio::test]
async fn a_truncated_body_declares_more_than_it_holds() {
    let world = World::new().await;
    let whole = raw(&world).await;
    let body = whole.split_once("\r\n\r\n").unwrap().1;
    world.emulator.faults().add(Fault::truncated(20).times(2));
    let cut = raw(&world).await;
    let (head, part) = cut.split_once("\r\n\r\n").unwrap();
    assert_eq!(part, &body[..20]);
    assert!(head.contains(&format!("content-length: {}\r\n", body.len())), "{head}");
    let response = world.request(REPORT_USAGE, &usage()).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.bytes().await.is_err());
    assert_eq!(total(&world).await, 1.0);
}

#[tokio::test]
async fn truncation_beyond_the_body_still_truncates() {
    let world = World::new().await;
    world.emulator.faults().add(Fault::truncated(1_000_000));
    let response = world.request(REPORT_USAGE, &usage()).send().await.unwrap();
    assert!(response.bytes().await.is_err());
}

#[tokio::test]
async fn a_stalled_body_and_a_hanging_answer_run_into_the_clients_limit() {
    let world = World::new().await;
    world.emulator.faults().add(Fault::stalled(5).times(1));
    let mut response = world.request(REPORT_USAGE, &usage()).send().await.unwrap();
    assert_eq!(response.chunk().await.unwrap().unwrap().len(), 5);
    let limit = Duration::from_millis(20);
    assert!(tokio::time::timeout(limit, response.chunk()).await.is_err());

    world.emulator.faults().add(Fault::hang().times(1));
    let error = world
        .request(REPORT_USAGE, &usage())
        .timeout(limit)
        .send()
        .await
        .unwrap_err();
    assert!(error.is_timeout());
}

#[tokio::test]
async fn a_delayed_answer_is_an_answer() {
    let world = World::new().await;
    world.emulator.faults().add(Fault::delay(Duration::from_millis(5)));
    let response = world.request(REPORT_USAGE, &usage()).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(total(&world).await, 1.0);
}

#[tokio::test]
async fn other_connections_go_on_while_one_hangs() {
    let world = World::new().await;
    world.emulator.faults().add(Fault::hang().on_operation("ReportUsage"));
    let hanging = tokio::spawn(world.request(REPORT_USAGE, &usage()).send());
    while world.emulator.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(world.edge("/v1/paywall.json").await.0, 200);
    hanging.abort();
}
