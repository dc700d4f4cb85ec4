//! Every rule of the generator, over a small schema.

use std::fs;
use std::path::{Path, PathBuf};

use apollo_compiler::schema::ExtendedType;

use super::emit_enums::Descriptions;
use super::ir::Wire;
use super::load::{Input, Source};
use super::output::{self, Output};
use super::{emit_answers, emit_enums, emit_inputs, emit_operations, inputs, lower};
use crate::failure::Result;

const SCHEMA: &str = "
type Query {
  shop(input: ShopInput!): Shop!
  shops(filter: Filter, first: Int = 10, tags: [String!]): [Shop!]!
  odd: Odd!
}

type Mutation {
  updateOneCustomer(input: UpdateCustomerInput!): Shop
  close(input: CloseInput!, kind: Kind!): String
}

type Subscription {
  shop: Shop
}

type Shop {
  id: UUID!
  name: String
  type: String!
  taxID: String
  floors: Int!
  cellars: Int
  rent: Float
  open: Boolean!
  openedAt: DateTime!
  closedAt: DateTime
  extra: JSON
  kind: Kind
  kinds: [Kind!]!
  tags: [String]
  numbers: [Int!]
  grid: [[String!]!]
  owner: Person!
  sellers: [Person!]
  stock: [Thing!]
  best: Thing
}

type Person {
  name: String!
  boss: Person
}

union Thing = Book | Lamp | Rug

type Book {
  title: String!
  author: Person
}

type Lamp {
  watts: Float!
}

type Rug {
  colour: String
}

type Odd {
  colour: Colour
  node: Node
}

interface Node {
  id: UUID!
}

enum Kind {
  CORNER_SHOP
  Mall
  USD
}

input ShopInput {
  id: UUID!
  environmentId: String
  type: String
}

input UpdateCustomerInput {
  couponRefId: String
  name: String
}

input Filter {
  and: [Filter!]
  not: Filter
  nested: FilterBox
  since: DateTime
  taxID: String
}

input FilterBox {
  filter: Filter
  limit: Int!
}

input CloseInput {
  at: DateTime!
  reasons: [String!]!
}

scalar Colour
scalar DateTime
scalar JSON
scalar UUID
";

fn source(path: &str, text: &str) -> Source {
    Source {
        path: PathBuf::from(path),
        text: text.to_owned(),
    }
}

fn input(documents: &[(&str, &str)]) -> Result<Input> {
    let documents: Vec<_> = documents.iter().map(|(path, text)| source(path, text)).collect();
    Input::new(&[source("schema.graphql", SCHEMA)], &documents)
}

fn wire(document: &str) -> Wire {
    lower::lower(&input(&[("operation.graphql", document)]).expect("the document is valid"))
        .expect("the rules allow it")
}

/// What is said about a document that breaks a rule.
fn problem(document: &str) -> String {
    let failure = input(&[("operation.graphql", document)]).and_then(|input| lower::lower(&input));
    failure.expect_err("the document breaks a rule").to_string()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is a folder of the project")
}

fn formatted(text: &str) -> String {
    output::rustfmt(root(), "a test", text).expect("the text is Rust")
}

#[test]
fn a_selection_becomes_a_struct() {
    let wire = wire(
        "query GetShop($input: ShopInput!) { store: shop(input: $input) { ...Shop } }
         fragment Shop on Shop {
           id name type taxID floors cellars rent open openedAt closedAt extra kind kinds tags
           owner { ...Person }
           sellers { ...Person }
         }
         fragment Person on Person { name }",
    );
    insta::assert_snapshot!("structs", formatted(&emit_answers::fragments(&wire)));
}

#[test]
fn a_feature_that_may_be_missing_is_read_as_one_that_may_be_known() {
    let wire = wire(
        "query GetShop($input: ShopInput!) { shop(input: $input) { ...Shop } }
         fragment Shop on Shop { owner { ...EntitlementFeature } sellers { ...EntitlementFeature } best { ...Best } }
         fragment Best on Thing { __typename ... on Book { author { ...EntitlementFeature } } }
         fragment EntitlementFeature on Person { name }",
    );
    insta::assert_snapshot!("features", formatted(&emit_answers::fragments(&wire)));
}

#[test]
fn an_operation_has_its_document_variables_and_answer() {
    let wire = wire(
        "query ListShops($filter: Filter, $first: Int, $tags: [String!]) {
           shops(filter: $filter, first: $first, tags: $tags) { ...Shop }
         }
         mutation Close($input: CloseInput!, $kind: Kind!) { close(input: $input, kind: $kind) }
         subscription OnShop { shop { ...Shop } }
         fragment Shop on Shop { id owner { ...Person } }
         fragment Person on Person { name }",
    );
    insta::assert_snapshot!("operations", formatted(&emit_operations::operations(&wire)));
}

