//! One of the subscriptions.

use std::time::Duration;

use crate::realtime::backoff::{Backoff, Why};
use crate::realtime::message;
use crate::realtime::policy::RealtimePolicy;
use crate::realtime::topic::{Document, Form, Topic};

#[derive(Debug)]
pub(super) struct Subscription {
    pub(super) topic: Topic,
    pub(super) form: Form,
    pub(super) state: State,
    backoff: Backoff,
}

#[derive(Debug)]
pub(super) enum State {
    /// To be made as soon as there is a connection.
    Idle,
    /// Made, under this id.
    Active { id: String, since: Duration },
    /// Ended by Stigg, and to be made again then.
    Ended { retry_at: Duration },
    /// Stigg does not know it.
    LeftOut,
}

impl Subscription {
    pub(super) fn new(topic: Topic) -> Self {
        Self {
            topic,
            form: Form::Newer,
            state: State::Idle,
            backoff: Backoff::default(),
        }
    }

    pub(super) fn document(&self) -> Document {
        self.topic
            .document(self.form)
            .expect("the form is changed only to one that there is")
    }

    /// Whether it is the one with this id.
    pub(super) fn has(&self, id: &str) -> bool {
        matches!(&self.state, State::Active { id: own, .. } if own == id)
    }

    pub(super) fn is_due(&self, now: Duration) -> bool {
        match self.state {
            State::Idle => true,
            State::Ended { retry_at } => retry_at <= now,
            State::Active { .. } | State::LeftOut => false,
        }
    }

    pub(super) fn retry_at(&self) -> Option<Duration> {
        match self.state {
            State::Ended { retry_at } => Some(retry_at),
            _ => None,
        }
    }

    /// Whether nothing is left to be done for it.
    pub(super) fn is_settled(&self) -> bool {
        matches!(self.state, State::Active { .. } | State::LeftOut)
    }

    /// The message that makes it, under a new id.
    pub(super) fn subscribe(&mut self, now: Duration, rng: &mut fastrand::Rng) -> String {
        let random = rng.u128(..).to_be_bytes();
        let id = uuid::Builder::from_random_bytes(random).into_uuid().to_string();
        let document = self.document();
        let text = message::subscribe(&id, document.name, document.text);
        self.state = State::Active { id, since: now };
        text
    }

    /// Stigg has ended it. Says after which pause it is made again; at least as long as Stigg wishes.
    pub(super) fn ended(
        &mut self,
        policy: &RealtimePolicy,
        now: Duration,
        why: Why,
        random: f64,
        wish: Duration,
    ) -> Duration {
        if let State::Active { since, .. } = self.state
            && now.saturating_sub(since) >= policy.healthy_after
        {
            self.backoff.reset();
        }
        let pause = self.backoff.pause(policy, now, why, random).max(wish);
        self.state = State::Ended {
            retry_at: now.saturating_add(pause),
        };
        pause
    }

    /// The connection is gone, and it with it.
    pub(super) fn disconnected(&mut self) {
        if !matches!(self.state, State::LeftOut) {
            self.state = State::Idle;
        }
    }

    /// The message that ends it.
    pub(super) fn complete(&self) -> Option<String> {
        match &self.state {
            State::Active { id, .. } => Some(message::complete(id)),
            _ => None,
        }
    }
}
