//! The result of an introspection, as far as a schema file needs it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::failure::{Failure, Result};

/// Asks for everything but descriptions: they are Stigg's text, and code needs only the facts.
pub(crate) const QUERY: &str = "query IntrospectionQuery {
  __schema {
    queryType { name }
    mutationType { name }
    subscriptionType { name }
    types {
      kind
      name
      fields(includeDeprecated: true) { name isDeprecated type { ...Type } args(includeDeprecated: true) { ...Input } }
      inputFields(includeDeprecated: true) { ...Input }
      interfaces { name }
      enumValues(includeDeprecated: true) { name isDeprecated }
      possibleTypes { name }
    }
  }
}
fragment Input on __InputValue { name isDeprecated type { ...Type } defaultValue }
fragment Type on __Type {
  kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }
}";

/// An API: its types by name, without the built-in ones.
#[derive(Debug)]
pub(crate) struct Api {
    /// Query, mutation and subscription, as far as there are such.
    pub(crate) roots: [Option<String>; 3],
    pub(crate) types: BTreeMap<String, Definition>,
}

#[derive(Debug)]
pub(crate) enum Definition {
    Object {
        interfaces: Vec<String>,
        fields: BTreeMap<String, Field>,
    },
    Interface {
        fields: BTreeMap<String, Field>,
        members: Vec<String>,
    },
    Union {
        members: Vec<String>,
    },
    Input {
        fields: BTreeMap<String, Input>,
    },
    Enum {
        values: BTreeMap<String, bool>,
    },
    Scalar,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) ty: TypeRef,
    pub(crate) args: BTreeMap<String, Input>,
    pub(crate) deprecated: bool,
}

#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) ty: TypeRef,
    /// As GraphQL text.
    pub(crate) default: Option<String>,
    pub(crate) deprecated: bool,
}

/// A type as it is written, `[Plan!]!`, and the name in it.
#[derive(Debug)]
pub(crate) struct TypeRef {
    pub(crate) text: String,
    pub(crate) name: String,
}

impl Api {
    /// Reads the `data` of the answer to [`QUERY`].
    pub(crate) fn from_json(data: &Value) -> Result<Self> {
        let schema = &data["__schema"];
        let root = |key: &str| schema[key]["name"].as_str().map(str::to_owned);
        let roots = [root("queryType"), root("mutationType"), root("subscriptionType")];
        let mut types = BTreeMap::new();
        for definition in list(&schema["types"]) {
            let name = text(definition, "name")?;
            let built_in =
                name.starts_with("__") || ["String", "Int", "Float", "Boolean", "ID"].contains(&name.as_str());
            if !built_in {
                types.insert(name, Definition::from_json(definition)?);
            }
        }
        if roots[0].is_none() || types.is_empty() {
            return Err(Failure::new(
                "the answer holds no schema: it has no query type or no types",
            ));
        }
        Ok(Self { roots, types })
    }
}

impl Definition {
    fn from_json(json: &Value) -> Result<Self> {
        Ok(match text(json, "kind")?.as_str() {
            "OBJECT" => Self::Object {
                interfaces: names(&json["interfaces"])?,
                fields: fields(json)?,
            },
            "INTERFACE" => Self::Interface {
                fields: fields(json)?,
                members: names(&json["possibleTypes"])?,
            },
            "UNION" => Self::Union {
                members: names(&json["possibleTypes"])?,
            },
            "INPUT_OBJECT" => Self::Input {
                fields: inputs(&json["inputFields"])?,
            },
            "ENUM" => {
                let value = |json: &Value| Ok((text(json, "name")?, deprecated(json)));
                Self::Enum {
                    values: list(&json["enumValues"]).map(value).collect::<Result<_>>()?,
                }
            }
            "SCALAR" => Self::Scalar,
            kind => {
                return Err(Failure::new(format!(
                    "the answer holds a type of the unknown kind {kind}"
                )));
            }
        })
    }
}

impl TypeRef {
    fn from_json(json: &Value) -> Result<Self> {
        let inner = || Self::from_json(&json["ofType"]);
        Ok(match text(json, "kind")?.as_str() {
            "NON_NULL" => inner().map(|Self { text, name }| Self { text: text + "!", name })?,
            "LIST" => inner().map(|Self { text, name }| Self {
                text: format!("[{text}]"),
                name,
            })?,
            _ => {
                let name = text(json, "name")?;
                Self {
                    text: name.clone(),
                    name,
                }
            }
        })
    }
}

fn fields(json: &Value) -> Result<BTreeMap<String, Field>> {
    let field = |json: &Value| {
        let field = Field {
            ty: TypeRef::from_json(&json["type"])?,
            args: inputs(&json["args"])?,
            deprecated: deprecated(json),
        };
        Ok((text(json, "name")?, field))
    };
    list(&json["fields"]).map(field).collect()
}

fn inputs(json: &Value) -> Result<BTreeMap<String, Input>> {
    let input = |json: &Value| {
        let default = json["defaultValue"].as_str().map(str::to_owned);
        Ok((
            text(json, "name")?,
            Input {
                deprecated: deprecated(json),
                ty: TypeRef::from_json(&json["type"])?,
                default,
            },
        ))
    };
    list(json).map(input).collect()
}

fn names(json: &Value) -> Result<Vec<String>> {
    let mut names = list(json).map(|json| text(json, "name")).collect::<Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

fn deprecated(json: &Value) -> bool {
    json["isDeprecated"].as_bool().unwrap_or(false)
}

fn list(json: &Value) -> impl Iterator<Item = &Value> {
    json.as_array().into_iter().flatten()
}

fn text(json: &Value, key: &str) -> Result<String> {
    let excerpt = || json.to_string().chars().take(200).collect::<String>();
    json[key].as_str().map(str::to_owned).ok_or_else(|| {
        Failure::new(format!(
            "the answer is not an introspection: a part of it has no `{key}`: {}",
            excerpt()
        ))
    })
}
