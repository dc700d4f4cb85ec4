//! JSON into a [`Tree`]: serde_json parses, the positions come from where its raw pieces lie in the text.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::error::Mistake;
use super::tree::{Key, Path, Tree, Value};

pub(super) fn parse(text: &str) -> Result<Tree, Mistake> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| syntax(&error))?;
    let line_ends = text.match_indices('\n').map(|(position, _)| position).collect();
    build(&Source { text, line_ends }, raw)
}

/// The text of a file, and where its lines end.
struct Source<'a> {
    text: &'a str,
    line_ends: Vec<usize>,
}

impl Source<'_> {
    /// The line that a part of the text begins on.
    fn line_of(&self, part: &str) -> usize {
        // Both are parts of one string, so the distance of their addresses is the position.
        let position = part.as_ptr() as usize - self.text.as_ptr() as usize;
        1 + self.line_ends.partition_point(|&end| end < position)
    }
}

fn build(source: &Source<'_>, raw: &RawValue) -> Result<Tree, Mistake> {
    let text = raw.get();
    let line = source.line_of(text);
    let value = match text.as_bytes().first() {
        Some(b'{') => {
            let Entries(raw_entries) = serde_json::from_str(text).map_err(|error| syntax(&error))?;
            let mut entries = Vec::with_capacity(raw_entries.len());
            for (name, value) in raw_entries {
                let value = build(source, value)?;
                entries.push((Key { line: value.line, name }, value));
            }
            Value::Map(entries)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| syntax(&error))?;
            let items = items.into_iter().map(|item| build(source, item));
            Value::List(items.collect::<Result<_, _>>()?)
        }
        _ => match serde_json::from_str(text).map_err(|error| syntax(&error))? {
            serde_json::Value::Bool(value) => Value::Bool(value),
            serde_json::Value::Number(value) => Value::Number(value),
            serde_json::Value::String(value) => Value::Text(value),
            _ => Value::Null,
        },
    };
    Ok(Tree { line, value })
}

fn syntax(error: &serde_json::Error) -> Mistake {
    let text = error.to_string();
    let reason = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(reason, _)| reason);
    Mistake::new(
        error.line(),
        Path::default(),
        format!("not valid JSON: {reason} (column {})", error.column()),
    )
}

/// The members of an object in their order, repeated names included.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Entries<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}
