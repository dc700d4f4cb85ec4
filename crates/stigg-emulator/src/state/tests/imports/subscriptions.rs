use super::*;
use crate::state::imports::ImportedSubscription;

fn import(world: &mut World, request: Provision) -> Result<(), ApiError> {
    world.state.import_subscription(ImportedSubscription {
        request,
        updated_at: None,
    })
}

fn named(id: &str, of: &str) -> Provision {
    Provision {
        id: Some(id.to_owned()),
        ..plan(of)
    }
}

#[test]
fn what_comes_in_has_no_trial_and_no_checkout() {
    let mut world = World::with_billing();
    import(&mut world, named("s", "tried")).unwrap();
    let index = world.state.find_subscription("s").unwrap();
    assert_eq!(world.status(index), (SubscriptionStatus::Active, None));
    assert_eq!(world.get(index).trial, None);
}

#[test]
fn what_is_over_by_now_comes_in_as_such() {
    let mut world = World::new();
    let request = Provision {
        start: Some(at("2025-01-01T00:00:00Z")),
        end: Some(at("2025-12-01T00:00:00Z")),
        ..named("s", "pro")
    };
    import(&mut world, request).unwrap();
    world.state.advance(world.state.now);
    let index = world.state.find_subscription("s").unwrap();
    assert_eq!(
        world.status(index),
        (SubscriptionStatus::Expired, Some(CancelReason::Expired))
    );
}

#[test]
fn the_same_id_changes_the_subscription_that_is_there() {
    let mut world = World::new();
    import(&mut world, named("s", "pro")).unwrap();
    let again = Provision {
        addons: vec![("more".to_owned(), Some(2.0))],
        billing_id: Some("sub_1".to_owned()),
        end: Some(at("2027-01-01T00:00:00Z")),
        ..named("s", "pro")
    };
    import(&mut world, again).unwrap();
    assert_eq!(world.all(), [("pro", SubscriptionStatus::Active)]);
    let index = world.state.find_subscription("s").unwrap();
    let subscription = world.get(index);
    assert_eq!((subscription.addons.len(), subscription.addons[0].quantity), (1, 2.0));
    assert_eq!(subscription.billing_id.as_deref(), Some("sub_1"));
    assert_eq!(subscription.end_date, Some(at("2027-01-01T00:00:00Z")));
    assert!(import(&mut world, named("s", "free")).is_err(), "of another plan");
}

#[test]
fn a_record_that_is_older_than_the_subscription_changes_nothing() {
    let mut world = World::new();
    import(&mut world, named("s", "pro")).unwrap();
    let changed = |updated_at: &str| ImportedSubscription {
        request: Provision {
            addons: vec![("more".to_owned(), None)],
            ..named("s", "pro")
        },
        updated_at: Some(at(updated_at)),
    };
    let index = world.state.find_subscription("s").unwrap();
    world
        .state
        .import_subscription(changed("2026-01-31T09:00:00Z"))
        .unwrap();
    assert_eq!(world.get(index).addons, []);
    world
        .state
        .import_subscription(changed("2026-01-31T11:00:00Z"))
        .unwrap();
    assert_eq!(world.get(index).addons.len(), 1);
}

#[test]
fn a_record_that_is_wrong_changes_nothing() {
    let mut world = World::new();
    let of_nobody = Provision {
        customer: "nobody".to_owned(),
        ..plan("pro")
    };
    let code = |outcome: Result<(), ApiError>| outcome.unwrap_err().code;
    assert_eq!(code(import(&mut world, of_nobody)), Code::CustomerNotFound);
    assert_eq!(code(import(&mut world, plan("none"))), Code::PlanNotFound);
    assert_eq!(world.all(), []);
}
