//! Credits.

use super::{Arguments, check_size};
use crate::engine::inputs::{
    self, ConsumeCreditInput, ConsumeCreditsAsyncInput, CreditGrantInput, CreditLedgerInput, CreditPoolInput,
    CreditUsageInput, RechargeInput, SaveRechargeInput, VoidCreditGrantInput,
};
use crate::engine::object::{Object, Value};
use crate::engine::views::credits as views;
use crate::engine::{paging, views::credits::slim_currency};
use crate::error::ApiError;
use crate::state::State;
use crate::state::credits::{Grant, LedgerEvent};

/// How many consumptions one call may hold.
const CONSUMPTIONS_LIMIT: usize = 1_000;

pub(super) fn grant(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: CreditGrantInput = inputs::read(&mut arguments, "input")?;
    Ok(views::grant(state.grant_credits(input.read())?).into())
}

pub(super) fn void(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: VoidCreditGrantInput = inputs::read(&mut arguments, "input")?;
    Ok(views::grant(state.void_grant(&input.id)?).into())
}

pub(super) fn grants(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: CreditPoolInput = inputs::read(&mut arguments, "input")?;
    let (currency, resource) = (input.currency(), input.resource());
    state.check_pool(&input.customer_id, currency)?;
    let found = state.grants_to(&input.customer_id, currency, resource);
    let types = ("CreditGrantConnection", "CreditGrantEdge");
    let cursor = |grant: &&Grant| grant.uuid.to_string();
    paging::connection(types, &found, input.paging.clone(), cursor, |grant| views::grant(grant))
}

pub(super) fn ledger(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let CreditLedgerInput { pool, event_type } = inputs::read(&mut arguments, "input")?;
    let (currency, resource) = (pool.currency(), pool.resource());
    state.check_pool(&pool.customer_id, currency)?;
    let kinds = event_type.unwrap_or_default();
    let found = state.ledger(&pool.customer_id, currency, resource, &kinds);
    let types = ("CreditLedgerConnection", "CreditLedgerEdge");
    let cursor = |event: &&LedgerEvent| event.uuid.to_string();
    paging::connection(types, &found, pool.paging.clone(), cursor, |event| {
        views::ledger_event(event)
    })
}

pub(super) fn usage(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: CreditUsageInput = inputs::read(&mut arguments, "input")?;
    let (query, wanted) = input.read();
    let found: Vec<_> = state.credit_usage(&query)?.into_iter().enumerate().collect();
    let page = paging::page(&found, &wanted, |(place, _)| format!("series-{place}"))?;
    // Series of several currencies cannot be told apart, but at least none is called by a name that is not its own.
    let first = found.first().map(|(_, series)| series.currency.as_str());
    let only = first.filter(|first| found.iter().all(|(_, series)| series.currency == *first));
    let currency = query.currency.as_deref().or(only);
    let series: Vec<Object> = page.items.iter().map(|(_, series)| views::series(series)).collect();
    Ok(Object::new("CreditUsage")
        .with("series", series)
        .with("currency", currency.map(|currency| slim_currency(state, currency)))
        .with("pageInfo", page.info())
        .into())
}

pub(super) fn balances(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: CreditPoolInput = inputs::read(&mut arguments, "input")?;
    let (currency, resource) = (input.currency(), input.resource());
    state.check_pool(&input.customer_id, currency)?;
    let pools = state.pools(&input.customer_id, currency, resource).into_iter();
    let balances: Vec<Object> = pools.filter_map(|pool| views::balance(state, pool)).collect();
    Ok(Object::new("CreditBalanceSummary")
        .with("customerId", &input.customer_id)
        .with("resourceId", resource)
        .with("balances", balances)
        .into())
}

pub(super) fn consume(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: ConsumeCreditInput = inputs::read(&mut arguments, "input")?;
    let consumed = state.consume_credits(input.read())?;
    Ok(views::consumed(state, &consumed).into())
}

/// All consumptions or none, and at once: who looks afterwards sees them.
pub(super) fn consume_later(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: ConsumeCreditsAsyncInput = inputs::read(&mut arguments, "input")?;
    check_size(input.consumptions.len(), CONSUMPTIONS_LIMIT, "consumptions")?;
    let consumptions: Vec<_> = input.consumptions.into_iter().map(ConsumeCreditInput::read).collect();
    for consumption in &consumptions {
        state.check_consumption(consumption)?;
    }
    for consumption in consumptions {
        state.consume_credits(consumption)?;
    }
    Ok(Value::Null)
}

pub(super) fn recharge(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: RechargeInput = inputs::read(&mut arguments, "input")?;
    let recharge = state.recharge(&input.customer_id, &input.currency_id)?;
    Ok(views::recharge(&input.customer_id, &input.currency_id, &recharge).into())
}

pub(super) fn save_recharge(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: SaveRechargeInput = inputs::read(&mut arguments, "input")?;
    let recharge = state.save_recharge(&input.customer_id, &input.currency_id, &input.read()?)?;
    Ok(views::recharge(&input.customer_id, &input.currency_id, &recharge).into())
}
