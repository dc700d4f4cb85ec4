//! What the person asked for.

use std::path::PathBuf;

use crate::failure::{Failure, Result};

pub(crate) const USAGE: &str = "\
The project's own commands.

Usage: cargo xtask <command> [options]

Commands:
  codegen [--check]     Generate Rust from `schema/`. With --check, write nothing and fail
                        when a generated file is out of date.
  schema [options]      Read the API's schema by introspection, and print it as SDL.
                        Needs your own API key in the environment variable STIGG_SERVER_API_KEY.
      --url URL         where to ask  [default: https://api.stigg.io/graphql]
      --out FILE        write to a file instead of printing
      --whole           the whole API, not only what the SDK uses
  tidy                  Check the layers of crates, their manifests, and the source files.
  test [options]        Run all checks and tests, as a release needs them to pass.
      --only STEP       run this step alone; may be given more than once
      --list            print the steps and stop
  help                  Print this text.
";

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Codegen { check: bool },
    Schema(SchemaArgs),
    Tidy,
    Test(TestArgs),
    Help,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SchemaArgs {
    pub(crate) url: String,
    pub(crate) out: Option<PathBuf>,
    pub(crate) whole: bool,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct TestArgs {
    pub(crate) only: Vec<String>,
    pub(crate) list: bool,
}

/// Reads the arguments that follow the name of the program.
pub(crate) fn parse(args: impl IntoIterator<Item = String>) -> Result<Command> {
    let mut args = args.into_iter();
    let Some(command) = args.next() else {
        return Ok(Command::Help);
    };
    let mut rest = Rest {
        command: command.clone(),
        args,
    };
    match command.as_str() {
        "codegen" => {
            let mut check = false;
            while let Some(option) = rest.args.next() {
                match option.as_str() {
                    "--check" => check = true,
                    _ => return Err(rest.unknown(&option)),
                }
            }
            Ok(Command::Codegen { check })
        }
        "schema" => {
            let mut schema = SchemaArgs {
                url: "https://api.stigg.io/graphql".to_owned(),
                out: None,
                whole: false,
            };
            while let Some(option) = rest.args.next() {
                match option.as_str() {
                    "--url" => schema.url = rest.value(&option)?,
                    "--out" => schema.out = Some(rest.value(&option)?.into()),
                    "--whole" => schema.whole = true,
                    _ => return Err(rest.unknown(&option)),
                }
            }
            Ok(Command::Schema(schema))
        }
        "tidy" => match rest.args.next() {
            None => Ok(Command::Tidy),
            Some(option) => Err(rest.unknown(&option)),
        },
        "test" => {
            let mut test = TestArgs::default();
            while let Some(option) = rest.args.next() {
                match option.as_str() {
                    "--only" => test.only.push(rest.value(&option)?),
                    "--list" => test.list = true,
                    _ => return Err(rest.unknown(&option)),
                }
            }
            Ok(Command::Test(test))
        }
        "help" | "--help" | "-h" => Ok(Command::Help),
        _ => Err(Failure::new(format!("there is no command `{command}`\n\n{USAGE}"))),
    }
}

struct Rest<I> {
    command: String,
    args: I,
}

impl<I: Iterator<Item = String>> Rest<I> {
    fn value(&mut self, option: &str) -> Result<String> {
        let missing = || Failure::new(format!("`{option}` needs a value: see `cargo xtask help`"));
        self.args
            .next()
            .filter(|value| !value.starts_with("--"))
            .ok_or_else(missing)
    }

    fn unknown(&self, option: &str) -> Failure {
        Failure::new(format!(
            "`{}` does not take `{option}`: see `cargo xtask help`",
            self.command
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::{Command, SchemaArgs, TestArgs, parse};

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_owned)).map_err(|failure| failure.to_string())
    }

    #[test]
    fn commands_are_read_with_their_options() {
        assert_eq!(parsed("codegen"), Ok(Command::Codegen { check: false }));
        assert_eq!(parsed("codegen --check"), Ok(Command::Codegen { check: true }));
        assert_eq!(parsed("tidy"), Ok(Command::Tidy));
        let all = SchemaArgs {
            url: "http://localhost/graphql".to_owned(),
            out: Some("a.graphql".into()),
            whole: true,
        };
        assert_eq!(
            parsed("schema --out a.graphql --whole --url http://localhost/graphql"),
            Ok(Command::Schema(all))
        );
        let default = SchemaArgs {
            url: "https://api.stigg.io/graphql".to_owned(),
            out: None,
            whole: false,
        };
        assert_eq!(parsed("schema"), Ok(Command::Schema(default)));
        let only = TestArgs {
            only: vec!["fmt".to_owned(), "tidy".to_owned()],
            list: false,
        };
        assert_eq!(parsed("test --only fmt --only tidy"), Ok(Command::Test(only)));
        assert_eq!(
            parsed("test --list"),
            Ok(Command::Test(TestArgs {
                only: vec![],
                list: true
            }))
        );
    }

    #[test]
    fn help_is_printed_when_asked_for_and_when_nothing_is() {
        for line in ["", "help", "--help", "-h"] {
            assert_eq!(parsed(line), Ok(Command::Help));
        }
    }

    #[test]
    fn mistakes_are_named() {
        for (line, expected) in [
            ("codgen", "there is no command `codgen`"),
            ("tidy --check", "`tidy` does not take `--check`"),
            ("codegen -check", "`codegen` does not take `-check`"),
            ("schema --out", "`--out` needs a value"),
            ("schema --url --whole", "`--url` needs a value"),
            ("test --only", "`--only` needs a value"),
        ] {
            let failure = parsed(line).expect_err(line);
            assert!(failure.starts_with(expected), "{failure}");
        }
    }
}
