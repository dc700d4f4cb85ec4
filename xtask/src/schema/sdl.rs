//! Prints an API as SDL: the roots, then objects, unions, inputs, enums and scalars, each sorted by name.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::introspection::{Api, Definition, Field, Input};

pub(crate) fn print(api: &Api, extent: &str) -> String {
    let mut text = format!(
        "# Stigg's GraphQL API: {extent}.\n# Written by `cargo xtask schema` from an introspection. Do not edit by hand.\n"
    );
    let names = ["Query", "Mutation", "Subscription"];
    let roots: Vec<_> = api.roots.iter().flatten().collect();
    if api
        .roots
        .iter()
        .zip(names)
        .any(|(root, name)| root.as_ref().is_some_and(|root| root != name))
    {
        let _ = writeln!(text, "\nschema {{");
        for (root, name) in api.roots.iter().zip(names) {
            if let Some(root) = root {
                let _ = writeln!(text, "  {}: {root}", name.to_lowercase());
            }
        }
        text.push_str("}\n");
    }
    let mut definitions: Vec<_> = api.types.iter().collect();
    definitions.sort_by_key(|(name, definition)| {
        let rank = match definition {
            Definition::Object { .. } => roots.iter().position(|root| root == name).unwrap_or(3),
            Definition::Interface { .. } => 3,
            Definition::Union { .. } => 4,
            Definition::Input { .. } => 5,
            Definition::Enum { .. } => 6,
            Definition::Scalar => 7,
        };
        (rank, *name)
    });
    for (name, definition) in definitions {
        text.push('\n');
        self::definition(&mut text, name, definition);
    }
    text
}

fn definition(text: &mut String, name: &str, definition: &Definition) {
    match definition {
        Definition::Object { interfaces, fields } => {
            let implements = if interfaces.is_empty() {
                String::new()
            } else {
                format!(" implements {}", interfaces.join(" & "))
            };
            let _ = writeln!(text, "type {name}{implements} {{");
            self::fields(text, fields);
            text.push_str("}\n");
        }
        Definition::Interface { fields, .. } => {
            let _ = writeln!(text, "interface {name} {{");
            self::fields(text, fields);
            text.push_str("}\n");
        }
        Definition::Union { members } => {
            let _ = writeln!(text, "union {name} =");
            for member in members {
                let _ = writeln!(text, "  | {member}");
            }
        }
        Definition::Input { fields } => {
            let _ = writeln!(text, "input {name} {{");
            for (name, field) in fields {
                let _ = writeln!(text, "  {}", input(name, field));
            }
            text.push_str("}\n");
        }
        Definition::Enum { values } => {
            let _ = writeln!(text, "enum {name} {{");
            for (value, deprecated) in values {
                let _ = writeln!(text, "  {value}{}", directive(*deprecated));
            }
            text.push_str("}\n");
        }
        Definition::Scalar => {
            let _ = writeln!(text, "scalar {name}");
        }
    }
}

fn fields(text: &mut String, fields: &BTreeMap<String, Field>) {
    for (name, field) in fields {
        let args: Vec<_> = field.args.iter().map(|(name, arg)| input(name, arg)).collect();
        let args = if args.is_empty() {
            String::new()
        } else {
            format!("({})", args.join(", "))
        };
        let _ = writeln!(text, "  {name}{args}: {}{}", field.ty.text, directive(field.deprecated));
    }
}

fn input(name: &str, input: &Input) -> String {
    let default = input
        .default
        .as_ref()
        .map_or_else(String::new, |default| format!(" = {default}"));
    format!("{name}: {}{default}{}", input.ty.text, directive(input.deprecated))
}

fn directive(deprecated: bool) -> &'static str {
    if deprecated { " @deprecated" } else { "" }
}
