//! Where an answer to a check came from.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Where the answer to an entitlement check came from, and why if it is not what Stigg says right now.
///
/// Not part of the JSON of a result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// Evaluated from what Stigg said, in the cache or just fetched.
    #[default]
    Fresh,
    /// Evaluated from the last thing that Stigg said, which could not be refreshed, or is being refreshed right now.
    #[non_exhaustive]
    Stale {
        /// How long ago that was surely what Stigg said.
        age: Duration,
        /// Why it is not known any better.
        cause: Cause,
    },
    /// Not evaluated: a fallback value of the caller, of the configuration, or the built-in one.
    Fallback(Cause),
}

impl Origin {
    /// Evaluated from what Stigg said so long ago.
    pub fn stale(age: Duration, cause: Cause) -> Self {
        Self::Stale { age, cause }
    }

    /// How old the knowledge is that a stale answer was evaluated from; `None` for one that is fresh, or a fallback.
    pub fn age(&self) -> Option<Duration> {
        match self {
            Self::Stale { age, .. } => Some(*age),
            Self::Fresh | Self::Fallback(_) => None,
        }
    }

    /// Why the answer is not what Stigg says right now; `None` when it is.
    pub fn cause(&self) -> Option<&Cause> {
        match self {
            Self::Fresh => None,
            Self::Stale { cause, .. } | Self::Fallback(cause) => Some(cause),
        }
    }

    /// Whether the answer was evaluated from knowledge that may be outdated.
    pub fn is_stale(&self) -> bool {
        matches!(self, Self::Stale { .. })
    }
}

/// Why an answer is stale or a fallback.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cause {
    /// The kind of cause, for a program.
    pub kind: CauseKind,
    /// What happened, for a person; `None` when the kind says it all.
    pub detail: Option<Arc<str>>,
}

impl Cause {
    /// A cause that needs no more words.
    pub const fn new(kind: CauseKind) -> Self {
        Self { kind, detail: None }
    }

    /// A cause with what happened.
    pub fn with_detail(kind: CauseKind, detail: impl Into<Arc<str>>) -> Self {
        Self {
            kind,
            detail: Some(detail.into()),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.detail {
            Some(detail) => f.write_str(detail),
            None => f.write_str(self.kind.description()),
        }
    }
}

/// The kinds of [`Cause`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CauseKind {
    /// The client is in offline mode.
    Offline,
    /// The client has been closed.
    Closed,
    /// The request cannot be meant, such as an empty customer id.
    InvalidArgument,
    /// The feature has another type than the one that was asked for.
    FeatureTypeMismatch,
    /// Stigg knows of no such entitlement of the customer.
    NoEntitlement,
    /// Stigg does not accept the API key.
    Unauthenticated,
    /// There is no connection to Stigg.
    Connect,
    /// Stigg did not answer in time.
    Timeout,
    /// Stigg could not be asked for another reason, or gave no usable answer.
    RequestFailed,
    /// A refresh is due, and this check started none: it was a synchronous one, or Stigg has asked for fewer requests.
    NotRefreshed,
    /// The entry is due for a refresh, which goes on in the background.
    Refreshing,
}

impl CauseKind {
    const fn description(self) -> &'static str {
        match self {
            Self::Offline => "the client is offline",
            Self::Closed => "the client has been closed",
            Self::InvalidArgument => "the request is invalid",
            Self::FeatureTypeMismatch => "the feature has another type",
            Self::NoEntitlement => "Stigg knows of no such entitlement of the customer",
            Self::Unauthenticated => "Stigg does not accept the API key",
            Self::Connect => "there is no connection to Stigg",
            Self::Timeout => "Stigg did not answer in time",
            Self::RequestFailed => "Stigg could not be asked",
            Self::NotRefreshed => "a refresh is due",
            Self::Refreshing => "a refresh goes on in the background",
        }
    }
}
