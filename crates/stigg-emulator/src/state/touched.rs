//! Whose entitlements a call may have changed, so that whoever watches need not look at everybody's.
//!
//! It is a hint: what is named here is compared with what it was, and may turn out to be the same.

use std::collections::BTreeSet;

use super::State;
use super::credits::Pool;

/// What of a customer may have changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    /// Its entitlements and those of its resources.
    Everything,
    /// The credits of the customer itself, or of one of its resources.
    Credits(Option<String>),
    /// The usage of the customer itself, or of one of its resources.
    Usage(Option<String>),
}

/// What may have changed since somebody looked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Touched {
    pub(super) by_customer: BTreeSet<(String, Scope)>,
}

impl State {
    /// Forgets what was touched: nobody watches.
    pub(crate) fn forget_touched(&mut self) {
        self.touched.by_customer.clear();
    }

    /// What a customer is entitled to changes now.
    pub(super) fn touch_entitlements(&mut self, customer: &str) {
        let now = self.now;
        if let Some(found) = self.customers.get_mut(customer) {
            found.entitlements_changed_at = found.entitlements_changed_at.max(now);
        }
        self.mark(customer, Scope::Everything);
    }

    pub(super) fn touch_usage(&mut self, customer: &str, resource: Option<&str>) {
        self.mark(customer, Scope::Usage(resource.map(str::to_owned)));
    }

    pub(super) fn touch_credits(&mut self, pool: &Pool) {
        self.mark(&pool.customer, Scope::Credits(pool.resource.clone()));
    }

    fn mark(&mut self, customer: &str, scope: Scope) {
        self.touched.by_customer.insert((customer.to_owned(), scope));
    }
}
