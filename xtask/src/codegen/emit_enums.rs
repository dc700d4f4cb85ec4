//! The enums of the schema as invocations of `string_enum!`, and the test that goes over all of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use apollo_compiler::Schema;
use apollo_compiler::schema::{EnumType, ExtendedType};

use super::HEADER;
use super::naming::pascal;
use crate::failure::{Failure, Result};

/// What the enums and their values mean: `"BillingPeriod"`, `"BillingPeriod.MONTHLY"`.
pub(crate) type Descriptions = BTreeMap<String, String>;

/// The name of the variant that `string_enum!` adds.
const CATCH_ALL: &str = "Unrecognized";

pub(crate) fn enums(schema: &Schema, descriptions: &Descriptions) -> Result<String> {
    let mut unused = descriptions.clone();
    let mut text = format!("{HEADER}\n//! Every enum of the schema.\n\nuse crate::string_enum::string_enum;\n");
    for (name, definition) in sorted(schema) {
        let Some(description) = unused.remove(definition.name.as_str()) else {
            let message = format!(
                "schema/descriptions.json: the enum `{}` has no description",
                definition.name
            );
            return Err(Failure::new(format!(
                "{message}. Add \"{}\": one sentence that says what it tells.",
                definition.name
            )));
        };
        let _ = writeln!(text, "\nstring_enum! {{\n    /// {description}\n    pub enum {name} {{");
        let mut variants = BTreeMap::new();
        for value in definition.values.keys() {
            let variant = pascal(value);
            if variant == CATCH_ALL {
                let message = format!(
                    "`{}.{value}` has the name of the variant for unknown values",
                    definition.name
                );
                return Err(Failure::new(format!(
                    "{message}. Rename one of them in xtask/src/codegen/emit_enums.rs."
                )));
            }
            if let Some(other) = variants.insert(variant.clone(), value) {
                let message = format!(
                    "`{}.{value}` and `{}.{other}` would both be `{variant}`",
                    definition.name, definition.name
                );
                return Err(Failure::new(format!(
                    "{message}. Rename one of them in xtask/src/codegen/naming.rs."
                )));
            }
            let key = format!("{}.{value}", definition.name);
            let meaning = unused.remove(&key).unwrap_or_else(|| format!("`{value}`"));
            let _ = writeln!(text, "        /// {meaning}\n        {variant} = \"{value}\",");
        }
        text.push_str("    }\n}\n");
    }
    if let Some(name) = unused.keys().next() {
        let message = format!("schema/descriptions.json: `{name}` is no enum or enum value of the schema");
        return Err(Failure::new(format!("{message}. Remove or correct the entry.")));
    }
    Ok(text)
}

pub(crate) fn tests(schema: &Schema) -> String {
    let mut text = format!("{HEADER}{TESTS}");
    for name in sorted(schema).keys() {
        let _ = writeln!(text, "    check({name}::ALL);");
    }
    text.push_str("}\n");
    text
}

const TESTS: &str = r#"
//! Every value of every enum survives JSON, and so does one that has no name yet.

use std::collections::BTreeSet;
use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::enums::*;

fn check<T>(all: &[T])
where
    T: Debug + PartialEq + AsRef<str> + for<'a> From<&'a str> + Serialize + DeserializeOwned,
{
    let texts: BTreeSet<&str> = all.iter().map(AsRef::as_ref).collect();
    assert_eq!(texts.len(), all.len(), "two values of {all:?} have one text");
    for value in all {
        let text = value.as_ref();
        let json = serde_json::to_string(value).expect("an enum is a string");
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<T>(&json).expect("its own JSON"), *value);
        assert_eq!(T::from(text), *value);
    }

    let json = "\"A_VALUE_OF_TOMORROW\"";
    let unknown: T = serde_json::from_str(json).expect("unknown values are no error");
    assert!(!all.contains(&unknown));
    assert_eq!(unknown.as_ref(), "A_VALUE_OF_TOMORROW");
    assert_eq!(serde_json::to_string(&unknown).expect("an enum is a string"), json);
}

#[test]
fn every_value_survives_json() {
"#;

/// By their Rust names.
fn sorted(schema: &Schema) -> BTreeMap<String, &EnumType> {
    let enums = schema.types.values().filter_map(|definition| match definition {
        ExtendedType::Enum(definition) if !definition.is_built_in() => Some(&**definition),
        _ => None,
    });
    enums.map(|definition| (pascal(&definition.name), definition)).collect()
}
