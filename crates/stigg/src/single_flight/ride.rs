//! Waiting for a load.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::FutureExt;

use super::{Flight, FlightKey, Outcome, SingleFlight};

/// Waits for a load, and moves it on meanwhile. Whoever gives up leaves it to a task.
#[derive(Debug)]
#[must_use = "a load that nobody waits for is left to a task"]
pub(crate) struct Ride {
    flights: SingleFlight,
    key: FlightKey,
    number: u64,
    flight: Flight,
    has_ended: bool,
}

impl Ride {
    pub(super) fn new(flights: SingleFlight, key: FlightKey, number: u64, flight: Flight) -> Self {
        Self {
            flights,
            key,
            number,
            flight,
            has_ended: false,
        }
    }

    /// What the load is known by.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Leaves the load to a task, unless it has one.
    pub(super) fn hand_over(&self) {
        self.flights.hand_over(&self.key, self.number, &self.flight);
    }
}

impl Future for Ride {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        let outcome = ready!(self.flight.poll_unpin(context));
        self.has_ended = true;
        Poll::Ready(outcome)
    }
}

impl Drop for Ride {
    fn drop(&mut self) {
        if !self.has_ended {
            self.hand_over();
        }
    }
}
