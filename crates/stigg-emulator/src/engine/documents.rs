//! Parsed and validated documents, kept by their text: clients send the same few over and over.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use apollo_compiler::ExecutableDocument;
use apollo_compiler::ast::Document;
use apollo_compiler::response::GraphQLError;
use apollo_compiler::validation::{DiagnosticList, Valid};

use crate::schema::schema;

/// How many documents are kept; the oldest goes first.
const CAPACITY: usize = 256;

#[derive(Debug, Default)]
pub(super) struct Documents {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    by_text: HashMap<Arc<str>, Arc<Valid<ExecutableDocument>>>,
    in_order: VecDeque<Arc<str>>,
}

/// Why a document cannot be executed.
#[derive(Debug, Clone)]
pub(super) struct InvalidDocument {
    /// False when it is not even GraphQL.
    pub(super) is_parsed: bool,
    pub(super) errors: Vec<GraphQLError>,
}

impl Documents {
    pub(super) fn get(&self, text: &str) -> Result<Arc<Valid<ExecutableDocument>>, InvalidDocument> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(document) = kept.by_text.get(text) {
            return Ok(Arc::clone(document));
        }
        let document = Arc::new(parse(text)?);
        let text: Arc<str> = text.into();
        if kept.in_order.len() >= CAPACITY
            && let Some(oldest) = kept.in_order.pop_front()
        {
            kept.by_text.remove(&oldest);
        }
        kept.in_order.push_back(Arc::clone(&text));
        kept.by_text.insert(text, Arc::clone(&document));
        Ok(document)
    }
}

fn parse(text: &str) -> Result<Valid<ExecutableDocument>, InvalidDocument> {
    let errors = |found: &DiagnosticList| found.iter().map(|diagnostic| diagnostic.to_json()).collect();
    let document = Document::parse(text, "document.graphql").map_err(|failed| InvalidDocument {
        is_parsed: false,
        errors: errors(&failed.errors),
    })?;
    document
        .to_executable_validate(schema())
        .map_err(|failed| InvalidDocument {
            is_parsed: true,
            errors: errors(&failed.errors),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_parsed_once() {
        let documents = Documents::default();
        let first = documents.get("{ __typename }").unwrap();
        let second = documents.get("{ __typename }").unwrap();
        assert!(Arc::ptr_eq(&first, &second));
    }

    #[test]
    fn no_more_documents_are_kept_than_fit() {
        let documents = Documents::default();
        for n in 0..=CAPACITY {
            documents.get(&format!("{{ a{n}: __typename }}")).unwrap();
        }
        let kept = documents.kept.lock().unwrap();
        assert_eq!(kept.by_text.len(), CAPACITY);
        assert_eq!(kept.in_order.len(), CAPACITY);
        assert!(!kept.by_text.contains_key("{ a0: __typename }"));
    }

    #[test]
    fn what_is_invalid_is_not_kept() {
        let documents = Documents::default();
        assert!(!documents.get("{ oops").unwrap_err().is_parsed);
        assert!(documents.get("{ oops }").unwrap_err().is_parsed);
        assert!(documents.kept.lock().unwrap().by_text.is_empty());
    }
}
