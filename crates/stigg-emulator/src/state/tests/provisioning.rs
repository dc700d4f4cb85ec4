use super::*;

#[test]
fn a_free_plan_is_active_at_once() {
    let mut world = World::new();
    let index = world.subscribe(plan("free"));
    assert_eq!(world.status(index), (SubscriptionStatus::Active, None));
    assert_eq!(world.get(index).start, at("2026-01-31T10:00:00Z"));
    assert_eq!(world.metered(None, "calls"), Some((Some(10.0), 0.0)));
}

#[test]
fn what_does_not_exist_is_not_found() {
    let mut world = World::new();
    assert_eq!(world.refused(plan("none")), Code::PlanNotFound);
    assert_eq!(
        world.refused(Provision {
            customer: "nobody".to_owned(),
            ..plan("free")
        }),
        Code::CustomerNotFound
    );
    let paying_customer = Some("nobody".to_owned());
    assert_eq!(
        world.refused(Provision {
            paying_customer,
            ..plan("free")
        }),
        Code::CustomerNotFound
    );
    let addons = vec![("none".to_owned(), None)];
    assert_eq!(world.refused(Provision { addons, ..plan("pro") }), Code::AddonNotFound);
    let coupon = Some(CouponChoice::Catalog("none".to_owned()));
    assert_eq!(world.refused(Provision { coupon, ..plan("pro") }), Code::CouponNotFound);
    let entitlements = vec![PackageEntitlement::granting("none")];
    assert_eq!(
        world.refused(Provision {
            entitlements,
            ..plan("custom")
        }),
        Code::FeatureNotFound
    );
}

#[test]
fn a_paid_plan_needs_a_billing_period_that_has_a_price() {
    let mut world = World::new();
    assert_eq!(
        world.refused(Provision {
            billing_period: None,
            ..plan("pro")
        }),
        Code::BillingPeriodMissingError
    );
    let annually = Some(BillingPeriod::Annually);
    assert_eq!(
        world.refused(Provision {
            billing_period: annually,
            ..plan("tried")
        }),
        Code::PriceNotFound
    );
    let index = world.subscribe(Provision {
        billing_period: annually,
        ..plan("pro")
    });
    let period = world.get(index).billing_period_at(world.state.now).unwrap();
    assert_eq!(period, (at("2026-01-31T10:00:00Z"), at("2027-01-31T10:00:00Z")));
}

#[test]
fn per_unit_prices_need_a_quantity_within_their_bounds() {
    let mut world = World::new();
    let seats = |quantity: f64| Provision {
        quantities: vec![("seats".to_owned(), quantity)],
        ..plan("per-seat")
    };
    assert_eq!(world.refused(plan("per-seat")), Code::InvalidQuantity);
    assert_eq!(world.refused(seats(1.0)), Code::InvalidQuantity);
    assert_eq!(world.refused(seats(11.0)), Code::InvalidQuantity);
    let of_another = Provision {
        quantities: vec![("calls".to_owned(), 2.0)],
        ..plan("per-seat")
    };
    assert_eq!(world.refused(of_another), Code::InvalidQuantity);
    world.subscribe(seats(4.0));
    assert_eq!(world.metered(None, "seats"), Some((Some(4.0), 0.0)));
    world.subscribe(Provision {
        unit_quantity: Some(6.0),
        ..plan("per-seat")
    });
    assert_eq!(world.metered(None, "seats"), Some((Some(6.0), 0.0)));
}

