//! The types of answers: structs for objects, enums for unions.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::ir::{Arm, Base, Field, Shape, Wire};
use super::naming::{camel, snake};
use super::{HEADER, Module};

/// The module `fragments`.
pub(crate) fn fragments(wire: &Wire) -> String {
    let mut body = String::new();
    shapes(&mut body, Module::Fragments, &wire.fragments);
    let imports = if body.contains("lenient::") {
        "\nuse crate::lenient;\n"
    } else {
        ""
    };
    format!("{HEADER}\n//! What the fragments select.\n{imports}{body}")
}

pub(crate) fn shapes(text: &mut String, module: Module, shapes: &BTreeMap<String, Shape>) {
    for (name, shape) in shapes {
        match shape {
            Shape::Struct(fields) => object(text, module, name, fields),
            Shape::Union(arms) => union(text, module, name, arms),
        }
    }
}

pub(crate) fn object(text: &mut String, module: Module, name: &str, fields: &[Field]) {
    let _ = writeln!(text, "\n#[derive(Debug, Clone, PartialEq, serde::Deserialize)]");
    if fields.iter().any(|field| snake(&field.key) != field.key) {
        let _ = writeln!(text, "#[serde(rename_all = \"camelCase\")]");
    }
    let _ = writeln!(text, "pub(crate) struct {name} {{");
    for field in fields {
        let name = snake(&field.key);
        let mut attributes = Vec::new();
        if camel(&name) != field.key {
            attributes.push(format!("rename = \"{}\"", field.key));
        }
        if let Some(decoder) = decoder(field) {
            if field.list || field.nullable {
                attributes.push("default".to_owned());
            }
            attributes.push(format!("deserialize_with = \"lenient::{decoder}\""));
        }
        if !attributes.is_empty() {
            let _ = writeln!(text, "#[serde({})]", attributes.join(", "));
        }
        let _ = writeln!(text, "pub(crate) {name}: {},", ty(module, field));
    }
    text.push_str("}\n");
}

fn union(text: &mut String, module: Module, name: &str, arms: &[Arm]) {
    let _ = writeln!(text, "\n#[derive(Debug, Clone, PartialEq)]\npub(crate) enum {name} {{");
    for arm in arms {
        let _ = match &arm.payload {
            Some(payload) => writeln!(text, "{}(Box<{}>),", arm.type_name, base(module, payload)),
            None => writeln!(text, "{},", arm.type_name),
        };
    }
    let _ = writeln!(text, "Unknown(lenient::UnknownMember),\n}}");

    let _ = writeln!(
        text,
        "
impl lenient::Union for {name} {{
    fn read<'de, A: serde::de::MapAccess<'de>>(member: lenient::Member<'de, A>) -> Result<Self, A::Error> {{
        match member.type_name() {{"
    );
    for arm in arms {
        let decoded = if arm.payload.is_some() {
            format!("member.decode(Self::{}, Self::Unknown)", arm.type_name)
        } else {
            format!("member.without_fields(Self::{})", arm.type_name)
        };
        let _ = writeln!(text, "\"{}\" => {decoded},", arm.type_name);
    }
    let _ = writeln!(
        text,
        "_ => member.unknown(Self::Unknown),
        }}
    }}
}}

impl<'de> serde::Deserialize<'de> for {name} {{
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {{
        lenient::union(deserializer)
    }}
}}"
    );
}

/// Which function of `lenient.rs` reads the field, if serde's own way is too strict.
fn decoder(field: &Field) -> Option<&'static str> {
    match (&field.base, field.list, field.nullable) {
        (_, true, true) => Some("optional_list"),
        (_, true, false) => Some("list"),
        (Base::Timestamp, _, true) => Some("optional_timestamp"),
        (Base::Feature, _, _) => Some("optional_feature"),
        (Base::Int, _, true) => Some("optional_int"),
        (Base::Int, _, false) => Some("int"),
        _ => None,
    }
}

fn ty(module: Module, field: &Field) -> String {
    let mut ty = base(module, &field.base);
    if field.list {
        ty = format!("Vec<{ty}>");
    }
    if field.nullable {
        ty = format!("Option<{ty}>");
    }
    ty
}

/// How a type is named in a module.
pub(crate) fn base(module: Module, base: &Base) -> String {
    match base {
        Base::String => "String".to_owned(),
        Base::Int => "i64".to_owned(),
        Base::Float => "f64".to_owned(),
        Base::Boolean => "bool".to_owned(),
        Base::Json => "serde_json::Value".to_owned(),
        Base::Timestamp => "stigg_models::Timestamp".to_owned(),
        Base::Feature => "std::sync::Arc<stigg_models::EntitlementFeature>".to_owned(),
        Base::Enum(name) => format!("stigg_models::{name}"),
        Base::Local(name) => name.clone(),
        Base::Fragment(name) if module == Module::Fragments => name.clone(),
        Base::Fragment(name) => format!("fragments::{name}"),
        Base::Input(name) if module == Module::Inputs => name.clone(),
        Base::Input(name) => format!("inputs::{name}"),
    }
}
