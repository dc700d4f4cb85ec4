//! Usage and events.

use async_trait::async_trait;
use stigg_models::{ReportEvent, ReportUsage, ReportUsageAck};

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

    /// Reports raw events, which Stigg counts later.
    async fn report_events(&self, events: Vec<ReportEvent>) -> Result<()> {
        let _ = events;
        Err(Error::unsupported("report_events"))
    }
}
