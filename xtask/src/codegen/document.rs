//! The text of an operation as it is sent: itself, the fragments that it reaches, and no blank that is not needed.

use std::collections::BTreeSet;

use apollo_compiler::ExecutableDocument;
use apollo_compiler::executable::{Operation, Selection, SelectionSet};

/// The operation and its fragments, sorted by name: one piece of text each.
pub(crate) fn pieces(documents: &ExecutableDocument, operation: &Operation) -> Vec<String> {
    let mut fragments = BTreeSet::new();
    collect(documents, &operation.selection_set, &mut fragments);
    let fragments = fragments.iter().filter_map(|name| documents.fragments.get(*name));
    std::iter::once(operation.serialize().no_indent().to_string())
        .chain(fragments.map(|fragment| fragment.serialize().no_indent().to_string()))
        .map(|text| minify(&text))
        .collect()
}

fn collect<'a>(documents: &'a ExecutableDocument, set: &'a SelectionSet, found: &mut BTreeSet<&'a str>) {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => collect(documents, &field.selection_set, found),
            Selection::InlineFragment(inline) => collect(documents, &inline.selection_set, found),
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = spread.fragment_def(documents)
                    && found.insert(&fragment.name)
                {
                    collect(documents, &fragment.selection_set, found);
                }
            }
        }
    }
}

/// Drops blanks beside punctuation, and commas, which GraphQL ignores; never within a string.
fn minify(text: &str) -> String {
    let is_blank = |c: char| c.is_whitespace() || c == ',';
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut minified = String::with_capacity(text.len());
    let mut quoted = false;
    let mut pending_blank = false;
    let mut previous = None;
    for character in text.chars() {
        if quoted || !is_blank(character) {
            if pending_blank && previous.is_some_and(is_name) && is_name(character) {
                minified.push(' ');
            }
            pending_blank = false;
            if character == '"' && previous != Some('\\') {
                quoted = !quoted;
            }
            minified.push(character);
            previous = Some(character);
        } else {
            pending_blank = true;
        }
    }
    minified
}

#[cfg(test)]
mod tests {
    use super::minify;

    #[test]
    fn blanks_are_dropped_where_graphql_does_not_need_them() {
        let text = "query Q($a: [Int!]!, $b: T) { f(a: $a, b: \"x, \\\" y\") { id name ...F ... on T { id } } }";
        assert_eq!(
            minify(text),
            "query Q($a:[Int!]!$b:T){f(a:$a b:\"x, \\\" y\"){id name...F...on T{id}}}"
        );
    }
}
