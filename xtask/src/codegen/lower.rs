//! From the selections of the documents to the types of their answers.
//!
//! * A fragment that is used as a type becomes one shared type, named after the fragment.
//! * A nested selection that is exactly one spread takes the type of that fragment.
//! * Other spreads are merged into the selection they stand in.
//! * Any other nested selection becomes a type named by its path.

use std::collections::BTreeMap;

use apollo_compiler::executable::{self, Selection, SelectionSet};
use apollo_compiler::parser::SourceSpan;
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{ExecutableDocument, Node, Schema, ast};

use super::ir::{Arm, Base, Field, Operation, Shape, Wire};
use super::load::Input;
use super::naming::pascal;
use super::{document, inputs};
use crate::failure::{Failure, Result};

pub(crate) fn lower(input: &Input) -> Result<Wire> {
    let mut lowering = Lowering {
        schema: &input.schema,
        documents: &input.documents,
        wire: Wire::default(),
    };
    for operation in input.documents.operations.iter() {
        lowering.operation(operation)?;
    }
    Ok(lowering.wire)
}

/// Fields that the schema says are always there and that are read as if they might be missing: official clients say that
/// they may be, or do not select them, so not every server is known to send them. A change that was made must not fail for
/// what its answer lacks, and a list that does not say whether it goes on is over.
pub(super) const DOUBTED: &[(&str, &str)] = &[
    ("CouponConnection", "totalCount"),
    ("CouponEdge", "cursor"),
    ("Mutation", "reportEntitlementCheckRequested"),
    ("Mutation", "saveAutoRechargeSettings"),
    ("ProductConnection", "totalCount"),
    ("ProductEdge", "cursor"),
    ("Query", "getAutoRechargeSettings"),
    ("UsageMeasurementCredit", "usageLimit"),
    ("UsageV2", "usageUpdatedAt"),
];

/// Fields that are numbers by the schema and points in time by their meaning.
pub(super) const TIMES: &[(&str, &str)] = &[
    ("CreditBalanceUpdated", "validUntil"),
    ("Entitlement", "validUntil"),
    ("UsageMeasurementUpdated", "usagePeriodEnd"),
    ("UsageMeasurementUpdated", "usagePeriodStart"),
];

/// Fields that are selected, as by the official clients, and that nobody here wants to know: they are passed over.
pub(super) const UNREAD: &[(&str, &str)] = &[("FeatureEntitlement", "resetPeriodConfiguration")];

/// The fragment on a feature that all customers with an entitlement to it share.
const FEATURE: &str = "EntitlementFeature";

struct Lowering<'a> {
    schema: &'a Schema,
    documents: &'a ExecutableDocument,
    wire: Wire,
}

/// Where the types go that a selection needs, and how their names begin.
struct Owner<'n> {
    name: &'n str,
    /// `None` in a fragment: its types stand beside the fragments.
    nested: Option<&'n mut BTreeMap<String, Shape>>,
}

impl<'a> Lowering<'a> {
    fn operation(&mut self, operation: &'a Node<executable::Operation>) -> Result<()> {
        let Some(name) = &operation.name else {
            return Err(self.problem(
                operation.location(),
                "this operation has no name",
                "Name it: the name is sent in a header.",
            ));
        };
        let mut nested = BTreeMap::new();
        let mut owner = Owner {
            name,
            nested: Some(&mut nested),
        };
        let data = self.fields(&operation.selection_set, &mut owner)?;
        let mut variables = Vec::new();
        for variable in &operation.variables {
            let place = self.place(variable.location());
            let required = variable.ty.is_non_null() && variable.default_value.is_none();
            variables.push(
                inputs::field(
                    self.schema,
                    &mut self.wire.inputs,
                    &variable.name,
                    &variable.ty,
                    required,
                )
                .map_err(Failure::context(place))?,
            );
        }
        let variables_have_default = variables
            .iter()
            .all(|variable| inputs::has_default(&self.wire.inputs, variable));
        let lowered = Operation {
            kind: operation.operation_type,
            variables,
            variables_have_default,
            data,
            nested,
            document: document::pieces(self.documents, operation),
        };
        self.wire.operations.insert(name.to_string(), lowered);
        Ok(())
    }

    /// The fields of a selection on an object, spreads merged in.
    fn fields(&mut self, set: &'a SelectionSet, owner: &mut Owner<'_>) -> Result<Vec<Field>> {
        let mut merged = Vec::new();
        self.merge(set, &mut merged)?;
        let places = merged
            .into_iter()
            .map(|node| (node, (set.ty.as_str(), node.name.as_str())));
        let read = places.filter(|(_, place)| !UNREAD.contains(place));
        let fields = read.map(|(node, place)| {
            let mut field = self.field(node, owner)?;
            field.nullable |= DOUBTED.contains(&place);
            if TIMES.contains(&place) {
                field.base = Base::Timestamp;
            }
            if field.nullable && !field.list && field.base == Base::Fragment(FEATURE.to_owned()) {
                field.base = Base::Feature;
            }
            Ok(field)
        });
        fields.collect()
    }

