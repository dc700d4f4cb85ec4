//! Credits that are granted, and taken back.

use std::cmp::Ordering;

use jiff::Timestamp;
use uuid::Uuid;

use super::{DUST, Pool};
use crate::catalog::model::Metadata;
use crate::error::{ApiError, Code};
use crate::state::State;
use crate::wire::{GrantStatus, GrantType, LedgerEventType};

/// Credits that were granted.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub(crate) id: String,
    pub(crate) uuid: Uuid,
    pub(crate) pool: Pool,
    pub(crate) kind: GrantType,
    pub(crate) status: GrantStatus,
    pub(crate) display_name: String,
    pub(crate) comment: Option<String>,
    pub(crate) amount: f64,
    pub(crate) consumed: f64,
    pub(crate) priority: f64,
    /// What was paid, and in which currency.
    pub(crate) cost: (f64, String),
    pub(crate) effective_at: Timestamp,
    pub(crate) expire_at: Option<Timestamp>,
    pub(crate) voided_at: Option<Timestamp>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) metadata: Option<Metadata>,
}

impl Grant {
    pub(super) fn left(&self) -> f64 {
        let left = self.amount - self.consumed;
        if left < DUST { 0.0 } else { left }
    }

    fn is_overdraft_of(&self, pool: &Pool) -> bool {
        self.kind == GrantType::Overdraft && self.status == GrantStatus::Active && self.pool == *pool
    }

    /// Which of two grants is consumed first.
    pub(super) fn burns_before(&self, other: &Self) -> Ordering {
        let never_is_last = |grant: &Self| (grant.expire_at.is_none(), grant.expire_at);
        let is_paid = |grant: &Self| grant.kind != GrantType::Promotional;
        self.priority
            .total_cmp(&other.priority)
            .then_with(|| never_is_last(self).cmp(&never_is_last(other)))
            .then_with(|| is_paid(self).cmp(&is_paid(other)))
            .then_with(|| self.effective_at.cmp(&other.effective_at))
            .then_with(|| self.created_at.cmp(&other.created_at))
    }
}

/// What a caller grants.
#[derive(Debug, Clone)]
pub(crate) struct NewGrant {
    pub(crate) pool: Pool,
    pub(crate) kind: GrantType,
    pub(crate) display_name: String,
    pub(crate) comment: Option<String>,
    pub(crate) amount: f64,
    pub(crate) priority: f64,
    pub(crate) cost: (f64, String),
    pub(crate) effective_at: Option<Timestamp>,
    pub(crate) expire_at: Option<Timestamp>,
    pub(crate) is_invoice_paid: bool,
    pub(crate) metadata: Option<Metadata>,
}

impl NewGrant {
    /// A gift without an end.
    pub(crate) fn gift(pool: Pool, display_name: &str, amount: f64) -> Self {
        Self {
            pool,
            kind: GrantType::Promotional,
            display_name: display_name.to_owned(),
            comment: None,
            amount,
            priority: 0.0,
            cost: (0.0, "USD".to_owned()),
            effective_at: None,
            expire_at: None,
            is_invoice_paid: false,
            metadata: None,
        }
    }
}

impl State {
    /// Grants credits, now or later.
    pub(crate) fn grant_credits(&mut self, new: NewGrant) -> Result<&Grant, ApiError> {
        self.check_pool(&new.pool.customer, Some(&new.pool.currency))?;
        if new.amount <= 0.0 {
            return Err(ApiError::new(
                Code::InvalidArgumentError,
                "The amount of a grant must be above 0",
            ));
        }
        let effective_at = new.effective_at.unwrap_or(self.now);
        if new.expire_at.is_some_and(|expires| expires <= effective_at) {
            return Err(ApiError::new(
                Code::ExpireAtMustBeLaterThanEffectiveAtError,
                "A grant must expire after it takes effect",
            ));
        }
        let must_be_paid = new.kind == GrantType::Paid && new.cost.0 > 0.0 && !new.is_invoice_paid;
        let can_pay = self.customer(&new.pool.customer)?.payment_method.is_some();
        if must_be_paid && self.catalog.billing_integration && !can_pay {
            return Err(ApiError::unsupported(
                "createCreditGrant",
                "a grant that has to be paid for by a customer without a payment method",
            ));
        }
        if let Some(resource) = &new.pool.resource {
            self.use_resource(&new.pool.customer, resource);
        }
        let expire_at = new.expire_at;
        let grant = Grant {
            id: format!("credit-grant-{}", self.ids.short()),
            uuid: self.ids.uuid(),
            pool: new.pool,
            kind: new.kind,
            status: GrantStatus::Scheduled,
            display_name: new.display_name,
            comment: new.comment,
            amount: new.amount,
            consumed: 0.0,
            priority: new.priority,
            cost: new.cost,
            effective_at,
            expire_at,
            voided_at: None,
            created_at: self.now,
            updated_at: self.now,
            metadata: new.metadata,
        };
        let index = self.add_grant(grant);
        if effective_at <= self.now {
            self.begin_grant(index);
        } else {
            self.credits.agenda.insert((effective_at, index));
        }
        match expire_at {
            Some(expires) if expires <= self.now => self.expire_grant(index),
            Some(expires) => {
                self.credits.agenda.insert((expires, index));
            }
            None => {}
        }
        Ok(&self.credits.grants[index])
    }

