//! Events to read.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_util::Stream;
use tokio::task::coop;

use super::Event;
use super::hub::Audience;
use super::queue::Queue;

/// Events of a client, from when they were asked for.
///
/// It is a [`Stream`], and has a [`next`](Self::next) of its own for who has no use for that. 1,024 events wait to be read.
/// Whoever is slower than that loses the oldest ones, and is told how many by [`Event::Lagged`]; nobody waits for a slow
/// reader. It does not keep the client alive: it ends once the client is closed, or the last clone of it is dropped, after
/// the events until then.
#[must_use = "events come to nobody unless they are read"]
pub struct Events {
    audience: Arc<Audience>,
    queue: Arc<Queue>,
}

impl Events {
    pub(super) fn new(audience: Arc<Audience>, queue: Arc<Queue>) -> Self {
        Self { audience, queue }
    }

    /// The next event; `None` after the last one, once the client is closed or dropped.
    ///
    /// Cancel safe: a call that is given up loses no event.
    pub async fn next(&mut self) -> Option<Event> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&self, context: &mut Context<'_>) -> Poll<Option<Event>> {
        // Under Tokio, a task that always finds another event makes room for others from time to time.
        let budget = ready!(coop::poll_proceed(context));
        let event = ready!(self.queue.poll(context));
        budget.made_progress();
        Poll::Ready(event)
    }

    pub(super) fn audience(&self) -> &Arc<Audience> {
        &self.audience
    }

    pub(super) fn queue(&self) -> &Arc<Queue> {
        &self.queue
    }
}

impl Stream for Events {
    type Item = Event;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.audience.dismiss(&self.queue);
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("kinds", &self.queue.kinds())
            .finish_non_exhaustive()
    }
}
