//! The check of the API key.

use serde_json::{Value, json};
use stigg_emulator::Emulator;

use crate::support::{World, http};

#[tokio::test]
async fn a_wrong_and_a_missing_key_are_refused_everywhere() {
    let world = World::new().await;
    let api = world.emulator.api_url();
    for key in [Some("server-wrong"), None] {
        let graphql = world
            .http
            .post(format!("{api}/graphql"))
            .json(&json!({ "query": "{ __typename }" }));
        let edge = world.http.get(format!("{api}/v1/config/server-sdk-configuration.json"));
        for request in [graphql, edge] {
            let request = match key {
                Some(key) => request.header("X-API-KEY", key),
                None => request,
            };
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), 401);
            let body: Value = response.json().await.unwrap();
            assert_eq!(body["errors"][0]["extensions"]["code"], "Unauthenticated");
            assert!(body["errors"][0]["extensions"]["traceId"].is_string());
            assert!(!body.to_string().contains("server-wrong"));
        }
    }
}

#[tokio::test]
async fn several_keys_may_be_accepted_whatever_the_case_of_the_header() {
    let emulator = Emulator::builder()
        .api_key("server-one")
        .api_key("server-two")
        .start()
        .await
        .unwrap();
    assert_eq!(emulator.api_key(), "server-one");
    for (header, key, status) in [
        ("x-api-key", "server-one", 200),
        ("X-Api-Key", "server-two", 200),
        ("X-API-KEY", "server-emulator", 401),
    ] {
        let url = format!("{}/v1/paywall.json", emulator.edge_url());
        let response = http().get(url).header(header, key).send().await.unwrap();
        assert_eq!(response.status(), status, "{key}");
    }
    assert!(!format!("{emulator:?}").contains("server-one"));
}

#[tokio::test]
async fn health_needs_no_key() {
    let world = World::new().await;
    let url = format!("{}/health", world.emulator.api_url());
    let body: Value = world.http.get(url).send().await.unwrap().json().await.unwrap();
    assert_eq!(body, json!({ "status": "ok" }));
    let url = format!("{}/nowhere", world.emulator.api_url());
    assert_eq!(world.http.get(url).send().await.unwrap().status(), 404);
}
