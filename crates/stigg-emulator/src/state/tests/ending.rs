use super::*;

fn cancel(time: CancellationTime) -> Cancellation {
    Cancellation {
        time: Some(time),
        ..Cancellation::default()
    }
}

#[test]
fn cancelling_at_once_ends_access() {
    let mut world = World::new();
    let index = world.subscribe(plan("pro"));
    let id = world.get(index).id.clone();
    world.state.cancel_subscription(&id, Cancellation::default()).unwrap();
    assert_eq!(
        world.status(index),
        (SubscriptionStatus::Canceled, Some(CancelReason::Immediate))
    );
    assert_eq!(world.metered(None, "calls"), None);
    let again = world
        .state
        .cancel_subscription(&id, Cancellation::default())
        .unwrap_err();
    assert_eq!(again.code, Code::SubscriptionAlreadyCanceledOrExpired);
    let update = world.state.update_subscription(&id, Update::default()).unwrap_err();
    assert_eq!(update.code, Code::SubscriptionAlreadyCanceledOrExpired);
    let unknown = world
        .state
        .cancel_subscription("none", Cancellation::default())
        .unwrap_err();
    assert_eq!(unknown.code, Code::SubscriptionNotFound);
}

#[test]
fn cancelling_at_the_end_of_the_period_leaves_the_rest_of_it() {
    let mut world = World::new();
    let index = world.subscribe(plan("pro"));
    let id = world.get(index).id.clone();
    world
        .state
        .cancel_subscription(&id, cancel(CancellationTime::EndOfBillingPeriod))
        .unwrap();
    assert_eq!(world.status(index), (SubscriptionStatus::Active, None));
    assert_eq!(world.get(index).effective_end(), Some(at("2026-02-28T10:00:00Z")));
    world.go_to("2026-02-28T10:00:00Z");
    assert_eq!(
        world.status(index),
        (SubscriptionStatus::Canceled, Some(CancelReason::ScheduledCancellation))
    );
}

#[test]
fn a_cancellation_date_must_be_in_the_future() {
    let mut world = World::new();
    let index = world.subscribe(plan("pro"));
    let id = world.get(index).id.clone();
    let on = |date: Option<&str>| Cancellation {
        time: Some(CancellationTime::SpecificDate),
        end_date: date.map(at),
        action: None,
    };
    let mut refused = |how| world.state.cancel_subscription(&id, how).unwrap_err().code;
    assert_eq!(refused(on(None)), Code::InvalidCancellationDate);
    assert_eq!(refused(on(Some("2026-01-31T10:00:00Z"))), Code::InvalidCancellationDate);
    let update = Update {
        cancellation_date: Patch::Set(at("2025-01-01T00:00:00Z")),
        ..Update::default()
    };
    assert_eq!(
        world.state.update_subscription(&id, update).unwrap_err().code,
        Code::InvalidCancellationDate
    );
    world
        .state
        .cancel_subscription(&id, on(Some("2026-02-05T00:00:00Z")))
        .unwrap();
    world.go_to("2026-02-05T00:00:00Z");
    assert_eq!(world.status(index).0, SubscriptionStatus::Canceled);
}

#[test]
fn a_scheduled_cancellation_can_be_moved_and_cleared() {
    let mut world = World::new();
    let index = world.subscribe(plan("pro"));
    let id = world.get(index).id.clone();
    for (change, expected) in [
        (Patch::Set(at("2026-02-05T00:00:00Z")), Some(at("2026-02-05T00:00:00Z"))),
        (Patch::Leave, Some(at("2026-02-05T00:00:00Z"))),
        (Patch::Set(at("2026-03-05T00:00:00Z")), Some(at("2026-03-05T00:00:00Z"))),
        (Patch::Clear, None),
    ] {
        let update = Update {
            cancellation_date: change,
            ..Update::default()
        };
        world.state.update_subscription(&id, update).unwrap();
        assert_eq!(world.get(index).cancellation_date, expected);
    }
    world.go_to("2027-01-01T00:00:00Z");
    assert_eq!(world.status(index).0, SubscriptionStatus::Active);
}

