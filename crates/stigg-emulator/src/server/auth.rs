//! The check of the API key.

use std::sync::{Arc, PoisonError, RwLock};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::{Shared, answer};
use crate::engine;
use crate::error::{ApiError, Code};

/// The header that carries the key; header names have no case.
pub(super) const HEADER: &str = "x-api-key";

/// The keys that are let in.
pub(crate) struct Keys {
    /// The first one at the start.
    original: String,
    accepted: RwLock<Vec<String>>,
}

impl Keys {
    pub(crate) fn new(keys: Vec<String>) -> Self {
        Self {
            original: keys.first().cloned().unwrap_or_default(),
            accepted: RwLock::new(keys),
        }
    }

    pub(crate) fn original(&self) -> &str {
        &self.original
    }

    pub(crate) fn replace(&self, keys: Vec<String>) {
        *self.accepted.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }

    pub(crate) fn accept(&self, key: &str) -> bool {
        let keys = self.accepted.read().unwrap_or_else(PoisonError::into_inner);
        keys.iter().any(|known| known == key)
    }

    #[cfg(feature = "client")]
    pub(crate) fn first(&self) -> Option<String> {
        let keys = self.accepted.read().unwrap_or_else(PoisonError::into_inner);
        keys.first().cloned()
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let keys = self.accepted.read().unwrap_or_else(PoisonError::into_inner);
        write!(f, "Keys({})", keys.len())
    }
}

pub(super) async fn check(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let key = request.headers().get(HEADER).and_then(|value| value.to_str().ok());
    if key.is_some_and(|key| shared.keys.accept(key)) {
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
