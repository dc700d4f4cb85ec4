//! From the question "what may this customer use" to an entry of the cache.

use std::sync::Arc;
use std::time::Duration;

use stigg_entitlements::{
    CachedEntity, EntityKey, EntityKeyRef, Source, Stamp, is_any_expired, is_credit_expired, is_feature_expired,
};
use stigg_models::{Cause, CauseKind, Origin, Timestamp};
use stigg_transport::{Consistency, EntitlementsQuery, Error, ErrorKind};
use tracing::warn;

use crate::builder::Freshness;
use crate::client::{Inner, Stigg};
use crate::single_flight::{Flight, FlightKey};

/// What is known about a customer, and how good that knowledge is.
pub(crate) struct Snapshot {
    pub(crate) entity: Arc<CachedEntity>,
    pub(crate) origin: Origin,
    /// The time to evaluate it for: the one that it was found to be good enough at, or that of its arrival.
    pub(crate) now: Timestamp,
}

/// What a check is about, which decides whether an entry has to be refreshed before its time.
#[derive(Clone, Copy)]
pub(crate) enum Asked<'a> {
    Feature(&'a str),
    Credit(&'a str),
    Everything,
}

impl Asked<'_> {
    fn has_expired(self, entity: &CachedEntity, now: Timestamp) -> bool {
        match self {
            Self::Feature(feature_id) => is_feature_expired(entity, feature_id, now),
            Self::Credit(currency_id) => is_credit_expired(entity, currency_id, now),
            Self::Everything => is_any_expired(entity, now),
        }
    }
}

/// What the age of an entry means for a check.
enum Age {
    /// It is the answer.
    Fresh,
    /// It is the answer, but not for long.
    Due,
    /// Stigg is asked first.
    TooOld,
}

impl Stigg {
    /// What is known about a customer: from the cache, or from Stigg if it has to be. An error says why nothing is known.
    pub(crate) async fn snapshot(&self, key: EntityKeyRef<'_>, asked: Asked<'_>) -> Result<Snapshot, Cause> {
        if self.inner.closed.is_cancelled() {
            return Err(Cause::new(CauseKind::Closed));
        }
        if self.inner.offline {
            return Err(Cause::new(CauseKind::Offline));
        }
        let now = self.inner.clock.now();
        let Some(entity) = self.inner.store.get(key) else {
            return self.refreshed(key, None).await;
        };
        let origin = match self.inner.age(&entity, asked, now) {
            Age::Fresh => Origin::Fresh,
            Age::Due => Origin::stale(self.inner.age_of(&entity, now), self.refresh_behind(key)),
            Age::TooOld => return self.refreshed(key, Some(entity)).await,
        };
        Ok(Snapshot { entity, origin, now })
    }

    /// What Stigg says now, or else what was known.
    async fn refreshed(&self, key: EntityKeyRef<'_>, known: Option<Arc<CachedEntity>>) -> Result<Snapshot, Cause> {
        let (entity, origin) = match (self.refresh(key).await, known) {
            (Ok(entity), _) => (entity, Origin::Fresh),
            (Err(error), Some(entity)) => {
                let age = self.inner.age_of(&entity, self.inner.clock.now());
                (entity, Origin::stale(age, cause_of(&error)))
            }
            (Err(error), None) => return Err(cause_of(&error)),
        };
        let now = self.inner.clock.now();
        Ok(Snapshot { entity, origin, now })
    }

    /// Reads the entitlements behind a key, together with everybody else who wants to right now.
    async fn refresh(&self, key: EntityKeyRef<'_>) -> Result<Arc<CachedEntity>, Error> {
        let key = self.flight_key(key);
        let flight = self.join(key.clone())?;
        // The load has limits of its own, but runs on the runtime of whoever asked first, which may have stopped.
        if let Ok(outcome) = tokio::time::timeout(self.inner.patience, flight).await {
            return outcome;
        }
        self.inner.flights.forget(&key);
        Err(Error::new(ErrorKind::Timeout)
            .with_operation("get_entitlements_state")
            .with_message("the entitlements could not be read in time"))
    }

    /// Reads them for the next check, and says why this one does without.
    fn refresh_behind(&self, key: EntityKeyRef<'_>) -> Cause {
        if let Some(error) = self.inner.breaker.pausing() {
            return cause_of(&error);
        }
        match self.join(self.flight_key(key)) {
            Ok(_) => Cause::new(CauseKind::Refreshing),
            Err(error) => cause_of(&error),
        }
    }

    fn flight_key(&self, key: EntityKeyRef<'_>) -> FlightKey {
        FlightKey {
            entity: key.to_key(),
            changed_at: self.inner.writes.last(key.customer_id(), self.inner.clock.now()),
        }
    }

    fn join(&self, key: FlightKey) -> Result<Flight, Error> {
        let Inner {
            flights, tasks, closed, ..
        } = &*self.inner;
        let (inner, FlightKey { entity, changed_at }) = (self.inner.clone(), key.clone());
        flights.join(key, tasks, closed, move || async move {
            let admission = inner.breaker.admit()?;
            // Never closed, so never an error.
            let _permit = inner.loads.acquire().await;
            let consistency = changed_at.map_or(Consistency::Eventual, |_| Consistency::ReadYourWrites);
            let outcome = inner.load(entity, consistency).await;
            inner.breaker.record(admission, &outcome);
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
        let changed_at = self.writes.last(key.customer_id(), self.clock.now());
        if changed_at.is_some_and(|changed_at| changed_at > entity.stamp().fetched_at) {
            // Good enough for who asked before the change, but not for who asks after it.
            return Ok(Arc::new(entity));
        }
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
        Ok(CachedEntity::new(state, Stamp::new(fetched_at, source)))
    }

    fn age_of(&self, entity: &CachedEntity, now: Timestamp) -> Duration {
        now.saturating_duration_since(entity.refreshed_at())
    }

    fn age(&self, entity: &CachedEntity, asked: Asked<'_>, now: Timestamp) -> Age {
        let heard_at = entity.refreshed_at();
        // What had expired already when Stigg was heard last will not get better by asking at every check.
        if asked.has_expired(entity, now) && !asked.has_expired(entity, heard_at) {
            return Age::TooOld;
        }
        let Freshness {
            refresh_after, max_age, ..
        } = self.freshness;
        if heard_at > now.saturating_add(refresh_after) {
            // The clock was set back: nobody knows how old it is.
            return Age::TooOld;
        }
        match now.saturating_duration_since(heard_at) {
            age if age < refresh_after => Age::Fresh,
            age if age < max_age => Age::Due,
            _ => Age::TooOld,
        }
    }
}

fn cause_of(error: &Error) -> Cause {
    let kind = match error.kind() {
        ErrorKind::Closed => CauseKind::Closed,
        ErrorKind::InvalidArgument => CauseKind::InvalidArgument,
        ErrorKind::Unauthenticated => CauseKind::Unauthenticated,
        ErrorKind::Connect => CauseKind::Connect,
        ErrorKind::Timeout => CauseKind::Timeout,
        _ => CauseKind::RequestFailed,
    };
    Cause::with_detail(kind, error.to_string())
}
