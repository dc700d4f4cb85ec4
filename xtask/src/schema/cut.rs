//! Cuts an API down to what the SDK uses.
//!
//! Of an object, fields without fields of their own stay, and the others stay when the present schema file has them or
//! a document selects them. Inputs, enums and unions stay whole. What nothing reaches any more goes.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::ast::{self, Definition as Ast, Selection};
use apollo_compiler::schema::ExtendedType;

use super::introspection::{Api, Definition, Field};
use crate::codegen::Present;

pub(crate) fn cut(mut api: Api, present: &Present) -> Api {
    let wanted = Wanted::new(&api, present);
    let kept: Vec<(String, BTreeSet<String>)> = api
        .types
        .iter()
        .map(|(name, definition)| (name.clone(), kept(&api, &wanted, name, definition)))
        .collect();
    for (name, kept) in kept {
        if let Some(Definition::Object { fields, .. } | Definition::Interface { fields, .. }) = api.types.get_mut(&name)
        {
            fields.retain(|field, _| kept.contains(field));
        }
    }
    let reached = reached(&api);
    api.types.retain(|name, _| reached.contains(name));
    for definition in api.types.values_mut() {
        if let Definition::Object { interfaces, .. } = definition {
            interfaces.retain(|interface| reached.contains(interface));
        }
    }
    for root in &mut api.roots {
        let is_empty = |name: &mut String| match api.types.get(name.as_str()) {
            Some(Definition::Object { fields, .. }) => fields.is_empty(),
            _ => true,
        };
        if let Some(name) = root.take_if(is_empty) {
            api.types.remove(&name);
        }
    }
    api
}

/// The fields of a type that stay.
fn kept(api: &Api, wanted: &Wanted, name: &str, definition: &Definition) -> BTreeSet<String> {
    let (fields, interfaces) = match definition {
        Definition::Object { fields, interfaces } => (fields, interfaces.as_slice()),
        Definition::Interface { fields, .. } => (fields, [].as_slice()),
        _ => return BTreeSet::new(),
    };
    let is_root = api.roots.iter().flatten().any(|root| root == name);
    let is_leaf = |field: &Field| !is_root && !has_fields(api, &field.ty.name);
    let is_wanted =
        |field: &str| wanted.has(name, field) || interfaces.iter().any(|interface| wanted.has(interface, field));
    let kept = |(name, field): (&String, &Field)| (is_leaf(field) || is_wanted(name)).then(|| name.clone());
    let kept: BTreeSet<String> = fields.iter().filter_map(kept).collect();
    // A type without fields would not be valid; a root is dropped.
    if kept.is_empty() && !is_root {
        fields.keys().cloned().collect()
    } else {
        kept
    }
}

fn has_fields(api: &Api, name: &str) -> bool {
    let definition = api.types.get(name);
    matches!(
        definition,
        Some(Definition::Object { .. } | Definition::Interface { .. } | Definition::Union { .. })
    )
}

/// Everything that the roots reach.
fn reached(api: &Api) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = api.roots.iter().flatten().map(String::as_str).collect();
    while let Some(name) = open.pop() {
        let Some((name, definition)) = api.types.get_key_value(name) else {
            continue;
        };
        if !reached.insert(name.clone()) {
            continue;
        }
        match definition {
            Definition::Object { fields, .. } => open.extend(types_of(fields)),
            Definition::Interface { fields, members } => {
                open.extend(types_of(fields));
                open.extend(members.iter().map(String::as_str));
            }
            Definition::Union { members } => open.extend(members.iter().map(String::as_str)),
            Definition::Input { fields } => open.extend(fields.values().map(|field| field.ty.name.as_str())),
            Definition::Enum { .. } | Definition::Scalar => {}
        }
    }
    reached
}

fn types_of(fields: &BTreeMap<String, Field>) -> impl Iterator<Item = &str> {
    fields.values().flat_map(|field| {
        field
            .args
            .values()
            .map(|arg| arg.ty.name.as_str())
            .chain([field.ty.name.as_str()])
    })
}

/// The fields that the present schema file has or a document selects: (type, field).
struct Wanted(BTreeSet<(String, String)>);

impl Wanted {
    fn new(api: &Api, present: &Present) -> Self {
        let mut wanted = Self(BTreeSet::new());
        for (name, definition) in &present.schema.types {
            let fields: Vec<_> = match definition {
                ExtendedType::Object(definition) => definition.fields.keys().collect(),
                ExtendedType::Interface(definition) => definition.fields.keys().collect(),
                _ => Vec::new(),
            };
            wanted
                .0
                .extend(fields.into_iter().map(|field| (name.to_string(), field.to_string())));
        }
        for definition in present.documents.iter().flat_map(|document| &document.definitions) {
            match definition {
                Ast::OperationDefinition(operation) => {
                    let root = match operation.operation_type {
                        ast::OperationType::Query => &api.roots[0],
                        ast::OperationType::Mutation => &api.roots[1],
                        ast::OperationType::Subscription => &api.roots[2],
                    };
                    if let Some(root) = root {
                        wanted.walk(api, root, &operation.selection_set);
                    }
                }
                Ast::FragmentDefinition(fragment) => {
                    wanted.walk(api, &fragment.type_condition, &fragment.selection_set);
                }
                _ => {}
            }
        }
        wanted
    }

    /// Spreads need no step: every fragment is walked by itself.
    fn walk(&mut self, api: &Api, name: &str, selections: &[Selection]) {
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    self.0.insert((name.to_owned(), field.name.to_string()));
                    if let Some(Definition::Object { fields, .. } | Definition::Interface { fields, .. }) =
                        api.types.get(name)
                        && let Some(definition) = fields.get(field.name.as_str())
                    {
                        self.walk(api, &definition.ty.name, &field.selection_set);
                    }
                }
                Selection::InlineFragment(inline) => {
                    let name = inline
                        .type_condition
                        .as_ref()
                        .map_or(name, |condition| condition.as_str());
                    self.walk(api, name, &inline.selection_set);
                }
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    fn has(&self, name: &str, field: &str) -> bool {
        self.0.contains(&(name.to_owned(), field.to_owned()))
    }
}
