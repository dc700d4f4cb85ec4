//! Previews: what a subscription is going to cost. There is no tax, and nobody has anything to its credit.

use serde_json::Value as Json;

use super::money;
use crate::catalog::model::{Charge, Discount, Package};
use crate::engine::object::{Object, Value};
use crate::state::State;
use crate::state::next_invoice::{Line, NextInvoice};
use crate::state::previews::{Amounts, Preview, Proration};
use crate::state::pricing::AppliedCoupon;
use crate::wire::{BillingModel, BillingPeriod};

/// The type `SubscriptionPreviewV2`.
pub(in crate::engine) fn preview(state: &State, preview: &Preview) -> Object {
    let currency = &preview.currency;
    let coupon = preview.coupon.as_ref();
    let invoice = |type_name, amounts: Amounts| {
        let object = totals(Object::new(type_name), amounts, currency).with("discount", off(amounts, currency, coupon));
        object.with(
            "discountDetails",
            coupon.map(|coupon| discount(state, coupon, preview.start)),
        )
    };
    let at_once = invoice("ImmediateSubscriptionPreviewInvoice", preview.at_once);
    Object::new("SubscriptionPreviewV2")
        .with(
            "immediateInvoice",
            at_once.with(
                "proration",
                preview.proration.map(|proration| prorations(proration, currency)),
            ),
        )
        .with(
            "recurringInvoice",
            preview
                .recurring
                .map(|amounts| invoice("SubscriptionPreviewInvoice", amounts)),
        )
        .with("billingPeriodRange", range(preview))
        .with("isPlanDowngrade", preview.is_downgrade)
        .with("hasScheduledUpdates", preview.is_scheduled)
}

/// The type `SubscriptionPreview`.
pub(in crate::engine) fn estimate(state: &State, preview: &Preview) -> Object {
    let currency = &preview.currency;
    let coupon = preview.coupon.as_ref();
    let priced = |type_name, amounts: Amounts| {
        totals(Object::new(type_name), amounts, currency)
            .with("discountAmount", off(amounts, currency, coupon))
            .with("discount", coupon.map(|coupon| discount(state, coupon, preview.start)))
    };
    let subscription = preview
        .recurring
        .map(|amounts| priced("SubscriptionPricePreviewDTO", amounts).with("tax", money(0.0, currency)));
    priced("SubscriptionPreview", preview.at_once)
        .with("billingPeriodRange", range(preview))
        .with(
            "proration",
            preview.proration.map(|proration| prorations(proration, currency)),
        )
        .with("subscription", subscription)
        .with("isPlanDowngrade", preview.is_downgrade)
        .with("hasScheduledUpdates", preview.is_scheduled)
}

/// The type `SubscriptionInvoicePreview`.
pub(in crate::engine) fn next_invoice(state: &State, invoice: &NextInvoice) -> Object {
    let (currency, total) = (&invoice.currency, invoice.total);
    let coupon = invoice.coupon.as_ref();
    let lines = invoice.lines.iter().map(|of| line(state, of));
    totals(Object::new("SubscriptionInvoicePreview"), total, currency)
        .with("subTotalExcludingTax", money(total.before_discount, currency))
        .with("amountDue", money(total.after_discount, currency))
        .with("minimumSpendAdjustment", money(0.0, currency))
        .with("discount", off(total, currency, coupon))
        .with(
            "discountDetails",
            coupon.map(|coupon| discount(state, coupon, invoice.start)),
        )
        .with("lastUpdatedAt", state.now)
        .with("lines", lines.collect::<Vec<_>>())
}

fn totals(object: Object, amounts: Amounts, currency: &str) -> Object {
    object
        .with("subTotal", money(amounts.before_discount, currency))
        .with("totalExcludingTax", money(amounts.after_discount, currency))
        .with("total", money(amounts.after_discount, currency))
}

/// What the coupon takes off.
fn off(amounts: Amounts, currency: &str, coupon: Option<&AppliedCoupon>) -> Option<Object> {
    let off = ((amounts.before_discount - amounts.after_discount) * 100.0).round() / 100.0;
    coupon.map(|_| money(off, currency))
}

