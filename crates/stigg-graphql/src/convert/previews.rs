//! Previews and estimates of subscriptions.

mod requests;

use stigg_models::{
    ImmediateSubscriptionPreviewInvoice, SubscriptionInvoicePreview, SubscriptionInvoicePreviewLineItem,
    SubscriptionInvoicePreviewLineItemData, SubscriptionInvoicePreviewLineItemPeriod, SubscriptionPreview,
    SubscriptionPreviewCredits, SubscriptionPreviewDiscount, SubscriptionPreviewInvoice, SubscriptionPreviewProrations,
    SubscriptionPreviewTaxDetails, SubscriptionPreviewV2, SubscriptionPricePreview,
};

use super::catalog::price;
use super::values::{date_range, money, nonzero, optional_money, present};
use super::{Result, list};
use crate::generated::fragments as wire;

pub(crate) fn subscription_preview(wire: wire::SubscriptionPreviewV2) -> Result<SubscriptionPreviewV2> {
    let mut preview = SubscriptionPreviewV2::new(immediate_invoice(wire.immediate_invoice)?);
    preview.recurring_invoice = wire.recurring_invoice.map(recurring_invoice).transpose()?;
    preview.billing_period_range = date_range(&wire.billing_period_range);
    preview.is_plan_downgrade = wire.is_plan_downgrade.unwrap_or_default();
    preview.has_scheduled_updates = wire.has_scheduled_updates.unwrap_or_default();
    Ok(preview)
}

pub(crate) fn subscription_estimate(wire: wire::SubscriptionPreview) -> Result<SubscriptionPreview> {
    let mut estimate = SubscriptionPreview::new(money(wire.total)?);
    estimate.sub_total = money(wire.sub_total)?;
    estimate.total_excluding_tax = money(wire.total_excluding_tax)?;
    (estimate.tax, estimate.tax_details) = tax(wire.tax, wire.tax_details)?;
    estimate.discount_amount = optional_money(wire.discount_amount)?;
    estimate.discount = wire.discount.map(discount);
    estimate.billing_period_range = date_range(&wire.billing_period_range);
    estimate.proration = wire.proration.map(proration).transpose()?;
    estimate.subscription = wire.subscription.map(price_preview).transpose()?;
    estimate.credits = wire.credits.map(credits).transpose()?;
    estimate.is_plan_downgrade = wire.is_plan_downgrade.unwrap_or_default();
    estimate.has_scheduled_updates = wire.has_scheduled_updates.unwrap_or_default();
    Ok(estimate)
}

pub(crate) fn next_invoice(wire: wire::SubscriptionInvoicePreview) -> Result<SubscriptionInvoicePreview> {
    let mut invoice = SubscriptionInvoicePreview::new(money(wire.total)?, wire.last_updated_at);
    invoice.lines = list(wire.lines, line)?;
    invoice.sub_total = money(wire.sub_total)?;
    invoice.sub_total_excluding_tax = money(wire.sub_total_excluding_tax)?;
    invoice.total_excluding_tax = money(wire.total_excluding_tax)?;
    invoice.amount_due = money(wire.amount_due)?;
    invoice.minimum_spend_adjustment = money(wire.minimum_spend_adjustment)?;
    invoice.tax = optional_money(wire.tax)?;
    invoice.tax_details = wire.tax_details.map(tax_details);
    invoice.discount = optional_money(wire.discount)?;
    invoice.discount_details = wire.discount_details.map(discount);
    invoice.credits = wire.credits.map(credits).transpose()?;
    Ok(invoice)
}

fn immediate_invoice(wire: wire::ImmediateSubscriptionPreviewInvoice) -> Result<ImmediateSubscriptionPreviewInvoice> {
    let mut invoice = ImmediateSubscriptionPreviewInvoice::new(money(wire.total)?);
    invoice.sub_total = money(wire.sub_total)?;
    invoice.total_excluding_tax = money(wire.total_excluding_tax)?;
    invoice.discount = optional_money(wire.discount)?;
    invoice.discount_details = wire.discount_details.map(discount);
    (invoice.tax, invoice.tax_details) = tax(wire.tax, wire.tax_details)?;
    invoice.proration = wire.proration.map(proration).transpose()?;
    invoice.credits = wire.credits.map(credits).transpose()?;
    Ok(invoice)
}

