//! Credits.

mod requests;

use stigg_models::{
    AutoRechargeSettings, ConsumeCreditsResult, ConsumedCredit, CreditBalance, CreditBalanceSummary, CreditGrant,
    CreditGrantInvoice, CreditLedgerEvent, CreditUsage, CreditUsagePoint, CreditUsageSeries, CustomCurrency,
    GetCreditGrantsResult, GetCreditLedgerResult, Timestamp,
};

use super::Result;
use super::catalog::units;
use super::pages::{page, page_info};
use super::values::{decimal, metadata, money, present};
use crate::generated::{fragments as wire, operations};

pub(crate) fn credit_grant(wire: wire::CreditGrant) -> Result<CreditGrant> {
    let mut grant = CreditGrant::new(
        wire.grant_id,
        wire.customer_id,
        wire.currency_id,
        wire.amount,
        wire.effective_at,
    );
    grant.resource_id = present(wire.resource_id);
    grant.display_name = wire.display_name;
    grant.comment = wire.comment;
    grant.grant_type = wire.grant_type;
    grant.status = Some(wire.status);
    grant.consumed_amount = wire.consumed_amount;
    grant.priority = wire.priority;
    grant.cost = money(wire.cost)?;
    grant.expire_at = wire.expire_at;
    grant.voided_at = wire.voided_at;
    grant.created_at = wire.created_at;
    grant.updated_at = wire.updated_at;
    grant.payment_collection = Some(wire.payment_collection);
    grant.invoice_id = wire.invoice_id;
    grant.latest_invoice = wire.latest_invoice.map(invoice).transpose()?;
    grant.automatic_recharge_configuration_id = wire.automatic_recharge_configuration_id;
    grant.metadata = metadata(wire.additional_meta_data);
    Ok(grant)
}

fn invoice(wire: wire::CreditGrantInvoice) -> Result<CreditGrantInvoice> {
    let amount = |amount: Option<f64>| amount.map(decimal).transpose();
    let mut invoice = CreditGrantInvoice::new(wire.billing_id, wire.status, wire.created_at, wire.updated_at);
    invoice.due_date = wire.due_date;
    invoice.error_message = wire.error_message;
    invoice.requires_action = wire.requires_action;
    invoice.payment_secret = wire.payment_secret.map(Into::into);
    invoice.payment_url = wire.payment_url;
    invoice.pdf_url = wire.pdf_url;
    invoice.billing_reason = wire.billing_reason;
    invoice.currency = wire.currency;
    invoice.sub_total = amount(wire.sub_total)?;
    invoice.sub_total_excluding_tax = amount(wire.sub_total_excluding_tax)?;
    invoice.total = amount(wire.total)?;
    invoice.total_excluding_tax = amount(wire.total_excluding_tax)?;
    invoice.tax = amount(wire.tax)?;
    invoice.amount_due = amount(wire.amount_due)?;
    invoice.attempt_count = wire.attempt_count;
    Ok(invoice)
}

pub(crate) fn credit_grants(wire: operations::GetCreditGrantsCreditGrants) -> Result<GetCreditGrantsResult> {
    let mut page = page(wire.edges, wire.page_info, |edge| credit_grant(edge.node))?;
    page.total_count = Some(wire.total_count);
    Ok(page)
}

pub(crate) fn credit_ledger(wire: operations::GetCreditLedgerCreditsLedger) -> Result<GetCreditLedgerResult> {
    let mut page = page(wire.edges, wire.page_info, |edge| Ok(ledger_event(edge.node)))?;
    page.total_count = Some(wire.total_count);
    Ok(page)
}

fn ledger_event(wire: wire::CreditLedgerEvent) -> CreditLedgerEvent {
    let mut event = CreditLedgerEvent::new(
        wire.timestamp,
        wire.event_type,
        wire.customer_id,
        wire.credit_currency_id,
        wire.credit_grant_id,
        wire.amount,
    );
    event.resource_id = present(wire.resource_id);
    event.event_id = wire.event_id;
    event.feature_id = wire.feature_id;
    event
}

pub(crate) fn credit_usage(wire: wire::CreditUsage) -> CreditUsage {
    let mut usage = CreditUsage::default();
    usage.series = wire.series.unwrap_or_default().into_iter().map(series).collect();
    usage.currency = wire.currency.map(currency);
    usage.page_info = page_info(wire.page_info);
    usage
}

fn series(wire: wire::CreditUsageSeries) -> CreditUsageSeries {
    let mut series = CreditUsageSeries::default();
    series.feature_id = wire.feature_id;
    series.feature_name = wire.feature_name;
    series.total_credits = wire.total_credits;
    let points = wire.points.unwrap_or_default().into_iter();
    series.points = points
        .map(|point| CreditUsagePoint::new(point.timestamp, point.value))
        .collect();
    series
}

pub(crate) fn credit_balances(wire: wire::CreditBalanceSummary) -> CreditBalanceSummary {
    let mut summary = CreditBalanceSummary::new(wire.customer_id);
    summary.balances = wire.balances.unwrap_or_default().into_iter().map(balance).collect();
    summary
}

fn balance(wire: wire::CreditBalanceSummaryBalances) -> CreditBalance {
    let mut balance = CreditBalance::new(wire.customer_id, currency(wire.currency));
    balance.current_balance = wire.current_balance;
    balance.total_consumed = wire.total_consumed;
    balance.total_granted = wire.total_granted;
    balance.resource_id = present(wire.resource_id);
    balance.valid_until = wire.valid_until.and_then(millisecond);
    balance
}

/// A time in milliseconds since 1970; `None` for one that is out of range.
#[expect(clippy::cast_possible_truncation, reason = "what is out of range stays out of range")]
fn millisecond(time: f64) -> Option<Timestamp> {
    Timestamp::from_millisecond(time as i64)
}

fn currency(wire: wire::SlimCustomCurrency) -> CustomCurrency {
    let mut currency = CustomCurrency::new(wire.currency_id, wire.display_name);
    currency.symbol = wire.symbol;
    currency.units = wire.units.map(units);
    currency
}

pub(crate) fn recharge_settings(wire: wire::AutoRechargeSettings) -> AutoRechargeSettings {
    let mut settings = AutoRechargeSettings::new(wire.customer_id, wire.currency_id);
    settings.is_enabled = wire.is_enabled;
    settings.threshold_type = wire.threshold_type;
    settings.threshold_value = wire.threshold_value;
    settings.target_balance = wire.target_balance;
    settings.max_spend_limit = wire.max_spend_limit;
    settings.grant_expiration_period = wire.grant_expiration_period;
    settings.current_monthly_spend = wire.current_monthly_spend;
    settings.created_at = wire.created_at;
    settings.updated_at = wire.updated_at;
    settings
}

pub(crate) fn consumed_credits(wire: wire::ConsumedCredits) -> ConsumeCreditsResult {
    let mut result = ConsumeCreditsResult::new(wire.customer_id, wire.currency_id, wire.amount, wire.timestamp);
    result.resource_id = present(wire.resource_id);
    result.credit = wire.credit.map(|wire| {
        let mut credit = ConsumedCredit::new(wire.currency_id, wire.current_usage, wire.usage_limit, wire.timestamp);
        credit.usage_period_end = wire.usage_period_end;
        credit
    });
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_that_cannot_be_is_none() {
        assert_eq!(millisecond(0.0), Some(Timestamp::UNIX_EPOCH));
        assert_eq!(millisecond(1e300), None);
        assert_eq!(millisecond(-1e300), None);
    }
}
