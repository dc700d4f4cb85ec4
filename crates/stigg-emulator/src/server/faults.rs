//! Faults: answers that go wrong on purpose, on the real socket.

mod action;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub(super) use self::action::Action;
use self::action::Canned;
use super::journal::RecordedRequest;

/// The faults of one emulator. Clones share them.
///
/// Faults are asked in the order in which they were added; the first that applies to a request is performed and counts it.
///
/// ```
/// use std::time::Duration;
/// use stigg_emulator::{Emulator, Fault};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::builder().start().await?;
///
/// // The next two usage reports are told to come again later; the third one gets through.
/// let busy = emulator.faults().add(
///     Fault::rate_limited(Some(Duration::from_secs(1))).on_operation("ReportUsage").times(2),
/// );
///
/// // The Edge is down for good.
/// emulator.faults().add(Fault::close().on_edge());
///
/// assert_eq!(emulator.faults().hits(busy), 0);
/// # emulator.shutdown().await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct Faults {
    rules: Arc<Mutex<Rules>>,
}

#[derive(Debug, Default)]
struct Rules {
    last_id: u64,
    active: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    id: FaultId,
    fault: Fault,
    /// How many requests it applied to, those that it let pass included.
    seen: u64,
    hits: u64,
}

/// Names a fault that was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FaultId(u64);

/// What goes wrong, for which requests, and how often.
///
/// Without a choice of requests it is for all of them, without a number for ever.
#[derive(Debug, Clone)]
#[must_use = "a fault does nothing until it is given to `Faults::add`"]
pub struct Fault {
    action: Action,
    target: Target,
    skipped: u64,
    times: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Any,
    Operation(String),
    Graphql,
    Edge,
    EdgeFile(String),
}

impl Faults {
    /// Adds a fault; it is in force from the next request on.
    pub fn add(&self, fault: Fault) -> FaultId {
        let mut rules = self.lock();
        rules.last_id += 1;
        let id = FaultId(rules.last_id);
        rules.active.push(Rule {
            id,
            fault,
            seen: 0,
            hits: 0,
        });
        id
    }

    /// Takes a fault back; one that is unknown or gone is ignored.
    pub fn remove(&self, id: FaultId) {
        self.lock().active.retain(|rule| rule.id != id);
    }

    /// Takes all faults back.
    pub fn clear(&self) {
        self.lock().active.clear();
    }

    /// How many requests the fault has hit; 0 for one that was taken back.
    pub fn hits(&self, id: FaultId) -> u64 {
        self.lock()
            .active
            .iter()
            .find(|rule| rule.id == id)
            .map_or(0, |rule| rule.hits)
    }

