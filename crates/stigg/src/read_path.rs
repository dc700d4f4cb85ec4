//! From the question "what may this customer use" to an answer: from the cache, from Stigg, or none.

use std::sync::Arc;
use std::time::Duration;

use stigg_entitlements::{CachedEntity, EntityKey, EntityKeyRef, Source, Stamp};
use stigg_models::{Cause, CauseKind, Origin, Timestamp};
use stigg_transport::{Consistency, Entitlements, EntitlementsQuery, Error, ErrorKind};
use tracing::warn;

use crate::client::Inner;
use crate::counters::Count;
use crate::freshness::{Asked, Now, Standing};
use crate::single_flight::{Flight, FlightKey};

impl Inner {
    #[inline]
    pub(crate) fn now(&self) -> Now {
        Now {
            wall: self.clock.now(),
            monotonic: self.clock.monotonic(),
        }
    }

    /// The answer to a check by what is known, refreshed behind it if it is due; or why there will be none. The error says that
    /// Stigg is to be asked first, and how old what is known is, if that is an answer when Stigg cannot be asked.
    pub(crate) fn known<T>(
        self: &Arc<Self>,
        key: EntityKeyRef<'_>,
        asked: Asked<'_>,
        evaluate: impl Fn(&CachedEntity, Timestamp) -> Result<T, Cause>,
    ) -> Result<Result<(T, Origin), Cause>, Option<Duration>> {
        if let Some(kind) = self.is_out_of_service() {
            return Ok(Err(Cause::new(kind)));
        }
        let now = self.now();
        let found = self.store.with(key, now.monotonic, |entity| {
            match self.freshness.judge(&self.link, entity, asked, now) {
                Standing::TooOld(age) => Err(Some(age)),
                Standing::Useless => Err(None),
                standing => Ok((evaluate(entity, now.wall), standing)),
            }
        });
        let Some(found) = found else {
            self.miss(key);
            return Err(None);
        };
        self.hit(key);
        let (answer, standing) = found?;
        let origin = match standing {
            Standing::Due(age) => Origin::stale(age, self.refresh_behind(key)),
            Standing::FreshButDue => {
                self.refresh_behind(key);
                Origin::Fresh
            }
            _ => Origin::Fresh,
        };
        Ok(answer.map(|answer| (answer, origin)))
    }

    /// The answer to a check by what Stigg says now, or else by what was known, if that is worth anything. An error says why
    /// there is none.
    pub(crate) async fn asked<T>(
        self: &Arc<Self>,
        key: EntityKeyRef<'_>,
        known_age: Option<Duration>,
        evaluate: impl Fn(&CachedEntity, Timestamp) -> Result<T, Cause>,
    ) -> Result<(T, Origin), Cause> {
        match self.refresh(key).await {
            Ok(entity) => Ok((evaluate(&entity, self.clock.now())?, Origin::Fresh)),
            Err((error, cause)) => {
                let Some(age) = known_age.filter(|_| error.kind() != ErrorKind::Closed) else {
                    return Err(cause);
                };
                // It may have been evicted meanwhile.
                let now = self.now();
                let answer = self.store.with(key, now.monotonic, |entity| evaluate(entity, now.wall));
                Ok((answer.ok_or_else(|| cause.clone())??, Origin::stale(age, cause)))
            }
        }
    }

    /// The answer to a check by what is known, asking nobody. `None` if nothing is known that is worth anything.
    pub(crate) fn answer_from_memory<T, E>(
        &self,
        key: EntityKeyRef<'_>,
        asked: Asked<'_>,
        evaluate: impl Fn(&CachedEntity, Timestamp) -> Result<T, E>,
    ) -> Option<(Result<T, E>, Origin)> {
        if self.is_out_of_service().is_some() {
            return None;
        }
        let now = self.now();
        let found = self.store.with(key, now.monotonic, |entity| {
            let origin = match self.freshness.judge(&self.link, entity, asked, now) {
                Standing::Fresh | Standing::FreshButDue => Origin::Fresh,
                Standing::Due(age) | Standing::TooOld(age) => Origin::stale(age, Cause::new(CauseKind::NotRefreshed)),
                Standing::Useless => return None,
            };
            Some((evaluate(entity, now.wall), origin))
        });
        if found.is_some() {
            self.hit(key);
        } else {
            self.miss(key);
        }
        found.flatten()
    }

    /// Sees to it that there is a fresh entry.
    pub(crate) async fn warm(self: &Arc<Self>, key: EntityKeyRef<'_>) -> Result<(), Error> {
        let now = self.now();
        let is_fresh =
            |entity: &CachedEntity| self.freshness.judge(&self.link, entity, Asked::Everything, now) == Standing::Fresh;
        if self.store.with(key, now.monotonic, is_fresh) == Some(true) {
            return Ok(());
        }
        self.refresh(key).await.map(drop).map_err(|(error, _)| error)
    }

    /// Why nothing is answered but fallbacks.
    #[inline]
    pub(crate) fn is_out_of_service(&self) -> Option<CauseKind> {
        if self.is_closed() {
            Some(CauseKind::Closed)
        } else if self.offline {
            Some(CauseKind::Offline)
        } else {
            None
        }
    }

    /// Reads the entitlements behind a key, together with everybody else who wants to right now.
    async fn refresh(self: &Arc<Self>, key: EntityKeyRef<'_>) -> Result<Arc<CachedEntity>, (Error, Cause)> {
        let key = self.flight_key(key);
        let (number, flight) = self.join(key.clone(), false)?;
        // The load has limits of its own, but runs on the runtime of whoever asked first, which may have stopped.
        if let Ok(outcome) = tokio::time::timeout(self.patience, flight).await {
            return outcome.map_err(with_cause);
        }
        self.flights.forget(&key, number);
        Err(with_cause(too_slow()))
    }

