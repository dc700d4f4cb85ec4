//! Entitlements: the whole state, and single checks that the server decides.

use super::Arguments;
use crate::engine::inputs::{self, EntitlementQuery, EntitlementsQuery};
use crate::engine::object::{Object, Value};
use crate::engine::views::credits;
use crate::engine::views::entitlements::{Form, denied, view, whole};
use crate::entitlements::{Entitlements, Request};
use crate::error::{ApiError, Code};
use crate::state::State;
use crate::wire::DeniedReason;

pub(super) fn state_of(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let query: EntitlementsQuery = inputs::read(&mut arguments, "query")?;
    let (customer, resource) = (query.customer_id.as_str(), query.resource_id.as_deref());
    let whole = whole(state, customer, resource);
    Ok(Object::new("EntitlementsState")
        .with("accessDeniedReason", whole.denied)
        .with("entitlements", whole.v1)
        .with("entitlementsV2", whole.v2)
        .into())
}

pub(super) fn cached(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let query: EntitlementsQuery = inputs::read(&mut arguments, "query")?;
    let form = Form::V1 {
        customer: &query.customer_id,
        resource: query.resource_id.as_deref(),
    };
    Ok(
        match state.entitlements(&query.customer_id, query.resource_id.as_deref()) {
            Entitlements::Denied(_) => Value::List(Vec::new()),
            Entitlements::Granted(entitlements) => entitlements
                .iter()
                .map(|found| view(found, form, None))
                .collect::<Vec<_>>()
                .into(),
        },
    )
}

pub(super) fn one(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let query: EntitlementQuery = inputs::read(&mut arguments, "query")?;
    let form = Form::V1 {
        customer: &query.customer_id,
        resource: query.resource_id.as_deref(),
    };
    check(state, &query, form)
}

pub(super) fn one_v2(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let query: EntitlementQuery = inputs::read(&mut arguments, "query")?;
    match query.currency_id.as_deref().and_then(inputs::given) {
        Some(currency) => check_credits(state, &query, currency),
        None => check(state, &query, Form::V2),
    }
}

/// Decides on credits: what is asked for, or a first credit, has to be left.
fn check_credits(state: &State, query: &EntitlementQuery, currency: &str) -> Result<Value, ApiError> {
    let known = state.catalog.credit_currencies.get(currency);
    let known = known.ok_or_else(|| {
        ApiError::new(
            Code::CustomCurrencyNotFound,
            format!("Custom currency {currency} not found"),
        )
    })?;
    let resource = query.resource_id.as_deref().and_then(inputs::given);
    let denied = match state.entitlements(&query.customer_id, resource) {
        Entitlements::Denied(reason) => Some(reason),
        Entitlements::Granted(_) => None,
    };
    let pools = state.pools_of(&query.customer_id, resource);
    let pool = pools.into_iter().find(|pool| pool.currency == currency);
    let balance = pool.and_then(|pool| state.balance(pool));
    let requested = query.options.as_ref().and_then(|options| options.requested_usage);
    let reason = match (denied, &balance) {
        (Some(reason), _) if reason != DeniedReason::NoActiveSubscription => Some(reason),
        (reason, None) => Some(reason.unwrap_or(DeniedReason::EntitlementNotFound)),
        (_, Some(balance)) => {
            let covers = !balance.is_exhausted() && requested.is_none_or(|requested| requested <= balance.left());
            (!covers).then_some(DeniedReason::InsufficientCredits)
        }
    };
    Ok(credits::entitlement(known, balance.as_ref(), reason).into())
}

/// Statistics that nobody can ask for here.
pub(super) fn check_requested() -> Value {
    true.into()
}

fn check(state: &State, query: &EntitlementQuery, form: Form<'_>) -> Result<Value, ApiError> {
    let Some(feature) = query.feature_id.as_deref().and_then(inputs::given) else {
        return Err(ApiError::new(Code::BadUserInput, "featureId is required"));
    };
    let options = query.options.as_ref();
    let request = Request {
        usage: options.and_then(|options| options.requested_usage),
        values: options
            .and_then(|options| options.requested_values.clone())
            .unwrap_or_default(),
    };
    let known = state.catalog.features.get(feature);
    let reason = match (
        state.entitlements(&query.customer_id, query.resource_id.as_deref()),
        known,
    ) {
        (Entitlements::Denied(reason), _) => reason,
        (_, None) => DeniedReason::FeatureNotFound,
        (Entitlements::Granted(entitlements), Some(_)) => {
            match entitlements.iter().find(|found| found.feature.id == feature) {
                Some(found) => return Ok(view(found, form, Some(&request)).into()),
                None => state
                    .denial_beside(&query.customer_id, query.resource_id.as_deref())
                    .unwrap_or(DeniedReason::NoFeatureEntitlementInSubscription),
            }
        }
    };
    Ok(denied(known, reason, form, &request).into())
}
