//! Reads the schema and the documents, and validates the documents against the schema.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use apollo_compiler::ast::Document;
use apollo_compiler::diagnostic::ToCliReport as _;
use apollo_compiler::validation::{DiagnosticList, Valid, WithErrors};
use apollo_compiler::{ExecutableDocument, Schema};

use crate::failure::{Failure, Result};

/// A text and the name under which messages speak of it.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn read(root: &Path, path: impl Into<PathBuf>) -> Result<Self> {
        let path = path.into();
        let text = fs::read_to_string(root.join(&path)).map_err(Failure::context(format!("{}", path.display())))?;
        Ok(Self { path, text })
    }
}

/// What code is generated from: a valid schema and valid documents.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) schema: Valid<Schema>,
    pub(crate) documents: Valid<ExecutableDocument>,
}

impl Input {
    pub(crate) fn new(schema: &[Source], documents: &[Source]) -> Result<Self> {
        let schema = parse_schema(schema)?;
        let documents = parse_documents(&schema, documents)?;
        Ok(Self { schema, documents })
    }
}

/// Every `.graphql` file in a folder and the folders in it, in the order of their paths.
pub(crate) fn read_documents(root: &Path, folder: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let context = || Failure::context(format!("{}", folder.display()));
        for entry in fs::read_dir(root.join(&folder)).map_err(context())? {
            let entry = entry.map_err(context())?;
            let path = folder.join(entry.file_name());
            if entry.file_type().map_err(context())?.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "graphql") {
                sources.push(Source::read(root, path)?);
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

pub(crate) fn parse_schema(sources: &[Source]) -> Result<Valid<Schema>> {
    let advice = "Correct the schema file. `cargo xtask schema` writes a new one.";
    sources
        .iter()
        .fold(Schema::builder(), |builder, source| {
            builder.parse(&source.text, &source.path)
        })
        .build()
        .and_then(Schema::validate)
        .map_err(|WithErrors { errors, .. }| report(&errors, advice))
}

fn parse_documents(schema: &Valid<Schema>, sources: &[Source]) -> Result<Valid<ExecutableDocument>> {
    let advice = "Correct the document. Where the API has what the schema file lacks, refresh that file first with \
                  `cargo xtask schema`.";
    let mut errors = DiagnosticList::new(std::sync::Arc::default());
    let document = sources
        .iter()
        .fold(
            ExecutableDocument::builder(Some(schema), &mut errors),
            |builder, source| builder.parse(&source.text, &source.path),
        )
        .build();
    if !errors.is_empty() {
        return Err(report(&errors, advice));
    }
    document
        .validate(schema)
        .map_err(|WithErrors { errors, .. }| report(&errors, advice))
}

/// A document by itself, whether the schema knows what it selects or not.
pub(crate) fn parse_syntax(source: &Source) -> Result<Document> {
    Document::parse(&source.text, &source.path)
        .map_err(|WithErrors { errors, .. }| report(&errors, "Correct the document."))
}

/// `file:line:column: message` for each mistake, each with the excerpt that shows it.
fn report(errors: &DiagnosticList, advice: &str) -> Failure {
    let mut text = String::new();
    for diagnostic in errors.iter() {
        let place = diagnostic.error.location().and_then(|span| {
            let file = diagnostic.sources.get(&span.file_id())?.path().display();
            let start = span.line_column(diagnostic.sources)?;
            Some(format!("{file}:{}:{}: ", start.line, start.column))
        });
        let _ = writeln!(text, "{}{}", place.unwrap_or_default(), diagnostic.error);
        let _ = writeln!(text, "{diagnostic}");
    }
    let _ = write!(text, "{advice}");
    Failure::new(text)
}
