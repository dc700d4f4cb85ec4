//! The paywall.

use stigg_models::{
    FeatureReference, FontVariant, GetPaywall, Paywall, PaywallCalculatedPricePoint, PaywallConfiguration,
    PaywallCurrency, PaywallLayout, PaywallPalette, PaywallTypography,
};

use super::package::plan;
use crate::convert::customers::customer;
use crate::convert::subscriptions::full_subscription;
use crate::convert::values::{decimal, resource};
use crate::convert::{Result, optional_list};
use crate::generated::{fragments as wire, inputs};

/// `false` is as good as absent, and stays at home.
impl From<GetPaywall> for inputs::GetPaywallInput {
    fn from(request: GetPaywall) -> Self {
        Self {
            product_id: request.product_id,
            customer_id: request.customer_id,
            resource_id: request.resource_id,
            billing_country_code: request.billing_country_code,
            fetch_all_countries_prices: request.fetch_all_countries_prices.filter(|&wanted| wanted),
            include_hidden_plans: request.include_hidden_plans.filter(|&wanted| wanted),
            context: request.context,
            offer_id: request.offer_id,
        }
    }
}

pub(crate) fn paywall(wire: wire::Paywall) -> Result<Paywall> {
    let plans = (0..)
        .zip(wire.plans.unwrap_or_default())
        .map(|(order, wire)| plan(wire, order))
        .collect::<Result<Vec<_>>>()?;
    let currency = PaywallCurrency::new(wire.currency.code, wire.currency.symbol);
    let mut paywall = Paywall::new(plans, currency);
    paywall.configuration = wire.configuration.map(configuration);
    paywall.customer = wire.customer.map(customer);
    paywall.resource = wire.resource.map(resource);
    paywall.active_subscriptions = optional_list(wire.active_subscriptions, full_subscription)?;
    paywall.paywall_calculated_price_points = optional_list(wire.paywall_calculated_price_points, price_point)?;
    Ok(paywall)
}

fn price_point(wire: wire::PaywallPricePoint) -> Result<PaywallCalculatedPricePoint> {
    let amount = decimal(wire.amount)?;
    let mut point = PaywallCalculatedPricePoint::new(wire.plan_id, wire.billing_period, amount, wire.currency);
    point.additional_charges_may_apply = wire.additional_charges_may_apply;
    point.billing_country_code = wire.billing_country_code;
    point.feature = wire.feature.map(|wire| {
        let mut feature = FeatureReference::new(wire.ref_id, wire.display_name);
        feature.description = wire.description;
        feature.feature_units = wire.feature_units;
        feature.feature_units_plural = wire.feature_units_plural;
        feature
    });
    Ok(point)
}

pub(super) fn configuration(wire: wire::PaywallConfiguration) -> PaywallConfiguration {
    let mut configuration = PaywallConfiguration::default();
    configuration.palette = wire.palette.map(palette);
    configuration.typography = wire.typography.map(typography);
    configuration.layout = wire.layout.map(layout);
    configuration.custom_css = wire.custom_css;
    configuration
}

fn palette(wire: wire::PaywallPalette) -> PaywallPalette {
    let mut palette = PaywallPalette::default();
    palette.primary = wire.primary;
    palette.text_color = wire.text_color;
    palette.background_color = wire.background_color;
    palette.border_color = wire.border_color;
    palette.current_plan_background = wire.current_plan_background;
    palette
}

pub(in crate::convert) fn typography(wire: wire::Typography) -> PaywallTypography {
    let font = |wire: wire::FontVariant| {
        let mut font = FontVariant::default();
        font.font_size = wire.font_size;
        font.font_weight = wire.font_weight;
        font
    };
    let mut typography = PaywallTypography::default();
    typography.font_family = wire.font_family;
    typography.h1 = wire.h1.map(font);
    typography.h2 = wire.h2.map(font);
    typography.h3 = wire.h3.map(font);
    typography.body = wire.body.map(font);
    typography
}

fn layout(wire: wire::PaywallLayout) -> PaywallLayout {
    let mut layout = PaywallLayout::default();
    layout.alignment = wire.alignment;
    layout.plan_width = wire.plan_width;
    layout.plan_margin = wire.plan_margin;
    layout.plan_padding = wire.plan_padding;
    layout
}

#[cfg(test)]
mod tests;
