//! Prices.

use stigg_models::{Currency, OveragePrice, Price, PriceCustomCurrency, PriceFeature, PriceTier};

use super::package_entitlement::units;
use crate::convert::entitlements::credit_rate;
use crate::convert::values::{decimal, optional_money};
use crate::convert::{Result, optional_list};
use crate::generated::fragments as wire;

/// A price. `unit_quantity` is how many units of its feature a subscription has bought.
pub(in crate::convert) fn price(wire: wire::Price, unit_quantity: Option<f64>) -> Result<Price> {
    let currency = currency_of(wire.price.as_ref(), wire.tiers.as_deref());
    let mut price = Price::new(wire.billing_model, wire.billing_period, currency);
    price.billing_cadence = Some(wire.billing_cadence);
    price.billing_id = wire.billing_id;
    price.amount = wire.price.map(|money| decimal(money.amount)).transpose()?;
    price.tiers = tiers(wire.tiers)?;
    price.tiers_mode = wire.tiers_mode;
    price.min_unit_quantity = wire.min_unit_quantity;
    price.max_unit_quantity = wire.max_unit_quantity;
    price.billing_country_code = wire.billing_country_code;
    price.block_size = wire.block_size;
    price.credit_rate = wire.credit_rate.map(credit_rate);
    price.feature = wire.feature.map(|feature| {
        let mut feature = priced_feature(feature);
        feature.unit_quantity = unit_quantity;
        feature
    });
    price.top_up_custom_currency_id = wire.top_up_custom_currency_id;
    price.custom_currency = wire.custom_currency.map(|wire| {
        let mut currency = PriceCustomCurrency::new(wire.display_name);
        currency.units = wire.units.map(units);
        currency
    });
    Ok(price)
}

pub(super) fn overage_price(wire: wire::OveragePrice) -> Result<OveragePrice> {
    let currency = currency_of(wire.price.as_ref(), wire.tiers.as_deref());
    let mut price = OveragePrice::new(wire.billing_model, wire.billing_period, currency);
    price.billing_id = wire.billing_id;
    price.amount = wire.price.map(|money| decimal(money.amount)).transpose()?;
    price.tiers = tiers(wire.tiers)?;
    price.tiers_mode = wire.tiers_mode;
    price.billing_country_code = wire.billing_country_code;
    price.feature = wire.feature.map(priced_feature);
    Ok(price)
}

/// A price that is not a single amount has its currency in its tiers. Where nothing says it, it is the dollar.
pub(in crate::convert) fn currency_of(price: Option<&wire::Money>, tiers: Option<&[wire::PriceTier]>) -> Currency {
    let of_tiers = || {
        let tier = tiers?.first()?;
        tier.unit_price.as_ref().or(tier.flat_price.as_ref())
    };
    price
        .or_else(of_tiers)
        .map_or(Currency::Usd, |money| money.currency.clone())
}

pub(in crate::convert) fn tiers(wire: Option<Vec<wire::PriceTier>>) -> Result<Option<Vec<PriceTier>>> {
    optional_list(wire, |wire| {
        let mut tier = PriceTier::default();
        tier.up_to = wire.up_to;
        tier.unit_price = optional_money(wire.unit_price)?;
        tier.flat_price = optional_money(wire.flat_price)?;
        Ok(tier)
    })
}

fn priced_feature(wire: wire::PricedFeature) -> PriceFeature {
    let mut feature = PriceFeature::new(wire.ref_id, wire.display_name);
    feature.units = wire.feature_units;
    feature.units_plural = wire.feature_units_plural;
    feature.description = wire.description;
    feature
}

#[cfg(test)]
mod tests;
