//! Errors as a GraphQL server tells them: message, locations, path, and Stigg's code and trace id as extensions.

use apollo_compiler::parser::SourceMap;
use apollo_compiler::request::RequestError;
use apollo_compiler::response::{ExecutionResponse, GraphQLError, JsonMap};
use serde_json::json;

use super::Answer;
use super::documents::InvalidDocument;
use crate::error::{ApiError, Code};
use crate::state::State;

/// What stands before the number of a [`Run::raise`](super::resolve::Run::raise)d error in its message.
///
/// The executor takes only a message from a resolver and puts words of its own before it; the number leads back to the error.
pub(super) const MARK: &str = "raised #";

/// The answer to a request that was executed.
pub(super) fn answer(mut response: ExecutionResponse, raised: &[ApiError], state: &mut State) -> Answer {
    for error in &mut response.errors {
        let number = error
            .message
            .split_once(MARK)
            .and_then(|(_, number)| number.parse::<usize>().ok());
        let code = match number.and_then(|number| raised.get(number)) {
            Some(raised) => {
                error.message.clone_from(&raised.message);
                raised.code.as_str()
            }
            None => Code::UnexpectedError.as_str(),
        };
        error.extensions = extensions(code, &trace_id(state));
    }
    Answer {
        status: 200,
        body: serialize(&response),
    }
}

/// The answer to a document that is not valid.
pub(super) fn invalid_document(invalid: &InvalidDocument, state: &mut State) -> Answer {
    let code = if invalid.is_parsed {
        "GRAPHQL_VALIDATION_FAILED"
    } else {
        "GRAPHQL_PARSE_FAILED"
    };
    errors_only(400, invalid.errors.clone(), code, state)
}

/// The answer to a request that does not fit its document: no such operation, variables of the wrong type.
pub(super) fn invalid_request(error: &RequestError, sources: &SourceMap, state: &mut State) -> Answer {
    errors_only(400, vec![error.to_graphql_error(sources)], "BAD_USER_INPUT", state)
}

/// The answer to a request that is refused as a whole.
pub(super) fn refused(status: u16, error: &ApiError, state: &mut State) -> Answer {
    refusal(status, error, &trace_id(state))
}

pub(super) fn refusal(status: u16, error: &ApiError, trace_id: &str) -> Answer {
    let body = json!({
        "errors": [{
            "message": error.message,
            "extensions": { "code": error.code.as_str(), "traceId": trace_id },
        }],
    });
    Answer {
        status,
        body: serialize(&body),
    }
}

fn errors_only(status: u16, mut errors: Vec<GraphQLError>, code: &str, state: &mut State) -> Answer {
    for error in &mut errors {
        error.extensions = extensions(code, &trace_id(state));
    }
    Answer {
        status,
        body: serialize(&json!({ "errors": errors })),
    }
}

fn extensions(code: &str, trace_id: &str) -> JsonMap {
    [("code", code), ("traceId", trace_id)]
        .into_iter()
        .map(|(key, value)| (key.into(), value.into()))
        .collect()
}

fn trace_id(state: &mut State) -> String {
    state.ids.uuid().simple().to_string()
}

fn serialize(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("a value of strings, numbers, lists and maps with text keys is always JSON")
}
