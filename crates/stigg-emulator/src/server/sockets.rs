//! The sockets of an emulator, as a test sees and disturbs them.

mod record;
mod registry;
mod settings;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, watch};

pub use self::record::{RecordedOperation, RecordedSocket};
pub(super) use self::registry::{Command, Ending, Key, Target};
use self::registry::{Live, Registry};
pub(super) use self::settings::Settings;
use super::Keys;
use super::socket::frames;

/// The realtime sockets of one emulator: how many there are, what came in over them, and what goes wrong with them on
/// purpose. Clones share them.
///
/// What changes how sockets behave ([`go_silent`](Self::go_silent), [`withhold_ack`](Self::withhold_ack), …) stays in force
/// for those that come later, until it is taken back.
///
/// ```
/// use stigg_emulator::Emulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::builder().start().await?;
/// let sockets = emulator.sockets();
///
/// // A proxy on the way lets no WebSocket through.
/// sockets.refuse_upgrades(Some(403));
/// // Later it does.
/// sockets.refuse_upgrades(None);
///
/// assert_eq!((sockets.count(), sockets.opened()), (0, 0));
/// # emulator.shutdown().await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct Sockets {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    registry: Mutex<Registry>,
    settings: watch::Sender<Settings>,
}

/// What is seen of them.
impl Sockets {
    /// How many sockets are open.
    pub fn count(&self) -> usize {
        self.lock().live.len()
    }

    /// How many sockets were ever opened.
    pub fn opened(&self) -> u64 {
        self.lock().opened
    }

    /// How many upgrades were ever asked for, those that were refused or hang included.
    pub fn attempts(&self) -> u64 {
        self.lock().attempts
    }

    /// How many subscriptions to a field, such as `entitlementsUpdatedV2`, are running on all sockets.
    ///
    /// What happens from then on is pushed to them.
    pub fn subscriptions(&self, field: &str) -> usize {
        self.lock().running(field)
    }

    /// The sockets so far, oldest first: the last 10,000 of them.
    pub fn journal(&self) -> Vec<RecordedSocket> {
        self.lock().records().cloned().collect()
    }

    /// Forgets the sockets that are closed, and what the others asked for and has ended.
    pub fn clear_journal(&self) {
        self.lock().clear();
    }
}

/// How they end.
impl Sockets {
    /// Cuts every connection, without a close frame.
    pub fn drop_all(&self) {
        self.lock().end_all(&Ending::Cut);
    }

    /// Closes every socket with this code and reason. Of the reason at most 123 bytes are sent.
    pub fn close_all(&self, code: u16, reason: &str) {
        self.lock().end_all(&Ending::Close {
            code,
            reason: reason.to_owned(),
        });
    }

    /// The code that a socket with a wrong or missing key is closed with; the reason is `Invalid API key`. Default: 4403.
    pub fn set_invalid_key_code(&self, code: u16) {
        self.set(|settings| settings.invalid_key_code = code);
    }

    /// How long a client has for `connection_init` before it is closed with 4408. Default: 3 s.
    pub fn set_init_timeout(&self, timeout: Duration) {
        self.set(|settings| settings.init_timeout = timeout);
    }
}

/// What they do not do.
impl Sockets {
    /// Reads nothing any more and answers nothing, no ping either; the connections stay open. New ones are upgraded, and
    /// silent from the beginning. What would have been pushed waits.
    pub fn go_silent(&self) {
        self.set(|settings| settings.silent = true);
    }

    /// Ends the silence: what came in the meantime is read, and what waits is sent.
    pub fn speak(&self) {
        self.set(|settings| settings.silent = false);
    }

    /// Answers an upgrade with this status instead; none lets them through again.
    pub fn refuse_upgrades(&self, status: impl Into<Option<u16>>) {
        let status = status.into();
        self.set(|settings| settings.refuse_upgrades = status);
    }

    /// Whether upgrades get no answer for now; those that wait are answered when it is taken back.
    pub fn hang_upgrades(&self, hang: bool) {
        self.set(|settings| settings.hang_upgrades = hang);
    }

    /// Whether `connection_init` gets no answer for now; those that wait are answered when it is taken back.
    pub fn withhold_ack(&self, withhold: bool) {
        self.set(|settings| settings.withhold_ack = withhold);
    }

    /// Answers subscriptions to a field with an `error` message. `errors` is the list, as JSON text, and is sent as it is.
    /// Those that run go on; see [`fail_subscription`](Self::fail_subscription).
    pub fn refuse_subscription(&self, field: &str, errors: &str) {
        self.set(|settings| {
            settings.refused_fields.insert(field.to_owned(), errors.to_owned());
        });
    }

    /// Takes [`refuse_subscription`](Self::refuse_subscription) back.
    pub fn allow_subscription(&self, field: &str) {
        self.set(|settings| {
            settings.refused_fields.remove(field);
        });
    }

    /// Ends all subscriptions to a field with `complete`.
    pub fn complete_subscription(&self, field: &str) {
        self.lock().send_all(&Command::Complete {
            field: field.to_owned(),
        });
    }

    /// Ends all subscriptions to a field with an `error` message. `errors` is the list, as JSON text, and is sent as it is.
    pub fn fail_subscription(&self, field: &str, errors: &str) {
        self.lock().send_all(&Command::Fail {
            field: field.to_owned(),
            errors: errors.to_owned(),
        });
    }
}

