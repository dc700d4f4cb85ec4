//! Running the cases.

use std::sync::Arc;

use tokio::task::JoinSet;

use crate::case::{Case, Request};
use crate::compare::{self, Difference, Nulls};
use crate::invoke::{self, Call, Unusable};
use crate::server::Server;

const AT_ONCE: usize = 8;

/// Runs all cases against one server, some at a time. Answers, in the order of the cases, what was not the same as
/// recorded; an error if the case could not be called at all.
pub(crate) async fn all(cases: Arc<Vec<Case>>) -> Vec<Result<Vec<Difference>, String>> {
    let stage = Arc::new(Stage {
        server: Server::start().await,
        // Reading the certificates of the system for each client would take longer than everything else.
        http_client: reqwest::Client::new(),
    });
    let mut workers = JoinSet::new();
    for first in 0..AT_ONCE {
        let (cases, stage) = (cases.clone(), stage.clone());
        workers.spawn(async move {
            let mut outcomes = Vec::new();
            for index in (first..cases.len()).step_by(AT_ONCE) {
                outcomes.push((index, stage.play(&cases[index], index).await));
            }
            outcomes
        });
    }
    let mut outcomes: Vec<_> = workers.join_all().await.into_iter().flatten().collect();
    outcomes.sort_by_key(|(index, _)| *index);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

/// What all cases share.
struct Stage {
    server: Server,
    http_client: reqwest::Client,
}

impl Stage {
    async fn play(&self, case: &Case, index: usize) -> Result<Vec<Difference>, String> {
        let key = format!("server-conformance-key-{index}");
        self.server.play(&key, &case.responses);
        let stigg = invoke::client(case, self.server.url(), &key)
            .http_client(self.http_client.clone())
            .build()
            .map_err(|error| error.to_string())?;
        let call = invoke::call(&stigg, case).await;
        stigg.close().await;
        let requests = self.server.requests(&key);
        match call {
            Ok(call) => Ok(differences(case, &requests, call)),
            Err(Unusable::UnknownMethod) => Err(format!("the SDK has no method `{}`", case.method)),
            Err(Unusable::Input(error)) => Ok(vec![Difference::new(
                "input",
                Some(case.input.clone().into()),
                Some(error.to_string().into()),
            )]),
        }
    }
}

/// Everything that is not as recorded.
fn differences(case: &Case, requests: &[Request], call: Call) -> Vec<Difference> {
    let mut differences = compare::requests(&case.requests, requests);
    for (index, (recorded, actual)) in case.input.iter().zip(&call.input).enumerate() {
        let recorded = invoke::plain_dates(recorded);
        differences.extend(compare::values(
            &format!("input[{index}]"),
            &recorded,
            actual,
            Nulls::Absent,
        ));
    }
    match (&case.error, &call.outcome) {
        (None, Ok(output)) => differences.extend(compare::values("output", &case.output, output, Nulls::Absent)),
        (Some(failure), Err(error)) => differences.extend(compare::failures(failure, error)),
        (Some(failure), Ok(output)) => {
            differences.push(Difference::new(
                "error",
                Some(failure.message.clone().into()),
                Some(output.clone()),
            ));
        }
        (None, Err(error)) => {
            differences.push(Difference::new("error", None, Some(error.to_string().into())));
        }
    }
    match call.reread {
        None => {}
        Some(Ok(output)) => differences.extend(compare::values("reread", &case.output, &output, Nulls::Absent)),
        Some(Err(error)) => {
            differences.push(Difference::new(
                "reread",
                Some(case.output.clone()),
                Some(error.to_string().into()),
            ));
        }
    }
    differences
}
