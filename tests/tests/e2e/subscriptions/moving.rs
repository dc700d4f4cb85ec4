//! Subscriptions that move, and what waits for its time: the next check knows.

use stigg::models::{
    ApplySubscription, BillingPeriod, CancelSubscription, CancelSubscriptionScheduledUpdates,
    DelegateSubscriptionToCustomerInput, ErrorCode, GetActiveSubscriptions, GetMeteredEntitlement,
    MigrateSubscriptionToLatest, ScheduleStrategy, SubscriptionScheduleStatus, SubscriptionStatus,
    TransferSubscriptionToResourceInput, UpdateSubscription,
};
use stigg::{ErrorKind, Stigg};
use stigg_emulator::Fault;
use stigg_tests::{World, refused};

use super::{limit, pro};

/// How many visits a site may have.
async fn visits(stigg: &Stigg, resource_id: &str) -> Option<f64> {
    let request = GetMeteredEntitlement::new("ada", "visits").with_resource_id(resource_id);
    stigg.get_metered_entitlement(request).await.usage_limit
}

#[tokio::test]
async fn a_plan_is_applied_without_a_checkout_and_seen_by_the_next_check() {
    let world = World::start().await;
    assert_eq!(limit(&world, "free-rider").await, Some(10.0));
    world.sent();
    let request = ApplySubscription::new("free-rider", "plan-pro")
        .with_billing_period(BillingPeriod::Monthly)
        .with_skip_trial(true)
        .with_payment_method_id("pm_1");
    let applied = world.stigg.apply_subscription(request).await.unwrap();
    let subscription = applied.subscription.unwrap();
    assert_eq!(
        (subscription.customer_id.as_str(), &subscription.status),
        ("free-rider", &SubscriptionStatus::Active)
    );
    assert_eq!(limit(&world, "free-rider").await, Some(100.0));
    assert_eq!(world.sent(), ["ApplySubscription"]);
}

#[tokio::test]
#[expect(deprecated, reason = "it works all the same")]
async fn a_subscription_that_is_created_starts_now_and_is_seen_by_the_next_check() {
    let world = World::start().await;
    limit(&world, "free-rider").await;
    world.sent();
    let request = stigg::models::CreateSubscription::new("free-rider", "plan-pro")
        .with_billing_period(BillingPeriod::Monthly)
        .with_skip_trial(true);
    let subscription = world.stigg.create_subscription(request).await.unwrap();
    assert_eq!(subscription.status, SubscriptionStatus::Active);
    assert_eq!(world.sent(), ["CreateSubscription", "GetEntitlementsState"]);
    assert_eq!(limit(&world, "free-rider").await, Some(100.0));
    assert_eq!(world.sent(), [] as [&str; 0]);
}

#[tokio::test]
async fn a_subscription_that_is_delegated_counts_for_the_other_customer() {
    let world = World::start().await;
    world.customer("ada").await;
    world
        .stigg
        .provision_subscription(pro("ada").with_id("subscription-ada"))
        .await
        .unwrap();
    assert_eq!(limit(&world, "free-rider").await, Some(10.0));
    assert_eq!(limit(&world, "ada").await, Some(100.0));
    world.sent();

    let request = DelegateSubscriptionToCustomerInput::new("subscription-ada", "free-rider");
    let delegated = world.stigg.delegate_subscription_to_customer(request).await.unwrap();
    assert_eq!(
        (delegated.customer_id.as_str(), delegated.paying_customer_id.as_deref()),
        ("free-rider", Some("ada"))
    );
    assert_eq!(
        world.sent(),
        ["DelegateSubscriptionToCustomer"],
        "nothing is read before it is asked for"
    );
    assert_eq!(limit(&world, "free-rider").await, Some(100.0));
    assert_eq!(limit(&world, "ada").await, None);
    assert_eq!(world.sent(), ["GetEntitlementsState"; 2]);
}

#[tokio::test]
async fn a_subscription_that_moves_counts_for_the_other_resource() {
    let world = World::start().await;
    world.customer("ada").await;
    let request = stigg::models::ProvisionSubscription::new("ada", "plan-site")
        .with_resource_id("site-1")
        .with_id("subscription-site");
    world.stigg.provision_subscription(request).await.unwrap();
    let before = visits(&world.stigg, "site-1").await;
    assert!(before.is_some());
    assert_eq!(visits(&world.stigg, "site-2").await, None);

    let request = TransferSubscriptionToResourceInput::new("subscription-site").with_destination_resource_id("site-2");
    let moved = world.stigg.transfer_subscription_to_resource(request).await.unwrap();
    assert_eq!(moved.resource.unwrap().id, "site-2");
    assert_eq!(visits(&world.stigg, "site-1").await, None);
    assert_eq!(visits(&world.stigg, "site-2").await, before);
}

