//! Trials, cancellations, changes that wait.

use stigg::models::{
    CancelSubscription, GetActiveSubscriptions, GetBooleanEntitlement, GetSubscription, Patch, ProvisionSubscription,
    ScheduleStrategy, SubscriptionCancellationTime, SubscriptionStatus, TrialOverrideConfiguration, UpdateSubscription,
};
use stigg_tests::{DAY, World, at};

use super::{limit, pro};

async fn sso(world: &World, customer_id: &str) -> bool {
    let request = GetBooleanEntitlement::new(customer_id, "single-sign-on");
    let answer = world.stigg.get_boolean_entitlement(request).await;
    assert!(!answer.is_fallback, "{:?}", answer.origin);
    answer.has_access
}

async fn status(world: &World, subscription_id: &str) -> SubscriptionStatus {
    world
        .stigg
        .get_subscription(GetSubscription::new(subscription_id))
        .await
        .unwrap()
        .status
}

async fn active_plans(world: &World, customer_id: &str) -> Vec<String> {
    let found = world
        .stigg
        .get_active_subscriptions(GetActiveSubscriptions::new(customer_id))
        .await
        .unwrap();
    found.into_iter().map(|subscription| subscription.plan.id).collect()
}

#[tokio::test]
async fn a_trial_gives_access_for_its_time_and_ends_by_itself() {
    let world = World::start().await;
    world.customer("ada").await;
    let request =
        ProvisionSubscription::new("ada", "plan-pro").with_billing_period(stigg::models::BillingPeriod::Monthly);
    let subscription = world
        .stigg
        .provision_subscription(request)
        .await
        .unwrap()
        .subscription
        .unwrap();
    assert_eq!(subscription.status, SubscriptionStatus::InTrial);
    let full = world
        .stigg
        .get_subscription(GetSubscription::new(&subscription.id))
        .await
        .unwrap();
    assert_eq!(full.trial_end_date, Some(at("2026-02-14T10:00:00Z")));
    assert!(sso(&world, "ada").await);

    world.pass_until("2026-02-14T09:59:59Z");
    assert!(sso(&world, "ada").await);
    world.pass_until("2026-02-14T10:00:00Z");
    assert!(!sso(&world, "ada").await);
    assert_eq!(status(&world, &subscription.id).await, SubscriptionStatus::Expired);
    // The product says what follows.
    assert_eq!(active_plans(&world, "ada").await, ["plan-free"]);
    assert_eq!(limit(&world, "ada").await, Some(10.0));

    // There is one trial for each customer.
    let customer = world.stigg.get_customer("ada").await.unwrap();
    assert_eq!(customer.already_trial_plans.len(), 1);
}

#[tokio::test]
async fn a_trial_may_be_of_another_length_and_be_extended() {
    let world = World::start().await;
    world.customer("ada").await;
    let trial = TrialOverrideConfiguration::trial_until(at("2026-02-03T10:00:00Z"));
    let request = ProvisionSubscription::new("ada", "plan-pro")
        .with_billing_period(stigg::models::BillingPeriod::Monthly)
        .with_trial_override_configuration(trial);
    let id = world
        .stigg
        .provision_subscription(request)
        .await
        .unwrap()
        .subscription
        .unwrap()
        .id;
    let request = UpdateSubscription::new(&id).with_trial_end_date(at("2026-02-05T10:00:00Z"));
    world.stigg.update_subscription(request).await.unwrap();
    world.pass_until("2026-02-04T10:00:00Z");
    assert!(sso(&world, "ada").await);
    world.pass_until("2026-02-05T10:00:00Z");
    assert!(!sso(&world, "ada").await);
}

#[tokio::test]
async fn a_cancellation_at_a_date_takes_the_plan_away_then_and_not_before() {
    let world = World::start().await;
    let date = at("2026-02-10T00:00:00Z");
    let cancelled = world
        .stigg
        .cancel_subscription(CancelSubscription::new("subscription-pro").on(date))
        .await
        .unwrap();
    assert_eq!(
        (&cancelled.status, cancelled.cancellation_date),
        (&SubscriptionStatus::Active, Some(date))
    );
    assert_eq!(cancelled.effective_end_date, Some(date));
    assert_eq!(world.sent(), ["CancelSubscription", "GetEntitlementsState"]);
    assert!(sso(&world, "pro-user").await);

    world.pass_until("2026-02-09T23:59:59Z");
    assert!(sso(&world, "pro-user").await);
    world.pass_until("2026-02-10T00:00:00Z");
    assert!(!sso(&world, "pro-user").await);
    assert_eq!(status(&world, "subscription-pro").await, SubscriptionStatus::Canceled);
    assert_eq!(active_plans(&world, "pro-user").await, ["plan-free"]);
}

