//! Prepaid credits: grants, what is consumed of them, and the ledger of both.
//!
//! Credits lie in pools: one for each customer and currency, and one for each resource that was granted credits of its own.

mod consumption;
mod grants;
mod recharge;
mod usage;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use uuid::Uuid;

pub(crate) use self::consumption::{Consume, Consumed};
pub(crate) use self::grants::{Grant, NewGrant};
pub(crate) use self::recharge::{Recharge, SaveRecharge};
pub(crate) use self::usage::{Series, UsageQuery};
use super::State;
use crate::error::{ApiError, Code};
use crate::wire::{GrantStatus, LedgerEventType};

/// Amounts below this are what is left of adding and subtracting binary fractions.
const DUST: f64 = 1e-9;

/// Whose credits they are, and of what currency.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pool {
    pub(crate) customer: String,
    pub(crate) currency: String,
    pub(crate) resource: Option<String>,
}

/// Something that happened to a grant.
#[derive(Debug, Clone)]
pub(crate) struct LedgerEvent {
    pub(crate) uuid: Uuid,
    pub(crate) at: Timestamp,
    pub(crate) kind: LedgerEventType,
    pub(crate) pool: Pool,
    pub(crate) grant: String,
    pub(crate) amount: f64,
    /// The consumption that it is a part of.
    pub(crate) consumption: Option<Uuid>,
}

/// What the grants of a pool that are in force come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Balance {
    pub(crate) granted: f64,
    pub(crate) consumed: f64,
    /// When it next changes by itself.
    pub(crate) valid_until: Option<Timestamp>,
    /// When it last changed.
    pub(crate) changed_at: Timestamp,
}

impl Balance {
    pub(crate) fn left(&self) -> f64 {
        self.granted - self.consumed
    }

    pub(crate) fn is_exhausted(&self) -> bool {
        self.left() < DUST
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Credits {
    /// In the order in which they were made.
    grants: Vec<Grant>,
    /// In the order in which it happened.
    ledger: Vec<LedgerEvent>,
    consumptions: Vec<Consumed>,
    by_idempotency_key: HashMap<(Pool, String), Consumed>,
    /// All pools, with the time of their last change.
    pools: BTreeMap<Pool, Timestamp>,
    /// When something happens to which grant. Entries may be stale; what is due is asked of the grant.
    agenda: BTreeSet<(Timestamp, usize)>,
    recharges: BTreeMap<(String, String), Recharge>,
}

impl Credits {
    /// The customers and resources that have credits.
    pub(super) fn owners(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let pools = self.pools.keys();
        pools.map(|pool| (pool.customer.as_str(), pool.resource.as_deref()))
    }
}

impl State {
    /// Grants take effect and expire, each at its own time.
    pub(super) fn advance_credits(&mut self, now: Timestamp) {
        while let Some(&(due, index)) = self.credits.agenda.first() {
            if due > now {
                break;
            }
            self.credits.agenda.pop_first();
            let grant = &self.credits.grants[index];
            self.now = due.max(grant.created_at);
            match grant.status {
                GrantStatus::Scheduled if grant.effective_at <= due => self.begin_grant(index),
                GrantStatus::Active if grant.expire_at.is_some_and(|expires| expires <= due) => {
                    self.expire_grant(index);
                }
                _ => {}
            }
        }
    }

    /// Checks that the customer and the currency are known.
    pub(crate) fn check_pool(&self, customer: &str, currency: Option<&str>) -> Result<(), ApiError> {
        self.customer(customer)?;
        match currency {
            Some(currency) if !self.catalog.credit_currencies.contains(currency) => Err(ApiError::new(
                Code::CustomCurrencyNotFound,
                format!("Custom currency {currency} not found"),
            )),
            _ => Ok(()),
        }
    }

    /// The pools of a customer, of all currencies and resources or of one.
    pub(crate) fn pools(&self, customer: &str, currency: Option<&str>, resource: Option<&str>) -> Vec<&Pool> {
        let pools = self.credits.pools.keys();
        pools
            .filter(|pool| is_asked_for(pool, customer, currency, resource))
            .collect()
    }

    /// The pools that a check of the customer itself, or of one of its resources, goes by.
    pub(crate) fn pools_of(&self, customer: &str, resource: Option<&str>) -> Vec<&Pool> {
        let mut pools = self.pools(customer, None, None);
        pools.retain(|pool| pool.resource.as_deref() == resource);
        pools
    }

    pub(crate) fn balance(&self, pool: &Pool) -> Option<Balance> {
        let mut balance = Balance {
            granted: 0.0,
            consumed: 0.0,
            valid_until: None,
            changed_at: *self.credits.pools.get(pool)?,
        };
        for grant in self.credits.grants.iter().filter(|grant| grant.pool == *pool) {
            let next = match grant.status {
                GrantStatus::Active => {
                    balance.granted += grant.amount;
                    balance.consumed += grant.consumed;
                    grant.expire_at
                }
                GrantStatus::Scheduled => Some(grant.effective_at),
                _ => None,
            };
            balance.valid_until = balance.valid_until.into_iter().chain(next).min();
        }
        Some(balance)
    }

    /// The grants of a customer, oldest first.
    pub(crate) fn grants_to(&self, customer: &str, currency: Option<&str>, resource: Option<&str>) -> Vec<&Grant> {
        let grants = self.credits.grants.iter();
        grants
            .filter(|grant| is_asked_for(&grant.pool, customer, currency, resource))
            .collect()
    }

    /// The ledger of a customer, oldest first. Without kinds it is everything.
    pub(crate) fn ledger(
        &self,
        customer: &str,
        currency: Option<&str>,
        resource: Option<&str>,
        kinds: &[LedgerEventType],
    ) -> Vec<&LedgerEvent> {
        let events = self.credits.ledger.iter();
        events
            .filter(|event| kinds.is_empty() || kinds.contains(&event.kind))
            .filter(|event| is_asked_for(&event.pool, customer, currency, resource))
            .collect()
    }

    /// Writes down what happens to a grant, now or at the time of a consumption.
    fn record(&mut self, index: usize, kind: LedgerEventType, amount: f64, consumption: Option<(Uuid, Timestamp)>) {
        let now = self.now;
        let uuid = self.ids.uuid();
        let grant = &mut self.credits.grants[index];
        grant.updated_at = now;
        self.credits.pools.insert(grant.pool.clone(), now);
        let pool = grant.pool.clone();
        self.credits.ledger.push(LedgerEvent {
            uuid,
            at: consumption.map_or(now, |(_, at)| at),
            kind,
            pool: grant.pool.clone(),
            grant: grant.id.clone(),
            amount,
            consumption: consumption.map(|(consumption, _)| consumption),
        });
        self.touch_credits(&pool);
    }
}

fn is_asked_for(pool: &Pool, customer: &str, currency: Option<&str>, resource: Option<&str>) -> bool {
    pool.customer == customer
        && currency.is_none_or(|currency| pool.currency == currency)
        && resource.is_none_or(|resource| pool.resource.as_deref() == Some(resource))
}
