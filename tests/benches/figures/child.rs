//! What runs in a process of its own: the same program, told by its arguments what to be.

use std::env;
use std::process::Command;

use crate::{rows, server};

/// The first argument of a child.
pub(crate) const WORD: &str = "child";

/// Is what the arguments say, and prints its figure.
pub(crate) fn run(arguments: &[String]) {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let figure = match arguments[..] {
        ["server"] => return server::serve(),
        ["per-customer"] => rows::per_customer(),
        ["per-customer-bare"] => rows::per_customer_bare(),
        ["limit"] => rows::limit(),
        ["limit-bare"] => rows::limit_bare(),
        ["start", url] => rows::start(url),
        ["start-bare", url] => rows::start_bare(url),
        _ => panic!("no child is told by {arguments:?}"),
    };
    println!("{figure}");
}

/// This program as a child.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.arg(WORD).args(arguments);
    command
}

/// The figure that a child measures.
pub(crate) fn figure(arguments: &[&str]) -> f64 {
    let output = command(arguments).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{arguments:?} failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    printed.trim().parse().unwrap()
}
