//! How source files are laid out: none is too long to read, and modules are `name.rs`, not `mod.rs`.

use std::fs;
use std::path::Path;

use crate::codegen;
use crate::failure::{Failure, Result};

const LINES_AT_MOST: usize = 700;

pub(crate) fn problems(root: &Path) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let mut folders = Vec::new();
    for krate in entries(&root.join("crates"))? {
        folders.extend(["src", "tests", "examples", "benches"].map(|folder| krate.join(folder)));
    }
    folders.extend(["tests", "xtask"].map(|folder| root.join(folder)));
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() || folder.ends_with("target") {
            continue;
        }
        for path in entries(&folder)? {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let shown = path.strip_prefix(root).unwrap_or(&path).display().to_string();
                let text = fs::read_to_string(&path).map_err(Failure::context(&shown))?;
                if path.ends_with("mod.rs") {
                    problems.push(format!(
                        "{shown}: name the module's file after the module, beside its folder."
                    ));
                }
                let lines = text.lines().count();
                if lines > LINES_AT_MOST && !text.starts_with(codegen::HEADER) {
                    let advice = "Split it by concept.";
                    problems.push(format!(
                        "{shown}: has {lines} lines, more than {LINES_AT_MOST}. {advice}"
                    ));
                }
            }
        }
    }
    problems.sort();
    Ok(problems)
}

fn entries(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let context = || Failure::context(format!("{}", folder.display()));
    let entries = fs::read_dir(folder).map_err(context())?;
    entries
        .map(|entry| entry.map(|entry| entry.path()).map_err(context()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_files_and_mod_files_are_named_but_generated_ones_may_be_long() {
        let root = std::env::temp_dir().join(format!("xtask-tidy-{}", std::process::id()));
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        };
        write("crates/a/src/long.rs", &"//\n".repeat(LINES_AT_MOST + 1));
        write("crates/a/src/just.rs", &"//\n".repeat(LINES_AT_MOST));
        write("crates/a/src/deep/mod.rs", "");
        write(
            "crates/a/src/generated/enums.rs",
            &(codegen::HEADER.to_owned() + &"//\n".repeat(LINES_AT_MOST)),
        );
        write("crates/a/src/notes.txt", &"x\n".repeat(LINES_AT_MOST + 1));
        write("xtask/src/mod.rs", "");
        let found = problems(&root);
        fs::remove_dir_all(&root).expect("the folder is there");

        let expected = [
            "crates/a/src/deep/mod.rs: name the module's file after the module, beside its folder.",
            "crates/a/src/long.rs: has 701 lines, more than 700. Split it by concept.",
            "xtask/src/mod.rs: name the module's file after the module, beside its folder.",
        ];
        assert_eq!(found.expect("the files can be read"), expected);
    }
}
