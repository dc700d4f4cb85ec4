//! `cargo xtask test`: everything that must pass, step by step.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::args::TestArgs;
use crate::failure::{Failure, Result};
use crate::{codegen, tidy};

struct Step {
    name: &'static str,
    about: &'static str,
    action: Action,
}

enum Action {
    /// The arguments of `cargo`, and one environment variable.
    Cargo(&'static [&'static str], Option<(&'static str, &'static str)>),
    /// The arguments of `cargo`, then several ways in which they go on, one run each.
    CargoEach(&'static [&'static str], &'static [&'static [&'static str]]),
    /// Within this program.
    Here(fn(&Path) -> Result<()>),
}

/// Everything is on in the other steps; these are the ways to leave something out that users have.
const PARTS: &[&[&str]] = &[
    &["stigg-models", "--no-default-features"],
    &["stigg-models", "--features", "jiff"],
    &["stigg-models", "--features", "chrono"],
    &["stigg-models", "--features", "time"],
    &["stigg-graphql", "--no-default-features"],
    &["stigg", "--no-default-features"],
    &["stigg-emulator", "--no-default-features"],
];

/// The quick ones first.
const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        about: "the code is formatted",
        action: Action::Cargo(&["fmt", "--all", "--check"], None),
    },
    Step {
        name: "codegen",
        about: "the generated files are up to date",
        action: Action::Here(codegen::check),
    },
    Step {
        name: "tidy",
        about: "layers, manifests and source files are in order",
        action: Action::Here(tidy::run),
    },
    Step {
        name: "clippy",
        about: "the lints find nothing",
        action: Action::Cargo(
            &[
                "clippy",
                "--workspace",
                "--all-targets",
                "--all-features",
                "--",
                "-D",
                "warnings",
            ],
            None,
        ),
    },
    Step {
        name: "features",
        about: "the crates compile with some of their features",
        action: Action::CargoEach(&["check", "--package"], PARTS),
    },
    Step {
        name: "test",
        about: "unit, integration and documentation tests pass",
        action: Action::Cargo(&["test", "--workspace", "--all-features"], None),
    },
    Step {
        name: "doc",
        about: "the documentation builds without a warning",
        action: Action::Cargo(
            &["doc", "--workspace", "--no-deps", "--all-features"],
            Some(("RUSTDOCFLAGS", "-D warnings")),
        ),
    },
];

pub(crate) fn run(root: &Path, args: &TestArgs) -> Result<()> {
    let steps = choose(STEPS, &args.only)?;
    if args.list {
        for step in steps {
            println!("{:<10}{:<55}{}", step.name, step.about, step.action.describe());
        }
        return Ok(());
    }
    let report = execute(&steps, root, |line| println!("{line}"));
    println!("\n{}", report.table(&steps));
    report.failure.map_or(Ok(()), Err)
}

/// All steps, or those that were asked for, in the order of the list.
fn choose<'s>(steps: &'s [Step], only: &[String]) -> Result<Vec<&'s Step>> {
    if let Some(unknown) = only.iter().find(|name| steps.iter().all(|step| step.name != *name)) {
        let names: Vec<_> = steps.iter().map(|step| step.name).collect();
        return Err(Failure::new(format!(
            "there is no step `{unknown}`: the steps are {}",
            names.join(", ")
        )));
    }
    Ok(steps
        .iter()
        .filter(|step| only.is_empty() || only.iter().any(|name| name == step.name))
        .collect())
}

#[derive(Debug)]
struct Report {
    /// How long each step took that was run: the last one is the one that failed, if one did.
    times: Vec<Duration>,
    failure: Option<Failure>,
}

/// Runs the steps until one fails.
fn execute(steps: &[&Step], root: &Path, mut announce: impl FnMut(String)) -> Report {
    let mut report = Report {
        times: Vec::new(),
        failure: None,
    };
    for step in steps {
        announce(format!("\n== {}: {}", step.name, step.action.describe()));
        let start = Instant::now();
        let result = step.action.run(root);
        let time = start.elapsed();
        report.times.push(time);
        let verdict = if result.is_ok() { "passed" } else { "failed" };
        announce(format!("== {} {verdict} after {:.1} s", step.name, time.as_secs_f64()));
        if let Err(failure) = result {
            let again = format!("Once it is mended: cargo xtask test --only {}", step.name);
            report.failure = Some(Failure::new(format!("step `{}` failed: {failure}\n{again}", step.name)));
            break;
        }
    }
    report
}

