//! Changes whose answer goes wrong: none is made twice, and the error says whether it may have been made.

use stigg::models::{
    BillingPeriod, CancelSubscription, GetActiveSubscriptions, GetBooleanEntitlement, GetMeteredEntitlement,
    ProvisionSubscription, ReportEvent, ReportUsage,
};
use stigg::{Delivery, ErrorKind};
use stigg_emulator::Fault;
use stigg_tests::{World, refused};

use super::run;

/// What Stigg has counted, by a client that remembers nothing.
async fn counted(world: &World, feature_id: &str) -> f64 {
    let stigg = world.somebody_else();
    stigg
        .get_metered_entitlement(GetMeteredEntitlement::new("pro-user", feature_id))
        .await
        .current_usage
}

/// The plans of free-rider, as Stigg has them.
async fn plans(world: &World) -> Vec<String> {
    let request = GetActiveSubscriptions::new("free-rider");
    let found = world.stigg.get_active_subscriptions(request).await.unwrap();
    found.into_iter().map(|subscription| subscription.plan.id).collect()
}

fn upgrade() -> ProvisionSubscription {
    ProvisionSubscription::new("free-rider", "plan-pro")
        .with_billing_period(BillingPeriod::Monthly)
        .with_skip_trial(true)
}

#[tokio::test]
async fn usage_is_counted_once_whatever_happens_to_the_first_answers() {
    let cases = [
        ("lost", Fault::lost_answer(), false),
        ("cut off", Fault::truncated(20), false),
        ("stopped", Fault::stalled(20), true),
        ("never came", Fault::hang(), true),
        ("never sent", Fault::close(), false),
        ("500", Fault::server_error(), false),
        ("502", Fault::bad_gateway(), false),
        ("429", Fault::rate_limited(None), false),
    ];
    let world = World::start().await;
    let mut total = 40.0;
    for (name, fault, hangs) in cases {
        world.emulator.faults().add(fault.on_operation("ReportUsage").times(2));
        let report = world.stigg.report_usage(ReportUsage::new("pro-user", "renders", 5));
        total += 5.0;
        assert_eq!(run(hangs, report).await.unwrap().current_usage, Some(total), "{name}");
        let requests = world.requests();
        assert_eq!(requests.len(), 3, "{name}");
        assert!(
            requests.iter().all(|request| request.body == requests[0].body),
            "{name}: the same key each time"
        );
    }
    assert_eq!(counted(&world, "renders").await, total);
}

#[tokio::test]
async fn a_report_that_stays_without_an_answer_can_be_made_again_with_its_key() {
    let world = World::start().await;
    let fault = world
        .emulator
        .faults()
        .add(Fault::lost_answer().on_operation("ReportUsage"));
    let request = ReportUsage::new("pro-user", "renders", 5).with_idempotency_key("order-4711");
    let error = refused(world.stigg.report_usage(request.clone()).await);
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Network, 3));
    assert!(error.may_have_been_applied());
    world.emulator.faults().remove(fault);
    assert_eq!(
        world.stigg.report_usage(request).await.unwrap().current_usage,
        Some(45.0)
    );
}

#[tokio::test]
async fn events_are_counted_once_when_the_answer_is_lost() {
    let world = World::start().await;
    world
        .emulator
        .faults()
        .add(Fault::lost_answer().on_operation("ReportEvent").times(2));
    let event = ReportEvent::new("pro-user", "video-exported", "video-1")
        .with_dimension("quality", "uhd")
        .with_dimension("minutes", 4.0);
    world.stigg.report_event(event).await.unwrap();
    assert_eq!(world.sent(), ["ReportEvent"; 3]);
    assert_eq!(counted(&world, "minutes").await, 4.0);
}

#[tokio::test]
async fn of_many_events_the_error_says_how_many_were_accepted() {
    let world = World::start().await;
    world
        .emulator
        .faults()
        .add(Fault::unauthenticated().on_operation("ReportEvent").after(1));
    let event = |n: i32| {
        ReportEvent::new("pro-user", "video-exported", format!("video-{n}"))
            .with_dimension("quality", "hd")
            .with_dimension("minutes", 1.0)
    };
    let events: Vec<ReportEvent> = (0..1_500).map(event).collect();
    let failure = world.stigg.report_events(events.clone()).await.unwrap_err();
    assert_eq!(
        failure.failures().map(|(place, _)| place).collect::<Vec<_>>(),
        (1_000..1_500).collect::<Vec<_>>()
    );
    let error = failure.to_error();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    assert!(error.may_have_been_applied());
    assert!(
        error.to_string().contains("1000 of 1500 items were accepted"),
        "{error}"
    );
    assert_eq!(counted(&world, "minutes").await, 1_000.0);
    world.emulator.faults().clear();
    world.stigg.report_events(events).await.unwrap();
    assert_eq!(counted(&world, "minutes").await, 1_500.0);
}

