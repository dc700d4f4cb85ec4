use super::*;

fn trial_override(is_trial: bool, end: Option<&str>) -> TrialOverride {
    TrialOverride {
        is_trial,
        end: end.map(at),
        behavior: None,
    }
}

#[test]
fn a_plan_with_a_trial_starts_in_it_and_expires() {
    let mut world = World::new();
    let index = world.subscribe(plan("tried"));
    assert_eq!(world.status(index).0, SubscriptionStatus::InTrial);
    assert_eq!(world.get(index).effective_end(), Some(at("2026-02-14T10:00:00Z")));
    assert_eq!(world.metered(None, "calls"), Some((Some(50.0), 0.0)));
    world.go_to("2026-02-14T09:59:59Z");
    assert_eq!(world.status(index).0, SubscriptionStatus::InTrial);
    world.go_to("2026-02-14T10:00:00Z");
    assert_eq!(
        world.status(index),
        (SubscriptionStatus::Expired, Some(CancelReason::TrialEnded))
    );
    assert_eq!(world.metered(None, "calls"), None);
}

#[test]
fn a_trial_that_converts_goes_on_and_is_billed_from_its_end() {
    let mut world = World::new();
    let index = world.subscribe(plan("converted"));
    assert_eq!(world.get(index).effective_end(), Some(at("2026-02-28T10:00:00Z")));
    world.go_to("2026-03-05T00:00:00Z");
    assert_eq!(world.status(index), (SubscriptionStatus::Active, None));
    assert_eq!(world.get(index).effective_end(), None);
    let period = world.get(index).billing_period_at(world.state.now).unwrap();
    assert_eq!(period, (at("2026-02-28T10:00:00Z"), at("2026-03-28T10:00:00Z")));
}

#[test]
fn a_trial_lives_beside_a_free_plan_and_replaces_it_when_it_converts() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    world.subscribe(plan("converted"));
    assert_eq!(
        world.all(),
        [
            ("free", SubscriptionStatus::Active),
            ("converted", SubscriptionStatus::InTrial)
        ]
    );
    world.go_to("2026-03-05T00:00:00Z");
    assert_eq!(
        world.all(),
        [
            ("free", SubscriptionStatus::Canceled),
            ("converted", SubscriptionStatus::Active)
        ]
    );
}

#[test]
fn there_is_one_trial_of_a_product_at_a_time() {
    let mut world = World::new();
    let first = world.subscribe(plan("tried"));
    world.subscribe(Provision {
        trial_override: Some(trial_override(true, None)),
        ..plan("converted")
    });
    assert_eq!(world.get(first).cancel_reason, Some(CancelReason::UpgradeOrDowngrade));
}

#[test]
fn a_default_trial_is_given_once_and_an_override_forces_more() {
    let mut world = World::new();
    assert!(world.state.eligible_for_trial("c", "app"));
    world.subscribe(plan("tried"));
    assert!(!world.state.eligible_for_trial("c", "app"));
    assert_eq!(world.state.customer("c").unwrap().trialed_plans, ["tried"]);
    world.go_to("2026-03-01T00:00:00Z");
    let again = world.subscribe(plan("converted"));
    assert_eq!(world.status(again).0, SubscriptionStatus::Active);
    let forced = world.subscribe(Provision {
        trial_override: Some(trial_override(true, Some("2026-03-02T00:00:00Z"))),
        ..plan("tried")
    });
    assert_eq!(world.status(forced).0, SubscriptionStatus::InTrial);
    assert_eq!(world.get(forced).effective_end(), Some(at("2026-03-02T00:00:00Z")));
}

#[test]
fn who_has_paid_gets_no_default_trial() {
    let mut world = World::new();
    world.subscribe(plan("pro"));
    let index = world.subscribe(plan("tried"));
    assert_eq!(world.status(index).0, SubscriptionStatus::Active);
    // Another product is another matter.
    let other = world.subscribe(plan("soft-pro"));
    assert_eq!(world.status(other).0, SubscriptionStatus::InTrial);
}

