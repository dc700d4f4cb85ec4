//! The facade against recorded calls of Stigg's official server SDK for Node.js.
//!
//! What the cases are stands in `tests/conformance/README.md`.

mod case;
mod compare;
mod differences;
mod invoke;
mod mapped;
mod report;
mod run;
mod self_tests;
mod server;
mod wire;

use std::env;
use std::path::PathBuf;
use std::sync::Arc;

use crate::report::Report;
use crate::wire::intent::Intent;

/// Names a directory with other cases than those of the project.
const DIRECTORY: &str = "STIGG_CONFORMANCE_DIR";

#[tokio::test(flavor = "multi_thread")]
async fn the_sdk_does_what_the_official_sdk_does() {
    let other = env::var_os(DIRECTORY).map(PathBuf::from);
    let directory = other.clone().unwrap_or_else(case::own_directory);
    let cases = case::load(&directory).unwrap();
    let calls = Arc::new(cases.calls);

    let outcomes = run::all(calls.clone()).await;
    let mut table = differences::table();
    if other.is_some() {
        table.push(differences::told_by_the_answer());
    }
    let mut report = Report::new(table);
    for (case, outcome) in calls.iter().zip(&outcomes) {
        report.add(case, outcome);
    }
    let server = server::Server::start().await;
    let http_client = reqwest::Client::new();
    for case in &cases.operations {
        let mut problems = wire::play(case);
        let intent = wire::intent::play(&server, http_client.clone(), case).await;
        let is_refused = matches!(intent, Intent::Refused);
        if let Intent::Sent(differences) = intent {
            problems.extend(differences);
        }
        report.add_operation(case, is_refused, &problems);
    }
    println!("{report}");

    let problems = report.problems();
    assert!(
        problems.is_empty(),
        "{} cases failed:\n{}",
        problems.len(),
        problems.join("\n")
    );
    // Other cases need not show everything that differs.
    let stale = report.stale_rows();
    assert!(
        other.is_some() || stale.is_empty(),
        "no case needs these rows: {stale:?}"
    );
}
