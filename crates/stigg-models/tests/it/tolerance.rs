//! The check that every type has to pass: unknown fields are ignored, and a `null` list is an absent one.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Checks a type with a sample that has all of its fields, as the type itself writes them.
#[track_caller]
pub(crate) fn check<T>(sample: &Value)
where
    T: Debug + PartialEq + Serialize + DeserializeOwned,
{
    let value: T = read(sample);
    let written = serde_json::to_value(&value).expect("domain types have a JSON");
    assert_eq!(written, *sample, "the sample is not what the type writes");

    let mut newer = sample.clone();
    add_unknown_fields(&mut newer);
    assert_ne!(newer, *sample);
    assert_eq!(read::<T>(&newer), value);

    for pointer in lists(sample) {
        let mut null = sample.clone();
        *null.pointer_mut(&pointer).expect("the list is there") = Value::Null;
        let (parent, key) = pointer.rsplit_once('/').expect("pointers begin with a slash");
        let mut absent = sample.clone();
        absent
            .pointer_mut(parent)
            .and_then(Value::as_object_mut)
            .expect("the list is in an object")
            .remove(key);
        assert_eq!(read::<T>(&null), read(&absent), "{pointer} is null, or absent");
    }
}

#[track_caller]
fn read<T: DeserializeOwned>(json: &Value) -> T {
    match serde_json::from_value(json.clone()) {
        Ok(value) => value,
        Err(error) => panic!("{error} in {json:#}"),
    }
}

/// Objects whose keys are the user's own.
const MAPS: [&str; 4] = ["metadata", "dimensions", "additionalMetaData", "invoiceCustomFields"];

fn add_unknown_fields(json: &mut Value) {
    match json {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                if !MAPS.contains(&name.as_str()) {
                    add_unknown_fields(field);
                }
            }
            fields.insert("fieldOfTomorrow".to_owned(), json!({"list": [1, null], "text": ""}));
        }
        Value::Array(items) => items.iter_mut().for_each(add_unknown_fields),
        _ => {}
    }
}

/// The JSON pointers of all lists.
fn lists(json: &Value) -> Vec<String> {
    fn walk(json: &Value, pointer: &str, found: &mut Vec<String>) {
        match json {
            Value::Object(fields) => {
                for (name, field) in fields {
                    walk(field, &format!("{pointer}/{name}"), found);
                }
            }
            Value::Array(items) => {
                found.push(pointer.to_owned());
                for (index, item) in items.iter().enumerate() {
                    walk(item, &format!("{pointer}/{index}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(json, "", &mut found);
    found
}
