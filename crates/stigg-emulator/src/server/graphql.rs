//! `POST /graphql`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;

use super::{Shared, answer};
use crate::engine::{self, Request};
use crate::error::{ApiError, Code};

pub(super) async fn answer(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    match serde_json::from_slice::<Request>(&body) {
        Ok(request) => answer::graphql(shared.engine.execute(&request)),
        Err(error) => {
            let text = format!("The body is not a GraphQL request: {error}");
            let trace_id = shared.engine.with_state(|state| state.ids.uuid().simple().to_string());
            answer::graphql(engine::refusal(
                400,
                &ApiError::new(Code::BadUserInput, text),
                &trace_id,
            ))
        }
    }
}
