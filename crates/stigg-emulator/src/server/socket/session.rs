//! One socket, from the upgrade to its end.

use std::collections::{HashMap, VecDeque};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use serde_json::Value as Json;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::message::{self, Incoming};
use crate::engine::Request;
use crate::engine::subscriptions::Prepared;
use crate::server::Shared;
use crate::server::connection::{Lifetime, Link};
use crate::server::sockets::{Command, Ending, Member, Presence, RecordedOperation, Settings, Target, invalid_key};

/// How long the other side has to answer a close frame before the connection goes.
const CLOSING: Duration = Duration::from_millis(500);
/// How often a silent socket looks whether the other side has gone.
const SILENT_LOOK: Duration = Duration::from_millis(20);

type Step<T = ()> = ControlFlow<Ending, T>;

pub(super) struct Session {
    shared: Arc<Shared>,
    socket: WebSocket,
    link: Link,
    presence: Presence,
    commands: mpsc::UnboundedReceiver<Command>,
    ended: watch::Receiver<Option<Ending>>,
    settings: watch::Receiver<Settings>,
    phase: Phase,
    /// The subscriptions by their ids.
    running: HashMap<String, Running>,
    /// Pushes whose time has not come, in their order.
    delayed: VecDeque<(Instant, Target, Arc<str>)>,
    /// When `connection_init` has to be there.
    deadline: Instant,
    /// Counts the subscriptions.
    serial: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Before `connection_init`.
    New,
    /// The key is right, and the answer is withheld.
    Unacknowledged,
    Ready,
}

struct Running {
    listener: u64,
    serial: u64,
    field: String,
}

impl Session {
    pub(super) fn new(shared: &Arc<Shared>, socket: WebSocket, link: Link, member: Member) -> Self {
        Self {
            shared: Arc::clone(shared),
            socket,
            link,
            presence: member.presence,
            commands: member.commands,
            ended: member.ended,
            settings: shared.sockets.settings(),
            phase: Phase::New,
            running: HashMap::new(),
            delayed: VecDeque::new(),
            deadline: Instant::now(),
            serial: 0,
        }
    }

    pub(super) async fn run(mut self, lifetime: &Lifetime) {
        let mut ended = self.ended.clone();
        let ending = tokio::select! {
            biased;
            () = lifetime.cut.cancelled() => Ending::Cut,
            ending = told(&mut ended) => ending,
            () = lifetime.shutdown.cancelled() => close(close_code::AWAY, "The emulator shuts down"),
            ending = self.serve() => ending,
        };
        for running in self.running.values() {
            self.shared.engine.unlisten(running.listener);
        }
        let Self { socket, presence, .. } = self;
        drop(presence);
        if let Ending::Close { code, reason } = ending {
            tokio::select! {
                () = lifetime.cut.cancelled() => {}
                () = say_goodbye(socket, code, &reason) => {}
            }
        }
    }

    /// Everything between the upgrade and the end.
    async fn serve(&mut self) -> Ending {
        if self.socket.protocol().is_none() {
            return close(4406, "Subprotocol not acceptable");
        }
        self.set_deadline();
        loop {
            let step = self.step().await;
            if let ControlFlow::Break(ending) = step {
                return ending;
            }
        }
    }

    fn set_deadline(&mut self) {
        self.deadline = Instant::now() + self.settings.borrow().init_timeout;
    }

    /// Does the next thing there is to do.
    async fn step(&mut self) -> Step {
        let (is_silent, withholds_ack) = {
            let settings = self.settings.borrow_and_update();
            (settings.silent, settings.withhold_ack)
        };
        if is_silent {
            tokio::select! {
                _ = self.settings.changed() => {}
                () = tokio::time::sleep(SILENT_LOOK) => {
                    if self.link.is_closed_by_peer() {
                        return ControlFlow::Break(Ending::Cut);
                    }
                }
            }
            // What was not heard is not late.
            self.set_deadline();
            return ControlFlow::Continue(());
        }
        if self.phase == Phase::Unacknowledged && !withholds_ack {
            return self.acknowledge().await;
        }
        let deadline = self.deadline;
        let due = self.delayed.front().map(|(due, ..)| *due);
        tokio::select! {
            // How to behave is looked at first: whoever was told to be silent says nothing more.
            biased;
            _ = self.settings.changed() => ControlFlow::Continue(()),
            () = tokio::time::sleep_until(due.unwrap_or(deadline)), if due.is_some() => self.send_due().await,
            command = self.commands.recv() => match command {
                Some(command) => self.obey(command).await,
                None => ControlFlow::Break(Ending::Cut),
            },
            () = tokio::time::sleep_until(deadline), if self.phase == Phase::New => {
                ControlFlow::Break(close(4408, "Connection initialisation timeout"))
            }
            message = self.socket.recv() => match message {
                Some(Ok(message)) => self.hear(message).await,
                Some(Err(_)) => ControlFlow::Break(close(close_code::PROTOCOL, "Protocol error")),
                None => ControlFlow::Break(Ending::Cut),
            },
        }
    }

