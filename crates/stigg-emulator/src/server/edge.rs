//! The Edge's read endpoints: each is a GraphQL document of ours, run on the same engine, so that there is one truth.

use std::sync::Arc;

use apollo_compiler::response::JsonMap;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde_json::{Map, Value as Json, json};

use super::{Shared, answer};
use crate::engine::Request;

const ENTITLEMENTS_STATE: &str = concat!(
    include_str!("edge/entitlements_state.graphql"),
    include_str!("edge/entitlement_fragments.graphql")
);
const ENTITLEMENTS: &str = concat!(
    include_str!("edge/entitlements.graphql"),
    include_str!("edge/entitlement_fragments.graphql")
);
const SUBSCRIPTIONS: &str = include_str!("edge/subscriptions.graphql");
const PAYWALL: &str = include_str!("edge/paywall.graphql");
const SDK_CONFIGURATION: &str = include_str!("edge/sdk_configuration.graphql");

/// Query parameters in their order, since one may come several times.
type Parameters = Query<Vec<(String, String)>>;

pub(super) async fn entitlements_state(
    State(shared): State<Arc<Shared>>,
    Path(customer): Path<String>,
    Query(parameters): Parameters,
) -> Response {
    run(
        &shared,
        ENTITLEMENTS_STATE,
        &json!({ "query": entitled(&customer, &parameters) }),
    )
}

pub(super) async fn entitlements(
    State(shared): State<Arc<Shared>>,
    Path(customer): Path<String>,
    Query(parameters): Parameters,
) -> Response {
    run(
        &shared,
        ENTITLEMENTS,
        &json!({ "query": entitled(&customer, &parameters) }),
    )
}

fn entitled(customer: &str, parameters: &[(String, String)]) -> Json {
    json!({ "customerId": customer, "resourceId": first(parameters, "resourceId") })
}

pub(super) async fn subscriptions(
    State(shared): State<Arc<Shared>>,
    Path(customer): Path<String>,
    Query(parameters): Parameters,
) -> Response {
    let mut input = Map::from_iter([("customerId".to_owned(), customer.into())]);
    let many: Vec<&str> = parameters
        .iter()
        .filter(|(name, _)| name == "resourceIds")
        .map(|(_, value)| value.as_str())
        .collect();
    if !many.is_empty() {
        input.insert("resourceIds".to_owned(), many.into());
    }
    if let Some(one) = first(&parameters, "resourceId") {
        input.insert("resourceId".to_owned(), one.into());
    }
    run(&shared, SUBSCRIPTIONS, &json!({ "input": input }))
}

pub(super) async fn paywall(State(shared): State<Arc<Shared>>, Query(parameters): Parameters) -> Response {
    run(&shared, PAYWALL, &json!({ "input": paywall_input(None, &parameters) }))
}

pub(super) async fn product_paywall(
    State(shared): State<Arc<Shared>>,
    Path(product): Path<String>,
    Query(parameters): Parameters,
) -> Response {
    run(
        &shared,
        PAYWALL,
        &json!({ "input": paywall_input(Some(&product), &parameters) }),
    )
}

fn paywall_input(product: Option<&str>, parameters: &[(String, String)]) -> Json {
    // Official clients write out `undefined` where they have nothing to say.
    let flag = |name| first(parameters, name).map(|value| value == "true");
    json!({
        "productId": product,
        "billingCountryCode": first(parameters, "billingCountryCode"),
        "fetchAllCountriesPrices": flag("fetchAllCountriesPrices"),
        "includeHiddenPlans": flag("includeHiddenPlans"),
    })
}

pub(super) async fn sdk_configuration(State(shared): State<Arc<Shared>>) -> Response {
    run(&shared, SDK_CONFIGURATION, &json!({}))
}

fn first<'a>(parameters: &'a [(String, String)], name: &str) -> Option<&'a str> {
    parameters
        .iter()
        .find(|(known, value)| known == name && !value.is_empty())
        .map(|(_, value)| value.as_str())
}

fn run(shared: &Shared, document: &str, variables: &Json) -> Response {
    let variables: JsonMap = variables
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str().into(), value.clone().into()))
        .collect();
    let request = Request {
        query: document.to_owned(),
        operation_name: None,
        variables: Some(variables),
    };
    answer::graphql(shared.engine.execute(&request))
}

#[cfg(test)]
mod tests {
    use apollo_compiler::ExecutableDocument;

    use super::*;

    #[test]
    fn every_document_of_the_edge_is_valid() {
        for document in [
            ENTITLEMENTS_STATE,
            ENTITLEMENTS,
            SUBSCRIPTIONS,
            PAYWALL,
            SDK_CONFIGURATION,
        ] {
            let checked = ExecutableDocument::parse_and_validate(crate::schema::schema(), document, "edge.graphql");
            assert!(checked.is_ok(), "{}", checked.unwrap_err().errors);
        }
    }
}