#[test]
fn inputs_keep_three_states_apart_and_break_cycles() {
    let wire = wire(
        "query A($input: ShopInput!) { shop(input: $input) { id } }
         query B($filter: Filter) { shops(filter: $filter) { id } }
         mutation C($input: UpdateCustomerInput!) { updateOneCustomer(input: $input) { id } }
         mutation D($input: CloseInput!, $kind: Kind!) { close(input: $input, kind: $kind) }",
    );
    insta::assert_snapshot!("inputs", formatted(&emit_inputs::inputs(&wire)));
}

#[test]
fn spreads_are_merged_into_the_selection_they_stand_in() {
    let wire = wire(
        "query GetShop($input: ShopInput!) { shop(input: $input) { ...Full } }
         fragment Slim on Shop { id owner { ...Person } }
         fragment Full on Shop { ...Slim name owner { ...Person } ... on Shop { open } ... { rent } }
         fragment Person on Person { name }",
    );
    assert_eq!(
        wire.fragments.keys().collect::<Vec<_>>(),
        ["Full", "Person"],
        "only types that are used are made"
    );
    insta::assert_snapshot!("merged", formatted(&emit_answers::fragments(&wire)));
}

#[test]
fn nested_selections_are_named_by_their_path() {
    let wire = wire(
        "query GetShop($input: ShopInput!) { shop(input: $input) { id boss: owner { name boss { name } } sellers { ...P } } }
         fragment P on Person { name boss { name } }",
    );
    let text = emit_operations::operations(&wire) + &emit_answers::fragments(&wire);
    let structs: Vec<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub(crate) struct "))
        .collect();
    let expected = [
        "GetShop;",
        "GetShopVariables {",
        "GetShopData {",
        "GetShopShop {",
        "GetShopShopBoss {",
        "GetShopShopBossBoss {",
        "P {",
        "PBoss {",
    ];
    assert_eq!(structs, expected);
}

#[test]
fn a_union_becomes_an_enum_with_an_arm_for_what_is_unknown() {
    let wire = wire(
        "query GetShop($input: ShopInput!) { shop(input: $input) { ...Shop } }
         fragment Shop on Shop { stock { ...Thing } best { __typename ... on Lamp { watts } } }
         fragment Thing on Thing { __typename ...Book ... on Lamp { watts } ... on Rug { __typename } }
         fragment Book on Book { title }",
    );
    insta::assert_snapshot!("unions", formatted(&emit_answers::fragments(&wire)));
}

#[test]
fn a_mistake_is_reported_with_its_file_and_line() {
    let documents = [
        (
            "operations/Good.graphql",
            "query Good($input: ShopInput!) { shop(input: $input) { id } }",
        ),
        (
            "operations/Bad.graphql",
            "query Bad($input: ShopInput!) {\n  shop(input: $input) {\n    idd\n  }\n}",
        ),
    ];
    let failure = input(&documents).expect_err("there is no field `idd`").to_string();
    assert!(
        failure.starts_with("operations/Bad.graphql:3:5: type `Shop` does not have a field `idd`"),
        "{failure}"
    );
    assert!(
        failure.ends_with("refresh that file first with `cargo xtask schema`."),
        "{failure}"
    );
}

#[test]
fn a_mistake_in_the_schema_is_reported_with_its_file_and_line() {
    let failure = Input::new(&[source("schema.graphql", "type Query {\n  a: Missing\n}")], &[]);
    let failure = failure.expect_err("there is no type `Missing`").to_string();
    assert!(
        failure.starts_with("schema.graphql:2:6: cannot find type `Missing`"),
        "{failure}"
    );
}

#[test]
fn what_the_generator_cannot_do_is_refused_with_advice() {
    let in_shop =
        |selection: &str| format!("query Q($input: ShopInput!) {{ shop(input: $input) {{\n  {selection} }} }}");
    let with = |selection: &str, fragments: &str| format!("{}\n{fragments}", in_shop(selection));
    let problems = [
        with(
            "owner { name } ...Boss",
            "fragment Boss on Shop { owner { boss { name } } }",
        ),
        in_shop("__typename id"),
        in_shop("id @include(if: true)"),
        in_shop("numbers"),
        in_shop("grid"),
        in_shop("best { ... on Lamp { watts } }"),
        in_shop("best { __typename ... on Lamp { watts } ... on Lamp { watts } }"),
        with(
            "owner { name } ...F",
            "fragment F on Shop { best { ...T } } fragment T on Thing { __typename ...U } fragment U on Thing { __typename }",
        ),
        with(
            "owner { boss { name } } sellers { ...QShopOwner }",
            "fragment QShopOwner on Person { name }",
        ),
        "query Q { odd { colour } }".to_owned(),
        "query Q { odd { node { id } } }".to_owned(),
        "{ odd { __typename } }".to_owned(),
    ];
    let problems: Vec<_> = problems.iter().map(|document| problem(document)).collect();
    insta::assert_snapshot!("problems", problems.join("\n"));
}

