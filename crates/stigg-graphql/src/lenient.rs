//! Reads answers more leniently than serde would: what the server sends beyond the schema must not sink an answer.

mod known;
mod union;

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::{self, F64Deserializer};
use serde::de::{Deserializer, Error, IgnoredAny, IntoDeserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use stigg_models::Timestamp;

pub(crate) use self::known::{KnownFeatures, optional_feature};
pub(crate) use self::union::{Member, Union, UnknownMember, in_one_go, union};

/// A list that is there by the schema: `null` and absent are empty, and elements that are `null` are dropped.
pub(crate) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(optional_list(deserializer)?.unwrap_or_default())
}

/// A list that may be missing. Elements that are `null` are dropped.
pub(crate) fn optional_list<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let list = Option::<PresentElements<T>>::deserialize(deserializer)?;
    Ok(list.map(|PresentElements(elements)| elements))
}

/// The elements of a list that are not `null`.
struct PresentElements<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for PresentElements<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_seq(PresentElementsVisitor(PhantomData))
            .map(Self)
    }
}

struct PresentElementsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for PresentElementsVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Vec<T>, A::Error> {
        let mut present = Vec::new();
        while let Some(element) = elements.next_element::<Option<T>>()? {
            present.extend(element);
        }
        Ok(present)
    }
}

/// A time that may be missing. What is not a time counts as missing, whatever it is.
pub(crate) fn optional_timestamp<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    deserializer.deserialize_any(OptionalTimestampVisitor)
}

/// Takes whatever there is. Most times are missing, which may cost nothing.
struct OptionalTimestampVisitor;

impl<'de> Visitor<'de> for OptionalTimestampVisitor {
    type Value = Option<Timestamp>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        optional_timestamp(deserializer)
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(text.parse().ok())
    }

    fn visit_i64<E>(self, millisecond: i64) -> Result<Self::Value, E> {
        Ok(Timestamp::from_millisecond(millisecond))
    }

    fn visit_u64<E>(self, millisecond: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(millisecond).ok().and_then(Timestamp::from_millisecond))
    }

    fn visit_f64<E>(self, millisecond: f64) -> Result<Self::Value, E> {
        let number: F64Deserializer<value::Error> = millisecond.into_deserializer();
        Ok(Timestamp::deserialize(number).ok())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_seq(elements).map(|_| None)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_map(members).map(|_| None)
    }
}

/// An integer. `3.0` is one: JavaScript writes what it likes.
pub(crate) fn int<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let value = Value::deserialize(deserializer)?;
    whole(&value).ok_or_else(|| D::Error::custom(format_args!("expected an integer, got {value}")))
}

/// An integer that may be missing.
pub(crate) fn optional_int<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        value => int(value).map(Some).map_err(D::Error::custom),
    }
}

/// The integer that a JSON number is, if it is one and `i64` holds it.
fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let float = value.as_f64()?;
        // Beyond 2^53 a float does not tell which integer was meant.
        let exact = float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0;
        #[expect(clippy::cast_possible_truncation, reason = "whole and within 53 bits")]
        exact.then_some(float as i64)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "list")]
        list: Vec<String>,
        #[serde(default, deserialize_with = "optional_list")]
        optional_list: Option<Vec<String>>,
        #[serde(default, deserialize_with = "optional_timestamp")]
        timestamp: Option<Timestamp>,
        #[serde(deserialize_with = "int")]
        int: i64,
        #[serde(default, deserialize_with = "optional_int")]
        optional_int: Option<i64>,
    }

    fn answer(value: &Value) -> Result<Answer, String> {
        serde_json::from_str(&value.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn absent_and_null_are_the_same() {
        let absent = answer(&json!({ "int": 1 }));
        let null = json!({ "list": null, "optional_list": null, "timestamp": null, "int": 1, "optional_int": null });
        assert_eq!(absent, answer(&null));
        let expected = Answer {
            list: vec![],
            optional_list: None,
            timestamp: None,
            int: 1,
            optional_int: None,
        };
        assert_eq!(absent, Ok(expected));
    }

    #[test]
    fn nulls_in_lists_are_dropped() {
        let answer = answer(&json!({ "list": ["a", null], "optional_list": [null, "b"], "int": 1 }));
        let answer = answer.expect("nulls in lists are no error");
        assert_eq!(answer.list, ["a"]);
        assert_eq!(answer.optional_list, Some(vec!["b".to_owned()]));
    }

    #[test]
    fn an_optional_time_that_cannot_be_read_counts_as_missing() {
        for odd in [json!("soon"), json!(true), json!({}), json!([1]), json!(1e300)] {
            assert_eq!(
                answer(&json!({ "timestamp": odd, "int": 1 }))
                    .expect("no error")
                    .timestamp,
                None
            );
        }
        for good in [
            json!("2025-06-15T12:34:56Z"),
            json!(1_749_990_896_000_i64),
            json!("1749990896000"),
        ] {
            let timestamp = answer(&json!({ "timestamp": good, "int": 1 }))
                .expect("a time")
                .timestamp;
            assert_eq!(timestamp, Timestamp::from_millisecond(1_749_990_896_000));
        }
    }

    #[test]
    fn a_whole_float_is_an_integer_and_nothing_else_is() {
        let answer_of = |int: Value| answer(&json!({ "int": int.clone(), "optional_int": int }));
        for (good, expected) in [
            (json!(3), 3),
            (json!(3.0), 3),
            (json!(-2.0), -2),
            (json!(i64::MAX), i64::MAX),
        ] {
            let answer = answer_of(good).expect("an integer");
            assert_eq!((answer.int, answer.optional_int), (expected, Some(expected)));
        }
        for bad in [json!(3.5), json!("3"), json!(true), json!(1e300), json!(u64::MAX)] {
            answer_of(bad).expect_err("not an integer");
        }
        answer(&json!({ "int": null })).expect_err("not an integer");
        answer(&json!({ "int": 1, "optional_int": 1.5 })).expect_err("not an integer");
    }
}
