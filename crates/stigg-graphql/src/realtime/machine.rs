//! The protocol as a machine without a socket and without a clock: what happened goes in, with the time since the start;
//! what is to be done comes out.

mod subscription;

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use serde_json::value::RawValue;
use stigg_transport::{Disconnected, Error, ErrorKind, RealtimeEvent, Unreadable};
use tracing::{debug, trace, warn};

use self::subscription::{State, Subscription};
use super::backoff::{Backoff, Why};
use super::loss::Loss;
use super::message::{self, Message, Payload};
use super::policy::RealtimePolicy;
use super::topic::{Form, Topic};
use crate::api_key::ApiKey;
use crate::tidy::tidy;

/// Something to be done.
#[derive(Debug)]
pub(super) enum Output {
    /// Make a connection. There is none.
    Connect,
    /// Drop the attempt to make one.
    Abandon,
    /// Send this text.
    Send(String),
    /// Close the connection. It is of no interest any more.
    Close { code: u16, reason: &'static str },
    /// Tell this.
    Event(Box<RealtimeEvent>),
}

/// At most so many unreadable messages in [`STRIKES_WITHIN`], else the connection is made anew.
const STRIKES: usize = 3;
const STRIKES_WITHIN: Duration = Duration::from_secs(60);

/// When a timer is looked at so much too late, nobody has read what came in either.
const LATE: Duration = Duration::from_millis(100);

#[derive(Debug)]
pub(super) struct Machine {
    policy: RealtimePolicy,
    key: ApiKey,
    rng: fastrand::Rng,
    phase: Phase,
    subscriptions: [Subscription; 4],
    backoff: Backoff,
    strikes: VecDeque<Duration>,
    /// What has been warned of since it last worked.
    warned: BTreeSet<(Why, u16)>,
    outputs: VecDeque<Output>,
}

#[derive(Debug)]
enum Phase {
    /// For the time of the next attempt; `None` after the goodbye.
    Waiting(Option<Duration>),
    /// For the WebSocket, until then.
    Connecting(Duration),
    /// For the ack, until then; and whether it has been waited for anew.
    Opening(Duration, bool),
    Open(Open),
}

#[derive(Debug)]
struct Open {
    /// When the next ping is due.
    ping_at: Duration,
    /// The ping that no pong has answered.
    ping: Option<Ping>,
    /// Since when everything is told.
    live_since: Option<Duration>,
}

#[derive(Debug)]
struct Ping {
    /// Whether all that was subscribed to was so before this ping: its pong proves that Stigg knows.
    proves: bool,
    /// When the connection is dead if nothing has arrived; `None` once something has.
    dead_at: Option<Duration>,
    /// Whether it has been waited for anew.
    renewed: bool,
}

impl Machine {
    pub(super) fn new(policy: RealtimePolicy, key: ApiKey, rng: fastrand::Rng) -> Self {
        Self {
            policy,
            key,
            rng,
            phase: Phase::Waiting(Some(Duration::ZERO)),
            subscriptions: Topic::ALL.map(Subscription::new),
            backoff: Backoff::default(),
            strikes: VecDeque::new(),
            warned: BTreeSet::new(),
            outputs: VecDeque::new(),
        }
    }

    /// The next thing to be done, in order.
    pub(super) fn output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to [`tick`](Self::tick) at the latest.
    pub(super) fn deadline(&self) -> Option<Duration> {
        match &self.phase {
            Phase::Waiting(until) => *until,
            Phase::Connecting(until) | Phase::Opening(until, _) => Some(*until),
            Phase::Open(open) => {
                // The next ping waits for what comes of the last one.
                let dead_at = open.ping.as_ref().and_then(|ping| ping.dead_at);
                let retries = self.subscriptions.iter().filter_map(Subscription::retry_at);
                retries.chain([dead_at.unwrap_or(open.ping_at)]).min()
            }
        }
    }

