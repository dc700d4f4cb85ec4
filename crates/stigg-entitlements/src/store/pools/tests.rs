use serde_json::json;
use stigg_models::EntitlementFeature;

use super::*;
use crate::fixtures::{credit, entity, feature};

fn acquired(pools: &mut Pools, more: serde_json::Value) -> CachedEntity {
    let mut entity = entity(&[
        feature("f", "NUMBER/Incremental", more),
        feature("e", "ENUM", json!({"enumValues": ["a", "b"]})),
        credit("c", json!({})),
    ]);
    pools.acquire(&mut entity);
    entity
}

fn count(pools: &Pools) -> [usize; 4] {
    [
        pools.terms.terms.len(),
        pools.layouts.len(),
        pools.terms.features.uses.len(),
        pools.terms.currencies.uses.len(),
    ]
}

#[test]
fn equal_parts_are_the_same_and_go_with_their_last_user() {
    let mut pools = Pools::new();
    let one = acquired(&mut pools, json!({"usageLimit": 1}));
    let weight = pools.weight();
    // Limits are of the customer; soft ones are of the plan.
    let other = acquired(&mut pools, json!({"usageLimit": 2}));
    assert_eq!((count(&pools), pools.weight()), ([3, 1, 2, 1], weight));
    assert!(Arc::ptr_eq(one.index(), other.index()));
    let soft = acquired(&mut pools, json!({"hasSoftLimit": true}));
    assert_eq!(count(&pools), [4, 1, 2, 1]);
    pools.release(&soft);
    assert_eq!((count(&pools), pools.weight()), ([3, 1, 2, 1], weight));
    pools.release(&one);
    assert_eq!((count(&pools), pools.weight()), ([3, 1, 2, 1], weight));
    pools.release(&other);
    assert_eq!((count(&pools), pools.weight()), ([0; 4], 0));
}

#[test]
fn an_entity_that_went_can_come_back() {
    let mut pools = Pools::new();
    let entity = acquired(&mut pools, json!({}));
    let weight = pools.weight();
    pools.release(&entity);
    let mut again = entity.clone();
    pools.acquire(&mut again);
    assert_eq!((count(&pools), pools.weight()), ([3, 1, 2, 1], weight));
    assert_eq!(again.to_state(), entity.to_state());
    pools.release(&again);
    assert_eq!(pools.weight(), 0);
}

#[test]
fn an_entity_of_one_store_may_come_into_another() {
    let (mut one, mut other) = (Pools::new(), Pools::new());
    let first = acquired(&mut one, json!({}));
    let mut second = first.clone();
    other.acquire(&mut second);
    one.release(&first);
    assert_eq!(one.weight(), 0);
    assert_eq!(count(&other), [3, 1, 2, 1]);
    other.release(&second);
    assert_eq!(other.weight(), 0);
}

#[test]
fn what_is_not_a_number_is_not_shared_and_goes_all_the_same() {
    let mut pools = Pools::new();
    let odd = || {
        let mut state = stigg_models::FeatureEntitlementState::new(EntitlementFeature::new("f"));
        state.credit_rate = Some(stigg_models::CreditRate::new(f64::NAN, "c"));
        let state = stigg_models::EntitlementsState::new(vec![stigg_models::EntitlementState::Feature(state)]);
        CachedEntity::new(
            state,
            crate::Stamp::new(stigg_models::Timestamp::UNIX_EPOCH, crate::Source::Api),
        )
    };
    let mut entities = [odd(), odd()];
    for entity in &mut entities {
        pools.acquire(entity);
    }
    assert_eq!(pools.terms.terms.len(), 2);
    for entity in &entities {
        pools.release(entity);
    }
    assert_eq!(pools.weight(), 0);
    assert_eq!(count(&pools), [0; 4]);
}

#[test]
fn terms_go_with_the_last_entry_that_has_them_and_not_with_their_layout() {
    let mut pools = Pools::new();
    let old = acquired(&mut pools, json!({}));
    let weight = pools.weight();
    let new = acquired(&mut pools, json!({"hasSoftLimit": true}));
    assert_eq!(count(&pools), [4, 1, 2, 1]);
    pools.release(&old);
    assert_eq!((count(&pools), pools.weight()), ([3, 1, 2, 1], weight));
    let again = acquired(&mut pools, json!({}));
    pools.release(&again);
    let next = acquired(&mut pools, json!({"hasSoftLimit": true}));
    assert_eq!((count(&pools), pools.weight()), ([3, 1, 2, 1], weight));
    for (one, other) in new.slots().iter().zip(next.slots().iter()) {
        assert!(Arc::ptr_eq(&one.terms, &other.terms));
    }
    pools.release(&new);
    pools.release(&next);
    assert_eq!((count(&pools), pools.weight()), ([0; 4], 0));
}

#[test]
fn entities_with_the_same_index_may_differ_in_what_is_to_nothing() {
    let mut pools = Pools::new();
    let [a, b, c] = ["a", "b", "c"].map(|id| feature(id, "BOOLEAN", json!({})));
    let nothing = json!({"type": "FEATURE"});
    let mut entities = [
        // Tables of the same size.
        entity(&[a.clone(), b.clone(), c.clone()]),
        entity(&[a.clone(), b.clone(), c.clone(), nothing.clone()]),
        entity(&[a, b, c, nothing]),
    ];
    for entity in &mut entities {
        pools.acquire(entity);
    }
    assert_eq!(count(&pools), [4, 1, 3, 0]);
    for entity in &entities {
        pools.release(entity);
    }
    assert_eq!((count(&pools), pools.weight()), ([0; 4], 0));
}

#[test]
fn the_same_feature_is_equal_unless_a_number_in_it_is_none() {
    let terms = |divide: f64| {
        let mut transformation: stigg_models::UnitTransformation =
            serde_json::from_value(json!({"divide": 1, "round": "UP"})).unwrap();
        transformation.divide = divide;
        let mut feature = EntitlementFeature::new("f");
        feature.unit_transformation = Some(transformation);
        let feature = Arc::new(feature);
        let mut pools = Pools::new();
        let entities = [(); 2].map(|()| {
            let state = stigg_models::FeatureEntitlementState::new(Arc::clone(&feature));
            let state = stigg_models::EntitlementsState::new(vec![stigg_models::EntitlementState::Feature(state)]);
            let stamp = crate::Stamp::new(stigg_models::Timestamp::UNIX_EPOCH, crate::Source::Api);
            let mut entity = CachedEntity::new(state, stamp);
            pools.acquire(&mut entity);
            entity
        });
        let terms = pools.terms.terms.len();
        for entity in &entities {
            pools.release(entity);
        }
        assert_eq!(pools.weight(), 0);
        terms
    };
    assert_eq!((terms(2.0), terms(f64::NAN)), (1, 2));
}
