//! Subscriptions: given, changed, ended, and what becomes of them as time passes.

mod lifecycle;
mod lists;
mod moving;
mod refusals;

use stigg::models::{
    BillingPeriod, GetActiveSubscriptions, GetEnumEntitlement, GetMeteredEntitlement, GetNumericEntitlement,
    GetSubscription, ProvisionSubscription, ProvisionSubscriptionStatus, SubscriptionAddonInput,
    SubscriptionCouponInput, SubscriptionStatus, UpdateSubscription,
};
use stigg_tests::{CHECKOUT, START, World, at};

/// How many renders a customer may make.
async fn limit(world: &World, customer_id: &str) -> Option<f64> {
    world
        .stigg
        .get_metered_entitlement(GetMeteredEntitlement::new(customer_id, "renders"))
        .await
        .usage_limit
}

fn pro(customer_id: &str) -> ProvisionSubscription {
    ProvisionSubscription::new(customer_id, "plan-pro")
        .with_billing_period(BillingPeriod::Monthly)
        .with_skip_trial(true)
}

#[tokio::test]
async fn a_new_plan_is_seen_by_the_next_check_without_another_read() {
    let world = World::start().await;
    assert_eq!(limit(&world, "free-rider").await, Some(10.0));
    assert_eq!(world.sent(), ["entitlements-state.json"]);

    let provisioned = world.stigg.provision_subscription(pro("free-rider")).await.unwrap();
    assert_eq!(provisioned.provision_status, ProvisionSubscriptionStatus::Success);
    let subscription = provisioned.subscription.unwrap();
    assert_eq!(
        (subscription.plan_id.as_str(), &subscription.status),
        ("plan-pro", &SubscriptionStatus::Active)
    );
    assert_eq!(subscription.customer_id, "free-rider");
    assert_eq!(
        subscription.current_billing_period_end,
        Some(at("2026-02-28T10:00:00Z"))
    );

    assert_eq!(limit(&world, "free-rider").await, Some(100.0));
    let workspaces = world
        .stigg
        .get_numeric_entitlement(GetNumericEntitlement::new("free-rider", "workspaces"))
        .await;
    assert!(workspaces.is_unlimited);
    assert_eq!(world.sent(), ["ProvisionSubscription"]);
}

#[tokio::test]
async fn add_ons_raise_the_limit_by_their_quantity() {
    let world = World::start().await;
    world.customer("ada").await;
    let request = pro("ada").with_addon("addon-renders", 2).with_addon("addon-pdf", 1);
    let subscription = world
        .stigg
        .provision_subscription(request)
        .await
        .unwrap()
        .subscription
        .unwrap();
    assert_eq!(limit(&world, "ada").await, Some(200.0));
    let pdf = GetEnumEntitlement::new("ada", "formats").with_requested_values(["pdf", "svg"]);
    assert!(world.stigg.get_enum_entitlement(pdf.clone()).await.has_access);

    // The list replaces the whole list.
    let request = UpdateSubscription::new(&subscription.id).with_addon("addon-renders", 3);
    let updated = world.stigg.update_subscription(request).await.unwrap();
    let addons: Vec<(&str, f64)> = updated
        .addons
        .iter()
        .map(|addon| (addon.addon_id.as_str(), addon.quantity))
        .collect();
    assert_eq!(addons, [("addon-renders", 3.0)]);
    world.sent();
    assert_eq!(limit(&world, "ada").await, Some(250.0));
    assert!(!world.stigg.get_enum_entitlement(pdf).await.has_access);
    assert_eq!(world.sent(), [] as [&str; 0]);

    // Without a list they stay.
    let request = UpdateSubscription::new(&subscription.id).with_metadata([("seat".to_owned(), "window".to_owned())]);
    let updated = world.stigg.update_subscription(request).await.unwrap();
    assert_eq!(
        (updated.addons.len(), updated.metadata.unwrap()["seat"].as_str()),
        (1, "window")
    );

    // An empty one takes them away.
    let request = UpdateSubscription::new(&subscription.id).with_addons(Vec::<SubscriptionAddonInput>::new());
    world.stigg.update_subscription(request).await.unwrap();
    assert_eq!(limit(&world, "ada").await, Some(100.0));
}

