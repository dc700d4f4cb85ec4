//! The arguments of a root field as plain JSON.

use apollo_compiler::ast::Value as Ast;
use apollo_compiler::resolvers::ResolveInfo;
use serde_json::{Map, Value as Json};

use super::resolve::Run;

/// The coerced arguments, without the input fields whose variable the caller left out: the executor makes those null,
/// which in this API can mean "clear it".
pub(super) fn of(info: &ResolveInfo<'_>, run: &Run<'_>) -> Map<String, Json> {
    let mut arguments: Map<String, Json> = info
        .arguments()
        .iter()
        .map(|(name, value)| {
            (
                name.as_str().to_owned(),
                serde_json::to_value(value).unwrap_or_default(),
            )
        })
        .collect();
    let is_given = |variable: &str| {
        let has_default = || {
            run.operation
                .variables
                .iter()
                .any(|known| known.name == variable && known.default_value.is_some())
        };
        run.variables.contains_key(variable) || has_default()
    };
    for argument in info
        .field_selections()
        .iter()
        .take(1)
        .flat_map(|field| &field.arguments)
    {
        if let Some(value) = arguments.get_mut(argument.name.as_str()) {
            remove_absent(&argument.value, value, &is_given);
        }
    }
    arguments
}

fn remove_absent(written: &Ast, value: &mut Json, is_given: &dyn Fn(&str) -> bool) {
    match (written, value) {
        (Ast::Object(fields), Json::Object(object)) => {
            for (name, written) in fields {
                match written.as_ref() {
                    Ast::Variable(variable) if !is_given(variable) => {
                        object.remove(name.as_str());
                    }
                    written => {
                        if let Some(value) = object.get_mut(name.as_str()) {
                            remove_absent(written, value, is_given);
                        }
                    }
                }
            }
        }
        (Ast::List(items), Json::Array(values)) => {
            for (written, value) in items.iter().zip(values) {
                remove_absent(written, value, is_given);
            }
        }
        _ => {}
    }
}
