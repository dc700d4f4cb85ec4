//! Whether data is what a document asks for, and of the types that the schema promises.

use apollo_compiler::ast::Type;
use apollo_compiler::executable::{Field, Selection, SelectionSet};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{ExecutableDocument, Node, Schema};
use serde_json::{Map, Value};
use stigg::models::Timestamp;

/// Panics with the path of what does not fit. Every selection of the document must ask for `__typename`.
pub(super) fn assert_conforms(schema: &Schema, document: &ExecutableDocument, selections: &SelectionSet, data: &Value) {
    Check { schema, document }.object(&[selections], data, "data");
}

struct Check<'a> {
    schema: &'a Schema,
    document: &'a ExecutableDocument,
}

impl<'a> Check<'a> {
    /// An object. Several selections of one object come from fields that are selected several times.
    fn object(&self, selections: &[&'a SelectionSet], data: &Value, path: &str) {
        let object: &Map<String, Value> = data
            .as_object()
            .unwrap_or_else(|| panic!("{path} is no object: {data}"));
        let type_name = object.get("__typename").and_then(Value::as_str);
        let type_name = type_name.unwrap_or_else(|| panic!("{path} has no __typename"));
        let mut fields: Vec<(&str, Vec<&'a Node<Field>>)> = Vec::new();
        for selection in selections {
            assert!(
                self.is(type_name, &selection.ty),
                "{path} is {type_name}, not {}",
                selection.ty
            );
            self.collect(selection, type_name, &mut fields);
        }
        let mut expected: Vec<&str> = fields.iter().map(|(key, _)| *key).collect();
        let mut found: Vec<&str> = object.keys().map(String::as_str).collect();
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "the fields of {path}");
        for (key, fields) in fields {
            let inner: Vec<&SelectionSet> = fields.iter().map(|field| &field.selection_set).collect();
            self.value(fields[0].ty(), &inner, &object[key], &format!("{path}.{key}"));
        }
    }

    /// The fields that apply to an object of this type, by the key that they are answered under.
    fn collect(&self, from: &'a SelectionSet, type_name: &str, into: &mut Vec<(&'a str, Vec<&'a Node<Field>>)>) {
        for selection in &from.selections {
            match selection {
                Selection::Field(field) => {
                    let key = field.response_key().as_str();
                    match into.iter_mut().find(|(known, _)| *known == key) {
                        Some((_, fields)) => fields.push(field),
                        None => into.push((key, vec![field])),
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = &self.document.fragments[&spread.fragment_name];
                    if self.is(type_name, fragment.type_condition()) {
                        self.collect(&fragment.selection_set, type_name, into);
                    }
                }
                Selection::InlineFragment(fragment) => {
                    if fragment
                        .type_condition
                        .as_ref()
                        .is_none_or(|condition| self.is(type_name, condition))
                    {
                        self.collect(&fragment.selection_set, type_name, into);
                    }
                }
            }
        }
    }

    /// Whether the type is the other one, or a member of it.
    fn is(&self, type_name: &str, other: &str) -> bool {
        type_name == other || self.schema.is_subtype(other, type_name)
    }

    fn value(&self, expected: &Type, selections: &[&'a SelectionSet], value: &Value, path: &str) {
        if value.is_null() {
            assert!(!expected.is_non_null(), "{path} is null, but of type {expected}");
            return;
        }
        if expected.is_list() {
            let list = value.as_array().unwrap_or_else(|| panic!("{path} is no list: {value}"));
            for (index, item) in list.iter().enumerate() {
                self.value(expected.item_type(), selections, item, &format!("{path}[{index}]"));
            }
            return;
        }
        let name = expected.inner_named_type();
        let fits = match &self.schema.types[name] {
            ExtendedType::Enum(values) => value.as_str().is_some_and(|value| values.values.contains_key(value)),
            ExtendedType::Scalar(_) => is_scalar(name, value),
            _ => return self.object(selections, value, path),
        };
        assert!(fits, "{path} is {value}, but of type {name}");
    }
}

fn is_scalar(name: &str, value: &Value) -> bool {
    match name {
        "Boolean" => value.is_boolean(),
        "Int" => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        "Float" => value.is_number(),
        "DateTime" => value
            .as_str()
            .is_some_and(|text| text.parse::<Timestamp>().is_ok() && text.ends_with('Z')),
        "UUID" => value
            .as_str()
            .is_some_and(|text| text.len() == 36 && text.split('-').count() == 5),
        "JSON" => true,
        _ => value.is_string(),
    }
}
