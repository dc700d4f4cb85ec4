use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::thread::JoinHandle;

use apollo_compiler::ast::Document;
use apollo_compiler::executable::ExecutableDocument;
use apollo_compiler::{Schema, introspection as apollo};
use serde_json::{Value, json};

use super::introspection::{Api, QUERY};
use super::{cut, fetch, sdl};
use crate::codegen::{self, Present};

/// What a server with this schema answers to an introspection.
fn introspect(schema: &str) -> Value {
    let schema = Schema::parse_and_validate(schema, "schema.graphql").expect("the schema is valid");
    let document = ExecutableDocument::parse_and_validate(&schema, QUERY, "introspection.graphql");
    let document = document.expect("the introspection is valid");
    let operation = document.operations.get(None).expect("it is one operation");
    apollo::check_max_depth(&document, operation).expect("servers with a limit on depth answer it");
    let implementers = schema.implementers_map();
    let variables = apollo_compiler::request::coerce_variable_values(
        &schema,
        operation,
        &apollo_compiler::response::JsonMap::default(),
    );
    let variables = variables.expect("it has no variables");
    let answer = apollo::partial_execute(&schema, &implementers, &document, operation, &variables);
    let answer = answer.expect("introspection works");
    serde_json::to_value(answer.data).expect("the answer is JSON")
}

fn api(schema: &str) -> Api {
    Api::from_json(&introspect(schema)).expect("the answer holds a schema")
}

/// Without the comments at its head.
fn body(schema: &str) -> String {
    let mut body = String::new();
    for line in schema.lines().skip_while(|line| line.starts_with('#')) {
        body.push_str(line);
        body.push('\n');
    }
    body
}

const SHOP: &str = "
schema { query: Root mutation: Changes subscription: News }
type Root { shop(kind: Kind = MALL, filter: Filter!): Shop shops: [Shop!]! node(id: ID!): Node ads: Ad }
type Changes { advertise(text: String!): Ad }
type News { opened: Shop }
interface Node { id: ID! }
interface Named { name: String }
type Shop implements Node & Named {
  id: ID! name: String @deprecated(reason: \"unused\") kinds: [Kind] owner: Person stock: [Thing!]! rival: Shop
}
type Person { name: String! boss: Person ad: Ad }
union Thing = Lamp | Book | Box
type Book { title: String author: Person }
type Box { content: Thing }
type Lamp { watts: Float! }
type Ad { text: String }
input Filter { and: [Filter!] open: Boolean = true since: Day closed: Boolean @deprecated }
enum Kind { MALL CORNER_SHOP @deprecated }
enum Unused { A }
scalar Day
";

#[test]
fn an_introspection_is_printed_as_sdl() {
    let text = sdl::print(&api(SHOP), "all of it");
    Schema::parse_and_validate(&text, "printed.graphql").expect("what is printed is valid");
    insta::assert_snapshot!("whole", text);
}

#[test]
fn a_cut_keeps_what_the_file_has_or_a_document_selects() {
    let present =
        "type Query { a: Int } type Root { shop: Shop ads: Int } type Shop { rival: Shop } type Person { gone: Int }";
    let document = "query Q { shop { ...F } missing } fragment F on Shop { stock { ... on Book { author { name } } } }";
    let present = Present {
        schema: Schema::parse_and_validate(present, "present.graphql").expect("the schema is valid"),
        documents: vec![Document::parse(document, "document.graphql").expect("the syntax is right")],
    };
    let text = sdl::print(&cut::cut(api(SHOP), &present), "a part");
    Schema::parse_and_validate(&text, "cut.graphql").expect("what is left is valid");
    insta::assert_snapshot!("cut", text);
}

#[test]
fn the_schema_file_survives_a_round_trip_whole_and_cut() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is a folder of the project");
    let file = std::fs::read_to_string(root.join("schema/stigg.graphql")).expect("the file is there");
    let present = codegen::present(root).expect("the file and the documents can be read");
    for printed in [
        sdl::print(&api(&file), "whole"),
        sdl::print(&cut::cut(api(&file), &present), "cut"),
    ] {
        let (printed, file) = (body(&printed), body(&file));
        let difference = printed
            .lines()
            .zip(file.lines())
            .find(|(printed, file)| printed != file);
        assert_eq!(difference, None);
        assert_eq!(printed.len(), file.len());
    }
}

