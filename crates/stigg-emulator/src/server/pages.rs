//! What is neither GraphQL nor Edge: health, and the checkout where a person or a test pays.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::json;

use super::{Shared, answer};

pub(super) async fn health() -> Response {
    answer::with_body(200, "application/json", r#"{"status":"ok"}"#)
}

pub(super) async fn not_found() -> Response {
    answer::with_body(
        404,
        "application/json",
        r#"{"error":"not_found","message":"The emulator has nothing here"}"#,
    )
}

/// A page with one button.
pub(super) async fn checkout(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    let plan = shared
        .engine
        .with_state(|state| state.checkout(&id).map(|checkout| checkout.request.plan.clone()));
    match plan {
        // Ids and plans are made of letters, digits and a few signs that mean nothing in HTML.
        Some(plan) => answer::with_body(
            200,
            "text/html; charset=utf-8",
            format!(
                "<!doctype html><title>Checkout</title><h1>Checkout of {plan}</h1>\
                 <form method=\"post\"><button>Pay</button></form>"
            ),
        ),
        None => unknown_checkout(),
    }
}

/// Pays. No key is asked for: whoever has the address of a checkout may pay.
pub(super) async fn pay(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    let paid = shared.engine.with_state(|state| {
        let index = state.pay(&id)?;
        Ok::<_, crate::error::ApiError>(state.subscription_at(index).id.clone())
    });
    match paid {
        Ok(subscription) => {
            let body = json!({ "subscriptionId": subscription });
            answer::with_body(200, "application/json", body.to_string())
        }
        Err(error) if error.code == crate::error::Code::SubscriptionNotFound => unknown_checkout(),
        Err(error) => {
            let body = json!({ "error": error.code.as_str(), "message": error.message });
            answer::with_body(409, "application/json", body.to_string())
        }
    }
}

fn unknown_checkout() -> Response {
    answer::with_body(
        404,
        "application/json",
        r#"{"error":"not_found","message":"There is no such checkout"}"#,
    )
}
