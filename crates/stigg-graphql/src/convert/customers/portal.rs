//! The customer portal.

use stigg_models::{
    CustomerPortal, CustomerPortalAddon, CustomerPortalBillingInformation, CustomerPortalConfiguration,
    CustomerPortalEntitlement, CustomerPortalFeature, CustomerPortalInvoice, CustomerPortalInvoiceLine,
    CustomerPortalInvoicePeriod, CustomerPortalInvoicePrice, CustomerPortalPalette, CustomerPortalPrice,
    CustomerPortalPricing, CustomerPortalPromotionalEntitlement, CustomerPortalSubscription, CustomerPortalTotalPrice,
};

use crate::convert::catalog::typography;
use crate::convert::entitlements::{credit_rate, entitlements, reset_period_configuration};
use crate::convert::subscriptions::portal_update;
use crate::convert::values::{date_range, money, optional_money, resource};
use crate::convert::{Result, list};
use crate::generated::fragments as wire;

pub(crate) fn customer_portal(wire: wire::CustomerPortal) -> Result<CustomerPortal> {
    let mut portal = CustomerPortal::new();
    portal.subscriptions = list(wire.subscriptions, subscription)?;
    portal.entitlements = list(wire.entitlements, |wire| Ok(entitlement(wire)))?;
    portal.entitlements_v2 = entitlements(wire.entitlements_v2.unwrap_or_default());
    portal.promotional_entitlements = list(wire.promotional_entitlements, |wire| Ok(promotional(wire)))?;
    portal.billing_information = billing_information(wire.billing_information);
    portal.show_watermark = wire.show_watermark;
    portal.can_upgrade_subscription = wire.can_upgrade_subscription;
    portal.billing_portal_url = wire.billing_portal_url;
    portal.configuration = wire.configuration.map(configuration);
    portal.resource = wire.resource.map(resource);
    Ok(portal)
}

fn subscription(wire: wire::PortalSubscription) -> Result<CustomerPortalSubscription> {
    let pricing = pricing(wire.pricing)?;
    let mut subscription =
        CustomerPortalSubscription::new(wire.subscription_id, wire.plan_id, wire.plan_name, wire.status, pricing);
    subscription.pricing_type = wire.pricing_type;
    subscription.prices = list(wire.prices, price)?;
    subscription.total_price = wire.total_price.map(total_price).transpose()?;
    subscription.trial_remaining_days = wire.trial_remaining_days;
    subscription.billing_period_range = wire.billing_period_range.as_ref().map(date_range);
    subscription.addons = list(wire.addons, |wire| Ok(addon(wire)))?;
    subscription.scheduled_updates = list(wire.scheduled_updates, |wire| Ok(portal_update(wire)))?;
    subscription.preview_next_invoice = wire.preview_next_invoice.map(invoice).transpose()?;
    Ok(subscription)
}

fn pricing(wire: wire::PortalPricing) -> Result<CustomerPortalPricing> {
    let mut pricing = CustomerPortalPricing::new(wire.pricing_type);
    pricing.billing_period = wire.billing_period;
    pricing.billing_model = wire.billing_model;
    pricing.unit_quantity = wire.unit_quantity;
    pricing.usage_based_estimated_bill = wire.usage_based_estimated_bill;
    pricing.price = optional_money(wire.price)?;
    pricing.credit_rate = wire.credit_rate.map(credit_rate);
    pricing.feature = wire.feature.map(|wire| {
        let mut feature = CustomerPortalFeature::new(wire.display_name);
        feature.feature_units = wire.feature_units;
        feature.feature_units_plural = wire.feature_units_plural;
        feature
    });
    Ok(pricing)
}

fn price(wire: wire::PortalPrice) -> Result<CustomerPortalPrice> {
    let mut price = CustomerPortalPrice::new();
    price.billing_period = wire.billing_period;
    price.billing_model = wire.billing_model;
    price.block_size = wire.block_size;
    price.price = optional_money(wire.price)?;
    price.credit_rate = wire.credit_rate.map(credit_rate);
    price.feature = wire.feature.map(|wire| {
        let mut feature = CustomerPortalFeature::new(wire.display_name);
        feature.id = Some(wire.id);
        feature.ref_id = Some(wire.ref_id);
        feature.feature_units = wire.feature_units;
        feature.feature_units_plural = wire.feature_units_plural;
        feature
    });
    Ok(price)
}

