//! The sockets there are, and the ones there were.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::record::{RecordedOperation, RecordedSocket};

/// How many sockets are remembered, and of each how many operations; the oldest goes first.
pub(super) const CAPACITY: usize = 10_000;

/// A subscription of a socket. Ids are used again, so they are counted.
#[derive(Debug, Clone)]
pub(in crate::server) struct Target {
    pub(in crate::server) id: String,
    pub(in crate::server) serial: u64,
}

/// What a socket is told to do, in order.
#[derive(Debug, Clone)]
pub(in crate::server) enum Command {
    /// Sends a `next` to a subscription, not before a time.
    Push {
        target: Target,
        payload: Arc<str>,
        not_before: Option<Instant>,
    },
    /// Sends a `next` with this payload to the operations of a root field.
    PushRaw {
        field: String,
        payload: String,
    },
    /// Ends the operations of a root field.
    Complete {
        field: String,
    },
    /// Ends the operations of a root field with a list of errors, as JSON text.
    Fail {
        field: String,
        errors: String,
    },
    Text(String),
    Binary(Vec<u8>),
    /// Writes these bytes to the connection, past the protocol.
    Bytes(Vec<u8>),
}

/// How a socket ends, at once and whatever it is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::server) enum Ending {
    /// Without a word: the connection is gone.
    Cut,
    /// With a close frame.
    Close { code: u16, reason: String },
}

#[derive(Debug)]
pub(super) struct Live {
    pub(super) commands: mpsc::UnboundedSender<Command>,
    pub(super) ending: watch::Sender<Option<Ending>>,
    /// The key that it showed.
    pub(super) key: Option<Key>,
}

/// A key that nothing prints.
pub(in crate::server) struct Key(pub(in crate::server) String);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

#[derive(Debug)]
pub(super) struct Registry {
    since: Instant,
    pub(super) live: BTreeMap<u64, Live>,
    records: BTreeMap<u64, RecordedSocket>,
    pub(super) opened: u64,
    pub(super) attempts: u64,
    pub(super) delay: Duration,
    pub(super) duplicate: bool,
    /// Pushes that wait to be released; none when they are not held.
    pub(super) held: Option<Vec<(u64, Command)>>,
}

impl Default for Registry {
    fn default() -> Self {
        Self {
            since: Instant::now(),
            live: BTreeMap::new(),
            records: BTreeMap::new(),
            opened: 0,
            attempts: 0,
            delay: Duration::ZERO,
            duplicate: false,
            held: None,
        }
    }
}

impl Registry {
    pub(super) fn open(&mut self, live: Live, headers: Vec<(String, String)>) -> u64 {
        self.opened += 1;
        let id = self.opened;
        self.live.insert(id, live);
        if self.records.len() == CAPACITY {
            self.records.pop_first();
        }
        let record = RecordedSocket {
            id,
            opened_after: self.since.elapsed(),
            headers,
            is_open: true,
            ..RecordedSocket::default()
        };
        self.records.insert(id, record);
        id
    }

    pub(super) fn close(&mut self, id: u64) {
        self.live.remove(&id);
        if let Some(record) = self.records.get_mut(&id) {
            record.is_open = false;
            for operation in &mut record.operations {
                operation.is_running = false;
            }
        }
    }

    pub(super) fn record(&mut self, id: u64, change: impl FnOnce(&mut RecordedSocket)) {
        if let Some(record) = self.records.get_mut(&id) {
            change(record);
        }
    }

    pub(super) fn records(&self) -> impl Iterator<Item = &RecordedSocket> {
        self.records.values()
    }

    /// Forgets the sockets that are closed, and of the others what they asked for and has ended.
    pub(super) fn clear(&mut self) {
        self.records.retain(|_, record| record.is_open);
        for record in self.records.values_mut() {
            record.operations.retain(|operation| operation.is_running);
        }
    }

    pub(super) fn running(&self, field: &str) -> usize {
        let is_meant =
            |operation: &&RecordedOperation| operation.is_running && operation.field.as_deref() == Some(field);
        let live = self.live.keys().filter_map(|id| self.records.get(id));
        live.map(|record| record.operations.iter().filter(is_meant).count())
            .sum()
    }

    /// Sends what happened to a socket, as the test wants it: late, twice, or held back.
    pub(super) fn push(&mut self, socket: u64, target: &Target, payload: &Arc<str>) {
        let command = Command::Push {
            target: target.clone(),
            payload: Arc::clone(payload),
            not_before: (!self.delay.is_zero()).then(|| Instant::now() + self.delay),
        };
        let times = if self.duplicate { 2 } else { 1 };
        for _ in 0..times {
            match &mut self.held {
                Some(held) => held.push((socket, command.clone())),
                None => self.send(socket, command.clone()),
            }
        }
    }

    pub(super) fn send(&self, socket: u64, command: Command) {
        if let Some(live) = self.live.get(&socket) {
            // A socket that is gone hears nothing.
            let _ = live.commands.send(command);
        }
    }

    pub(super) fn send_all(&self, command: &Command) {
        for live in self.live.values() {
            let _ = live.commands.send(command.clone());
        }
    }

    pub(super) fn end_all(&self, ending: &Ending) {
        for live in self.live.values() {
            live.ending.send_replace(Some(ending.clone()));
        }
    }
}
