//! Usage and events.

use async_trait::async_trait;
use stigg_models::{ReportEvent, ReportUsage, ReportUsageAck};
use stigg_transport::{Delivery, Error, Result, Usage};
use uuid::Uuid;

use crate::convert;
use crate::generated::{inputs, operations};
use crate::method::check;
use crate::retry::Repeat;
use crate::transport::GraphqlTransport;

/// The most events that Stigg takes at once.
const MAX_EVENTS: usize = 1_000;

#[async_trait]
impl Usage for GraphqlTransport {
    async fn report_usage(&self, mut request: ReportUsage) -> Result<ReportUsageAck> {
        const METHOD: &str = "report_usage";
        check(METHOD, request.validate())?;
        request
            .idempotency_key
            .get_or_insert_with(|| Uuid::now_v7().to_string());
        let variables = operations::ReportUsageVariables { input: request.into() };
        let answered = self
            .call_with::<operations::ReportUsage>(METHOD, variables, Repeat::Harmless)
            .await?;
        Ok(convert::usage_ack(answered.data.report_usage))
    }

    async fn report_events(&self, events: Vec<ReportEvent>) -> Result<()> {
        const METHOD: &str = "report_events";
        check(METHOD, ReportEvent::validate_all(&events))?;
        let mut accepted = 0;
        let mut events = events.into_iter().map(inputs::UsageEventReportInput::from);
        loop {
            let usage_events: Vec<_> = events.by_ref().take(MAX_EVENTS).collect();
            let count = usage_events.len();
            if count == 0 {
                return Ok(());
            }
            let variables = operations::ReportEventVariables {
                input: inputs::UsageEventsReportInput { usage_events },
            };
            self.call_with::<operations::ReportEvent>(METHOD, variables, Repeat::Harmless)
                .await
                .map_err(|error| after(accepted, error))?;
            accepted += count;
        }
    }
}

/// The error of a batch of events, when those before it were accepted.
fn after(accepted: usize, error: Error) -> Error {
    if accepted == 0 {
        return error;
    }
    let message = format!("{} (the first {accepted} events were accepted)", error.message());
    let delivery = match error.delivery() {
        // Of the call as a whole it is not true that nothing has changed.
        Delivery::NotSent | Delivery::Refused => Delivery::Unanswered,
        told => told,
    };
    error.with_message(message).with_delivery(delivery)
}
