//! Entitlements, in the flat form of old (`Entitlement`) and in that of the union (`FeatureEntitlement`).

use super::{credits, features};
use crate::catalog::model::{Feature, Reset};
use crate::engine::object::{Object, Value};
use crate::entitlements::{Entitlement, Entitlements, Request, UsagePeriod};
use crate::state::State;
use crate::wire::DeniedReason;

/// The type to answer with. The flat one repeats whose it is.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) enum Form<'a> {
    V1 {
        customer: &'a str,
        resource: Option<&'a str>,
    },
    V2,
}

/// All that a customer or a resource is entitled to, in both forms.
pub(in crate::engine) struct Whole {
    pub(in crate::engine) denied: Option<DeniedReason>,
    pub(in crate::engine) v1: Vec<Object>,
    pub(in crate::engine) v2: Vec<Object>,
}

pub(in crate::engine) fn whole(state: &State, customer: &str, resource: Option<&str>) -> Whole {
    match state.entitlements(customer, resource) {
        Entitlements::Denied(reason) => Whole {
            denied: Some(reason),
            v1: Vec::new(),
            // Credits need no subscription.
            v2: match reason {
                DeniedReason::NoActiveSubscription => credits::entitlements(state, customer, resource),
                _ => Vec::new(),
            },
        },
        Entitlements::Granted(all) => {
            let form = Form::V1 { customer, resource };
            let features = all.iter().map(|found| view(found, Form::V2, None));
            Whole {
                denied: state.denial_beside(customer, resource),
                v1: all.iter().map(|found| view(found, form, None)).collect(),
                v2: features
                    .chain(credits::entitlements(state, customer, resource))
                    .collect(),
            }
        }
    }
}

/// An entitlement; with a request it is judged against it, without one only what holds for every request is said.
#[expect(clippy::cast_precision_loss, reason = "the flat form has times as floating point")]
pub(in crate::engine) fn view(found: &Entitlement<'_>, form: Form<'_>, request: Option<&Request>) -> Object {
    let reason = match request {
        Some(request) => found.denial(request),
        None => found.standing_denial(),
    };
    let grant = &found.grant;
    let period = found.usage_period;
    let values = (!grant.values.is_empty()).then(|| grant.values.clone());
    let object = frame(
        Some(found.feature),
        reason,
        form,
        request.unwrap_or(&Request::default()),
    )
    .with("usageLimit", grant.limit.filter(|_| !grant.unlimited))
    .with("hasUnlimitedUsage", grant.unlimited)
    .with("hasSoftLimit", grant.soft_limit)
    .with("enumValues", values)
    .with("currentUsage", found.usage)
    .with("usageUpdatedAt", found.usage_updated_at)
    .with("resetPeriod", period.map(|period| period.reset.period()))
    .with("resetPeriodConfiguration", period.and_then(configuration))
    .with("usagePeriodAnchor", period.map(|period| period.anchor))
    .with("usagePeriodStart", period.map(|period| period.start))
    .with("usagePeriodEnd", period.map(|period| period.end))
    .with("entitlementUpdatedAt", grant.updated_at);
    match form {
        Form::V1 { .. } => object
            .with("validUntil", found.valid_until.map(|time| time.as_millisecond() as f64))
            .with("nextResetDate", period.map(|period| period.end))
            .with("displayNameOverride", grant.display_name.as_ref())
            .with("hiddenFromWidgets", grant.hidden_from.clone()),
        Form::V2 => object.with("validUntil", found.valid_until),
    }
}

/// The answer to a check of something that the customer does not have.
pub(in crate::engine) fn denied(
    feature: Option<&Feature>,
    reason: DeniedReason,
    form: Form<'_>,
    request: &Request,
) -> Object {
    frame(feature, Some(reason), form, request).with("hasUnlimitedUsage", false)
}

fn frame(feature: Option<&Feature>, reason: Option<DeniedReason>, form: Form<'_>, request: &Request) -> Object {
    let object = match form {
        Form::V1 { customer, resource } => Object::new("Entitlement")
            .with("customerId", customer)
            .with("resourceId", resource)
            .with("requestedUsage", request.usage)
            .with(
                "requestedValues",
                (!request.values.is_empty()).then(|| request.values.clone()),
            ),
        Form::V2 => Object::new("FeatureEntitlement"),
    };
    object
        .with("isGranted", reason.is_none())
        .with("accessDeniedReason", reason)
        .with("feature", feature.map(features::in_entitlement))
}

fn configuration(period: UsagePeriod) -> Option<Object> {
    Some(match period.reset {
        Reset::Hour | Reset::Day => return None,
        Reset::Week(according_to) => Object::new("WeeklyResetPeriodConfig").with("weeklyAccordingTo", according_to),
        Reset::Month(according_to) => Object::new("MonthlyResetPeriodConfig").with("monthlyAccordingTo", according_to),
        Reset::Year(according_to) => Object::new("YearlyResetPeriodConfig").with("yearlyAccordingTo", according_to),
    })
}

/// The entitlements that come with the answer of a mutation; null when there are none to speak of, so that a caller
/// keeps none instead of an empty list that says nothing of the reason.
pub(in crate::engine) fn granted_v1(state: &State, customer: &str, resource: Option<&str>) -> Value {
    granted(state, customer, resource, Form::V1 { customer, resource })
}

/// The same as [`granted_v1`] in the newer form.
pub(in crate::engine) fn granted_v2(state: &State, customer: &str, resource: Option<&str>) -> Value {
    match granted(state, customer, resource, Form::V2) {
        Value::List(mut features) => {
            let credits = credits::entitlements(state, customer, resource).into_iter();
            features.extend(credits.map(Value::from));
            Value::List(features)
        }
        other => other,
    }
}

fn granted(state: &State, customer: &str, resource: Option<&str>, form: Form<'_>) -> Value {
    match state.entitlements(customer, resource) {
        Entitlements::Denied(_) => Value::Null,
        Entitlements::Granted(all) => all
            .iter()
            .map(|found| view(found, form, None))
            .collect::<Vec<_>>()
            .into(),
    }
}
