use super::*;
use crate::state::previews::{Amounts, Preview};
use crate::wire::BillingModel;

fn amounts(before_discount: f64, after_discount: f64) -> Amounts {
    Amounts {
        before_discount,
        after_discount,
    }
}

fn same(amount: f64) -> Amounts {
    amounts(amount, amount)
}

#[expect(clippy::unnecessary_wraps, reason = "it is compared with what may be missing")]
fn period(start: &str, end: &str) -> Option<(Timestamp, Timestamp)> {
    Some((at(start), at(end)))
}

#[track_caller]
fn preview(world: &World, request: Provision) -> Preview {
    world.state.preview("op", request).unwrap()
}

/// Credit and debit.
fn prorated(preview: &Preview) -> Option<(f64, f64)> {
    preview.proration.map(|proration| (proration.credit, proration.debit))
}

/// A customer half-way through a month of `pro`.
fn half_way() -> (World, usize) {
    let mut world = World::new();
    let index = world.subscribe(plan("pro"));
    world.go_to("2026-02-14T10:00:00Z");
    (world, index)
}

#[test]
fn a_first_subscription_costs_its_price_at_once_and_every_period() {
    let mut world = World::new();
    let request = Provision {
        addons: vec![("more".to_owned(), Some(2.0))],
        coupon: Some(CouponChoice::Catalog("tenth".to_owned())),
        ..plan("pro")
    };
    let told = preview(&world, request.clone());
    assert_eq!(told.at_once, amounts(36.0, 32.4));
    assert_eq!(told.recurring, Some(amounts(36.0, 32.4)));
    assert_eq!(told.period, period("2026-01-31T10:00:00Z", "2026-02-28T10:00:00Z"));
    assert_eq!((told.currency.as_str(), told.proration), ("USD", None));
    assert!(!told.is_downgrade && !told.is_scheduled);
    assert_eq!(world.all(), [], "nothing was made");

    let index = world.subscribe(request);
    let total = world.state.total_of(world.get(index)).unwrap();
    assert_eq!((total.before_discount, total.after_discount), (36.0, 32.4));
}

#[test]
fn what_waits_for_a_checkout_is_previewed_as_if_it_was_paid() {
    let world = World::with_billing();
    assert_eq!(preview(&world, plan("pro")).at_once, same(20.0));
}

#[test]
fn a_change_of_plan_gives_the_rest_back_and_charges_the_rest() {
    let (world, _) = half_way();
    let told = preview(&world, plan("converted"));
    assert_eq!(prorated(&told), Some((10.0, 20.0)));
    assert_eq!((told.at_once, told.recurring), (same(10.0), Some(same(40.0))));
    assert_eq!(told.period, period("2026-01-31T10:00:00Z", "2026-02-28T10:00:00Z"));
    assert_eq!(world.all(), [("pro", SubscriptionStatus::Active)]);
}

#[test]
fn another_billing_period_is_charged_whole() {
    let (world, _) = half_way();
    let yearly = Provision {
        billing_period: Some(BillingPeriod::Annually),
        ..plan("pro")
    };
    let told = preview(&world, yearly);
    assert_eq!(prorated(&told), Some((10.0, 200.0)));
    assert_eq!(told.at_once, same(190.0));
    assert_eq!(told.period, period("2026-02-14T10:00:00Z", "2027-02-14T10:00:00Z"));
}

#[test]
fn a_discount_is_on_what_is_charged_and_not_on_what_is_given_back() {
    let (world, _) = half_way();
    let told = preview(
        &world,
        Provision {
            coupon: Some(CouponChoice::Catalog("tenth".to_owned())),
            ..plan("converted")
        },
    );
    assert_eq!(prorated(&told), Some((10.0, 18.0)));
    assert_eq!(told.at_once, amounts(10.0, 8.0));
}

#[test]
fn a_way_down_to_what_is_free_gives_money_back() {
    let (world, _) = half_way();
    let told = preview(&world, plan("free"));
    assert_eq!((told.at_once, told.recurring), (same(-10.0), None));
    assert!(told.is_downgrade);
}

#[test]
fn a_trial_and_a_start_in_the_future_cost_nothing_yet() {
    let world = World::new();
    let trial = preview(&world, plan("tried"));
    assert_eq!((trial.at_once, trial.recurring), (same(0.0), Some(same(30.0))));
    assert_eq!(trial.period, period("2026-01-31T10:00:00Z", "2026-02-14T10:00:00Z"));
    let starting = |start: &str| Provision {
        start: Some(at(start)),
        ..plan("pro")
    };
    let later = preview(&world, starting("2026-03-01T00:00:00Z"));
    assert_eq!((later.at_once, later.recurring), (same(0.0), Some(same(20.0))));
    assert_eq!(later.period, period("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"));
    let earlier = preview(&world, starting("2026-01-15T00:00:00Z"));
    assert_eq!((earlier.at_once, earlier.recurring), (same(0.0), Some(same(20.0))));
}

#[test]
fn a_change_that_waits_costs_nothing_before_its_time() {
    let mut world = World::new();
    world.subscribe(Provision {
        skip_trial: true,
        ..plan("soft-pro")
    });
    let told = preview(&world, plan("soft-free"));
    assert!(told.is_scheduled && told.is_downgrade);
    assert_eq!((told.at_once, told.recurring), (same(0.0), None));
    let index = world.state.subscriptions_of("c")[0];
    assert!(world.get(index).scheduled.is_none());
}

