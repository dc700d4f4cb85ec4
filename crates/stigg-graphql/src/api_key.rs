//! The API key.

use std::borrow::Cow;
use std::fmt;

use stigg_transport::{Error, ErrorKind, Result};
use zeroize::Zeroizing;

/// A server API key of Stigg. It is wiped from memory when dropped, and nothing prints it.
///
/// ```
/// use stigg_graphql::ApiKey;
///
/// let key = ApiKey::new("server-123")?;
/// assert_eq!(format!("{key:?}"), "ApiKey(***)");
///
/// let error = ApiKey::new("server-123\n").unwrap_err();
/// assert_eq!(error.to_string(), "the API key contains a line break: remove it, keys are one line");
/// # Ok::<(), stigg_transport::Error>(())
/// ```
#[derive(Clone)]
pub struct ApiKey(Zeroizing<String>);

/// Longer than any key; a whole file read by mistake is.
const MAX_BYTES: usize = 1024;

impl ApiKey {
    /// Takes a key, as Stigg's console shows it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] when it is empty, longer than 1 KiB, or has characters that an HTTP header cannot
    /// carry. The error does not show the key.
    pub fn new(key: impl Into<String>) -> Result<Self> {
        let key = Zeroizing::new(key.into());
        let problem = if key.is_empty() {
            "the API key is empty: take one from Stigg's console under Integrations > API keys"
        } else if key.len() > MAX_BYTES {
            "the API key is longer than 1 KiB: is it the content of a whole file?"
        } else if key.contains(['\n', '\r']) {
            "the API key contains a line break: remove it, keys are one line"
        } else if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            "the API key contains a character that is not visible ASCII, such as a space: copy it again"
        } else {
            return Ok(Self(key));
        };
        Err(Error::new(ErrorKind::Configuration).with_message(problem))
    }

    /// Takes the key from an environment variable.
    ///
    /// # Errors
    ///
    /// As [`ApiKey::new`], and when the variable is not set.
    pub fn from_env(variable: &str) -> Result<Self> {
        match std::env::var(variable) {
            Ok(key) => Self::new(key),
            Err(std::env::VarError::NotPresent) => Err(Error::new(ErrorKind::Configuration).with_message(format!(
                "the environment variable {variable} is not set: set it to your API key"
            ))),
            // Its `Debug` and `Display` hold the value.
            Err(std::env::VarError::NotUnicode(_)) => Err(Error::new(ErrorKind::Configuration)
                .with_message(format!("the environment variable {variable} is not valid UTF-8"))),
        }
    }

    /// The text with `***` where the key was.
    pub(crate) fn hide<'a>(&self, text: &'a str) -> Cow<'a, str> {
        // Shorter ones are not keys, and may be part of any word.
        if self.0.len() < 8 || !text.contains(self.expose()) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(text.replace(self.expose(), "***"))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_key_is_refused_without_being_shown() {
        for key in [
            "",
            "secret\nX-Evil: 1",
            "secret\r",
            "secret key",
            "secr\u{e9}t",
            "secret\0",
            &"secret".repeat(200),
        ] {
            let error = ApiKey::new(key).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(!format!("{error} {error:?}").contains("secr"), "{error:?}");
        }
    }

    #[test]
    fn odd_but_legal_keys_are_taken() {
        assert_eq!(ApiKey::new("server-%20%%s$abc").unwrap().expose(), "server-%20%%s$abc");
    }

    #[test]
    fn a_key_is_hidden_but_not_every_word_that_a_test_takes_for_one() {
        let hide = |key: &str| ApiKey::new(key).unwrap().hide("my server-123").into_owned();
        assert_eq!(hide("server-123"), "my ***");
        assert_eq!(hide("server-456"), "my server-123");
        assert_eq!(hide("server"), "my server-123");
    }

    #[test]
    fn a_missing_variable_is_named() {
        let error = ApiKey::from_env("STIGG_TEST_KEY_THAT_NOBODY_SETS").unwrap_err();
        assert_eq!(
            error.to_string(),
            "the environment variable STIGG_TEST_KEY_THAT_NOBODY_SETS is not set: set it to your API key"
        );
    }
}
