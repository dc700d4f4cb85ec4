//! Usage and events.

use super::Arguments;
use crate::engine::inputs::{self, ReportEventsInput, ReportUsageBulkInput, ReportUsageInput};
use crate::engine::object::{Object, Value};
use crate::engine::views;
use crate::error::{ApiError, Code};
use crate::state::State;

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

pub(super) fn check_size(size: usize, limit: usize, what: &str) -> Result<(), ApiError> {
    if size > limit {
        return Err(ApiError::new(
            Code::BadUserInput,
            format!("At most {limit} {what} in one call, not {size}"),
        ));
    }
    Ok(())
}
