//! Usage and events.

use async_trait::async_trait;
use stigg_models::{ReportEvent, ReportUsage, ReportUsageAck};
use stigg_transport::{Result, Usage};
use uuid::Uuid;

use crate::convert;
use crate::generated::{inputs, operations};
use crate::method::{at_most, check};
use crate::retry::Repeat;
use crate::transport::GraphqlTransport;

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
        check(METHOD, at_most("events", ReportEvent::MAX_PER_REQUEST, events.len()))?;
        if events.is_empty() {
            return Ok(());
        }
        let usage_events = events.into_iter().map(inputs::UsageEventReportInput::from).collect();
        let variables = operations::ReportEventVariables {
            input: inputs::UsageEventsReportInput { usage_events },
        };
        self.call_with::<operations::ReportEvent>(METHOD, variables, Repeat::Harmless)
            .await?;
        Ok(())
    }
}
