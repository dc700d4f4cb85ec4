//! Recorded variables and answers, through the wire types of the client.

pub(crate) mod intent;

use stigg_graphql::conformance::KnownOperation;

use crate::case::{OperationCase, Request};
use crate::compare::{self, Nulls};

/// What is wrong: variables that do not come out as they went in, or an answer that is not understood.
pub(crate) fn play(case: &OperationCase) -> Vec<String> {
    let Some(operation) = KnownOperation::find(&case.operation) else {
        return vec![format!("the SDK has no operation `{}`", case.operation)];
    };
    let mut problems = Vec::new();
    match operation.sent_again(case.input.clone()) {
        Err(error) => problems.push(format!("variables: {error}")),
        Ok(variables) => {
            let sent = Request::Graphql {
                operation_name: operation.name.to_owned(),
                variables: variables.clone(),
            };
            let differences = compare::values("variables", &case.input, &variables, Nulls::Meant);
            problems.extend(differences.iter().map(ToString::to_string));
            let differences = compare::requests(&case.requests, &[sent]);
            problems.extend(differences.iter().map(ToString::to_string));
        }
    }
    for response in case.responses.iter().filter(|response| response.status == 200) {
        let Some(data) = response.body.get("data").filter(|data| !data.is_null()) else {
            continue;
        };
        if let Err(error) = operation.read(data.clone()) {
            problems.push(format!("data: {error}"));
        }
    }
    problems
}
