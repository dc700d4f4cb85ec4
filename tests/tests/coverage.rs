//! That nothing of the schema is forgotten: every root field has an operation, every operation is pinned by a snapshot, and
//! every member of its input can be said by somebody who uses the client.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};
use serde_json::Value;
use stigg_graphql::conformance::KnownOperation;

/// Root fields without an operation, and why.
const LEFT_OUT: &[(&str, &str)] = &[];

/// Types of inputs that are taken as a whole: how pages are asked for, and by what items are compared, has tests of its own.
const WHOLE: &[&str] = &["CursorPaging", "Comparison"];

/// Members of inputs that no snapshot shows, and why.
const NOT_SENT: &[(&str, &str)] = &[
    (
        "CreateCoupon: CreateCouponInput.discountValue",
        "deprecated for `percentOff` and `amountsOff`",
    ),
    ("CreateSubscription: SubscriptionInput.subscriptionId", ID_AS_REF_ID),
    (
        "CreateSubscription: SubscriptionInput.unitQuantity",
        UNITS_AS_PRICE_UNITS,
    ),
    (
        "GetActiveSubscriptions: GetActiveSubscriptionsInput.resourceId",
        ONE_OR_SEVERAL,
    ),
    (
        "GetActiveSubscriptionsList: GetActiveSubscriptionsInput.resourceId",
        ONE_OR_SEVERAL,
    ),
    (
        "GetEntitlementV2: GetEntitlementV2Input.currencyId",
        "a feature or a currency: the snapshot shows a feature",
    ),
    ("GetSubscriptions: SubscriptionQueryFilter.and", OTHER_FILTERS),
    (
        "GetSubscriptions: SubscriptionQueryFilter.cancellationDate",
        OTHER_FILTERS,
    ),
    ("GetSubscriptions: SubscriptionQueryFilter.createdAt", OTHER_FILTERS),
    ("GetSubscriptions: SubscriptionQueryFilter.customer", OTHER_FILTERS),
    ("GetSubscriptions: SubscriptionQueryFilter.endDate", OTHER_FILTERS),
    ("GetSubscriptions: SubscriptionQueryFilter.or", OTHER_FILTERS),
    ("GetSubscriptions: SubscriptionQueryFilter.plan", OTHER_FILTERS),
    ("GetSubscriptions: SubscriptionQueryFilter.resource", OTHER_FILTERS),
    ("GetSubscriptions: SubscriptionQueryFilter.startDate", OTHER_FILTERS),
    (
        "GetUsageHistory: UsageHistoryInput.groupBy",
        "the older history has no place for groups: the newer one has",
    ),
    ("ImportCustomer: ImportCustomerInput.customerId", ID_AS_REF_ID),
    (
        "ImportCustomerBulk: ImportCustomerInput.refId",
        "the id goes as `customerId` here, as the official SDK sends it",
    ),
    ("ProvisionCustomer: ProvisionCustomerInput.customerId", ID_AS_REF_ID),
    (
        "ProvisionCustomer: ProvisionCustomerInput.shouldSyncFree",
        "deprecated, and does nothing",
    ),
    (
        "ProvisionCustomer: ProvisionCustomerSubscriptionInput.subscriptionId",
        ID_AS_REF_ID,
    ),
    (
        "ProvisionCustomer: ProvisionCustomerSubscriptionInput.unitQuantity",
        UNITS_AS_PRICE_UNITS,
    ),
    (
        "ProvisionSubscription: ProvisionSubscriptionInput.subscriptionId",
        ID_AS_REF_ID,
    ),
    ("UpdateCustomer: UpdateCustomerInput.customerId", ID_AS_REF_ID),
    (
        "UpdateSubscription: UpdateSubscriptionInput.subscriptionId",
        ID_AS_REF_ID,
    ),
];

const ONE_OR_SEVERAL: &str = "one resource or several: the snapshot shows several";
const OTHER_FILTERS: &str = "the official server SDK does not offer it either: the items can be looked at as they come";
const UNITS_AS_PRICE_UNITS: &str = "`priceUnitAmount` says it, as the official SDK has it";
const ID_AS_REF_ID: &str = "the id goes as `refId`, as the official SDK sends it";

fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn schema() -> Valid<Schema> {
    let text = file("schema/stigg.graphql") + &file("schema/supplement.graphql");
    Schema::parse_and_validate(text, "stigg.graphql").expect("the schema is one")
}

fn document(schema: &Valid<Schema>, operation: &KnownOperation) -> Valid<ExecutableDocument> {
    ExecutableDocument::parse_and_validate(schema, operation.document, operation.name)
        .unwrap_or_else(|error| panic!("{}: {error}", operation.name))
}

