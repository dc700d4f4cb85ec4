//! What came in, so that a test can count it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// How many requests are kept; the oldest goes first.
const CAPACITY: usize = 10_000;

/// A request that reached the emulator, whatever came of it.
///
/// The API key is not part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The name of the GraphQL operation; none for an Edge read, for a document without a name, and for a body that is
    /// not a GraphQL request.
    pub operation: Option<String>,
    /// The path as it was sent, percent-encoding included, without the query string.
    pub path: String,
    /// The query string as it was sent; empty when there is none.
    pub query: String,
    /// The customer that the request is about, where it names one.
    pub customer_id: Option<String>,
    /// Header names in lower case with their values, in the order of the names.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

impl RecordedRequest {
    /// Whether this is a read from the Edge.
    pub fn is_edge(&self) -> bool {
        self.path.starts_with("/v1/")
    }

    /// The value of a header, whatever the case of its name; of several, the first.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self
            .headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.as_str())
    }
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Journal {
    requests: Arc<Mutex<VecDeque<RecordedRequest>>>,
}

impl Journal {
    pub(super) fn record(&self, request: RecordedRequest) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        if requests.len() == CAPACITY {
            requests.pop_front();
        }
        requests.push_back(request);
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }

    pub(crate) fn clear(&self) {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_requests_make_room() {
        let journal = Journal::default();
        for n in 0..=CAPACITY {
            journal.record(RecordedRequest {
                operation: Some(n.to_string()),
                path: String::new(),
                query: String::new(),
                customer_id: None,
                headers: Vec::new(),
                body: String::new(),
            });
        }
        let requests = journal.requests();
        assert_eq!(requests.len(), CAPACITY);
        assert_eq!(requests[0].operation.as_deref(), Some("1"));
    }
}
