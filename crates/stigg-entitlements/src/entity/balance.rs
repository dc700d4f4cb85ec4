//! News about the balance of credits.

use std::sync::Arc;

use stigg_models::AccessDeniedReason;

use super::CachedEntity;
use super::slot::Slot;
use crate::micros::{Micros, OptionalMicros};
use crate::{CreditBalance, EntitlementReference};

/// The balance of a currency to which the entity has no entitlement: features that are paid for with it go by it.
#[derive(Clone, Debug)]
pub(crate) struct KnownBalance {
    pub(super) currency_id: Box<str>,
    pub(super) as_of: Micros,
    /// Whether there are any left.
    pub(super) has_credits: bool,
    pub(super) valid_until: OptionalMicros,
}

impl CachedEntity {
    /// Takes over news about a balance. `false` if it concerns nothing here, or something newer is known.
    pub(crate) fn set_balance(&mut self, balance: &CreditBalance<'_>) -> bool {
        let as_of = Micros::from(balance.updated_at);
        let known_as_of = self.as_of();
        if let Some(place) = self.index.find(EntitlementReference::Credit(balance.currency_id)) {
            let slot = &self.slots[place];
            let is_limit_news = as_of >= self.limit_as_of(slot);
            let is_usage_news = as_of >= slot.usage(known_as_of).as_of;
            if !is_limit_news && !is_usage_news {
                return false;
            }
            let slot = &mut Arc::make_mut(&mut self.slots)[place];
            if is_limit_news {
                slot.set_limit(Some(balance.total_granted), balance.valid_until.into(), as_of);
            }
            if is_usage_news {
                slot.used = balance.total_consumed;
                slot.used_as_of = as_of.into();
            }
            if slot.balance() > 0.0 {
                slot.withdraw_insufficient_credits();
            }
        } else {
            let known = self.balance_of(balance.currency_id);
            if as_of < known.map_or(known_as_of, |known| known.as_of)
                || !self
                    .slots
                    .iter()
                    .any(|slot| slot.terms.paid_with() == Some(balance.currency_id))
            {
                return false;
            }
            self.apply_balance(&KnownBalance {
                currency_id: balance.currency_id.into(),
                as_of,
                has_credits: balance.total_granted - balance.total_consumed > 0.0,
                valid_until: balance.valid_until.into(),
            });
        }
        self.valid_until = self.first_to_expire();
        true
    }

    /// Takes over the balances that are known of another state of the same entity, where they are newer than this one.
    pub(crate) fn take_later_balances(&mut self, other: &Self) {
        let mut has_changed = false;
        for slot in other.slots.iter() {
            let (Some(as_of), Some(EntitlementReference::Credit(currency_id))) =
                (slot.limit_told_at(), slot.terms.reference())
            else {
                continue;
            };
            if let Some(place) = self.index.find(EntitlementReference::Credit(currency_id))
                && as_of > self.limit_as_of(&self.slots[place])
            {
                let own = &mut Arc::make_mut(&mut self.slots)[place];
                own.set_limit(slot.limit.get(), slot.valid_until, as_of);
                if own.balance() > 0.0 {
                    own.withdraw_insufficient_credits();
                }
                has_changed = true;
            }
        }
        for balance in other.balances.iter().flat_map(|balances| balances.iter()) {
            let known = self.balance_of(&balance.currency_id);
            if balance.as_of > known.map_or(self.as_of(), |known| known.as_of)
                && self
                    .index
                    .find(EntitlementReference::Credit(&balance.currency_id))
                    .is_none()
            {
                self.apply_balance(balance);
                has_changed = true;
            }
        }
        if has_changed {
            self.valid_until = self.first_to_expire();
        }
    }

    /// Lets the features that are paid for with a currency go by its balance.
    fn apply_balance(&mut self, balance: &KnownBalance) {
        for slot in Arc::make_mut(&mut self.slots) {
            if slot.terms.paid_with() != Some(&balance.currency_id) {
                continue;
            }
            slot.valid_until = balance.valid_until;
            if balance.has_credits {
                slot.withdraw_insufficient_credits();
            } else if slot.terms.reason().is_none() {
                slot.terms = Arc::new(slot.terms.with_reason(Some(AccessDeniedReason::InsufficientCredits)));
            }
        }
        let others = self.balances.iter().flat_map(|balances| balances.iter());
        let others = others.filter(|other| other.currency_id != balance.currency_id).cloned();
        self.balances = Some(others.chain([balance.clone()]).collect());
    }

    fn balance_of(&self, currency_id: &str) -> Option<&KnownBalance> {
        let mut balances = self.balances.iter().flat_map(|balances| balances.iter());
        balances.find(|balance| &*balance.currency_id == currency_id)
    }

    /// Since when the limit of an entitlement to credits is known.
    fn limit_as_of(&self, slot: &Slot) -> Micros {
        let told_with_the_state = slot
            .used_as_of
            .get()
            // Usage of a later time has been told alone.
            .filter(|time| *time <= Micros::from(self.stamp.fetched_at));
        let state_as_of = told_with_the_state.map_or(self.as_of(), |time| time.max(self.as_of()));
        slot.limit_told_at().map_or(state_as_of, |time| time.max(state_as_of))
    }
}

impl Slot {
    /// When a balance told the limit, if one has since the state was told.
    fn limit_told_at(&self) -> Option<Micros> {
        matches!(self.terms.reference(), Some(EntitlementReference::Credit(_)))
            .then(|| self.anchor.get())
            .flatten()
    }

    fn set_limit(&mut self, limit: Option<f64>, valid_until: OptionalMicros, as_of: Micros) {
        self.limit = limit.into();
        self.valid_until = valid_until;
        self.anchor = as_of.into();
    }
}
