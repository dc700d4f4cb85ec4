//! The events that wait for one listener.

use std::collections::VecDeque;
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::{Event, EventKinds};

/// How many events wait for one listener before it loses the oldest ones.
pub(super) const CAPACITY: usize = 1_024;

/// The events that one listener wants and has not read yet.
///
/// Each listener has one of its own. So what one of them wants takes no room from another, one that wants a rare event does
/// not lose it because another wants a frequent one, and it is told exactly how many it lost.
#[derive(Debug)]
pub(super) struct Queue {
    kinds: EventKinds,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Grows as it is needed, up to the capacity.
    events: VecDeque<Event>,
    /// How many were lost since the listener was told last. All of them came before those in `events`.
    lost: u64,
    /// No more events will come.
    has_ended: bool,
    reader: Option<Waker>,
}

/// What became of an event that was put into a queue.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pushed {
    /// It waits, or nobody waits for it any more.
    Well,
    /// It waits, and the oldest one was lost for it.
    InPlaceOfTheOldest,
}

impl Queue {
    pub(super) fn new(kinds: EventKinds) -> Self {
        Self {
            kinds,
            state: Mutex::default(),
        }
    }

    pub(super) fn kinds(&self) -> EventKinds {
        self.kinds
    }

    pub(super) fn push(&self, event: &Event) -> Pushed {
        let mut state = self.lock();
        if state.has_ended {
            return Pushed::Well;
        }
        let is_full = state.events.len() == CAPACITY;
        if is_full {
            state.events.pop_front();
            state.lost = state.lost.saturating_add(1);
        }
        state.events.push_back(event.clone());
        let reader = state.reader.take();
        // Outside the lock: waking runs code of an executor.
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
        if is_full {
            Pushed::InPlaceOfTheOldest
        } else {
            Pushed::Well
        }
    }

    pub(super) fn poll(&self, context: &mut Context<'_>) -> Poll<Option<Event>> {
        let mut state = self.lock();
        if state.lost > 0 {
            return Poll::Ready(Some(Event::Lagged(mem::take(&mut state.lost))));
        }
        if let Some(event) = state.events.pop_front() {
            return Poll::Ready(Some(event));
        }
        if state.has_ended {
            return Poll::Ready(None);
        }
        state.reader = Some(context.waker().clone());
        Poll::Pending
    }

    /// Ends it after the events that wait.
    pub(super) fn end(&self) {
        Self::end_with(self.lock());
    }

    /// Ends it at once.
    pub(super) fn abandon(&self) {
        let mut state = self.lock();
        state.events = VecDeque::new();
        state.lost = 0;
        Self::end_with(state);
    }

    fn end_with(mut state: MutexGuard<'_, State>) {
        state.has_ended = true;
        let reader = state.reader.take();
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
