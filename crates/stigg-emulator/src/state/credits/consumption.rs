//! Credits that are used up.

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Pool;
use crate::error::{ApiError, Code};
use crate::state::State;
use crate::wire::{GrantStatus, GrantType, LedgerEventType};

/// What a caller consumes.
#[derive(Debug, Clone)]
pub(crate) struct Consume {
    pub(crate) pool: Pool,
    pub(crate) amount: f64,
    pub(crate) idempotency_key: String,
    pub(crate) at: Option<Timestamp>,
    pub(crate) dimensions: Map<String, Value>,
}

/// What was consumed.
#[derive(Debug, Clone)]
pub(crate) struct Consumed {
    pub(crate) pool: Pool,
    pub(crate) amount: f64,
    pub(crate) at: Timestamp,
    pub(crate) dimensions: Map<String, Value>,
}

impl State {
    /// Checks that a consumption can be made, without making it.
    pub(crate) fn check_consumption(&self, consume: &Consume) -> Result<(), ApiError> {
        self.check_pool(&consume.pool.customer, Some(&consume.pool.currency))?;
        if consume.amount <= 0.0 {
            return Err(ApiError::new(
                Code::InvalidArgumentError,
                "The amount of a consumption must be above 0",
            ));
        }
        Ok(())
    }

    /// Consumes credits. A consumption with an idempotency key that was used before for the same pool changes nothing and
    /// answers what was consumed then.
    ///
    /// It is never refused for want of credits: what they do not cover is owed.
    pub(crate) fn consume_credits(&mut self, consume: Consume) -> Result<Consumed, ApiError> {
        self.check_consumption(&consume)?;
        let key = (consume.pool.clone(), consume.idempotency_key);
        if let Some(known) = self.credits.by_idempotency_key.get(&key) {
            return Ok(known.clone());
        }
        let consumed = Consumed {
            pool: consume.pool,
            amount: consume.amount,
            at: consume.at.unwrap_or(self.now).min(self.now),
            dimensions: consume.dimensions,
        };
        self.burn(&consumed);
        self.credits.consumptions.push(consumed.clone());
        self.credits.by_idempotency_key.insert(key, consumed.clone());
        Ok(consumed)
    }

    fn burn(&mut self, consumed: &Consumed) {
        let of: (Uuid, Timestamp) = (self.ids.uuid(), consumed.at);
        let grants = &self.credits.grants;
        let mut order: Vec<usize> = (0..grants.len())
            .filter(|&index| {
                let grant = &grants[index];
                grant.pool == consumed.pool
                    && grant.status == GrantStatus::Active
                    && grant.kind != GrantType::Overdraft
                    && grant.left() > 0.0
            })
            .collect();
        order.sort_by(|&one, &other| grants[one].burns_before(&grants[other]));
        let mut rest = consumed.amount;
        for index in order {
            if rest < super::DUST {
                return;
            }
            let part = rest.min(self.credits.grants[index].left());
            self.credits.grants[index].consumed += part;
            rest -= part;
            self.record(index, LedgerEventType::Consumed, part, Some(of));
        }
        if rest >= super::DUST {
            let overdraft = match self.overdraft(&consumed.pool) {
                Some(overdraft) => overdraft,
                None => self.open_overdraft(&consumed.pool),
            };
            self.credits.grants[overdraft].consumed += rest;
            self.record(overdraft, LedgerEventType::Consumed, rest, Some(of));
        }
    }
}
