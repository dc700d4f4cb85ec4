//! Realtime updates: GraphQL subscriptions over a WebSocket (`graphql-transport-ws`).
//!
//! [`machine`] is the protocol, without a socket and without a clock: what to send, when to ping, when the connection is dead,
//! when to try again. [`Feed`] moves bytes between it and the [`socket`]; it does so only while somebody waits for the next
//! event, and has no task of its own.

mod backoff;
mod loss;
mod machine;
mod message;
mod policy;
mod socket;
mod topic;

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::{Sink as _, SinkExt as _, Stream as _};
use stigg_transport::{Error, ErrorKind, RealtimeEvent, RealtimeFeed};
use tokio::io::{AsyncRead as _, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until, timeout};
use tokio_tungstenite::tungstenite;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use self::backoff::Why;
use self::loss::Loss;
use self::machine::{Machine, Output};
pub use self::policy::RealtimePolicy;
pub(crate) use self::socket::Dialer;
use self::socket::Socket;
use crate::tidy::tidy;

/// How long a goodbye may take.
const GOODBYE: Duration = Duration::from_secs(1);

/// The feed of realtime updates.
pub(crate) struct Feed {
    dialer: Dialer,
    machine: Machine,
    started: Instant,
    io: Io,
    /// What waits to be sent.
    outbox: VecDeque<String>,
    events: VecDeque<RealtimeEvent>,
    /// Made with the first wait: before that there may be no runtime.
    timer: Option<Pin<Box<Sleep>>>,
}

type Attempt = Pin<Box<dyn Future<Output = Result<Socket, Loss>> + Send>>;

/// The one connection, as far as there is one.
enum Io {
    None,
    Connecting(Attempt),
    Open(Box<Socket>),
    Closing(Box<Closing>),
}

/// A connection that is of no interest any more, but not to be cut off: what was sent last would be lost.
struct Closing {
    socket: Socket,
    frame: Option<CloseFrame>,
    flushed: bool,
    /// Whether what still arrives makes no sense, such as the rest of a message that is too large.
    unintelligible: bool,
    until: Duration,
}

