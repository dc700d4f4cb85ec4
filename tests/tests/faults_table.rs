//! That the table of faults is true: every test that it names is there, and every test that is named after a fault is in it.

#![allow(clippy::unwrap_used, reason = "in a test a panic is a failure")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The rows of the table that these tests are about: realtime updates, and the process around the client.
const ROWS: [(char, u32); 2] = [('R', 17), ('P', 14)];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests are in the workspace")
}

/// The names of all functions in the sources of the workspace.
fn functions(directory: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            functions(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let names = text
                .split("fn ")
                .skip(1)
                .filter_map(|rest| rest.split(['(', '<']).next());
            found.extend(names.map(str::to_owned));
        }
    }
}

/// Whether a function is named after a fault: `r12_…`, `p3_…`.
fn is_named_after_a_fault(name: &str) -> bool {
    let Some((id, _)) = name.split_once('_') else {
        return false;
    };
    let mut letters = id.chars();
    letters.next().is_some_and(|letter| matches!(letter, 'r' | 'p'))
        && !letters.as_str().is_empty()
        && letters.as_str().chars().all(|letter| letter.is_ascii_digit())
}

#[test]
fn every_row_names_tests_that_are_there_and_every_test_that_is_named_after_a_fault_is_in_its_row() {
    let mut functions_found = BTreeSet::new();
    for directory in ["crates", "tests"] {
        functions(&root().join(directory), &mut functions_found);
    }
    let table = include_str!("../faults.md");
    let mut mistakes = Vec::new();
    let mut named = BTreeSet::new();
    for (letter, last) in ROWS {
        for number in 1..=last {
            let start = format!("| {letter}{number} |");
            let Some(row) = table.lines().find(|line| line.starts_with(&start)) else {
                mistakes.push(format!("{letter}{number} is missing"));
                continue;
            };
            let tests: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
            if tests.is_empty() && !row.contains("not tested") {
                mistakes.push(format!(
                    "{letter}{number} names no test, and does not say that it is not tested"
                ));
            }
            for test in tests {
                if !functions_found.contains(test) {
                    mistakes.push(format!("{letter}{number} names `{test}`, which is not there"));
                }
                named.insert(test.to_owned());
            }
        }
    }
    let forgotten = functions_found
        .iter()
        .filter(|name| is_named_after_a_fault(name) && !named.contains(*name));
    mistakes.extend(forgotten.map(|name| format!("`{name}` is in no row")));
    assert!(mistakes.is_empty(), "{mistakes:#?}");
}