fn total_price(wire: wire::PortalTotalPrice) -> Result<CustomerPortalTotalPrice> {
    Ok(CustomerPortalTotalPrice::new(
        money(wire.sub_total)?,
        money(wire.total)?,
        money(wire.addons_total)?,
    ))
}

fn addon(wire: wire::PortalAddon) -> CustomerPortalAddon {
    let mut addon = CustomerPortalAddon::new(wire.addon_id, wire.display_name, wire.quantity);
    addon.description = wire.description;
    addon
}

fn invoice(wire: wire::PortalInvoicePreview) -> Result<CustomerPortalInvoice> {
    let mut invoice = CustomerPortalInvoice::new(money(wire.total)?, money(wire.amount_due)?);
    invoice.lines = list(wire.lines, |wire| {
        let period = CustomerPortalInvoicePeriod::new(wire.period.start, wire.period.end);
        let mut line = CustomerPortalInvoiceLine::new(period);
        line.quantity = wire.quantity;
        line.price = wire
            .price
            .map(|wire| CustomerPortalInvoicePrice::new(wire.feature.map(|wire| wire.ref_id)));
        Ok(line)
    })?;
    Ok(invoice)
}

fn entitlement(wire: wire::PortalEntitlement) -> CustomerPortalEntitlement {
    let mut entitlement = CustomerPortalEntitlement::default();
    entitlement.is_granted = wire.is_granted;
    entitlement.has_unlimited_usage = wire.has_unlimited_usage;
    entitlement.usage_limit = wire.usage_limit;
    entitlement.current_usage = wire.current_usage;
    entitlement.has_soft_limit = wire.has_soft_limit;
    entitlement.usage_period_start = wire.usage_period_start;
    entitlement.usage_period_end = wire.usage_period_end;
    entitlement.next_reset_date = wire.next_reset_date;
    entitlement.reset_period = wire.reset_period;
    entitlement.reset_period_configuration = wire.reset_period_configuration.and_then(reset_period_configuration);
    entitlement.feature = wire.feature;
    entitlement
}

fn promotional(wire: wire::PortalPromotionalEntitlement) -> CustomerPortalPromotionalEntitlement {
    let mut entitlement = CustomerPortalPromotionalEntitlement::new(wire.display_name, wire.period, wire.start_date);
    entitlement.description = wire.description;
    entitlement.end_date = wire.end_date;
    entitlement.usage_limit = wire.usage_limit;
    entitlement.has_unlimited_usage = wire.has_unlimited_usage;
    entitlement.has_soft_limit = wire.has_soft_limit;
    entitlement
}

fn billing_information(wire: wire::PortalBillingInformation) -> CustomerPortalBillingInformation {
    let mut billing = CustomerPortalBillingInformation::new();
    billing.email = wire.email;
    billing.name = wire.name;
    billing.default_payment_method_id = wire.default_payment_method_id;
    billing.default_payment_method_last4_digits = wire.default_payment_method_last4_digits;
    billing.default_payment_method_type = wire.default_payment_method_type;
    billing.default_payment_expiration_month = wire.default_payment_expiration_month;
    billing.default_payment_expiration_year = wire.default_payment_expiration_year;
    billing
}

fn configuration(wire: wire::PortalConfiguration) -> CustomerPortalConfiguration {
    let mut configuration = CustomerPortalConfiguration::new();
    configuration.palette = wire.palette.map(palette);
    configuration.typography = wire.typography.map(typography);
    configuration.custom_css = wire.custom_css;
    configuration
}

fn palette(wire: wire::PortalPalette) -> CustomerPortalPalette {
    let mut palette = CustomerPortalPalette::new();
    palette.primary = wire.primary;
    palette.text_color = wire.text_color;
    palette.background_color = wire.background_color;
    palette.border_color = wire.border_color;
    palette.current_plan_background = wire.current_plan_background;
    palette.icons_color = wire.icons_color;
    palette.paywall_background_color = wire.paywall_background_color;
    palette
}