    /// Time has passed.
    pub(super) fn tick(&mut self, now: Duration) {
        match &mut self.phase {
            Phase::Waiting(Some(until)) if *until <= now => {
                self.phase = Phase::Connecting(now.saturating_add(self.policy.ack_timeout));
                self.outputs.push_back(Output::Connect);
            }
            Phase::Connecting(until) if *until <= now => {
                self.outputs.push_back(Output::Abandon);
                let error = Error::new(ErrorKind::Timeout).with_message("no WebSocket in time");
                self.lost(now, Loss::new(Why::Broken, error));
            }
            Phase::Opening(until, renewed) if *until <= now => {
                if !*renewed && now.saturating_sub(*until) > LATE {
                    *renewed = true;
                    *until = now.saturating_add(self.policy.ack_timeout);
                    return;
                }
                self.close(4504, "Connection acknowledgement timeout");
                let error = Error::new(ErrorKind::Timeout).with_message("Stigg did not accept the connection in time");
                self.lost(now, Loss::new(Why::Broken, error));
            }
            Phase::Open(_) => self.tick_open(now),
            _ => {}
        }
    }

    fn tick_open(&mut self, now: Duration) {
        let Phase::Open(open) = &mut self.phase else { return };
        if let Some(ping) = &mut open.ping
            && let Some(dead_at) = ping.dead_at.filter(|dead_at| *dead_at <= now)
        {
            if ping.renewed || now.saturating_sub(dead_at) <= LATE {
                self.close(1000, "No answer to a ping");
                let error = Error::new(ErrorKind::Timeout).with_message("the connection has gone silent");
                self.lost(now, Loss::new(Why::Broken, error));
                return;
            }
            ping.renewed = true;
            ping.dead_at = Some(now.saturating_add(self.policy.pong_timeout));
        }
        if open.ping_at <= now && open.ping.as_ref().is_some_and(|ping| ping.dead_at.is_none()) {
            // It was not answered, but other things have arrived since.
            open.ping = None;
        }
        self.subscribe(now);
        self.ping(now);
    }

    /// Subscribes to what is due.
    fn subscribe(&mut self, now: Duration) {
        let Phase::Open(open) = &mut self.phase else { return };
        for subscription in &mut self.subscriptions {
            if subscription.is_due(now) {
                let text = subscription.subscribe(now, &mut self.rng);
                self.outputs.push_back(Output::Send(text));
                if let Some(ping) = &mut open.ping {
                    ping.proves = false;
                }
            }
        }
    }

    /// Pings when it is time to, or when it would prove something.
    fn ping(&mut self, now: Duration) {
        let Phase::Open(open) = &mut self.phase else { return };
        let proves = self.subscriptions.iter().all(Subscription::is_settled);
        if open.ping.is_some() || (open.ping_at > now && !(proves && open.live_since.is_none())) {
            return;
        }
        open.ping_at = now.saturating_add(self.policy.ping_interval);
        open.ping = Some(Ping {
            proves,
            dead_at: Some(now.saturating_add(self.policy.pong_timeout)),
            renewed: false,
        });
        self.outputs.push_back(Output::Send(message::PING.to_owned()));
    }

    /// The WebSocket is there, and the init has been sent.
    pub(super) fn connected(&mut self, now: Duration) {
        if matches!(self.phase, Phase::Connecting(_)) {
            self.phase = Phase::Opening(now.saturating_add(self.policy.ack_timeout), false);
        }
    }

    /// The attempt has failed, or the connection is over.
    pub(super) fn over(&mut self, now: Duration, loss: Loss) {
        if !matches!(self.phase, Phase::Waiting(_)) {
            self.lost(now, loss);
        }
    }

    /// Stigg has closed the connection.
    pub(super) fn closed(&mut self, now: Duration, code: Option<u16>, reason: &str) {
        let loss = Loss::closed(code, reason, &self.key);
        self.over(now, loss);
    }

    /// A message is larger than what is read.
    pub(super) fn too_large(&mut self, now: Duration, limit: usize) {
        if matches!(self.phase, Phase::Opening(..) | Phase::Open(_)) {
            self.close(1009, "Message too big");
            let error = Error::new(ErrorKind::Decode).with_message(format!("a message is larger than {limit} bytes"));
            self.lost(now, Loss::new(Why::Broken, error));
        }
    }

    /// Something has arrived, whatever it is.
    pub(super) fn frame(&mut self) {
        if let Phase::Open(Open { ping: Some(ping), .. }) = &mut self.phase {
            ping.dead_at = None;
        }
    }

