use super::*;
use crate::catalog::model::{Charge, Price, Tier};
use crate::state::scheduling::Direction;
use crate::wire::{BillingCadence, BillingModel, TiersMode};

fn total(world: &World, index: usize) -> (f64, f64, f64) {
    let total = world.state.total_of(world.get(index)).unwrap();
    (total.addons, total.before_discount, total.after_discount)
}

#[test]
fn a_total_is_the_plan_its_add_ons_and_the_discount() {
    let mut world = World::new();
    let addons = vec![("more".to_owned(), Some(2.0))];
    let index = world.subscribe(Provision {
        addons: addons.clone(),
        ..plan("pro")
    });
    assert_eq!(total(&world, index), (16.0, 36.0, 36.0));
    let coupon = Some(CouponChoice::Catalog("tenth".to_owned()));
    let index = world.subscribe(Provision {
        addons,
        coupon,
        ..plan("pro")
    });
    assert_eq!(total(&world, index), (16.0, 36.0, 32.4));
    let coupon = Some(CouponChoice::Inline(Discount::Amount(100.0, "USD".to_owned())));
    let index = world.subscribe(Provision { coupon, ..plan("pro") });
    assert_eq!(total(&world, index), (0.0, 20.0, 0.0));
    let coupon = Some(CouponChoice::Inline(Discount::Amount(100.0, "EUR".to_owned())));
    let index = world.subscribe(Provision { coupon, ..plan("pro") });
    assert_eq!(total(&world, index), (0.0, 20.0, 20.0));
}

#[test]
fn the_coupon_of_a_customer_counts_for_all_of_its_subscriptions() {
    let mut world = World::new();
    let index = world.subscribe(plan("pro"));
    world
        .state
        .update_customer("c", Profile::default(), Patch::Set("five".to_owned()), None)
        .unwrap();
    assert_eq!(total(&world, index), (0.0, 20.0, 15.0));
    let archived = CouponChoice::Catalog("old".to_owned());
    assert_eq!(
        world.refused(Provision {
            coupon: Some(archived),
            ..plan("pro")
        }),
        Code::ArchivedCouponCantBeApplied
    );
}

#[test]
fn what_is_free_or_custom_has_no_total() {
    let mut world = World::new();
    let free = world.subscribe(Provision {
        billing_period: None,
        ..plan("free")
    });
    assert_eq!(world.state.total_of(world.get(free)), None);
    let custom = world.subscribe(Provision {
        billing_period: None,
        ..plan("custom")
    });
    assert_eq!(world.state.total_of(world.get(custom)), None);
}

#[test]
fn tiers_are_graduated_or_by_volume() {
    let price = |mode: TiersMode, block_size: Option<f64>| Price {
        model: BillingModel::PerUnit,
        period: BillingPeriod::Monthly,
        cadence: BillingCadence::Recurring,
        feature: Some("seats".to_owned()),
        charge: Charge::Tiers(
            mode,
            [(Some(5.0), 20.0), (Some(10.0), 15.0), (None, 10.0)]
                .map(|(up_to, unit)| Tier {
                    up_to,
                    unit_price: Some(unit),
                    flat_price: None,
                })
                .to_vec(),
        ),
        currency: "USD".to_owned(),
        country: None,
        block_size,
        min_units: None,
        max_units: None,
        billing_id: None,
    };
    assert_eq!(pricing::amount(&price(TiersMode::Graduated, None), 20.0), 275.0);
    assert_eq!(pricing::amount(&price(TiersMode::Volume, None), 20.0), 200.0);
    assert_eq!(pricing::amount(&price(TiersMode::Graduated, None), 5.0), 100.0);
    assert_eq!(pricing::amount(&price(TiersMode::Volume, None), 6.0), 90.0);
    assert_eq!(pricing::amount(&price(TiersMode::Graduated, None), 0.0), 0.0);
    // 11 units are two blocks of ten.
    assert_eq!(pricing::amount(&price(TiersMode::Volume, Some(10.0)), 11.0), 40.0);
}

#[test]
fn plans_are_above_and_below_each_other() {
    let world = World::new();
    let direction = |from: &str, to: &str| {
        let plan = |id: &str| world.state.catalog.plans.get(id).unwrap();
        world.state.direction(plan(from), plan(to))
    };
    assert_eq!(direction("free", "pro"), Direction::Upgrade);
    assert_eq!(direction("pro", "free"), Direction::Downgrade);
    // A plan built on another is above it, whatever it costs.
    assert_eq!(direction("pro", "custom"), Direction::Upgrade);
    assert_eq!(direction("pro", "tried"), Direction::Upgrade);
    assert_eq!(direction("converted", "tried"), Direction::Downgrade);
    assert_eq!(direction("pro", "pro"), Direction::Neither);
}

#[test]
fn a_payment_method_has_a_name_of_its_own() {
    assert_eq!(PaymentMethod::card(None).id, "pm_emulator");
    assert_eq!(PaymentMethod::card(Some("pm_1".to_owned())).id, "pm_1");
}

#[test]
fn a_refusal_reads_as_message_and_code() {
    let error = ApiError::customer_not_found("c");
    assert_eq!(error.to_string(), "Customer c not found (CustomerNotFound)");
}
