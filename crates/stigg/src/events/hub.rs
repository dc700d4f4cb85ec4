//! From where something happens to those who listen.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use stigg_transport::Error;

use super::queue::{Pushed, Queue};
use super::{Event, EventKind, EventKinds, Events};
use crate::counters::{Count, Recorder};

/// Hands events to everybody who listens. Never waits for any of them.
///
/// Listeners hold its inner part alone: those that are left do not keep the client alive, and end when this is dropped.
#[derive(Debug)]
pub(crate) struct Hub {
    audience: Arc<Audience>,
    recorder: Arc<Recorder>,
}

/// Everybody who listens.
#[derive(Debug)]
pub(super) struct Audience {
    /// The kinds that at least one listener wants.
    wanted: AtomicU32,
    members: Mutex<Members>,
}

#[derive(Debug)]
struct Members {
    /// Replaced as a whole, so that whoever hands out an event holds no lock meanwhile.
    queues: Arc<[Arc<Queue>]>,
    is_closed: bool,
}

impl Hub {
    /// A hub that counts what listeners lose.
    pub(crate) fn new(recorder: Arc<Recorder>) -> Self {
        let members = Members {
            queues: Arc::default(),
            is_closed: false,
        };
        Self {
            audience: Arc::new(Audience {
                wanted: AtomicU32::new(0),
                members: Mutex::new(members),
            }),
            recorder,
        }
    }

    /// Whether anybody wants events of a kind.
    #[inline]
    pub(crate) fn wants(&self, kind: EventKind) -> bool {
        self.audience.wanted.load(Ordering::Relaxed) & kind.bit() != 0
    }

    /// Tells of an event that is there anyway.
    #[inline]
    pub(crate) fn emit(&self, event: Event) {
        let kind = event.kind();
        self.emit_with(kind, || event);
    }

    /// Tells of an event of a kind, which is made only if anybody wants it.
    #[inline]
    pub(crate) fn emit_with(&self, kind: EventKind, event: impl FnOnce() -> Event) {
        if self.wants(kind) {
            self.hand_out(kind, &event());
        }
    }

    /// Tells of a request that failed.
    pub(crate) fn emit_failure(&self, error: &Error) {
        self.emit(Event::of_failure(error));
    }

    /// Lets somebody listen, from now on.
    pub(crate) fn subscribe(&self, kinds: EventKinds) -> Events {
        let queue = Arc::new(Queue::new(kinds));
        self.audience.admit(&queue);
        Events::new(self.audience.clone(), queue)
    }

    /// Ends all listeners after the events that wait for them, and those who come later at once.
    pub(crate) fn close(&self) {
        let queues = {
            let mut members = self.audience.lock();
            members.is_closed = true;
            let queues = members.queues.clone();
            self.audience.replace(&mut members, Arc::default());
            queues
        };
        for queue in &*queues {
            queue.end();
        }
    }

    pub(super) fn recorder(&self) -> &Arc<Recorder> {
        &self.recorder
    }

    #[cold]
    fn hand_out(&self, kind: EventKind, event: &Event) {
        debug_assert_eq!(kind, event.kind());
        let queues = self.audience.lock().queues.clone();
        for queue in queues.iter().filter(|queue| queue.kinds().contains(kind)) {
            if queue.push(event) == Pushed::InPlaceOfTheOldest {
                self.recorder.count(Count::EventsLost);
            }
        }
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.close();
    }
}

impl Audience {
    fn admit(&self, queue: &Arc<Queue>) {
        let mut members = self.lock();
        if members.is_closed {
            queue.end();
            return;
        }
        let queues = members.queues.iter().chain([queue]).cloned().collect();
        self.replace(&mut members, queues);
    }

    /// Ends a queue at once, and forgets it.
    pub(super) fn dismiss(&self, queue: &Arc<Queue>) {
        let mut members = self.lock();
        if members.queues.iter().any(|member| Arc::ptr_eq(member, queue)) {
            let others = members.queues.iter().filter(|member| !Arc::ptr_eq(member, queue));
            let others = others.cloned().collect();
            self.replace(&mut members, others);
        }
        drop(members);
        queue.abandon();
    }

    /// Under the lock, so that the kinds that are wanted always follow from the listeners that are there.
    fn replace(&self, members: &mut Members, queues: Arc<[Arc<Queue>]>) {
        let wanted = queues.iter().fold(0, |bits, queue| bits | queue.kinds().bits());
        members.queues = queues;
        self.wanted.store(wanted, Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
