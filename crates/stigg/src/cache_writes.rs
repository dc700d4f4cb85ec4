//! What a change does to the cache: who changes something sees it at the next check.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use stigg_entitlements::{CachedEntity, EntitlementReference, EntityKey, EntityKeyRef, Source, UsageUpdate};
use stigg_models::{ConsumeCreditsResult, EntitlementState, EntitlementsState, ReportUsageAck};
use tracing::warn;

use crate::Result;
use crate::client::Inner;

/// A change of a customer that is under way, or of several.
///
/// Unless it is [settled](Self::settle), it may have been made: when this is dropped, because the caller gave up or because
/// no answer came, what is known about the customers counts as outdated.
pub(crate) struct Change<'a> {
    inner: &'a Inner,
    customer_ids: BTreeSet<String>,
    /// When it began, by the monotonic clock.
    began: Duration,
    settled: bool,
}

impl Change<'_> {
    /// When it began, by the monotonic clock: what is heard after that may know of it.
    pub(crate) fn began(&self) -> Duration {
        self.began
    }

    /// It concerns this customer as well.
    pub(crate) fn and(mut self, customer_id: Option<&str>) -> Self {
        self.customer_ids.extend(customer_id.map(str::to_owned));
        self
    }

    /// Takes the outcome to its caller. Of a failure it matters whether the change may have been made all the same; a
    /// success is settled by what follows it.
    pub(crate) fn settle<T>(mut self, outcome: Result<T>) -> Result<T> {
        self.settled = match &outcome {
            Ok(_) => true,
            Err(error) => !error.may_have_been_applied(),
        };
        outcome
    }

    /// Takes the outcome of a change to its caller whose answer tells no entitlements. Unless it was surely not made, what
    /// is known about the customers is outdated: the next check reads afresh.
    pub(crate) fn settle_by_outdating<T>(mut self, outcome: Result<T>) -> Result<T> {
        self.settled = outcome.as_ref().is_err_and(|error| !error.may_have_been_applied());
        outcome
    }
}

impl Drop for Change<'_> {
    fn drop(&mut self) {
        if !self.settled {
            self.inner.outdate_all(&self.customer_ids);
        }
    }
}

impl Inner {
    /// A change begins that may alter the entitlements of a customer.
    pub(crate) fn changing(&self, customer_id: &str) -> Change<'_> {
        self.changing_all([customer_id.to_owned()])
    }

    /// A change begins that may alter the entitlements of these customers, as far as it is known who they are.
    pub(crate) fn changing_all(&self, customer_ids: impl IntoIterator<Item = String>) -> Change<'_> {
        Change {
            inner: self,
            customer_ids: customer_ids.into_iter().collect(),
            began: self.clock.monotonic(),
            settled: false,
        }
    }

    /// A change of a subscription begins that may alter the entitlements of its customer, if it is known who that is.
    pub(crate) fn changing_subscription(&self, subscription_id: &str) -> Change<'_> {
        self.changing_all(self.owners.of(subscription_id))
    }

    /// A change that began at a time has been made, and its answer told the new entitlements of a customer or resource, or did
    /// not.
    ///
    /// What is not told is read when it is asked for.
    pub(crate) fn entitlements_told(
        &self,
        began: Duration,
        customer_id: &str,
        resource_id: Option<&str>,
        told: Option<Vec<EntitlementState>>,
    ) {
        self.outdate(customer_id);
        if let Some(entitlements) = told {
            let entity = CachedEntity::new(EntitlementsState::new(entitlements), self.stamp(Source::Api));
            let key = EntityKey::new(customer_id, resource_id);
            self.store.supersede_asked_at(key, entity, began);
        }
    }

    /// A change has been made whose answer never tells the new entitlements: reads them.
    ///
    /// Never fails: the change *was* made. When they cannot be read now, the next check tries again.
    pub(crate) async fn entitlements_changed(&self, customer_id: &str, resource_id: Option<&str>) {
        self.outdate(customer_id);
        if let Err(error) = self.reload(EntityKey::new(customer_id, resource_id)).await {
            warn!(%error, "the change was made, but the new entitlements could not be read; the next check tries again");
        }
    }

    /// What is known about a customer and its resources is outdated from now on.
    pub(crate) fn outdate(&self, customer_id: &str) {
        let now = self.clock.monotonic();
        self.writes.note(customer_id, now);
        self.store.outdate_customer(customer_id, now);
    }

    /// The same of several customers, in one go: a bulk request may name a thousand.
    fn outdate_all(&self, customer_ids: &BTreeSet<String>) {
        let customer_ids: HashSet<&str> = customer_ids.iter().map(String::as_str).collect();
        let now = self.clock.monotonic();
        self.writes.note_all(customer_ids.iter().copied(), now);
        self.store.outdate_customers(&customer_ids, now);
    }

    /// Usage has been counted that cannot be added to what is known: a read that is under way may not know it.
    fn usage_unknown(&self, customer_id: &str) {
        self.writes.note_usage(customer_id, self.clock.monotonic());
        self.news.note(customer_id);
    }

    /// Usage has been counted: the next check sees it.
    pub(crate) fn usage_counted(&self, ack: &ReportUsageAck) {
        let key = EntityKeyRef::new(&ack.customer_id, ack.resource_id.as_deref());
        let now = self.clock.now();
        if !self.store.contains(key) || (ack.current_usage.is_none() && ack.credit.is_none()) {
            // Whoever asks next reads what the Edge may not know yet.
            self.usage_unknown(&ack.customer_id);
            return;
        }
        if let Some(current_usage) = ack.current_usage {
            let reference = EntitlementReference::Feature(&ack.feature_id);
            let update = UsageUpdate::new(reference, current_usage, ack.timestamp.unwrap_or(now))
                .with_period(ack.usage_period_start, ack.usage_period_end);
            self.store.update_usage(key, &update);
        }
        if let Some(credit) = &ack.credit {
            let reference = EntitlementReference::Credit(&credit.currency_id);
            let update = UsageUpdate::new(reference, credit.current_usage, credit.timestamp.unwrap_or(now))
                .with_period(None, credit.usage_period_end);
            self.store.update_usage(key, &update);
        }
    }

    /// Credits have been consumed: the next check sees it, if the answer tells the balance.
    pub(crate) fn credits_consumed(&self, result: &ConsumeCreditsResult) {
        let key = EntityKeyRef::new(&result.customer_id, result.resource_id.as_deref());
        let is_known = self.store.contains(key);
        if let Some(credit) = result.credit.as_ref().filter(|_| is_known) {
            let reference = EntitlementReference::Credit(&credit.currency_id);
            let update = UsageUpdate::new(reference, credit.current_usage, credit.timestamp)
                .with_period(None, credit.usage_period_end);
            self.store.update_usage(key, &update);
        } else {
            // Whoever asks next reads what the Edge may not know yet.
            self.usage_unknown(&result.customer_id);
        }
    }
}
