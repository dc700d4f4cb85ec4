use serde_json::{Value, json};

use super::*;
use crate::fixtures::{NOW, at, credit, denied_entity, entity, feature, second, stamp, state};

/// The references of all entitlements, in order.
fn references(entity: &CachedEntity) -> Vec<Option<EntitlementReference<'_>>> {
    entity.slots().iter().map(|slot| slot.terms.reference()).collect()
}

#[test]
fn entitlements_are_found_by_their_ids() {
    let entity = entity(&[
        feature("same-id", "BOOLEAN", json!({})),
        credit("same-id", json!({"usageLimit": 7})),
        feature("", "BOOLEAN", json!({})),
    ]);
    assert_eq!(
        entity.feature("same-id").unwrap().feature.as_ref().unwrap().id,
        "same-id"
    );
    assert_eq!(entity.credit("same-id").unwrap().usage_limit, Some(7.0));
    assert!(entity.feature("").is_some());
    assert!(entity.feature("other").is_none());
    assert!(entity.credit("other").is_none());
    assert_eq!(entity.len(), 3);
}

#[test]
fn the_last_of_several_entitlements_to_a_feature_counts_in_the_place_of_the_first() {
    let entity = entity(&[
        feature("a", "NUMBER/Incremental", json!({"usageLimit": 1})),
        credit("c", json!({"usageLimit": 10})),
        feature("b", "BOOLEAN", json!({})),
        feature("a", "NUMBER/Incremental", json!({"usageLimit": 2})),
        credit("c", json!({"usageLimit": 20})),
    ]);
    assert_eq!(
        references(&entity),
        [
            Some(EntitlementReference::Feature("a")),
            Some(EntitlementReference::Credit("c")),
            Some(EntitlementReference::Feature("b")),
        ]
    );
    assert_eq!(entity.feature("a").unwrap().usage_limit, Some(2.0));
    assert_eq!(entity.credit("c").unwrap().usage_limit, Some(20.0));
}

#[test]
fn an_entitlement_to_nothing_is_listed_once_and_never_found() {
    let entity = entity(&[
        json!({"type": "FEATURE", "usageLimit": 1}),
        feature("a", "BOOLEAN", json!({})),
        json!({"type": "FEATURE", "usageLimit": 2}),
    ]);
    assert_eq!(references(&entity), [None, Some(EntitlementReference::Feature("a"))]);
    assert!(entity.feature("").is_none());
}

#[test]
fn entitlements_of_an_unknown_kind_are_left_out() {
    let entity = entity(&[
        json!({"type": "GALAXY", "stars": 9}),
        feature("a", "BOOLEAN", json!({})),
    ]);
    assert_eq!(references(&entity), [Some(EntitlementReference::Feature("a"))]);
}

#[test]
fn a_feature_is_metered_if_its_types_say_so_whatever_else_says() {
    let cases = [
        ("NUMBER/Incremental", true),
        ("NUMBER/Fluctuating", true),
        ("NUMBER/Telepathic", true),
        ("NUMBER/None", false),
        ("NUMBER", false),
        ("BOOLEAN", false),
        ("ENUM", false),
    ];
    for (feature_type, expected) in cases {
        let mut wrong = feature("a", feature_type, json!({}));
        wrong["feature"]["isMetered"] = json!(!expected);
        let entity = entity(&[wrong]);
        assert_eq!(
            entity.feature("a").unwrap().feature.as_ref().unwrap().is_metered,
            expected,
            "{feature_type}"
        );
    }
}

#[track_caller]
fn check_updated_at(entitlements: &[Value], expected: Option<&str>) {
    assert_eq!(entity(entitlements).updated_at(), expected.map(at));
}

#[test]
fn the_version_is_that_of_the_first_entitlement_that_has_one() {
    let newer = feature("a", "BOOLEAN", json!({"entitlementUpdatedAt": "2025-01-02T00:00:00Z"}));
    let older = credit("c", json!({"entitlementUpdatedAt": "2025-01-01T00:00:00Z"}));
    let without = feature("b", "BOOLEAN", json!({}));
    check_updated_at(&[newer.clone(), older.clone()], Some("2025-01-02T00:00:00Z"));
    check_updated_at(&[without.clone(), older, newer], Some("2025-01-01T00:00:00Z"));
    check_updated_at(&[without], Some(NOW));
    check_updated_at(&[], None);
}