    async fn hear(&mut self, message: Message) -> Step {
        let text = match &message {
            Message::Text(text) => text.as_str(),
            Message::Binary(_) => return ControlFlow::Break(close(4400, "Messages are text")),
            Message::Ping(_) | Message::Pong(_) => return ControlFlow::Continue(()),
            Message::Close(frame) => {
                let frame = frame.as_ref();
                let said = frame.map(|frame| (frame.code, frame.reason.as_str().to_owned()));
                self.presence.record(|record| record.closed_by_client = said);
                // The library answers it when it is asked for more.
                let _ = tokio::time::timeout(CLOSING, self.socket.recv()).await;
                return ControlFlow::Break(Ending::Cut);
            }
        };
        match message::read(text) {
            Err(problem) => ControlFlow::Break(close(4400, &problem)),
            Ok(Incoming::Init(payload)) => self.begin(payload),
            Ok(Incoming::Ping(payload)) => {
                self.presence.record(|record| record.pings += 1);
                self.say(message::pong(payload.as_ref())).await
            }
            Ok(Incoming::Pong) => {
                self.presence.record(|record| record.pongs += 1);
                ControlFlow::Continue(())
            }
            Ok(Incoming::Subscribe { id, request }) => self.subscribe(id, request).await,
            Ok(Incoming::Complete { id }) => {
                self.end(&id);
                ControlFlow::Continue(())
            }
        }
    }

    fn begin(&mut self, mut payload: Json) -> Step {
        if self.phase != Phase::New {
            return ControlFlow::Break(close(4429, "Too many initialisation requests"));
        }
        let key = message::take_key(&mut payload);
        self.presence.record(|record| record.init = Some(payload.to_string()));
        if let Some(key) = &key {
            // Before it is judged, so that a change of the keys in between finds it.
            self.presence.authorize(key);
        }
        match key {
            Some(key) if self.shared.keys.accept(&key) => {
                self.phase = Phase::Unacknowledged;
                ControlFlow::Continue(())
            }
            _ => ControlFlow::Break(invalid_key(self.settings.borrow().invalid_key_code)),
        }
    }

    async fn acknowledge(&mut self) -> Step {
        self.phase = Phase::Ready;
        self.say(message::ACK.to_owned()).await?;
        self.presence.record(|record| record.is_acknowledged = true);
        ControlFlow::Continue(())
    }

    async fn subscribe(&mut self, id: String, request: Request) -> Step {
        if self.phase != Phase::Ready {
            return ControlFlow::Break(close(4401, "Unauthorized"));
        }
        if self.running.contains_key(&id) {
            let reason = format!("Subscriber for {id} already exists");
            return ControlFlow::Break(close(4409, &reason));
        }
        let mut record = RecordedOperation {
            id: id.clone(),
            name: request.operation_name.clone(),
            field: None,
            query: request.query.clone(),
            is_running: false,
        };
        let query = match self.shared.engine.prepare(&request) {
            Prepared::Subscription(query) => query,
            Prepared::Other => {
                self.presence.has_asked(record);
                let answer = self.shared.engine.execute(&request);
                return self
                    .answer_once(&id, answer.status, &answer.body, || answer.error_list())
                    .await;
            }
            Prepared::Invalid(errors) => {
                self.presence.has_asked(record);
                return self.say(message::error(&id, &errors)).await;
            }
        };
        record.field = Some(query.field.clone());
        let refused = self.settings.borrow().refused_fields.get(&query.field).cloned();
        if let Some(errors) = refused {
            self.presence.has_asked(record);
            return self.say(message::error(&id, &errors)).await;
        }
        let field = query.field.clone();
        self.serial += 1;
        let serial = self.serial;
        let listener = {
            let (sockets, socket) = (self.shared.sockets.clone(), self.presence.id);
            let target = Target { id: id.clone(), serial };
            let deliver = move |payload: &Arc<str>| sockets.push(socket, &target, payload);
            self.shared.engine.listen(query, deliver)
        };
        record.is_running = true;
        self.presence.has_asked(record);
        let running = Running {
            listener,
            serial,
            field,
        };
        self.running.insert(id, running);
        ControlFlow::Continue(())
    }

