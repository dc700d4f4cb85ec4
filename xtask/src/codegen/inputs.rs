//! From the variables of the operations to the inputs that they reach.

use std::collections::BTreeMap;

use apollo_compiler::Schema;
use apollo_compiler::ast::Type;
use apollo_compiler::schema::{ExtendedType, InputObjectType};

use super::ir::{Base, InputField, InputObject, Presence};
use super::lower::scalar_or_enum;
use crate::failure::{Failure, Result};

/// Fields where absent, null and a value mean three things. Everywhere else null means what absent means, and is not sent.
pub(super) const THREE_STATE: &[(&str, &str)] = &[
    ("SaveAutoRechargeSettingsInput", "maxSpendLimit"),
    ("UpdateCustomerInput", "couponRefId"),
    ("UpdateSubscriptionInput", "cancellationDate"),
];

/// Never sent: the key decides the environment.
const LEFT_OUT: &str = "environmentId";

type Inputs = BTreeMap<String, InputObject>;

/// One field or variable, and into `inputs` what its type reaches.
pub(super) fn field(schema: &Schema, inputs: &mut Inputs, name: &str, ty: &Type, required: bool) -> Result<InputField> {
    let item = match ty {
        Type::List(item) | Type::NonNullList(item) => &**item,
        named => named,
    };
    if item.is_list() || (ty.is_list() && !item.is_non_null()) {
        let message =
            format!("`{name}` is of type `{ty}`: lists of lists, and lists with nulls, are not generated yet");
        return Err(Failure::new(message));
    }
    let type_name = item.inner_named_type();
    let base = match schema.types.get(type_name) {
        Some(ExtendedType::InputObject(definition)) => {
            object(schema, inputs, definition)?;
            Base::Input(type_name.to_string())
        }
        Some(leaf) => scalar_or_enum(leaf)
            .ok_or_else(|| Failure::new(format!("`{name}` is of type `{type_name}`, which has no Rust type")))?,
        None => {
            return Err(Failure::new(format!(
                "`{name}` is of type `{type_name}`, which is not in the schema"
            )));
        }
    };
    let presence = if required {
        Presence::Required
    } else {
        Presence::Optional
    };
    Ok(InputField {
        name: name.to_owned(),
        presence,
        list: ty.is_list(),
        boxed: false,
        base,
    })
}

fn object(schema: &Schema, inputs: &mut Inputs, definition: &InputObjectType) -> Result<()> {
    if inputs.contains_key(definition.name.as_str()) {
        return Ok(());
    }
    // Holds the place, so that a type that reaches itself ends here.
    inputs.insert(
        definition.name.to_string(),
        InputObject {
            fields: Vec::new(),
            has_default: false,
        },
    );
    let mut fields = Vec::new();
    for (name, value) in definition.fields.iter().filter(|(name, _)| *name != LEFT_OUT) {
        let mut field = field(schema, inputs, name, &value.ty, value.is_required())
            .map_err(Failure::context(format!("input {}", definition.name)))?;
        if THREE_STATE.contains(&(definition.name.as_str(), name.as_str())) {
            field.presence = Presence::ThreeState;
        }
        field.boxed = !field.list && reaches(schema, value.ty.inner_named_type(), &definition.name, &mut Vec::new());
        fields.push(field);
    }
    let has_default = fields.iter().all(|field| has_default(inputs, field));
    inputs.insert(definition.name.to_string(), InputObject { fields, has_default });
    Ok(())
}

/// Whether a value of one type holds a value of the other inline: a list puts it elsewhere.
fn reaches<'a>(schema: &'a Schema, from: &'a str, target: &str, seen: &mut Vec<&'a str>) -> bool {
    if from == target {
        return true;
    }
    if seen.contains(&from) {
        return false;
    }
    seen.push(from);
    let Some(ExtendedType::InputObject(definition)) = schema.types.get(from) else {
        return false;
    };
    let inline = definition.fields.values().filter(|field| !field.ty.is_list());
    inline
        .into_iter()
        .any(|field| reaches(schema, field.ty.inner_named_type(), target, seen))
}

/// Whether `Default` can make this field. There is no default for an enum or a time.
pub(super) fn has_default(inputs: &Inputs, field: &InputField) -> bool {
    field.presence != Presence::Required
        || field.list
        || match &field.base {
            Base::Enum(_) | Base::Timestamp => false,
            Base::Input(name) => inputs.get(name).is_some_and(|input| input.has_default),
            _ => true,
        }
}
