//! One load per key, however many wait for it.

mod ride;

use std::collections::HashMap;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use stigg_entitlements::{CachedEntity, EntityKey};
use stigg_transport::{Error, ErrorKind};
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use self::ride::Ride;

type Outcome = Result<Arc<CachedEntity>, Error>;

/// A load that whoever waits for it moves on.
type Flight = Shared<BoxFuture<'static, Outcome>>;

/// What is loaded: the entitlements behind a key, since the last change of the customer. Who changed something does not join
/// a load that began before.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FlightKey {
    pub(crate) entity: EntityKey,
    /// Its number; zero if there was none lately.
    pub(crate) change: u64,
}

/// Who moves a load on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pilot {
    /// Those who wait for it: nothing has to be handed from one task, or thread, to another. The last of them who gives up
    /// leaves it to a task.
    Riders,
    /// A task of its own, from the beginning.
    Task,
}

/// The loads that are under way.
///
/// A caller who gives up does not take a load from the others, nor from those who come later. Failures are shared like
/// successes: nobody queues up to fail again.
#[derive(Clone, Debug, Default)]
pub(crate) struct SingleFlight(Arc<Mutex<Flights>>);

#[derive(Debug, Default)]
struct Flights {
    under_way: HashMap<FlightKey, UnderWay>,
    /// How many of them have no task.
    without_task: usize,
    last: u64,
}

#[derive(Debug)]
struct UnderWay {
    /// Tells a load from the one that came after it.
    number: u64,
    /// Lives as long as somebody waits for it, or its task.
    flight: WeakShared<BoxFuture<'static, Outcome>>,
    pilot: Pilot,
    /// Where the load began; its sockets and timers belong there.
    runtime: Handle,
}

impl SingleFlight {
    /// The load of this key that is under way, or a new one.
    pub(crate) fn join<F>(
        &self,
        key: FlightKey,
        pilot: Pilot,
        tasks: &TaskTracker,
        closed: &CancellationToken,
        load: impl FnOnce() -> F,
    ) -> Result<Ride, Error>
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        let Ok(runtime) = Handle::try_current() else {
            return Err(Error::new(ErrorKind::Configuration)
                .with_message("there is no Tokio runtime here: call the client from within one"));
        };
        let mut flights = self.lock();
        let (number, flight) = if let Some(known) = flights.find(&key) {
            known
        } else {
            flights.last += 1;
            let number = flights.last;
            let landing = Landing {
                flights: self.clone(),
                key: key.clone(),
                number,
            };
            let flight = flown(load(), landing, closed.clone(), tasks).boxed().shared();
            flights.add(key.clone(), number, &flight, runtime);
            (number, flight)
        };
        drop(flights);
        let ride = Ride::new(self.clone(), key, number, flight);
        if pilot == Pilot::Task {
            ride.hand_over();
        }
        Ok(ride)
    }

    /// Gives up a load that does not end: the next one who wants it starts another.
    pub(crate) fn forget(&self, key: &FlightKey, number: u64) {
        let mut flights = self.lock();
        if flights.under_way.get(key).is_some_and(|known| known.number == number) {
            let gone = flights.under_way.remove(key);
            flights.note_gone(gone);
        }
    }

    /// Leaves all loads to tasks: when something else waits for them to end, it must not depend on those who wait for them
    /// looking after them.
    pub(crate) fn hand_over_all(&self) {
        let mut handed_over = Vec::new();
        {
            let mut flights = self.lock();
            if flights.without_task == 0 {
                return;
            }
            flights.without_task = 0;
            for known in flights.under_way.values_mut() {
                if known.pilot == Pilot::Riders {
                    known.pilot = Pilot::Task;
                    handed_over.extend(known.flight.upgrade().map(|flight| (known.runtime.clone(), flight)));
                }
            }
        }
        // Outside the lock: a runtime that is shutting down drops the task at once, and the landing takes the lock.
        for (runtime, flight) in handed_over {
            runtime.spawn(flight);
        }
    }

    /// Leaves a load to a task, unless it has one.
    fn hand_over(&self, key: &FlightKey, number: u64, flight: &Flight) {
        let mut flights = self.lock();
        let Some(known) = flights.under_way.get_mut(key) else {
            return;
        };
        if known.number != number || known.pilot == Pilot::Task {
            return;
        }
        known.pilot = Pilot::Task;
        let runtime = known.runtime.clone();
        flights.without_task -= 1;
        drop(flights);
        // Outside the lock, as above.
        runtime.spawn(flight.clone());
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

impl Flights {
    /// The load of this key and its number. One that nobody waits for any more is about to be taken away.
    fn find(&self, key: &FlightKey) -> Option<(u64, Flight)> {
        let known = self.under_way.get(key)?;
        Some((known.number, known.flight.upgrade()?))
    }

    /// A load that those who wait for it move on.
    fn add(&mut self, key: FlightKey, number: u64, flight: &Flight, runtime: Handle) {
        let flight = flight.downgrade().expect("it has not ended: nobody has moved it yet");
        let under_way = UnderWay {
            number,
            flight,
            pilot: Pilot::Riders,
            runtime,
        };
        let gone = self.under_way.insert(key, under_way);
        self.note_gone(gone);
        self.without_task += 1;
    }

    fn note_gone(&mut self, gone: Option<UnderWay>) {
        if gone.is_some_and(|gone| gone.pilot == Pilot::Riders) {
            self.without_task -= 1;
        }
    }
}

/// A load that ends with the client, counts as work of it, and whose panic is an outcome.
fn flown<F>(
    load: F,
    landing: Landing,
    closed: CancellationToken,
    tasks: &TaskTracker,
) -> impl Future<Output = Outcome> + Send + 'static
where
    F: Future<Output = Outcome> + Send + 'static,
{
    tasks.track_future(async move {
        let landing = landing;
        let load = AssertUnwindSafe(load).catch_unwind();
        let outcome = match closed.run_until_cancelled(load).await {
            Some(Ok(outcome)) => outcome,
            Some(Err(_panic)) => Err(lost()),
            None => Err(Error::new(ErrorKind::Closed)),
        };
        // Those who come from here on find the outcome in the cache.
        drop(landing);
        outcome
    })
}

/// Ends the flight when its load does.
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

/// The load ended without an outcome.
fn lost() -> Error {
    Error::new(ErrorKind::Network)
        .with_message("the read of entitlements was lost: the transport panicked, or its runtime was shut down")
}

#[cfg(test)]
mod tests;
