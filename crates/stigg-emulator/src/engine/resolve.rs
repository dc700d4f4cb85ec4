//! The bridge between the executor's resolvers and our objects.

use std::cell::RefCell;
use std::rc::Rc;

use apollo_compiler::executable::Operation;
use apollo_compiler::resolvers::{FieldError, ObjectValue, ResolveInfo, ResolvedValue};
use apollo_compiler::response::{JsonMap, JsonValue};
use serde_json::Value as Json;

use super::object::{Object, Value};
use super::{arguments, errors, operations, views};
use crate::error::{ApiError, Code};
use crate::state::State;

/// One execution.
#[derive(Debug)]
pub(crate) struct Run<'s> {
    pub(super) operation: &'s Operation,
    /// The variables as the caller gave them.
    pub(super) variables: &'s JsonMap,
    pub(super) state: RefCell<&'s mut State>,
    /// The errors that resolvers raised so far.
    pub(super) raised: RefCell<Vec<ApiError>>,
    pub(super) checkout_url: &'s str,
}

impl Run<'_> {
    /// Hands an error to the executor, which only knows messages, and remembers the rest of it.
    fn raise(&self, error: ApiError) -> FieldError {
        let mut raised = self.raised.borrow_mut();
        raised.push(error);
        FieldError {
            message: format!("{}{}", errors::MARK, raised.len() - 1),
        }
    }
}

/// A root of the schema: its fields are the operations.
pub(super) struct Root<'a, 's> {
    pub(super) run: &'a Run<'s>,
}

impl ObjectValue for Root<'_, '_> {
    fn type_name(&self) -> &str {
        self.run.operation.object_type()
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        let arguments = arguments::of(info, self.run);
        let result = operations::run(self.run, info.field_name(), arguments);
        let value = result.map_err(|error| self.run.raise(error))?;
        self.run.resolved(&value, info)
    }
}

/// The root of a subscription: its field is what happened.
pub(super) struct EventRoot<'a, 's> {
    pub(super) run: &'a Run<'s>,
    pub(super) event: &'a Value,
}

impl ObjectValue for EventRoot<'_, '_> {
    fn type_name(&self) -> &str {
        self.run.operation.object_type()
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        self.run.resolved(self.event, info)
    }
}

struct Resolved<'a, 's> {
    run: &'a Run<'s>,
    object: Rc<Object>,
}

impl ObjectValue for Resolved<'_, '_> {
    fn type_name(&self) -> &str {
        self.object.type_name
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        self.run.resolved(self.object.get(info.field_name()), info)
    }
}

impl<'s> Run<'s> {
    fn resolved<'a>(&'a self, value: &Value, info: &ResolveInfo<'_>) -> Result<ResolvedValue<'a>, FieldError>
    where
        's: 'a,
    {
        let type_name = info.field_definition().ty.inner_named_type();
        self.convert(value, type_name == "Float")
    }

    fn convert<'a>(&'a self, value: &Value, is_float: bool) -> Result<ResolvedValue<'a>, FieldError>
    where
        's: 'a,
    {
        Ok(match value {
            Value::Null => ResolvedValue::null(),
            Value::Leaf(json) if is_float => ResolvedValue::Leaf(float(json)),
            Value::Leaf(json) => ResolvedValue::Leaf(JsonValue::from(json.clone())),
            Value::Node(node) => {
                let object = views::view(&self.state.borrow(), node).ok_or_else(|| {
                    self.raise(ApiError::new(
                        Code::UnexpectedError,
                        "The emulator lost an object it refers to",
                    ))
                })?;
                ResolvedValue::object(Resolved { run: self, object })
            }
            Value::List(values) => {
                let values: Result<Vec<_>, _> = values.iter().map(|value| self.convert(value, is_float)).collect();
                ResolvedValue::list(values?)
            }
        })
    }
}

/// The executor insists on floating point where the schema says `Float`.
fn float(json: &Json) -> JsonValue {
    json.as_f64()
        .and_then(serde_json::Number::from_f64)
        .map_or_else(|| json.clone().into(), JsonValue::Number)
}