#[test]
fn a_change_of_add_ons_is_prorated() {
    let (mut world, index) = half_way();
    let update = || Update {
        addons: Some(vec![("more".to_owned(), Some(2.0))]),
        ..Update::default()
    };
    let id = world.get(index).id.clone();
    let told = world.state.preview_update("op", &id, update()).unwrap();
    assert_eq!(prorated(&told), Some((10.0, 18.0)));
    assert_eq!((told.at_once, told.recurring), (same(8.0), Some(same(36.0))));
    assert_eq!(world.get(index).addons, []);
    world.state.update_subscription(&id, update()).unwrap();
    let total = world.state.total_of(world.get(index)).unwrap();
    assert_eq!(total.after_discount, 36.0);
}

#[test]
fn a_preview_is_refused_where_the_change_would_be() {
    let (world, _) = half_way();
    let refused = |request| world.state.preview("op", request).unwrap_err().code;
    assert_eq!(refused(plan("none")), Code::PlanNotFound);
    let monthly = |billing_period| Provision {
        billing_period,
        ..plan("pro")
    };
    assert_eq!(refused(monthly(None)), Code::BillingPeriodMissingError);
    assert_eq!(refused(plan("custom")), Code::UnsupportedParameter);
    let error = world.state.preview_update("op", "none", Update::default()).unwrap_err();
    assert_eq!(error.code, Code::SubscriptionNotFound);
}

#[test]
fn the_next_invoice_charges_the_next_period() {
    let mut world = World::new();
    let index = world.subscribe(Provision {
        addons: vec![("more".to_owned(), Some(2.0))],
        coupon: Some(CouponChoice::Catalog("five".to_owned())),
        ..plan("pro")
    });
    let id = world.get(index).id.clone();
    let invoice = world.state.next_invoice("op", &id).unwrap();
    let lines: Vec<(&str, f64, f64)> = invoice
        .lines
        .iter()
        .map(|line| (line.package.as_str(), line.quantity, line.amount))
        .collect();
    assert_eq!(lines, [("pro", 1.0, 20.0), ("more", 2.0, 16.0)]);
    assert_eq!(invoice.total, amounts(36.0, 31.0));
    let next = period("2026-02-28T10:00:00Z", "2026-03-31T10:00:00Z").unwrap();
    assert!(invoice.lines.iter().all(|line| line.period == next));
}

#[test]
fn the_next_invoice_charges_the_usage_of_this_period() {
    let catalog = CATALOG.replace(
        r#"{ "period": "monthly", "amount": 20 }"#,
        r#"{ "period": "monthly", "amount": 20 },
           { "period": "monthly", "feature": "calls", "model": "usageBased", "amount": 0.5 }"#,
    );
    let mut world = World::with(&catalog);
    let index = world.subscribe(plan("pro"));
    let id = world.get(index).id.clone();
    world.report("calls", 100.0, UsageUpdateBehavior::Delta);
    world.go_to("2026-03-05T10:00:00Z");
    world.report("calls", 7.0, UsageUpdateBehavior::Delta);
    let invoice = world.state.next_invoice("op", &id).unwrap();
    let usage = &invoice.lines[0];
    assert_eq!(usage.price.model, BillingModel::UsageBased);
    assert_eq!((usage.quantity, usage.amount), (7.0, 3.5));
    assert_eq!(
        Some(usage.period),
        period("2026-02-28T10:00:00Z", "2026-03-31T10:00:00Z")
    );
    assert_eq!(invoice.total, same(23.5));
}

#[test]
fn the_next_invoice_knows_what_happens_until_then() {
    let mut world = World::new();
    let index = world.subscribe(plan("converted"));
    let id = world.get(index).id.clone();
    let invoice = world.state.next_invoice("op", &id).unwrap();
    assert_eq!(
        Some(invoice.lines[0].period),
        period("2026-02-28T10:00:00Z", "2026-03-28T10:00:00Z")
    );
    assert_eq!(invoice.total, same(40.0));

    let index = world.subscribe(Provision {
        skip_trial: true,
        ..plan("soft-pro")
    });
    let id = world.get(index).id.clone();
    world.state.cancel_subscription(&id, Cancellation::default()).unwrap();
    let invoice = world.state.next_invoice("op", &id).unwrap();
    assert!(invoice.lines.is_empty());
    assert_eq!(invoice.total, same(0.0));
}

#[test]
fn not_every_subscription_has_a_next_invoice() {
    let mut world = World::new();
    let index = world.subscribe(plan("free"));
    let id = world.get(index).id.clone();
    let refused = |world: &World, id: &str| world.state.next_invoice("op", id).unwrap_err().code;
    assert_eq!(refused(&world, &id), Code::SubscriptionDoesNotHaveBillingPeriod);
    world.state.cancel_subscription(&id, Cancellation::default()).unwrap();
    assert_eq!(refused(&world, &id), Code::SubscriptionAlreadyCanceledOrExpired);
    assert_eq!(refused(&world, "none"), Code::SubscriptionNotFound);
}
