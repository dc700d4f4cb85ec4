//! The project's own commands: `cargo xtask help` lists them.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that talks to a person"
)]

mod args;
mod codegen;
mod failure;
mod schema;
mod test;
mod tidy;

use std::path::Path;
use std::process::ExitCode;

use self::args::Command;
use self::failure::Result;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is a folder of the project");
    match args::parse(std::env::args().skip(1))? {
        Command::Codegen { check: false } => {
            let written = codegen::write(root)?;
            println!("{} generated files changed", written.len());
            for path in written {
                println!("  {path}");
            }
        }
        Command::Codegen { check: true } => {
            codegen::check(root)?;
            println!("generated files are up to date");
        }
        Command::Schema(args) => schema::run(root, &args)?,
        Command::Tidy => {
            tidy::run(root)?;
            println!("layers, manifests and source files are in order");
        }
        Command::Test(args) => test::run(root, &args)?,
        Command::Help => print!("{}", args::USAGE),
    }
    Ok(())
}