#[tokio::test]
async fn an_update_is_read_from_the_api_before_it_returns() {
    let world = World::start().await;
    limit(&world, "pro-user").await;
    world.sent();
    let request = UpdateSubscription::new("subscription-pro").with_addon("addon-renders", 1);
    world.stigg.update_subscription(request).await.unwrap();
    assert_eq!(world.sent(), ["UpdateSubscription", "GetEntitlementsState"]);
    assert_eq!(limit(&world, "pro-user").await, Some(150.0));
    assert_eq!(world.sent(), [] as [&str; 0]);
}

#[tokio::test]
async fn a_subscription_comes_back_with_plan_add_ons_and_prices() {
    let world = World::start().await;
    world.customer("ada").await;
    let request = pro("ada")
        .with_id("subscription-ada")
        .with_addon("addon-renders", 2)
        .with_applied_coupon(SubscriptionCouponInput::coupon("coupon-launch"));
    world.stigg.provision_subscription(request).await.unwrap();
    world.sent();
    let subscription = world
        .stigg
        .get_subscription(GetSubscription::new("subscription-ada"))
        .await
        .unwrap();
    assert_eq!(world.sent(), ["GetSubscription"]);
    assert_eq!(
        (subscription.plan.id.as_str(), subscription.plan.display_name.as_str()),
        ("plan-pro", "Pro")
    );
    assert_eq!(subscription.plan.base_plan.unwrap().id, "plan-free");
    assert_eq!(subscription.plan.product.id, "product-studio");
    assert_eq!(
        (
            subscription.addons[0].addon.id.as_str(),
            subscription.addons[0].quantity
        ),
        ("addon-renders", 2.0)
    );
    assert_eq!(subscription.start_date, at(START));
    assert_eq!(subscription.prices.len(), 2);
    let total = subscription.total_price.unwrap();
    // 20 and two times 5, less a fifth.
    assert_eq!(
        (total.sub_total.amount.to_string(), total.total.amount.to_string()),
        ("30".into(), "24".into())
    );
}

#[tokio::test]
async fn active_subscriptions_are_those_that_give_access() {
    let world = World::start().await;
    world.customer("ada").await;
    let active = async || {
        let found = world
            .stigg
            .get_active_subscriptions(GetActiveSubscriptions::new("ada"))
            .await
            .unwrap();
        found
            .into_iter()
            .map(|subscription| subscription.plan.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(active().await, [] as [&str; 0]);
    assert_eq!(world.sent(), ["ProvisionCustomer", "GetActiveSubscriptions"]);
    world.subscribe("ada", "plan-free").await;
    assert_eq!(active().await, ["plan-free"]);
    world.subscribe("ada", "plan-pro").await;
    assert_eq!(active().await, ["plan-pro"]);
}

#[tokio::test]
async fn a_plan_that_must_be_paid_first_comes_with_a_checkout_and_without_access() {
    let world = World::selling(CHECKOUT).await;
    let sso = async || {
        let request = stigg::models::GetBooleanEntitlement::new("customer-new", "single-sign-on");
        world.stigg.get_boolean_entitlement(request).await.has_access
    };
    let request = pro("customer-new").with_id("subscription-new");
    let provisioned = world.stigg.provision_subscription(request).await.unwrap();
    assert_eq!(
        provisioned.provision_status,
        ProvisionSubscriptionStatus::PaymentRequired
    );
    assert!(provisioned.subscription.is_none());
    let checkout_url = provisioned.checkout_url.unwrap();
    assert!(checkout_url.starts_with(&world.emulator.api_url()), "{checkout_url}");
    assert!(provisioned.checkout_billing_id.is_some());
    assert!(!sso().await);

    world.emulator.pay("subscription-new").unwrap();
    // Stigg's console, a webhook: the client learns of it when it is told, or when its knowledge is too old.
    assert!(!sso().await);
    assert!(
        world
            .stigg
            .reload_entitlements("customer-new", None)
            .await
            .entitled_entity_exists
    );
    assert!(sso().await);

    let provisioned = world
        .stigg
        .provision_subscription(pro("customer-with-card"))
        .await
        .unwrap();
    assert_eq!(provisioned.provision_status, ProvisionSubscriptionStatus::Success);
    assert_eq!(provisioned.checkout_url, None);
}
