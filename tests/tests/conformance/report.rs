//! What came of all cases.

use std::collections::BTreeMap;
use std::fmt;

use crate::case::{Case, OperationCase};
use crate::compare::Difference;
use crate::differences::Row;

/// How the cases of each method went, and what is wrong.
pub(crate) struct Report {
    methods: BTreeMap<String, Counts>,
    /// For each row of the table: the cases that need it.
    needed: Vec<usize>,
    table: Vec<Row>,
    problems: Vec<String>,
}

#[derive(Default)]
struct Counts {
    /// The same as recorded, apart from what the newer API adds to results.
    passed: usize,
    on_purpose: usize,
    failed: usize,
}

impl Report {
    pub(crate) fn new(table: Vec<Row>) -> Self {
        Self {
            methods: BTreeMap::new(),
            needed: vec![0; table.len()],
            table,
            problems: Vec::new(),
        }
    }

    /// Judges a case by what was not as recorded.
    pub(crate) fn add(&mut self, case: &Case, outcome: &Result<Vec<Difference>, String>) {
        let mut is_on_purpose = false;
        let mut unexplained = Vec::new();
        let mut needed = vec![false; self.table.len()];
        match outcome {
            Err(problem) => unexplained.push(problem.clone()),
            Ok(differences) => {
                for difference in differences {
                    match self.table.iter().position(|row| row.explains(case, difference)) {
                        Some(row) => {
                            needed[row] = true;
                            is_on_purpose |= !self.table[row].is_benign;
                        }
                        None => unexplained.push(difference.to_string()),
                    }
                }
            }
        }
        for (count, needed) in self.needed.iter_mut().zip(needed) {
            *count += usize::from(needed);
        }
        self.count(case.method.clone(), &case.id, is_on_purpose, &unexplained);
    }

    /// Judges the variables of an operation, of which nothing may differ; but a request that makes no sense may be refused.
    pub(crate) fn add_operation(&mut self, case: &OperationCase, is_refused: bool, problems: &[String]) {
        self.count(format!("wire/{}", case.operation), &case.id, is_refused, problems);
    }

    fn count(&mut self, method: String, id: &str, is_on_purpose: bool, unexplained: &[String]) {
        let counts = self.methods.entry(method).or_default();
        if !unexplained.is_empty() {
            counts.failed += 1;
            self.problems.push(format!("{id}:\n  {}", unexplained.join("\n  ")));
        } else if is_on_purpose {
            counts.on_purpose += 1;
        } else {
            counts.passed += 1;
        }
    }

    /// What is wrong: cases that are neither equal nor explained.
    pub(crate) fn problems(&self) -> &[String] {
        &self.problems
    }

    /// The rows of the table that no case needed.
    pub(crate) fn stale_rows(&self) -> Vec<&str> {
        let rows = self.table.iter().zip(&self.needed);
        rows.filter(|(_, needed)| **needed == 0)
            .map(|(row, _)| row.about.as_str())
            .collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<36} {:>6} {:>10} {:>6}",
            "method", "passed", "on purpose", "failed"
        )?;
        let mut total = Counts::default();
        for (method, counts) in &self.methods {
            counts.write(method, f)?;
            total.passed += counts.passed;
            total.on_purpose += counts.on_purpose;
            total.failed += counts.failed;
        }
        total.write("all", f)?;

        writeln!(f, "\non purpose:")?;
        for (row, needed) in self.table.iter().zip(&self.needed) {
            if !row.is_benign && *needed > 0 {
                writeln!(f, "{needed:>4} {}", row.about)?;
                writeln!(
                    f,
                    "     the official SDK {}; this one {}: {}",
                    row.official, row.ours, row.why
                )?;
            }
        }
        Ok(())
    }
}

impl Counts {
    fn write(&self, method: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            passed,
            on_purpose,
            failed,
        } = self;
        writeln!(f, "{method:<36} {passed:>6} {on_purpose:>10} {failed:>6}")
    }
}
