//! Small HTTP answers.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

use crate::engine::Answer;

/// An answer with a body of the given type.
pub(super) fn with_body(status: u16, content_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// The HTTP form of a GraphQL answer.
pub(super) fn graphql(answer: Answer) -> Response {
    with_body(answer.status, "application/json; charset=utf-8", answer.body)
}