#[test]
fn add_ons_must_fit() {
    let mut world = World::new();
    let with = |plan_id: &str, addons: &[(&str, f64)]| Provision {
        addons: addons
            .iter()
            .map(|(id, quantity)| ((*id).to_owned(), Some(*quantity)))
            .collect(),
        ..plan(plan_id)
    };
    assert_eq!(
        world.refused(with("free", &[("more", 1.0)])),
        Code::IncompatibleSubscriptionAddon
    );
    assert_eq!(
        world.refused(with("pro", &[("foreign", 1.0)])),
        Code::IncompatibleSubscriptionAddon
    );
    assert_eq!(world.refused(with("pro", &[("more", 0.0)])), Code::InvalidQuantity);
    assert_eq!(
        world.refused(with("pro", &[("more", 4.0)])),
        Code::AddonQuantityExceedsLimitError
    );
    assert_eq!(
        world.refused(with("pro", &[("more", 1.0), ("more", 1.0)])),
        Code::DuplicateAddonProvisionedError
    );
    assert_eq!(
        world.refused(with("pro", &[("extra", 1.0)])),
        Code::AddonDependencyMissingError
    );
    world.subscribe(with("pro", &[("more", 2.0), ("extra", 1.0)]));
    assert_eq!(world.metered(None, "calls"), Some((Some(201.0), 0.0)));
}

#[test]
fn an_id_is_taken_once() {
    let mut world = World::new();
    let named = |id: &str| Provision {
        id: Some(id.to_owned()),
        ..plan("free")
    };
    world.subscribe(named("mine"));
    assert_eq!(world.refused(named("mine")), Code::DuplicatedEntityNotAllowed);
    assert_eq!(world.refused(named("-mine")), Code::BadUserInput);
}

#[test]
fn changing_the_plan_is_provisioning_again() {
    let mut world = World::new();
    let free = world.subscribe(plan("free"));
    world.go_to("2026-02-10T00:00:00Z");
    let pro = world.subscribe(plan("pro"));
    assert_eq!(
        world.status(free),
        (SubscriptionStatus::Canceled, Some(CancelReason::UpgradeOrDowngrade))
    );
    assert_eq!(world.get(free).effective_end(), Some(at("2026-02-10T00:00:00Z")));
    assert_eq!(world.status(pro), (SubscriptionStatus::Active, None));
    assert_eq!(world.state.live_subscriptions_of("c"), [pro]);
}

#[test]
fn a_replacement_goes_on_with_the_billing_cycle_unless_told_otherwise() {
    let mut world = World::new();
    world.subscribe(plan("pro"));
    world.go_to("2026-02-10T00:00:00Z");
    let same = world.subscribe(plan("pro"));
    assert_eq!(world.get(same).billing_anchor, at("2026-01-31T10:00:00Z"));
    let anew = world.subscribe(Provision {
        restarts_billing_cycle: true,
        ..plan("pro")
    });
    assert_eq!(world.get(anew).billing_anchor, at("2026-02-10T00:00:00Z"));
    let other = world.subscribe(Provision {
        billing_period: Some(BillingPeriod::Annually),
        ..plan("pro")
    });
    assert_eq!(world.get(other).billing_anchor, at("2026-02-10T00:00:00Z"));
}

#[test]
fn a_product_with_many_subscriptions_has_one_for_each_resource() {
    let mut world = World::new();
    assert_eq!(world.refused(plan("site")), Code::InvalidArgumentError);
    let on = |resource: &str| Provision {
        resource: Some(resource.to_owned()),
        ..plan("site")
    };
    let first = world.subscribe(on("r1"));
    let second = world.subscribe(on("r2"));
    let replaced = world.subscribe(on("r1"));
    assert_eq!(world.state.live_subscriptions_of("c"), [second, replaced]);
    assert_eq!(world.get(first).cancel_reason, Some(CancelReason::UpgradeOrDowngrade));
    assert_eq!(world.metered(Some("r1"), "calls"), Some((Some(7.0), 0.0)));
    assert_eq!(world.metered(None, "calls"), None);
}

#[test]
fn a_future_subscription_waits_and_then_replaces() {
    let mut world = World::new();
    let free = world.subscribe(plan("free"));
    let pro = world.subscribe(Provision {
        start: Some(at("2026-02-15T00:00:00Z")),
        ..plan("pro")
    });
    assert_eq!(world.status(pro).0, SubscriptionStatus::NotStarted);
    assert_eq!(world.status(free).0, SubscriptionStatus::Active);
    world.go_to("2026-03-01T00:00:00Z");
    assert_eq!(world.status(pro).0, SubscriptionStatus::Active);
    assert_eq!(world.get(free).ended_at, Some(at("2026-02-15T00:00:00Z")));
}

