//! Usage and events.

use async_trait::async_trait;
use stigg_models::{
    CreditCostEstimation, EstimateEventCostInput, EstimateUsageCostInput, FetchUsageHistory, ReportEvent, ReportUsage,
    ReportUsageAck, ReportUsageBulk, UsageHistoryPoint, UsageHistoryV2, UsageHistoryV2Input,
};
use stigg_transport::{Result, Usage};

use crate::convert;
use crate::generated::{inputs, operations};
use crate::method::{at_most, check, give_key};
use crate::retry::Repeat;
use crate::transport::GraphqlTransport;

#[async_trait]
impl Usage for GraphqlTransport {
    async fn report_usage(&self, mut request: ReportUsage) -> Result<ReportUsageAck> {
        const METHOD: &str = "report_usage";
        check(METHOD, request.validate())?;
        give_key(&mut request.idempotency_key);
        let variables = operations::ReportUsageVariables { input: request.into() };
        let answered = self
            .call_with::<operations::ReportUsage>(METHOD, variables, Repeat::Harmless)
            .await?;
        Ok(convert::usage_ack(answered.data.report_usage))
    }

    async fn report_usage_bulk(&self, mut request: ReportUsageBulk) -> Result<Vec<ReportUsageAck>> {
        const METHOD: &str = "report_usage_bulk";
        check(METHOD, request.validate())?;
        let count = request.usages.len();
        check(METHOD, at_most("usages", ReportUsageBulk::MAX_PER_REQUEST, count))?;
        if request.usages.is_empty() {
            return Ok(Vec::new());
        }
        for report in &mut request.usages {
            give_key(&mut report.idempotency_key);
        }
        let variables = operations::ReportUsageBulkVariables { input: request.into() };
        let answered = self
            .call_with::<operations::ReportUsageBulk>(METHOD, variables, Repeat::Harmless)
            .await?;
        let acks = answered.data.report_usage_bulk;
        Ok(acks.into_iter().map(convert::usage_ack).collect())
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

    async fn estimate_event_cost(&self, request: EstimateEventCostInput) -> Result<CreditCostEstimation> {
        const METHOD: &str = "estimate_event_cost";
        check(METHOD, request.validate())?;
        let variables = operations::EstimateEventCostVariables { input: request.into() };
        let answered = self.call::<operations::EstimateEventCost>(METHOD, variables).await?;
        Ok(convert::cost_estimation(answered.data.estimate_event_cost))
    }

    async fn estimate_usage_cost(&self, request: EstimateUsageCostInput) -> Result<CreditCostEstimation> {
        const METHOD: &str = "estimate_usage_cost";
        check(METHOD, request.validate())?;
        let variables = operations::EstimateUsageCostVariables { input: request.into() };
        let answered = self.call::<operations::EstimateUsageCost>(METHOD, variables).await?;
        Ok(convert::cost_estimation(answered.data.estimate_usage_cost))
    }

    async fn fetch_usage_history(&self, request: FetchUsageHistory) -> Result<Vec<UsageHistoryPoint>> {
        const METHOD: &str = "fetch_usage_history";
        check(METHOD, request.validate())?;
        let variables = operations::GetUsageHistoryVariables {
            usage_history_input: request.into(),
        };
        let answered = self.call::<operations::GetUsageHistory>(METHOD, variables).await?;
        Ok(convert::usage_history_points(answered.data.usage_history))
    }

    async fn get_usage_history_v2(&self, request: UsageHistoryV2Input) -> Result<UsageHistoryV2> {
        const METHOD: &str = "get_usage_history_v2";
        check(METHOD, request.validate())?;
        let variables = operations::GetUsageHistoryV2Variables { input: request.into() };
        let answered = self.call::<operations::GetUsageHistoryV2>(METHOD, variables).await?;
        Ok(convert::usage_history(answered.data.usage_history_v2))
    }
}
