//! The paywall.

use stigg::ErrorKind;
use stigg::models::{BillingPeriod, GetPaywall, PricingType};
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
