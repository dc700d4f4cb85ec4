//! What can go wrong.

mod kind;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use stigg_models::{ErrorCode, InvalidRequest};

pub use self::kind::ErrorKind;

/// Why an operation failed.
///
/// Match on [`kind`](Self::kind) to decide what to do; [`code`](Self::code) is Stigg's own word for it. It is cheap to
/// clone: callers that wait for the same answer share its error.
///
/// `Display` is one line that says everything but the causes; [`report`](Self::report) adds those.
///
/// # Examples
///
/// ```
/// use stigg_transport::{Error, ErrorKind};
///
/// fn status(error: &Error) -> u16 {
///     match error.kind() {
///         ErrorKind::NotFound => 404,
///         ErrorKind::Validation | ErrorKind::InvalidArgument => 422,
///         _ if error.is_retryable() => 503,
///         _ => 500,
///     }
/// }
///
/// let error = Error::new(ErrorKind::NotFound).with_code("CustomerNotFound").with_operation("get_customer");
/// assert_eq!(status(&error), 404);
/// assert_eq!(error.to_string(), "get_customer failed: not found (CustomerNotFound)");
/// ```
#[derive(Clone)]
pub struct Error(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    message: Option<Cow<'static, str>>,
    operation: Option<Cow<'static, str>>,
    code: Option<ErrorCode>,
    trace_id: Option<Box<str>>,
    status: Option<u16>,
    retry_after: Option<Duration>,
    attempts: u32,
    delivery: Delivery,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// How far a request got before its operation failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Delivery {
    /// It was never sent: nothing has changed at Stigg.
    #[default]
    NotSent,
    /// It was sent, or part of it, and no answer came back that says what became of it: a change may have been made.
    Unanswered,
    /// Stigg refused it: nothing has changed.
    Refused,
    /// Stigg did it, at least in part, but its answer could not be understood, or tells of an error on the way to it.
    Applied,
}

impl Error {
    /// An error of a kind. Public, so that a fake transport can fail in every way that a real one can.
    pub fn new(kind: ErrorKind) -> Self {
        Self(Arc::new(Inner {
            kind,
            message: None,
            operation: None,
            code: None,
            trace_id: None,
            status: None,
            retry_after: None,
            attempts: 0,
            delivery: Delivery::NotSent,
            source: None,
        }))
    }

    /// The transport has no such operation.
    pub fn unsupported(operation: &'static str) -> Self {
        Self::new(ErrorKind::Unsupported).with_operation(operation)
    }

    /// An argument that cannot be meant; nothing was sent.
    pub fn invalid_argument(problem: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::InvalidArgument).with_message(problem)
    }

    /// The kind of error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What happened, in words: Stigg's own where it gave any, else those of the [kind](ErrorKind).
    pub fn message(&self) -> &str {
        self.0.message.as_deref().unwrap_or(self.0.kind.description())
    }

    /// The operation that failed, by the name of its method.
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// Stigg's error code. It may be one that this version of the SDK does not name.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.0.code.as_ref()
    }

    /// The id under which Stigg's support finds the request.
    pub fn trace_id(&self) -> Option<&str> {
        self.0.trace_id.as_deref()
    }

    /// The HTTP status of the answer, if there was one.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// How long Stigg asked to wait before trying again.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How often the request was tried; 0 if it was never sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How far the request got.
    pub fn delivery(&self) -> Delivery {
        self.0.delivery
    }

    /// Whether the change that was asked for may have been made all the same. If so, look before you ask again, or ask
    /// again with the same idempotency key. Meaningless for reads.
    pub fn may_have_been_applied(&self) -> bool {
        matches!(self.0.delivery, Delivery::Unanswered | Delivery::Applied)
    }

    /// Whether trying again later may help. The client has already retried what it safely could; before you retry a change,
    /// see [`may_have_been_applied`](Self::may_have_been_applied).
    pub fn is_retryable(&self) -> bool {
        self.0.kind.is_transient()
    }

    /// The error with all its causes, on one line each.
    pub fn report(&self) -> impl fmt::Display + '_ {
        Report(self)
    }

    /// Says what happened. The text must not hold a secret.
    #[must_use]
    pub fn with_message(self, message: impl Into<Cow<'static, str>>) -> Self {
        self.change(|inner| inner.message = Some(message.into()))
    }

    /// Names the operation, by the name of its method.
    #[must_use]
    pub fn with_operation(self, operation: impl Into<Cow<'static, str>>) -> Self {
        self.change(|inner| inner.operation = Some(operation.into()))
    }

    /// Adds Stigg's error code.
    #[must_use]
    pub fn with_code(self, code: impl Into<ErrorCode>) -> Self {
        self.change(|inner| inner.code = Some(code.into()))
    }

    /// Adds Stigg's trace id.
    #[must_use]
    pub fn with_trace_id(self, trace_id: impl Into<String>) -> Self {
        self.change(|inner| inner.trace_id = Some(trace_id.into().into_boxed_str()))
    }

    /// Adds the HTTP status of the answer.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        self.change(|inner| inner.status = Some(status))
    }

    /// Adds how long Stigg asked to wait.
    #[must_use]
    pub fn with_retry_after(self, delay: Duration) -> Self {
        self.change(|inner| inner.retry_after = Some(delay))
    }

    /// Adds how often the request was tried.
    #[must_use]
    pub fn with_attempts(self, attempts: u32) -> Self {
        self.change(|inner| inner.attempts = attempts)
    }

    /// Adds how far the request got.
    #[must_use]
    pub fn with_delivery(self, delivery: Delivery) -> Self {
        self.change(|inner| inner.delivery = delivery)
    }

    /// Adds the cause. Its text must not hold a secret.
    #[must_use]
    pub fn with_source(self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.change(|inner| inner.source = Some(source.into().into()))
    }

    fn change(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation() {
            write!(f, "{operation} failed: ")?;
        }
        f.write_str(self.message())?;
        let mut details = Details { f, open: false };
        if let Some(code) = self.code() {
            details.add(code)?;
        }
        if let Some(status) = self.status().filter(|status| *status != 200) {
            details.add(format_args!("HTTP {status}"))?;
        }
        if let Some(delay) = self.retry_after() {
            details.add(format_args!("retry after {delay:?}"))?;
        }
        if self.attempts() > 1 {
            details.add(format_args!("{} attempts", self.attempts()))?;
        }
        if let Some(trace_id) = self.trace_id() {
            details.add(format_args!("trace id {trace_id}"))?;
        }
        details.close()
    }
}

/// Writes `(first, second, …)`, or nothing.
struct Details<'a, 'b> {
    f: &'a mut fmt::Formatter<'b>,
    open: bool,
}

impl Details<'_, '_> {
    fn add(&mut self, detail: impl fmt::Display) -> fmt::Result {
        self.f.write_str(if self.open { ", " } else { " (" })?;
        self.open = true;
        write!(self.f, "{detail}")
    }

    fn close(self) -> fmt::Result {
        if self.open { self.f.write_str(")") } else { Ok(()) }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("message", &self.message())
            .field("operation", &inner.operation)
            .field("code", &inner.code)
            .field("trace_id", &inner.trace_id)
            .field("status", &inner.status)
            .field("retry_after", &inner.retry_after)
            .field("attempts", &inner.attempts)
            .field("delivery", &inner.delivery)
            .field("source", &inner.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}

impl From<InvalidRequest> for Error {
    fn from(invalid: InvalidRequest) -> Self {
        Self::invalid_argument(format!("invalid argument: {invalid}"))
    }
}

struct Report<'a>(&'a Error);

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(cause) = source {
            write!(f, "\n  caused by: {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