    /// A message has arrived.
    pub(super) fn text(&mut self, now: Duration, text: &str) {
        if !matches!(self.phase, Phase::Opening(..) | Phase::Open(_)) {
            return;
        }
        self.frame();
        match Message::read(text) {
            Ok(Message::Ack) => self.acked(now),
            Ok(Message::Ping) => self.outputs.push_back(Output::Send(message::PONG.to_owned())),
            Ok(Message::Pong) => self.ponged(now),
            Ok(Message::Next { id, payload }) => self.told(now, &id, payload),
            Ok(Message::Error { id, payload }) => self.refused(now, &id, &message::errors(payload)),
            Ok(Message::Complete { id }) => {
                let error = Error::new(ErrorKind::Server).with_message("Stigg ended a subscription");
                self.ended(now, &id, Loss::new(Why::Broken, error));
            }
            Ok(Message::Unknown { kind }) => {
                trace!(
                    kind = tidy(&kind, &self.key),
                    "ignored a message of a type that is not known"
                );
            }
            // It may have been an update, of whomever.
            Err(problem) => self.unreadable(now, Unreadable::new(self.misunderstood(&problem))),
        }
    }

    fn acked(&mut self, now: Duration) {
        if matches!(self.phase, Phase::Opening(..)) {
            self.phase = Phase::Open(Open {
                ping_at: now.saturating_add(self.policy.ping_interval),
                ping: None,
                live_since: None,
            });
            self.subscribe(now);
            self.ping(now);
        }
    }

    /// A pong without a ping is legal, and says nothing.
    fn ponged(&mut self, now: Duration) {
        let Phase::Open(open) = &mut self.phase else { return };
        let proven = open.ping.take().is_some_and(|ping| ping.proves);
        let settled = self.subscriptions.iter().all(Subscription::is_settled);
        if proven && settled && open.live_since.is_none() {
            open.live_since = Some(now);
            debug!("connected: everything is told from now on");
            self.tell(RealtimeEvent::Connected);
        }
        self.ping(now);
    }

    fn told(&mut self, now: Duration, id: &str, payload: &RawValue) {
        let Some(subscription) = self.subscriptions.iter().find(|subscription| subscription.has(id)) else {
            trace!("ignored what was told to a subscription that is over");
            return;
        };
        let document = subscription.document();
        let Ok(payload) = serde_json::from_str::<Payload>(payload.get()) else {
            let error = self.misunderstood("the payload is of another kind");
            return self.unreadable(now, Unreadable::new(error));
        };
        let data = payload.data.filter(|data| !data.is_null());
        if let Some(errors) = payload.errors.filter(|errors| !errors.is_empty()) {
            if data.is_none() && message::is_unknown_document(&errors) {
                return self.refused(now, id, &errors);
            }
            let error = message::reported(&errors, &self.key).with_operation("realtime");
            let customer_id = data.and_then(|data| (document.read)(data).err()?.customer_id);
            let mut unreadable = Unreadable::new(error);
            unreadable.customer_id = customer_id;
            return self.unreadable(now, unreadable);
        }
        match (document.read)(data.unwrap_or_default()) {
            Ok(Some(event)) => self.tell(event),
            Ok(None) => {}
            Err(unread) => {
                let mut unreadable = Unreadable::new(self.misunderstood(&unread.problem));
                unreadable.customer_id = unread.customer_id;
                self.unreadable(now, unreadable);
            }
        }
    }

    fn misunderstood(&self, problem: &str) -> Error {
        let problem = format!("what Stigg tells could not be understood: {problem}");
        let error = Error::new(ErrorKind::Decode).with_message(tidy(&problem, &self.key));
        error.with_operation("realtime")
    }

    fn unreadable(&mut self, now: Duration, unreadable: Unreadable) {
        debug!(error = %unreadable.error, "unreadable");
        self.tell(RealtimeEvent::Unreadable(unreadable));
        self.strike(now);
    }

    /// Something could not be read. Too often, and the connection is not worth much.
    fn strike(&mut self, now: Duration) {
        self.strikes.push_back(now);
        self.strikes
            .retain(|strike| now.saturating_sub(*strike) < STRIKES_WITHIN);
        if self.strikes.len() >= STRIKES {
            self.close(4004, "Messages that cannot be understood");
            let error = Error::new(ErrorKind::Decode)
                .with_message(format!("{STRIKES} messages within a minute could not be understood"));
            self.lost(now, Loss::new(Why::Broken, error));
        }
    }