    /// Reads them for the next check, and says why this one does without.
    pub(crate) fn refresh_behind(self: &Arc<Self>, key: EntityKeyRef<'_>) -> Cause {
        if self.refresher.is_paused() {
            return Cause::new(CauseKind::NotRefreshed);
        }
        if let Some(cause) = self.breaker.pausing() {
            return cause;
        }
        let change = self.writes.last_change(key.customer_id(), self.clock.monotonic());
        if let Some((_, cause)) = self.setbacks.pausing(key, change) {
            self.counters.count(Count::LoadsRefused);
            return cause;
        }
        match self.join(self.flight_key(key), true) {
            Ok(_) => Cause::new(CauseKind::Refreshing),
            Err((_, cause)) => cause,
        }
    }

    fn flight_key(&self, key: EntityKeyRef<'_>) -> FlightKey {
        FlightKey {
            entity: key.to_key(),
            change: self.writes.last_change(key.customer_id(), self.clock.monotonic()),
        }
    }

    /// The read that is under way, or a new one, which somebody waits for or which is made behind the checks.
    fn join(self: &Arc<Self>, key: FlightKey, behind: bool) -> Result<(u64, Flight), (Error, Cause)> {
        self.start_loops();
        if let Some(setback) = self.setbacks.pausing(key.entity.as_ref(), key.change) {
            self.counters.count(Count::LoadsRefused);
            return Err(setback);
        }
        let (inner, FlightKey { entity, change }) = (Arc::clone(self), key.clone());
        let load = move || async move {
            // First the place in the queue: while one waits for it, the others may learn that there is no point. Who would wait
            // for this read has given up by the end of its patience. Never closed, so the only error is the time.
            let Ok(_permit) = tokio::time::timeout(inner.patience, inner.loads.acquire()).await else {
                return Err(too_slow());
            };
            let admission = inner
                .breaker
                .admit()
                .inspect_err(|_| inner.counters.count(Count::LoadsRefused))?;
            inner.counters.count(Count::LoadsStarted);
            if behind {
                inner.counters.count(Count::RefreshesStarted);
            }
            let outcome = inner.load(&entity, change).await;
            inner.landed(&entity, change, &outcome);
            inner.breaker.record(admission, &outcome);
            outcome
        };
        self.flights
            .join(key, &self.work, &self.abandoned, load)
            .map_err(with_cause)
    }

    /// What follows from the outcome of a load.
    fn landed(&self, key: &EntityKey, change: u64, outcome: &Result<Arc<CachedEntity>, Error>) {
        match outcome {
            Ok(_) => {
                self.counters.count(Count::LoadsSucceeded);
                self.setbacks.forget(key);
            }
            Err(error) => {
                self.counters.count(Count::LoadsFailed);
                self.setbacks.note(key, change, error, cause_of(error));
                self.refresher.note(error);
                warn!(%error, "the entitlements could not be read");
            }
        }
    }

    /// Reads the entitlements behind a key into the cache, and answers what the cache holds then: something else, if
    /// something newer has come in meanwhile.
    async fn load(&self, key: &EntityKey, change: u64) -> Result<Arc<CachedEntity>, Error> {
        let customer_id = key.customer_id();
        let mark = self.news.mark();
        let entity = self.fetch(key, self.consistency(customer_id)).await?;
        let asked_at = entity.stamp().heard_at;
        let entity = self.store.put(key.clone(), entity);
        let now = self.clock.monotonic();
        let has_changed = self.writes.last_change(customer_id, now) != change || self.news.is_since(customer_id, mark);
        // What was heard after the question may know of it.
        if has_changed && entity.heard_at() <= asked_at {
            // Good enough for who asked before that, but not for who asks after it.
            self.store.outdate(key.as_ref(), now);
        }
        Ok(entity)
    }

    /// How fresh a read about a customer has to be.
    pub(crate) fn consistency(&self, customer_id: &str) -> Consistency {
        if self.writes.is_recent(customer_id, self.clock.monotonic()) {
            Consistency::ReadYourWrites
        } else {
            Consistency::Eventual
        }
    }

    /// Reads the entitlements behind a key from the API, in place of what the cache holds.
    pub(crate) async fn reload(&self, key: EntityKey) -> Result<Arc<CachedEntity>, Error> {
        let entity = self.fetch(&key, Consistency::ReadYourWrites).await?;
        self.setbacks.forget(&key);
        Ok(self.store.supersede(key, entity))
    }

    async fn fetch(&self, key: &EntityKey, consistency: Consistency) -> Result<CachedEntity, Error> {
        let mut query = EntitlementsQuery::new(key.customer_id()).with_consistency(consistency);
        if let Some(resource_id) = key.resource_id() {
            query = query.with_resource_id(resource_id);
        }
        let source = match consistency {
            Consistency::ReadYourWrites => Source::Api,
            _ => Source::Edge,
        };
        // The answer is at least as new as the question; a change that is made while it travels is newer.
        let stamp = self.stamp(source);
        let state = self.transport.get_entitlements_state(query).await?;
        Ok(CachedEntity::new(state, stamp))
    }

    /// Of what is heard now, or asked for now.
    pub(crate) fn stamp(&self, source: Source) -> Stamp {
        let now = self.now();
        Stamp::new(now.wall, source).heard(now.monotonic, self.link.epoch())
    }
}

fn too_slow() -> Error {
    Error::new(ErrorKind::Timeout)
        .with_operation("get_entitlements_state")
        .with_message("the entitlements could not be read in time")
}

fn with_cause(error: Error) -> (Error, Cause) {
    let cause = cause_of(&error);
    (error, cause)
}

pub(crate) fn cause_of(error: &Error) -> Cause {
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