    /// Answers a query or a mutation.
    async fn answer_once(&mut self, id: &str, status: u16, body: &[u8], errors: impl FnOnce() -> String) -> Step {
        if status != 200 {
            return self.say(message::error(id, &errors())).await;
        }
        self.say(message::next(id, &String::from_utf8_lossy(body))).await?;
        self.say(message::complete(id)).await
    }

    async fn obey(&mut self, command: Command) -> Step {
        match command {
            Command::Push {
                target,
                payload,
                not_before,
            } => {
                if not_before.is_none() && self.delayed.is_empty() {
                    return self.push(&target, &payload).await;
                }
                // What comes after something that is late is late as well.
                let due = not_before.unwrap_or_else(Instant::now);
                self.delayed.push_back((due, target, payload));
            }
            Command::PushRaw { field, payload } => {
                for id in self.ids_of(&field) {
                    self.say(message::next(&id, &payload)).await?;
                }
            }
            Command::Complete { field } => {
                for id in self.ids_of(&field) {
                    self.end(&id);
                    self.say(message::complete(&id)).await?;
                }
            }
            Command::Fail { field, errors } => {
                for id in self.ids_of(&field) {
                    self.end(&id);
                    self.say(message::error(&id, &errors)).await?;
                }
            }
            Command::Text(text) => return self.say(text).await,
            Command::Binary(bytes) => return self.send(Message::Binary(bytes.into())).await,
            Command::Bytes(bytes) => {
                if self.link.write_raw(&bytes).await.is_err() {
                    return ControlFlow::Break(Ending::Cut);
                }
            }
        }
        ControlFlow::Continue(())
    }

    async fn send_due(&mut self) -> Step {
        let now = Instant::now();
        while let Some((due, ..)) = self.delayed.front()
            && *due <= now
            && let Some((_, target, payload)) = self.delayed.pop_front()
        {
            self.push(&target, &payload).await?;
        }
        ControlFlow::Continue(())
    }

    async fn push(&mut self, target: &Target, payload: &str) -> Step {
        let running = self.running.get(&target.id);
        if running.is_some_and(|running| running.serial == target.serial) {
            self.say(message::next(&target.id, payload)).await?;
        }
        ControlFlow::Continue(())
    }

    fn ids_of(&self, field: &str) -> Vec<String> {
        let running = self.running.iter().filter(|(_, running)| running.field == field);
        let mut ids: Vec<String> = running.map(|(id, _)| id.clone()).collect();
        ids.sort();
        ids
    }

    /// Ends a subscription, if there is one.
    fn end(&mut self, id: &str) {
        if let Some(running) = self.running.remove(id) {
            self.shared.engine.unlisten(running.listener);
            self.presence.has_ended(id);
        }
    }

    async fn say(&mut self, text: String) -> Step {
        self.send(Message::Text(text.into())).await
    }

    async fn send(&mut self, message: Message) -> Step {
        match self.socket.send(message).await {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(Ending::Cut),
        }
    }
}

/// Waits until the socket is told to end.
async fn told(ended: &mut watch::Receiver<Option<Ending>>) -> Ending {
    let told = ended.wait_for(Option::is_some).await;
    told.ok().and_then(|ending| ending.clone()).unwrap_or(Ending::Cut)
}

fn close(code: u16, reason: &str) -> Ending {
    Ending::Close {
        code,
        reason: reason.to_owned(),
    }
}

/// Closes with a frame, and waits for the answer, so that what is on its way arrives.
async fn say_goodbye(mut socket: WebSocket, code: u16, reason: &str) {
    /// A close frame has room for so much beside the code.
    const ROOM: usize = 123;
    let mut end = reason.len().min(ROOM);
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    let frame = CloseFrame {
        code,
        reason: reason[..end].into(),
    };
    let exchange = async {
        if socket.send(Message::Close(Some(frame))).await.is_ok() {
            while let Some(Ok(_)) = socket.recv().await {}
        }
    };
    let _ = tokio::time::timeout(CLOSING, exchange).await;
}
