//! Usage and events.

use super::{Arguments, check_size};
use crate::engine::inputs::{self, ReportEventsInput, ReportUsageBulkInput, ReportUsageInput, UsageHistoryInput};
use crate::engine::object::{Object, Value};
use crate::engine::{paging, views};
use crate::error::ApiError;
use crate::state::State;
use crate::state::history::{History, HistoryQuery, Series, Tags};

/// How many measurements one call may hold.
const BULK_LIMIT: usize = 100;
/// How many events one call may hold.
const EVENTS_LIMIT: usize = 1_000;

pub(super) fn report(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: ReportUsageInput = inputs::read(&mut arguments, "input")?;
    let report = input.read();
    let key = report.key.clone();
    let measurement = state.report_usage(report)?;
    Ok(views::usage::measurement(state, &key, &measurement).into())
}

/// All measurements or none.
pub(super) fn report_bulk(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: ReportUsageBulkInput = inputs::read(&mut arguments, "input")?;
    check_size(input.usages.len(), BULK_LIMIT, "measurements")?;
    let reports: Vec<_> = input.usages.into_iter().map(ReportUsageInput::read).collect();
    for report in &reports {
        state.check_report(report)?;
    }
    let mut answers: Vec<Object> = Vec::with_capacity(reports.len());
    for report in reports {
        let key = report.key.clone();
        let measurement = state.report_usage(report)?;
        answers.push(views::usage::measurement(state, &key, &measurement));
    }
    Ok(answers.into())
}

pub(super) fn report_events(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: ReportEventsInput = inputs::read(&mut arguments, "events")?;
    check_size(input.usage_events.len(), EVENTS_LIMIT, "events")?;
    for event in input.usage_events {
        state.report_event(event.read());
    }
    Ok(Value::Null)
}

pub(super) fn history(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: UsageHistoryInput = inputs::read(&mut arguments, "usageHistoryInput")?;
    if input.reset_period.is_some() {
        return Err(ApiError::unsupported("usageHistory", "a reset period of one's own"));
    }
    let end = input.end_date.map_or(state.now, |time| time.0);
    let history = history_of(state, &input)?;
    Ok(views::usage::history(&history, (input.start_date.0, end)).into())
}

/// Without a live subscription there is nothing to tell but what was used under those that are over, which is told only
/// on demand.
pub(super) fn history_v2(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: UsageHistoryInput = inputs::read(&mut arguments, "input")?;
    let mut history = history_of(state, &input)?;
    let is_live = !state.sources(&input.customer_id, input.resource()).is_empty();
    if !is_live && input.include_inactive_subscriptions != Some(true) {
        history = History::default();
    }
    let is_grouped = input.group_by.iter().flatten().next().is_some();
    let all: Vec<Series> = if is_grouped {
        history.groups
    } else {
        vec![history.total]
    };
    let series = match &input.paging {
        Some(paging) => paging::page(&all, paging, |series| cursor(&series.tags))?.items,
        None => &all,
    };
    Ok(views::usage::history_v2(&history.markers, series).into())
}

fn history_of(state: &State, input: &UsageHistoryInput) -> Result<History, ApiError> {
    state.customer(&input.customer_id)?;
    let feature = state.metered_feature(&input.feature_id)?;
    Ok(state.usage_history(&HistoryQuery {
        feature,
        customer: &input.customer_id,
        resource: input.resource(),
        from: input.start_date.0,
        until: input.end_date.map_or(state.now, |time| time.0.min(state.now)),
        group_by: input.group_by.as_deref().unwrap_or_default(),
    }))
}

/// A series is known by its tags.
fn cursor(tags: &Tags) -> String {
    let parts: Vec<String> = tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
    parts.join("&")
}
