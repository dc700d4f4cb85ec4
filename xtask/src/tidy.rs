//! `cargo xtask tidy`: what keeps the workspace in shape and no other tool checks.

mod files;
mod layers;
mod manifests;
mod workspace;

use std::path::Path;

use self::workspace::Workspace;
use crate::failure::{Failure, Result};

pub(crate) fn run(root: &Path) -> Result<()> {
    let workspace = Workspace::read(root, layers::TREES)?;
    let mut problems = layers::problems(&workspace);
    problems.extend(manifests::problems(&workspace));
    problems.extend(files::problems(root)?);
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(problems.join("\n")))
    }
}
