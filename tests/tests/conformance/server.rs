//! A server that answers what was recorded, and notes what it was asked.
//!
//! One server serves all cases at the same time: each case has its own API key.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::case::{Read, Request, Response};

pub(crate) struct Server {
    url: String,
    scripts: Scripts,
    task: JoinHandle<()>,
}

type Scripts = Arc<Mutex<HashMap<String, Script>>>;

struct Script {
    responses: Vec<Response>,
    requests: Vec<Request>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("the listener is bound");
        let scripts = Scripts::default();
        let app = Router::new().fallback(answer).with_state(scripts.clone());
        let task = tokio::spawn(async move {
            axum::serve(listener, app)
                .await
                .expect("a server runs until it is stopped");
        });
        Self {
            url: format!("http://{address}"),
            scripts,
            task,
        }
    }

    /// The base URL of the API, and that of the Edge.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// From now on, whoever has this key gets these answers.
    pub(crate) fn play(&self, key: &str, responses: &[Response]) {
        let script = Script {
            responses: responses.to_vec(),
            requests: Vec::new(),
        };
        self.scripts().insert(key.to_owned(), script);
    }

    /// What whoever has this key has asked.
    pub(crate) fn requests(&self, key: &str) -> Vec<Request> {
        self.scripts()
            .remove(key)
            .map_or_else(Vec::new, |script| script.requests)
    }

    fn scripts(&self) -> MutexGuard<'_, HashMap<String, Script>> {
        lock(&self.scripts)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn lock(scripts: &Mutex<HashMap<String, Script>>) -> MutexGuard<'_, HashMap<String, Script>> {
    scripts.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn answer(
    State(scripts): State<Scripts>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> impl IntoResponse {
    let (status, body) = outcome(&scripts, &method, &uri, &headers, &body)
        .unwrap_or_else(|problem| (StatusCode::NOT_IMPLEMENTED, json!({"message": problem})));
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string())
}

fn outcome(
    scripts: &Scripts,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(StatusCode, Value), String> {
    let key = headers
        .get("x-api-key")
        .and_then(|key| key.to_str().ok())
        .ok_or("no API key")?;
    let mut scripts = lock(scripts);
    let script = scripts.get_mut(key).ok_or("no such API key")?;
    let (request, asked) = read(method, uri, body)?;
    script.requests.push(request);
    let response = script
        .responses
        .iter()
        .find(|response| response.reads.contains(&asked))
        .ok_or("the case has no answer to this")?;
    let status = StatusCode::from_u16(response.status).map_err(|error| error.to_string())?;
    Ok((status, response.body.clone()))
}

/// The request as it is recorded, and what has to be answered.
fn read(method: &Method, uri: &Uri, body: &[u8]) -> Result<(Request, Read), String> {
    if method == Method::GET {
        let file = uri.path().rsplit('/').next().unwrap_or_default();
        let request = Request::Edge {
            path: uri.path().to_owned(),
            query: url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
                .into_owned()
                .collect(),
        };
        return Ok((request, Read::Edge { edge: file.to_owned() }));
    }
    if uri.path() != "/graphql" {
        return Err(format!("{method} {uri} is no address of Stigg"));
    }
    let mut body: Value = serde_json::from_slice(body).map_err(|error| format!("the body is not JSON: {error}"))?;
    let operation_name = body["operationName"].as_str().ok_or("no operation name")?.to_owned();
    let request = Request::Graphql {
        operation_name: operation_name.clone(),
        variables: body["variables"].take(),
    };
    Ok((request, Read::Graphql { operation_name }))
}
