//! Usage and events.

use async_trait::async_trait;
use stigg_models::{
    CreditCostEstimation, EstimateEventCostInput, EstimateUsageCostInput, FetchUsageHistory, ReportEvent, ReportUsage,
    ReportUsageAck, ReportUsageBulk, UsageHistoryPoint, UsageHistoryV2, UsageHistoryV2Input,
};

use crate::{Error, Result};

/// What was used.
#[async_trait]
pub trait Usage: Send + Sync + 'static {
    /// Reports calculated usage, and answers the new total.
    ///
    /// A transport that retries has to make up an idempotency key for a report without one.
    async fn report_usage(&self, request: ReportUsage) -> Result<ReportUsageAck> {
        let _ = request;
        Err(Error::unsupported("report_usage"))
    }

    /// Reports calculated usage of several features or customers, and answers the new totals in the same order.
    ///
    /// At most [`MAX_PER_REQUEST`](ReportUsageBulk::MAX_PER_REQUEST) reports; of a failure all or none of them are concerned.
    /// A transport that retries has to make up an idempotency key for each report without one.
    async fn report_usage_bulk(&self, request: ReportUsageBulk) -> Result<Vec<ReportUsageAck>> {
        let _ = request;
        Err(Error::unsupported("report_usage_bulk"))
    }

    /// Reports raw events, which Stigg counts later.
    async fn report_events(&self, events: Vec<ReportEvent>) -> Result<()> {
        let _ = events;
        Err(Error::unsupported("report_events"))
    }

    /// What an event would cost in credits.
    async fn estimate_event_cost(&self, request: EstimateEventCostInput) -> Result<CreditCostEstimation> {
        let _ = request;
        Err(Error::unsupported("estimate_event_cost"))
    }

    /// What usage of a feature would cost in credits.
    async fn estimate_usage_cost(&self, request: EstimateUsageCostInput) -> Result<CreditCostEstimation> {
        let _ = request;
        Err(Error::unsupported("estimate_usage_cost"))
    }

    /// How usage went over time, as one list of points.
    async fn fetch_usage_history(&self, request: FetchUsageHistory) -> Result<Vec<UsageHistoryPoint>> {
        let _ = request;
        Err(Error::unsupported("fetch_usage_history"))
    }

    /// How usage went over time.
    async fn get_usage_history_v2(&self, request: UsageHistoryV2Input) -> Result<UsageHistoryV2> {
        let _ = request;
        Err(Error::unsupported("get_usage_history_v2"))
    }
}