#[test]
fn a_plan_without_periods_cannot_wait_for_one() {
    let mut world = World::new();
    let custom = world.subscribe(plan("custom"));
    let id = world.get(custom).id.clone();
    let how = cancel(CancellationTime::EndOfBillingPeriod);
    let error = world.state.cancel_subscription(&id, how).unwrap_err();
    assert_eq!(error.code, Code::SubscriptionDoesNotHaveBillingPeriod);
}

#[test]
fn the_product_says_when_and_what_follows() {
    let mut world = World::new();
    let pro = world.subscribe(Provision {
        skip_trial: true,
        ..plan("soft-pro")
    });
    let id = world.get(pro).id.clone();
    world.state.cancel_subscription(&id, Cancellation::default()).unwrap();
    assert_eq!(world.get(pro).cancellation_date, Some(at("2026-02-28T10:00:00Z")));
    world.go_to("2026-03-01T00:00:00Z");
    assert_eq!(
        world.all(),
        [
            ("soft-pro", SubscriptionStatus::Canceled),
            ("soft-free", SubscriptionStatus::Active)
        ]
    );
    assert_eq!(world.get(1).start, at("2026-02-28T10:00:00Z"));
}

#[test]
fn revoking_leaves_nothing_behind() {
    let mut world = World::new();
    let pro = world.subscribe(Provision {
        skip_trial: true,
        ..plan("soft-pro")
    });
    let id = world.get(pro).id.clone();
    let how = Cancellation {
        action: Some(CancellationAction::RevokeEntitlements),
        ..cancel(CancellationTime::Immediate)
    };
    world.state.cancel_subscription(&id, how).unwrap();
    assert_eq!(world.all(), [("soft-pro", SubscriptionStatus::Canceled)]);
}

#[test]
fn a_subscription_with_an_end_expires() {
    let mut world = World::new();
    let index = world.subscribe(Provision {
        end: Some(at("2026-02-10T00:00:00Z")),
        ..plan("pro")
    });
    world.go_to("2026-02-10T00:00:00Z");
    assert_eq!(
        world.status(index),
        (SubscriptionStatus::Expired, Some(CancelReason::Expired))
    );
    assert_eq!(world.get(index).cancellation_date, None);
}

#[test]
fn what_was_due_happens_in_order_however_far_the_clock_jumps() {
    let mut world = World::new();
    world.subscribe(plan("converted"));
    world.subscribe(Provision {
        start: Some(at("2026-04-01T00:00:00Z")),
        ..plan("pro")
    });
    world.subscribe(Provision {
        start: Some(at("2026-05-01T00:00:00Z")),
        end: Some(at("2026-06-01T00:00:00Z")),
        ..plan("free")
    });
    world.go_to("2028-01-01T00:00:00Z");
    assert_eq!(
        world.all(),
        [
            ("converted", SubscriptionStatus::Canceled),
            ("pro", SubscriptionStatus::Canceled),
            ("free", SubscriptionStatus::Expired),
        ]
    );
    let ends: Vec<_> = (0..3).map(|index| world.get(index).ended_at.unwrap()).collect();
    assert_eq!(
        ends,
        [
            at("2026-04-01T00:00:00Z"),
            at("2026-05-01T00:00:00Z"),
            at("2026-06-01T00:00:00Z")
        ]
    );
}

#[test]
fn a_clock_that_goes_back_undoes_nothing() {
    let mut world = World::new();
    let index = world.subscribe(plan("tried"));
    world.go_to("2026-03-01T00:00:00Z");
    world.go_to("2026-02-01T00:00:00Z");
    assert_eq!(world.status(index).0, SubscriptionStatus::Expired);
}

