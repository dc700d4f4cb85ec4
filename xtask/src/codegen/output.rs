//! Formats what was generated, and writes it or compares it with what is there.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::{Failure, Result};

/// A generated file: its path from the root of the project, and its text.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) path: &'static str,
    pub(crate) text: String,
}

/// Runs `rustfmt` with the settings of the project.
pub(crate) fn rustfmt(root: &Path, path: &str, text: &str) -> Result<String> {
    let doing = format!("rustfmt on {path}");
    let mut process = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout"])
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|cause| {
            Failure::new(format!(
                "rustfmt does not start: {cause}. Install it: `rustup component add rustfmt`."
            ))
        })?;
    let mut input = process.stdin.take().expect("stdin is piped");
    let text = text.to_owned();
    // Written aside: rustfmt may answer before it has read all, and a full pipe would stop both.
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = process.wait_with_output().map_err(Failure::context(&doing))?;
    let written = writer.join().expect("writing does not panic");
    if !output.status.success() {
        return Err(Failure::new(format!(
            "rustfmt refuses {path}: {}",
            String::from_utf8_lossy(&output.stderr)
        )));
    }
    written.map_err(Failure::context(&doing))?;
    String::from_utf8(output.stdout).map_err(Failure::context(&doing))
}

/// Writes what has changed, and says which files these are.
pub(crate) fn write(root: &Path, outputs: &[Output]) -> Result<Vec<&'static str>> {
    let mut written = Vec::new();
    for output in outputs {
        let path = root.join(output.path);
        if fs::read_to_string(&path).is_ok_and(|present| present == output.text) {
            continue;
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Failure::context(format!("{}", folder.display())))?;
        }
        fs::write(&path, &output.text).map_err(Failure::context(output.path))?;
        written.push(output.path);
    }
    Ok(written)
}

/// Fails when a file is not what it would be if it were written now.
pub(crate) fn check(root: &Path, outputs: &[Output]) -> Result<()> {
    let differs = |output: &&Output| fs::read_to_string(root.join(output.path)).ok().as_ref() != Some(&output.text);
    let stale: Vec<_> = outputs
        .iter()
        .filter(differs)
        .map(|output| format!("  {}\n", output.path))
        .collect();
    if stale.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "generated files are out of date:\n{}Run `cargo xtask codegen`, and commit them.",
        stale.concat()
    )))
}
