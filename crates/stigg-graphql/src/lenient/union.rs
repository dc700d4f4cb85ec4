//! Members of unions, told apart by their `__typename`.
//!
//! A member that cannot be read becomes an unknown one, and its neighbours live on. For that it has to be kept aside until
//! it is read, which costs more than all the rest of an answer. As nearly every answer can be read, it is tried
//! [in one go](in_one_go) first.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::iter;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, MapDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

const TYPE_NAME: &str = "__typename";

thread_local! {
    /// Derived implementations of `Deserialize` have no way to hand down how to read.
    static IN_ONE_GO: Cell<bool> = const { Cell::new(false) };
}

/// Lets something read an answer without keeping the members of unions aside. Where one of them cannot be read this is an
/// error, though it need not be one: the answer has to be read again, outside of this.
pub(crate) fn in_one_go<T>(read: impl FnOnce() -> T) -> T {
    reading(true, read)
}

/// The opposite, for what is kept aside already.
fn with_care<T>(read: impl FnOnce() -> T) -> T {
    reading(false, read)
}

/// Whether an answer is read in one go.
pub(super) fn is_in_one_go() -> bool {
    IN_ONE_GO.get()
}

fn reading<T>(in_one_go: bool, read: impl FnOnce() -> T) -> T {
    struct Restore(bool);

    impl Drop for Restore {
        fn drop(&mut self) {
            IN_ONE_GO.set(self.0);
        }
    }

    let _restore = Restore(IN_ONE_GO.replace(in_one_go));
    read()
}

/// A union.
pub(crate) trait Union: Sized {
    /// Reads a member by its type.
    fn read<'de, A: MapAccess<'de>>(member: Member<'de, A>) -> Result<Self, A::Error>;
}

/// Reads a union.
pub(crate) fn union<'de, D: Deserializer<'de>, U: Union>(deserializer: D) -> Result<U, D::Error> {
    if is_in_one_go() {
        return deserializer.deserialize_map(UnionVisitor(PhantomData));
    }
    let member = Value::deserialize(deserializer)?;
    U::read(Member::<NoFields<'_, D::Error>>::Kept(member))
}

type NoFields<'de, E> = MapDeserializer<'de, iter::Empty<((), ())>, E>;

/// A member of a union before its fields are read.
pub(crate) enum Member<'de, A> {
    /// Its type came first; the fields are still to come.
    Coming { type_name: Cow<'de, str>, fields: A },
    /// All of it.
    Kept(Value),
}

impl<'de, A: MapAccess<'de>> Member<'de, A> {
    /// The `__typename`, or nothing.
    pub(crate) fn type_name(&self) -> &str {
        match self {
            Self::Coming { type_name, .. } => type_name,
            Self::Kept(member) => member.get(TYPE_NAME).and_then(Value::as_str).unwrap_or_default(),
        }
    }

    /// Reads the fields. Where that fails a member that was kept becomes unknown.
    pub(crate) fn decode<T: DeserializeOwned, U>(
        self,
        arm: impl FnOnce(Box<T>) -> U,
        unknown: impl FnOnce(UnknownMember) -> U,
    ) -> Result<U, A::Error> {
        let type_name = match &self {
            Self::Coming { .. } => String::new(),
            Self::Kept(_) => self.type_name().to_owned(),
        };
        match self {
            Self::Coming { fields, .. } => Box::deserialize(MapAccessDeserializer::new(fields)).map(arm),
            Self::Kept(member) => Ok(match with_care(|| serde_json::from_value(member)) {
                Ok(fields) => arm(fields),
                Err(error) => unknown(UnknownMember {
                    type_name,
                    error: Some(error.to_string()),
                }),
            }),
        }
    }

    /// A member of which the type is all that counts.
    pub(crate) fn without_fields<U>(self, arm: U) -> Result<U, A::Error> {
        if let Self::Coming { fields, .. } = self {
            pass_over(fields)?;
        }
        Ok(arm)
    }

    /// A member that no arm is made for.
    pub(crate) fn unknown<U>(self, unknown: impl FnOnce(UnknownMember) -> U) -> Result<U, A::Error> {
        let type_name = self.type_name().to_owned();
        let member = UnknownMember { type_name, error: None };
        self.without_fields(unknown(member))
    }
}

fn pass_over<'de, A: MapAccess<'de>>(mut fields: A) -> Result<(), A::Error> {
    while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

/// A member of a union that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnknownMember {
    /// The `__typename`; empty if there was none.
    pub(crate) type_name: String,
    /// What was wrong with its fields. `None` where the type itself is not known.
    pub(crate) error: Option<String>,
}

struct UnionVisitor<U>(PhantomData<U>);

impl<'de, U: Union> Visitor<'de> for UnionVisitor<U> {
    type Value = U;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member of a union")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<U, A::Error> {
        let mut kept = Map::new();
        match members.next_key()? {
            None => {}
            Some(Text(name)) if name == TYPE_NAME => {
                let Text(type_name) = members.next_value()?;
                let fields = members;
                return U::read(Member::Coming { type_name, fields });
            }
            Some(Text(name)) => {
                kept.insert(name.into_owned(), members.next_value()?);
            }
        }
        // The type comes last, or not at all.
        while let Some((name, value)) = members.next_entry()? {
            kept.insert(name, value);
        }
        U::read(Member::<A>::Kept(Value::Object(kept)))
    }
}

