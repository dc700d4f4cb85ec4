//! The paywall, products and coupons.

use std::fmt::Write as _;

use stigg::models::{
    BillingPeriod, CouponStatus, CouponType, CreateCouponInput, Currency, Decimal, GetPaywall, MoneyInput, PricingType,
    ProvisionSubscription, SubscriptionCouponInput, UpdateCustomer,
};
use stigg::{Delivery, ErrorKind};
use stigg_emulator::Fault;
use stigg_tests::{World, refused};

#[tokio::test]
async fn everybody_s_paywall_comes_from_the_edge_with_plans_prices_and_entitlements() {
    let world = World::start().await;
    let paywall = world
        .stigg
        .get_paywall(GetPaywall::new().with_product_id("product-studio"))
        .await
        .unwrap();
    let requests = world.requests();
    assert_eq!(
        (requests.len(), requests[0].path.as_str()),
        (1, "/v1/p/product-studio/paywall.json")
    );

    let ids: Vec<&str> = paywall.plans.iter().map(|plan| plan.id.as_str()).collect();
    assert_eq!(ids, ["plan-free", "plan-pro"]);
    let pro = &paywall.plans[1];
    assert_eq!(
        (pro.display_name.as_str(), pro.pricing_type.as_ref()),
        ("Pro", Some(&PricingType::Paid))
    );
    assert_eq!(pro.base_plan.as_ref().unwrap().id, "plan-free");
    let trial = pro.default_trial_config.as_ref().unwrap();
    assert_eq!((trial.duration, trial.units.as_str()), (14.0, "DAY"));
    let prices: Vec<(&str, String)> = pro
        .price_points
        .iter()
        .map(|price| (price.billing_period.as_str(), price.amount.unwrap().to_string()))
        .collect();
    assert_eq!(prices, [("MONTHLY", "20".to_owned()), ("ANNUALLY", "200".to_owned())]);
    let addons: Vec<&str> = pro.compatible_addons.iter().map(|addon| addon.id.as_str()).collect();
    assert_eq!(addons, ["addon-renders", "addon-pdf"]);
    let renders = pro
        .entitlements
        .iter()
        .find(|entitlement| entitlement.feature.id == "renders")
        .unwrap();
    assert_eq!(renders.usage_limit, 100.0);
    let seats = pro
        .inherited_entitlements
        .iter()
        .find(|entitlement| entitlement.feature.id == "seats")
        .unwrap();
    assert_eq!(seats.usage_limit, 2.0);
    assert_eq!(
        (paywall.currency.code.as_str(), paywall.currency.symbol.as_str()),
        ("USD", "$")
    );
    assert!(paywall.customer.is_none() && paywall.active_subscriptions.is_none());
    let points = paywall.paywall_calculated_price_points.unwrap();
    assert!(
        points
            .iter()
            .any(|point| point.plan_id == "plan-pro" && point.billing_period == BillingPeriod::Monthly)
    );
}

#[tokio::test]
async fn a_customer_s_paywall_comes_from_the_api_with_what_it_has() {
    let world = World::start().await;
    let request = GetPaywall::new()
        .with_product_id("product-studio")
        .with_customer_id("pro-user");
    let paywall = world.stigg.get_paywall(request).await.unwrap();
    assert_eq!(world.sent(), ["GetPaywall"]);
    assert_eq!(paywall.customer.unwrap().id, "pro-user");
    let active = paywall.active_subscriptions.unwrap();
    assert_eq!((active.len(), active[0].plan.id.as_str()), (1, "plan-pro"));
    assert_eq!(paywall.plans.len(), 2);
}

#[tokio::test]
async fn a_product_or_a_customer_that_does_not_exist_is_not_found_and_asked_for_once() {
    let world = World::start().await;
    for (request, code) in [
        (
            GetPaywall::new().with_product_id("product-of-dreams"),
            "ProductNotFoundError",
        ),
        (
            GetPaywall::new()
                .with_product_id("product-studio")
                .with_customer_id("nobody"),
            "CustomerNotFound",
        ),
    ] {
        let error = refused(world.stigg.get_paywall(request).await);
        assert_eq!(
            (error.kind(), error.code().unwrap().as_str()),
            (ErrorKind::NotFound, code)
        );
        assert_eq!((error.operation(), error.attempts()), (Some("get_paywall"), 1));
        assert_eq!(world.sent().len(), 1);
    }
}