fn discount(state: &State, applied: &AppliedCoupon, start: jiff::Timestamp) -> Object {
    let coupon = applied.coupon.as_ref().and_then(|id| state.catalog.coupons.get(id));
    let months = coupon.and_then(|coupon| coupon.duration_in_months);
    let (kind, value) = match &applied.discount {
        Discount::Percent(percent) => ("PERCENTAGE", *percent),
        Discount::Amount(amount, _) => ("FIXED", *amount),
    };
    Object::new("SubscriptionPreviewDiscount")
        .with("name", coupon.map(|coupon| &coupon.name))
        .with("type", kind)
        .with("value", value)
        .with("durationType", if months.is_some() { "REPEATING" } else { "FOREVER" })
        .with("durationInMonths", months.map(f64::from))
        .with("start", start)
        .with(
            "end",
            months.map(|months| crate::calendar::add(start, crate::calendar::Unit::Month, i64::from(months))),
        )
}

fn prorations(proration: Proration, currency: &str) -> Object {
    Object::new("SubscriptionPreviewProrations")
        .with("prorationDate", proration.at)
        .with("hasProrations", true)
        .with("credit", money(proration.credit, currency))
        .with("debit", money(proration.debit, currency))
        .with("netAmount", money(proration.net(), currency))
}

fn range(preview: &Preview) -> Object {
    Object::new("DateRange")
        .with("start", preview.period.map(|(start, _)| start))
        .with("end", preview.period.map(|(_, end)| end))
}

fn line(state: &State, line: &Line) -> Object {
    let price = &line.price;
    let package = package(state, line);
    let feature = price.feature.as_ref().and_then(|id| state.catalog.features.get(id));
    let description = match (package, feature) {
        (Some(package), Some(feature)) => format!("{}: {}", package.display_name, feature.display_name),
        (Some(package), None) => package.display_name.clone(),
        (None, _) => line.package.clone(),
    };
    let period = match price.period {
        BillingPeriod::Monthly => "month",
        BillingPeriod::Annually => "year",
    };
    let (unit_price, cost) = match &price.charge {
        Charge::Amount(amount) => (
            price.block_size.is_none().then(|| money(*amount, &price.currency)),
            format!("{} x {amount} {} a {period}", line.quantity, price.currency),
        ),
        Charge::Tiers(..) => (None, format!("{} by tiers, a {period}", line.quantity)),
    };
    let bought = price.model == BillingModel::PerUnit && !line.is_addon;
    Object::new("SubscriptionInvoicePreviewLineItem")
        .with("type", kind(line))
        .with("description", description)
        .with("costDescription", cost)
        .with("amount", money(line.amount, &price.currency))
        .with("unitPrice", unit_price)
        .with("quantity", whole(line.quantity))
        .with("proration", false)
        .with("usageLimit", bought.then_some(line.quantity))
        .with(
            "price",
            package.map(|package| super::packages::price(state, package, line.position, price)),
        )
        .with(
            "period",
            Object::new("SubscriptionInvoicePreviewLineItemPeriod")
                .with("start", line.period.0)
                .with("end", line.period.1),
        )
        .with("lines", Value::List(Vec::new()))
}

fn package<'a>(state: &'a State, line: &Line) -> Option<&'a Package> {
    if line.is_addon {
        state.catalog.addons.get(&line.package).map(|addon| &addon.package)
    } else {
        state.catalog.plans.get(&line.package).map(|plan| &plan.package)
    }
}

fn kind(line: &Line) -> &'static str {
    match line.price.model {
        BillingModel::UsageBased => "PayAsYouGoCharge",
        _ if line.is_addon => "AddonCharge",
        BillingModel::PerUnit => "InAdvanceCommitmentCharge",
        BillingModel::FlatFee if line.amount == 0.0 => "ZeroAmountBaseCharge",
        BillingModel::FlatFee => "BaseCharge",
    }
}

/// A number for a field of whole numbers; none when it is not one.
fn whole(number: f64) -> Value {
    let text = format!("{number}");
    text.parse::<i64>()
        .map_or(Value::Null, |number| Value::Leaf(Json::from(number)))
}
