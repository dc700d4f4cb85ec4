//! What it means when a connection ends.

use stigg_transport::{Error, ErrorKind};

use super::backoff::Why;
use crate::api_key::ApiKey;
use crate::tidy::tidy;

/// The end of a connection, or of an attempt to make one.
#[derive(Debug)]
pub(super) struct Loss {
    pub(super) why: Why,
    pub(super) error: Error,
    /// The close code, or the HTTP status, if there was one.
    pub(super) code: u16,
}

impl Loss {
    pub(super) fn new(why: Why, error: Error) -> Self {
        Self {
            why,
            error: error.with_operation("realtime"),
            code: 0,
        }
    }

    pub(super) fn with_code(mut self, code: u16) -> Self {
        self.code = code;
        self
    }

    /// Stigg closed the connection; without a code it is just over.
    pub(super) fn closed(code: Option<u16>, reason: &str, key: &ApiKey) -> Self {
        let said = reason.to_lowercase();
        let (why, kind) = if said.contains("invalid api key") {
            (Why::Unauthenticated, ErrorKind::Unauthenticated)
        } else if said.contains("throttlerexception") {
            (Why::Throttled, ErrorKind::RateLimited)
        } else {
            match code {
                Some(4401 | 4403) => (Why::Unauthenticated, ErrorKind::Unauthenticated),
                // Something is wrong with what was sent, or with who answers.
                Some(1011 | 4500) => (Why::Refused, ErrorKind::Server),
                Some(1002 | 1003 | 1007..=1010 | 1015 | 4400 | 4406 | 4409 | 4429) => (Why::Refused, ErrorKind::Api),
                Some(4408) => (Why::Broken, ErrorKind::Timeout),
                _ => (Why::Broken, ErrorKind::Network),
            }
        };
        let what = match kind {
            ErrorKind::Unauthenticated => "Stigg does not accept the API key and closed the connection",
            _ => "Stigg closed the connection",
        };
        let code_said = code.map(|code| format!(" with the code {code}")).unwrap_or_default();
        let reason_said = match reason {
            "" => String::new(),
            reason => format!(": {}", tidy(reason, key)),
        };
        let error = Error::new(kind).with_message(format!("{what}{code_said}{reason_said}"));
        Self::new(why, error).with_code(code.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: u16, reason: &str, expected: (Why, ErrorKind)) {
        let key = ApiKey::new("server-secret").unwrap();
        let loss = Loss::closed(Some(code), reason, &key);
        assert_eq!((loss.why, loss.error.kind()), expected, "{code} {reason}");
        assert!(loss.error.to_string().contains(&code.to_string()), "{}", loss.error);
        assert!(!loss.error.to_string().contains("secret"), "{}", loss.error);
    }

    #[test]
    fn r1_an_interruption_is_no_more_than_that() {
        for code in [1000, 1001, 1006, 1012, 1013, 1014, 4999] {
            check(code, "key server-secret", (Why::Broken, ErrorKind::Network));
        }
        let key = ApiKey::new("server-secret").unwrap();
        assert_eq!(
            Loss::closed(None, "", &key).error.to_string(),
            "realtime failed: Stigg closed the connection"
        );
    }

    #[test]
    fn r4_bugs_are_not_repeated_at_once() {
        for code in [4400, 4406, 4409, 4429, 1002, 1003, 1007, 1008, 1009, 1010, 1015] {
            check(code, "Bad", (Why::Refused, ErrorKind::Api));
        }
        for code in [4500, 1011] {
            check(code, "", (Why::Refused, ErrorKind::Server));
        }
    }

    #[test]
    fn r5_a_refused_key_is_known_by_its_codes_and_by_the_text() {
        for (code, reason) in [
            (4401, "Unauthorized"),
            (4403, ""),
            (1000, "Invalid API key"),
            (4500, "Invalid API key"),
        ] {
            check(code, reason, (Why::Unauthenticated, ErrorKind::Unauthenticated));
        }
    }

    #[test]
    fn r6_a_late_init_is_an_interruption() {
        check(
            4408,
            "Connection initialisation timeout",
            (Why::Broken, ErrorKind::Timeout),
        );
    }

    #[test]
    fn too_many_requests_are_known_by_the_text() {
        check(
            4429,
            "ThrottlerException: Too Many Requests",
            (Why::Throttled, ErrorKind::RateLimited),
        );
    }
}