fn recurring_invoice(wire: wire::SubscriptionPreviewInvoice) -> Result<SubscriptionPreviewInvoice> {
    let mut invoice = SubscriptionPreviewInvoice::new(money(wire.total)?);
    invoice.sub_total = money(wire.sub_total)?;
    invoice.total_excluding_tax = money(wire.total_excluding_tax)?;
    invoice.discount = optional_money(wire.discount)?;
    invoice.discount_details = wire.discount_details.map(discount);
    (invoice.tax, invoice.tax_details) = tax(wire.tax, wire.tax_details)?;
    Ok(invoice)
}

fn price_preview(wire: wire::SubscriptionPricePreview) -> Result<SubscriptionPricePreview> {
    let mut price = SubscriptionPricePreview::new(money(wire.total)?);
    price.sub_total = money(wire.sub_total)?;
    price.total_excluding_tax = money(wire.total_excluding_tax)?;
    price.tax = money(wire.tax)?;
    price.tax_details = wire.tax_details.map(tax_details);
    price.discount_amount = optional_money(wire.discount_amount)?;
    price.discount = wire.discount.map(discount);
    Ok(price)
}

fn line(wire: wire::SubscriptionInvoicePreviewLineItem) -> Result<SubscriptionInvoicePreviewLineItem> {
    let period = SubscriptionInvoicePreviewLineItemPeriod::new(wire.period.start, wire.period.end);
    let mut line = SubscriptionInvoicePreviewLineItem::new(wire.r#type, wire.description, money(wire.amount)?, period);
    line.cost_description = wire.cost_description;
    line.unit_price = optional_money(wire.unit_price)?;
    line.quantity = wire.quantity;
    line.price = wire.price.map(|wire| price(wire, None)).transpose()?;
    line.proration = wire.proration;
    line.usage_limit = wire.usage_limit;
    line.has_soft_limit = wire.has_soft_limit;
    line.lines = list(wire.lines, |wire| Ok(line_part(wire)))?;
    Ok(line)
}

fn line_part(wire: wire::SubscriptionInvoicePreviewLineItemData) -> SubscriptionInvoicePreviewLineItemData {
    let mut part = SubscriptionInvoicePreviewLineItemData::new(wire.r#type, wire.description);
    part.cost_description = wire.cost_description;
    part.quantity = wire.quantity;
    part.proration = wire.proration;
    part.usage_limit = wire.usage_limit;
    part.has_soft_limit = wire.has_soft_limit;
    part
}

type Tax = (Option<stigg_models::Money>, Option<SubscriptionPreviewTaxDetails>);

/// The tax, if it is told whole: the amount alone does not say whether the total holds it already.
fn tax(amount: Option<wire::Money>, details: Option<wire::SubscriptionPreviewTaxDetails>) -> Result<Tax> {
    match (amount, details) {
        (Some(amount), Some(details)) => Ok((Some(money(amount)?), Some(tax_details(details)))),
        _ => Ok((None, None)),
    }
}

fn tax_details(wire: wire::SubscriptionPreviewTaxDetails) -> SubscriptionPreviewTaxDetails {
    let mut details = SubscriptionPreviewTaxDetails::new(wire.display_name, wire.percentage);
    details.inclusive = wire.inclusive;
    details
}

fn discount(wire: wire::SubscriptionPreviewDiscount) -> SubscriptionPreviewDiscount {
    let mut discount = SubscriptionPreviewDiscount::new(wire.r#type, wire.value, wire.duration_type);
    discount.name = present(wire.name);
    discount.duration_in_months = nonzero(wire.duration_in_months);
    discount
}

fn proration(wire: wire::SubscriptionPreviewProrations) -> Result<SubscriptionPreviewProrations> {
    let mut prorations = SubscriptionPreviewProrations::new(
        money(wire.credit)?,
        money(wire.debit)?,
        money(wire.net_amount)?,
        wire.proration_date,
    );
    prorations.has_prorations = wire.has_prorations.unwrap_or_default();
    Ok(prorations)
}

fn credits(wire: wire::SubscriptionPreviewCredits) -> Result<SubscriptionPreviewCredits> {
    Ok(SubscriptionPreviewCredits::new(
        money(wire.initial)?,
        money(wire.used)?,
        money(wire.remaining)?,
    ))
}
