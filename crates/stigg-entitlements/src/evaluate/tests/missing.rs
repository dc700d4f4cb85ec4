//! Answers without an entitlement.

use super::*;
use crate::evaluate_credit;
use crate::fixtures::{denied_entity, entity, json_of};

/// Checks the answers of all getters for what the entity does not have.
#[track_caller]
fn check_missing(entity: &CachedEntity, reason: &str, credit_reason: &str) {
    let common = |more: Value| {
        json_of(&crate::fixtures::with(
            json!({"hasAccess": false, "isFallback": false, "accessDeniedReason": reason}),
            more,
        ))
    };
    let now = at(NOW);
    assert_eq!(
        json_of(&evaluate_boolean(entity, "f", now).unwrap()),
        common(json!({"type": "BOOLEAN"}))
    );
    assert_eq!(
        json_of(&evaluate_numeric(entity, "f", now).unwrap()),
        common(json!({"type": "NUMERIC", "isUnlimited": false}))
    );
    for asked in [None, Some(2.0)] {
        assert_eq!(
            json_of(&evaluate_metered(entity, "f", asked, now).unwrap()),
            common(
                json!({"type": "METERED", "isUnlimited": false, "hasSoftLimit": false, "currentUsage": 0,
                "requestedUsage": asked.unwrap_or(0.0)})
            )
        );
    }
    let values: Arc<[String]> = ["a".to_owned()].into();
    for (asked, told) in [(None, json!([])), (Some(&values), json!(["a"]))] {
        assert_eq!(
            json_of(&evaluate_enum(entity, "f", asked, now).unwrap()),
            common(json!({"type": "ENUM", "enumValues": [], "requestedValues": told}))
        );
    }
    assert!(evaluate_feature(entity, "f", &FeatureRequest::default(), now).is_none());
    let credits = json!({"hasAccess": false, "isFallback": false, "accessDeniedReason": credit_reason,
        "currency": {"currencyId": "c"}, "usageLimit": 0, "currentUsage": 0, "hasSoftLimit": false});
    assert_eq!(json_of(&evaluate_credit(entity, "c", None)), json_of(&credits));
}

#[test]
fn without_a_reason_of_the_entity_the_entitlement_is_what_is_missing() {
    check_missing(
        &entity(&[]),
        "NoFeatureEntitlementInSubscription",
        "EntitlementNotFound",
    );
    let other = crate::fixtures::feature("other", "BOOLEAN", json!({}));
    check_missing(
        &entity(&[other]),
        "NoFeatureEntitlementInSubscription",
        "EntitlementNotFound",
    );
}

#[test]
fn a_reason_of_the_entity_explains_what_is_missing() {
    for reason in [
        "CustomerNotFound",
        "NoActiveSubscription",
        "CustomerIsArchived",
        "SomethingNew",
    ] {
        check_missing(&denied_entity(reason, &[]), reason, reason);
        let other = crate::fixtures::credit("other", json!({}));
        check_missing(&denied_entity(reason, &[other]), reason, reason);
    }
}

#[test]
fn an_entitlement_that_is_there_wins_over_the_reason_of_the_entity() {
    let entity = denied_entity(
        "NoActiveSubscription",
        &[
            feature("BOOLEAN", json!({})),
            crate::fixtures::credit("c", json!({"usageLimit": 1})),
        ],
    );
    assert!(ask(&entity, "f", &Asked::nothing(), NOW).has_access());
    assert!(evaluate_credit(&entity, "c", None).has_access);
}

#[test]
fn an_entitlement_to_nothing_counts_as_missing() {
    let entity = entity(&[json!({"type": "FEATURE"})]);
    check_missing(&entity, "NoFeatureEntitlementInSubscription", "EntitlementNotFound");
    assert_eq!(
        json_of(&evaluate_state(&entity, at(NOW))),
        json!({"entitlements": [{"type": "BOOLEAN", "hasAccess": false, "isFallback": false,
            "accessDeniedReason": "NoFeatureEntitlementInSubscription"}]})
    );
}
