#![expect(clippy::needless_pass_by_value, reason = "tables read better without borrows")]

mod answers;
mod any_number;
mod credits;
mod decisions;
mod expiry;
mod missing;
mod model;
mod rollover;

use std::sync::Arc;

use serde_json::{Value, json};
use stigg_models::{AccessDeniedReason, Entitlement, EntitlementV2};

use super::{FeatureKind, FeatureRequest, FeatureTypeMismatch};
use super::{evaluate_boolean, evaluate_enum, evaluate_feature, evaluate_metered, evaluate_numeric, evaluate_state};
use crate::CachedEntity;
use crate::fixtures::{NOW, at};

const GRANTED: Option<AccessDeniedReason> = None;

/// What is asked, written down.
#[derive(Clone, Debug, Default)]
struct Asked {
    usage: Option<f64>,
    values: Option<Arc<[String]>>,
}

impl Asked {
    fn nothing() -> Self {
        Self::default()
    }

    fn usage(usage: f64) -> Self {
        Self {
            usage: Some(usage),
            values: None,
        }
    }

    fn values(values: &[&str]) -> Self {
        Self {
            usage: None,
            values: Some(values.iter().map(ToString::to_string).collect()),
        }
    }

    fn request(&self) -> FeatureRequest<'_> {
        FeatureRequest {
            requested_usage: self.usage,
            requested_values: self.values.as_ref(),
        }
    }
}

/// Asks for a feature by the getter for whatever kind and by the one for its own kind; both have to answer the same. If
/// nothing is asked the list has to answer the same, too.
#[track_caller]
fn ask(entity: &CachedEntity, feature_id: &str, asked: &Asked, now: &str) -> Entitlement {
    let now = at(now);
    let answer = evaluate_feature(entity, feature_id, &asked.request(), now).expect("there is such an entitlement");
    let kind = FeatureKind::of(answer.feature().expect("there is a feature"));
    let typed = match kind {
        FeatureKind::Boolean => evaluate_boolean(entity, feature_id, now).map(Entitlement::Boolean),
        FeatureKind::Numeric => evaluate_numeric(entity, feature_id, now).map(Entitlement::Numeric),
        FeatureKind::Metered => evaluate_metered(entity, feature_id, asked.usage, now).map(Entitlement::Metered),
        FeatureKind::Enum => evaluate_enum(entity, feature_id, asked.values.as_ref(), now).map(Entitlement::Enum),
        FeatureKind::Unknown => Ok(answer.clone()),
    };
    // The getter of numeric features takes no usage.
    if kind != FeatureKind::Numeric || asked.usage.is_none() {
        assert_eq!(typed, Ok(answer.clone()), "both getters answer the same");
    }
    if asked.usage.is_none() && asked.values.is_none() {
        let listed = evaluate_state(entity, now).entitlements;
        assert!(
            listed.contains(&EntitlementV2::Feature(answer.clone())),
            "the list answers the same"
        );
    }
    answer
}

/// Checks whether the one entitlement of the entity is granted, or why not.
#[track_caller]
fn check(entitlement: Value, asked: Asked, expected: Option<AccessDeniedReason>) {
    let entity = crate::fixtures::entity(&[entitlement]);
    let answer = ask(&entity, "f", &asked, NOW);
    assert_eq!(answer.access_denied_reason(), expected.as_ref());
    assert_eq!(answer.has_access(), expected.is_none());
}

/// An entitlement to the feature `f`.
fn feature(feature_type: &str, more: Value) -> Value {
    crate::fixtures::feature("f", feature_type, more)
}

#[track_caller]
fn check_mismatch<T: std::fmt::Debug>(answer: Result<T, FeatureTypeMismatch>, text: &str) {
    assert_eq!(answer.expect_err("another kind").to_string(), text);
}

#[test]
fn typed_getters_refuse_features_of_another_kind() {
    let kinds = [
        ("BOOLEAN", "boolean"),
        ("ENUM", "enum"),
        ("NUMBER", "numeric"),
        ("NUMBER/None", "numeric"),
        ("NUMBER/Incremental", "metered"),
        ("NUMBER/Fluctuating", "metered"),
        ("COLOR", "of an unknown type"),
    ];
    for (feature_type, actual) in kinds {
        // A reason of its own does not change the kind.
        for more in [json!({}), json!({"accessDeniedReason": "Revoked"})] {
            let entity = crate::fixtures::entity(&[feature(feature_type, more)]);
            if actual != "boolean" {
                check_mismatch(
                    evaluate_boolean(&entity, "f", at(NOW)),
                    &format!("the feature is {actual}, not boolean"),
                );
            }
            if actual != "numeric" {
                check_mismatch(
                    evaluate_numeric(&entity, "f", at(NOW)),
                    &format!("the feature is {actual}, not numeric"),
                );
            }
            if actual != "metered" {
                check_mismatch(
                    evaluate_metered(&entity, "f", None, at(NOW)),
                    &format!("the feature is {actual}, not metered"),
                );
            }
            if actual != "enum" {
                check_mismatch(
                    evaluate_enum(&entity, "f", None, at(NOW)),
                    &format!("the feature is {actual}, not enum"),
                );
            }
        }
    }
}