impl Feed {
    /// A feed that does nothing yet.
    pub(crate) fn new(dialer: Dialer, policy: RealtimePolicy) -> Self {
        let machine = Machine::new(policy, dialer.api_key.clone(), fastrand::Rng::new());
        Self {
            dialer,
            machine,
            started: Instant::now(),
            io: Io::None,
            outbox: VecDeque::new(),
            events: VecDeque::new(),
            timer: None,
        }
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<RealtimeEvent> {
        loop {
            self.obey();
            // What has arrived is read before the clock is looked at: who was not polled for long has not been told.
            let progress = self.poll_io(cx);
            self.obey();
            self.send_what_can_be_sent(cx);
            if let Some(event) = self.events.pop_front() {
                return Poll::Ready(event);
            }
            if !progress {
                ready!(self.poll_timer(cx));
            }
        }
    }

    /// Does what the machine says.
    fn obey(&mut self) {
        while let Some(output) = self.machine.output() {
            match output {
                Output::Connect => {
                    self.outbox.clear();
                    self.io = Io::Connecting(Box::pin(self.dialer.clone().connect()));
                }
                Output::Abandon => self.io = Io::None,
                // Many pings that arrive while nothing can be sent need one answer.
                Output::Send(text) if self.outbox.back() == Some(&text) => {}
                Output::Send(text) => self.outbox.push_back(text),
                Output::Close { code, reason } => {
                    let frame = CloseFrame {
                        code: code.into(),
                        reason: reason.into(),
                    };
                    self.close_softly(Some(frame));
                }
                Output::Event(event) => self.events.push_back(*event),
            }
        }
    }

    fn close_softly(&mut self, frame: Option<CloseFrame>) {
        self.outbox.clear();
        if let Io::Open(socket) = mem::replace(&mut self.io, Io::None) {
            let unintelligible = frame.as_ref().is_some_and(|frame| frame.code == CloseCode::Size);
            self.io = Io::Closing(Box::new(Closing {
                socket: *socket,
                frame,
                flushed: false,
                unintelligible,
                until: self.now() + GOODBYE,
            }));
        }
    }

    /// Sends and receives. Says whether something has happened, so that there may be more.
    fn poll_io(&mut self, cx: &mut Context<'_>) -> bool {
        match &mut self.io {
            Io::None => false,
            Io::Connecting(attempt) => {
                let Poll::Ready(result) = attempt.as_mut().poll(cx) else {
                    return false;
                };
                let now = self.now();
                match result {
                    Ok(socket) => {
                        self.io = Io::Open(Box::new(socket));
                        self.machine.connected(now);
                    }
                    Err(loss) => {
                        self.io = Io::None;
                        self.machine.over(now, loss);
                    }
                }
                true
            }
            Io::Open(socket) => {
                let message = match poll_send(socket, &mut self.outbox, cx) {
                    Ok(()) => Pin::new(&mut **socket).poll_next(cx),
                    Err(error) => Poll::Ready(Some(Err(error))),
                };
                let Poll::Ready(message) = message else {
                    return false;
                };
                self.received(message);
                true
            }
            Io::Closing(closing) => {
                if closing.poll(cx).is_ready() {
                    self.io = Io::None;
                }
                false
            }
        }
    }

    /// Who takes an event may not come back soon: what is to be said is said before.
    fn send_what_can_be_sent(&mut self, cx: &mut Context<'_>) {
        match &mut self.io {
            // If it fails, so does reading.
            Io::Open(socket) => drop(poll_send(socket, &mut self.outbox, cx)),
            Io::Closing(closing) => {
                if closing.poll(cx).is_ready() {
                    self.io = Io::None;
                }
            }
            Io::None | Io::Connecting(_) => {}
        }
    }

    fn received(&mut self, message: Option<tungstenite::Result<Message>>) {
        let now = self.now();
        match message {
            Some(Ok(Message::Text(text))) => self.machine.text(now, &text),
            Some(Ok(Message::Close(frame))) => {
                // The answer to it is on its way.
                self.close_softly(None);
                let (code, reason) = match &frame {
                    Some(frame) => (Some(frame.code.into()), frame.reason.as_str()),
                    None => (None, ""),
                };
                self.machine.closed(now, code, reason);
            }
            // The socket answers pings by itself; what is binary is not of this protocol.
            Some(Ok(_)) => self.machine.frame(),
            Some(Err(tungstenite::Error::Capacity(_))) => self.machine.too_large(now, self.dialer.max_message_bytes),
            Some(Err(error)) => {
                self.io = Io::None;
                let text = tidy(&format!("the connection broke: {error}"), &self.dialer.api_key);
                let error = Error::new(ErrorKind::Network).with_message(text);
                self.machine.over(now, Loss::new(Why::Broken, error));
            }
            None => {
                self.io = Io::None;
                self.machine.closed(now, None, "");
            }
        }
    }

    /// Waits for the next thing that has its time, and does it.
    fn poll_timer(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let closing = match &self.io {
            Io::Closing(closing) => Some(closing.until),
            _ => None,
        };
        let Some(deadline) = self.machine.deadline().into_iter().chain(closing).min() else {
            return Poll::Pending;
        };
        let deadline = self.started + deadline;
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if timer.deadline() != deadline {
            timer.as_mut().reset(deadline);
        }
        ready!(timer.as_mut().poll(cx));
        let now = self.now();
        if closing.is_some_and(|until| until <= now) {
            self.io = Io::None;
        }
        self.machine.tick(now);
        Poll::Ready(())
    }
}

/// Sends as much of the outbox as can be sent now.
fn poll_send(socket: &mut Socket, outbox: &mut VecDeque<String>, cx: &mut Context<'_>) -> tungstenite::Result<()> {
    let mut socket = Pin::new(socket);
    while !outbox.is_empty() {
        match socket.as_mut().poll_ready(cx) {
            Poll::Ready(ready) => ready?,
            Poll::Pending => return Ok(()),
        }
        if let Some(text) = outbox.pop_front() {
            socket.as_mut().start_send(Message::text(text))?;
        }
    }
    match socket.poll_flush(cx) {
        Poll::Ready(flushed) => flushed,
        Poll::Pending => Ok(()),
    }
}

impl Closing {
    /// Sends the last frame, and reads until the other side is done: to close before that would reset the connection, and
    /// what was sent last could be lost.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.frame.is_some() {
            match ready!(Pin::new(&mut self.socket).poll_ready(cx)) {
                Ok(()) => {
                    let frame = self.frame.take();
                    if Pin::new(&mut self.socket).start_send(Message::Close(frame)).is_err() {
                        return Poll::Ready(());
                    }
                }
                Err(_) => return Poll::Ready(()),
            }
        }
        if !self.flushed {
            // An error says no more than that the goodbyes have been said.
            let _ = ready!(Pin::new(&mut self.socket).poll_flush(cx));
            self.flushed = true;
        }
        while !self.unintelligible {
            match ready!(Pin::new(&mut self.socket).poll_next(cx)) {
                // The goodbye of the other side.
                Some(Ok(Message::Close(_))) | None => return Poll::Ready(()),
                Some(Ok(_)) => {}
                Some(Err(_)) => self.unintelligible = true,
            }
        }
        let mut scratch = [0; 4096];
        loop {
            let mut scratch = ReadBuf::new(&mut scratch);
            let read = ready!(Pin::new(self.socket.get_mut()).poll_read(cx, &mut scratch));
            if read.is_err() || scratch.filled().is_empty() {
                return Poll::Ready(());
            }
        }
    }
}

#[async_trait]
impl RealtimeFeed for Feed {
    async fn next(&mut self) -> RealtimeEvent {
        poll_fn(|cx| self.poll(cx)).await
    }

    async fn close(&mut self) {
        let goodbye = self.machine.goodbye();
        self.events.clear();
        let Io::Open(mut socket) = mem::replace(&mut self.io, Io::None) else {
            return;
        };
        let frame = CloseFrame {
            code: 1000_u16.into(),
            reason: "Normal Closure".into(),
        };
        let farewell = async {
            for text in goodbye {
                socket.feed(Message::text(text)).await.ok()?;
            }
            let mut closing = Closing {
                socket: *socket,
                frame: Some(frame),
                flushed: false,
                unintelligible: false,
                until: Duration::MAX,
            };
            poll_fn(|cx| closing.poll(cx)).await;
            Some(())
        };
        // A server that does not answer must not hold anybody up.
        let _ = timeout(GOODBYE, farewell).await;
    }
}

impl fmt::Debug for Feed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Feed")
            .field("dialer", &self.dialer)
            .field("machine", &self.machine)
            .finish_non_exhaustive()
    }
}
