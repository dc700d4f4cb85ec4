//! The operations: their documents, variables and answers.

use std::fmt::Write as _;

use apollo_compiler::ast::OperationType;

use super::emit_answers;
use super::emit_inputs;
use super::ir::{Operation, Wire};
use super::{HEADER, Module};

/// The module `operations`.
pub(crate) fn operations(wire: &Wire) -> String {
    let mut body = String::new();
    for (name, operation) in &wire.operations {
        self::operation(&mut body, name, operation);
    }
    let mut text = format!("{HEADER}\n//! The operations: what is sent, and what is answered.\n\n");
    for module in ["fragments", "inputs"]
        .iter()
        .filter(|module| body.contains(&format!("{module}::")))
    {
        let _ = writeln!(text, "use super::{module};");
    }
    if body.contains("lenient::") {
        text.push_str("use crate::lenient;\n");
    }
    text.push_str("use crate::operation::{Operation, OperationKind};\n");
    each(&mut text, wire);
    text + &body
}

/// A macro that names every operation, for who has to look at all of them.
fn each(text: &mut String, wire: &Wire) {
    let names: Vec<&str> = wire.operations.keys().map(String::as_str).collect();
    let _ = writeln!(
        text,
        "
/// Passes the names of all operations to a macro.
#[cfg(feature = \"conformance\")]
macro_rules! each_operation {{
    ($then:ident) => {{
        $then! {{ {} }}
    }};
}}
#[cfg(feature = \"conformance\")]
pub(crate) use each_operation;",
        names.join(", ")
    );
}

fn operation(text: &mut String, name: &str, operation: &Operation) {
    let kind = match operation.kind {
        OperationType::Query => "Query",
        OperationType::Mutation => "Mutation",
        OperationType::Subscription => "Subscription",
    };
    // One line of source for each fragment. The backslash joins them without a blank.
    let document: Vec<String> = operation
        .document
        .iter()
        .map(|piece| piece.replace('\\', "\\\\").replace('"', "\\\""))
        .collect();
    let document = document.join("\\\n");
    let _ = writeln!(
        text,
        "
#[derive(Debug)]
pub(crate) struct {name};

impl Operation for {name} {{
    const NAME: &'static str = \"{name}\";
    const KIND: OperationKind = OperationKind::{kind};
    const DOCUMENT: &'static str = \"{document}\";
    type Variables = {name}Variables;
    type Data = {name}Data;
}}"
    );
    emit_inputs::object(
        text,
        Module::Operations,
        &format!("{name}Variables"),
        &operation.variables,
        operation.variables_have_default,
    );
    emit_answers::object(text, Module::Operations, &format!("{name}Data"), &operation.data);
    emit_answers::shapes(text, Module::Operations, &operation.nested);
}