#[tokio::test]
async fn what_waits_for_its_time_can_be_taken_back() {
    let world = World::start().await;
    world.customer("ada").await;
    let request = pro("ada").with_id("subscription-ada");
    world.stigg.provision_subscription(request.clone()).await.unwrap();
    let nothing = CancelSubscriptionScheduledUpdates::new("subscription-ada");
    let error = refused(world.stigg.cancel_subscription_scheduled_updates(nothing.clone()).await);
    assert_eq!(error.code(), Some(&ErrorCode::FutureUpdateNotFound));

    let mut later = stigg::models::ProvisionSubscription::new("ada", "plan-free");
    later.schedule_strategy = Some(ScheduleStrategy::EndOfBillingPeriod);
    world.stigg.provision_subscription(later).await.unwrap();
    let unpaid = nothing.clone().with_status(SubscriptionScheduleStatus::PendingPayment);
    let error = refused(world.stigg.cancel_subscription_scheduled_updates(unpaid).await);
    assert_eq!(error.code(), Some(&ErrorCode::FutureUpdateNotFound));
    let cancelled = world
        .stigg
        .cancel_subscription_scheduled_updates(nothing)
        .await
        .unwrap();
    assert_eq!(cancelled.subscription_id, "subscription-ada");
    world.pass_until("2026-03-02T00:00:00Z");
    assert_eq!(limit(&world, "ada").await, Some(100.0));
}

#[tokio::test]
async fn a_subscription_on_the_latest_version_stays_there() {
    let world = World::start().await;
    let request = MigrateSubscriptionToLatest::new("subscription-pro");
    let error = refused(world.stigg.migrate_subscription_to_latest(request).await);
    assert_eq!(error.code(), Some(&ErrorCode::SubscriptionAlreadyOnLatestPlanError));
    assert!(!error.may_have_been_applied());
}

#[tokio::test]
async fn active_subscriptions_in_brief_come_from_the_edge_but_not_right_after_a_change() {
    let world = World::start().await;
    let request = GetActiveSubscriptions::new("pro-user");
    let found = world
        .stigg
        .get_active_subscriptions_list(request.clone())
        .await
        .unwrap();
    let [subscription] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(
        (
            subscription.subscription_id.as_str(),
            subscription.plan.display_name.as_str()
        ),
        ("subscription-pro", "Pro")
    );
    assert_eq!(subscription.customer.customer_id, "pro-user");
    assert_eq!(subscription.plan.product.as_ref().unwrap().ref_id, "product-studio");
    assert!(subscription.total_price.is_some() && !subscription.prices.is_empty());
    assert_eq!(world.sent(), ["subscriptions.json"]);

    let update = UpdateSubscription::new("subscription-pro").with_addon("addon-renders", 2);
    world.stigg.update_subscription(update).await.unwrap();
    world.sent();
    let found = world.stigg.get_active_subscriptions_list(request).await.unwrap();
    assert_eq!(found[0].addons[0].addon.addon_id, "addon-renders");
    assert_eq!(world.sent(), ["GetActiveSubscriptionsList"]);
}

#[tokio::test]
async fn a_change_whose_answer_is_lost_is_seen_by_the_next_check_of_a_customer_that_is_known() {
    let world = World::start().await;
    world.customer("ada").await;
    world
        .stigg
        .provision_subscription(pro("ada").with_id("subscription-ada"))
        .await
        .unwrap();
    assert_eq!(limit(&world, "ada").await, Some(100.0));
    let lost = |operation: &str| {
        world
            .emulator
            .faults()
            .add(Fault::lost_answer().on_operation(operation).times(1));
    };

    lost("UpdateSubscription");
    let update = UpdateSubscription::new("subscription-ada").with_addon("addon-renders", 1);
    let error = refused(world.stigg.update_subscription(update).await);
    assert!(error.may_have_been_applied(), "{error:?}");
    assert_eq!(limit(&world, "ada").await, Some(150.0));

    lost("DelegateSubscriptionToCustomer");
    let delegation = DelegateSubscriptionToCustomerInput::new("subscription-ada", "free-rider");
    assert_eq!(limit(&world, "free-rider").await, Some(10.0));
    refused(world.stigg.delegate_subscription_to_customer(delegation).await);
    assert_eq!(limit(&world, "ada").await, None);
    assert_eq!(limit(&world, "free-rider").await, Some(150.0));

    lost("CancelSubscription");
    let request = GetActiveSubscriptions::new("free-rider");
    world.stigg.get_active_subscriptions(request).await.unwrap();
    let error = refused(
        world
            .stigg
            .cancel_subscription(CancelSubscription::new("subscription-ada"))
            .await,
    );
    assert_ne!(error.kind(), ErrorKind::NotFound);
    assert_eq!(limit(&world, "free-rider").await, Some(10.0));
}
