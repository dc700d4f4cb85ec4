//! What changed for those who watch: the entitlements of customers and resources as they were, compared with what they
//! are.

mod snapshot;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use self::snapshot::Snapshot;
use super::State;
use super::touched::Scope;

/// One thing that is told to those who watch, about a customer or one of its resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) customer: String,
    pub(crate) resource: Option<String>,
    pub(crate) what: What,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// What it is entitled to.
    Entitlements,
    /// Only the usage of a feature.
    FeatureUsage { feature: String },
    /// Only the usage of credits of a currency.
    CreditUsage { currency: String },
    /// The balance of credits of a currency, whatever else.
    CreditBalance { currency: String },
}

/// Remembers what everybody was entitled to when it was last asked.
#[derive(Debug)]
pub(crate) struct Tracker {
    known: BTreeMap<String, BTreeMap<Option<String>, Snapshot>>,
    /// When something changes by itself for which customer. Entries may be stale: whoever is due is looked at.
    due: BTreeSet<(Timestamp, String)>,
    now: Timestamp,
}

impl Tracker {
    /// Begins with the present: what there is now is no change.
    pub(crate) fn new(state: &mut State) -> Self {
        state.forget_touched();
        let mut tracker = Self {
            known: BTreeMap::new(),
            due: BTreeSet::new(),
            now: state.now,
        };
        for (customer, resource) in state.all_owners() {
            let snapshot = Snapshot::of(state, &customer, resource.as_deref());
            tracker.keep(customer, resource, snapshot);
        }
        tracker
    }

    /// What changed since the last time, first the customer itself, then its resources.
    pub(crate) fn changes(&mut self, state: &mut State) -> Vec<Change> {
        let mut candidates: BTreeMap<String, Vec<Scope>> = BTreeMap::new();
        for (customer, scope) in std::mem::take(&mut state.touched).by_customer {
            candidates.entry(customer).or_default().push(scope);
        }
        while let Some((due, _)) = self.due.first()
            && *due <= state.now
            && let Some((_, customer)) = self.due.pop_first()
        {
            candidates.entry(customer).or_default();
        }
        if state.now < self.now {
            // In a clock's past anything may be different.
            for customer in self.known.keys() {
                candidates.entry(customer.clone()).or_default();
            }
        }
        self.now = state.now;
        let mut changes = Vec::new();
        for (customer, scopes) in candidates {
            if state.any_customer(&customer).is_some() {
                self.compare(state, &customer, &scopes, &mut changes);
            }
        }
        changes
    }

    /// What is remembered wrongly: what changed without being touched.
    #[cfg(test)]
    pub(crate) fn missed(&self, state: &State) -> Vec<(String, Option<String>)> {
        let mut owners = state.all_owners();
        owners.retain(|(customer, resource)| {
            let known = self.known.get(customer).and_then(|known| known.get(resource));
            known != Some(&Snapshot::of(state, customer, resource.as_deref()))
        });
        owners.into_iter().collect()
    }

    fn compare(&mut self, state: &State, customer: &str, scopes: &[Scope], changes: &mut Vec<Change>) {
        let is_new = !self.known.contains_key(customer);
        for resource in self.targets(state, customer, scopes) {
            let new = Snapshot::of(state, customer, resource.as_deref());
            let known = self.known.get(customer).and_then(|known| known.get(&resource));
            let old = match known {
                Some(known) => known.clone(),
                // Nothing but usage was ever said of this resource, so the rest was as it is.
                None if !is_new && is_usage_only(scopes, resource.as_ref()) => new.before_any_usage(),
                None => Snapshot::absent(),
            };
            changes.extend(old.changes_to(&new).into_iter().map(|what| Change {
                customer: customer.to_owned(),
                resource: resource.clone(),
                what,
            }));
            self.keep(customer.to_owned(), resource, new);
        }
    }

    /// The customer and the resources to look at: what is known of them, what the state has, what was touched.
    fn targets(&self, state: &State, customer: &str, scopes: &[Scope]) -> BTreeSet<Option<String>> {
        let known = self.known.get(customer).into_iter().flat_map(BTreeMap::keys).cloned();
        let touched = scopes.iter().filter_map(|scope| match scope {
            Scope::Everything => None,
            Scope::Credits(resource) | Scope::Usage(resource) => Some(resource.clone()),
        });
        let resources = state
            .any_customer(customer)
            .into_iter()
            .flat_map(|customer| customer.resources.keys());
        known
            .chain(touched)
            .chain(resources.cloned().map(Some))
            .chain([None])
            .collect()
    }

    fn keep(&mut self, customer: String, resource: Option<String>, snapshot: Snapshot) {
        if let Some(due) = snapshot.due(self.now) {
            self.due.insert((due, customer.clone()));
        }
        self.known.entry(customer).or_default().insert(resource, snapshot);
    }
}

fn is_usage_only(scopes: &[Scope], resource: Option<&String>) -> bool {
    let mut of_it = scopes.iter().filter(|scope| match scope {
        Scope::Everything => true,
        Scope::Credits(other) | Scope::Usage(other) => other.as_ref() == resource,
    });
    of_it.all(|scope| matches!(scope, Scope::Usage(_)))
}

impl State {
    /// All customers, and the resources of theirs that anything was said of.
    fn all_owners(&self) -> BTreeSet<(String, Option<String>)> {
        let mut owners = BTreeSet::new();
        for customer in self.customers.values() {
            owners.insert((customer.id.clone(), None));
            owners.extend(
                customer
                    .resources
                    .keys()
                    .map(|resource| (customer.id.clone(), Some(resource.clone()))),
            );
        }
        let said = self.usage.owners().chain(self.events.owners());
        let said = said.chain(self.credits.owners());
        owners.extend(
            said.filter(|(customer, _)| self.customers.contains_key(*customer))
                .map(|(customer, resource)| (customer.to_owned(), resource.map(str::to_owned))),
        );
        owners
    }
}