/// Text, copied only where it has to be.
struct Text<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::lenient;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Fields {
        #[serde(deserialize_with = "lenient::int")]
        int: i64,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Nested {
        inner: Any,
    }

    #[derive(Debug, PartialEq)]
    enum Any {
        Known(Box<Fields>),
        Nested(Box<Nested>),
        Bare,
        Unknown(UnknownMember),
    }

    impl Union for Any {
        fn read<'de, A: MapAccess<'de>>(member: Member<'de, A>) -> Result<Self, A::Error> {
            match member.type_name() {
                "Known" => member.decode(Self::Known, Self::Unknown),
                "Nested" => member.decode(Self::Nested, Self::Unknown),
                "Bare" => member.without_fields(Self::Bare),
                _ => member.unknown(Self::Unknown),
            }
        }
    }

    impl<'de> Deserialize<'de> for Any {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            union(deserializer)
        }
    }

    /// One that is read, between two others: it has to be read to its end, and no further.
    fn read(member: &str) -> serde_json::Result<Any> {
        let known = r#"{"__typename":"Known","int":1}"#;
        let text = format!("[{known},{member},{known}]");
        let mut members: Vec<Any> = serde_json::from_str(&text)?;
        assert_eq!(members.len(), 3, "{text}");
        for neighbour in [0, 2] {
            assert_eq!(members[neighbour], Any::Known(Box::new(Fields { int: 1 })), "{text}");
        }
        Ok(members.swap_remove(1))
    }

    /// What is read with care and in one go, which has to be the same.
    fn both(member: &str) -> Any {
        let careful = read(member).unwrap();
        assert_eq!(in_one_go(|| read(member)).unwrap(), careful, "{member}");
        careful
    }

    fn unknown(type_name: &str) -> Any {
        Any::Unknown(UnknownMember {
            type_name: type_name.to_owned(),
            error: None,
        })
    }

    #[test]
    fn a_member_is_told_by_its_type_name_wherever_it_stands() {
        let known = Any::Known(Box::new(Fields { int: 7 }));
        for member in [
            r#"{"__typename":"Known","int":7}"#,
            r#"{"int":7,"__typename":"Known"}"#,
            r#"{ "__typename" : "Kn\u006fwn", "new": [{"int": {}}], "int": 7.0, "more": {"__typename": "Bare"} }"#,
            r#"{"new":{"__typename":"Bare"},"__typename":"Known","int":7}"#,
            r#"{"\u005f_typename":"Known","int":7}"#,
        ] {
            assert_eq!(both(member), known, "{member}");
        }
        for member in [
            r#"{"__typename":"Bare"}"#,
            r#"{"__typename":"Bare","int":{"more":[1]}}"#,
            r#"{"int":1,"__typename":"Bare"}"#,
        ] {
            assert_eq!(both(member), Any::Bare, "{member}");
        }
    }

    #[test]
    fn a_member_without_a_known_name_is_unknown() {
        for (member, type_name) in [
            (r#"{"__typename":"New","int":1,"more":{"deep":[{}]}}"#, "New"),
            (r#"{"int":1,"__typename":"New"}"#, "New"),
            (r#"{"int":1}"#, ""),
            ("{}", ""),
        ] {
            assert_eq!(both(member), unknown(type_name), "{member}");
        }
        for member in [
            r#"{"__typename":7}"#,
            r#"{"__typename":null,"int":1}"#,
            r#""text""#,
            "[1]",
        ] {
            assert_eq!(read(member).unwrap(), unknown(""), "{member}");
            in_one_go(|| read(member)).expect_err("it has to be read again");
        }
    }

    #[test]
    fn a_member_that_cannot_be_read_is_unknown_and_says_why() {
        let member = r#"{"__typename":"Known","int":"x"}"#;
        let Any::Unknown(unknown) = read(member).unwrap() else {
            panic!("the member cannot be read")
        };
        assert_eq!(unknown.type_name, "Known");
        assert_eq!(unknown.error.as_deref(), Some("expected an integer, got \"x\""));
        in_one_go(|| read(member)).expect_err("it has to be read again");
        // Kept aside it can be let go at once.
        both(r#"{"int":"x","__typename":"Known"}"#);
        let nested = both(r#"{"inner":{"__typename":"Known","int":"x"},"__typename":"Nested"}"#);
        let Any::Nested(nested) = nested else {
            panic!("one that is nested costs no other")
        };
        assert_eq!(nested.inner, Any::Unknown(unknown));
    }

    #[test]
    fn members_can_be_read_from_a_value() {
        let member = json!({"__typename": "Known", "int": 7});
        let read = || Any::deserialize(&member).unwrap();
        assert_eq!(read(), in_one_go(read));
    }

    #[test]
    fn what_is_read_afterwards_is_read_with_care() {
        let member = r#"{"__typename":"Known"}"#;
        in_one_go(|| {
            in_one_go(|| read(member)).expect_err("no int");
            read(member).expect_err("no int");
        });
        let panicked = std::panic::catch_unwind(|| in_one_go(|| panic!("on purpose")));
        panicked.expect_err("it panics");
        assert!(matches!(read(member).unwrap(), Any::Unknown(_)));
    }
}
