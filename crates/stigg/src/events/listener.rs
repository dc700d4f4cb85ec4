//! Events that are given to a function.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use stigg_transport::{Error, ErrorKind};
use tokio::runtime::Handle;
use tokio_util::task::TaskTracker;
use tracing::error;

use super::hub::Audience;
use super::queue::Queue;
use super::{Event, EventKinds, Events, Hub};
use crate::counters::{Count, Recorder};

/// A function that is given the events of a client, one after the other, in a task of its own.
///
/// Dropping this stops it: a call that is under way is finished, and events that wait are passed over. To listen for as long
/// as the client lives, call [`forever`](Self::forever). Either way it ends when the client is closed, or its last clone is
/// dropped.
///
/// The function runs on Tokio's threads: it should be quick, and must not block. While it is slower than events come, 1,024
/// of them wait; after that it loses the oldest ones, and is told how many by [`Event::Lagged`]. Checks and updates of the
/// cache never wait for it. When it panics, that is caught, logged the first time, and counted in
/// [`Counters::listener_panics`](crate::Counters::listener_panics); it is given the next event as if nothing had happened.
///
/// A function that holds a clone of the client keeps that client alive until it is closed or the function is stopped.
#[must_use = "the function is stopped when this is dropped; `forever` lets it go on"]
pub struct Listener {
    audience: Arc<Audience>,
    queue: Arc<Queue>,
    is_forever: bool,
}

impl Listener {
    /// Listens until the client is closed or dropped.
    pub fn forever(mut self) {
        self.is_forever = true;
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if !self.is_forever {
            self.audience.dismiss(&self.queue);
        }
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener")
            .field("kinds", &self.queue.kinds())
            .finish_non_exhaustive()
    }
}

impl Hub {
    /// Gives events to a function, from now on, in a task of its own. Fails where there is no Tokio runtime.
    pub(crate) fn listen(
        &self,
        kinds: EventKinds,
        callback: impl FnMut(&Event) + Send + 'static,
        tasks: &TaskTracker,
    ) -> Result<Listener, Error> {
        let runtime = Handle::try_current().map_err(|_| {
            Error::new(ErrorKind::Configuration)
                .with_message("there is no Tokio runtime here: call the client from within one")
        })?;
        let events = self.subscribe(kinds);
        let listener = Listener {
            audience: events.audience().clone(),
            queue: events.queue().clone(),
            is_forever: false,
        };
        tasks.spawn_on(run(events, callback, self.recorder().clone()), &runtime);
        Ok(listener)
    }
}

async fn run(mut events: Events, mut callback: impl FnMut(&Event), recorder: Arc<Recorder>) {
    let mut has_panicked = false;
    while let Some(event) = events.next().await {
        if catch_unwind(AssertUnwindSafe(|| callback(&event))).is_ok() {
            continue;
        }
        recorder.count(Count::ListenerPanics);
        if !has_panicked {
            error!(event = %event.kind(), "a listener panicked; it goes on, and further panics of it are only counted");
        }
        has_panicked = true;
    }
}
