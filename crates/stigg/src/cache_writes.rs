//! What a change does to the cache: who changes something sees it at the next check.

use stigg_entitlements::{CachedEntity, EntitlementReference, EntityKey, EntityKeyRef, Source, Stamp, UsageUpdate};
use stigg_models::{EntitlementState, EntitlementsState, ReportUsageAck};
use tracing::warn;

use crate::client::Inner;

impl Inner {
    /// A change has been made, and its answer told the new entitlements, or did not.
    ///
    /// What is not told is forgotten, and read when it is asked for.
    pub(crate) fn entitlements_told(
        &self,
        customer_id: &str,
        resource_id: Option<&str>,
        told: Option<Vec<EntitlementState>>,
    ) {
        let now = self.clock.now();
        self.writes.note(customer_id, now);
        match told {
            Some(entitlements) => {
                let stamp = Stamp {
                    fetched_at: now,
                    source: Source::Api,
                };
                let entity = CachedEntity::new(EntitlementsState::new(entitlements), stamp);
                self.store.supersede(EntityKey::new(customer_id, resource_id), entity);
            }
            None => {
                self.store.remove(EntityKeyRef::new(customer_id, resource_id));
            }
        }
    }

    /// A change has been made whose answer never tells the new entitlements: reads them.
    ///
    /// Never fails: the change *was* made. When they cannot be read, the old ones are forgotten, and the next check reads
    /// the new ones.
    pub(crate) async fn entitlements_changed(&self, customer_id: &str, resource_id: Option<&str>) {
        self.writes.note(customer_id, self.clock.now());
        let key = EntityKey::new(customer_id, resource_id);
        if let Err(error) = self.reload(key).await {
            warn!(%error, "the change was made, but the new entitlements could not be read; the next check reads them");
            self.store.remove(EntityKeyRef::new(customer_id, resource_id));
        }
    }

    /// Usage has been counted: the next check sees it.
    pub(crate) fn usage_counted(&self, ack: &ReportUsageAck) {
        let key = EntityKeyRef::new(&ack.customer_id, ack.resource_id.as_deref());
        let now = self.clock.now();
        if let Some(current_usage) = ack.current_usage {
            self.store.update_usage(
                key,
                &UsageUpdate {
                    reference: EntitlementReference::Feature(&ack.feature_id),
                    current_usage,
                    usage_period_start: ack.usage_period_start,
                    usage_period_end: ack.usage_period_end,
                    updated_at: ack.timestamp.unwrap_or(now),
                },
            );
        }
        if let Some(credit) = &ack.credit {
            self.store.update_usage(
                key,
                &UsageUpdate {
                    reference: EntitlementReference::Credit(&credit.currency_id),
                    current_usage: credit.current_usage,
                    usage_period_start: None,
                    usage_period_end: credit.usage_period_end,
                    updated_at: credit.timestamp.unwrap_or(now),
                },
            );
        }
    }
}
