//! An emulator with a clock that stands still, and a plain HTTP client.

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
    /// One that sells the sample.
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
            http: http(),
        }
    }

    /// A GraphQL request, ready to be sent.
    pub(crate) fn request(&self, query: &str, variables: &Value) -> reqwest::RequestBuilder {
        self.http
            .post(format!("{}/graphql", self.emulator.api_url()))
            .header("X-API-KEY", self.emulator.api_key())
            .json(&json!({ "query": query, "variables": variables }))
    }

    /// Sends a document and returns status and body.
    pub(crate) async fn send(&self, query: &str, variables: Value) -> (u16, Value) {
        let response = self.request(query, &variables).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    /// Sends a document that must succeed and returns its data.
    pub(crate) async fn run(&self, query: &str, variables: Value) -> Value {
        let (status, mut body) = self.send(query, variables).await;
        assert!(status == 200 && body.get("errors").is_none(), "{status} {body:#}");
        body["data"].take()
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

    /// Makes a customer with a subscription to a plan.
    pub(crate) async fn customer(&self, id: &str, plan: &str) {
        let params = json!({ "planId": plan, "billingPeriod": "MONTHLY" });
        self.run(
            PROVISION_CUSTOMER,
            json!({ "input": { "refId": id, "subscriptionParams": params } }),
        )
        .await;
    }
}

pub(crate) fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

pub(crate) const PROVISION_CUSTOMER: &str = "
    mutation ProvisionCustomer($input: ProvisionCustomerInput!) {
        provisionCustomer(input: $input) {
            customer { refId name }
            subscriptionDecisionStrategy
            subscription { refId status plan { refId } }
            entitlementsV2 { __typename ... on FeatureEntitlement { feature { refId } usageLimit } }
        }
    }";

pub(crate) const STATE: &str = "
    query GetEntitlementsState($query: FetchEntitlementsQuery!) {
        entitlementsState(query: $query) {
            accessDeniedReason
            entitlementsV2 {
                __typename
                ... on FeatureEntitlement { feature { refId } usageLimit currentUsage isGranted hasUnlimitedUsage usagePeriodEnd validUntil }
                ... on CreditEntitlement { currency { currencyId } }
            }
        }
    }";

pub(crate) const REPORT_USAGE: &str = "
    mutation ReportUsage($input: ReportUsageInput!) {
        reportUsage(input: $input) { id value currentUsage usagePeriodStart usagePeriodEnd timestamp }
    }";