    /// Stigg does not accept a subscription, or ends it with an error.
    fn refused(&mut self, now: Duration, id: &str, errors: &[serde_json::Value]) {
        let Some(index) = self.subscriptions.iter().position(|subscription| subscription.has(id)) else {
            return;
        };
        let error = message::reported(errors, &self.key);
        let mut why = match error.kind() {
            ErrorKind::Unauthenticated | ErrorKind::PermissionDenied => Why::Unauthenticated,
            ErrorKind::RateLimited => Why::Throttled,
            _ => Why::Broken,
        };
        if message::is_unknown_document(errors) {
            let subscription = &mut self.subscriptions[index];
            let name = subscription.document().name;
            if subscription.form == Form::Newer && subscription.topic.document(Form::Older).is_some() {
                warn!(
                    name,
                    "Stigg does not know this subscription: the older one is used instead"
                );
                subscription.form = Form::Older;
                subscription.state = State::Idle;
                return self.interrupted(now, Loss::new(why, error).error, Duration::ZERO);
            }
            if subscription.topic.is_dispensable() {
                warn!(name, "Stigg does not know this subscription: it is left out");
                subscription.state = State::LeftOut;
                return self.ping(now);
            }
            why = Why::Refused;
        }
        self.ended(now, id, Loss::new(why, error));
    }

    /// A subscription is over. It is made again after a while, the others go on.
    fn ended(&mut self, now: Duration, id: &str, loss: Loss) {
        let Some(subscription) = self.subscriptions.iter_mut().find(|subscription| subscription.has(id)) else {
            return;
        };
        let wish = loss.error.retry_after().unwrap_or_default();
        let pause = subscription.ended(&self.policy, now, loss.why, self.rng.f64(), wish);
        let name = subscription.document().name;
        if loss.why != Why::Broken && self.warned.insert((loss.why, 0)) {
            warn!(name, error = %loss.error, ?pause, "Stigg refuses a subscription");
        }
        self.tell(RealtimeEvent::Disconnected(Disconnected::new(loss.error, pause)));
        if let Phase::Open(open) = &mut self.phase {
            open.live_since = None;
        }
    }

    /// Not everything is told for a moment; who was told that it is, is told so.
    fn interrupted(&mut self, now: Duration, error: Error, pause: Duration) {
        if let Phase::Open(open) = &mut self.phase
            && open.live_since.take().is_some()
        {
            self.tell(RealtimeEvent::Disconnected(Disconnected::new(error, pause)));
        }
        self.subscribe(now);
        self.ping(now);
    }

    fn tell(&mut self, event: RealtimeEvent) {
        self.outputs.push_back(Output::Event(Box::new(event)));
    }

    fn close(&mut self, code: u16, reason: &'static str) {
        self.outputs.push_back(Output::Close { code, reason });
    }

    /// There is no connection any more.
    fn lost(&mut self, now: Duration, loss: Loss) {
        if let Phase::Open(open) = &self.phase
            && open
                .live_since
                .is_some_and(|since| now.saturating_sub(since) >= self.policy.healthy_after)
        {
            self.backoff.reset();
            self.warned.clear();
        }
        let wish = loss.error.retry_after().unwrap_or_default();
        let pause = self
            .backoff
            .pause(&self.policy, now, loss.why, self.rng.f64())
            .max(wish);
        if matches!(loss.why, Why::Refused | Why::Unauthenticated) && self.warned.insert((loss.why, loss.code)) {
            warn!(error = %loss.error, ?pause, "no realtime updates: Stigg refuses the connection");
        } else {
            debug!(error = %loss.error, ?pause, "disconnected");
        }
        self.phase = Phase::Waiting(Some(now.saturating_add(pause)));
        self.strikes.clear();
        for subscription in &mut self.subscriptions {
            subscription.disconnected();
        }
        self.tell(RealtimeEvent::Disconnected(Disconnected::new(loss.error, pause)));
    }

    /// What is left to be said before the connection is closed for good.
    pub(super) fn goodbye(&mut self) -> Vec<String> {
        self.phase = Phase::Waiting(None);
        self.outputs.clear();
        let goodbye = self.subscriptions.iter().filter_map(Subscription::complete).collect();
        for subscription in &mut self.subscriptions {
            subscription.disconnected();
        }
        goodbye
    }
}

#[cfg(test)]
mod tests;
