//! Free-form key-value pairs on Stigg's objects.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Key-value pairs that you keep on a customer, a subscription or a catalogue object. Stigg's documents call it
/// `metadata`; on the wire it is `additionalMetaData`.
///
/// ```
/// use stigg_models::{Metadata, UpdateCustomer};
///
/// let metadata = Metadata::from([("tier".to_owned(), "gold".to_owned())]);
/// let request = UpdateCustomer::new("customer-42").with_metadata(metadata);
/// ```
pub type Metadata = BTreeMap<String, String>;

/// Reads the metadata of a result. On the wire it is free JSON, though Stigg's own tools write strings only: numbers and
/// the like become their text, `null` is left out, and what is not an object is no metadata. Use with `#[serde(default)]`.
pub(crate) fn tolerant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Metadata>, D::Error> {
    let Value::Object(members) = Value::deserialize(deserializer)? else {
        return Ok(None);
    };
    let text = |value| match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    };
    Ok(Some(
        members
            .into_iter()
            .filter_map(|(key, value)| Some((key, text(value)?)))
            .collect(),
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn metadata_of_results_is_text_whatever_it_was() {
        let json = json!({"a": "b", "n": 1.5, "i": 7, "yes": true, "none": null, "list": [1, "x"]});
        let expected = [
            ("a", "b"),
            ("i", "7"),
            ("list", r#"[1,"x"]"#),
            ("n", "1.5"),
            ("yes", "true"),
        ];
        let expected: Metadata = expected.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        assert_eq!(tolerant(json).unwrap(), Some(expected));
    }

    #[test]
    fn what_is_no_object_is_no_metadata() {
        for json in [json!(null), json!("text"), json!([1]), json!(2)] {
            assert_eq!(tolerant(json).unwrap(), None);
        }
        assert_eq!(tolerant(json!({})).unwrap(), Some(Metadata::new()));
    }
}
