//! The GraphQL schema that the emulator answers, parsed once.

use std::sync::LazyLock;

use apollo_compiler::validation::Valid;
use apollo_compiler::{Name, Schema};

/// The text of the schema.
pub(crate) const SDL: &str = include_str!("../schema/stigg.graphql");

static SCHEMA: LazyLock<Valid<Schema>> = LazyLock::new(|| {
    Schema::parse_and_validate(SDL, "stigg.graphql").expect("the schema in this crate is valid, as its tests show")
});

/// The schema, parsed at first use.
pub(crate) fn schema() -> &'static Valid<Schema> {
    &SCHEMA
}

/// The values of an enum of the schema, in its order; none for a name that is not an enum.
pub(crate) fn enum_values(name: &str) -> Vec<&'static str> {
    schema()
        .get_enum(name)
        .map(|definition| definition.values.keys().map(Name::as_str).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_valid_and_has_its_roots() {
        let roots = &schema().schema_definition;
        assert!(roots.query.is_some() && roots.mutation.is_some() && roots.subscription.is_some());
        assert_eq!(enum_values("BillingPeriod"), ["ANNUALLY", "MONTHLY"]);
        assert_eq!(enum_values("Customer"), [] as [&str; 0]);
    }
}
