//! What is wrong with a catalogue file, and where.

use std::fmt;
use std::path::PathBuf;

use super::tree::Path;

/// A catalogue that cannot be used, with every mistake that was found in it.
///
/// [`Display`](fmt::Display) gives one line for each mistake: the file, the line in it, the path to the value, what is wrong.
///
/// ```
/// # #[cfg(feature = "yaml")] {
/// use stigg_emulator::Catalog;
///
/// let error = Catalog::from_yaml("features:\n  - id: seats\n    type: nubmer\n").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "catalog:3: features[0].type: unknown variant `nubmer`, expected one of `boolean`, `number`, `enum`"
/// );
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogError {
    inner: Inner,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Inner {
    /// The file cannot be read.
    Unreadable { file: PathBuf, reason: String },
    /// The file holds mistakes.
    Mistakes { name: String, mistakes: Vec<Mistake> },
}

/// One mistake in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) line: usize,
    pub(crate) path: Path,
    pub(crate) message: String,
}

impl Mistake {
    pub(crate) fn new(line: usize, path: Path, message: impl Into<String>) -> Self {
        Self {
            line,
            path,
            message: message.into(),
        }
    }
}

impl CatalogError {
    pub(crate) fn unreadable(file: PathBuf, reason: &std::io::Error) -> Self {
        Self {
            inner: Inner::Unreadable {
                file,
                reason: reason.to_string(),
            },
        }
    }

    pub(crate) fn mistakes(name: &str, mistakes: Vec<Mistake>) -> Self {
        Self {
            inner: Inner::Mistakes {
                name: name.to_owned(),
                mistakes,
            },
        }
    }

    /// The lines of the mistakes, from 1, in the order of [`Display`](fmt::Display); none when the file could not be read.
    pub fn lines(&self) -> Vec<usize> {
        match &self.inner {
            Inner::Unreadable { .. } => Vec::new(),
            Inner::Mistakes { mistakes, .. } => mistakes.iter().map(|mistake| mistake.line).collect(),
        }
    }
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.inner {
            Inner::Unreadable { file, reason } => write!(f, "{}: cannot be read: {reason}", file.display()),
            Inner::Mistakes { name, mistakes } => {
                for (position, mistake) in mistakes.iter().enumerate() {
                    if position > 0 {
                        f.write_str("\n")?;
                    }
                    write!(f, "{name}:{}: ", mistake.line)?;
                    if !mistake.path.0.is_empty() {
                        write!(f, "{}: ", mistake.path)?;
                    }
                    f.write_str(&mistake.message)?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for CatalogError {}
