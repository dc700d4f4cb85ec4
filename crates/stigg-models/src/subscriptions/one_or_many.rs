//! One value, or a list of them.

use serde::{Deserialize, Serialize};

/// One value, or a list of them.
///
/// Stigg treats the two differently even when the list has one item: a single id that does not exist is an error, one in a
/// list is passed over.
///
/// ```
/// use stigg_models::OneOrMany;
///
/// let one: OneOrMany<String> = "site-1".into();
/// let many: OneOrMany<String> = ["site-1", "site-2"].into();
/// assert_eq!(serde_json::to_string(&one)?, r#""site-1""#);
/// assert_eq!(serde_json::to_string(&many)?, r#"["site-1","site-2"]"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
#[expect(clippy::exhaustive_enums, reason = "there is nothing beside one and many")]
pub enum OneOrMany<T> {
    /// One.
    One(T),
    /// A list, which may be empty.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// All of them.
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

impl<T> From<T> for OneOrMany<T> {
    fn from(value: T) -> Self {
        Self::One(value)
    }
}

impl<T> From<Vec<T>> for OneOrMany<T> {
    fn from(values: Vec<T>) -> Self {
        Self::Many(values)
    }
}

impl<T, const N: usize> From<[T; N]> for OneOrMany<T> {
    fn from(values: [T; N]) -> Self {
        Self::Many(values.into())
    }
}

impl From<&str> for OneOrMany<String> {
    fn from(value: &str) -> Self {
        Self::One(value.to_owned())
    }
}

impl From<&[&str]> for OneOrMany<String> {
    fn from(values: &[&str]) -> Self {
        Self::Many(values.iter().copied().map(str::to_owned).collect())
    }
}

impl<const N: usize> From<[&str; N]> for OneOrMany<String> {
    fn from(values: [&str; N]) -> Self {
        Self::from(values.as_slice())
    }
}
