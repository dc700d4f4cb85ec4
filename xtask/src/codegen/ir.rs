//! What is to be generated, before it is text.

use std::collections::BTreeMap;

use apollo_compiler::ast::OperationType;

/// The types of the answers and inputs, and the operations, that the documents reach. Maps keep them sorted by name.
#[derive(Debug, Default)]
pub(crate) struct Wire {
    /// One for each fragment that is used as a type, and what is nested in them.
    pub(crate) fragments: BTreeMap<String, Shape>,
    pub(crate) inputs: BTreeMap<String, InputObject>,
    pub(crate) operations: BTreeMap<String, Operation>,
}

/// The type of a selection set.
#[derive(Debug, PartialEq)]
pub(crate) enum Shape {
    /// Of an object.
    Struct(Vec<Field>),
    /// Of a union.
    Union(Vec<Arm>),
}

/// A field of an answer.
#[derive(Debug, PartialEq)]
pub(crate) struct Field {
    /// The response key.
    pub(crate) key: String,
    pub(crate) nullable: bool,
    pub(crate) list: bool,
    pub(crate) base: Base,
}

/// A member of a union.
#[derive(Debug, PartialEq)]
pub(crate) struct Arm {
    /// As `__typename` says it.
    pub(crate) type_name: String,
    /// The struct of its fields, if any are selected.
    pub(crate) payload: Option<Base>,
}

/// A type without lists and nulls.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Base {
    String,
    Int,
    Float,
    Boolean,
    Json,
    Timestamp,
    /// A feature, as `stigg_models` has it: it is converted while it is read, so that it need not be if it is known.
    Feature,
    /// An enum of `stigg_models`.
    Enum(String),
    /// A generated type that belongs to a fragment.
    Fragment(String),
    /// A generated type that belongs to one operation.
    Local(String),
    /// An input object.
    Input(String),
}

#[derive(Debug)]
pub(crate) struct InputObject {
    pub(crate) fields: Vec<InputField>,
    /// Whether each required field has a default, so that the whole can have one.
    pub(crate) has_default: bool,
}

#[derive(Debug)]
pub(crate) struct InputField {
    pub(crate) name: String,
    pub(crate) presence: Presence,
    pub(crate) list: bool,
    /// Breaks a cycle of types.
    pub(crate) boxed: bool,
    pub(crate) base: Base,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    /// Left out unless it is set.
    Optional,
    /// Left out, null, or set.
    ThreeState,
}

#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) kind: OperationType,
    pub(crate) variables: Vec<InputField>,
    /// Whether the variables can have a default.
    pub(crate) variables_have_default: bool,
    pub(crate) data: Vec<Field>,
    /// Types nested in the answer that no fragment names.
    pub(crate) nested: BTreeMap<String, Shape>,
    /// The text to send, in pieces that follow each other without anything in between.
    pub(crate) document: Vec<String>,
}