    /// The fault for this request, if there is one.
    pub(super) fn next(&self, request: &RecordedRequest) -> Option<Action> {
        for rule in &mut self.lock().active {
            if !rule.fault.target.is_for(request) || rule.fault.times.is_some_and(|times| rule.hits >= times) {
                continue;
            }
            rule.seen += 1;
            if rule.seen > rule.fault.skipped {
                rule.hits += 1;
                return Some(rule.fault.action.clone());
            }
        }
        None
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Rules> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Target {
    fn is_for(&self, request: &RecordedRequest) -> bool {
        match self {
            Self::Any => true,
            Self::Operation(name) => request.operation.as_ref() == Some(name),
            Self::Graphql => !request.is_edge(),
            Self::Edge => request.is_edge(),
            Self::EdgeFile(name) => request.is_edge() && request.path.rsplit('/').next() == Some(name),
        }
    }
}

impl Fault {
    fn new(action: Action) -> Self {
        Self {
            action,
            target: Target::Any,
            skipped: 0,
            times: None,
        }
    }

    fn canned(status: u16, content_type: &str, body: &str) -> Self {
        Self::new(Action::Respond(Canned {
            status,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.as_bytes().to_vec(),
        }))
    }

    /// An answer with this status and an empty body. The request is not carried out.
    pub fn status(status: u16) -> Self {
        Self::new(Action::Respond(Canned {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }))
    }

    /// 401 with the error `Unauthenticated`, as for a wrong key.
    pub fn unauthenticated() -> Self {
        Self::canned(
            401,
            "application/json",
            r#"{"errors":[{"message":"The API key is not known","extensions":{"code":"Unauthenticated","traceId":"fault"}}]}"#,
        )
    }

    /// 429 as the Edge says it, with `Retry-After` in whole seconds when a delay is given.
    pub fn rate_limited(retry_after: Option<Duration>) -> Self {
        let fault = Self::canned(
            429,
            "application/json",
            r#"{"error":"rate_limit_exceeded","message":"Too many requests"}"#,
        );
        match retry_after {
            Some(delay) => fault.with_header("retry-after", &delay.as_secs().to_string()),
            None => fault,
        }
    }

    /// 500 with a GraphQL error of code `UnexpectedError`.
    pub fn server_error() -> Self {
        Self::canned(
            500,
            "application/json",
            r#"{"errors":[{"message":"Something went wrong","extensions":{"code":"UnexpectedError","traceId":"fault"}}],"data":null}"#,
        )
    }

    /// 502 with a page of HTML, as a proxy on the way answers.
    pub fn bad_gateway() -> Self {
        Self::canned(502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>")
    }

    /// 200 with a GraphQL error of this code. The request is not carried out.
    pub fn graphql_error(code: &str, message: &str) -> Self {
        let body = serde_json::json!({
            "errors": [{ "message": message, "extensions": { "code": code, "traceId": "fault" } }],
            "data": null,
        });
        Self::canned(200, "application/json", &body.to_string())
    }

    /// 200 with a body that claims to be JSON and is not. The request is not carried out.
    pub fn garbage() -> Self {
        Self::canned(200, "application/json", "{\"data\": \u{fffd} <not json>")
    }

    /// The request is carried out; of the answer's body only so many bytes arrive, then the connection is cut. The
    /// declared length is that of the whole body.
    pub fn truncated(after: usize) -> Self {
        Self::new(Action::Truncate { after })
    }

    /// The request is carried out; of the answer's body only so many bytes arrive, then nothing more comes, and the
    /// connection stays open.
    pub fn stalled(after: usize) -> Self {
        Self::new(Action::Stall { after })
    }

    /// The request is carried out after a delay.
    pub fn delay(by: Duration) -> Self {
        Self::new(Action::Delay(by))
    }

    /// No answer, ever; the connection stays open. The request is not carried out.
    pub fn hang() -> Self {
        Self::new(Action::Hang)
    }

    /// The connection is closed instead of an answer. The request is not carried out.
    pub fn close() -> Self {
        Self::new(Action::Close)
    }

    /// The request is carried out, and the connection is closed instead of the answer.
    pub fn lost_answer() -> Self {
        Self::new(Action::LoseAnswer)
    }

    /// Adds a header; without effect on faults that do not answer by themselves.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        if let Action::Respond(canned) = &mut self.action {
            canned.headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Sets the body; without effect on faults that do not answer by themselves.
    pub fn with_body(mut self, body: impl Into<Vec<u8>>) -> Self {
        if let Action::Respond(canned) = &mut self.action {
            canned.body = body.into();
        }
        self
    }

    /// Only for GraphQL operations of this name, such as `ReportUsage`.
    pub fn on_operation(mut self, name: &str) -> Self {
        self.target = Target::Operation(name.to_owned());
        self
    }

    /// Only for GraphQL.
    pub fn on_graphql(mut self) -> Self {
        self.target = Target::Graphql;
        self
    }

    /// Only for the Edge.
    pub fn on_edge(mut self) -> Self {
        self.target = Target::Edge;
        self
    }

    /// Only for one file of the Edge, such as `entitlements-state.json`.
    pub fn on_edge_file(mut self, name: &str) -> Self {
        self.target = Target::EdgeFile(name.to_owned());
        self
    }

    /// Only so many times; without it, for ever.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Lets so many requests pass before the first hit.
    pub fn after(mut self, requests: u64) -> Self {
        self.skipped = requests;
        self
    }
}
