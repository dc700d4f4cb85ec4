//! Entitlements: the whole state, and single checks that the server decides.

use super::Arguments;
use crate::engine::inputs::{self, EntitlementQuery, EntitlementsQuery};
use crate::engine::object::{Object, Value};
use crate::engine::views::entitlements::{Form, denied, view};
use crate::entitlements::{Entitlements, Request};
use crate::error::{ApiError, Code};
use crate::state::State;
use crate::wire::DeniedReason;

pub(super) fn state_of(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let query: EntitlementsQuery = inputs::read(&mut arguments, "query")?;
    let (customer, resource) = (query.customer_id.as_str(), query.resource_id.as_deref());
    let answer = Object::new("EntitlementsState");
    Ok(match state.entitlements(customer, resource) {
        Entitlements::Denied(reason) => answer
            .with("accessDeniedReason", reason)
            .with("entitlements", Value::List(Vec::new()))
            .with("entitlementsV2", Value::List(Vec::new())),
        Entitlements::Granted(entitlements) => {
            let form = Form::V1 { customer, resource };
            let v1: Vec<Object> = entitlements.iter().map(|found| view(found, form, None)).collect();
            let v2: Vec<Object> = entitlements.iter().map(|found| view(found, Form::V2, None)).collect();
            answer
                .with("accessDeniedReason", state.denial_beside(customer, resource))
                .with("entitlements", v1)
                .with("entitlementsV2", v2)
        }
    }
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
    if query.currency_id.as_deref().is_some_and(|id| !id.is_empty()) {
        return Err(ApiError::unsupported(
            "entitlementV2",
            "a credit entitlement (currencyId)",
        ));
    }
    check(state, &query, Form::V2)
}

fn check(state: &State, query: &EntitlementQuery, form: Form<'_>) -> Result<Value, ApiError> {
    let Some(feature) = query.feature_id.as_deref().filter(|id| !id.is_empty()) else {
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