    /// Takes back what is left of a grant, which goes by its readable id or by its UUID.
    pub(crate) fn void_grant(&mut self, id: &str) -> Result<&Grant, ApiError> {
        let named = |grant: &Grant| grant.id == id || grant.uuid.to_string() == id;
        let index = self
            .credits
            .grants
            .iter()
            .position(named)
            .ok_or_else(|| ApiError::new(Code::CreditGrantNotFound, format!("Credit grant {id} not found")))?;
        let grant = &self.credits.grants[index];
        if grant.status == GrantStatus::Voided {
            return Err(ApiError::new(
                Code::CreditGrantAlreadyVoided,
                format!("Credit grant {id} is voided already"),
            ));
        }
        if grant.kind == GrantType::Overdraft || grant.status == GrantStatus::Expired {
            return Err(ApiError::new(
                Code::CreditGrantCannotBeVoided,
                format!("Credit grant {id} cannot be voided: it is an overdraft, or has expired"),
            ));
        }
        let left = grant.left();
        self.void(index);
        self.record(index, LedgerEventType::Voided, left, None);
        Ok(&self.credits.grants[index])
    }

    /// A grant takes effect, and pays what is owed.
    pub(super) fn begin_grant(&mut self, index: usize) {
        let grant = &mut self.credits.grants[index];
        grant.status = GrantStatus::Active;
        let (pool, amount) = (grant.pool.clone(), grant.amount);
        self.record(index, LedgerEventType::Granted, amount, None);
        let Some(overdraft) = self.overdraft(&pool) else {
            return;
        };
        let owed = self.credits.grants[overdraft].consumed;
        let paid = owed.min(self.credits.grants[index].left());
        self.credits.grants[index].consumed += paid;
        self.credits.grants[overdraft].consumed -= paid;
        self.record(overdraft, LedgerEventType::TransferSource, paid, None);
        self.record(index, LedgerEventType::TransferTarget, paid, None);
        if self.credits.grants[overdraft].consumed < DUST {
            self.credits.grants[overdraft].consumed = 0.0;
            self.void(overdraft);
        }
    }

    pub(super) fn expire_grant(&mut self, index: usize) {
        let grant = &mut self.credits.grants[index];
        grant.status = GrantStatus::Expired;
        let left = grant.left();
        self.record(index, LedgerEventType::Expired, left, None);
    }

    /// The grant that holds what a pool owes, if it owes anything.
    pub(super) fn overdraft(&self, pool: &Pool) -> Option<usize> {
        self.credits.grants.iter().position(|grant| grant.is_overdraft_of(pool))
    }

    pub(super) fn open_overdraft(&mut self, pool: &Pool) -> usize {
        let now = self.now;
        let grant = Grant {
            id: format!("credit-grant-{}", self.ids.short()),
            uuid: self.ids.uuid(),
            pool: pool.clone(),
            kind: GrantType::Overdraft,
            status: GrantStatus::Active,
            display_name: "Overdraft".to_owned(),
            comment: None,
            amount: 0.0,
            consumed: 0.0,
            priority: 0.0,
            cost: (0.0, "USD".to_owned()),
            effective_at: now,
            expire_at: None,
            voided_at: None,
            created_at: now,
            updated_at: now,
            metadata: None,
        };
        self.add_grant(grant)
    }

    fn add_grant(&mut self, grant: Grant) -> usize {
        self.credits.pools.insert(grant.pool.clone(), self.now);
        self.touch_credits(&grant.pool);
        self.credits.grants.push(grant);
        self.credits.grants.len() - 1
    }

    fn void(&mut self, index: usize) {
        let grant = &mut self.credits.grants[index];
        grant.status = GrantStatus::Voided;
        grant.voided_at = Some(self.now);
        grant.updated_at = self.now;
    }
}
