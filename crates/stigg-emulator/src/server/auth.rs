//! The check of the API key.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::{Shared, answer};
use crate::engine;
use crate::error::{ApiError, Code};

/// The header that carries the key; header names have no case.
pub(super) const HEADER: &str = "x-api-key";

/// The keys that are let in.
#[derive(Clone)]
pub(crate) struct Keys(Vec<String>);

impl Keys {
    pub(crate) fn new(keys: Vec<String>) -> Self {
        Self(keys)
    }

    pub(crate) fn first(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({})", self.0.len())
    }
}

pub(super) async fn check(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let key = request.headers().get(HEADER).and_then(|value| value.to_str().ok());
    if key.is_some_and(|key| shared.keys.0.iter().any(|known| known == key)) {
        return next.run(request).await;
    }
    let text = if key.is_none() {
        "The header X-API-KEY is missing"
    } else {
        "The API key is not known"
    };
    let trace_id = shared.engine.with_state(|state| state.ids.uuid().simple().to_string());
    let error = ApiError::new(Code::Unauthenticated, text);
    answer::graphql(engine::refusal(401, &error, &trace_id))
}