#[test]
fn an_answer_that_is_no_introspection_is_refused() {
    for (answer, expected) in [
        (json!({}), "the answer holds no schema"),
        (
            json!({ "__schema": { "queryType": { "name": "Q" }, "types": [] } }),
            "the answer holds no schema",
        ),
        (
            json!({ "__schema": { "types": [{ "kind": "OBJECT" }] } }),
            "the answer is not an introspection: a part of it has no `name`",
        ),
        (
            json!({ "__schema": { "types": [{ "kind": "NEW", "name": "T" }] } }),
            "the answer holds a type of the unknown kind NEW",
        ),
    ] {
        let failure = Api::from_json(&answer).expect_err("it holds no schema").to_string();
        assert!(failure.starts_with(expected), "{failure}");
    }
}

const KEY: &str = "server-secret-key";

/// A server for one request, which answers with this status and body. Gives its URL and what it was sent.
fn server(status: &'static str, body: String) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/graphql", listener.local_addr().expect("it has an address"));
    let handle = std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("a client comes");
        let mut reader = BufReader::new(stream);
        let (mut request, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("a line of the head");
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
            request.push_str(&line);
            if line.trim().is_empty() {
                break;
            }
        }
        let mut sent = vec![0; length];
        reader.read_exact(&mut sent).expect("the body");
        request.push_str(&String::from_utf8(sent).expect("the body is text"));
        let head = format!(
            "HTTP/1.1 {status}\r\nlocation: http://elsewhere.invalid/\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        reader
            .get_mut()
            .write_all((head + &body).as_bytes())
            .expect("the client listens");
        request
    });
    (url, handle)
}

#[test]
fn the_key_travels_in_its_header_and_the_data_comes_back() {
    let (url, server) = server("200 OK", json!({ "data": introspect(SHOP) }).to_string());
    let data = fetch::introspect(&url, KEY).expect("the server answers");
    assert_eq!(data, introspect(SHOP));
    let request = server.join().expect("the server ends");
    assert!(request.starts_with("POST /graphql HTTP/1.1\r\n"), "{request}");
    assert!(
        request.to_lowercase().contains(&format!("\r\nx-api-key: {KEY}\r\n")),
        "{request}"
    );
    assert!(
        request.contains("\"operationName\":\"IntrospectionQuery\""),
        "{request}"
    );
}

#[test]
fn failures_are_clear_and_never_show_the_key() {
    let refused = json!({ "errors": [{ "message": format!("key {KEY} is unknown") }], "data": null }).to_string();
    let mut failures = String::new();
    for (status, body) in [
        ("401 Unauthorized", format!("no access with {KEY}")),
        ("500 Internal Server Error", format!("{}{KEY}", "x".repeat(290))),
        ("307 Temporary Redirect", String::new()),
        ("200 OK", refused),
        ("200 OK", format!("<html>{KEY}</html>")),
        ("200 OK", "{}".to_owned()),
    ] {
        let (url, server) = server(status, body);
        let failure = fetch::introspect(&url, KEY).expect_err(status).to_string();
        server.join().expect("the server ends");
        failures = failures + &failure.replace(&url, "<url>") + "\n";
    }
    assert!(!failures.contains("secret"), "{failures}");
    insta::assert_snapshot!("failures", failures);
}

#[test]
fn a_server_that_is_not_there_is_a_failure_that_says_so() {
    let closed = TcpListener::bind("127.0.0.1:0")
        .expect("a free port")
        .local_addr()
        .expect("it has an address");
    let url = format!("http://{closed}/graphql");
    let failure = fetch::introspect(&url, KEY).expect_err("nobody listens").to_string();
    assert!(
        failure.starts_with(&format!("introspection of {url}: error sending request")),
        "{failure}"
    );
    assert!(failure.to_lowercase().contains("refused"), "{failure}");
}

#[test]
fn a_key_that_cannot_be_a_header_is_refused_without_showing_it() {
    let failure = fetch::introspect("http://127.0.0.1:9/graphql", "secret\nkey").expect_err("it has a line break");
    let expected = "introspection of http://127.0.0.1:9/graphql: the API key has characters that no key has";
    assert_eq!(failure.to_string(), expected);
}
