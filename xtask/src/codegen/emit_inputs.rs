//! The types of inputs and variables.

use std::fmt::Write as _;

use super::emit_answers::base;
use super::ir::{InputField, Presence, Wire};
use super::naming::{camel, snake};
use super::{HEADER, Module};

/// The module `inputs`.
pub(crate) fn inputs(wire: &Wire) -> String {
    let mut text = format!("{HEADER}\n//! What the operations send.\n");
    for (name, input) in &wire.inputs {
        object(&mut text, Module::Inputs, name, &input.fields, input.has_default);
    }
    text
}

/// Only the conformance tests read them: recorded variables must come out as they went in.
pub(crate) fn object(text: &mut String, module: Module, name: &str, fields: &[InputField], has_default: bool) {
    let default = if has_default { "Default, " } else { "" };
    let _ = writeln!(
        text,
        "\n#[derive(Debug, Clone, {default}PartialEq, serde::Serialize)]\n\
        #[cfg_attr(feature = \"conformance\", derive(serde::Deserialize))]"
    );
    if fields.iter().any(|field| snake(&field.name) != field.name) {
        let _ = writeln!(text, "#[serde(rename_all = \"camelCase\")]");
    }
    let _ = writeln!(text, "pub(crate) struct {name} {{");
    for field in fields {
        let name = snake(&field.name);
        let mut attributes = Vec::new();
        if camel(&name) != field.name {
            attributes.push(format!("rename = \"{}\"", field.name));
        }
        match field.presence {
            Presence::Required => {}
            Presence::Optional => attributes.push("skip_serializing_if = \"Option::is_none\"".to_owned()),
            Presence::ThreeState => {
                attributes.push("default".to_owned());
                attributes.push("skip_serializing_if = \"stigg_models::Patch::is_keep\"".to_owned());
            }
        }
        if !attributes.is_empty() {
            let _ = writeln!(text, "#[serde({})]", attributes.join(", "));
        }
        let _ = writeln!(text, "pub(crate) {name}: {},", ty(module, field));
    }
    text.push_str("}\n");
}

fn ty(module: Module, field: &InputField) -> String {
    let mut ty = base(module, &field.base);
    if field.list {
        ty = format!("Vec<{ty}>");
    }
    if field.boxed {
        ty = format!("Box<{ty}>");
    }
    match field.presence {
        Presence::Required => ty,
        Presence::Optional => format!("Option<{ty}>"),
        Presence::ThreeState => format!("stigg_models::Patch<{ty}>"),
    }
}
