//! A catalogue file as a tree of values that know their lines, whatever notation it was written in.

use std::collections::HashSet;
use std::fmt;

use serde_json::Number;

use super::error::Mistake;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    /// Line in the file, from 1.
    pub(crate) line: usize,
    pub(crate) value: Value,
}

#[derive(Debug, Clone)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Tree>),
    Map(Vec<(Key, Tree)>),
}

#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) line: usize,
    pub(crate) name: String,
}

/// One step into a [`Tree`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Segment {
    Key(String),
    Index(usize),
}

/// The way from the root of a [`Tree`] to a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Path(pub(crate) Vec<Segment>);

impl Path {
    pub(crate) fn key(&self, name: &str) -> Self {
        let mut path = self.clone();
        path.0.push(Segment::Key(name.to_owned()));
        path
    }

    pub(crate) fn index(&self, index: usize) -> Self {
        let mut path = self.clone();
        path.0.push(Segment::Index(index));
        path
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Key(name) if position == 0 => f.write_str(name)?,
                Segment::Key(name) => write!(f, ".{name}")?,
            }
        }
        Ok(())
    }
}

impl Tree {
    /// A name that a map gives twice.
    pub(crate) fn duplicate(&self) -> Option<Mistake> {
        self.duplicate_below(&Path::default())
    }

    fn duplicate_below(&self, path: &Path) -> Option<Mistake> {
        match &self.value {
            Value::List(items) => {
                let mut items = items.iter().enumerate();
                items.find_map(|(index, item)| item.duplicate_below(&path.index(index)))
            }
            Value::Map(entries) => {
                let mut seen = HashSet::new();
                entries.iter().find_map(|(key, value)| {
                    let path = path.key(&key.name);
                    if seen.insert(&key.name) {
                        value.duplicate_below(&path)
                    } else {
                        Some(Mistake::new(key.line, path, "is given twice"))
                    }
                })
            }
            _ => None,
        }
    }

    /// The line of the value at `path`, or of the nearest one around it.
    pub(crate) fn line_of(&self, path: &Path) -> usize {
        let mut here = self;
        let mut line = self.line;
        for segment in &path.0 {
            let next = match (&here.value, segment) {
                (Value::Map(entries), Segment::Key(name)) => entries
                    .iter()
                    .find(|(key, _)| key.name == *name)
                    .map(|(key, value)| (key.line, value)),
                (Value::List(items), Segment::Index(index)) => items.get(*index).map(|item| (item.line, item)),
                _ => None,
            };
            let Some((found, value)) = next else { break };
            line = found;
            here = value;
        }
        line
    }
}
