//! What the emulator remembers, and the rules by which it changes.
//!
//! Every call begins with [`State::advance`], which brings the state to the present of the clock: trials that have ended,
//! cancellations that are due. After that a call changes the state at once or is refused as a whole.

pub(crate) mod changes;
pub(crate) mod checkouts;
mod coupons;
pub(crate) mod credits;
pub(crate) mod customers;
pub(crate) mod events;
pub(crate) mod history;
pub(crate) mod imports;
mod lifecycle;
mod moving;
pub(crate) mod next_invoice;
pub(crate) mod previews;
pub(crate) mod pricing;
pub(crate) mod promotional_entitlements;
pub(crate) mod provisioning;
pub(crate) mod scheduling;
mod seeds;
pub(crate) mod subscriptions;
mod touched;
pub(crate) mod updating;
pub(crate) mod usage;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;

use self::checkouts::Checkout;
use self::credits::Credits;
use self::customers::Customer;
use self::events::EventLog;
use self::subscriptions::Subscription;
use self::touched::Touched;
use self::usage::UsageLog;
use crate::catalog::Content;
use crate::ids::Sequence;

/// The state of one emulator.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) catalog: Arc<Content>,
    /// The present: the time up to which the state was brought.
    pub(crate) now: Timestamp,
    /// When the emulator began; the catalogue counts as made then.
    pub(crate) since: Timestamp,
    pub(crate) ids: Sequence,
    customers: BTreeMap<String, Customer>,
    subscriptions: Vec<Subscription>,
    subscription_by_id: HashMap<String, usize>,
    subscriptions_by_customer: HashMap<String, Vec<usize>>,
    /// When something happens to which subscription. Entries may be stale; what is due is asked of the subscription.
    agenda: BTreeSet<(Timestamp, usize)>,
    usage: UsageLog,
    events: EventLog,
    checkouts: BTreeMap<String, Checkout>,
    credits: Credits,
    touched: Touched,
}

impl State {
    fn empty(catalog: Arc<Content>, now: Timestamp) -> Self {
        Self {
            catalog,
            now,
            since: now,
            ids: Sequence::default(),
            customers: BTreeMap::new(),
            subscriptions: Vec::new(),
            subscription_by_id: HashMap::new(),
            subscriptions_by_customer: HashMap::new(),
            agenda: BTreeSet::new(),
            usage: UsageLog::default(),
            events: EventLog::default(),
            checkouts: BTreeMap::new(),
            credits: Credits::default(),
            touched: Touched::default(),
        }
    }
}
