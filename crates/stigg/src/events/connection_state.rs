//! How it stands with the connection on which Stigg pushes changes.

use std::fmt;

/// How it stands with the connection on which Stigg pushes changes.
///
/// Checks are answered in every state. Without a connection the cache learns of changes when its entries are refreshed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConnectionState {
    /// There is none, and there will be none: the client is offline, realtime updates are disabled, or the transport has
    /// none.
    #[default]
    Off,
    /// There has not been one yet; the first attempt goes on.
    Connecting,
    /// Changes are pushed.
    Connected,
    /// There is none right now. Entries of the cache are refreshed by age, and the client tries to connect again.
    Disconnected,
    /// There is none, because Stigg does not accept the API key. The client tries again from time to time, in case that
    /// changes.
    Unauthenticated,
    /// The client has been closed.
    Closed,
}

impl ConnectionState {
    /// Its name in `snake_case`, for logs and metrics. Stays the same.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Connecting => "connecting",
            Self::Connected => "connected",
            Self::Disconnected => "disconnected",
            Self::Unauthenticated => "unauthenticated",
            Self::Closed => "closed",
        }
    }
}

impl fmt::Display for ConnectionState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
