//! An emulator with the sample catalogue, and a plain HTTP client.

use serde_json::{Value, json};
use stigg_emulator::{Catalog, Emulator, ManualClock};

/// When the tests begin.
pub(crate) const START: &str = "2026-01-31T10:00:00Z";

/// An emulator under test, with its clock.
pub(crate) struct World {
    pub(crate) emulator: Emulator,
    pub(crate) clock: ManualClock,
    pub(crate) http: reqwest::Client,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Catalog::sample()).await
    }

    pub(crate) async fn with(catalog: Catalog) -> Self {
        let clock: ManualClock = START.parse().unwrap();
        let emulator = Emulator::builder()
            .catalog(catalog)
            .clock(clock.clone())
            .start()
            .await
            .unwrap();
        Self {
            emulator,
            clock,
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
        }
    }

    /// Sends a document and returns status and body.
    pub(crate) async fn send(&self, query: &str, variables: Value) -> (u16, Value) {
        let response = self
            .http
            .post(format!("{}/graphql", self.emulator.api_url()))
            .header("X-API-KEY", self.emulator.api_key())
            .json(&json!({ "query": query, "variables": variables }))
            .send()
            .await
            .unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    /// Sends a document that must succeed and returns its data.
    #[track_caller]
    pub(crate) fn run(&self, query: &str, variables: Value) -> impl Future<Output = Value> {
        let query = query.to_owned();
        async move {
            let (status, mut body) = self.send(&query, variables).await;
            assert_eq!(status, 200, "{body:#}");
            assert!(body.get("errors").is_none(), "{body:#}");
            body["data"].take()
        }
    }

    /// Sends a document that must be refused and returns the code of its first error.
    pub(crate) async fn refused(&self, query: &str, variables: Value) -> String {
        let (_, body) = self.send(query, variables).await;
        let code = body["errors"][0]["extensions"]["code"].as_str();
        code.unwrap_or_else(|| panic!("not refused: {body:#}")).to_owned()
    }

    /// Reads from the Edge.
    pub(crate) async fn edge(&self, path: &str) -> (u16, Value) {
        let response = self
            .http
            .get(format!("{}{path}", self.emulator.edge_url()))
            .header("X-API-KEY", self.emulator.api_key())
            .send()
            .await
            .unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }
}