#[test]
fn an_archived_customer_is_forgotten_and_can_come_back() {
    let mut world = World::new();
    let profile = Profile {
        name: Some("C".to_owned()),
        email: Some("c@x.org".to_owned()),
        ..Profile::default()
    };
    world.state.update_customer("c", profile, Patch::Leave, None).unwrap();
    let index = world.subscribe(plan("pro"));
    world.state.archive_customer("c").unwrap();
    assert_eq!(
        world.status(index),
        (SubscriptionStatus::Canceled, Some(CancelReason::CustomerArchived))
    );
    assert_eq!(world.state.customer("c").unwrap_err().code, Code::CustomerNotFound);
    assert!(matches!(
        world.state.entitlements("c", None),
        Entitlements::Denied(DeniedReason::CustomerIsArchived)
    ));
    assert_eq!(world.refused(plan("free")), Code::CustomerNotFound);
    world.state.unarchive_customer("c").unwrap();
    assert_eq!(world.state.customer("c").unwrap().profile.name, None);
    assert!(matches!(
        world.state.entitlements("c", None),
        Entitlements::Denied(DeniedReason::NoActiveSubscription)
    ));
    assert_eq!(
        world.state.unarchive_customer("nobody").unwrap_err().code,
        Code::CustomerNotFound
    );
}

#[test]
fn archiving_is_no_reason_for_a_free_plan_to_follow() {
    let mut world = World::new();
    world.subscribe(plan("soft-pro"));
    world.state.archive_customer("c").unwrap();
    world.go_to("2027-01-01T00:00:00Z");
    assert_eq!(world.all(), [("soft-pro", SubscriptionStatus::Canceled)]);
}

#[test]
fn an_update_replaces_add_ons_and_keeps_the_rest() {
    let mut world = World::new();
    let addons = vec![("more".to_owned(), Some(1.0))];
    let index = world.subscribe(Provision { addons, ..plan("pro") });
    let id = world.get(index).id.clone();
    world.go_to("2026-02-01T00:00:00Z");
    let more = |addons: &[(&str, f64)]| Update {
        addons: Some(
            addons
                .iter()
                .map(|(id, quantity)| ((*id).to_owned(), Some(*quantity)))
                .collect(),
        ),
        ..Update::default()
    };
    world.state.update_subscription(&id, more(&[("more", 3.0)])).unwrap();
    assert_eq!(world.metered(None, "calls"), Some((Some(250.0), 0.0)));
    let addon = &world.get(index).addons[0];
    assert_eq!(
        (addon.created_at, addon.updated_at),
        (at("2026-01-31T10:00:00Z"), at("2026-02-01T00:00:00Z"))
    );
    let error = world
        .state
        .update_subscription(&id, more(&[("more", 4.0)]))
        .unwrap_err();
    assert_eq!(error.code, Code::AddonQuantityExceedsLimitError);
    assert_eq!(world.metered(None, "calls"), Some((Some(250.0), 0.0)));
    world.state.update_subscription(&id, more(&[])).unwrap();
    assert_eq!(world.metered(None, "calls"), Some((Some(100.0), 0.0)));
}

#[test]
fn an_update_changes_quantities_and_the_billing_cycle() {
    let mut world = World::new();
    let index = world.subscribe(Provision {
        unit_quantity: Some(3.0),
        ..plan("per-seat")
    });
    let id = world.get(index).id.clone();
    world.go_to("2026-02-10T00:00:00Z");
    let update = Update {
        unit_quantity: Some(5.0),
        ..Update::default()
    };
    world.state.update_subscription(&id, update).unwrap();
    assert_eq!(world.metered(None, "seats"), Some((Some(5.0), 0.0)));
    assert_eq!(world.get(index).billing_anchor, at("2026-01-31T10:00:00Z"));
    let update = Update {
        quantities: vec![("seats".to_owned(), 6.0)],
        billing_cycle_anchor: Some(BillingCycleAnchor::Now),
        ..Update::default()
    };
    world.state.update_subscription(&id, update).unwrap();
    assert_eq!(world.metered(None, "seats"), Some((Some(6.0), 0.0)));
    assert_eq!(world.get(index).billing_anchor, at("2026-02-10T00:00:00Z"));
    let update = Update {
        quantities: vec![("seats".to_owned(), 99.0)],
        ..Update::default()
    };
    assert_eq!(
        world.state.update_subscription(&id, update).unwrap_err().code,
        Code::InvalidQuantity
    );
}
