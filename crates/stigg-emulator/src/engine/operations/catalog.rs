//! What is for sale.

use serde_json::{Value as Json, json};

use super::Arguments;
use crate::calendar;
use crate::catalog::model::{Coupon, Discount, Plan, Product};
use crate::engine::inputs::{self, CreateCouponInput, Paging, PaywallInput};
use crate::engine::object::{Node, Object, Prices, Value};
use crate::engine::{filter, paging, views};
use crate::error::{ApiError, Code};
use crate::state::State;
use crate::wire::WidgetType;

pub(super) fn paywall(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: PaywallInput = inputs::read(&mut arguments, "input")?;
    let (plans, prices) = shown(state, &input, "paywall")?;
    let points: Vec<Object> = plans
        .iter()
        .flat_map(|plan| views::packages::price_points(plan, &prices))
        .collect();
    let currency = plans
        .iter()
        .flat_map(|plan| &plan.package.prices)
        .next()
        .map_or("USD", |price| &price.currency);
    let mut answer = Object::new("Paywall")
        .with(
            "plans",
            plans
                .iter()
                .map(|plan| Node::Plan(plan.package.id.clone(), prices.clone()))
                .collect::<Vec<_>>(),
        )
        .with("paywallCalculatedPricePoints", points)
        .with(
            "currency",
            Object::new("PaywallCurrency")
                .with("code", currency)
                .with("symbol", views::packages::symbol(currency)),
        );
    if let Some(id) = input.customer_id.and_then(inputs::given) {
        let customer = state.customer(&id)?;
        let resource = input.resource_id.and_then(inputs::given);
        let live = state.live_subscriptions_of(&customer.id).into_iter();
        let own = live.filter(|&index| state.subscription_at(index).resource == resource);
        let known = resource
            .as_deref()
            .and_then(|resource| views::customers::resource(customer, resource));
        answer = answer
            .with("customer", Node::Customer(id))
            .with("resource", known)
            .with("activeSubscriptions", own.map(Node::Subscription).collect::<Vec<_>>());
    }
    Ok(answer.into())
}

/// The plans alone, as they are shown to everybody: an example knows no customer.
pub(super) fn mock_paywall(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: PaywallInput = inputs::read(&mut arguments, "input")?;
    let (plans, prices) = shown(state, &input, "mockPaywall")?;
    let plans = plans
        .into_iter()
        .map(|plan| views::mock_paywall::plan(state, plan, &prices));
    Ok(Object::new("MockPaywall")
        .with("plans", plans.collect::<Vec<_>>())
        .into())
}

/// The plans of a paywall, and which of their prices it shows.
fn shown<'a>(state: &'a State, input: &PaywallInput, operation: &str) -> Result<(Vec<&'a Plan>, Prices), ApiError> {
    if input.offer_id.is_some() {
        return Err(ApiError::unsupported(operation, "offerId"));
    }
    let product = match &input.product_id {
        Some(id) => state
            .catalog
            .products
            .get(id)
            .ok_or_else(|| ApiError::new(Code::ProductNotFoundError, format!("Product {id} not found")))?,
        None => state
            .catalog
            .products
            .iter()
            .next()
            .ok_or_else(|| ApiError::new(Code::NoProductsAvailable, "The catalogue has no product"))?,
    };
    let prices = if input.fetch_all_countries_prices.unwrap_or_default() {
        Prices::All
    } else {
        Prices::Country(input.billing_country_code.clone())
    };
    let with_hidden = input.include_hidden_plans.unwrap_or_default();
    let plans = state
        .catalog
        .plans
        .iter()
        .filter(|plan| plan.package.product == product.id)
        .filter(|plan| with_hidden || !plan.package.hidden_from.contains(&WidgetType::Paywall))
        .collect();
    Ok((plans, prices))
}

pub(super) fn products(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let paging: Option<Paging> = inputs::read(&mut arguments, "paging")?;
    let found: Vec<&Product> = state.catalog.products.iter().collect();
    let cursor = |product: &&Product| crate::ids::named("product", &product.id).to_string();
    let types = ("ProductConnection", "ProductEdge");
    paging::connection(types, &found, paging, cursor, |product| {
        Node::Product(product.id.clone())
    })
}

pub(super) fn coupons(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let paging: Option<Paging> = inputs::read(&mut arguments, "paging")?;
    let filter = arguments.remove("filter").unwrap_or_default();
    let mut found: Vec<&Coupon> = Vec::new();
    for coupon in state.catalog.coupons.iter() {
        if filter::matches(&filter, &record(state, coupon))? {
            found.push(coupon);
        }
    }
    let cursor = |coupon: &&Coupon| crate::ids::named("coupon", &coupon.id).to_string();
    let types = ("CouponConnection", "CouponEdge");
    paging::connection(types, &found, paging, cursor, |coupon| Node::Coupon(coupon.id.clone()))
}

pub(super) fn create_coupon(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: CreateCouponInput = inputs::read(&mut arguments, "input")?;
    let coupon = input.read("createOneCoupon")?;
    let id = coupon.id.clone();
    state.create_coupon(coupon)?;
    Ok(Node::Coupon(id).into())
}

/// What a coupon can be filtered by.
fn record(state: &State, coupon: &Coupon) -> Json {
    let created_at = calendar::format(coupon.created_at.unwrap_or(state.since));
    json!({
        "createdAt": created_at,
        "description": coupon.description,
        "environmentId": crate::ids::environment_id().to_string(),
        "id": crate::ids::named("coupon", &coupon.id).to_string(),
        "name": coupon.name,
        "refId": coupon.id,
        "source": "STIGG",
        "status": coupon.status.as_str(),
        "type": match coupon.discount {
            Discount::Percent(_) => "PERCENTAGE",
            Discount::Amount(..) => "FIXED",
        },
        "updatedAt": created_at,
    })
}

pub(super) fn sdk_configuration() -> Value {
    Object::new("SdkConfiguration")
        .with("isWidgetWatermarkEnabled", false)
        .with("showWatermark", false)
        .into()
}
