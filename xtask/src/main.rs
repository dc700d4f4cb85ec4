//! The project's own commands.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that talks to a person"
)]

mod codegen;
mod failure;

use std::path::Path;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is a folder of the project");
    match codegen::write(root) {
        Ok(w) => println!("{w:?}"),
        Err(e) => {
            eprintln!("{e}");
            std::process::exit(1)
        }
    }
    let _ = codegen::check(root);
}