#[test]
fn the_reason_for_what_is_missing_is_that_of_the_entity_if_it_has_one() {
    let entity = denied_entity("NoActiveSubscription", &[]);
    assert_eq!(
        entity.missing_feature_reason(),
        AccessDeniedReason::NoActiveSubscription
    );
    assert_eq!(entity.missing_credit_reason(), AccessDeniedReason::NoActiveSubscription);
    assert_eq!(
        entity.access_denied_reason(),
        Some(&EntitlementsStateAccessDeniedReason::NoActiveSubscription)
    );

    let entity = denied_entity("CustomerIsOnTheMoon", &[]);
    assert_eq!(entity.missing_feature_reason().as_str(), "CustomerIsOnTheMoon");

    let entity = tests::entity(&[]);
    assert_eq!(
        entity.missing_feature_reason(),
        AccessDeniedReason::NoFeatureEntitlementInSubscription
    );
    assert_eq!(entity.missing_credit_reason(), AccessDeniedReason::EntitlementNotFound);
    assert_eq!(entity.access_denied_reason(), None);
}

#[test]
fn the_first_entitlement_to_expire_tells_when_the_entity_does() {
    let entity = entity(&[
        feature("a", "BOOLEAN", json!({"validUntil": "2025-03-01T00:00:00Z"})),
        credit("c", json!({"validUntil": "2025-02-01T00:00:00Z"})),
        feature("never", "BOOLEAN", json!({"validUntil": 0})),
        feature("b", "BOOLEAN", json!({})),
    ]);
    assert_eq!(entity.valid_until(), Some(at("2025-02-01T00:00:00Z")));
    assert_eq!(tests::entity(&[]).valid_until(), None);
}

#[test]
fn an_entity_tells_the_state_it_was_made_of() {
    let state = state(&[
        feature(
            "a",
            "NUMBER/Incremental",
            json!({"currentUsage": 2, "feature": {"id": "a", "featureType": "NUMBER", "meterType": "Incremental", "isMetered": true}}),
        ),
        credit("c", json!({"usageLimit": 20})),
        json!({"type": "FEATURE"}),
    ]);
    let state = state.with_access_denied_reason(EntitlementsStateAccessDeniedReason::NoActiveSubscription);
    assert_eq!(
        CachedEntity::new(state.clone(), stamp(Source::Push, second(0))).to_state(),
        state
    );
}

#[test]
fn a_change_of_usage_leaves_older_snapshots_alone_and_shares_the_terms() {
    let old = entity(&[
        feature("a", "NUMBER/Incremental", json!({})),
        feature("b", "BOOLEAN", json!({})),
    ]);
    let mut new = old.clone();
    let usage = Usage {
        used: 5.0,
        period_start: OptionalMicros::NONE,
        period_end: OptionalMicros::NONE,
        as_of: second(9).into(),
    };
    new.set_usage(EntitlementReference::Feature("a"), usage);
    assert_eq!(old.feature("a").unwrap().current_usage.to_bits(), 0.0_f64.to_bits());
    assert_eq!(new.usage(EntitlementReference::Feature("a")), Some(usage));
    assert_eq!(new.feature("a").unwrap().usage_updated_at, Some(second(9)));
    for (old, new) in old.slots().iter().zip(new.slots().iter()) {
        assert!(Arc::ptr_eq(&old.terms, &new.terms));
    }
}

#[test]
fn a_slot_is_small() {
    assert_eq!(size_of::<Slot>(), 72);
}

#[test]
fn times_are_kept_to_the_microsecond() {
    let fine =
        json!({"usagePeriodEnd": "2025-01-01T00:00:00.123456789Z", "validUntil": "1969-01-01T00:00:00.000000001Z"});
    let state = entity(&[feature("a", "NUMBER/Incremental", fine)])
        .feature("a")
        .unwrap();
    assert_eq!(state.usage_period_end, Some(at("2025-01-01T00:00:00.123456Z")));
    assert_eq!(state.valid_until, Some(at("1969-01-01T00:00:00Z")));
}

#[test]
fn more_text_weighs_more() {
    let weight = |values: &[&str]| entity(&[feature("a", "ENUM", json!({"enumValues": values}))]).weight();
    assert!(weight(&["x"]) > weight(&[]));
    assert!(weight(&["x".repeat(1000).as_str()]) >= weight(&["x"]) + 960);
}
