//! Leave, clear or set: the three things that an update can do to a field.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What an update does to a field that can also be cleared.
///
/// In JSON, [`Keep`](Self::Keep) is an absent field, [`Clear`](Self::Clear) is `null`, and [`Set`](Self::Set) is the value.
///
/// ```
/// use stigg_models::UpdateCustomer;
///
/// // Leaves the coupon as it is.
/// let keep = UpdateCustomer::new("customer-42").with_name("Ada");
/// assert_eq!(serde_json::to_string(&keep)?, r#"{"customerId":"customer-42","name":"Ada"}"#);
///
/// // Removes it.
/// let clear = UpdateCustomer::new("customer-42").without_coupon();
/// assert_eq!(serde_json::to_string(&clear)?, r#"{"customerId":"customer-42","couponId":null}"#);
///
/// // Applies another one.
/// let set = UpdateCustomer::new("customer-42").with_coupon_id("spring");
/// assert_eq!(serde_json::to_string(&set)?, r#"{"customerId":"customer-42","couponId":"spring"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there is no fourth thing to do to a field")]
pub enum Patch<T> {
    /// Leave the field as it is.
    #[default]
    Keep,
    /// Remove the value.
    Clear,
    /// Replace the value.
    Set(T),
}

impl<T> Patch<T> {
    /// Whether the field is left as it is.
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Changes the value, if there is one to set.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
            Self::Set(value) => Patch::Set(f(value)),
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

/// An absent field never gets here (`#[serde(default)]` makes it [`Patch::Keep`]), so `None` is `null`.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

/// Fields of this type are left out when [`Patch::Keep`]; where that is forgotten, `null` would clear them, so it is an
/// error instead.
impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Keep => Err(serde::ser::Error::custom(
                "`Patch::Keep` has no JSON: skip the field with `skip_serializing_if = \"Patch::is_keep\"`",
            )),
            Self::Clear => serializer.serialize_none(),
            Self::Set(value) => serializer.serialize_some(value),
        }
    }
}