impl Report {
    fn table(&self, steps: &[&Step]) -> String {
        let mut table = String::new();
        for (index, step) in steps.iter().enumerate() {
            let failed = self.failure.is_some() && index + 1 == self.times.len();
            let _ = match self.times.get(index) {
                None => writeln!(table, "{:<10}not run", step.name),
                Some(time) if failed => writeln!(table, "{:<10}FAILED  {:>8.1} s", step.name, time.as_secs_f64()),
                Some(time) => writeln!(table, "{:<10}passed  {:>8.1} s", step.name, time.as_secs_f64()),
            };
        }
        let total: Duration = self.times.iter().sum();
        let _ = write!(table, "{:<10}        {:>8.1} s", "in all", total.as_secs_f64());
        table
    }
}

impl Action {
    fn describe(&self) -> String {
        match self {
            Self::Cargo(args, None) => format!("cargo {}", args.join(" ")),
            Self::Cargo(args, Some((name, value))) => format!("{name}=\"{value}\" cargo {}", args.join(" ")),
            Self::CargoEach(args, ways) => format!("cargo {} … in {} ways", args.join(" "), ways.len()),
            Self::Here(_) => "in this program".to_owned(),
        }
    }

    fn run(&self, root: &Path) -> Result<()> {
        match self {
            Self::Here(action) => action(root),
            Self::Cargo(args, variable) => {
                let mut command = Command::new(cargo());
                command.args(*args).envs(variable.iter().copied());
                succeed(command, root, || self.describe())
            }
            Self::CargoEach(args, ways) => ways.iter().try_for_each(|way| {
                let mut command = Command::new(cargo());
                command.args(*args).args(*way);
                succeed(command, root, || format!("cargo {} {}", args.join(" "), way.join(" ")))
            }),
        }
    }
}

fn succeed(mut command: Command, root: &Path, description: impl FnOnce() -> String) -> Result<()> {
    let status = command.current_dir(root).status();
    let status = status.map_err(Failure::context("cargo does not start"))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("`{}`: {status}", description())))
    }
}

/// The cargo that runs this program.
pub(crate) fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &'static str, action: fn(&Path) -> Result<()>) -> Step {
        Step {
            name,
            about: "",
            action: Action::Here(action),
        }
    }

    #[test]
    fn the_first_failure_ends_the_run_and_is_named() {
        let steps = [
            step("one", |_| Ok(())),
            step("two", |_| Err(Failure::new("two files are stale"))),
            step("three", |_| Ok(())),
        ];
        let steps: Vec<_> = steps.iter().collect();
        let mut lines = Vec::new();
        let mut report = execute(&steps, Path::new("."), |line| lines.push(line));

        let failure = report.failure.clone().expect("the second step fails").to_string();
        assert_eq!(
            failure,
            "step `two` failed: two files are stale\nOnce it is mended: cargo xtask test --only two"
        );
        assert!(
            lines.iter().any(|line| line.starts_with("== two failed after")),
            "{lines:?}"
        );

        report.times = vec![Duration::from_millis(1_200), Duration::from_millis(340)];
        let table = report.table(&steps);
        assert_eq!(
            table,
            "one       passed       1.2 s\ntwo       FAILED       0.3 s\nthree     not run\nin all                 1.5 s"
        );
    }

    #[test]
    fn steps_run_in_their_order_whatever_the_order_asked_for() {
        let chosen = choose(STEPS, &["tidy".to_owned(), "fmt".to_owned()]).expect("both exist");
        assert_eq!(chosen.iter().map(|step| step.name).collect::<Vec<_>>(), ["fmt", "tidy"]);
        assert_eq!(choose(STEPS, &[]).expect("all").len(), STEPS.len());
    }

    #[test]
    fn an_unknown_step_is_refused_with_the_names_of_the_others() {
        let failure = choose(STEPS, &["lint".to_owned()])
            .map(|_| ())
            .expect_err("there is no such step")
            .to_string();
        assert_eq!(
            failure,
            "there is no step `lint`: the steps are fmt, codegen, tidy, clippy, features, test, doc"
        );
    }

    #[test]
    fn a_failing_command_is_quoted() {
        let action = Action::Cargo(&["no-such-command-of-cargo"], Some(("RUSTDOCFLAGS", "-D warnings")));
        let failure = action
            .run(Path::new("."))
            .expect_err("cargo knows no such command")
            .to_string();
        assert!(
            failure.starts_with("`RUSTDOCFLAGS=\"-D warnings\" cargo no-such-command-of-cargo`: exit"),
            "{failure}"
        );
    }

    #[test]
    fn of_several_commands_the_one_that_fails_is_quoted() {
        let action = Action::CargoEach(&["--quiet"], &[&["--version"], &["no-such-command"], &["--list"]]);
        let failure = action.run(Path::new(".")).expect_err("the second fails").to_string();
        assert!(
            failure.starts_with("`cargo --quiet no-such-command`: exit"),
            "{failure}"
        );
    }
}