#[test]
fn a_back_dated_subscription_counts_from_its_start() {
    let mut world = World::new();
    let index = world.subscribe(Provision {
        start: Some(at("2025-12-15T00:00:00Z")),
        ..plan("pro")
    });
    assert_eq!(world.status(index).0, SubscriptionStatus::Active);
    let period = world.get(index).billing_period_at(world.state.now).unwrap();
    assert_eq!(period, (at("2026-01-15T00:00:00Z"), at("2026-02-15T00:00:00Z")));
}

#[test]
fn dates_must_follow_the_start() {
    let mut world = World::new();
    let before = Some(at("2026-01-31T10:00:00Z"));
    assert_eq!(
        world.refused(Provision {
            end: before,
            ..plan("free")
        }),
        Code::InvalidArgumentError
    );
    let request = Provision {
        cancellation_date: before,
        ..plan("free")
    };
    assert_eq!(world.refused(request), Code::InvalidCancellationDate);
}

#[test]
fn a_downgrade_may_wait_for_the_end_of_the_period() {
    let mut world = World::new();
    let pro = world.subscribe(Provision {
        skip_trial: true,
        ..plan("soft-pro")
    });
    assert_eq!(world.state.provision(plan("soft-free")), Ok(Outcome::Scheduled(pro)));
    let scheduled = world.get(pro).scheduled.as_ref().unwrap();
    assert_eq!(scheduled.at, at("2026-02-28T10:00:00Z"));
    assert_eq!(scheduled.direction, scheduling::Direction::Downgrade);
    world.go_to("2026-02-28T09:59:59Z");
    assert_eq!(world.all(), [("soft-pro", SubscriptionStatus::Active)]);
    world.go_to("2026-02-28T10:00:00Z");
    assert_eq!(
        world.all(),
        [
            ("soft-pro", SubscriptionStatus::Canceled),
            ("soft-free", SubscriptionStatus::Active)
        ]
    );
}

#[test]
fn a_scheduled_change_can_be_taken_back_and_is_replaced_by_an_update() {
    let mut world = World::new();
    let pro = world.subscribe(Provision {
        skip_trial: true,
        ..plan("soft-pro")
    });
    world.state.provision(plan("soft-free")).unwrap();
    assert!(world.state.cancel_schedule(pro));
    assert!(!world.state.cancel_schedule(pro));
    world.state.provision(plan("soft-free")).unwrap();
    let id = world.get(pro).id.clone();
    let update = Update {
        addons: Some(Vec::new()),
        ..Update::default()
    };
    world.state.update_subscription(&id, update).unwrap();
    world.go_to("2026-06-01T00:00:00Z");
    assert_eq!(world.all(), [("soft-pro", SubscriptionStatus::Active)]);
}

#[test]
fn the_caller_may_choose_when_a_change_happens() {
    let mut world = World::new();
    let pro = world.subscribe(plan("pro"));
    let later = Provision {
        schedule: Some(ScheduleStrategy::EndOfBillingPeriod),
        ..plan("tried")
    };
    assert_eq!(
        world.state.provision(Provision {
            skip_trial: true,
            ..later
        }),
        Ok(Outcome::Scheduled(pro))
    );
    assert_eq!(
        world.get(pro).scheduled.as_ref().unwrap().at,
        at("2026-02-28T10:00:00Z")
    );
    world.subscribe(Provision {
        schedule: Some(ScheduleStrategy::Immediate),
        ..plan("free")
    });
    // The free plan has no period to wait for.
    let waiting = Provision {
        schedule: Some(ScheduleStrategy::EndOfBillingPeriod),
        ..plan("pro")
    };
    assert_eq!(world.refused(waiting), Code::SubscriptionDoesNotHaveBillingPeriod);
}

