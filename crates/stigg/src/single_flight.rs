//! One load per key, however many wait for it.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use stigg_entitlements::{CachedEntity, EntityKey};
use stigg_transport::{Error, ErrorKind};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

type Outcome = Result<Arc<CachedEntity>, Error>;

/// The outcome of a load that others may wait for as well.
pub(crate) type Flight = Shared<BoxFuture<'static, Outcome>>;

/// What is loaded: the entitlements behind a key, since the last change of the customer. Who changed something does not join
/// a load that began before.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FlightKey {
    pub(crate) entity: EntityKey,
    /// Its number; zero if there was none lately.
    pub(crate) change: u64,
}

/// The loads that are under way.
///
/// A load runs in a task of its own, so that a caller who gives up, or does not poll what it waits for (as a stream of checks
/// whose consumer is slow), does not take it from the others, nor lets it run out of time. Failures are shared like
/// successes: nobody queues up to fail again.
#[derive(Clone, Debug, Default)]
pub(crate) struct SingleFlight(Arc<Mutex<Flights>>);

#[derive(Debug, Default)]
struct Flights {
    /// With the number of each, which tells a load from the one that came after it.
    under_way: HashMap<FlightKey, (u64, Flight)>,
    last: u64,
}

impl SingleFlight {
    /// The load of this key that is under way, or a new one; and its number.
    pub(crate) fn join<F>(
        &self,
        key: FlightKey,
        tasks: &TaskTracker,
        closed: &CancellationToken,
        load: impl FnOnce() -> F,
    ) -> Result<(u64, Flight), Error>
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return Err(Error::new(ErrorKind::Configuration)
                .with_message("there is no Tokio runtime here: call the client from within one"));
        };
        let mut flights = self.lock();
        if let Some((number, flight)) = flights.under_way.get(&key) {
            return Ok((*number, flight.clone()));
        }
        let (land, landed) = oneshot::channel();
        let flight = landed
            .map(|outcome| outcome.unwrap_or_else(|_| Err(lost())))
            .boxed()
            .shared();
        flights.last += 1;
        let number = flights.last;
        flights.under_way.insert(key.clone(), (number, flight.clone()));
        drop(flights);
        // Outside the lock: a runtime that is shutting down drops the task at once, and the landing takes the lock.
        let landing = Landing {
            flights: self.clone(),
            key,
            number,
        };
        let load = load();
        let closed = closed.clone();
        tasks.spawn_on(
            async move {
                let outcome = match closed.run_until_cancelled(load).await {
                    Some(outcome) => outcome,
                    None => Err(Error::new(ErrorKind::Closed)),
                };
                // Those who come from here on find the outcome in the cache.
                drop(landing);
                // Nobody may be waiting any more.
                let _ = land.send(outcome);
            },
            &runtime,
        );
        Ok((number, flight))
    }

    /// Gives up a load that does not end: the next one who wants it starts another.
    pub(crate) fn forget(&self, key: &FlightKey, number: u64) {
        let mut flights = self.lock();
        if flights.under_way.get(key).is_some_and(|(known, _)| *known == number) {
            flights.under_way.remove(key);
        }
    }

    /// How many loads are under way.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.lock().under_way.len()
    }

    fn lock(&self) -> MutexGuard<'_, Flights> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends the flight when its task does, even by a panic.
struct Landing {
    flights: SingleFlight,
    key: FlightKey,
    number: u64,
}

impl Drop for Landing {
    fn drop(&mut self) {
        self.flights.forget(&self.key, self.number);
    }
}

/// The task ended without an outcome.
fn lost() -> Error {
    Error::new(ErrorKind::Network)
        .with_message("the read of entitlements was lost: the transport panicked, or its runtime was shut down")
}

#[cfg(test)]
mod tests;
