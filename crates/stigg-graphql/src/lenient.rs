//! Reads answers more leniently than serde would: what the server sends beyond the schema must not sink an answer.

mod union;

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::Value;
use stigg_models::Timestamp;

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
    let list = Option::<Vec<Option<T>>>::deserialize(deserializer)?;
    Ok(list.map(|elements| elements.into_iter().flatten().collect()))
}

/// A time that may be missing. What is not a time counts as missing, whatever it is.
pub(crate) fn optional_timestamp<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    Ok(Timestamp::deserialize(Value::deserialize(deserializer)?).ok())
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
