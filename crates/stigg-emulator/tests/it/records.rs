//! What the emulator remembers of requests, how it ends, and how it fails to begin.

use std::error::Error;
use std::time::Duration;

use serde_json::json;
use stigg_emulator::{Emulator, Fault, StartError};

use crate::support::{REPORT_USAGE, STATE, World, http};

#[tokio::test]
async fn requests_are_recorded_without_the_key() {
    let world = World::new().await;
    world.send(STATE, json!({ "query": { "customerId": "c" } })).await;
    world.edge("/v1/c/d/entitlements-state.json?resourceId=r").await;
    world.send("{ __typename }", json!({})).await;
    let requests = world.emulator.requests();
    let seen: Vec<_> = requests
        .iter()
        .map(|request| {
            (
                request.operation.as_deref(),
                request.path.as_str(),
                request.query.as_str(),
                request.customer_id.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (Some("GetEntitlementsState"), "/graphql", "", Some("c")),
            (None, "/v1/c/d/entitlements-state.json", "resourceId=r", Some("d")),
            (None, "/graphql", "", None),
        ]
    );
    assert_eq!(requests[0].header("Content-Type"), Some("application/json"));
    assert_eq!(requests[0].header("x-api-key"), None);
    assert!(requests[0].body.contains("entitlementsState"));
    assert!(!format!("{requests:?}").contains(world.emulator.api_key()));
    assert_eq!(world.emulator.requests_of("GetEntitlementsState").len(), 1);
    assert_eq!(world.emulator.requests_of("entitlements-state.json").len(), 1);
    world.emulator.clear_requests();
    assert_eq!(world.emulator.requests(), []);
}

#[tokio::test]
async fn refused_and_failed_requests_are_recorded_too() {
    let world = World::new().await;
    world
        .emulator
        .faults()
        .add(Fault::server_error().on_operation("ReportUsage"));
    world.send(REPORT_USAGE, json!({})).await;
    let url = format!("{}/v1/paywall.json", world.emulator.edge_url());
    world.http.get(url).send().await.unwrap();
    assert_eq!(world.emulator.requests().len(), 2);
}

#[tokio::test]
async fn an_emulator_that_is_shut_down_is_gone() {
    let emulator = Emulator::builder().start().await.unwrap();
    let url = format!("{}/health", emulator.api_url());
    let http = http();
    http.get(&url).send().await.unwrap();
    // An answer that never comes does not hold it up.
    emulator.faults().add(Fault::hang().on_edge());
    let hanging = http.get(format!("{}/v1/paywall.json", emulator.edge_url())).send();
    let hanging = tokio::spawn(hanging);
    while emulator.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    emulator.shutdown().await;
    assert!(hanging.await.unwrap().is_err());
    assert!(http.get(&url).send().await.is_err());
}

#[tokio::test]
async fn an_emulator_that_is_dropped_stops_without_waiting() {
    let emulator = Emulator::builder().start().await.unwrap();
    let address = emulator.addr();
    drop(emulator);
    let mut tries = 0;
    // The task that listens notices as soon as it runs.
    while tokio::net::TcpStream::connect(address).await.is_ok() {
        tries += 1;
        assert!(tries < 1_000, "still listening");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    let first = Emulator::builder().start().await.unwrap();
    let error = Emulator::builder().port(first.addr().port()).start().await.unwrap_err();
    assert!(matches!(&error, StartError::Bind { address, .. } if *address == first.addr()));
    assert_eq!(error.to_string(), format!("cannot listen on {}", first.addr()));
    assert!(error.source().is_some());
}

#[tokio::test]
async fn a_mistake_in_the_catalogue_keeps_it_from_starting() {
    let error = Emulator::builder()
        .catalog_json("{ \"oops\": 1 }")
        .start()
        .await
        .unwrap_err();
    assert!(matches!(error, StartError::Catalog(_)));
    assert!(
        error.to_string().starts_with("catalog:1: oops: unknown field"),
        "{error}"
    );
}