#[test]
fn every_root_field_has_an_operation_or_a_reason_to_have_none() {
    let schema = schema();
    let mut covered = BTreeSet::new();
    for operation in KnownOperation::ALL {
        let document = document(&schema, operation);
        let operation = document.operations.get(None).expect("there is one operation");
        for field in operation.root_fields(&document) {
            covered.insert(format!("{}.{}", operation.object_type(), field.name));
        }
    }
    let mut all = BTreeSet::new();
    for root in ["Query", "Mutation", "Subscription"] {
        let fields = &schema.get_object(root).expect("it is a root").fields;
        all.extend(fields.keys().map(|field| format!("{root}.{field}")));
    }
    let left_out: BTreeSet<String> = LEFT_OUT.iter().map(|(field, _)| (*field).to_owned()).collect();
    let expected: BTreeSet<String> = &all - &left_out;
    let missing: Vec<_> = expected.difference(&covered).collect();
    assert!(missing.is_empty(), "without an operation: {missing:?}");
    let excused: Vec<_> = covered.difference(&expected).collect();
    assert!(
        excused.is_empty(),
        "they have an operation, and are listed as left out: {excused:?}"
    );
    assert!(all.is_superset(&left_out), "listed as left out, but not in the schema");
}

/// The variables that a snapshot shows, by the name of the operation.
fn pinned() -> BTreeMap<String, Vec<Value>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/stigg-graphql/tests/it");
    let mut pinned: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for text in snapshots_below(&tests) {
        let name = text.lines().find_map(|line| {
            // Requests say it in a header, subscriptions in their message.
            let name = line.strip_prefix("x-graphql-operation-name: ");
            name.or_else(|| line.strip_prefix("operationName: "))
        });
        let variables = text
            .split_once("\n--- variables\n")
            .and_then(|(_, rest)| rest.split_once("\n--- "));
        if let (Some(name), Some((variables, _))) = (name, variables) {
            let variables = serde_json::from_str(variables).expect("variables are JSON");
            pinned.entry(name.to_owned()).or_default().push(variables);
        }
    }
    pinned
}

/// What is in the folders `snapshots`: each module of tests has its own, beside its file.
fn snapshots_below(directory: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(directory).expect("it can be listed") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            texts.extend(snapshots_below(&path));
        } else if directory.ends_with("snapshots") {
            texts.push(fs::read_to_string(&path).expect("it is text"));
        }
    }
    texts
}

#[test]
fn what_every_operation_sends_is_pinned_by_a_snapshot() {
    let pinned = pinned();
    let missing: Vec<_> = KnownOperation::ALL
        .iter()
        .map(|operation| operation.name)
        .filter(|name| !pinned.contains_key(*name))
        .collect();
    assert!(missing.is_empty(), "no snapshot of {missing:?}");
}

#[test]
fn every_member_of_every_input_can_be_sent() {
    let schema = schema();
    let pinned = pinned();
    let mut unsent = BTreeSet::new();
    for operation in KnownOperation::ALL {
        let document = document(&schema, operation);
        let definition = document.operations.get(None).expect("there is one operation");
        let snapshots: Vec<&Value> = pinned.get(operation.name).into_iter().flatten().collect();
        for variable in &definition.variables {
            let values = members(&snapshots, &variable.name);
            let ty = variable.ty.inner_named_type();
            walk(&schema, operation.name, ty, &values, &mut Vec::new(), &mut unsent);
        }
    }
    let expected: BTreeSet<String> = NOT_SENT.iter().map(|(member, _)| (*member).to_owned()).collect();
    let missing: Vec<_> = unsent.difference(&expected).collect();
    assert!(missing.is_empty(), "no snapshot sends them: {missing:#?}");
    let stale: Vec<_> = expected.difference(&unsent).collect();
    assert!(stale.is_empty(), "they are sent, and listed as not sent: {stale:?}");
}

/// The values that a member has in any of these objects, with lists taken apart.
fn members<'a>(objects: &[&'a Value], name: &str) -> Vec<&'a Value> {
    let values = objects.iter().filter_map(|object| object.get(name));
    values
        .flat_map(|value| match value {
            Value::Array(items) => items.iter().collect(),
            value => vec![value],
        })
        .collect()
}

fn walk(
    schema: &Schema,
    operation: &str,
    ty: &str,
    values: &[&Value],
    within: &mut Vec<String>,
    unsent: &mut BTreeSet<String>,
) {
    // A type within itself (`and`, `or` of a filter) has been looked at.
    let Some(ExtendedType::InputObject(object)) = schema.types.get(ty) else {
        return;
    };
    if within.iter().any(|outer| outer == ty) || WHOLE.iter().any(|whole| ty.ends_with(whole)) {
        return;
    }
    within.push(ty.to_owned());
    for (name, field) in &object.fields {
        // The key decides the environment.
        if name == "environmentId" {
            continue;
        }
        let values = members(values, name);
        if values.is_empty() {
            unsent.insert(format!("{operation}: {ty}.{name}"));
        } else {
            walk(schema, operation, field.ty.inner_named_type(), &values, within, unsent);
        }
    }
    within.pop();
}
