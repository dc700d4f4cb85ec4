//! The filter and sort language of list queries, over records of plain JSON.

use std::cmp::Ordering;

use serde_json::Value as Json;

use super::inputs::{Sorting, time};
use crate::error::{ApiError, Code};

/// Whether a record passes: every member of the filter must hold, `and` and `or` combine, null says nothing.
pub(super) fn matches(filter: &Json, record: &Json) -> Result<bool, ApiError> {
    let Json::Object(members) = filter else { return Ok(true) };
    for (name, wanted) in members {
        let holds = match (name.as_str(), wanted) {
            (_, Json::Null) => true,
            ("and", Json::Array(filters)) => filters
                .iter()
                .map(|filter| matches(filter, record))
                .collect::<Result<Vec<_>, _>>()?
                .iter()
                .all(|x| *x),
            ("or", Json::Array(filters)) => {
                let all = filters
                    .iter()
                    .map(|filter| matches(filter, record))
                    .collect::<Result<Vec<_>, _>>()?;
                all.is_empty() || all.contains(&true)
            }
            (name, wanted) => match record.get(name) {
                Some(nested @ Json::Object(_)) => matches(wanted, nested)?,
                Some(value) => compare(wanted, value)?,
                None => {
                    return Err(ApiError::new(
                        Code::UnsupportedParameter,
                        format!("Filtering by {name} is not implemented by the emulator"),
                    ));
                }
            },
        };
        if !holds {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a value meets every comparison.
fn compare(comparisons: &Json, value: &Json) -> Result<bool, ApiError> {
    let Json::Object(comparisons) = comparisons else {
        return Ok(true);
    };
    for (operator, wanted) in comparisons {
        if wanted.is_null() && !matches!(operator.as_str(), "is" | "isNot") {
            continue;
        }
        let ordered = |test: fn(Ordering) -> bool| order(value, wanted).is_some_and(test);
        let between = || {
            let bound = |name: &str| wanted.get(name).and_then(|bound| order(value, bound));
            bound("lower").is_some_and(Ordering::is_ge) && bound("upper").is_some_and(Ordering::is_le)
        };
        let is_in = || {
            wanted
                .as_array()
                .is_some_and(|all| all.iter().any(|one| order(value, one) == Some(Ordering::Equal)))
        };
        let holds = match operator.as_str() {
            "eq" => ordered(Ordering::is_eq),
            "neq" => !ordered(Ordering::is_eq),
            "gt" => ordered(Ordering::is_gt),
            "gte" => ordered(Ordering::is_ge),
            "lt" => ordered(Ordering::is_lt),
            "lte" => ordered(Ordering::is_le),
            "in" => is_in(),
            "notIn" => !is_in(),
            "between" => between(),
            "notBetween" => !between(),
            "like" => like(value, wanted, false),
            "notLike" => !like(value, wanted, false),
            "iLike" => like(value, wanted, true),
            "notILike" => !like(value, wanted, true),
            "is" => value == wanted,
            "isNot" => value != wanted,
            other => {
                return Err(ApiError::new(
                    Code::UnsupportedParameter,
                    format!("The comparison {other} is not implemented by the emulator"),
                ));
            }
        };
        if !holds {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Orders two values: times by time, numbers by size, everything else as text; null is not comparable.
fn order(left: &Json, right: &Json) -> Option<Ordering> {
    match (left, right) {
        (Json::String(l), Json::String(r)) => match (time(left), time(right)) {
            (Some(left), Some(right)) => Some(left.cmp(&right)),
            _ => Some(l.cmp(r)),
        },
        (Json::Number(left), Json::Number(right)) => left.as_f64()?.partial_cmp(&right.as_f64()?),
        (Json::Bool(left), Json::Bool(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

/// SQL's LIKE: `%` stands for any text, `_` for any character.
fn like(value: &Json, pattern: &Json, ignore_case: bool) -> bool {
    fn fits(text: &[char], pattern: &[char]) -> bool {
        match pattern {
            [] => text.is_empty(),
            ['%', rest @ ..] => (0..=text.len()).any(|skipped| fits(&text[skipped..], rest)),
            ['_', rest @ ..] => !text.is_empty() && fits(&text[1..], rest),
            [first, rest @ ..] => text.first() == Some(first) && fits(&text[1..], rest),
        }
    }
    let (Some(text), Some(pattern)) = (value.as_str(), pattern.as_str()) else {
        return false;
    };
    let characters = |text: &str| -> Vec<char> {
        if ignore_case {
            text.to_lowercase().chars().collect()
        } else {
            text.chars().collect()
        }
    };
    fits(&characters(text), &characters(pattern))
}

/// Sorts by one field; what is equal keeps its order.
pub(super) fn sort<T>(items: &mut [T], by: &Sorting, record: impl Fn(&T) -> &Json) {
    let descending = by.direction == "DESC";
    // As in PostgreSQL: null is larger than everything.
    let nulls_first = by.nulls.as_deref().map_or(descending, |nulls| nulls == "NULLS_FIRST");
    items.sort_by(|left, right| {
        let value = |item| record(item).get(&by.field).unwrap_or(&Json::Null);
        let (left, right) = (value(left), value(right));
        match (left.is_null(), right.is_null()) {
            (true, true) => Ordering::Equal,
            (true, false) if nulls_first => Ordering::Less,
            (false, true) if !nulls_first => Ordering::Less,
            (true, false) | (false, true) => Ordering::Greater,
            (false, false) => {
                let order = order(left, right).unwrap_or(Ordering::Equal);
                if descending { order.reverse() } else { order }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(filter: &Json, passes: bool) {
        let record = json!({
            "status": "ACTIVE",
            "resourceId": null,
            "createdAt": "2026-01-15T00:00:00.000Z",
            "plan": { "refId": "plan-pro", "versionNumber": 3 },
        });
        assert_eq!(matches(filter, &record).unwrap(), passes, "{filter}");
    }

    #[test]
    fn comparisons_of_every_kind() {
        check(&json!({}), true);
        check(&Json::Null, true);
        check(&json!({ "status": { "eq": "ACTIVE" } }), true);
        check(&json!({ "status": { "neq": "ACTIVE" } }), false);
        check(&json!({ "status": { "in": ["EXPIRED", "ACTIVE"] } }), true);
        check(&json!({ "status": { "notIn": ["EXPIRED", "ACTIVE"] } }), false);
        check(&json!({ "status": { "like": "ACT%" } }), true);
        check(&json!({ "status": { "like": "act%" } }), false);
        check(&json!({ "status": { "iLike": "a_t%e" } }), true);
        check(&json!({ "resourceId": { "is": null } }), true);
        check(&json!({ "resourceId": { "isNot": null } }), false);
        check(&json!({ "resourceId": { "eq": "r" } }), false);
        check(&json!({ "createdAt": { "gte": "2026-01-15T01:00:00+01:00" } }), true);
        check(&json!({ "createdAt": { "gt": "2026-01-15" } }), false);
        check(
            &json!({ "createdAt": { "between": { "lower": "2026-01-01", "upper": "2026-02-01" } } }),
            true,
        );
        check(
            &json!({ "createdAt": { "notBetween": { "lower": "2026-01-01", "upper": "2026-02-01" } } }),
            false,
        );
        check(&json!({ "plan": { "versionNumber": { "lt": 10 } } }), true);
        check(&json!({ "plan": { "refId": { "eq": "plan-free" } } }), false);
    }

    #[test]
    fn members_combine_with_and_and_or() {
        let active = json!({ "status": { "eq": "ACTIVE" } });
        let expired = json!({ "status": { "eq": "EXPIRED" } });
        check(&json!({ "or": [expired, active] }), true);
        check(&json!({ "and": [expired, active] }), false);
        check(&json!({ "or": [] }), true);
        check(&json!({ "status": { "eq": "ACTIVE" }, "or": [expired] }), false);
    }

    #[test]
    fn what_is_not_known_is_refused_rather_than_ignored() {
        let record = json!({ "status": "ACTIVE" });
        let error = matches(&json!({ "moon": { "eq": "full" } }), &record).unwrap_err();
        assert_eq!(error.code, Code::UnsupportedParameter);
    }

    #[test]
    fn sorting_puts_null_last_and_first_when_descending() {
        let mut items = [json!({ "n": 2 }), json!({ "n": null }), json!({ "n": 1 })];
        let by = |direction: &str| Sorting {
            field: "n".to_owned(),
            direction: direction.to_owned(),
            nulls: None,
        };
        sort(&mut items, &by("ASC"), |item| item);
        assert_eq!(items, [json!({ "n": 1 }), json!({ "n": 2 }), json!({ "n": null })]);
        sort(&mut items, &by("DESC"), |item| item);
        assert_eq!(items, [json!({ "n": null }), json!({ "n": 2 }), json!({ "n": 1 })]);
    }
}
