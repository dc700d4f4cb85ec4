//! Customers.

use super::{Arguments, IMPORT_LIMIT, check_size};
use crate::catalog::model::{Plan, Start};
use crate::engine::inputs::{
    self, CustomerIdInput, CustomerInput, ImportCustomerInput, ImportCustomersInput, PortalInput,
};
use crate::engine::object::{Node, Object, Value};
use crate::engine::views;
use crate::error::{ApiError, Code};
use crate::state::State;
use crate::state::customers::NewCustomer;
use crate::state::provisioning::{Provision, TrialOverride};
use crate::wire::{BillingModel, DecisionStrategy};

pub(super) fn get(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: CustomerIdInput = inputs::read(&mut arguments, "input")?;
    // The schema has null for a customer that is not there.
    Ok(state
        .customer(&input.customer_id)
        .ok()
        .map(|customer| Node::Customer(customer.id.clone()))
        .into())
}

pub(super) fn provision(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let mut input: CustomerInput = inputs::read(&mut arguments, "input")?;
    let new = NewCustomer {
        id: input.id()?,
        profile: input.profile(),
        coupon: match input.coupon_ref_id.clone() {
            crate::state::customers::Patch::Set(coupon) => Some(coupon),
            _ => None,
        },
        exclude_from_experiment: input.exclude_from_experiment,
        payment_method: input.payment_method(),
        created_at: input.created_at.map(|time| time.0),
    };
    // Everything is checked before anything is made.
    state.check_new_customer(&new)?;
    let first = match input.subscription_params.take() {
        Some(params) => {
            let request = params.read("provisionCustomer", new.id.as_deref().unwrap_or_default())?;
            let (strategy, request) = decide(state, request)?;
            state.check_first_subscription(&request)?;
            Some((strategy, request))
        }
        None => None,
    };
    let customer = state.create_customer(new)?;
    let (strategy, subscription, resource) = match first {
        Some((strategy, request)) => {
            let resource = request.resource.clone();
            let request = Provision {
                customer: customer.clone(),
                ..request
            };
            (strategy, Some(state.subscribe(request)?), resource)
        }
        None => (DecisionStrategy::Skipped, None, None),
    };
    Ok(Object::new("ProvisionedCustomer")
        .with("customer", Node::Customer(customer.clone()))
        .with(
            "entitlements",
            views::entitlements::granted_v1(state, &customer, resource.as_deref()),
        )
        .with(
            "entitlementsV2",
            views::entitlements::granted_v2(state, &customer, resource.as_deref()),
        )
        .with("subscription", subscription.map(Node::Subscription))
        .with("subscriptionDecisionStrategy", strategy)
        .with("subscriptionStrategyDecision", strategy)
        .into())
}

/// The first subscription: what the product begins with, or what was asked for.
fn decide(state: &State, request: Provision) -> Result<(DecisionStrategy, Provision), ApiError> {
    let plan_not_found = || ApiError::new(Code::PlanNotFound, format!("Plan {} not found", request.plan));
    let plan = state.catalog.plans.get(&request.plan).ok_or_else(plan_not_found)?;
    let start = state
        .catalog
        .products
        .get(&plan.package.product)
        .map(|product| &product.start);
    let (strategy, predefined) = match start {
        None | Some(Start::PlanSelection) => return Ok((DecisionStrategy::RequestedPlan, request)),
        Some(Start::FreePlan(plan)) => (DecisionStrategy::PredefinedFreePlan, plan),
        Some(Start::TrialPeriod(plan)) => (DecisionStrategy::PredefinedTrialPlan, plan),
    };
    let is_trial = strategy == DecisionStrategy::PredefinedTrialPlan;
    let forced = TrialOverride {
        is_trial: true,
        end: None,
        behavior: None,
    };
    let trial_override = is_trial.then(|| request.trial_override.filter(|trial| trial.is_trial).unwrap_or(forced));
    if *predefined == request.plan {
        return Ok((
            strategy,
            Provision {
                trial_override,
                skip_trial: false,
                ..request
            },
        ));
    }
    let Some(plan) = state.catalog.plans.get(predefined) else {
        return Ok((DecisionStrategy::RequestedPlan, request));
    };
    let billing_period = default_period(plan, &request);
    let of_period = plan
        .package
        .prices
        .iter()
        .filter(|price| Some(price.period) == billing_period);
    let units = of_period.filter(|price| price.model == BillingModel::PerUnit);
    let quantities = units
        .filter_map(|price| Some((price.feature.clone()?, price.min_units.unwrap_or(1.0))))
        .collect();
    let predefined = Provision {
        plan: plan.package.id.clone(),
        billing_period,
        quantities,
        trial_override,
        customer: request.customer,
        resource: request.resource,
        id: request.id,
        metadata: request.metadata,
        billing_country: request.billing_country,
        ..Provision::default()
    };
    Ok((strategy, predefined))
}

fn default_period(plan: &Plan, request: &Provision) -> Option<crate::wire::BillingPeriod> {
    let prices = &plan.package.prices;
    prices
        .iter()
        .find(|price| Some(price.period) == request.billing_period)
        .or(prices.first())
        .map(|price| price.period)
}

pub(super) fn update(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: CustomerInput = inputs::read(&mut arguments, "input")?;
    let id = input
        .id()?
        .ok_or_else(|| ApiError::new(Code::BadUserInput, "The id of the customer is required"))?;
    let payment_method = input.payment_method();
    state.update_customer(&id, input.profile(), input.coupon_ref_id, payment_method)?;
    Ok(Node::Customer(id).into())
}

pub(super) fn archive(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: CustomerIdInput = inputs::read(&mut arguments, "input")?;
    state.archive_customer(&input.customer_id)?;
    Ok(Node::Customer(input.customer_id).into())
}

pub(super) fn unarchive(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: CustomerIdInput = inputs::read(&mut arguments, "input")?;
    state.unarchive_customer(&input.customer_id)?;
    Ok(Node::Customer(input.customer_id).into())
}

pub(super) fn detach_payment_method(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: CustomerIdInput = inputs::read(&mut arguments, "input")?;
    state.detach_payment_method(&input.customer_id)?;
    Ok(Node::Customer(input.customer_id).into())
}

pub(super) fn import(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: ImportCustomerInput = inputs::read(&mut arguments, "input")?;
    let imported = input.read()?;
    Ok(Node::Customer(state.import_customer(imported)?).into())
}

/// Imports what can be imported, at once, and answers the id of a task.
pub(super) fn import_bulk(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: ImportCustomersInput = inputs::read(&mut arguments, "input")?;
    check_size(input.customers.len(), IMPORT_LIMIT, "customers")?;
    for record in input.customers {
        // A record that is not valid is passed over.
        let _ = record.read().and_then(|imported| state.import_customer(imported));
    }
    Ok(state.ids.uuid().into())
}

pub(super) fn portal(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: PortalInput = inputs::read(&mut arguments, "input")?;
    let customer = state.customer(&input.customer_id)?;
    let product = input.product_id.and_then(inputs::given);
    if let Some(id) = product.as_deref().filter(|id| !state.catalog.products.contains(id)) {
        return Err(ApiError::new(
            Code::ProductNotFoundError,
            format!("Product {id} not found"),
        ));
    }
    let resource = input.resource_id.and_then(inputs::given);
    Ok(views::portal::portal(state, customer, resource.as_deref(), product.as_deref()).into())
}
