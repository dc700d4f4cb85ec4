//! That the test itself notices what it is there to notice.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::case::{self, Case, OperationCase};
use crate::differences::{self, Row};
use crate::report::Report;
use crate::{run, wire};

/// A case that the SDK passes.
fn passing() -> Value {
    json!({
        "id": "updateCustomer/one",
        "method": "updateCustomer",
        "config": {"now": "2025-06-15T12:34:56.789Z", "enableEdge": false},
        "input": [{"customerId": "c", "couponId": null}],
        "requests": [{
            "transport": "graphql", "operationName": "UpdateCustomer",
            "variables": {"input": {"refId": "c", "couponRefId": null}},
        }],
        "responses": [{
            "for": [{"operationName": "UpdateCustomer"}], "status": 200,
            "body": {"data": {"updateCustomer": {
                "refId": "c", "name": "Ada", "createdAt": "2025-01-01T00:00:00Z", "updatedAt": "2025-01-02T00:00:00Z",
            }}},
        }],
        "output": {
            "id": "c", "name": "Ada", "createdAt": "2025-01-01T00:00:00.000Z", "updatedAt": "2025-01-02T00:00:00.000Z",
        },
    })
}

async fn report_on(cases: Vec<Value>, table: Vec<Row>) -> Report {
    let cases: Arc<Vec<Case>> = Arc::new(
        cases
            .into_iter()
            .map(|case| serde_json::from_value(case).expect("it is a case"))
            .collect(),
    );
    let outcomes = run::all(cases.clone()).await;
    let mut report = Report::new(table);
    for (case, outcome) in cases.iter().zip(&outcomes) {
        report.add(case, outcome);
    }
    report
}

/// Asserts that the case fails, with these words, when it is changed.
async fn check_changed(change: impl FnOnce(&mut Value), expected: &str) {
    let mut case = passing();
    change(&mut case);
    let report = report_on(vec![case], differences::table()).await;
    let problems = report.problems().join("\n");
    assert!(problems.contains(expected), "{problems}");
}

#[tokio::test]
async fn a_case_passes_when_nothing_differs() {
    let report = report_on(vec![passing()], differences::table()).await;
    assert_eq!(report.problems(), [""; 0]);
}

#[tokio::test]
async fn a_case_fails_when_something_differs() {
    check_changed(
        |case| case["output"]["name"] = json!("Bob"),
        r#"output.name: recorded "Bob", got "Ada""#,
    )
    .await;
    check_changed(
        |case| case["output"]["email"] = json!("a@b.c"),
        r#"output.email: recorded "a@b.c", got nothing"#,
    )
    .await;
    check_changed(
        |case| case["requests"][0]["variables"]["input"]["couponRefId"] = json!("spring"),
        r#"requests[0].variables.input.couponRefId: recorded "spring", got null"#,
    )
    .await;
    check_changed(|case| case["requests"] = json!([]), "requests[0]: recorded nothing").await;
    check_changed(
        |case| case["input"][0]["nickname"] = json!("A"),
        r#"input[0].nickname: recorded "A", got nothing"#,
    )
    .await;
    check_changed(
        |case| case["error"] = json!({"message": "Failed to update customer: no"}),
        r#"error: recorded "Failed to update customer: no""#,
    )
    .await;
    check_changed(|case| case["responses"] = json!([]), "error: recorded nothing").await;
    check_changed(
        |case| case["input"] = json!([{"couponId": "c"}]),
        "missing field `customerId`",
    )
    .await;
}

#[tokio::test]
async fn a_method_that_nobody_knows_fails() {
    check_changed(
        |case| case["method"] = json!("renameCustomer"),
        "the SDK has no method `renameCustomer`",
    )
    .await;
}