#[test]
fn a_trial_can_be_skipped_and_forced() {
    let mut world = World::new();
    let skipped = world.subscribe(Provision {
        skip_trial: true,
        ..plan("tried")
    });
    assert_eq!(world.status(skipped).0, SubscriptionStatus::Active);
    let overridden = world.subscribe(Provision {
        trial_override: Some(trial_override(false, None)),
        ..plan("tried")
    });
    assert_eq!(world.status(overridden).0, SubscriptionStatus::Active);
    let without_default = Provision {
        trial_override: Some(trial_override(true, None)),
        ..plan("pro")
    };
    assert_eq!(world.refused(without_default), Code::InvalidArgumentError);
    let free = Provision {
        trial_override: Some(trial_override(true, Some("2026-03-01T00:00:00Z"))),
        ..plan("free")
    };
    assert_eq!(world.refused(free), Code::InvalidArgumentError);
    let past = Provision {
        trial_override: Some(trial_override(true, Some("2026-01-01T00:00:00Z"))),
        ..plan("pro")
    };
    assert_eq!(world.refused(past), Code::InvalidArgumentError);
    let behavior = Some(TrialEndBehavior::CancelSubscription);
    let custom = TrialOverride {
        is_trial: true,
        end: Some(at("2026-02-01T00:00:00Z")),
        behavior,
    };
    let forced = world.subscribe(Provision {
        trial_override: Some(custom),
        ..plan("custom")
    });
    world.go_to("2026-02-01T00:00:00Z");
    assert_eq!(world.status(forced).0, SubscriptionStatus::Expired);
}

#[test]
fn paying_for_the_tried_plan_ends_the_trial() {
    let mut world = World::new();
    let trial = world.subscribe(plan("tried"));
    let paid = world.subscribe(Provision {
        skip_trial: true,
        ..plan("tried")
    });
    assert_eq!(
        world.status(trial),
        (SubscriptionStatus::Canceled, Some(CancelReason::TrialConverted))
    );
    assert_eq!(world.status(paid).0, SubscriptionStatus::Active);
}

#[test]
fn the_end_of_a_trial_can_be_moved_both_ways() {
    let mut world = World::new();
    let index = world.subscribe(plan("tried"));
    let id = world.get(index).id.clone();
    let move_to = |world: &mut World, time: &str| {
        let update = Update {
            trial_end: Some(at(time)),
            ..Update::default()
        };
        world.state.update_subscription(&id, update)
    };
    move_to(&mut world, "2026-03-31T00:00:00Z").unwrap();
    assert_eq!(world.get(index).effective_end(), Some(at("2026-03-31T00:00:00Z")));
    move_to(&mut world, "2026-02-02T00:00:00Z").unwrap();
    assert_eq!(
        move_to(&mut world, "2026-01-01T00:00:00Z").unwrap_err().code,
        Code::InvalidArgumentError
    );
    world.go_to("2026-02-02T00:00:00Z");
    assert_eq!(world.status(index).0, SubscriptionStatus::Expired);
    assert!(move_to(&mut world, "2026-05-01T00:00:00Z").is_err());
}

#[test]
fn a_later_cancellation_moves_the_end_of_a_trial_and_extending_takes_it_back() {
    let mut world = World::new();
    let index = world.subscribe(plan("tried"));
    let id = world.get(index).id.clone();
    let cancel = Cancellation {
        time: Some(CancellationTime::SpecificDate),
        end_date: Some(at("2026-03-01T00:00:00Z")),
        action: None,
    };
    world.state.cancel_subscription(&id, cancel).unwrap();
    assert_eq!(world.get(index).trial.unwrap().end, at("2026-03-01T00:00:00Z"));
    let update = Update {
        trial_end: Some(at("2026-04-01T00:00:00Z")),
        ..Update::default()
    };
    world.state.update_subscription(&id, update).unwrap();
    assert_eq!(world.get(index).cancellation_date, None);
    world.go_to("2026-03-15T00:00:00Z");
    assert_eq!(world.status(index).0, SubscriptionStatus::InTrial);
}

#[test]
fn a_reverse_trial_ends_in_the_free_plan() {
    let mut world = World::new();
    world.subscribe(plan("soft-pro"));
    assert_eq!(world.metered(None, "seats"), Some((Some(3.0), 0.0)));
    world.go_to("2026-02-07T10:00:00Z");
    assert_eq!(
        world.all(),
        [
            ("soft-pro", SubscriptionStatus::Expired),
            ("soft-free", SubscriptionStatus::Active)
        ]
    );
    assert_eq!(world.metered(None, "seats"), Some((Some(1.0), 0.0)));
}

#[test]
fn a_trial_that_was_over_before_it_was_made_is_over() {
    let mut world = World::new();
    let start = Some(at("2025-06-01T00:00:00Z"));
    let ended = world.subscribe(Provision { start, ..plan("tried") });
    assert_eq!(
        world.status(ended),
        (SubscriptionStatus::Expired, Some(CancelReason::TrialEnded))
    );
    let converted = world.subscribe(Provision {
        start,
        ..plan("converted")
    });
    assert_eq!(world.status(converted).0, SubscriptionStatus::Active);
}
