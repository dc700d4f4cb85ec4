//! What an HTTP answer means. The one place where Stigg's failures become errors.

use std::time::{Duration, SystemTime};

use reqwest::StatusCode;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use serde_json::value::RawValue;
use stigg_models::ErrorCode;
use stigg_transport::{Delivery, Error, ErrorKind, Result};

use crate::api_key::ApiKey;
use crate::lenient::{self, KnownFeatures};
use crate::tidy::tidy;

/// An answer, read to its end. All text that an error takes from it is [tidied](tidy).
#[derive(Debug)]
pub(crate) struct Answer<'a> {
    pub(crate) status: StatusCode,
    pub(crate) content_type: Option<String>,
    pub(crate) retry_after: Option<String>,
    pub(crate) body: Vec<u8>,
    /// The key that the request was made with.
    pub(crate) key: &'a ApiKey,
}

const CHECK_THE_KEY: &str = "Authentication failed. Double check your API key.";

/// The shape that GraphQL and the Edge share, of an answer that has nothing to complain about.
#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct Good<T> {
    data: Option<T>,
    #[serde(default)]
    errors: Option<Vec<IgnoredAny>>,
}

/// The same, of any answer.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
    #[serde(default)]
    errors: Option<Vec<Value>>,
}

impl Answer<'_> {
    /// The data of the answer, or what the answer says went wrong.
    pub(crate) fn data<T: DeserializeOwned>(&self, known: &KnownFeatures) -> Result<T> {
        match self.good_data(known) {
            Some(data) => Ok(data),
            None => self.data_or_why_not(),
        }
    }

    /// The data, read in one go, as nearly every answer can be.
    fn good_data<T: DeserializeOwned>(&self, known: &KnownFeatures) -> Option<T> {
        let text = self.status.is_success().then(|| str::from_utf8(&self.body).ok())??;
        let good: Good<T> = known
            .at_hand(|| lenient::in_one_go(|| serde_json::from_str(text)))
            .ok()?;
        good.data.filter(|_| good.errors.is_none_or(|errors| errors.is_empty()))
    }

    /// The same with care: what can be saved is saved, and what went wrong is found out.
    fn data_or_why_not<T: DeserializeOwned>(&self) -> Result<T> {
        let envelope = serde_json::from_slice::<Envelope<'_>>(&self.body);
        if let Ok(envelope) = &envelope
            && let Some(errors @ [first, ..]) = envelope.errors.as_deref()
        {
            return Err(self.reported(envelope.data, errors, first));
        }
        if !self.status.is_success() {
            return Err(self.refused());
        }
        let data = match envelope {
            Ok(envelope) => envelope.data.filter(|data| data.get() != "null"),
            Err(_) => return Err(self.unintelligible()),
        };
        let Some(data) = data else {
            // Perhaps it is not even from Stigg.
            return Err(self
                .error(ErrorKind::Decode, Delivery::Unanswered)
                .with_message("the answer holds neither data nor errors"));
        };
        serde_json::from_str(data.get()).map_err(|_| {
            // Again, slower, to learn where it went wrong.
            let mut deserializer = serde_json::Deserializer::from_str(data.get());
            match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
                Err(error) => {
                    let message = format!(
                        "the answer could not be understood at `{}`: {}",
                        error.path(),
                        error.inner()
                    );
                    self.undecodable(&message)
                }
                Ok(_) => self.undecodable("the answer could not be understood"),
            }
        })
    }

    /// The same for errors that came by themselves, without an answer around them.
    pub(crate) fn reported_errors(&self, errors: &[Value]) -> Error {
        self.reported(None, errors, errors.first().unwrap_or(&Value::Null))
    }

    /// Stigg says itself what went wrong. The first error says it; all of them say what became of the request.
    fn reported(&self, data: Option<&RawValue>, errors: &[Value], first: &Value) -> Error {
        let delivery = if holds_something(data) || errors.iter().any(is_about_a_part) {
            Delivery::Applied
        } else if errors.iter().all(|error| self.refuses(error)) {
            Delivery::Refused
        } else {
            Delivery::Unanswered
        };
        let code = code_of(first);
        let mut result = self.error(self.kind_of(first), delivery);
        // All that Stigg says about a key that it does not know is "Unauthorized".
        if code == Some(ErrorCode::Unauthenticated) {
            result = result.with_message(CHECK_THE_KEY);
        } else if let Some(message) = text(&first["message"]) {
            result = result.with_message(self.tidy(message));
        }
        if let Some(code) = code {
            result = result.with_code(self.tidy(code.as_str()).as_str());
        }
        if let Some(trace_id) = text(&first["extensions"]["traceId"]) {
            result = result.with_trace_id(self.tidy(trace_id));
        }
        result
    }

    /// The kind of a reported error. Its code counts more than the HTTP status.
    fn kind_of(&self, error: &Value) -> ErrorKind {
        match code_of(error).map(|code| ErrorKind::of_code(&code)) {
            // No code, or one from tomorrow: the status may still tell what it is about.
            None | Some(ErrorKind::Api) if !self.status.is_success() => kind_of_status(self.status),
            None => ErrorKind::Api,
            Some(kind) => kind,
        }
    }

    /// Whether a reported error says that nothing was done. One that nobody knows, in an answer that calls itself a
    /// success, does not.
    fn refuses(&self, error: &Value) -> bool {
        match self.kind_of(error) {
            ErrorKind::Api => !self.status.is_success(),
            kind => delivery_of(kind) == Delivery::Refused,
        }
    }

    /// The status says that it failed, and nobody says why in GraphQL's way.
    pub(crate) fn refused(&self) -> Error {
        let kind = match self.status {
            // Stigg would have said what it is that cannot be found: here it is the address.
            StatusCode::NOT_FOUND => ErrorKind::Api,
            status => kind_of_status(status),
        };
        let error = self.error(kind, delivery_of(kind));
        let message = match self.status {
            StatusCode::NOT_FOUND => "nothing is at this address; check the base URL",
            StatusCode::UNAUTHORIZED => CHECK_THE_KEY,
            status if status.is_redirection() => "answered with a redirect, which is not followed; check the base URL",
            _ => error.message(),
        };
        let said = serde_json::from_slice::<Value>(&self.body)
            .ok()
            .and_then(|body| text(&body["message"]).map(|said| self.tidy(said)))
            .or_else(|| self.excerpt());
        let message = match said {
            Some(said) => format!("{message}: {said}"),
            None => message.to_owned(),
        };
        error.with_message(message)
    }

    /// It worked, it says, but what it says is not JSON: somebody between us and Stigg answered.
    fn unintelligible(&self) -> Error {
        let content_type = self.content_type.as_deref().unwrap_or("no content type");
        let excerpt = self.excerpt().unwrap_or_else(|| "an empty body".to_owned());
        self.error(ErrorKind::Decode, Delivery::Unanswered)
            .with_message(self.tidy(&format!("the answer is not JSON ({content_type}): {excerpt}")))
    }

    fn undecodable(&self, message: &str) -> Error {
        self.error(ErrorKind::Decode, Delivery::Applied)
            .with_message(self.tidy(message))
    }

    fn tidy(&self, text: &str) -> String {
        tidy(text, self.key)
    }

    fn error(&self, kind: ErrorKind, delivery: Delivery) -> Error {
        let error = Error::new(kind)
            .with_status(self.status.as_u16())
            .with_delivery(delivery);
        match self
            .retry_after
            .as_deref()
            .and_then(|wish| parse_retry_after(wish, now()))
        {
            Some(delay) => error.with_retry_after(delay),
            None => error,
        }
    }

    /// The first words of the body, as a person would read them; `None` if there are none.
    fn excerpt(&self) -> Option<String> {
        const WORDS: usize = 120;
        let text = String::from_utf8_lossy(&self.body);
        // Cut in two, nobody would recognise the key.
        let text = self.key.hide(&text);
        let mut excerpt = String::new();
        let mut in_tag = false;
        for character in text.chars() {
            match character {
                '<' => in_tag = true,
                '>' if in_tag => {
                    in_tag = false;
                    excerpt.push(' ');
                }
                _ if in_tag => {}
                _ if character.is_control() => excerpt.push(' '),
                _ => excerpt.push(character),
            }
            if excerpt.len() > 4 * WORDS {
                break;
            }
        }
        let words: Vec<&str> = excerpt.split_whitespace().collect();
        let joined = words.join(" ");
        let short: String = joined.chars().take(WORDS).collect();
        (!short.is_empty()).then(|| {
            self.tidy(&if short.len() < joined.len() {
                format!("{short}…")
            } else {
                short
            })
        })
    }
}

fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.is_empty())
}

pub(crate) fn code_of(error: &Value) -> Option<ErrorCode> {
    text(&error["extensions"]["code"]).map(ErrorCode::from)
}

/// Whether there are data: a member that is not `null`. One that is `null` is the operation that has failed.
fn holds_something(data: Option<&RawValue>) -> bool {
    match data.map(|data| serde_json::from_str(data.get())) {
        None | Some(Ok(Value::Null)) => false,
        Some(Ok(Value::Object(members))) => members.values().any(|member| !member.is_null()),
        Some(_) => true,
    }
}

/// Whether an error is about a part of the answer (`["updateCustomer", "metadata"]`): what comes before it was done.
fn is_about_a_part(error: &Value) -> bool {
    error["path"].as_array().is_some_and(|path| path.len() > 1)
}

fn kind_of_status(status: StatusCode) -> ErrorKind {
    match status.as_u16() {
        401 => ErrorKind::Unauthenticated,
        403 => ErrorKind::PermissionDenied,
        404 => ErrorKind::NotFound,
        408 => ErrorKind::Timeout,
        409 => ErrorKind::Conflict,
        429 => ErrorKind::RateLimited,
        400 | 422 => ErrorKind::Validation,
        500.. => ErrorKind::Server,
        _ => ErrorKind::Api,
    }
}

/// Whether an answer of this kind leaves open what became of the request.
fn delivery_of(kind: ErrorKind) -> Delivery {
    match kind {
        ErrorKind::Server | ErrorKind::Timeout => Delivery::Unanswered,
        _ => Delivery::Refused,
    }
}

/// Seconds or an HTTP date; anything else, and what lies in the past, is ignored. At most five minutes.
fn parse_retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    const LONGEST: Duration = Duration::from_secs(300);
    let text = text.trim();
    let delay = match text.parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() => LONGEST,
        Err(_) => httpdate::parse_http_date(text).ok()?.duration_since(now).ok()?,
    };
    Some(delay.min(LONGEST))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a date in a header is compared with the clock that sent it"
)]
fn now() -> SystemTime {
    SystemTime::now()
}

#[cfg(test)]
mod tests;
