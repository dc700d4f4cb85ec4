//! What came in over sockets, so that a test can count it.

use std::time::Duration;

/// A socket that was opened, whatever became of it.
///
/// The API key is not part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordedSocket {
    /// Counts from 1, in the order in which the sockets were opened.
    pub id: u64,
    /// When it was opened, counted from the start of the emulator.
    pub opened_after: Duration,
    /// The headers of the upgrade: names in lower case with their values, in the order of the names.
    pub headers: Vec<(String, String)>,
    /// The payload of `connection_init` as JSON text, without the key; none until it came.
    pub init: Option<String>,
    /// Whether `connection_ack` was sent.
    pub is_acknowledged: bool,
    /// The operations that were asked for, in order: the last 10,000 of them.
    pub operations: Vec<RecordedOperation>,
    /// How many `ping` messages came.
    pub pings: u64,
    /// How many `pong` messages came.
    pub pongs: u64,
    /// Whether it is open.
    pub is_open: bool,
    /// Code and reason, when the client closed it with a close frame.
    pub closed_by_client: Option<(u16, String)>,
}

/// A `subscribe` message.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordedOperation {
    /// The id that the client chose.
    pub id: String,
    /// The name of the operation, as the message says it.
    pub name: Option<String>,
    /// The field of the root that is subscribed to; none for what is not a valid subscription.
    pub field: Option<String>,
    /// The document.
    pub query: String,
    /// Whether it goes on: it was accepted, and has not ended.
    pub is_running: bool,
}
