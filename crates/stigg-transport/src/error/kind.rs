//! The kinds of error, and which of Stigg's codes belongs to which.

use stigg_models::ErrorCode;

/// What kind of thing went wrong, for a program to decide on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request cannot be meant, such as an empty customer id. Nothing was sent.
    InvalidArgument,
    /// The API key is missing, wrong or expired.
    Unauthenticated,
    /// The API key is not allowed to do this.
    PermissionDenied,
    /// What the request names does not exist.
    NotFound,
    /// Stigg refused the request for what is in it, or for the state of what it is about.
    Validation,
    /// What the request would make exists already, or is being changed by another request right now.
    Conflict,
    /// Too many requests; see [`Error::retry_after`](crate::Error::retry_after).
    RateLimited,
    /// No answer in time.
    Timeout,
    /// No connection to Stigg.
    Connect,
    /// The connection broke before the answer was complete.
    Network,
    /// Stigg failed to do it, for no reason that lies in the request.
    Server,
    /// The answer could not be understood.
    Decode,
    /// Stigg reported an error that this version of the SDK does not know; see [`Error::code`](crate::Error::code).
    Api,
    /// The transport has no such operation.
    Unsupported,
    /// The client is in offline mode. Nothing was sent.
    Offline,
    /// The client has been closed. Nothing was sent.
    Closed,
    /// The configuration cannot work.
    Configuration,
}

impl ErrorKind {
    pub(super) const fn description(self) -> &'static str {
        match self {
            Self::InvalidArgument => "invalid argument",
            Self::Unauthenticated => "Stigg does not accept the API key",
            Self::PermissionDenied => "the API key is not allowed to do this",
            Self::NotFound => "not found",
            Self::Validation => "Stigg refused the request",
            Self::Conflict => "in conflict with what exists or with another request",
            Self::RateLimited => "too many requests",
            Self::Timeout => "no answer in time",
            Self::Connect => "no connection to Stigg",
            Self::Network => "the connection broke",
            Self::Server => "Stigg failed",
            Self::Decode => "the answer could not be understood",
            Self::Api => "Stigg reported an error",
            Self::Unsupported => "not supported by this transport",
            Self::Offline => "the client is offline",
            Self::Closed => "the client has been closed",
            Self::Configuration => "the configuration cannot work",
        }
    }

    /// Whether the same request may well succeed later.
    pub(super) const fn is_transient(self) -> bool {
        matches!(
            self,
            Self::RateLimited | Self::Timeout | Self::Connect | Self::Network | Self::Server
        )
    }

    /// The kind of one of Stigg's error codes. [`Api`](Self::Api) for a code that this version of the SDK does not name.
    pub fn of_code(code: &ErrorCode) -> Self {
        match code {
            ErrorCode::Unauthenticated | ErrorCode::ApiKeyExpired | ErrorCode::ApiKeyNotFound => Self::Unauthenticated,
            ErrorCode::AccessDeniedError
            | ErrorCode::AuthCustomerMismatch
            | ErrorCode::AuthCustomerReadonly
            | ErrorCode::AuthorizationServiceError
            | ErrorCode::FetchAllCountriesPricesNotAllowed
            | ErrorCode::GovernanceNotEnabled
            | ErrorCode::IdentityForbidden
            | ErrorCode::RequiredSsoAuthenticationError => Self::PermissionDenied,
            ErrorCode::RateLimitExceeded => Self::RateLimited,
            ErrorCode::OperationTimeout => Self::Timeout,
            ErrorCode::UnexpectedError => Self::Server,
            ErrorCode::DuplicatedEntityNotAllowed
            | ErrorCode::ImportAlreadyInProgress
            | ErrorCode::ObjectAlreadyBeingUsedByAnotherRequestError
            | ErrorCode::OfferAlreadyExists
            | ErrorCode::ResyncAlreadyInProgress
            | ErrorCode::ScheduledMigrationAlreadyExistsError => Self::Conflict,
            // What GraphQL servers say when they fail without a code of their own.
            ErrorCode::Unrecognized(_) if code.as_str() == "INTERNAL_SERVER_ERROR" => Self::Server,
            ErrorCode::Unrecognized(_) => Self::Api,
            // Stigg names what it cannot find in one of these two ways.
            named if named.as_str().ends_with("NotFound") || named.as_str().ends_with("NotFoundError") => {
                Self::NotFound
            }
            _ => Self::Validation,
        }
    }
}
