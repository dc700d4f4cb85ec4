//! What the client costs, beside what it promises: thirteen rows, each with its floor in the same run.
//!
//! `cargo bench --package stigg-tests --bench figures [-- row ...]` prints one table. Times are noisy, above all on a machine that
//! has something else to do, so that a row is measured in many batches, which take turns with those of its floor: a bare
//! program that does the least that has to be done. No time is ever a failure. Three rows promise an exact count (3, 11 and
//! 12); if one is not kept, the program fails.

#![allow(clippy::unwrap_used, reason = "a bench that panics has failed")]
#![allow(clippy::print_stdout, reason = "the table is for people")]
#![allow(clippy::cast_precision_loss, reason = "no figure has so many digits")]

mod bare;
mod child;
mod machine;
mod plans;
mod process;
mod rows;
mod series;
mod server;
mod stub;
mod table;

use std::env;
use std::process::ExitCode;

use crate::table::Table;

fn main() -> ExitCode {
    // Cargo itself adds `--bench`.
    let arguments: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let Some((child::WORD, arguments)) = arguments.split_first().map(|(word, rest)| (word.as_str(), rest)) {
        child::run(arguments);
        return ExitCode::SUCCESS;
    }
    let chosen: Result<Vec<u8>, _> = arguments.iter().map(|word| word.parse()).collect();
    let Ok(chosen) = chosen else {
        println!("rows are told by their numbers, 1 to 13, such as: 1 2 9");
        return ExitCode::from(2);
    };
    machine::describe();
    let mut table = Table::begin();
    for rows in rows::ALL {
        let wanted: Vec<u8> = rows
            .numbers
            .iter()
            .copied()
            .filter(|row| chosen.is_empty() || chosen.contains(row))
            .collect();
        if !wanted.is_empty() {
            (rows.measure)(&wanted, &mut table);
        }
    }
    table.end()
}