#[test]
fn a_customer_is_made_once_and_coupons_must_exist() {
    let mut world = World::new();
    let new = |id: &str, coupon: Option<&str>| NewCustomer {
        id: Some(id.to_owned()),
        coupon: coupon.map(str::to_owned),
        ..NewCustomer::default()
    };
    let mut refused = |customer| world.state.create_customer(customer).unwrap_err().code;
    assert_eq!(refused(new("c", None)), Code::DuplicatedEntityNotAllowed);
    assert_eq!(refused(new("d", Some("none"))), Code::CouponNotFound);
    assert_eq!(refused(new("d", Some("old"))), Code::ArchivedCouponCantBeApplied);
    assert_eq!(refused(new("a b", None)), Code::BadUserInput);
    let made = world.state.create_customer(NewCustomer::default()).unwrap();
    assert!(made.starts_with("customer-"), "{made}");
    world
        .state
        .create_customer(new("ada@example.com", Some("tenth")))
        .unwrap();
}

#[test]
fn an_update_leaves_what_it_does_not_name() {
    let mut world = World::new();
    let name = |name: &str| Profile {
        name: Some(name.to_owned()),
        ..Profile::default()
    };
    let email = Profile {
        email: Some("c@example.com".to_owned()),
        ..Profile::default()
    };
    world
        .state
        .update_customer("c", name("C"), Patch::Set("tenth".to_owned()), None)
        .unwrap();
    world.state.update_customer("c", email, Patch::Leave, None).unwrap();
    let customer = world.state.customer("c").unwrap();
    assert_eq!(
        (customer.profile.name.as_deref(), customer.coupon.as_deref()),
        (Some("C"), Some("tenth"))
    );
    world
        .state
        .update_customer("c", Profile::default(), Patch::Clear, None)
        .unwrap();
    assert_eq!(world.state.customer("c").unwrap().coupon, None);
    let error = world
        .state
        .update_customer("nobody", Profile::default(), Patch::Leave, None)
        .unwrap_err();
    assert_eq!(error.code, Code::CustomerNotFound);
}

#[test]
fn a_checkout_stands_before_a_paid_plan_when_billing_is_connected() {
    let mut world = World::with_billing();
    let outcome = world.state.provision(plan("pro")).unwrap();
    let Outcome::PaymentRequired(checkout) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(world.all(), []);
    let index = world.state.pay(&checkout).unwrap();
    assert_eq!(world.get(index).id, checkout);
    assert_eq!(world.status(index).0, SubscriptionStatus::Active);
    assert!(world.state.customer("c").unwrap().payment_method.is_some());
    // Nothing is paid twice, and a customer who can pay is not asked again.
    assert_eq!(
        world.state.pay(&checkout).unwrap_err().code,
        Code::InvalidSubscriptionStatus
    );
    assert_eq!(world.state.pay("nothing").unwrap_err().code, Code::SubscriptionNotFound);
    world.subscribe(plan("pro"));
}

#[test]
fn no_checkout_for_free_plans_trials_and_invoices() {
    let mut world = World::with_billing();
    world.subscribe(plan("free"));
    let trial = world.subscribe(plan("tried"));
    assert_eq!(world.status(trial).0, SubscriptionStatus::InTrial);
    let invoice = Some(crate::wire::PaymentCollectionMethod::Invoice);
    world.subscribe(Provision {
        collection_method: invoice,
        ..plan("pro")
    });
    world.subscribe(Provision {
        payment_method: Some("pm_1".to_owned()),
        ..plan("pro")
    });
    assert_eq!(
        world.state.customer("c").unwrap().payment_method.as_ref().unwrap().id,
        "pm_1"
    );
}

#[test]
fn without_a_checkout_an_unpaid_subscription_is_pending_and_gives_nothing() {
    let mut world = World::with_billing();
    let index = world.state.subscribe(plan("pro")).unwrap();
    assert_eq!(world.status(index).0, SubscriptionStatus::PaymentPending);
    assert_eq!(world.metered(None, "calls"), None);
    let id = world.get(index).id.clone();
    world.state.pay(&id).unwrap();
    assert_eq!(world.status(index).0, SubscriptionStatus::Active);
    assert_eq!(world.metered(None, "calls"), Some((Some(100.0), 0.0)));
}