    fn merge(&self, set: &'a SelectionSet, merged: &mut Vec<&'a Node<executable::Field>>) -> Result<()> {
        for selection in &set.selections {
            self.refuse_directives(selection)?;
            match selection {
                Selection::Field(field) if field.name == "__typename" => {
                    let advice = "Remove it: only unions need it.";
                    return Err(self.problem(field.location(), "`__typename` is selected on an object", advice));
                }
                Selection::Field(field) => {
                    match merged.iter().find(|other| other.response_key() == field.response_key()) {
                        None => merged.push(field),
                        Some(other) if other.selection_set == field.selection_set => {}
                        Some(other) => {
                            let message = format!(
                                "`{}` is selected here and at {} with different fields",
                                field.response_key(),
                                self.place(other.location()),
                            );
                            let advice = "Select it once, with all the fields.";
                            return Err(self.problem(field.location(), &message, advice));
                        }
                    }
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = spread.fragment_def(self.documents) {
                        self.merge(&fragment.selection_set, merged)?;
                    }
                }
                Selection::InlineFragment(inline) => self.merge(&inline.selection_set, merged)?,
            }
        }
        Ok(())
    }

    fn field(&mut self, field: &'a Node<executable::Field>, owner: &mut Owner<'_>) -> Result<Field> {
        let item = match field.ty() {
            ast::Type::List(item) | ast::Type::NonNullList(item) => &**item,
            named => named,
        };
        if item.is_list() {
            return Err(self.problem(
                field.location(),
                "this is a list of lists",
                "Teach `xtask/src/codegen` about them.",
            ));
        }
        let base = self.base(field, item.inner_named_type(), owner)?;
        let list = field.ty().is_list();
        if list && base == Base::Int {
            let advice = "Teach `lenient.rs` to read them as leniently as single ones.";
            return Err(self.problem(field.location(), "this is a list of integers", advice));
        }
        Ok(Field {
            key: field.response_key().to_string(),
            nullable: !field.ty().is_non_null(),
            list,
            base,
        })
    }

    fn base(
        &mut self,
        field: &'a Node<executable::Field>,
        name: &ast::NamedType,
        owner: &mut Owner<'_>,
    ) -> Result<Base> {
        let set = &field.selection_set;
        match self.schema.types.get(name) {
            Some(ExtendedType::Object(_) | ExtendedType::Union(_)) => {}
            Some(ExtendedType::Interface(_)) => {
                let advice = "Teach `xtask/src/codegen` about interfaces.";
                return Err(self.problem(field.location(), &format!("`{name}` is an interface"), advice));
            }
            Some(leaf) => {
                return scalar_or_enum(leaf).ok_or_else(|| {
                    let advice = "Say in `scalar_or_enum` (xtask/src/codegen/lower.rs) which Rust type it is.";
                    self.problem(
                        field.location(),
                        &format!("`{name}` is a scalar without a Rust type"),
                        advice,
                    )
                });
            }
            None => return Err(self.problem(field.location(), &format!("`{name}` is not in the schema"), "")),
        }
        if let [Selection::FragmentSpread(spread)] = &set.selections[..]
            && spread.directives.is_empty()
            && let Some(fragment) = spread.fragment_def(self.documents)
            && fragment.type_condition() == name
        {
            self.fragment(fragment)?;
            return Ok(Base::Fragment(fragment.name.to_string()));
        }
        let nested_name = format!("{}{}", owner.name, pascal(field.response_key()));
        let shape = self.shape(
            set,
            &mut Owner {
                name: &nested_name,
                nested: owner.nested.as_deref_mut(),
            },
        )?;
        let (types, base) = match &mut owner.nested {
            Some(nested) => (&mut **nested, Base::Local(nested_name.clone())),
            None => (&mut self.wire.fragments, Base::Fragment(nested_name.clone())),
        };
        if types.insert(nested_name.clone(), shape).is_some()
            || self.documents.fragments.contains_key(nested_name.as_str())
        {
            let message = format!("the type of this selection would be the second one named `{nested_name}`");
            return Err(self.problem(
                field.location(),
                &message,
                "Make the selection a fragment with a name of its own.",
            ));
        }
        Ok(base)
    }

    fn fragment(&mut self, fragment: &'a Node<executable::Fragment>) -> Result<()> {
        if !self.wire.fragments.contains_key(fragment.name.as_str()) {
            let shape = self.shape(
                &fragment.selection_set,
                &mut Owner {
                    name: &fragment.name,
                    nested: None,
                },
            )?;
            self.wire.fragments.insert(fragment.name.to_string(), shape);
        }
        Ok(())
    }

