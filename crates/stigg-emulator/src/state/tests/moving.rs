use super::*;

/// A plan of a product with a subscription per resource.
fn site(plan_id: &str, resource: &str) -> Provision {
    Provision {
        resource: Some(resource.to_owned()),
        id: Some(format!("{plan_id}-{resource}")),
        ..plan(plan_id)
    }
}

fn code<T: std::fmt::Debug>(outcome: Result<T, ApiError>) -> Code {
    outcome.unwrap_err().code
}

#[test]
fn a_subscription_goes_to_another_resource_with_its_cycle() {
    let mut world = World::new();
    let index = world.subscribe(site("site-paid", "a"));
    let free = world.subscribe(site("site", "b"));
    world.go_to("2026-02-10T00:00:00Z");
    let moved = world
        .state
        .move_to_resource("site-paid-a", Some("b".to_owned()))
        .unwrap();
    assert_eq!(moved, index);
    assert_eq!(world.get(index).billing_anchor, at("2026-01-31T10:00:00Z"));
    assert_eq!(world.metered(Some("b"), "calls"), Some((Some(70.0), 0.0)));
    assert_eq!(world.metered(Some("a"), "calls"), None);
    assert_eq!(
        world.status(free),
        (SubscriptionStatus::Canceled, Some(CancelReason::UpgradeOrDowngrade))
    );
}

#[test]
fn where_there_are_several_subscriptions_each_has_its_resource() {
    let mut world = World::new();
    world.subscribe(site("site", "a"));
    assert_eq!(
        code(world.state.move_to_resource("site-a", None)),
        Code::InvalidArgumentError
    );
    assert_eq!(
        code(world.state.move_to_resource("none", None)),
        Code::SubscriptionNotFound
    );
    let pro = world.subscribe(Provision {
        resource: Some("a".to_owned()),
        id: Some("pro-a".to_owned()),
        ..plan("pro")
    });
    world.state.move_to_resource("pro-a", None).unwrap();
    assert_eq!(world.get(pro).resource, None);
}

#[test]
fn a_paid_subscription_takes_the_place_of_a_free_one() {
    let mut world = World::new();
    let paid = world.subscribe(site("site-paid", "a"));
    let transfer = |world: &mut World, to: &str| world.state.move_between_resources("c", "a", to);
    assert_eq!(code(transfer(&mut world, "b")), Code::CustomerResourceNotFound);
    let free = world.subscribe(site("site", "b"));
    world.subscribe(site("site-paid", "d"));
    assert_eq!(code(transfer(&mut world, "d")), Code::NoActiveSubscriptionForCustomer);
    assert_eq!(transfer(&mut world, "b").unwrap(), paid);
    assert_eq!(world.get(paid).resource.as_deref(), Some("b"));
    assert_eq!(world.status(free).0, SubscriptionStatus::Canceled);
    assert_eq!(
        code(world.state.move_between_resources("nobody", "a", "b")),
        Code::CustomerNotFound
    );
}

#[test]
fn a_subscription_that_is_delegated_gives_access_to_another_and_is_paid_for_as_before() {
    let mut world = World::new();
    world.customer("d");
    let index = world.subscribe(Provision {
        id: Some("pro-c".to_owned()),
        ..plan("pro")
    });
    let theirs = world.subscribe(Provision {
        customer: "d".to_owned(),
        ..plan("free")
    });
    assert_eq!(world.state.delegate("pro-c", "d").unwrap(), index);
    let delegated = world.get(index);
    assert_eq!(
        (delegated.customer.as_str(), delegated.paying_customer.as_deref()),
        ("d", Some("c"))
    );
    assert_eq!(world.metered(None, "calls"), None);
    assert_eq!(world.all(), []);
    assert_eq!(world.status(theirs).0, SubscriptionStatus::Canceled);

    assert_eq!(code(world.state.delegate("pro-c", "d")), Code::InvalidArgumentError);
    assert_eq!(code(world.state.delegate("pro-c", "nobody")), Code::CustomerNotFound);
    // Whoever pays for it may have it back.
    world.state.delegate("pro-c", "c").unwrap();
    assert_eq!(world.get(index).paying_customer, None);
    assert_eq!(world.metered(None, "calls"), Some((Some(100.0), 0.0)));
}

#[test]
fn what_is_scheduled_goes_along() {
    let mut world = World::new();
    world.customer("d");
    world.subscribe(Provision {
        skip_trial: true,
        id: Some("soft-c".to_owned()),
        ..plan("soft-pro")
    });
    assert!(matches!(
        world.state.provision(plan("soft-free")).unwrap(),
        Outcome::Scheduled(_)
    ));
    world.state.delegate("soft-c", "d").unwrap();
    world.go_to("2026-03-01T00:00:00Z");
    let theirs = world.state.live_subscriptions_of("d");
    let plans: Vec<&str> = theirs.iter().map(|&index| world.get(index).plan.as_str()).collect();
    assert_eq!(plans, ["soft-free"]);
    assert_eq!(world.all(), []);
}

#[test]
fn every_subscription_is_on_the_latest_version_and_none_that_is_over_moves() {
    let mut world = World::new();
    world.subscribe(site("site", "a"));
    assert_eq!(
        code(world.state.migrate("site-a")),
        Code::SubscriptionAlreadyOnLatestPlanError
    );
    world
        .state
        .cancel_subscription("site-a", Cancellation::default())
        .unwrap();
    for moved in [
        world.state.migrate("site-a"),
        world.state.move_to_resource("site-a", Some("b".to_owned())),
        world.state.delegate("site-a", "c"),
    ] {
        assert_eq!(code(moved), Code::SubscriptionAlreadyCanceledOrExpired);
    }
}