#[tokio::test]
async fn a_subscription_whose_answer_is_lost_is_made_once_and_the_error_says_that_it_may_be() {
    let cases = [
        ("lost", Fault::lost_answer(), ErrorKind::Network),
        ("cut off", Fault::truncated(20), ErrorKind::Network),
        ("stopped", Fault::stalled(20), ErrorKind::Timeout),
    ];
    for (name, fault, kind) in cases {
        let world = World::start().await;
        world.emulator.faults().add(fault.on_operation("ProvisionSubscription"));
        let hangs = kind == ErrorKind::Timeout;
        let error = refused(run(hangs, world.stigg.provision_subscription(upgrade())).await);
        assert_eq!((error.kind(), error.attempts()), (kind, 1), "{name}: {error:?}");
        assert_eq!(error.delivery(), Delivery::Unanswered, "{name}");
        assert!(error.may_have_been_applied(), "{name}");
        assert_eq!(world.sent(), ["ProvisionSubscription"], "{name}");
        // So one looks, as the documentation says.
        assert_eq!(plans(&world).await, ["plan-pro"], "{name}");
    }
}

#[tokio::test]
async fn a_subscription_that_may_have_been_made_is_not_made_again() {
    let world = World::start().await;
    for (fault, hangs) in [
        (Fault::hang(), true),
        (Fault::close(), false),
        (Fault::server_error(), false),
        (Fault::bad_gateway(), false),
        (Fault::garbage(), false),
    ] {
        world
            .emulator
            .faults()
            .add(fault.on_operation("ProvisionSubscription").times(1));
        let error = refused(run(hangs, world.stigg.provision_subscription(upgrade())).await);
        assert_eq!(
            (error.attempts(), error.may_have_been_applied()),
            (1, true),
            "{error:?}"
        );
        assert_eq!(plans(&world).await, ["plan-free"]);
    }
}

#[tokio::test]
async fn a_subscription_that_surely_was_not_made_is_tried_again() {
    let world = World::start().await;
    world
        .emulator
        .faults()
        .add(Fault::rate_limited(None).on_operation("ProvisionSubscription").times(2));
    world.stigg.provision_subscription(upgrade()).await.unwrap();
    assert_eq!(world.sent(), ["ProvisionSubscription"; 3]);
    assert_eq!(plans(&world).await, ["plan-pro"]);

    let world = World::start().await;
    world
        .emulator
        .faults()
        .add(Fault::rate_limited(None).on_operation("ProvisionSubscription"));
    let error = refused(world.stigg.provision_subscription(upgrade()).await);
    assert_eq!((error.attempts(), error.delivery()), (3, Delivery::Refused));
    assert!(!error.may_have_been_applied());
    assert_eq!(plans(&world).await, ["plan-free"]);
}

#[tokio::test]
async fn a_refused_key_changes_nothing() {
    let world = World::start().await;
    world
        .emulator
        .faults()
        .add(Fault::unauthenticated().on_operation("CancelSubscription"));
    let error = refused(
        world
            .stigg
            .cancel_subscription(CancelSubscription::new("subscription-pro"))
            .await,
    );
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Unauthenticated, Delivery::Refused)
    );
    assert!(!error.may_have_been_applied());
}

#[tokio::test]
async fn a_change_succeeds_although_its_effect_cannot_be_read_and_the_next_check_asks() {
    let world = World::start().await;
    let sso = || {
        world
            .stigg
            .get_boolean_entitlement(GetBooleanEntitlement::new("pro-user", "single-sign-on"))
    };
    assert!(sso().await.has_access);
    let fault = world
        .emulator
        .faults()
        .add(Fault::server_error().on_operation("GetEntitlementsState"));
    world
        .stigg
        .cancel_subscription(CancelSubscription::new("subscription-pro"))
        .await
        .unwrap();
    // Not the Edge, which may not know yet; and as long as nobody tells, the last that was known, for what it is worth.
    world.sent();
    let answer = sso().await;
    assert!(answer.origin.is_stale(), "{answer:?}");
    assert_eq!(world.sent(), ["GetEntitlementsState"; 3]);
    world.emulator.faults().remove(fault);
    let answer = sso().await;
    assert!(!answer.has_access && !answer.is_fallback);
}
