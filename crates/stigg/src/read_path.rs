//! From the question "what may this customer use" to an entry of the cache.

use std::sync::Arc;

use stigg_entitlements::{CachedEntity, EntityKey, EntityKeyRef, Source, Stamp, is_any_expired, is_feature_expired};
use stigg_models::{Cause, CauseKind, Origin, Timestamp};
use stigg_transport::{Consistency, EntitlementsQuery, Error, ErrorKind};
use tracing::warn;

use crate::client::{Inner, Stigg};
use crate::single_flight::{Flight, FlightKey};

/// What is known about a customer, and how good that knowledge is.
pub(crate) struct Snapshot {
    pub(crate) entity: Arc<CachedEntity>,
    pub(crate) origin: Origin,
}

/// What a check is about, which decides whether an entry has to be refreshed before its time.
#[derive(Clone, Copy)]
pub(crate) enum Asked<'a> {
    Feature(&'a str),
    Everything,
}

impl Asked<'_> {
    fn has_expired(self, entity: &CachedEntity, now: Timestamp) -> bool {
        match self {
            Self::Feature(feature_id) => is_feature_expired(entity, feature_id, now),
            Self::Everything => is_any_expired(entity, now),
        }
    }
}

impl Stigg {
    /// What is known about a customer: from the cache, or from Stigg if it has to be. An error says why nothing is known.
    pub(crate) async fn snapshot(&self, key: EntityKeyRef<'_>, asked: Asked<'_>) -> Result<Snapshot, Cause> {
        if self.inner.offline {
            return Err(Cause::new(CauseKind::Offline));
        }
        if self.inner.closed.is_cancelled() {
            return Err(Cause::new(CauseKind::Closed));
        }
        let known = self.inner.store.get(key);
        if let Some(entity) = &known {
            let now = self.inner.clock.now();
            let age = now.saturating_duration_since(entity.refreshed_at());
            if !asked.has_expired(entity, now) {
                if age < self.inner.freshness.refresh_after {
                    return Ok(Snapshot {
                        entity: entity.clone(),
                        origin: Origin::Fresh,
                    });
                }
                if age < self.inner.freshness.max_age {
                    // Nobody waits for it; its outcome is in the cache for the next check.
                    drop(self.refresh(key));
                    let origin = Origin::Stale(Cause::new(CauseKind::Refreshing));
                    return Ok(Snapshot {
                        entity: entity.clone(),
                        origin,
                    });
                }
            }
        }
        match self.refresh(key).await {
            Ok(entity) => Ok(Snapshot {
                entity,
                origin: Origin::Fresh,
            }),
            Err(error) => {
                let cause = cause_of(&error);
                match known {
                    Some(entity) => Ok(Snapshot {
                        entity,
                        origin: Origin::Stale(cause),
                    }),
                    None => Err(cause),
                }
            }
        }
    }

    /// Reads the entitlements behind a key, together with everybody else who wants to right now.
    fn refresh(&self, key: EntityKeyRef<'_>) -> Flight {
        let Inner {
            flights, tasks, closed, ..
        } = &*self.inner;
        let changed_at = self.inner.writes.last(key.customer_id(), self.inner.clock.now());
        let key = FlightKey {
            entity: key.to_key(),
            changed_at,
        };
        let (inner, entity) = (self.inner.clone(), key.entity.clone());
        flights.join(key, tasks, closed, move || async move {
            inner.breaker.admit()?;
            let consistency = changed_at.map_or(Consistency::Eventual, |_| Consistency::ReadYourWrites);
            let outcome = inner.load(entity, consistency).await;
            inner.breaker.record(&outcome);
            if let Err(error) = &outcome {
                warn!(%error, "the entitlements could not be read");
            }
            outcome
        })
    }
}

impl Inner {
    /// Reads the entitlements behind a key into the cache, and answers what the cache holds then: something else, if
    /// something newer has come in meanwhile.
    async fn load(&self, key: EntityKey, consistency: Consistency) -> Result<Arc<CachedEntity>, Error> {
        let entity = self.fetch(&key, consistency).await?;
        Ok(self.store.put(key, entity))
    }

    /// Reads the entitlements behind a key from the API, in place of what the cache holds.
    pub(crate) async fn reload(&self, key: EntityKey) -> Result<Arc<CachedEntity>, Error> {
        let entity = self.fetch(&key, Consistency::ReadYourWrites).await?;
        Ok(self.store.supersede(key, entity))
    }

    async fn fetch(&self, key: &EntityKey, consistency: Consistency) -> Result<CachedEntity, Error> {
        let mut query = EntitlementsQuery::new(key.customer_id()).with_consistency(consistency);
        if let Some(resource_id) = key.resource_id() {
            query = query.with_resource_id(resource_id);
        }
        // The answer is at least as new as the question; a change that is made while it travels is newer.
        let fetched_at = self.clock.now();
        let state = self.transport.get_entitlements_state(query).await?;
        let source = match consistency {
            Consistency::ReadYourWrites => Source::Api,
            _ => Source::Edge,
        };
        Ok(CachedEntity::new(state, Stamp { fetched_at, source }))
    }
}

fn cause_of(error: &Error) -> Cause {
    let kind = match error.kind() {
        ErrorKind::Closed => CauseKind::Closed,
        ErrorKind::InvalidArgument => CauseKind::InvalidArgument,
        _ => CauseKind::RequestFailed,
    };
    Cause::with_detail(kind, error.to_string())
}
