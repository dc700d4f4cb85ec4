//! How usage went over time.

use stigg_models::{
    FetchUsageHistory, UsageHistoryPoint, UsageHistorySeries, UsageHistorySeriesPoint, UsageHistorySeriesTag,
    UsageHistoryV2, UsageHistoryV2Input, UsageMarker,
};

use crate::generated::{fragments as wire, inputs};

impl From<UsageHistoryV2Input> for inputs::UsageHistoryV2Input {
    fn from(request: UsageHistoryV2Input) -> Self {
        Self {
            customer_id: request.customer_id,
            end_date: request.end_date,
            feature_id: request.feature_id,
            group_by: request.group_by,
            include_inactive_subscriptions: request.include_inactive_subscriptions,
            paging: request.paging.map(Into::into),
            resource_id: request.resource_id,
            start_date: request.start_date,
        }
    }
}

impl From<FetchUsageHistory> for inputs::UsageHistoryInput {
    fn from(request: FetchUsageHistory) -> Self {
        Self {
            customer_ref_id: request.customer_id,
            end_date: request.end_date,
            feature_ref_id: request.feature_id,
            // Of an answer in groups nobody would see the groups.
            group_by: None,
            monthly_reset_period_configuration: request.monthly_reset_period_configuration.map(Into::into),
            reset_period: request.reset_period,
            resource_ref_id: request.resource_id,
            start_date: request.start_date,
            weekly_reset_period_configuration: request.weekly_reset_period_configuration.map(Into::into),
            yearly_reset_period_configuration: request.yearly_reset_period_configuration.map(Into::into),
        }
    }
}

pub(crate) fn usage_history(wire: wire::UsageHistoryV2) -> UsageHistoryV2 {
    let mut history = UsageHistoryV2::default();
    history.markers = wire.markers.unwrap_or_default().into_iter().map(marker).collect();
    history.series = wire.series.unwrap_or_default().into_iter().map(series).collect();
    history
}

fn marker(wire: wire::UsageMarker) -> UsageMarker {
    UsageMarker::new(wire.r#type, wire.timestamp)
}

fn series(wire: wire::UsageHistorySeries) -> UsageHistorySeries {
    let mut series = UsageHistorySeries::default();
    series.tags = wire.tags.unwrap_or_default().into_iter().map(tag).collect();
    series.points = wire.points.unwrap_or_default().iter().map(point).collect();
    series
}

fn tag(wire: wire::UsageHistorySeriesTag) -> UsageHistorySeriesTag {
    UsageHistorySeriesTag::new(wire.key, wire.value)
}

fn point(wire: &wire::UsageHistoryPoint) -> UsageHistorySeriesPoint {
    let mut point = UsageHistorySeriesPoint::new(wire.timestamp, wire.value);
    point.is_reset_point = wire.is_reset_point;
    point
}

pub(crate) fn usage_history_points(wire: wire::UsageHistory) -> Vec<UsageHistoryPoint> {
    let measurements = wire.usage_measurements.unwrap_or_default();
    measurements.iter().map(measurement).collect()
}

fn measurement(wire: &wire::UsageMeasurementPoint) -> UsageHistoryPoint {
    let mut point = UsageHistoryPoint::new(wire.date, wire.value);
    point.is_reset_point = wire.is_reset_point;
    point
}