fn enums(supplement: &str, descriptions: &[(&str, &str)]) -> Result<String> {
    // A file without a definition would be a syntax error.
    let supplement = format!("scalar Other\n{supplement}");
    let sources = [
        source("schema.graphql", SCHEMA),
        source("supplement.graphql", &supplement),
    ];
    let input = Input::new(&sources, &[])?;
    let descriptions: Descriptions = descriptions
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    emit_enums::enums(&input.schema, &descriptions)
}

#[test]
fn every_enum_is_declared_with_its_descriptions() {
    let descriptions = [
        ("Kind", "What a shop is."),
        ("Kind.Mall", "A big one."),
        ("small", "Another one."),
    ];
    let text = enums("enum small { Unknown None }", &descriptions).expect("all is described");
    insta::assert_snapshot!("enums", formatted(&text));
}

#[test]
fn an_enum_without_a_description_is_refused() {
    let failure = enums("", &[]).expect_err("nothing is described").to_string();
    assert!(
        failure.starts_with("schema/descriptions.json: the enum `Kind` has no description. Add \"Kind\":"),
        "{failure}"
    );
}

#[test]
fn a_description_of_nothing_is_refused() {
    for name in ["Kin", "Kind.Maul"] {
        let failure = enums("", &[("Kind", "What a shop is."), (name, "?")]).expect_err("it describes nothing");
        let expected = format!("schema/descriptions.json: `{name}` is no enum or enum value of the schema");
        assert!(failure.to_string().starts_with(&expected), "{failure}");
    }
}

#[test]
fn values_whose_variants_would_clash_are_refused() {
    for (values, expected) in [
        (
            "Unrecognized",
            "`E.Unrecognized` has the name of the variant for unknown values",
        ),
        (
            "HALF_DAY HalfDay",
            "`E.HalfDay` and `E.HALF_DAY` would both be `HalfDay`",
        ),
    ] {
        let descriptions = [("Kind", "What a shop is."), ("E", "Another one.")];
        let failure = enums(&format!("enum E {{ {values} }}"), &descriptions)
            .expect_err("the names clash")
            .to_string();
        assert!(failure.starts_with(expected), "{failure}");
    }
}

#[test]
fn stale_files_are_named_and_writing_makes_them_fresh() {
    let folder = std::env::temp_dir().join(format!("xtask-codegen-{}", std::process::id()));
    let output = |path, text: &str| Output {
        path,
        text: text.to_owned(),
    };
    let outputs = [
        output("new/folder/missing.rs", "a"),
        output("stale.rs", "b"),
        output("fresh.rs", "c"),
    ];
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("stale.rs"), "old").expect("a file");
    fs::write(folder.join("fresh.rs"), "c").expect("a file");

    let failure = output::check(&folder, &outputs)
        .expect_err("two files are stale")
        .to_string();
    let written = output::write(&folder, &outputs);
    let fresh = output::check(&folder, &outputs);
    fs::remove_dir_all(&folder).expect("the folder is there");

    let expected = "generated files are out of date:\n  new/folder/missing.rs\n  stale.rs\nRun `cargo xtask codegen`, and commit them.";
    assert_eq!(failure, expected);
    assert_eq!(written, Ok(vec!["new/folder/missing.rs", "stale.rs"]));
    assert_eq!(fresh, Ok(()));
}

#[test]
fn the_tables_of_exceptions_name_fields_of_the_real_schema() {
    let schema = Source::read(root(), super::SCHEMA).expect("the schema is there");
    let input = Input::new(&[schema], &[]).expect("the schema is valid");
    let tables = [inputs::THREE_STATE, lower::DOUBTED, lower::TIMES, lower::UNREAD];
    for (type_name, field) in tables.into_iter().flatten() {
        let found = match input.schema.types.get(*type_name) {
            Some(ExtendedType::InputObject(definition)) => definition.fields.contains_key(*field),
            Some(ExtendedType::Object(definition)) => definition.fields.contains_key(*field),
            _ => false,
        };
        assert!(found, "there is no {type_name}.{field}");
    }
}