#[tokio::test]
async fn a_mock_paywall_shows_the_plans_and_no_customer() {
    let world = World::start().await;
    let request = GetPaywall::new()
        .with_product_id("product-studio")
        .with_customer_id("pro-user");
    let mock = world.stigg.get_mock_paywall(request.clone()).await.unwrap();
    assert_eq!(world.sent(), ["GetMockPaywall"]);
    assert!(mock.customer.is_none() && mock.active_subscriptions.is_none());
    assert_eq!(mock.currency.code, Currency::Usd);

    // Of the plans it tells what the paywall tells, as far as its types go.
    let real = world.stigg.get_paywall(request).await.unwrap();
    let [mock, real] = [mock, real].map(|paywall| {
        let pro = paywall.plans.into_iter().find(|plan| plan.id == "plan-pro").unwrap();
        let features = |entitlements: Vec<stigg::models::PackageEntitlement>| -> Vec<_> {
            let what = |one: stigg::models::PackageEntitlement| (one.feature, one.usage_limit, one.enum_values);
            entitlements.into_iter().map(what).collect()
        };
        let addons: Vec<_> = pro.compatible_addons.into_iter().map(|addon| addon.id).collect();
        (
            (pro.order, pro.display_name, pro.base_plan, pro.default_trial_config),
            (features(pro.entitlements), features(pro.inherited_entitlements)),
            (pro.price_points, addons, pro.pricing_type),
        )
    });
    assert_eq!(mock, real);
}

#[tokio::test]
async fn lists_come_whole_however_long_they_are() {
    let mut catalog = String::from("products:\n");
    for number in 0..45 {
        writeln!(catalog, "  - {{ id: product-{number} }}").unwrap();
    }
    catalog.push_str("coupons:\n");
    for number in 0..120 {
        let status = if number % 2 == 0 { "active" } else { "archived" };
        writeln!(
            catalog,
            "  - {{ id: coupon-{number}, percentOff: 10, status: {status} }}"
        )
        .unwrap();
    }
    let world = World::selling(&catalog).await;

    let products = world.stigg.get_products().await.unwrap();
    assert_eq!(world.sent(), ["GetProducts"; 3]);
    let ids: Vec<String> = products.into_iter().map(|product| product.id).collect();
    let expected: Vec<String> = (0..45).map(|number| format!("product-{number}")).collect();
    assert_eq!(ids, expected);

    let coupons = world.stigg.get_coupons().await.unwrap();
    assert_eq!(world.sent(), ["GetCoupons"; 2]);
    assert_eq!(coupons.len(), 60);
    assert!(coupons.iter().all(|coupon| coupon.status == Some(CouponStatus::Active)));
}

#[tokio::test]
async fn a_list_comes_whole_or_not_at_all() {
    let mut catalog = String::from("products:\n");
    for number in 0..21 {
        writeln!(catalog, "  - {{ id: product-{number} }}").unwrap();
    }
    let world = World::selling(&catalog).await;
    let fault = Fault::graphql_error("BadUserInput", "not this page").on_operation("GetProducts");
    world.emulator.faults().add(fault.after(1).times(1));
    let error = refused(world.stigg.get_products().await);
    assert_eq!(error.operation(), Some("get_products"));
    assert_eq!(world.sent(), ["GetProducts"; 2]);
    assert_eq!(world.stigg.get_products().await.unwrap().len(), 21);
}

#[tokio::test]
async fn a_new_coupon_can_be_given_at_once() {
    let world = World::start().await;
    let request = CreateCouponInput::new("welcome", "Welcome")
        .with_description("For new friends")
        .with_amounts_off([MoneyInput::new(Decimal::new(250, 2), Currency::Usd)])
        .with_duration_in_months(3);
    let made = world.stigg.create_coupon(request.clone()).await.unwrap();
    assert_eq!(world.sent(), ["CreateCoupon"]);
    assert_eq!((made.id.as_str(), made.name.as_str()), ("welcome", "Welcome"));
    assert_eq!(
        (made.coupon_type.as_ref(), made.status.as_ref()),
        (Some(&CouponType::Fixed), Some(&CouponStatus::Active))
    );
    assert_eq!(made.amounts_off.as_ref().unwrap()[0].amount.to_string(), "2.5");
    assert!(world.stigg.get_coupons().await.unwrap().contains(&made));

    world.customer("ada").await;
    let update = UpdateCustomer::new("ada").with_coupon_id("welcome");
    world.stigg.update_customer(update).await.unwrap();
    assert_eq!(world.stigg.get_customer("ada").await.unwrap().coupon, Some(made));

    let half = CreateCouponInput::new("half", "Half the price").with_percent_off(50);
    world.stigg.create_coupon(half).await.unwrap();
    world.customer("bob").await;
    let provision = ProvisionSubscription::new("bob", "plan-pro")
        .with_billing_period(BillingPeriod::Monthly)
        .with_skip_trial(true)
        .with_applied_coupon(SubscriptionCouponInput::coupon("half"));
    let subscription = world
        .stigg
        .provision_subscription(provision)
        .await
        .unwrap()
        .subscription;
    let total = subscription.unwrap().total_price.unwrap();
    assert_eq!(
        (total.sub_total.amount.to_string(), total.total.amount.to_string()),
        ("20".to_owned(), "10".to_owned())
    );

    let error = refused(world.stigg.create_coupon(request).await);
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Conflict, Delivery::Refused)
    );
}