/// What they say.
impl Sockets {
    /// Sends a `next` with exactly this payload, as JSON text, to every subscription to a field.
    pub fn push_raw(&self, field: &str, payload: &str) {
        self.lock().send_all(&Command::PushRaw {
            field: field.to_owned(),
            payload: payload.to_owned(),
        });
    }

    /// Sends a text message to every socket.
    pub fn send_text(&self, text: impl Into<String>) {
        self.lock().send_all(&Command::Text(text.into()));
    }

    /// Sends a text message to every socket, in frames of so many bytes (at least 1).
    pub fn send_fragmented(&self, text: &str, frame: usize) {
        self.send_bytes(frames::fragmented(text.as_bytes(), frame.max(1)));
    }

    /// Sends a binary message to every socket.
    pub fn send_binary(&self, bytes: impl Into<Vec<u8>>) {
        self.lock().send_all(&Command::Binary(bytes.into()));
    }

    /// Writes bytes to every connection, past the protocol: frames of one's own, or no frames at all.
    pub fn send_bytes(&self, bytes: impl Into<Vec<u8>>) {
        self.lock().send_all(&Command::Bytes(bytes.into()));
    }

    /// Sends a `ping` message to every socket. See [`RecordedSocket::pongs`] for the answers.
    pub fn ping(&self) {
        self.send_text(r#"{"type":"ping"}"#);
    }

    /// Sends a ping frame, which is below the protocol, to every socket.
    pub fn ping_frame(&self) {
        self.send_bytes(frames::PING);
    }
}

/// How pushes arrive.
impl Sockets {
    /// Pushes come so much later, in their order. Default: at once.
    pub fn delay_pushes(&self, by: Duration) {
        self.lock().delay = by;
    }

    /// Whether every push comes twice.
    pub fn duplicate_pushes(&self, duplicate: bool) {
        self.lock().duplicate = duplicate;
    }

    /// Holds pushes back until they are released.
    pub fn hold_pushes(&self) {
        self.lock().held.get_or_insert_default();
    }

    /// Lets the pushes go that were held back, in their order; new ones are not held any more.
    pub fn release_pushes(&self) {
        let mut registry = self.lock();
        for (socket, command) in registry.held.take().unwrap_or_default() {
            registry.send(socket, command);
        }
    }

    /// Lets the pushes go that were held back, the newest first; new ones are not held any more.
    pub fn release_pushes_reversed(&self) {
        let mut registry = self.lock();
        for (socket, command) in registry.held.take().unwrap_or_default().into_iter().rev() {
            registry.send(socket, command);
        }
    }
}

impl Sockets {
    fn lock(&self) -> MutexGuard<'_, Registry> {
        self.inner.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, change: impl FnOnce(&mut Settings)) {
        self.inner.settings.send_modify(change);
    }

    pub(super) fn settings(&self) -> watch::Receiver<Settings> {
        self.inner.settings.subscribe()
    }

    pub(super) fn attempted(&self) {
        self.lock().attempts += 1;
    }

    /// A socket was opened.
    pub(super) fn open(&self, headers: Vec<(String, String)>) -> Member {
        let (sender, commands) = mpsc::unbounded_channel();
        let ending = watch::Sender::new(None);
        let ended = ending.subscribe();
        let live = Live {
            commands: sender,
            ending,
            key: None,
        };
        let id = self.lock().open(live, headers);
        Member {
            presence: Presence {
                id,
                sockets: self.clone(),
            },
            commands,
            ended,
        }
    }

    /// Closes the sockets whose key is not accepted any more.
    pub(crate) fn close_unauthorized(&self, keys: &Keys) {
        let code = self.inner.settings.borrow().invalid_key_code;
        let ending = invalid_key(code);
        for live in self.lock().live.values() {
            if live.key.as_ref().is_some_and(|key| !keys.accept(&key.0)) {
                live.ending.send_replace(Some(ending.clone()));
            }
        }
    }

    /// Something happened that a subscription of a socket is told.
    pub(super) fn push(&self, socket: u64, target: &Target, payload: &Arc<str>) {
        self.lock().push(socket, target, payload);
    }
}

/// How a socket with a wrong key ends.
pub(super) fn invalid_key(code: u16) -> Ending {
    Ending::Close {
        code,
        reason: "Invalid API key".to_owned(),
    }
}

/// What a socket gets when it is opened.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) presence: Presence,
    pub(super) commands: mpsc::UnboundedReceiver<Command>,
    pub(super) ended: watch::Receiver<Option<Ending>>,
}

/// A socket's place among the others. Dropping it says that the socket is closed.
#[derive(Debug)]
pub(super) struct Presence {
    pub(super) id: u64,
    sockets: Sockets,
}

impl Presence {
    pub(super) fn record(&self, change: impl FnOnce(&mut RecordedSocket)) {
        self.sockets.lock().record(self.id, change);
    }

    /// The socket showed this key.
    pub(super) fn authorize(&self, key: &str) {
        if let Some(live) = self.sockets.lock().live.get_mut(&self.id) {
            live.key = Some(Key(key.to_owned()));
        }
    }

    pub(super) fn has_asked(&self, operation: RecordedOperation) {
        self.record(|record| {
            if record.operations.len() == registry::CAPACITY {
                record.operations.remove(0);
            }
            record.operations.push(operation);
        });
    }

    /// The operation that runs under this id has ended.
    pub(super) fn has_ended(&self, id: &str) {
        self.record(|record| {
            for operation in &mut record.operations {
                if operation.id == id {
                    operation.is_running = false;
                }
            }
        });
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.sockets.lock().close(self.id);
    }
}
