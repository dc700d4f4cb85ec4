//! GraphQL execution: documents in, answers out.
//!
//! Any valid document runs: the schema decides, not a list of known operations. Resolvers work on the state under one
//! lock, a field at a time, so that cyclic types (customer, its subscriptions, their customer) cost nothing until asked for.

mod arguments;
mod documents;
mod errors;
mod filter;
mod inputs;
mod object;
mod operations;
mod paging;
mod resolve;
pub(crate) mod subscriptions;
mod views;

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::sync::{Mutex, OnceLock, PoisonError};

use apollo_compiler::ExecutableDocument;
use apollo_compiler::executable::Operation;
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::resolvers::Execution;
use apollo_compiler::response::JsonMap;
use apollo_compiler::validation::Valid;

use self::documents::Documents;
use self::object::Value;
use self::resolve::{EventRoot, Root, Run};
use self::subscriptions::Listeners;
use crate::clock::Clock;
use crate::error::{ApiError, Code};
use crate::schema::schema;
use crate::state::State;
use crate::state::changes::Tracker;

/// One GraphQL request.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Request {
    pub(crate) query: String,
    #[serde(default)]
    pub(crate) operation_name: Option<String>,
    #[serde(default)]
    pub(crate) variables: Option<JsonMap>,
}

/// The answer to a request: HTTP status and body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

/// Executes requests on one state.
#[derive(Debug)]
pub(crate) struct Engine {
    state: Mutex<Watched>,
    listeners: Listeners,
    documents: Documents,
    clock: Clock,
    /// Where checkouts are paid, without the id; known once the server listens.
    checkout_url: OnceLock<String>,
}

/// The state, and what it was when the listeners were last told.
#[derive(Debug)]
struct Watched {
    state: State,
    told: Told,
}

/// What the listeners were told.
#[derive(Debug, Default)]
struct Told {
    /// From the first listener on.
    tracker: Option<Tracker>,
    /// Nobody listened the last time, and who listens now is not told what happened until then.
    missed: bool,
}

impl Engine {
    pub(crate) fn new(state: State, clock: Clock) -> Self {
        Self {
            state: Mutex::new(Watched {
                state,
                told: Told::default(),
            }),
            listeners: Listeners::default(),
            documents: Documents::default(),
            clock,
            checkout_url: OnceLock::new(),
        }
    }

    /// Says where checkouts are paid; the first answer counts.
    pub(crate) fn set_checkout_url(&self, url: String) {
        let _ = self.checkout_url.set(url);
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Works on the state as of now, and tells those who listen what changed.
    pub(crate) fn with_state<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        let mut watched = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let Watched { state, told } = &mut *watched;
        state.advance(self.clock.now());
        let result = work(state);
        self.tell_changes(state, told);
        result
    }

    pub(crate) fn execute(&self, request: &Request) -> Answer {
        self.with_state(|state| self.execute_on(state, request))
    }

    fn execute_on(&self, state: &mut State, request: &Request) -> Answer {
        let document = match self.documents.get(&request.query) {
            Ok(document) => document,
            Err(errors) => return errors::invalid_document(&errors, state),
        };
        let operation = match document.operations.get(request.operation_name.as_deref()) {
            Ok(operation) => operation,
            Err(error) => return errors::invalid_request(&error, &document.sources, state),
        };
        if operation.is_subscription() {
            let error = ApiError::new(
                Code::BadUserInput,
                "Subscriptions need a WebSocket, this is a plain request",
            );
            return errors::refused(400, &error, state);
        }
        let no_variables = JsonMap::new();
        let variables = request.variables.as_ref().unwrap_or(&no_variables);
        let coerced = match coerce_variable_values(schema(), operation, variables) {
            Ok(coerced) => coerced,
            Err(error) => return errors::invalid_request(&error, &document.sources, state),
        };
        self.run(state, (&document, operation), (variables, &coerced), None)
    }

    /// Executes an operation; a subscription with the event that it is told.
    fn run(
        &self,
        state: &mut State,
        (document, operation): (&Valid<ExecutableDocument>, &Operation),
        (variables, coerced): (&JsonMap, &Valid<JsonMap>),
        event: Option<&Value>,
    ) -> Answer {
        let run = Run {
            operation,
            variables,
            state: RefCell::new(state),
            raised: RefCell::default(),
            checkout_url: self.checkout_url.get().map_or("", String::as_str),
        };
        let execution = Execution::new(schema(), document)
            .operation(operation)
            .coerced_variable_values(coerced)
            .enable_schema_introspection(true);
        let result = match event {
            None => execution.execute_sync(&Root { run: &run }),
            Some(event) => execution.execute_sync(&EventRoot { run: &run, event }),
        };
        let raised = run.raised.take();
        match result {
            Ok(response) => errors::answer(response, &raised, state),
            Err(error) => errors::invalid_request(&error, &document.sources, state),
        }
    }
}

/// The answer to a request that is refused before it is read: an error without data.
pub(crate) fn refusal(status: u16, error: &ApiError, trace_id: &str) -> Answer {
    errors::refusal(status, error, trace_id)
}
