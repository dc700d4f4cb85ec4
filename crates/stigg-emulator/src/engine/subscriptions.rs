//! GraphQL subscriptions: who listens, and what they are told.
//!
//! Everything happens under the lock of the state, so that events arrive in the order in which the state changed, and
//! show it as it was then.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use apollo_compiler::ExecutableDocument;
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::response::JsonMap;
use apollo_compiler::validation::Valid;
use serde_json::Value as Json;
use tokio::sync::watch;

use super::object::{Object, Value};
use super::{Answer, Engine, Request, Told, errors, views};
use crate::error::{ApiError, Code};
use crate::schema::schema;
use crate::state::State;
use crate::state::changes::{Change, Tracker, What};

/// Who is moved to a new version of a package when it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MigrationType {
    /// Everybody: whoever has the package has the new version from now on.
    AllCustomers,
    /// Whoever subscribes from now on; the others keep what they have.
    NewCustomers,
}

impl MigrationType {
    /// The name in the GraphQL schema.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::AllCustomers => "ALL_CUSTOMERS",
            Self::NewCustomers => "NEW_CUSTOMERS",
        }
    }
}

/// A request that came over a socket.
#[derive(Debug)]
pub(crate) enum Prepared {
    Subscription(Arc<Query>),
    /// A query or a mutation: it has one answer.
    Other,
    /// The list of errors, as JSON.
    Invalid(String),
}

/// A subscription that can be executed for each event.
#[derive(Debug)]
pub(crate) struct Query {
    document: Arc<Valid<ExecutableDocument>>,
    operation_name: Option<String>,
    variables: JsonMap,
    coerced: Valid<JsonMap>,
    /// The field of the root that is subscribed to.
    pub(crate) field: String,
}

impl Query {
    /// Whether the answers to both are the same.
    fn is_like(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.document, &other.document)
            && self.operation_name == other.operation_name
            && self.variables == other.variables
    }
}

/// Takes the payload of a `next` message.
type Deliver = Box<dyn Fn(&Arc<str>) + Send + Sync>;

struct Listener {
    id: u64,
    query: Arc<Query>,
    deliver: Deliver,
}

/// Everybody who listens.
#[derive(Debug, Default)]
pub(super) struct Listeners {
    last_id: Mutex<u64>,
    all: Mutex<Vec<Listener>>,
    count: watch::Sender<usize>,
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener")
            .field("id", &self.id)
            .field("field", &self.query.field)
            .finish_non_exhaustive()
    }
}

impl Listeners {
    fn lock(&self) -> MutexGuard<'_, Vec<Listener>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine {
    /// Checks a request that came over a socket.
    pub(crate) fn prepare(&self, request: &Request) -> Prepared {
        match self.read(request) {
            Ok(Some(query)) => Prepared::Subscription(Arc::new(query)),
            Ok(None) => Prepared::Other,
            Err(refusal) => Prepared::Invalid(refusal.error_list()),
        }
    }

    fn read(&self, request: &Request) -> Result<Option<Query>, Answer> {
        let document = self
            .documents
            .get(&request.query)
            .map_err(|errors| self.with_state(|state| errors::invalid_document(&errors, state)))?;
        let invalid = |error: &_| self.with_state(|state| errors::invalid_request(error, &document.sources, state));
        let operation = document
            .operations
            .get(request.operation_name.as_deref())
            .map_err(|error| invalid(&error))?;
        if !operation.is_subscription() {
            return Ok(None);
        }
        let variables = request.variables.clone().unwrap_or_default();
        let coerced = coerce_variable_values(schema(), operation, &variables).map_err(|error| invalid(&error))?;
        let fields: Vec<String> = operation
            .root_fields(&document)
            .map(|field| field.name.as_str().to_owned())
            .collect();
        let [field] = fields.as_slice() else {
            let error = ApiError::new(Code::BadUserInput, "A subscription has one root field");
            return Err(self.with_state(|state| errors::refused(400, &error, state)));
        };
        Ok(Some(Query {
            field: field.clone(),
            operation_name: request.operation_name.clone(),
            variables,
            coerced,
            document: Arc::clone(&document),
        }))
    }

    /// Tells `deliver` what happens from now on; returns what to give to [`unlisten`](Self::unlisten).
    ///
    /// `deliver` is called while the state is locked: it must not call the engine.
    pub(crate) fn listen(&self, query: Arc<Query>, deliver: impl Fn(&Arc<str>) + Send + Sync + 'static) -> u64 {
        self.with_state(|_| {
            let id = {
                let mut last = self.listeners.last_id.lock().unwrap_or_else(PoisonError::into_inner);
                *last += 1;
                *last
            };
            let mut all = self.listeners.lock();
            all.push(Listener {
                id,
                query,
                deliver: Box::new(deliver),
            });
            self.listeners.count.send_replace(all.len());
            id
        })
    }

