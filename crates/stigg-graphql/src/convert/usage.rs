//! Usage and events.

mod estimates;
mod history;

use stigg_models::{ReportEvent, ReportUsage, ReportUsageAck, ReportUsageBulk, UsageCredit};

pub(crate) use self::estimates::cost_estimation;
pub(crate) use self::history::{usage_history, usage_history_points};

use super::values::{dimensions_input, present};
use crate::generated::{fragments as wire, inputs};

impl From<ReportUsage> for inputs::ReportUsageInput {
    fn from(request: ReportUsage) -> Self {
        Self {
            customer_id: request.customer_id,
            feature_id: request.feature_id,
            value: request.value,
            resource_id: request.resource_id,
            update_behavior: request.update_behavior,
            created_at: request.created_at,
            dimensions: request.dimensions.map(dimensions_input),
            idempotency_key: request.idempotency_key,
        }
    }
}

/// The same members as a report that goes alone, by another name.
impl From<ReportUsage> for inputs::ReportUsageBaseInput {
    fn from(request: ReportUsage) -> Self {
        Self {
            customer_id: request.customer_id,
            feature_id: request.feature_id,
            value: request.value,
            resource_id: request.resource_id,
            update_behavior: request.update_behavior,
            created_at: request.created_at,
            dimensions: request.dimensions.map(dimensions_input),
            idempotency_key: request.idempotency_key,
        }
    }
}

impl From<ReportUsageBulk> for inputs::ReportUsageBulkInput {
    fn from(request: ReportUsageBulk) -> Self {
        Self {
            usages: request.usages.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<ReportEvent> for inputs::UsageEventReportInput {
    fn from(event: ReportEvent) -> Self {
        Self {
            customer_id: event.customer_id,
            event_name: event.event_name,
            idempotency_key: event.idempotency_key,
            resource_id: event.resource_id,
            dimensions: event.dimensions.map(dimensions_input),
            timestamp: event.timestamp,
        }
    }
}

pub(crate) fn usage_ack(wire: wire::ReportedUsage) -> ReportUsageAck {
    let mut ack = ReportUsageAck::new(wire.id, wire.customer_id, wire.feature_id);
    ack.resource_id = present(wire.resource_id);
    ack.current_usage = wire.current_usage;
    ack.usage_period_start = wire.usage_period_start;
    ack.usage_period_end = wire.usage_period_end;
    ack.next_reset_date = wire.usage_period_end;
    ack.timestamp = Some(wire.timestamp);
    ack.credit = wire.credit.map(credit);
    ack
}

fn credit(wire: wire::ReportedCredit) -> UsageCredit {
    let mut credit = UsageCredit::new(wire.currency_id, wire.current_usage, wire.consumed);
    credit.usage_limit = wire.usage_limit;
    credit.usage_period_end = wire.usage_period_end;
    credit.timestamp = Some(wire.timestamp);
    credit
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_end_of_the_period_goes_by_two_names() {
        let wire = json!({
            "id": "m-1", "customerId": "c", "featureId": "f", "timestamp": 1_749_990_896_000_i64,
            "usagePeriodEnd": "2025-07-01T00:00:00Z", "currentUsage": 0,
            "credit": {"currencyId": "tokens", "currentUsage": 5, "consumed": 0, "timestamp": "2025-06-15T12:34:56Z"},
        });
        let ack = usage_ack(serde_json::from_value(wire).unwrap());
        assert!(ack.usage_period_end.is_some());
        assert_eq!(ack.next_reset_date, ack.usage_period_end);
        // 0 is an answer.
        assert_eq!(ack.current_usage, Some(0.0));
        assert_eq!(ack.timestamp, ack.credit.unwrap().timestamp);
    }

    #[test]
    fn an_empty_resource_is_none() {
        let wire = json!({
            "id": "m-1", "customerId": "c", "featureId": "f", "resourceId": "", "timestamp": "2025-06-15T12:34:56Z",
        });
        let ack = usage_ack(serde_json::from_value(wire).unwrap());
        assert_eq!(ack.resource_id, None);
    }
}