#[tokio::test]
async fn a_cancellation_can_be_taken_back_and_is_not_taken_back_by_accident() {
    let world = World::start().await;
    let date = at("2026-02-10T00:00:00Z");
    let cancellation = async || {
        let request = GetSubscription::new("subscription-pro");
        world.stigg.get_subscription(request).await.unwrap().cancellation_date
    };
    let request = UpdateSubscription::new("subscription-pro");
    assert_eq!(request.cancellation_date, Patch::Keep);
    world
        .stigg
        .update_subscription(request.clone().with_cancellation_date(date))
        .await
        .unwrap();
    assert_eq!(cancellation().await, Some(date));
    world
        .stigg
        .update_subscription(request.clone().with_addon("addon-renders", 1))
        .await
        .unwrap();
    assert_eq!(cancellation().await, Some(date));
    world
        .stigg
        .update_subscription(request.without_cancellation())
        .await
        .unwrap();
    assert_eq!(cancellation().await, None);
    world.pass_until("2026-02-10T00:00:01Z");
    assert!(sso(&world, "pro-user").await);
}

#[tokio::test]
async fn a_subscription_can_end_with_its_billing_period() {
    let world = World::start().await;
    let request = CancelSubscription::new("subscription-pro")
        .with_subscription_cancellation_time(SubscriptionCancellationTime::EndOfBillingPeriod);
    let cancelled = world.stigg.cancel_subscription(request).await.unwrap();
    assert_eq!(cancelled.effective_end_date, Some(at("2026-02-28T10:00:00Z")));
    world.pass_until("2026-02-28T09:59:59Z");
    assert!(sso(&world, "pro-user").await);
    world.pass_until("2026-02-28T10:00:00Z");
    assert!(!sso(&world, "pro-user").await);
}

#[tokio::test]
async fn a_cancellation_at_once_is_seen_by_the_next_check() {
    let world = World::start().await;
    assert!(sso(&world, "pro-user").await);
    world.sent();
    let request = CancelSubscription::new("subscription-pro")
        .with_subscription_cancellation_time(SubscriptionCancellationTime::Immediate);
    let cancelled = world.stigg.cancel_subscription(request).await.unwrap();
    assert_eq!(cancelled.status, SubscriptionStatus::Canceled);
    assert_eq!(world.sent(), ["CancelSubscription", "GetEntitlementsState"]);
    assert!(!sso(&world, "pro-user").await);
    assert_eq!(limit(&world, "pro-user").await, Some(10.0));
    assert_eq!(world.sent(), [] as [&str; 0]);
}

#[tokio::test]
async fn a_downgrade_can_wait_for_the_end_of_the_billing_period() {
    let world = World::start().await;
    let request = ProvisionSubscription::new("pro-user", "plan-free")
        .with_schedule_strategy(ScheduleStrategy::EndOfBillingPeriod);
    world.stigg.provision_subscription(request).await.unwrap();
    assert!(sso(&world, "pro-user").await);
    let subscription = world
        .stigg
        .get_subscription(GetSubscription::new("subscription-pro"))
        .await
        .unwrap();
    let [update] = subscription.future_updates.as_slice() else {
        panic!("{:#?}", subscription.future_updates)
    };
    assert_eq!(update.scheduled_execution_time, at("2026-02-28T10:00:00Z"));
    assert_eq!(update.target_package.as_ref().unwrap().ref_id, "plan-free");

    world.pass_until("2026-02-28T10:00:00Z");
    assert_eq!(active_plans(&world, "pro-user").await, ["plan-free"]);
    world.pass(DAY);
    assert!(!sso(&world, "pro-user").await);
}

#[tokio::test]
async fn a_subscription_can_start_later() {
    let world = World::start().await;
    world.customer("ada").await;
    let request = pro("ada").with_start_date(at("2026-02-01T00:00:00Z"));
    let subscription = world
        .stigg
        .provision_subscription(request)
        .await
        .unwrap()
        .subscription
        .unwrap();
    assert_eq!(subscription.status, SubscriptionStatus::NotStarted);
    assert!(!sso(&world, "ada").await);
    world.pass_until("2026-02-01T00:00:00Z");
    assert!(sso(&world, "ada").await);
}