    fn shape(&mut self, set: &'a SelectionSet, owner: &mut Owner<'_>) -> Result<Shape> {
        if matches!(self.schema.types.get(&set.ty), Some(ExtendedType::Union(_))) {
            Ok(Shape::Union(self.arms(set, owner)?))
        } else {
            Ok(Shape::Struct(self.fields(set, owner)?))
        }
    }

    /// The members that a selection on a union names.
    fn arms(&mut self, set: &'a SelectionSet, owner: &mut Owner<'_>) -> Result<Vec<Arm>> {
        let mut arms: Vec<Arm> = Vec::new();
        let mut has_type_name = false;
        let mut place = None;
        for selection in &set.selections {
            self.refuse_directives(selection)?;
            let (location, type_name, payload) = match selection {
                Selection::Field(_) => {
                    has_type_name = true;
                    continue;
                }
                Selection::FragmentSpread(spread) => {
                    let Some(fragment) = spread.fragment_def(self.documents) else {
                        continue;
                    };
                    if fragment.type_condition() == &set.ty {
                        let advice = "Spread the members, or make the selection this fragment alone.";
                        return Err(self.problem(
                            spread.location(),
                            "a fragment on the whole union stands among others",
                            advice,
                        ));
                    }
                    self.fragment(fragment)?;
                    (
                        spread.location(),
                        fragment.type_condition(),
                        Some(Base::Fragment(fragment.name.to_string())),
                    )
                }
                Selection::InlineFragment(inline) => (
                    inline.location(),
                    &inline.selection_set.ty,
                    self.inline_arm(inline, owner)?,
                ),
            };
            place = place.or(location);
            if arms.iter().any(|arm| type_name == arm.type_name.as_str()) {
                let message = format!("`{type_name}` is selected twice in this union");
                return Err(self.problem(location, &message, "Select it once, with all the fields."));
            }
            arms.push(Arm {
                type_name: type_name.to_string(),
                payload,
            });
        }
        if !has_type_name {
            let message = format!("the union `{}` is selected without `__typename`", set.ty);
            return Err(self.problem(place, &message, "Add `__typename`: it tells the members apart."));
        }
        Ok(arms)
    }

    /// The struct of an inline fragment in a union, if it selects more than `__typename`.
    fn inline_arm(&mut self, inline: &'a executable::InlineFragment, owner: &mut Owner<'_>) -> Result<Option<Base>> {
        let set = &inline.selection_set;
        if let [Selection::Field(field)] = &set.selections[..]
            && field.name == "__typename"
        {
            return Ok(None);
        }
        let name = format!("{}{}", owner.name, pascal(&set.ty));
        let fields = self.fields(
            set,
            &mut Owner {
                name: &name,
                nested: owner.nested.as_deref_mut(),
            },
        )?;
        let (types, base) = match &mut owner.nested {
            Some(nested) => (&mut **nested, Base::Local(name.clone())),
            None => (&mut self.wire.fragments, Base::Fragment(name.clone())),
        };
        types.insert(name, Shape::Struct(fields));
        Ok(Some(base))
    }

    /// `@include` and `@skip` make a field absent that its type says is there.
    fn refuse_directives(&self, selection: &Selection) -> Result<()> {
        let (location, directives) = match selection {
            Selection::Field(field) => (field.location(), &field.directives),
            Selection::FragmentSpread(spread) => (spread.location(), &spread.directives),
            Selection::InlineFragment(inline) => (inline.location(), &inline.directives),
        };
        match directives.first() {
            None => Ok(()),
            Some(directive) => {
                let message = format!("a selection has the directive `@{}`", directive.name);
                Err(self.problem(location, &message, "Remove it, or make two operations."))
            }
        }
    }

    fn place(&self, location: Option<SourceSpan>) -> String {
        let sources = &self.documents.sources;
        location
            .and_then(|span| {
                let start = span.line_column(sources)?;
                Some(format!(
                    "{}:{}:{}",
                    sources.get(&span.file_id())?.path().display(),
                    start.line,
                    start.column
                ))
            })
            .unwrap_or_else(|| "schema/operations".to_owned())
    }

    fn problem(&self, location: Option<SourceSpan>, message: &str, advice: &str) -> Failure {
        Failure::new(
            format!("{}: {message}. {advice}", self.place(location))
                .trim_end()
                .to_owned(),
        )
    }
}

/// The Rust type of a type that has no fields.
pub(super) fn scalar_or_enum(definition: &ExtendedType) -> Option<Base> {
    match definition {
        ExtendedType::Enum(definition) => Some(Base::Enum(pascal(&definition.name))),
        ExtendedType::Scalar(definition) => match definition.name.as_str() {
            // A UUID is an id that nobody computes with.
            "String" | "ID" | "UUID" => Some(Base::String),
            "Int" => Some(Base::Int),
            "Float" => Some(Base::Float),
            "Boolean" => Some(Base::Boolean),
            "JSON" => Some(Base::Json),
            "DateTime" => Some(Base::Timestamp),
            _ => None,
        },
        _ => None,
    }
}
