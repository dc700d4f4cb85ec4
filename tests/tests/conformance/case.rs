//! The recorded cases: what they look like, and where they are.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use stigg::models::{EntitlementFallback, Timestamp};

use crate::mapped::in_our_form;

/// One call of the official SDK: what went in, what went over the wire, and what came out.
#[derive(Debug, Deserialize)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) method: String,
    /// Differences between the official SDK and what is right, as known when the case was recorded.
    #[serde(default)]
    pub(crate) differs: Vec<String>,
    pub(crate) config: Config,
    /// The arguments, in order.
    pub(crate) input: Vec<Value>,
    pub(crate) requests: Vec<Request>,
    pub(crate) responses: Vec<Response>,
    #[serde(default)]
    pub(crate) output: Value,
    #[serde(default)]
    pub(crate) error: Option<Failure>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Config {
    /// What the clock says during the call.
    pub(crate) now: Timestamp,
    #[serde(rename = "enableEdge")]
    pub(crate) edge: bool,
    #[serde(default)]
    pub(crate) offline: bool,
    /// Whether the official SDK proves its key at the start.
    #[serde(default, rename = "enableRemoteConfig")]
    pub(crate) proves_key: bool,
    #[serde(default, rename = "entitlementsFallback")]
    pub(crate) fallbacks: BTreeMap<String, EntitlementFallback>,
}

/// The variables of an operation as the newest API takes them, and perhaps an answer.
#[derive(Debug, Deserialize)]
pub(crate) struct OperationCase {
    pub(crate) id: String,
    pub(crate) operation: String,
    pub(crate) input: Value,
    pub(crate) requests: Vec<Request>,
    #[serde(default)]
    pub(crate) responses: Vec<Response>,
}

/// What a directory holds.
#[derive(Debug, Default)]
pub(crate) struct Cases {
    pub(crate) calls: Vec<Case>,
    pub(crate) operations: Vec<OperationCase>,
}

/// What was sent.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "transport", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Request {
    Graphql {
        operation_name: String,
        variables: Value,
    },
    Edge {
        /// Percent-decoded by whoever compares it.
        path: String,
        query: Vec<(String, String)>,
    },
}

/// What to answer.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Response {
    #[serde(rename = "for")]
    pub(crate) reads: Vec<Read>,
    pub(crate) status: u16,
    pub(crate) body: Value,
}

/// Which reads a response is for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub(crate) enum Read {
    Graphql {
        #[serde(rename = "operationName")]
        operation_name: String,
    },
    Edge {
        /// The last segment of the path.
        edge: String,
    },
}

/// How the call failed.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Failure {
    pub(crate) message: String,
    #[serde(default)]
    pub(crate) error_code: Option<String>,
    #[serde(default)]
    pub(crate) trace_id: Option<String>,
}

/// Where the cases are that belong to the project.
pub(crate) fn own_directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance")
}

/// Reads all cases below a directory, in the order of their files.
pub(crate) fn load(directory: &Path) -> Result<Cases, String> {
    let mut files = Vec::new();
    json_files(directory, &mut files)?;
    files.sort();
    let mut cases = Cases::default();
    for file in files {
        let in_file = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let text = fs::read_to_string(&file).map_err(|error| in_file(&error))?;
        let content: Value = serde_json::from_str(&text).map_err(|error| in_file(&error))?;
        // Beside the cases there may be something about them.
        let Value::Array(items) = content else { continue };
        for item in items {
            let read = if item.get("operation").is_some() {
                serde_json::from_value(item).map(|case| cases.operations.push(case))
            } else {
                serde_json::from_value(item).map(|case| cases.calls.push(in_our_form(case)))
            };
            read.map_err(|error| in_file(&format!("no list of cases: {error}")))?;
        }
    }
    if cases.calls.is_empty() && cases.operations.is_empty() {
        return Err(format!("{}: no cases", directory.display()));
    }
    let calls = cases.calls.iter().map(|case| case.id.as_str());
    let operations = cases.operations.iter().map(|case| case.id.as_str());
    let mut ids = HashSet::new();
    match calls.chain(operations).find(|id| !ids.insert(*id)) {
        Some(twice) => Err(format!("{twice}: two cases have this id")),
        None => Ok(cases),
    }
}

fn json_files(directory: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let in_directory = |error: std::io::Error| format!("{}: {error}", directory.display());
    for entry in fs::read_dir(directory).map_err(in_directory)? {
        let path = entry.map_err(in_directory)?.path();
        if path.is_dir() {
            json_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    Ok(())
}