    /// Ends a subscription; one that is unknown or has ended is ignored.
    pub(crate) fn unlisten(&self, id: u64) {
        let mut all = self.listeners.lock();
        all.retain(|listener| listener.id != id);
        self.listeners.count.send_replace(all.len());
    }

    /// How many subscriptions there are, as it changes.
    pub(crate) fn listeners(&self) -> watch::Receiver<usize> {
        self.listeners.count.subscribe()
    }

    /// Brings the state to the present and tells what changed, if anybody listens.
    pub(crate) fn refresh(&self) {
        if *self.listeners.count.borrow() > 0 {
            self.with_state(|_| ());
        }
    }

    /// Tells that a package was published; false when there is no such package.
    pub(crate) fn publish_package(&self, package: &str, migration: MigrationType) -> bool {
        self.with_state(|state| {
            let Some(object) = views::updates::package_published(state, package, migration) else {
                return false;
            };
            self.tell(state, &self.listeners.lock(), "packagePublished", object);
            true
        })
    }

    /// Tells what changed since the last time.
    pub(super) fn tell_changes(&self, state: &mut State, told: &mut Told) {
        let listeners = self.listeners.lock();
        if listeners.is_empty() {
            // With a tracker it is looked at when somebody listens again.
            told.missed = true;
            if told.tracker.is_none() {
                state.forget_touched();
            }
            return;
        }
        let Some(tracker) = &mut told.tracker else {
            *told = Told {
                tracker: Some(Tracker::new(state)),
                missed: false,
            };
            return;
        };
        let changes = tracker.changes(state);
        #[cfg(test)]
        assert_eq!(tracker.missed(state), [], "changed and not touched");
        if !std::mem::take(&mut told.missed) {
            for change in changes {
                self.tell_change(state, &listeners, &change);
            }
        }
    }

    fn tell_change(&self, state: &mut State, listeners: &[Listener], change: &Change) {
        let (customer, resource) = (change.customer.as_str(), change.resource.as_deref());
        let mut tell = |field: &str, view: &dyn Fn(&State) -> Option<Object>| {
            // Made only if anybody wants it.
            if listeners.iter().any(|listener| listener.query.field == field)
                && let Some(object) = view(state)
            {
                self.tell(state, listeners, field, object);
            }
        };
        match &change.what {
            What::Entitlements => {
                tell("entitlementsUpdatedV2", &|state| {
                    Some(views::updates::entitlements_v2(state, customer, resource))
                });
                tell("entitlementsUpdated", &|state| {
                    Some(views::updates::entitlements(state, customer, resource))
                });
            }
            What::FeatureUsage { feature } => {
                tell("usageUpdatedV2", &|state| {
                    views::updates::usage_v2(state, customer, resource, feature)
                });
                tell("usageUpdated", &|state| {
                    views::updates::usage(state, customer, resource, feature)
                });
            }
            What::CreditUsage { currency } => {
                tell("usageUpdatedV2", &|state| {
                    views::updates::credit_usage(state, customer, resource, currency)
                });
            }
            What::CreditBalance { currency } => {
                tell("creditBalanceUpdated", &|state| {
                    views::updates::credit_balance(state, customer, resource, currency)
                });
            }
        }
    }

    /// Executes the subscriptions to a field and delivers the answers.
    fn tell(&self, state: &mut State, listeners: &[Listener], field: &str, object: Object) {
        let event = Value::from(object);
        // Clients of one kind ask the same.
        let mut answered: Vec<(&Query, Option<Arc<str>>)> = Vec::new();
        for listener in listeners.iter().filter(|listener| listener.query.field == field) {
            let known = answered.iter().position(|(query, _)| query.is_like(&listener.query));
            let index = known.unwrap_or_else(|| {
                answered.push((&listener.query, self.payload(state, &listener.query, &event)));
                answered.len() - 1
            });
            if let (_, Some(payload)) = &answered[index] {
                (listener.deliver)(payload);
            }
        }
    }

    fn payload(&self, state: &mut State, query: &Query, event: &Value) -> Option<Arc<str>> {
        let operation = query.document.operations.get(query.operation_name.as_deref()).ok()?;
        let answer = self.run(
            state,
            (&query.document, operation),
            (&query.variables, &query.coerced),
            Some(event),
        );
        String::from_utf8(answer.body).ok().map(Arc::from)
    }
}

impl Answer {
    /// The errors alone, as JSON.
    pub(crate) fn error_list(&self) -> String {
        let body: Json = serde_json::from_slice(&self.body).unwrap_or_default();
        body.get("errors").map_or_else(|| "[]".to_owned(), Json::to_string)
    }
}