#[tokio::test]
async fn a_row_of_the_table_excuses_what_it_explains_and_nothing_else() {
    let table = || {
        vec![
            Row::new("names", "", "", "", |_, difference| difference.place == "output.name"),
            Row::new("emails", "", "", "", |_, difference| difference.place == "output.email"),
        ]
    };
    let mut excused = passing();
    excused["output"]["name"] = json!("Bob");
    let report = report_on(vec![excused.clone()], table()).await;
    assert_eq!(report.problems(), [""; 0]);
    assert_eq!(report.stale_rows(), ["emails"], "a row that no case needs is noticed");

    excused["output"]["id"] = json!("d");
    let report = report_on(vec![excused], table()).await;
    let problems = report.problems().join("\n");
    assert!(
        problems.contains("output.id") && !problems.contains("output.name"),
        "{problems}"
    );
}

/// Asserts that the variables of an operation fail, with these words, when they are changed.
#[track_caller]
fn check_variables(change: impl FnOnce(&mut Value), expected: &str) {
    let variables = json!({"input": {"refId": "c", "couponRefId": null}});
    let mut case = json!({
        "id": "UpdateCustomer/one",
        "operation": "UpdateCustomer",
        "input": variables,
        "requests": [{"transport": "graphql", "operationName": "UpdateCustomer", "variables": variables}],
        "responses": passing()["responses"],
    });
    let problems = |case: &Value| {
        let case: OperationCase = serde_json::from_value(case.clone()).expect("it is a case");
        wire::play(&case).join("\n")
    };
    assert_eq!(problems(&case), "");
    change(&mut case);
    let problems = problems(&case);
    assert!(problems.contains(expected), "{problems}");
}

#[test]
fn the_variables_of_an_operation_fail_when_they_do_not_come_out_as_they_went_in() {
    check_variables(
        |case| case["input"]["input"]["nickname"] = json!("A"),
        r#"variables.input.nickname: recorded "A", got nothing"#,
    );
    check_variables(|case| case["input"] = json!({}), "variables: missing field `input`");
    check_variables(
        |case| case["requests"][0]["variables"]["input"]["refId"] = json!("d"),
        r#"requests[0].variables.input.refId: recorded "d", got "c""#,
    );
    check_variables(
        |case| case["responses"][0]["body"]["data"] = json!({"renamed": {}}),
        "data: missing field `updateCustomer`",
    );
    check_variables(
        |case| case["operation"] = json!("RenameCustomer"),
        "the SDK has no operation `RenameCustomer`",
    );
}

/// A fresh directory for a test.
fn directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conformance").join(name);
    if directory.exists() {
        fs::remove_dir_all(&directory).expect("it is ours");
    }
    fs::create_dir_all(&directory).expect("it is ours");
    directory
}

#[test]
fn a_directory_without_cases_is_an_error() {
    let directory = directory("empty");
    assert!(case::load(&directory).unwrap_err().ends_with("empty: no cases"));
    fs::write(directory.join("none.json"), "[]").unwrap();
    assert!(case::load(&directory).unwrap_err().ends_with("empty: no cases"));
    assert!(case::load(&directory.join("nowhere")).is_err());
}

#[test]
fn a_list_of_something_else_is_an_error() {
    let directory = directory("else");
    fs::write(directory.join("headers.json"), r#"{"source": "x"}"#).unwrap();
    assert!(case::load(&directory).unwrap_err().ends_with("else: no cases"));
    fs::write(directory.join("others.json"), r#"[{"id": "x"}]"#).unwrap();
    let error = case::load(&directory).unwrap_err();
    assert!(
        error.contains("others.json: no list of cases: missing field"),
        "{error}"
    );
    fs::write(directory.join("half.json"), "[").unwrap();
    let error = case::load(&directory).unwrap_err();
    assert!(error.contains("half.json: EOF"), "{error}");
}

#[test]
fn cases_are_read_from_folders_and_their_ids_are_theirs() {
    let directory = directory("folders");
    fs::create_dir(directory.join("node")).unwrap();
    let text = Value::from(vec![passing()]).to_string();
    fs::write(directory.join("node").join("a.json"), &text).unwrap();
    assert_eq!(case::load(&directory).unwrap().calls[0].id, "updateCustomer/one");
    fs::write(directory.join("b.json"), &text).unwrap();
    let error = case::load(&directory).unwrap_err();
    assert_eq!(error, "updateCustomer/one: two cases have this id");
}
