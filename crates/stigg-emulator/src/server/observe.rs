//! Looks at every request to the API before it is answered: writes it into the journal and lets faults have their way.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value as Json;

use super::journal::RecordedRequest;
use super::{BODY_LIMIT, Shared, auth};

pub(super) async fn observe(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let record = record(&parts, &body);
    let fault = shared.faults.next(&record);
    shared.journal.record(record);
    let request = Request::from_parts(parts, Body::from(body));
    match fault {
        None => next.run(request).await,
        Some(action) => action.perform(request, next, &shared.shutdown).await,
    }
}

fn record(parts: &Parts, body: &[u8]) -> RecordedRequest {
    let path = parts.uri.path();
    let graphql: Option<Json> = (path == "/graphql")
        .then(|| serde_json::from_slice(body).ok())
        .flatten();
    RecordedRequest {
        operation: graphql.as_ref().and_then(operation),
        path: path.to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        customer_id: graphql.as_ref().and_then(customer).or_else(|| customer_in(path)),
        headers: headers(&parts.headers),
        body: String::from_utf8_lossy(body).into_owned(),
    }
}

/// Names in lower case with their values, in the order of the names, without the API key.
pub(super) fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = headers
        .iter()
        .filter(|(name, _)| name.as_str() != auth::HEADER)
        .map(|(name, value)| {
            (
                name.as_str().to_owned(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        })
        .collect();
    headers.sort();
    headers
}

/// The operation's name as the client says it, else as the document does.
fn operation(request: &Json) -> Option<String> {
    let name = request.get("operationName").and_then(Json::as_str);
    name.map(str::to_owned).or_else(|| {
        let document = request.get("query")?.as_str()?.trim_start();
        let rest = ["query", "mutation", "subscription"]
            .iter()
            .find_map(|kind| document.strip_prefix(kind))?;
        let name = rest
            .trim_start()
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .next()?;
        (!name.is_empty()).then(|| name.to_owned())
    })
}

/// The customer in the variables: in every operation of the API it is a member of the one input object.
fn customer(request: &Json) -> Option<String> {
    let variables = request.get("variables")?.as_object()?;
    let inputs = variables.values().filter_map(Json::as_object);
    let id = inputs
        .filter_map(|input| input.get("customerId").or_else(|| input.get("refId")))
        .find_map(Json::as_str);
    id.or_else(|| variables.get("customerId").and_then(Json::as_str))
        .map(str::to_owned)
}

fn customer_in(path: &str) -> Option<String> {
    let id = path.strip_prefix("/v1/c/")?.split('/').next()?;
    Some(
        percent_encoding::percent_decode_str(id)
            .decode_utf8_lossy()
            .into_owned(),
    )
}
